"""Rules of form: what no contract may look like, whatever it says. One function a rule, one line in `RULES`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from avvgen.characters import look_alike
from avvgen.contract import Contract
from avvgen.document import Inlines, Text
from avvgen.findings import Finding
from avvgen.walks import flat, own_inlines, walk

PLACEHOLDER = re.compile(r"\bTODO\b|\bTBD\b|\bXXX+\b|\?\?\?|\[\s*(?:\.{2,}|…|_+|●)\s*\]|\{\{|\}\}|\{%|Lorem ipsum")


def placeholder_left(contract: Contract) -> Iterator[Finding]:
    """A signed contract must not hold what somebody meant to replace; a gap for the counterparty is `blank`."""
    for row in rows(contract):
        for text in texts(row):
            found = PLACEHOLDER.search(text.text)
            if found:
                message = f"'{found[0]}' looks like a placeholder; give the value, or 'blank' for the counterparty"
                yield Finding("placeholder-left", "warning" if text.verbatim else "error", message)


def space_doubled(contract: Contract) -> Iterator[Finding]:
    """Two spaces in our own words show that a condition left a gap in a sentence."""
    for row in rows(contract):
        said = "".join(inline.text if isinstance(inline, Text) and not inline.verbatim else "x" for inline in row)
        if "  " in said:
            start = said.index("  ")
            shown = said[max(0, start - 20) : start + 20]
            yield Finding("space-doubled", "error", f"two spaces in '{shown}'; mend the clause")


def paragraph_empty(contract: Contract) -> Iterator[Finding]:
    """A number without words is a gap in the contract."""
    empty = _empty(contract)
    for part in contract.parts:
        for id_, label in part.labels.by_id.items():
            if label.kind == "paragraph" and label.number and id_ in empty:
                yield Finding("paragraph-empty", "error", f"{label.number} ('{id_}') says nothing")


def letters_mixed(contract: Contract) -> Iterator[Finding]:
    """A Cyrillic letter in a Latin word makes another name or address of it that no reader can tell apart."""
    for row in rows(contract):
        for text in texts(row):
            if word := look_alike(text.text):
                message = f"'{word}' mixes letters of several scripts that look alike; type the word anew"
                yield Finding("letters-mixed", "error", message)


def rows(contract: Contract) -> Iterator[Inlines]:
    """Every row of inlines in the contract, header and footer too."""
    for part in contract.parts:
        yield from part.document.running
        for block in walk(part.document.blocks):
            yield from own_inlines(block)


def texts(row: Inlines) -> Iterator[Text]:
    """The texts of a row."""
    return (inline for inline in flat(row) if isinstance(inline, Text))


def _empty(contract: Contract) -> set[str]:
    return {
        getattr(block, "id", "")
        for part in contract.parts
        for block in walk(part.document.blocks)
        if not any(own_inlines(block))
    }


RULES: tuple[Callable[[Contract], Iterator[Finding]], ...] = (
    placeholder_left,
    space_doubled,
    paragraph_empty,
    letters_mixed,
)


def run_rules(contract: Contract) -> tuple[Finding, ...]:
    """What the rules of form say of a contract, together with what assembling it noticed."""
    return (*contract.findings, *(finding for rule in RULES for finding in rule(contract)))
