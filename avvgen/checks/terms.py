"""What rules of the library ask of the words of a contract: terms, abbreviations, companies, what is said twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from avvgen.checks.case import Case, Passage
from avvgen.document import Annex, Block, ListBlock, Section
from avvgen.findings import Place
from avvgen.walks import inner_blocks, plain, walk

Hit = tuple[Place, str]
DEFINED = re.compile(
    r"(?:nachfolgend|nachstehend|im Folgenden|kurz|gemeinsam|einzeln)\b[^„“]{0,40}„([^“]+)“|\(„([^“]+)“\)"
)
ENDING = r"(?:er(?:s|n|in|innen)?|e[nms]?|n|s|innen|in)?"
LEADING = re.compile(
    r"^(?:(?:D(?:ie|er|as|en|em|es)|Eine?[nmrs]?|Bei|Von|Durch|Für|Mit|An|Über) )+"
)  # no part of a name
ABBREVIATION = re.compile(r"(?<![\w§-])(?<!§ )(?![IVXLC]+\b)[A-ZÄÖÜ]{3,6}(?![\w-])")
WORD = re.compile(r"\w+")
ENDS = re.compile(r"(?:e[nrms]?|n|s)$")
SOME, ALIKE = 3, 2 / 3
GRAM = 5
FEW = 8  # fewer are a heading or a phrase that nobody can say otherwise
MOSTLY = 0.8
DETAIL = re.compile(r"\d|\bAnlage|\bAnhang|\bper\b|\bTextform\b|\bE-Mail\b|\bschriftlich")
CITATION = re.compile(
    r"(?:Art\.|Artikeln?|§§?) ?\d+\w*(?:(?: bis | und |, )\d+\w*)*(?: (?:Abs\.|UAbs\.|S\.|Nr\.|lit\.) ?\w+)*"
)


def unused_term(case: Case, _: tuple[str, ...]) -> Iterator[Hit]:
    """A term that the contract defines in quotation marks and then never uses."""
    for passage in case.passages:
        for match in DEFINED.finditer(passage.text):
            term = match[1] or match[2]
            uses = sum(used(term, other.text) for other in case.passages)
            if uses <= len(re.findall(rf"„{re.escape(term)}“", passage.text)):
                yield passage.place, term


def used(term: str, text: str) -> int:
    """How often a term stands in a text, in any case; the ending of each of its words may change."""
    stems_ = (re.escape(re.sub(r"(?<=\w{4})(?:er|e|en)$", "", word)) + ENDING for word in term.split())
    return len(re.findall(rf"(?<!\w){' '.join(stems_)}(?!\w)", text))


def unexplained_abbreviation(case: Case, known: tuple[str, ...]) -> Iterator[Hit]:
    """Capitals outside the annex of measures that the contract explains nowhere and no reader need know."""
    recipients = (str(one["name"]) for one in case.scope.data["recipients"])
    names = " ".join((*recipients, *case.prepared.library.citations.named))  # every reader knows how acts are cited
    words = {*known, *WORD.findall(names), *WORD.findall(str(case.contract.facts["controller"]["name"]))}
    texts = [passage for passage in case.passages if passage.annex != "annex-toms"]
    explained = set(re.findall(r"[(„]([A-ZÄÖÜ]{3,})[)“]", " ".join(passage.text for passage in texts)))
    first: dict[str, Place] = {}
    for passage in texts:
        for found in ABBREVIATION.findall(passage.text):
            if found not in words | explained and not is_designation(found, case):
                first.setdefault(found, passage.place)
    yield from ((place, found) for found, place in first.items())


def is_designation(word: str, case: Case) -> bool:
    """Whether the contract calls a party, or itself, by this word."""
    names = (case.scope[token] for token in ("Auftraggeber", "Auftragnehmer", "Vertrag", "Parteien"))
    return any(word in str(name) for name in names)


def repeated_wording(case: Case, known: tuple[str, ...]) -> Iterator[Hit]:
    """A clause that says what the law says, almost in its words, and adds no means, period, channel or annex."""
    law = frozenset(gram for text in known for gram in grams(text))
    by_clause: dict[str, list[Passage]] = {}
    for passage in case.passages:
        by_clause.setdefault(passage.id, []).append(passage)
    for passages in by_clause.values():
        text = " ".join(passage.text for passage in passages)
        own = grams(in_roles(text, case))
        adds = DETAIL.search(CITATION.sub("", text))
        if len(own) >= FEW and not adds and sum(gram in law for gram in own) >= MOSTLY * len(own):
            yield passages[0].place, passages[0].text


def in_roles(text: str, case: Case) -> str:
    """The text with the words of the law for the parties in place of those of the contract."""
    for token, role in (("Auftraggeber", "Verantwortliche"), ("Auftragnehmer", "Auftragsverarbeiter")):
        text = re.sub(rf"\b{re.escape(str(case.scope[token]))}(?=s?\b)", role, text)
    return text


@lru_cache(maxsize=4096)
def grams(text: str) -> tuple[tuple[str, ...], ...]:
    """Every five words that follow each other, without case and ending."""
    words = [ENDS.sub("", word) for word in WORD.findall(text.lower())]
    return tuple(tuple(words[n : n + GRAM]) for n in range(len(words) - GRAM + 1))


def unlisted_company(case: Case, known: tuple[str, ...]) -> Iterator[Hit]:
    """A company, known by its legal form, in an annex other than the list: no party, not on it, no issuer."""
    company = re.compile(rf"((?:[A-ZÄÖÜ0-9][\w.&'-]*,? )+)(?:{'|'.join(map(re.escape, known))})(?![\w-])")
    listed = [str(one["name"]) for one in case.scope.data["recipients"]]
    listed.append(str(case.contract.facts["controller"]["name"]))
    listed += [one.issuer for one in case.prepared.profile.toms.certifications.values() if one.issuer]
    for passage in case.passages:
        for match in company.finditer(passage.text) if passage.annex not in ("", "annex-subprocessors") else ():
            name = LEADING.sub("", match[0])
            first = re.escape(name.split()[0].strip(","))
            if not any(re.search(rf"\b{first}\b", other) for other in listed):
                yield passage.place, name


def doubled_heading(case: Case, _: tuple[str, ...]) -> Iterator[Hit]:
    """A heading that stands twice under the same one."""
    for part in case.contract.parts:
        yield from _doubled_in(part.document.blocks)


def _doubled_in(blocks: tuple[Block, ...]) -> Iterator[Hit]:
    headings = [plain(block.title) for block in blocks if isinstance(block, Section) and block.title]
    yield from ((Place(), title) for title, count in Counter(headings).items() if count > 1)
    for block in blocks:
        yield from _doubled_in(inner_blocks(block))


def doubled_measure(case: Case, _: tuple[str, ...]) -> Iterator[Hit]:
    """A measure that the annex lists twice, in the same words or nearly so."""
    annexes = (block for part in case.contract.parts for block in part.document.blocks if isinstance(block, Annex))
    lists = (block for annex in annexes if annex.id == "annex-toms" for block in walk(annex.blocks))
    items = [plain(item.content) for block in lists if isinstance(block, ListBlock) for item in block.items]
    place = case.prepared.source.place("toms")
    for one, other in combinations(items, 2):
        if one == other:
            yield place, one
        elif likeness(stems(one), stems(other)) >= ALIKE:
            yield place, f"{one}“ / „{other}"


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of words that two texts have in common; none for texts of one or two words."""
    return len(one & other) / len(one | other) if min(len(one), len(other)) >= SOME else 0.0


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """The words of a text without case and ending, short ones left out."""
    return frozenset(ENDS.sub("", word) for word in re.findall(r"\w{3,}", text.lower()))
