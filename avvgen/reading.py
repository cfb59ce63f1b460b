"""From Markdown to nodes: the dialect of clause files, and nothing beside it.

Paragraphs, `**strong**`, `- ` bullets, `1. ` lettered items, pipe tables, links. References are links without
text: `[](#clause/id)`. Everything else of Markdown is an error at its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from avvgen.document import (
    Blocks,
    Cell,
    FollowUp,
    Inline,
    Inlines,
    Item,
    LineBreak,
    Link,
    ListBlock,
    Ref,
    Strong,
    Table,
    Text,
)
from avvgen.findings import AvvgenError, Finding, Place, error
from avvgen.skeletons import Node, keep, parsed, parser, remembered
from avvgen.templating.environment import FIRST_SLOT
from avvgen.templating.fill import SLOT, Filled
from avvgen.walks import plain

LIST_START = re.compile(r"\s*(?:[-+*]|\d{1,9}[.)])(?:\s|$)")
DIALECT = {
    "root", "paragraph", "inline", "text", "softbreak", "strong", "link", "bullet_list", "ordered_list", "list_item",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
OUTSIDE = {
    "heading": "headings stand in the outline",
    "em": "there is no emphasis but **strong**; write \\* for an asterisk",
    "code_inline": "there is no code in a contract; write \\` for a backtick",
    "code_block": "do not indent text; four spaces begin a code block",
    "fence": "there is no code in a contract",
    "html_block": "HTML is not allowed; write \\< for an angle bracket",
    "html_inline": "HTML is not allowed; write \\< for an angle bracket",
    "image": "images are not allowed in clauses",
    "blockquote": "quotations are not allowed; write \\> for an angle bracket",
    "hr": "rules are not allowed; the outline divides the contract",
    "hardbreak": "a line break inside a paragraph is not allowed; begin a new paragraph",
}

FIRST_SLOT_WRITTEN = "%F3%B"


ADDRESS = re.compile(r"https?://[^\s/]|mailto:[^\s/]", re.IGNORECASE)
SHOWN_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
SHOWN_MAILBOX = re.compile(r"[^\s,;:<>()?&%#\"'„“”‚‘’«»]+")  # where it has an @
BEHIND_ADDRESS = ".,;:!?)]}>\"'“”‘’«»…"  # how a sentence goes on
SOFT_HYPHEN = "\u00ad"
ANOTHER_ADDRESS = "link: the words are another address than the one they lead to; let them agree"


@dataclass(frozen=True, slots=True)
class _Source:
    """What turns positions in the skeleton into lines of the file, and characters into values."""

    slots: tuple[Inlines, ...]
    lines: tuple[int, ...]
    place: Place

    def at(self, line: int) -> Place:
        marked = next((n for n in self.lines[line:] if n), 0) or 1
        return Place(self.place.path, self.place.line + marked - 1, self.place.column if marked == 1 else 1)


def read(filled: Filled) -> Blocks:
    """The blocks of a filled text: paragraphs (as follow-ups; assembly numbers them), lists and tables.

    Raises AvvgenError for every piece of markup outside the dialect.
    """
    try:
        tree, lines = _sound(filled)
        source = _Source(filled.slots, lines, filled.place)
        return tuple(block for node in tree.children for block in _block(node, source))
    except RecursionError:
        raise error("dialect", "this is nested too deep; make it simpler", filled.place) from None


def read_inlines(filled: Filled) -> Inlines:
    """The inlines of a text that is one paragraph: a title, a phrase, a header.

    Raises AvvgenError if it is more than that.
    """
    blocks = read(filled)
    if not blocks:
        return ()
    if len(blocks) == 1 and isinstance(blocks[0], FollowUp):
        return blocks[0].content
    raise AvvgenError(Finding("dialect", "error", "this must be one paragraph of text", filled.place))


def _sound(filled: Filled) -> tuple[Node, tuple[int, ...]]:
    """The tree of a skeleton in which nothing is wrong, and the source line of each of its lines (0: none)."""
    known = remembered(filled.skeleton)
    if known is not None:
        return known
    text, lines, tree = parsed(filled.skeleton)
    source = _Source(filled.slots, lines, filled.place)
    wrong = [*_accidental_lists(text, source), *_outside(tree, source, 0)]
    if wrong:
        raise AvvgenError(*wrong)
    keep(filled.skeleton, tree, lines)
    return tree, lines


def _accidental_lists(text: str, source: _Source) -> Iterator[Finding]:
    """Lines that Markdown takes for a list, or might, though a sentence ran on."""
    before, in_list = "", False
    for n, line in enumerate(text.split("\n")):
        starts = LIST_START.match(line)
        indented = line.startswith((" ", "\t"))
        if starts and before.strip() and not indented and not in_list:
            message = f"'{line.strip()[:12]}' after a line of text begins like a list; leave a line empty or write \\"
            yield Finding("accidental-list", "error", message, source.at(n))
        in_list = bool(starts) or (in_list and (indented or not line))
        before = line


def _outside(node: Node, source: _Source, line: int) -> Iterator[Finding]:
    line = line if node.line is None else node.line
    if node.type not in DIALECT:
        reason = OUTSIDE.get(node.type, "this is not part of the dialect")
        yield Finding("dialect", "error", f"{node.type.replace('_', ' ')}: {reason}", source.at(line))
        return
    if node.type == "link" and SLOT.search(_slots_back(node.href)):
        yield Finding("dialect", "error", "a link's address cannot hold a value; use | link", source.at(line))
    if node.type == "link" and (reason := _wrong_address(node)):
        yield Finding("dialect", "error", reason, source.at(line))
    offset = 0
    for child in node.children:
        yield from _outside(child, source, line + offset)
        offset += child.type == "softbreak"


def _wrong_address(node: Node) -> str:
    """Why a link is none that a contract may hold; nothing if it may."""
    href, words = node.href, "".join(_contents(node))
    if href.startswith("#") or FIRST_SLOT_WRITTEN in href:
        return ""
    if not ADDRESS.match(href):
        return "link: an address begins with https://, http:// or mailto:"
    return ANOTHER_ADDRESS if _says_another(words, href) else ""


def _says_another(words: str, href: str) -> bool:
    """Whether an address or mailbox in the words of a link is not where it leads."""
    return not href.startswith("#") and any(_bare(address) != _bare(href) for address in _addresses(words))


def _addresses(words: str) -> Iterator[str]:
    letters = words.replace(SOFT_HYPHEN, "")
    for word in SHOWN_ADDRESS.findall(letters):
        yield parser().normalizeLink(word.rstrip(BEHIND_ADDRESS))
    for word in SHOWN_MAILBOX.findall(SHOWN_ADDRESS.sub(" ", letters)):
        if "." in word.partition("@")[2].strip(BEHIND_ADDRESS):
            yield f"mailto:{word.rstrip(BEHIND_ADDRESS)}"


def _contents(node: Node) -> Iterator[str]:
    yield node.content
    for child in node.children:
        yield from _contents(child)


def _bare(address: str) -> str:
    """An address without what leads to it, a mailbox without what is to be written to it."""
    if address.casefold().startswith("mailto:"):
        return unquote(address).partition("?")[0].casefold()
    return re.sub(r"^https?://", "", address, flags=re.IGNORECASE).rstrip("/")


def _slots_back(href: str) -> str:
    """markdown-it writes characters of an address in per cent; slots begin with these bytes."""
    return chr(FIRST_SLOT) if FIRST_SLOT_WRITTEN in href else href


def _block(node: Node, source: _Source) -> Blocks:
    match node.type:
        case "paragraph":
            content = _inlines(node.children[0], source, node.line or 0)
            return (FollowUp(content),) if content else ()
        case "bullet_list" | "ordered_list":
            items = tuple(_item(item, source) for item in node.children)
            return (ListBlock(tuple(item for item in items if item), ordered=node.type == "ordered_list"),)
        case "table":
            return (_table(node, source),)
    return ()


def _item(node: Node, source: _Source) -> Item:
    blocks = tuple(block for child in node.children for block in _block(child, source))
    if blocks and isinstance(blocks[0], FollowUp):
        return Item(blocks[0].content, blocks[1:])
    return Item((), blocks)


def _table(node: Node, source: _Source) -> Table:
    rows = [[_cell(cell, source) for cell in row.children] for part in node.children for row in part.children]
    return Table(header=(tuple(rows[0]),), rows=tuple(tuple(row) for row in rows[1:]))


def _cell(node: Node, source: _Source) -> Cell:
    row = _inlines(node.children[0], source, node.line or 0) if node.children else ()
    lines: list[list[Inline]] = [[]]
    for inline in row:
        if isinstance(inline, LineBreak):
            lines.append([])
        else:
            lines[-1].append(inline)
    return Cell(tuple(tuple(line) for line in lines))


def _inlines(node: Node, source: _Source, line: int) -> Inlines:
    row: list[Inline] = []
    for child in node.children:
        match child.type:
            case "text":
                row += _with_values(child.content, source.slots)
            case "softbreak":
                line += 1
                row.append(Text(" "))
            case "strong":
                row.append(Strong(_inlines(child, source, line)))
            case "link":
                row.append(_link(child, source, line))
    return merged(row)


def _link(node: Node, source: _Source, line: int) -> Inline:
    children = _inlines(node, source, line)
    if children and _says_another(plain(children), node.href):  # with its values; without them it was looked at before
        raise error("dialect", ANOTHER_ADDRESS, source.at(line))
    if children:
        return Link(node.href, children)
    targets = tuple(target.removeprefix("#") for target in unquote(node.href).split())
    return Ref(targets, source.at(line))


def _with_values(text: str, slots: tuple[Inlines, ...]) -> Iterator[Inline]:
    start = 0
    for match in SLOT.finditer(text):
        if match.start() > start:
            yield Text(text[start : match.start()])
        yield from slots[ord(match[0]) - FIRST_SLOT]
        start = match.end()
    if start < len(text):
        yield Text(text[start:])


def merged(row: list[Inline]) -> Inlines:
    """A row whose neighbouring texts of one kind are one text, trimmed at both ends."""
    out: list[Inline] = []
    for inline in row:
        last = out[-1] if out else None
        if isinstance(inline, Text) and isinstance(last, Text) and last.verbatim == inline.verbatim:
            out[-1] = Text(last.text + inline.text, inline.verbatim)
        else:
            out.append(inline)
    if out and isinstance(out[-1], Text) and not out[-1].verbatim:
        out[-1] = Text(out[-1].text.rstrip())
    return tuple(inline for inline in out if not (isinstance(inline, Text) and not inline.text))
