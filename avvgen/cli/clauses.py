"""`avvgen clauses`: the library, or one clause under all designations."""

from __future__ import annotations

from typing import Annotated

import typer

from avvgen.cli.arguments import NoCache, Overlays


def clauses(
    clause: Annotated[
        str | None, typer.Argument(help="One clause or topic; all of them if left out.", metavar="ID")
    ] = None,
    designations: Annotated[bool, typer.Option("--designations", help="Print it under all designations.")] = False,
    search: Annotated[str, typer.Option("--search", help="Only what holds this text.", metavar="TEXT")] = "",
    overlays: Overlays = None,
    _no_cache: NoCache = False,
) -> None:
    """List the clauses of the library with their options."""
    from avvgen.explaining import listed

    for line in listed(tuple(overlays or ()), clause, designations=designations, search=search):
        typer.echo(line)
