"""What rules of the library ask of the form of a contract: one function each, by the name that a rule gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from avvgen.checks.case import Case
from avvgen.checks.idle import idle_options
from avvgen.checks.terms import (
    doubled_heading,
    doubled_measure,
    repeated_wording,
    unexplained_abbreviation,
    unlisted_company,
    unused_term,
)
from avvgen.document import Annex, Block, Section, Table
from avvgen.findings import Place
from avvgen.walks import inlines, own_inlines, plain, walk

Hit = tuple[Place, str]
Known = tuple[str, ...]

TYPED = re.compile(r"(?:§§? \d+[a-z]?|(?:Ziffer|Ziff\.|Absatz|Abschnitt|Anlage|Anhang) [\dIVX]+(?:\.\d+)*)")
OF_AN_ACT = re.compile(
    r"^(?: (?:i\. ?V\. ?m\.|und) §§? \d+[a-z]?"
    r"| ff?\.| (?:Abs\.|Absatz|S\.|Satz|Nr\.|lit\.|UAbs\.) ?[\da-z]+| Teil [A-Z]| (?:und|bis|,) [\d]+[a-z]?)*"
    r" (?:der |des |zu[mr]? )?"
    r"(?:\w*(?:G|GB|GVO|DSGVO|ZPO|VO|BO|O|EKD|SGB|BGB|ÜV|LStR)\b|Verordnung|Richtlinie|Hauptvertrags?|SCC|AGB"
    r"|(?:Standardvertragsk|K)lauseln|Addendums|IDTA)"
)
ACT_NAMES = re.compile(r"(?<![\w-])(?:DS-GVO|EU-DSGVO|EU-DS-GVO|DSGVO|GDPR)(?![\w-])")


def dead_reference(case: Case, _: Known) -> Iterator[Hit]:
    """A typed number that is none of this contract; references that are made by id cannot die."""
    known = {
        part.labels.text((id_,)).replace("\u00a0", " ") for part in case.contract.parts for id_ in part.labels.by_id
    }
    for passage in case.passages:
        for match in TYPED.finditer(passage.text):
            before, after = passage.text[: match.start()], passage.text[match.end() :]
            cited = OF_AN_ACT.match(after) or re.search(r"Art(?:ikel|\.) \d+\w* $", before)
            own = match[0] in (case.prepared.profile.document.label or "")
            if cited or own or any(match[0] in label for label in known):
                continue
            printed = case.prepared.library.citations.printed  # a pattern of all acts, seldom needed
            if not any(one.start() <= match.start() < one.end() for one in printed.finditer(passage.text)):
                yield passage.place, match[0]


def empty_annex(case: Case, _: Known) -> Iterator[Hit]:
    """An annex that holds headings and nothing else."""
    for part in case.contract.parts:
        for annex in annexes(part.document.blocks):
            if not any(says_something(block) for block in walk(annex.blocks)):
                yield Place(), part.labels.text((annex.id,))


def annex_without_reference(case: Case, _: Known) -> Iterator[Hit]:
    """An annex that nothing in the contract outside it refers to."""
    for part in case.contract.parts:
        said = " ".join(passage.text for passage in case.passages)
        for annex in annexes(part.document.blocks):
            inside = {id(inline) for block in walk((annex,)) for row in own_inlines(block) for inline in row}
            targets = {
                target
                for inline in inlines(part.document)
                if id(inline) not in inside
                for target in getattr(inline, "targets", ())
            }
            label = part.labels.number(annex.id).replace("\u00a0", " ") or plain(annex.title)
            if not targets & ids_in(annex) and label not in said:
                yield Place(), label


def annexes(blocks: tuple[Block, ...]) -> Iterator[Annex]:
    """The annexes of a document."""
    return (block for block in blocks if isinstance(block, Annex))


def ids_in(annex: Annex) -> set[str]:
    """Every id that leads into an annex."""
    return {id_ for block in walk((annex,)) for id_ in (getattr(block, "id", ""), *getattr(block, "anchors", ()))}


def says_something(block: Block) -> bool:
    """Whether a block that is no heading has words."""
    if isinstance(block, Table):
        return any(line for row in block.rows for cell in row for line in cell.lines)
    return not isinstance(block, Section | Annex) and any(own_inlines(block))


def several_names(case: Case, _: Known) -> Iterator[Hit]:
    """More than one name for the Regulation in one contract."""
    found = dict.fromkeys(
        name for passage in case.passages for name in ACT_NAMES.findall(passage.text.replace("\u2011", "-"))
    )
    if len(found) > 1:
        yield Place(), ", ".join(found)


def conflicts(case: Case, _: Known) -> Iterator[Hit]:
    """Two clauses that give one fact different values; what else conflicts cannot be built."""
    for finding in case.contract.findings:
        if finding.rule == "fact-conflict":
            yield finding.place, ", ".join(re.findall(r"'([^']+)'", finding.message)[:2])


def gaps(case: Case, _: Known) -> Iterator[Hit]:
    """Sections whose numbers do not begin at 1; numbers that the program counts cannot leave one out."""
    for part in case.contract.parts:
        if part.document.first > 1:
            yield Place(), f"1 bis {part.document.first - 1}"


FORMS: Mapping[str, Callable[[Case, Known], Iterator[Hit]]] = {
    "querverweis-tot": dead_reference,
    "nummerierung-luecke": gaps,
    "anlage-leer": empty_annex,
    "anlage-ohne-verweis": annex_without_reference,
    "klausel-konflikt": conflicts,
    "dsgvo-schreibweise": several_names,
    "begriff-ungenutzt": unused_term,
    "abkuerzung-unerklaert": unexplained_abbreviation,
    "wortlaut": repeated_wording,
    "unternehmen-ausserhalb-der-liste": unlisted_company,
    "ueberschrift-doppelt": doubled_heading,
    "massnahme-doppelt": doubled_measure,
    "option-ohne-wirkung": idle_options,
}
