"""What readers of the five published contracts found doubtful by hand is found in the rebuilt ones (inventory.yaml)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from avvgen.assembly import assemble, load
from avvgen.checks.case import Case
from avvgen.checks.report import Report, report_on

from .reading import PROFILES, TODAY, library

INVENTORY: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "inventory.yaml").read_text("utf-8"))


@cache
def of_profile(name: str) -> tuple[Case, Report]:
    prepared = load(PROFILES / f"{name}.yaml")
    contract = assemble(prepared)
    return Case(prepared, contract, TODAY), report_on(prepared, contract, TODAY)


def found_in(name: str) -> list[tuple[str, str]]:
    """Rule and message of every finding, accepted ones too, and of every requirement that is not met."""
    _, report = of_profile(name)
    findings = [*report.findings, *(one.finding for one in report.accepted)]
    open_ = [verdict for verdict in report.matrix if verdict.status in ("weak", "missing")]
    return [
        *((finding.rule, finding.message) for finding in findings),
        *((verdict.requirement.id, verdict.because) for verdict in open_),
    ]


@pytest.mark.parametrize("id_", INVENTORY["found"])
def test_what_a_reader_found_doubtful_is_found(id_: str) -> None:
    entry = INVENTORY["found"][id_]

    said = found_in(entry["profile"])

    assert any(rule == entry["by"] and entry.get("says", "") in message for rule, message in said), sorted(set(said))
    assert entry["by"] in library().rules or entry["by"] in library().requirements


def test_inventory_has_every_doubt_that_a_program_can_find() -> None:
    """33 by the profile's data, 29 by comparing two places, 6 by references: all found, or impossible with a reason."""
    assert len(INVENTORY["found"]) + len(INVENTORY["cannot_exist"]) == 68
    assert not set(INVENTORY["found"]) & set(INVENTORY["cannot_exist"])
    assert all(len(reason) > 30 for reason in INVENTORY["cannot_exist"].values())


@pytest.mark.parametrize("entry", INVENTORY["silent"], ids=lambda entry: entry["words"])
def test_what_only_looks_doubtful_is_not_reported(entry: dict[str, str]) -> None:
    """The words stand in the rebuilt contract, and no finding quotes them or the sentence they stand in."""
    case, _ = of_profile(entry["profile"])
    sentences = [passage.text for passage in case.passages if entry["words"] in passage.text]

    said = (message for rule, message in found_in(entry["profile"]) if rule in library().rules)
    quoted = [message for message in said if entry["words"] in message]

    assert sentences
    assert quoted == []
