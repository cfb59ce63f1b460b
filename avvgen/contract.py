"""A built contract: what the writers print, the checks judge and the comparison compares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from avvgen.document import Document
from avvgen.findings import Finding
from avvgen.library.schemes import Scheme
from avvgen.numbering import Labels


@dataclass(frozen=True, slots=True)
class Part:
    """One text of the contract with its own numbers."""

    document: Document
    labels: Labels
    scheme: Scheme


@dataclass(frozen=True, slots=True)
class Contract:
    """All parts of a contract, and the facts it was built on."""

    name: str
    parts: tuple[Part, ...]
    facts: Mapping[str, Any]
    findings: tuple[Finding, ...] = ()
