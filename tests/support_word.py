"""LibreOffice as a reader: what a Word file says once its fields are computed anew."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

OFFICE = shutil.which("soffice")
MISSING = OFFICE is None or shutil.which("pdftotext") is None
if MISSING and os.environ.get("AVVGEN_REQUIRE_LIBREOFFICE"):
    raise RuntimeError("LibreOffice and poppler must be installed here")
needs_libreoffice = pytest.mark.skipif(MISSING, reason="LibreOffice or pdftotext is not installed")


def pdf_of(docx: bytes, folder: Path) -> Path:
    """The PDF that LibreOffice makes of a Word file, with a user profile of its own."""
    source = folder / "contract.docx"
    source.write_bytes(docx)
    profile = (folder / "office").resolve().as_uri()
    command = [str(OFFICE), f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(folder), str(source)], check=True, capture_output=True, timeout=240)
    return folder / "contract.pdf"


def letters_of(pdf: Path, running: tuple[str, ...]) -> str:
    """The letters of a PDF without white space, and without the lines that run along its pages (as patterns)."""
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True, timeout=60
    ).stdout
    along = re.compile("|".join(running) or "(?!)")
    pages = []
    for page in text.split("\f"):
        lines = [squeezed(line) for line in page.split("\n") if line.strip()]
        lines = lines[1:] if lines and along.fullmatch(lines[0]) else lines
        pages.append("".join(lines[:-1] if lines and along.fullmatch(lines[-1]) else lines))
    return "".join(pages)


def squeezed(text: str) -> str:
    """Letters without white space, and without the hyphens that a line end may add."""
    return re.sub(r"[\s\u00a0\u00ad-]+", "", text)
