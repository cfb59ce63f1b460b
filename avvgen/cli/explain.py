"""`avvgen explain`: which clause is in, from which file, why, with which options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from avvgen.cli.arguments import Overlays, Settings


def explain(
    profile: Annotated[Path, typer.Argument(help="The profile to read.")],
    clause: Annotated[str | None, typer.Argument(help="One clause; all of them if left out.", metavar="ID")] = None,
    settings: Settings = None,
    overlays: Overlays = None,
) -> None:
    """Say why each clause is in a contract or out of it."""
    from avvgen.explaining import explained

    for line in explained(profile, tuple(overlays or ()), tuple(settings or ()), clause):
        typer.echo(line)
