"""The goals that a measurement is held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .subjects import Measured, Scale, What, list_name, size_name


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached and what was; None when it was not measured."""

    what: str
    bound: Literal[">=", "<="]
    target: float
    unit: str
    reached: float | None

    @property
    def verdict(self) -> Literal["met", "missed", "not measured"]:
        """How it went."""
        if self.reached is None:
            return "not measured"
        good = self.reached >= self.target if self.bound == ">=" else self.reached <= self.target
        return "met" if good else "missed"


def goals(measured: Measured, scale: Scale) -> Sequence[Goal]:
    """Every goal with what was reached."""
    ratio = measured.ratio
    few, many = scale.crowd
    return (
        Goal("a contract in bulk, DOCX, as fast as docxtpl", ">=", 20, "x", ratio(What.docxtpl, What.docx)),
        Goal("a contract in bulk, DOCX, as long as deflating it", "<=", 1.5, "x", ratio(What.docx, What.limit)),
        Goal("a contract in bulk, Markdown, as fast as DOCX", ">=", 4, "x", ratio(What.docx, What.markdown)),
        Goal("one contract, cold, unchanged, as long as pandoc", "<=", 2, "x", ratio(What.again, What.pandoc)),
        Goal("the same with a changed profile", "<=", 2, "x", ratio(What.cached, What.pandoc)),
        Goal("the same without cache", "<=", 3, "x", ratio(What.uncached, What.pandoc)),
        Goal("avvgen --help, as long as python -c pass", "<=", 8, "x", ratio(What.help, What.empty)),
        Goal("check adds to loading and assembling", "<=", 100, "ms", added(measured)),
        Goal("two cores in bulk, as fast as one", ">=", 1.85, "x", ratio(What.docx, What.two_cores)),
        Goal(
            f"memory of {many:,} customers, as much as of {few:,}",
            "<=",
            1.2,
            "x",
            measured.megabytes[many] / measured.megabytes[few],
        ),
        *(
            Goal(f"{10 * small:,} {what}, as long as {small:,}", "<=", 11, "x", whole)
            for what, small, whole, _ in growth(measured, scale)
        ),
    )


def added(measured: Measured) -> float:
    """The milliseconds that `avvgen check` takes longer than loading and assembling."""
    return 1000 * (measured.seconds[What.check] - measured.seconds[What.assembled]).median


def growth(measured: Measured, scale: Scale) -> Sequence[tuple[str, int, float, float]]:
    """How many times as long ten times as much takes: what there is more of, how many at first, whole and net.

    Net is without what a single one takes: the start of the process, the reading of the library.
    """
    kinds = [(what, scale.size, [size_name(n, what) for n in _steps(scale.size)]) for what in _SIZED]
    lists = [list_name(n, "docx", 1) for n in scale.counts]
    return tuple(_grown(measured, *kind) for kind in (*kinds, ("customers", scale.customers, lists)))


_SIZED = ("clauses", "subprocessors")


def _steps(size: int) -> tuple[int, int, int]:
    return 1, size, 10 * size


def _grown(measured: Measured, what: str, size: int, names: Sequence[str]) -> tuple[str, int, float, float]:
    one, small, large = (measured.seconds[name] for name in names)
    return what, size, (large / small).median, ((large - one) / (small - one)).median
