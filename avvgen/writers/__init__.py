"""Writers lay out a contract and decide nothing: one function a format."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Protocol

from avvgen.contract import Contract
from avvgen.findings import Finding
from avvgen.writers.markdown import draft_markdown, write_markdown


class Draft(Protocol):
    """A written contract in which stand-ins take the place of a customer's letters."""

    def finished(self, letters: Mapping[str, str]) -> bytes:
        """The file with these letters in place of their stand-ins."""


def _docx(contract: Contract) -> bytes:
    return _docx_draft(contract, ()).finished({})


def _docx_draft(contract: Contract, standins: Collection[str]) -> Draft:
    from avvgen.writers.docx import draft_docx  # noqa: PLC0415 - Word costs start-up time only when asked for

    return draft_docx(contract, standins)


def remarks(contract: Contract) -> tuple[Finding, ...]:
    """What is wrong with the files of the contract's house style, or what they do not say."""
    if not contract.house.letterhead and not contract.house.logo:
        return ()
    from avvgen.writers.docx import design  # noqa: PLC0415 - as above

    return design.remarks(contract)


WRITERS: Mapping[str, Callable[[Contract], bytes]] = {"docx": _docx, "md": write_markdown}
DRAFTS: Mapping[str, Callable[[Contract, Collection[str]], Draft]] = {"docx": _docx_draft, "md": draft_markdown}
