"""The parties as a block or a sentence, and the fields in which they sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from avvgen.document import (
    Anchor,
    Block,
    Inline,
    Inlines,
    LineBreak,
    Paragraph,
    PartyBlock,
    PartySide,
    SignatureBlock,
    SignatureSide,
    Text,
)
from avvgen.profiles.data import Party
from avvgen.profiles.models import Profile
from avvgen.templating import Record, Row, is_given
from avvgen.templating.values import printed
from avvgen.texts import Texts

SIDES = ("controller", "processor")
LINES = (
    ("registration", "registration"),
    ("represented_by", "represented"),
    ("task", "task"),
    ("contact", "contact"),
    ("joined", "joined"),
)


@dataclass(frozen=True, slots=True)
class Parties:
    """Lays out the two sides of a contract; `view` is the profile as texts see it."""

    profile: Profile
    view: Mapping[str, Any]
    texts: Texts

    def introduced(self) -> Iterator[Block]:
        """The parties as a block or a sentence, and what they are called together."""
        yield self.sentence() if self.profile.parties.layout == "prose" else self.block()
        if self.profile.parties.collective is not None:
            yield Paragraph("parties.collective", self.texts.line(self.profile.parties.collective), numbered=False)

    def sides(self) -> tuple[str, ...]:
        """The sides in the order of the profile."""
        return SIDES if self.profile.parties.order == "controller_first" else SIDES[::-1]

    def members(self, side: str) -> tuple[Record, ...]:
        """The parties of one side, the first one first."""
        party: Record = self.view[side]
        return (party, *party["further"])

    def party(self, side: str) -> Party:
        """The first party of one side."""
        return self.profile.parties.controller if side == "controller" else self.profile.parties.processor

    # Who they are --------------------------------------------------------------------------------

    def block(self) -> PartyBlock:
        """The parties with name, address, representative and what the contract calls them."""
        return PartyBlock(
            tuple(self.side(side) for side in self.sides()),
            self.texts.phrase("parties_before"),
            self.texts.phrase("parties_between"),
            "columns" if self.profile.parties.layout == "columns" else "stacked",
        )

    def sentence(self) -> Paragraph:
        """The parties in one sentence of the library."""
        roles = {f"{side}_role": Row(self.role(side, within=True)) for side in SIDES}
        row = self.texts.phrase("parties_sentence", order=self.profile.parties.order, **roles)
        return Paragraph("parties", row, numbered=False)

    def side(self, side: str) -> PartySide:
        """One side of the block."""
        first, *more = (tuple(self.lines(party)) for party in self.members(side))
        own = self.party(side).named
        named = self.texts.line(own) if own is not None else self.texts.phrase(f"{side}_named")
        return PartySide(self.role(side, within=False), first, named, tuple(more))

    def lines(self, party: Record) -> Iterator[Inlines]:
        """Name, address and all else that the block says of one party."""
        if is_given(party["name"]):
            yield printed(party["name"])
        address = party["address"]
        if is_given(address):
            yield from map(printed, address if isinstance(address, tuple) else (address,))
        for key, phrase in LINES:
            if is_given(party[key]):
                yield self.texts.phrase(f"party_{phrase}", party=party)

    def role(self, side: str, *, within: bool) -> Inlines:
        """What the role of a side is called, within a sentence or on a line of its own."""
        own = self.party(side).role
        if own == "off":
            return ()
        return self.texts.line(own) if own is not None else self.texts.phrase(f"{side}_role", within=within)

    # Who writes to whom ---------------------------------------------------------------------------

    def addressed(self) -> Iterator[Paragraph]:
        """The head of a letter: the controller that sends it, the authority that it is for, and its reference."""
        sender, to = self.view["controller"], self.view["controller"]["oversight"]
        receiver = tuple(lines_of(to["name"], to["address"]))
        yield Paragraph("letter.sender", stacked(lines_of(sender["name"], sender["address"])), numbered=False)
        if receiver:
            yield Paragraph("letter.receiver", stacked((self.texts.phrase("letter_to"), *receiver)), numbered=False)
        if is_given(to["reference"]):
            row = self.texts.phrase("letter_reference", reference=to["reference"])
            yield Paragraph("letter.reference", row, numbered=False)

    # Where they sign -----------------------------------------------------------------------------

    def signed(self, only: str | None = None) -> Iterator[SignatureBlock]:
        """Where every party signs, or those of one side; nothing where a contract needs no signature."""
        sides = [side for side in self.sides() if only in (None, side)]
        if self.profile.parties.signature_block or only:
            yield SignatureBlock(tuple(self.fields(side, party) for side in sides for party in self.members(side)))

    def fields(self, side: str, party: Record) -> SignatureSide:
        """Where one party signs: for each function a line, one line without a function if there is none."""
        signature: Record = party["signature"]
        functions = signature["functions"] or (None,)
        own = tuple(printed(line) for line in signature["lines"])
        labels = own or tuple(self.texts.phrase("signatory", function=function) for function in functions)
        written = self.on_the_lines(signature, len(labels))
        if signature["print_name"]:
            name = self.texts.phrase("print_name")
            labels = tuple(label for signatory in labels for label in (signatory, name))
            written = tuple(row for mark in written for row in (mark, ()))
        several = len(self.members(side)) > 1
        return SignatureSide(
            heading=self.texts.phrase(f"{side}_signature", signing=party["name"] if several else None),
            place_date=self.place_date(signature),
            place_date_label=() if self.inline_date else self.texts.phrase("place_date"),
            signatories=labels,
            written=written,
            dated=is_given(signature["date"]) or is_given(signature["date_anchor"]),
        )

    @property
    def inline_date(self) -> bool:
        """Whether place and date are told apart on the line instead of below it."""
        return self.profile.style.place_date == "am"

    def on_the_lines(self, signature: Record, count: int) -> tuple[Inlines, ...]:
        """What already stands on each signature line: that it is signed, or the mark of a signature service."""
        if signature["presigned"]:
            return (self.texts.phrase("presigned"),) * count
        marks: list[Inlines] = [anchor(mark) for mark in signature["anchors"][:count]]
        return (*marks, *[()] * (count - len(marks)))

    def place_date(self, signature: Record) -> Inlines:
        """What already stands on the line for place and date."""
        place, day, mark = signature["place"], signature["date"], signature["date_anchor"]
        if self.inline_date:
            written = self.texts.phrase("place_date_inline", place=place, day=day)
        elif is_given(day):
            return self.texts.phrase("place_date_known", place=place, day=day)
        else:
            written = printed(place) if isinstance(place, str) else ()
        if not is_given(mark) or is_given(day):
            return written
        joint = " " if self.inline_date else ", "
        return (*written, *((Text(joint),) if written else ()), *anchor(mark))


def lines_of(*values: Any) -> Iterator[Inlines]:
    """Values that are given, each line of them on its own."""
    for value in values:
        if is_given(value):
            yield from map(printed, value if isinstance(value, tuple) else (value,))


def stacked(rows: Iterable[Inlines]) -> Inlines:
    """Rows one below the other."""
    first, *rest = rows
    return (*first, *(inline for row in rest for inline in (LineBreak(), *row)))


def anchor(mark: str) -> Inlines:
    """A mark as given, its lines one below the other."""
    row: list[Inline] = []
    for n, line in enumerate(mark.split("\n")):
        row += [LineBreak()] * bool(n) + [Anchor(line)] * bool(line)
    return tuple(row)
