"""The Word writer: the examples look as they did when somebody last looked."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

import pytest

from tests.support_word import needs_libreoffice

from .docx_examples import EXAMPLES, every_example
from .docx_layout import LAYOUT, SETTER, layout_of, setter

ANEW = "look at the file; if it is as it should be: python -m tests.writers.docx_layout"


@needs_libreoffice
@every_example
def test_an_example_looks_as_it_did(example: Path, read_examples: Path) -> None:
    known, here = SETTER.read_text("utf-8"), setter()
    if known != here:
        pytest.skip(f"the layouts are set with {known.strip()}, this machine has {here.strip()}")
    before = LAYOUT.joinpath(f"{example.stem}.txt").read_text("utf-8")

    now = layout_of(read_examples / f"{example.stem}.pdf")

    changed = "\n".join(unified_diff(before.split("\n"), now.split("\n"), "before", "now", n=1, lineterm=""))
    assert now == before, f"{changed}\n{ANEW}"


def test_every_example_has_a_layout_and_every_layout_an_example() -> None:
    assert {path.name for path in LAYOUT.iterdir()} == {SETTER.name, *(f"{path.stem}.txt" for path in EXAMPLES)}
