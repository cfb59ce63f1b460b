"""Patterns of others: each search has an end, and so have all of them together."""

from __future__ import annotations

import pytest

from avvgen.patterns import Budget, SlowPatternError, span

SLOW = "(a|aa)+$"
TAKES_LONG = 26  # letters for which it takes a good part of a second


def test_searches_that_each_take_long_are_ended_together() -> None:
    budget = Budget(0.3)

    with pytest.raises(SlowPatternError, match="is the last of those that search for more than 5 s in all"):
        any(span(SLOW, f"{'a' * TAKES_LONG}b {n}", budget) for n in range(100))

    assert span("b+", "aab", budget) == (2, 3)


def test_a_run_has_five_seconds_for_what_takes_long() -> None:
    budget = Budget()

    assert all(budget.spend(0.01) for _ in range(10_000))
    assert [budget.spend(1.0) for _ in range(5)] == [True, True, True, True, False]
    assert budget.spend(0.01)
    assert not budget.spend(0.05)
