"""The shipped examples, and what LibreOffice makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.support_office import Order, saved, work

EXAMPLES = sorted(Path(__file__).parents[2].joinpath("examples").glob("*.docx"))
every_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)


def read_by_office(files: Iterable[Path], folder: Path) -> None:
    """Leave in the folder, for each file `x.docx`, in one call of LibreOffice:

    `x.pdf`, tagged; `x.txt`, what it says; `x.odt`; `x-docx.docx` and `x-odt.docx`, saved right away and by way of the
    ODT; and `x-docx.txt` and `x-odt.txt`, what these two say when they are read again.
    """
    work([order for file in files for order in _orders(file, folder)], folder)


def _orders(file: Path, folder: Path) -> Iterator[Order]:
    copy = folder / file.name  # LibreOffice puts a lock beside what it opens
    copy.write_bytes(file.read_bytes())
    yield from (("open", copy), ("pdf", copy.with_suffix(".pdf")))
    yield from (("fields",), ("tell", copy.with_suffix(".txt")))
    yield from (saved(copy.with_suffix(".odt")), saved(folder / f"{file.stem}-docx.docx"), ("close",))
    yield from (("open", copy.with_suffix(".odt")), saved(folder / f"{file.stem}-odt.docx"), ("close",))
    for way in ("docx", "odt"):
        again = folder / f"{file.stem}-{way}.docx"
        yield from (("open", again), ("fields",), ("tell", again.with_suffix(".txt")), ("close",))
