"""`avvgen check`: the proof of Art. 28, and what a careful reader would find."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click

from avvgen.cli import arguments
from avvgen.cli.terminal import say, shower, warn
from avvgen.job import Wanted
from avvgen.output import FORMATS

FORMS = ("text", "json", "sarif", "github", "junit")


@click.command()
@click.argument("profiles", type=arguments.PATH, nargs=-1, metavar="PROFILE…")
@click.option("-f", "--format", "format_", type=click.Choice(FORMS), default="text", help="Form of the report.")
@arguments.settings
@arguments.overlays
@arguments.package
@arguments.document
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), help="Day that decides what is out of date.", metavar="YYYY-MM-DD"
)
@click.option("--matrix", type=click.Choice(FORMATS), multiple=True, help="Write the matrix as a file.")
@click.option("-o", "--output", type=arguments.PATH, default=Path(), help="Folder of --matrix.", metavar="DIR")
@click.option(
    "--public-list",
    type=arguments.PATH,
    help="Public list of subprocessors (CSV, JSON) to compare with.",
    metavar="FILE",
)
@click.option("--rules", is_flag=True, help="List every rule and requirement, and stop.")
@arguments.no_cache
def check(  # noqa: PLR0913 - one parameter an option
    profiles: tuple[Path, ...],
    format_: str,
    settings: tuple[str, ...],
    overlays: tuple[Path, ...],
    package: str,
    document: str,
    strict: bool,  # noqa: FBT001 - click calls it so
    today: datetime | None,
    matrix: tuple[str, ...],
    output: Path,
    public_list: Path | None,
    rules: bool,  # noqa: FBT001 - as above
) -> NoReturn:
    """Check contracts without writing them.

    Prints the matrix of Art. 28 DSGVO and the findings.
    """
    from avvgen import checking

    if rules:
        for line in checking.rules(overlays):
            click.echo(line)
        sys.exit()
    if not profiles:
        raise click.BadParameter("name at least one profile", param_hint="PROFILE…")
    day = (today or datetime.now(tz=UTC)).date()
    wanted = Wanted(package, document)
    call = checking.Call(profiles, format_, day, strict, settings, overlays, matrix, output, public_list, wanted)
    sys.exit(checking.run(call, say=say, warn=warn, show=shower()))
