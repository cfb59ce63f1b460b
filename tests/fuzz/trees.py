"""Documents made of choices: an input is a row of bytes, each of which picks one of several things to write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache
from io import BytesIO
from random import Random
from typing import TypeVar
from zipfile import ZipFile

import docx
from lxml import etree

from avvgen.contract import Contract, Part
from avvgen.document import (
    Anchor,
    Annex,
    Blank,
    Block,
    Blocks,
    Cell,
    Checkbox,
    Contents,
    Document,
    FollowUp,
    Inline,
    Inlines,
    Item,
    LineBreak,
    Link,
    ListBlock,
    PageBreak,
    PageCount,
    PageNumber,
    Paragraph,
    PartyBlock,
    PartySide,
    Ref,
    Section,
    SignatureBlock,
    SignatureSide,
    Strong,
    Table,
    Text,
    TitleLine,
)
from avvgen.numbering import labels
from avvgen.typesetting import typeset
from avvgen.walks import flat, inner_blocks, own_inlines, walk
from avvgen.writers import WRITERS
from avvgen.writers.docx.blocks import EN_SPACE
from avvgen.writers.docx.contents import DASH
from avvgen.writers.ooxml.runs import TICKED, UNTICKED
from tests.writers.docx_samples import SCHEMES, scheme
from tests.writers.docx_schemas import violations

from .engine import Target
from .mutations import LETTERS, VALUES
from .texts import kept

T = TypeVar("T")
WORDS = (
    "Der Auftragnehmer löscht.", "Absatz", "a", "§ 5 Abs. 2", '"Zitat"', " ", "30 Tage", "Wort " * 30, "x" * 90, "Tab\tTab", "zwei\nZeilen",
    "z. B. ...", "Straße -- Haus", "weich\u00adgetrennt", "fest\u2011verbunden", "a | b", "# 1. - * **", "<&>\"'", "]]>", *VALUES, *LETTERS,
)  # fmt: skip
ADDRESSES = (
    "https://example.com/a?b=c#d",
    "mailto:a@b.example",
    "",
    "http://[",
    "javascript:x",
    "https://müller.de/ä b",
    "#x",
    "%",
    "a\nb",
)
LANGUAGES = ("de-DE", "de-AT", "de-CH")
EVERY_SO_OFTEN = 64  # of the files that are read back is held against the schemas


class Choices:
    """Picks by the bytes of an input one after the other, the first of all things when they are used up."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at, self.ids = data, 0, 0

    def of(self, things: Sequence[T]) -> T:
        if self.at >= len(self.data):
            return things[0]
        self.at += 1
        return things[self.data[self.at - 1] % len(things)]

    def made(self, kinds: Sequence[Callable[[], T]]) -> T:
        """What one of several functions makes."""
        return self.of(kinds)()

    def some(self, most: int, make: Callable[[], T], least: int = 0) -> tuple[T, ...]:
        return tuple(make() for _ in range(self.of(range(least, most + 1))))

    def id(self) -> str:
        """An id of its own; one in a while has signs and length of the kind that ids of profiles have."""
        self.ids += 1
        return self.of(("", "", "", "ä/ö-", "_" * 60, "1")) + f"b{self.ids}"


def document_of(choices: Choices) -> Document:
    """A document, its references leading to what is in it."""
    row = inlines(choices, 2)
    blocks = (
        *choices.some(4, lambda: top(choices)),
        *choices.some(3, lambda: annex(choices)),
        *choices.some(1, lambda: top(choices)),
    )
    return Document(
        blocks,
        choices.of((1, 3)),
        header=inlines(choices, 1),
        footer=row,
        first_header=choices.of((None, (), row)),
        first_footer=choices.of((None, row, ())),
        language=choices.of(LANGUAGES),
        title=choices.of(WORDS),
        author=choices.of(("", *WORDS)),
        front_matter=choices.of((False, True)),
    )


def top(choices: Choices) -> Block:
    """A block outside of annexes."""
    kinds: tuple[Callable[[], Block], ...] = (
        lambda: section(choices, 0),
        lambda: Paragraph(choices.id(), inlines(choices, 2), numbered=choices.of((True, False))),
        lambda: TitleLine(inlines(choices, 1), choices.of(("title", "subtitle", "note"))),
        lambda: parties(choices),
        lambda: signatures(choices),
        lambda: Contents(inlines(choices, 1), choices.of((1, 2, 3))),
        PageBreak,
        lambda: table(choices),
        lambda: listing(choices, 0),
    )
    return choices.made(kinds)


def annex(choices: Choices) -> Annex:
    blocks = choices.some(3, lambda: choices.made((lambda: section(choices, 0), lambda: inner(choices, 0))))
    numbered, first = choices.of((True, False)), choices.of((1, 4))
    return Annex(choices.id(), inlines(choices, 1), blocks, numbered=numbered, header=inlines(choices, 1), first=first)


