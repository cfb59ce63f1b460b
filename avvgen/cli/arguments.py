"""Arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def keep_nothing(context: typer.Context, value: bool) -> bool:  # noqa: FBT001 - typer calls it with the flag
    """Use and keep nothing of earlier calls while this command runs."""
    if value:
        from avvgen.shelf import closed

        context.with_resource(closed())
    return value


Profiles = Annotated[list[Path], typer.Argument(help="Profiles to read.", metavar="PROFILE…")]
Overlays = Annotated[
    list[Path] | None, typer.Option("--clauses", help="Folder laid over the clause library.", metavar="DIR")
]
Settings = Annotated[list[str] | None, typer.Option("--set", help="Set a value of the profile.", metavar="KEY=VALUE")]
NoCache = Annotated[
    bool, typer.Option("--no-cache", callback=keep_nothing, help="Use and keep nothing of earlier calls.")
]
