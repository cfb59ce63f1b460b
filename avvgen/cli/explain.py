"""`avvgen explain`: why a clause is in a contract, or what a rule finds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from avvgen.cli.arguments import NoCache, Overlays, Settings


def explain(
    subject: Annotated[Path, typer.Argument(help="A profile, or the id of a rule.", metavar="PROFILE|RULE")],
    clause: Annotated[str | None, typer.Argument(help="One clause; all of them if left out.", metavar="ID")] = None,
    settings: Settings = None,
    overlays: Overlays = None,
    _no_cache: NoCache = False,
) -> None:
    """Say why each clause is in a contract or out of it, or what a rule is about."""
    from avvgen.explaining import explained, rule_explained

    lines = rule_explained(str(subject), tuple(overlays or ())) if not subject.suffix else None
    for line in lines or explained(subject, tuple(overlays or ()), tuple(settings or ()), clause):
        typer.echo(line)
