"""Arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Profiles = Annotated[list[Path], typer.Argument(help="Profiles to read.", metavar="PROFILE…")]
Overlays = Annotated[
    list[Path] | None, typer.Option("--clauses", help="Folder laid over the clause library.", metavar="DIR")
]
Settings = Annotated[list[str] | None, typer.Option("--set", help="Set a value of the profile.", metavar="KEY=VALUE")]
