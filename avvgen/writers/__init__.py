"""Writers lay out a contract and decide nothing: one function a format."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from avvgen.contract import Contract
from avvgen.findings import Finding
from avvgen.writers.markdown import write_markdown


def _docx(contract: Contract) -> bytes:
    from avvgen.writers.docx import write_docx  # noqa: PLC0415 - Word costs start-up time only when asked for

    return write_docx(contract)


def remarks(contract: Contract) -> tuple[Finding, ...]:
    """What is wrong with the files of the contract's house style, or what they do not say."""
    if not contract.house.letterhead and not contract.house.logo:
        return ()
    from avvgen.writers.docx import design  # noqa: PLC0415 - as above

    return design.remarks(contract)


WRITERS: Mapping[str, Callable[[Contract], bytes]] = {"docx": _docx, "md": write_markdown}
