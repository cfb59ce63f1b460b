"""`examples/` holds what `profiles/` build, to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from avvgen.assembly import assemble, load
from avvgen.writers import WRITERS

ROOT = Path(__file__).parent.parent
PROFILES = sorted(path for path in (ROOT / "profiles").glob("*.yaml"))


@pytest.mark.parametrize("format_", ["docx", "md"])
@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_the_example_is_what_its_profile_builds(path: Path, format_: str) -> None:
    example = ROOT / "examples" / f"{path.stem}.{format_}"

    built = WRITERS[format_](assemble(load(path)))

    assert example.read_bytes() == built, f"stale: avvgen build {path} -o examples -f docx -f md"


def test_every_example_has_a_profile() -> None:
    stems = {path.stem for path in PROFILES}

    assert {path.stem for path in (ROOT / "examples").iterdir()} == stems
    assert stems


def test_the_minimal_profile_is_short() -> None:
    lines = (ROOT / "profiles" / "minimal.yaml").read_text("utf-8").splitlines()

    assert len(lines) <= 40
    assert max(map(len, lines)) <= 100
