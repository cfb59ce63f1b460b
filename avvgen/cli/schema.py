"""`avvgen schema`: the JSON Schema of a profile for editors."""

from __future__ import annotations

import json
from pathlib import Path

import click

from avvgen.cli import arguments


@click.command()
@arguments.overlays
@arguments.no_cache
def schema(overlays: tuple[Path, ...]) -> None:
    """Print the JSON Schema of a profile.

    Clauses and options are part of it.
    """
    from avvgen.explaining import profile_schema

    click.echo(json.dumps(profile_schema(overlays), ensure_ascii=False, indent=2))
