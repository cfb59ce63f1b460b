"""What a terminal shows instead of plain lines: the matrix as a table, and levels and statuses in colour."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:  # a pipe needs neither rich nor the checks
    from collections.abc import Iterable

    from rich.console import Console

    from avvgen.checking import Show
    from avvgen.checks.matrix import Verdict
    from avvgen.checks.report import Report

STYLES = {"met": "green", "weak": "yellow", "missing": "bold red", "not_applicable": "dim"}
LEVELS = {"error": "bold red", "warning": "yellow", "info": "cyan"}
LEVEL = re.compile(r": (error|warning|info): ")
_UNPRINTED: list[OSError] = []


def shower() -> Show | None:
    """What shows reports on a terminal; None where the output goes elsewhere."""
    if not sys.stdout.isatty():
        return None
    from rich.console import Console

    console = Console(highlight=False)
    return lambda reports: show(reports, console)


def show(reports: Iterable[Report], console: Console) -> None:
    """The matrix of each profile as a table, then what it accepts."""
    from rich.table import Table
    from rich.text import Text

    for report in reports:
        words = report.words
        table = Table(*(words[name] for name in COLUMNS), title=report.name, box=None, pad_edge=False)
        for verdict in report.matrix:
            status = Text(words[verdict.status], style=STYLES[verdict.status])
            table.add_row(*(status if cell is None else Text(cell) for cell in cells(verdict)))
        console.print(table)
        for one in report.accepted:
            why = one.acceptance
            console.print(Text(f"{words['accepted']}: {one.finding.rule}: {why.reason} ({why.by}, {why.date})"))


COLUMNS = ("source", "requirement", "status", "where", "clauses", "because")


def cells(verdict: Verdict) -> tuple[str | None, ...]:
    """One line of the matrix; None stands for the status."""
    duty = verdict.requirement
    return (duty.source, duty.title_de, None, ", ".join(verdict.where), "\n".join(verdict.clauses), verdict.because)


def say(text: str) -> None:
    """Print a line to standard output; where it takes none, the work goes on, and `unprinted` knows of it."""
    try:
        click.echo(text)
    except OSError as problem:
        _UNPRINTED.append(problem)


def warn(text: str) -> None:
    """Print a finding to standard error, its level in colour on a terminal; where it takes none, the work goes on."""
    try:
        if not sys.stderr.isatty():
            click.echo(text, err=True)
            return
        from rich.console import Console

        print_painted(text, Console(stderr=True, highlight=False))
    except OSError as problem:
        _UNPRINTED.append(problem)


def unprinted() -> OSError | None:
    """Why something could not be printed since this was asked last: the first reason; None if all was."""
    first = next(iter(_UNPRINTED), None)
    _UNPRINTED.clear()
    return first


def print_painted(text: str, console: Console) -> None:
    """Print a finding with its level in colour, on one line however long it is."""
    from rich.text import Text

    line = Text(text)
    if found := LEVEL.search(text):
        line.stylize(LEVELS[found[1]], *found.span(1))
    console.print(line, soft_wrap=True)
