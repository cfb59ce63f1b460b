"""The commands, and the one place that turns what they raise into an exit status."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from typing import Annotated, NoReturn

import typer

import avvgen
from avvgen.cli import build, check, clauses, explain, schema, signals
from avvgen.cli.terminal import warn
from avvgen.findings import AvvgenError
from avvgen.unfinished import FULL

GARBAGE = 300_000  # values made between two searches for circles
app = typer.Typer(
    name="avvgen",
    help="German data processing agreements (Art. 28 DSGVO) as code.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command()(build.build)
app.command()(check.check)
app.command()(explain.explain)
app.command()(clauses.clauses)
app.command()(schema.schema)


def show_version(value: bool) -> None:  # noqa: FBT001 - typer calls it with the flag
    """Print the version and stop."""
    if value:
        typer.echo(f"avvgen {avvgen.__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """German data processing agreements (Art. 28 DSGVO) as code."""


def main(arguments: list[str] | None = None) -> int:
    """Run a command and give its exit status; findings go to standard error, one a line."""
    try:
        app(arguments)
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else 0
    except AvvgenError as raised:
        for finding in raised.findings:
            warn(str(finding))
        return 1
    except Exception as raised:  # noqa: BLE001 - the edge: whatever gets here is our bug, or a full disk's doing
        if isinstance(raised, OSError) and raised.errno in FULL:
            return refused(raised)
        traceback.print_exc()
        typer.echo(f"This is a bug of avvgen {avvgen.__version__}: please report it with the lines above.", err=True)
        return 3
    return 0


def refused(problem: OSError) -> int:
    """Say that the system did not take what was to be printed or kept; the exit status."""
    what = f"'{problem.filename}'" if problem.filename else "what is printed"
    warn(f"error: {what} cannot be written: {problem.strerror}; make room [no-room]")
    return 1


def run() -> None:
    """The console script."""
    # One call makes few circles and many values that live to its end: to look for the first costs a fifth of it.
    gc.set_threshold(GARBAGE)
    signals.heed()
    leave(main())


def leave(status: int) -> NoReturn:
    """End the process at once: to take a library apart value by value would be a tenth of a build."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError as problem:  # a full disk, a reader that has gone
            status = status or refused(problem)
    os._exit(status)
