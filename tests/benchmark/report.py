"""A measurement as tables for the eye and as JSON for programs."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from . import size
from .goals import goals, growth
from .subjects import Measured, Scale, What, Workplace

_WARM = (What.docx, What.markdown, What.docxtpl, What.pandoc, What.python_docx, What.limit, What.two_cores)
_COLD = (What.again, What.cached, What.uncached, What.check, What.assembled, What.help, What.empty, What.pandoc)


@dataclass(frozen=True, slots=True)
class Report:
    """What was measured, at which scale, on which contract; the stages are those of `size`."""

    place: Workplace
    scale: Scale
    measured: Measured
    stages: Mapping[str, Sequence[float]]


def as_json(report: Report) -> dict[str, Any]:
    """The whole measurement: each round of each subject, the goals, the tools and the contract."""
    measured, place = report.measured, report.place
    words = len(place.markdown.read_text("utf-8").split())
    return {
        "tools": tools(),
        "machine": {"processor": platform.machine(), "cores": os.cpu_count(), "load": os.getloadavg()},
        "scale": asdict(report.scale),
        "contract": {"words": words, "docx_bytes": len(place.docx), "placeholders": len(place.placeholders)},
        "seconds": {name: {"median": s.median, "rounds": s.rounds} for name, s in measured.seconds.items()},
        "megabytes": measured.megabytes,
        "growth": [
            {"of": what, "from": small, "to": 10 * small, "times": whole, "times_net": net}
            for what, small, whole, net in growth(measured, report.scale)
        ],
        "stages": {"sizes": report.scale.sizes, "seconds": report.stages},
        "goals": [{**asdict(goal), "verdict": goal.verdict} for goal in goals(measured, report.scale)],
        "skipped": measured.skipped,
    }


def tools() -> dict[str, str]:
    """The versions of what was compared."""
    found = {"python": platform.python_version(), "pandoc": _pandoc()}
    for name in ("avvgen", "docxtpl", "python-docx", "lxml", "pydantic"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def _pandoc() -> str:
    try:
        said = subprocess.run(["pandoc", "--version"], capture_output=True, text=True, check=True).stdout
    except FileNotFoundError:
        return "not installed"
    return said.split()[1]


# Tables ---------------------------------------------------------------------------------------------------------------


def as_text(report: Report) -> Iterator[str]:
    """The lines of all tables, the goals last."""
    measured, scale = report.measured, report.scale
    yield from _times(measured, "one contract, warm", _WARM, (What.docxtpl, What.limit))
    yield from _times(measured, "one call, a whole process", _COLD, (What.empty, What.pandoc))
    yield from _grid("memory, DOCX, one core", ("MB",), _memory(measured))
    yield from _grid("ten times as much", ("x", "x net"), _growth(measured, scale))
    yield from ("", *size.table(scale.sizes, report.stages))
    yield from _grid("goal", ("target", "reached", ""), _goals(measured, scale))
    yield from (f"skipped: {name}: {reason}" for name, reason in measured.skipped.items())


def _times(measured: Measured, title: str, names: Sequence[What], others: Sequence[What]) -> Iterator[str]:
    """Milliseconds, how many a second, and how many times as long as the others."""
    rows = [
        (name, *_time(measured.seconds[name].median), *(_number(measured.ratio(name, other)) for other in others))
        for name in names
        if name in measured.seconds
    ]
    return _grid(title, ("ms", "a second", *(f"x {_short(other)}" for other in others)), rows)


def _time(seconds: float) -> tuple[str, str]:
    return f"{1000 * seconds:.2f}", f"{1 / seconds:.1f}"


def _short(what: What) -> str:
    return what.partition(",")[0].split()[-1]


def _memory(measured: Measured) -> Iterator[tuple[str, ...]]:
    return ((f"{count:,} customers", f"{peak:.1f}") for count, peak in measured.megabytes.items())


def _growth(measured: Measured, scale: Scale) -> Iterator[tuple[str, ...]]:
    for what, small, whole, net in growth(measured, scale):
        yield f"{10 * small:,} {what} to {small:,}", _number(whole), _number(net)


def _goals(measured: Measured, scale: Scale) -> Iterator[tuple[str, ...]]:
    for goal in goals(measured, scale):
        yield goal.what, f"{goal.bound} {goal.target:g} {goal.unit}", _number(goal.reached), goal.verdict


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _grid(
    title: str, head: Sequence[str], rows: Iterator[tuple[str, ...]] | Sequence[tuple[str, ...]]
) -> Iterator[str]:
    """A table: names to the left, numbers to the right."""
    lines = [(title, *head), *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    yield ""
    for name, *cells in lines:
        right = "".join(f"  {cell:>{width}}" for cell, width in zip(cells, widths[1:], strict=True))
        yield f"{name:{widths[0]}}{right}".rstrip()
