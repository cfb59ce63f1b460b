"""Options that are set and go nowhere are found; those that print, state or prove something are not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from avvgen.clause_folders import shipped_folder
from tests.conftest import Outcome

MINIMAL = (shipped_folder().parent / "profiles" / "minimal.yaml").read_text("utf-8")
IN_ANNEX = "deletion: {periods_in: annex}, annex-details/periods: on, deletion/periods: "
OWN_TERM = "term/with-main-contract: off, term/own-term: "


def idle(call: Callable[..., Outcome], clauses: str) -> list[str]:
    """The options that are said to go nowhere when a profile sets these clauses."""
    profile = f"extends: minimal.yaml\nclauses: {{{clauses}}}\n"
    done = call("check acme.yaml --today 2026-11-22", {"minimal.yaml": MINIMAL, "acme.yaml": profile})
    return [line.partition("„")[2].partition("“")[0] for line in done.said if "[option-ohne-wirkung]" in line]


@pytest.mark.parametrize(
    ("clauses", "found"),
    [
        (OWN_TERM + "{until: 2028-12-31}", ["term/own-term: until"]),
        (
            OWN_TERM + "{renewed: automatic, renewal: 2 years}",
            ["term/own-term: renewed", "term/own-term: renewal"],
        ),
        ("ai/no-training: {provider_retention: 30 days}", ["ai/no-training: provider_retention"]),
    ],
)
def test_an_option_whose_condition_is_not_met_is_found(
    clauses: str, found: list[str], call: Callable[..., Outcome]
) -> None:
    assert idle(call, clauses) == found


@pytest.mark.parametrize(
    "clauses",
    [
        OWN_TERM + "{duration: fixed, until: 2028-12-31, renewed: automatic, renewal: 2 years}",
        OWN_TERM + "{duration: indefinite}",  # the default, said
        OWN_TERM + "{renewed: unmentioned}",
        "transfers/conditions: {listed: off}",  # says nothing, as asked
        "deletion/periods: {kinds: {logs: {data: Protokolle, period: 90 days, starts: Erhebung}}}",
        # printed by the annex, which asks for the fact
        IN_ANNEX + "{kinds: {logs: {data: Protokolle, period: 90 days, starts: Erhebung}}}",
        "ai/no-training: {provider_stored: limited, provider_retention: 30 days}",
    ],
)
def test_an_option_that_is_heard_is_not(clauses: str, call: Callable[..., Outcome]) -> None:
    assert idle(call, clauses) == []


def test_the_finding_points_to_the_option(call: Callable[..., Outcome], tmp_path: Path) -> None:
    idle(call, OWN_TERM + "{until: 2028-12-31}")

    done = call("check acme.yaml --today 2026-11-22")

    [line] = [line for line in done.said if "[option-ohne-wirkung]" in line]
    assert line.startswith("acme.yaml:2:64: warning: ")
