"""`avvgen build`: check, then write."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from avvgen.cli.arguments import NoCache, Overlays, Profiles, Settings
from avvgen.cli.terminal import warn


class Format(StrEnum):
    """The formats that a build can write."""

    docx = "docx"
    md = "md"


def build(  # noqa: PLR0913 - one parameter an option
    profiles: Profiles,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Folder to write to.", metavar="DIR")] = None,
    formats: Annotated[list[Format] | None, typer.Option("-f", "--format", help="Format.")] = None,
    settings: Settings = None,
    overlays: Overlays = None,
    letterhead: Annotated[
        Path | None, typer.Option("--letterhead", help="Word file that gives page, styles, header.", metavar="FILE")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; name stale, missing and surplus files.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Write in spite of findings of level error.")] = False,
    _no_cache: NoCache = False,
) -> None:
    """Build contracts from profiles."""
    from avvgen.building import Call, run

    written = tuple(map(str, formats or ()))
    call = Call(tuple(profiles), output, written, tuple(settings or ()), tuple(overlays or ()), letterhead)
    status = run(call, check=check, force=force, say=typer.echo, warn=warn)
    raise typer.Exit(status)
