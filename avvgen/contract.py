"""A built contract: what the writers print, the checks judge and the comparison compares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from avvgen.document import Document
from avvgen.findings import Finding, Place
from avvgen.library.schemes import Scheme
from avvgen.numbering import Labels


@dataclass(frozen=True, slots=True)
class Part:
    """One text of the contract with its own numbers."""

    document: Document
    labels: Labels
    scheme: Scheme


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that the user brings: its bytes, and where a finding about it points."""

    content: bytes
    place: Place


@dataclass(frozen=True, slots=True)
class House:
    """The look of the user's house: a letterhead, or a logo and colours (six hexadecimal digits); empty is ours.

    The logo is so many millimetres high and called by its text.
    """

    letterhead: Brought | None = None
    logo: Brought | None = None
    logo_height: int = 0
    logo_side: Literal["left", "right"] = "right"
    logo_text: str = ""
    accent: str = ""
    text: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Contract:
    """All parts of a contract, the facts it was built on, and the look of the house it comes from."""

    name: str
    parts: tuple[Part, ...]
    facts: Mapping[str, Any]
    findings: tuple[Finding, ...] = ()
    house: House = House()