def section(choices: Choices, depth: int) -> Section:
    kinds = (lambda: inner(choices, 0), lambda: section(choices, depth + 1) if depth < 2 else inner(choices, 0))
    title = inlines(choices, 1) if choices.of((True, True, False)) else ()
    return Section(
        choices.id(), title, choices.some(4, lambda: choices.made(kinds)), numbered=choices.of((True, True, False))
    )


def inner(choices: Choices, depth: int) -> Block:
    """A block of running text."""
    kinds: tuple[Callable[[], Block], ...] = (
        lambda: Paragraph(
            choices.id(),
            inlines(choices, 3),
            choices.some(1, choices.id),
            choices.of(((), inlines(choices, 1))),
            choices.of((True, False)),
        ),
        lambda: FollowUp(inlines(choices, 2), choices.some(1, choices.id)),
        lambda: listing(choices, depth),
        lambda: table(choices),
    )
    return choices.made(kinds)


def listing(choices: Choices, depth: int) -> ListBlock:
    def item() -> Item:
        deeper = (
            choices.some(
                2, lambda: choices.made((lambda: FollowUp(inlines(choices, 1)), lambda: listing(choices, depth + 1)))
            )
            if depth < 3
            else ()
        )
        return Item(inlines(choices, 2), deeper, choices.of(("", choices.id())))

    return ListBlock(choices.some(3, item, 1), choices.of((True, False)), choices.some(1, choices.id))


def table(choices: Choices) -> Table:
    columns = choices.of((1, 2, 3, 7))

    def row() -> tuple[Cell, ...]:
        if choices.of((False, False, True)):
            return (Cell(choices.some(2, lambda: inlines(choices, 1)), columns),)
        return tuple(
            Cell(choices.some(2, lambda: inlines(choices, 1)))
            for _ in range(choices.of((columns, max(columns - 1, 1))))
        )

    widths = choices.of(((), (1 / columns,) * columns))
    return Table(choices.some(2, row), choices.some(3, row), widths, choices.some(1, choices.id))


def parties(choices: Choices) -> PartyBlock:
    def lines() -> tuple[Inlines, ...]:
        return choices.some(3, lambda: inlines(choices, 1), 1)

    def side() -> PartySide:
        return PartySide(inlines(choices, 1), lines(), inlines(choices, 1), choices.some(2, lines))

    return PartyBlock(
        choices.some(3, side), inlines(choices, 1), inlines(choices, 1), choices.of(("stacked", "columns"))
    )


def signatures(choices: Choices) -> SignatureBlock:
    def side() -> SignatureSide:
        rows = [inlines(choices, 1) for _ in range(3)]
        return SignatureSide(
            *rows, choices.some(3, lambda: inlines(choices, 1)), choices.some(2, lambda: inlines(choices, 1))
        )

    return SignatureBlock(choices.some(3, side))


def inlines(choices: Choices, most: int, depth: int = 0) -> Inlines:
    return choices.some(most, lambda: inline(choices, depth), 1 if most else 0)


def inline(choices: Choices, depth: int) -> Inline:
    kinds: tuple[Callable[[], Inline], ...] = (
        lambda: Text(choices.of(WORDS), choices.of((False, True))),
        lambda: Text(choices.of(WORDS), choices.of((True, False))),
        lambda: Ref(choices.some(2, lambda: f"{choices.of(range(12))}", 1)),
        lambda: Blank(choices.of(WORDS)),
        lambda: Checkbox(choices.of((False, True))),
        LineBreak,
        lambda: Anchor(choices.of(WORDS)),
        PageNumber,
        PageCount,
        lambda: Strong(inlines(choices, 2, depth + 1)) if depth < 2 else Text("fett"),
        lambda: Link(choices.of(ADDRESSES), inlines(choices, 1, depth + 1)) if depth < 2 else Text("Verweis"),
    )
    return choices.made(kinds)


def resolved(node: T, ids: Sequence[str]) -> T:
    """The tree with each reference, which counts through the ids, leading to one of them."""
    if isinstance(node, Ref):
        return (
            replace(node, targets=tuple(ids[int(target) % len(ids)] for target in node.targets))
            if ids
            else Text("nirgends")
        )
    if isinstance(node, tuple):
        return tuple(resolved(one, ids) for one in node)
    if not is_dataclass(node):
        return node
    return replace(
        node,
        **{
            one.name: resolved(getattr(node, one.name), ids)
            for one in fields(node)
            if isinstance(getattr(node, one.name), tuple)
        },
    )


def contract_of(data: bytes) -> Contract:
    """The contract that an input means."""
    choices = Choices(data)
    numbers = scheme(choices.of(SCHEMES))
    documents = choices.some(2, lambda: document_of(choices), 1)
    parts = []
    for document in documents:
        ids = [id_ for id_ in labels(document, numbers).by_id if id_]
        ready = typeset(resolved(document, ids))
        parts.append(Part(ready, labels(ready, numbers), numbers))
    return Contract("probe", tuple(parts), {})


