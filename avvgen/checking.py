"""What `avvgen check` does: examine every profile, and say it in the format that is asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from avvgen.assembly import load
from avvgen.checks.formats import FORMATS
from avvgen.checks.report import Report, examine
from avvgen.findings import Problems

Say = Callable[[str], None]


def run(  # noqa: PLR0913 - what a call of the command can ask for
    profiles: tuple[Path, ...],
    overlays: tuple[Path, ...],
    settings: tuple[str, ...],
    *,
    format_: str,
    strict: bool,
    today: date,
    say: Say,
    warn: Say,
) -> int:
    """Examine profiles; the exit status is 1 for findings of level error, with `strict` for warnings too."""
    problems = Problems()
    reports = tuple(
        report
        for path in profiles
        if (report := problems.attempt(examined, path, overlays, settings, today)) is not None
    )
    say(FORMATS[format_](reports))
    findings = [*problems.findings, *(finding for report in reports for finding in report.findings)]
    for finding in findings:
        warn(str(finding))
    failing = ("error", "warning") if strict else ("error",)
    return 1 if any(finding.level in failing for finding in findings) else 0


def examined(path: Path, overlays: tuple[Path, ...], settings: tuple[str, ...], today: date) -> Report:
    """The report on one profile.

    Raises AvvgenError for whatever keeps its contract from being built.
    """
    return examine(load(path, overlays, settings), today)
