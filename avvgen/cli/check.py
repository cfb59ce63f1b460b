"""`avvgen check`: what a careful reader would find."""

from __future__ import annotations

from typing import Annotated

import typer

from avvgen.cli.arguments import Overlays, Profiles, Settings


def check(
    profiles: Profiles,
    settings: Settings = None,
    overlays: Overlays = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail too.")] = False,
) -> None:
    """Check contracts without writing them."""
    from avvgen.building import findings_of

    findings = findings_of(profiles, tuple(overlays or ()), tuple(settings or ()))
    for finding in findings:
        typer.echo(str(finding), err=True)
    levels = ("error", "warning") if strict else ("error",)
    raise typer.Exit(1 if any(finding.level in levels for finding in findings) else 0)
