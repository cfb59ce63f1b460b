"""The commands, and the one place that turns what they raise into an exit status."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from typing import NoReturn

import click

import avvgen
from avvgen.cli import build, check, clauses, explain, schema, signals, streams
from avvgen.cli.terminal import unprinted, warn
from avvgen.findings import AvvgenError, Finding, Place, error
from avvgen.unfinished import FULL

GARBAGE = 300_000  # values made between two searches for circles


@click.group(no_args_is_help=True)
@click.version_option(avvgen.__version__, message="avvgen %(version)s")
def app() -> None:
    """German data processing agreements (Art. 28 DSGVO) as code."""
    try:
        os.getcwd()  # noqa: PTH109 - a Path of it is not needed
    except OSError:
        raise error("file-missing", "the current folder is not there any more; change to another", Place(".")) from None


for command in (build.build, check.check, explain.explain, clauses.clauses, schema.schema):
    app.add_command(command)


def main(arguments: list[str] | None = None) -> int:
    """Run a command and give its exit status; findings go to standard error, one a line."""
    status = _status(arguments)
    problem = unprinted()
    return max(status, refused(problem)) if problem else status


def _status(arguments: list[str] | None) -> int:
    try:
        app(arguments)
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else 0
    except AvvgenError as raised:
        for finding in raised.findings:
            warn(str(finding))
        return 1
    except Exception as raised:  # noqa: BLE001 - the edge: whatever gets here is our bug, or a full disk's doing
        if isinstance(raised, OSError) and (raised.errno in FULL or isinstance(raised.filename, str)):
            return refused(raised)
        traceback.print_exc()
        click.echo(f"This is a bug of avvgen {avvgen.__version__}: please report it with the lines above.", err=True)
        return 3
    return 0


def refused(problem: OSError) -> int:
    """Say what the system did not let us print, keep or read; the exit status."""
    if problem.errno in FULL:
        what = f"'{problem.filename}'" if problem.filename else "what is printed"
        finding = Finding("no-room", "error", f"{what} cannot be written: {problem.strerror}; make room")
    elif problem.filename:
        message = f"cannot be used: {problem.strerror}; see to it and run again"
        finding = Finding("file-unreadable", "error", message, Place(problem.filename))
    else:
        message = f"what is printed cannot be written: {problem.strerror}; let it go where it is read"
        finding = Finding("not-printed", "error", message)
    warn(str(finding))
    return 1


def run() -> None:
    """The console script."""
    # One call makes few circles and many values that live to its end: to look for the first costs a fifth of it.
    gc.set_threshold(GARBAGE)
    # Nor does anybody else's plugin have a part in profiles; to look for some through all that is installed takes long.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    streams.mend()
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
