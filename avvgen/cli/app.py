"""The commands, and the one place that turns what they raise into an exit status."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from typing import Annotated, NoReturn

import typer

import avvgen
from avvgen.cli import build, check, clauses, explain, schema
from avvgen.cli.terminal import warn
from avvgen.findings import AvvgenError

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
    except Exception:  # noqa: BLE001 - the edge: whatever gets here is our bug
        traceback.print_exc()
        typer.echo(f"This is a bug of avvgen {avvgen.__version__}: please report it with the lines above.", err=True)
        return 3
    return 0


def run() -> None:
    """The console script."""
    # One call makes few circles and many values that live to its end: to look for the first costs a fifth of it.
    gc.set_threshold(GARBAGE)
    leave(main())


def leave(status: int) -> NoReturn:
    """End the process at once: to take a library apart value by value would be a tenth of a build."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # a reader that has gone, a full disk: Python's own end knows what to say
        sys.exit(status)
    os._exit(status)
