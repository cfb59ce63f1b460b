"""One report, made by hand, in each format to the letter."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import avvgen
from avvgen.checks.formats import FORMATS
from avvgen.checks.matrix import Verdict
from avvgen.checks.report import Accepted, Report
from avvgen.findings import Finding, Place
from avvgen.profiles.models import Acceptance

from .reading import library

EXPECTED = Path(__file__).parent / "formats"


def a_report() -> Report:
    """One duty met, one weak, one finding of each level, one of them accepted."""
    duties = library().requirements
    words: Any = library().phrases["proof"]
    met = Verdict(duties["dsgvo-28-9-form"], "met", "", ("Ziffer 1", "Anlage 2"), ("final/form", "term/effective"))
    weak = Verdict(duties["dsgvo-28-3-a-weisung"], "weak", "nur\nmündlich")
    accepted = Acceptance(rule="alt", reason="Wird & bleibt", by="Leitung", date=date(2026, 11, 20))
    return Report(
        Path("verträge/acme.yaml"),
        (met, weak),
        (
            Finding("vage", "error", "zu 100 % vage", Place("verträge/acme.yaml", 3, 7)),
            Finding("vage-auch", "warning", "etwas <vage>", Place("verträge/acme.yaml", 4)),
            Finding("hinweis", "info", "Hinweis", Place("verträge/acme.yaml")),
        ),
        (Accepted(Finding("alt", "error", "veraltet", Place("verträge/acme.yaml", 9, 1)), accepted),),
        words,
    )


def in_format(name: str) -> str:
    return FORMATS[name]((a_report(),))


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_is_said_to_the_letter(name: str) -> None:
    expected = (EXPECTED / f"{name}.txt").read_text("utf-8")

    assert in_format(name).replace(f'"{avvgen.__version__}"', '"VERSION"') + "\n" == expected


def test_two_reports_are_one_document_in_every_format() -> None:
    both = (a_report(), a_report())

    assert FORMATS["text"](both) == f"{in_format('text')}\n{in_format('text')}"
    assert FORMATS["github"](both) == f"{in_format('github')}\n{in_format('github')}"
    assert len(json.loads(FORMATS["json"](both))) == 2
    assert len(json.loads(FORMATS["sarif"](both))["runs"][0]["results"]) == 8
    assert FORMATS["junit"](both).count("<testsuite ") == 2
