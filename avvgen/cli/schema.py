"""`avvgen schema`: the JSON Schema of a profile for editors."""

from __future__ import annotations

import json

import typer

from avvgen.cli.arguments import NoCache, Overlays


def schema(overlays: Overlays = None, _no_cache: NoCache = False) -> None:
    """Print the JSON Schema of a profile, clauses and options included."""
    from avvgen.explaining import profile_schema

    typer.echo(json.dumps(profile_schema(tuple(overlays or ())), ensure_ascii=False, indent=2))
