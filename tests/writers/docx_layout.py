"""How the examples look: each as text with its layout and page breaks, kept in `layout/` so that a review sees a change.

`python -m tests.writers.docx_layout` writes them anew.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.support_word import OFFICE

from .docx_examples import EXAMPLES, read_by_office

LAYOUT = Path(__file__).parent / "layout"
SETTER = LAYOUT / "set-with.txt"
_HYPHENS = Path("/usr/share/hyphen")


def layout_of(pdf: Path) -> str:
    """The pages of a PDF as text with its layout, each under a line with its number."""
    text = _said("pdftotext", "-layout", str(pdf), "-")
    pages = text.removesuffix("\f").split("\f")
    return "".join(line + "\n" for n, page in enumerate(pages, start=1) for line in _page(n, page))


def _page(number: int, text: str) -> Iterator[str]:
    yield f"{'=' * 40} {number} {'=' * 40}"
    yield from (line.rstrip() for line in text.strip("\n").split("\n"))


def setter() -> str:
    """What decides where lines and pages break: the programs, the font in place of Arial, hyphenation."""
    office = re.search(r"LibreOffice \d+\.\d+", _said(str(OFFICE), "--version"))
    poppler = re.search(r"version (\d+)", _said("pdftotext", "-v"))
    font = _said("fc-match", "-f", "%{family[0]}", "Arial") if shutil.which("fc-match") else "unknown fonts"
    hyphens = "hyphenation" if any(_HYPHENS.glob("hyph_de*")) else "no hyphenation"
    return f"{office and office[0]}, poppler {poppler and poppler[1]}, {font}, {hyphens}\n"


def _said(*command: str) -> str:
    run = subprocess.run(command, check=True, capture_output=True, timeout=60)
    return (run.stdout or run.stderr).decode()


def main() -> None:
    """Write the layout of every example, and what it was set with."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        read_by_office(EXAMPLES, folder)
        for example in EXAMPLES:
            LAYOUT.joinpath(f"{example.stem}.txt").write_text(layout_of(folder / f"{example.stem}.pdf"), "utf-8")
    SETTER.write_text(setter(), "utf-8")


if __name__ == "__main__":
    main()
