"""The proof against what a reader of the five published contracts found by hand (truth.yaml)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from avvgen.assembly import assemble, load
from avvgen.checks.report import report_on

from .reading import PROFILES, TODAY, statuses

TRUTH: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "truth.yaml").read_text("utf-8"))
CELLS = {(cell, profile): want for cell, row in TRUTH["cells"].items() for profile, want in row["found"].items()}
DIFFERS = {(one["cell"], one["profile"]): one["says"] for one in TRUTH["differs"]}
WORST_LAST = ("not_applicable", "met", "weak", "missing")


@cache
def of_profile(name: str) -> dict[str, str]:
    prepared = load(PROFILES / f"{name}.yaml")
    return statuses(report_on(prepared, assemble(prepared), TODAY))


def said(cell: str, profile: str) -> str:
    """The worst status of the requirements that make up a cell."""
    return max((of_profile(profile)[id_] for id_ in TRUTH["cells"][cell]["requirements"]), key=WORST_LAST.index)


def test_truth_has_twenty_five_duties_for_each_of_five_profiles() -> None:
    assert list(TRUTH["cells"]) == [f"C{n:02}" for n in range(1, 26)]
    assert len(CELLS) == 125
    assert sum(want == "missing" for want in CELLS.values()) == 11


def test_at_least_115_of_125_cells_agree_with_the_reader() -> None:
    assert sum(said(*cell) == want for cell, want in CELLS.items()) >= 115


def test_exactly_the_listed_cells_differ_and_as_listed() -> None:
    differing = {cell: got for cell, want in CELLS.items() if (got := said(*cell)) != want}

    assert differing == DIFFERS, json.dumps({" ".join(cell): got for cell, got in differing.items()}, indent=2)


def test_every_listed_difference_has_its_reason_in_one_line() -> None:
    assert all(len(one["because"]) > 20 and "\n" not in one["because"] for one in TRUTH["differs"])


@pytest.mark.parametrize(("cell", "profile"), [cell for cell, want in CELLS.items() if want == "missing"])
def test_what_the_reader_missed_is_never_met_nor_not_applicable(cell: str, profile: str) -> None:
    assert said(cell, profile) in {"weak", "missing"}
