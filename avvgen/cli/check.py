"""`avvgen check`: the proof of Art. 28, and what a careful reader would find."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from avvgen.cli.arguments import NoCache, Overlays, Settings
from avvgen.cli.terminal import shower, warn


class Format(StrEnum):
    """The forms in which a report can be said."""

    text = "text"
    json = "json"
    sarif = "sarif"
    github = "github"
    junit = "junit"


class File(StrEnum):
    """The forms in which the matrix can be written as a file."""

    docx = "docx"
    md = "md"


def check(  # noqa: PLR0913 - one parameter an option
    profiles: Annotated[list[Path] | None, typer.Argument(help="Profiles to read.", metavar="PROFILE…")] = None,
    format_: Annotated[Format, typer.Option("-f", "--format", help="Form of the report.")] = Format.text,
    settings: Settings = None,
    overlays: Overlays = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail too.")] = False,
    today: Annotated[
        datetime | None, typer.Option("--today", formats=["%Y-%m-%d"], help="Day that decides what is out of date.")
    ] = None,
    matrix: Annotated[list[File] | None, typer.Option("--matrix", help="Write the matrix as a file.")] = None,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder of --matrix.", metavar="DIR")] = Path(),
    public_list: Annotated[
        Path | None, typer.Option("--public-list", help="Public list of subprocessors (CSV, JSON) to compare with.")
    ] = None,
    rules: Annotated[bool, typer.Option("--rules", help="List every rule and requirement, and stop.")] = False,
    _no_cache: NoCache = False,
) -> None:
    """Check contracts without writing them: the matrix of Art. 28 and the findings."""
    from avvgen import checking

    if rules:
        for line in checking.rules(tuple(overlays or ())):
            typer.echo(line)
        return
    if not profiles:
        raise typer.BadParameter("name at least one profile", param_hint="PROFILE…")
    call = checking.Call(
        tuple(profiles),
        str(format_),
        (today or datetime.now(tz=UTC)).date(),
        strict,
        tuple(settings or ()),
        tuple(overlays or ()),
        tuple(map(str, matrix or ())),
        output,
        public_list,
    )
    raise typer.Exit(checking.run(call, say=typer.echo, warn=warn, show=shower()))
