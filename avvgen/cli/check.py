"""`avvgen check`: the proof of Art. 28, and what a careful reader would find."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from avvgen.cli.arguments import Overlays, Profiles, Settings


class Format(StrEnum):
    """The forms in which a report can be said."""

    text = "text"
    json = "json"
    sarif = "sarif"
    github = "github"
    junit = "junit"


def check(  # noqa: PLR0913 - one parameter an option
    profiles: Profiles,
    format_: Annotated[Format, typer.Option("-f", "--format", help="Form of the report.")] = Format.text,
    settings: Settings = None,
    overlays: Overlays = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail too.")] = False,
    today: Annotated[
        datetime | None, typer.Option("--today", formats=["%Y-%m-%d"], help="Day that decides what is out of date.")
    ] = None,
) -> None:
    """Check contracts without writing them: the matrix of Art. 28 and the findings."""
    from avvgen.checking import run

    status = run(
        tuple(profiles),
        tuple(overlays or ()),
        tuple(settings or ()),
        format_=str(format_),
        strict=strict,
        today=(today or datetime.now(tz=UTC)).date(),
        say=typer.echo,
        warn=lambda text: typer.echo(text, err=True),
    )
    raise typer.Exit(status)