# What must hold --------------------------------------------------------------------------------------------------


def expected(contract: Contract) -> str:
    """The letters of the text in reading order, numbers of lists left out."""
    rows = (_letters(row, part) for part in contract.parts for row in _rows(part.document.blocks, part))
    return "".join(rows)


def _rows(blocks: Blocks, part: Part) -> Iterator[Inlines]:
    """The rows of blocks and inside them in the order of a file, with what it puts between titles and texts."""
    for block in blocks:
        match block:
            case Annex(title=title):
                yield (Text(DASH), *title) if title and part.labels.number(block.id) else title
                yield from _rows(block.blocks, part)
            case Paragraph(title=title, content=content):
                yield (*title, Text(EN_SPACE), *content) if _is_written(title, part) and content else (*title, *content)
            case ListBlock(items=items):
                for item in items:
                    yield item.content
                    yield from _rows(item.blocks, part)
            case PartyBlock(sides=sides):
                yield block.before
                for n, side in enumerate(sides):
                    yield block.between if n else ()
                    yield from (side.role, *side.lines, *(line for lines in side.more for line in lines), side.named)
            case _:
                yield from own_inlines(block)
                yield from _rows(inner_blocks(block), part)


def _is_written(row: Inlines, part: Part) -> bool:
    """Whether a row makes any run at all."""
    return any(isinstance(one, LineBreak | Blank) or _letters_of(one, part) for one in flat(row))


def _letters(row: Inlines, part: Part) -> str:
    return "".join(_seen(_letters_of(one, part)) for one in flat(row))


def _letters_of(one: Inline, part: Part) -> str:
    match one:
        case Text(text=text) | Anchor(text=text):
            return text
        case Ref(targets=targets):
            return part.labels.text(targets)
        case Blank(label=label):
            return label or "\u2002" * 8
        case Checkbox(checked=checked):
            return TICKED if checked else UNTICKED
        case PageNumber() | PageCount():
            return "1"
        case _:
            return ""


def _seen(text: str) -> str:
    """The letters of a text without what a file holds as elements, and what it cannot hold as the sign for that."""
    plain = "".join(letter for letter in text if letter not in "\t\n\r\v\f\xad\u2011\u2028\u2029")
    return "".join(
        "\ufffd" if letter < " " or letter in "\ufffe\uffff" or "\ud800" <= letter <= "\udfff" else letter
        for letter in plain
    )


def try_tree(data: bytes) -> str:
    contract = contract_of(data)
    WRITERS["md"](contract)
    content = WRITERS["docx"](contract)
    sound(content)
    check_letters(contract, content)
    if data and sum(data) % EVERY_SO_OFTEN == 0:
        found = violations(content)
        assert found == [], found[:3]
    return "\n".join(sorted({trait for part in contract.parts for trait in traits(part.document.blocks)}))


def traits(blocks: Blocks) -> Iterator[str]:
    """Which blocks stand in or after which."""
    for before, block in zip((None, *blocks), blocks, strict=False):
        yield f"{type(before).__name__} {type(block).__name__}"
        yield from (f"{type(block).__name__} > {type(inner).__name__}" for inner in inner_blocks(block))
        yield from traits(inner_blocks(block))


def check_letters(contract: Contract, content: bytes) -> None:
    """The letters of the tree are those of the file as python-docx reads it, but where a file has them in rows or twice."""
    body = docx.Document(BytesIO(content)).element.body
    found, wanted = "".join(node.text or "" for node in body.iter("{*}t")), expected(contract)
    blocks = [block for part in contract.parts for block in walk(part.document.blocks)]
    if any(isinstance(block, SignatureBlock | Contents) for block in blocks):
        assert not Counter(wanted) - Counter(found), "letters of the text are not in the file"
    else:
        assert found == wanted, f"the file reads {found[:200]!r}, the text {wanted[:200]!r}"


def sound(content: bytes) -> None:
    """Every part of the file is well-formed."""
    with ZipFile(BytesIO(content)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name))


def tree_changed(random: Random, pool: list[bytes]) -> bytes:
    if random.random() < 0.3:
        return random.randbytes(random.choice((8, 20, 60, 120)))
    out = bytearray(random.choice(pool))
    for _ in range(random.randint(1, 6)):
        at = random.randint(0, len(out))
        kind = random.randrange(4)
        if kind == 0:
            out[at:at] = random.randbytes(random.randint(1, 6))
        elif kind == 1:
            del out[at : at + random.randint(1, 6)]
        elif kind == 2 and at < len(out):
            out[at] = random.randrange(256)
        else:
            out[at:] = random.choice(pool)[at:]
    return bytes(out[:160])


@cache
def tree_seeds() -> list[bytes]:
    random = Random("trees")
    return [*kept("tree"), b"", *(random.randbytes(80) for _ in range(40))]


def targets() -> Iterator[Target]:
    """The target of this module."""
    yield Target("tree", tree_seeds, tree_changed, try_tree)
