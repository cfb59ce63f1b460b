"""`avvgen clauses`: the library, or one clause under all designations."""

from __future__ import annotations

from pathlib import Path

import click

from avvgen.cli import arguments


@click.command()
@click.argument("clause", required=False, metavar="[ID]")
@click.option("--designations", is_flag=True, help="Print it under all designations.")
@click.option("--search", default="", help="Only what holds this text.", metavar="TEXT")
@arguments.overlays
@arguments.no_cache
def clauses(clause: str | None, designations: bool, search: str, overlays: tuple[Path, ...]) -> None:  # noqa: FBT001 - click calls it so
    """List the clauses of the library.

    With the ID of a clause or topic only this one is listed, with its options.
    """
    from avvgen.explaining import listed

    for line in listed(overlays, clause, designations=designations, search=search):
        click.echo(line)
