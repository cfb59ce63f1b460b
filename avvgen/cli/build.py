"""`avvgen build`: check, then write."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click

from avvgen.cli import arguments
from avvgen.cli.terminal import say, warn
from avvgen.job import Job, Wanted
from avvgen.output import FORMATS


@click.command()
@click.argument("profiles", type=arguments.PATH, nargs=-1, required=True, metavar="PROFILE…")
@click.option("-o", "--output", type=arguments.PATH, help="Folder to write to.", metavar="DIR")
@click.option("-f", "--format", "formats", type=click.Choice(FORMATS), multiple=True, help="Format.")
@arguments.settings
@arguments.overlays
@arguments.package
@arguments.document
@click.option("--letterhead", type=arguments.PATH, help="Word file that gives page, styles, header.", metavar="FILE")
@click.option(
    "--controllers", type=arguments.PATH, help="CSV, JSON Lines or YAML: one contract a customer.", metavar="LIST"
)
@click.option(
    "--names", default="{profile}-{row}", show_default=True, help="Names of the customers' files.", metavar="PATTERN"
)
@click.option("--encoding", help="Encoding of the list of customers.", metavar="NAME")
@click.option("--delimiter", help="What divides the cells of a CSV.", metavar="SIGN")
@click.option(
    "-j",
    "--jobs",
    "hands",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Processes that print customers' contracts.",
    metavar="N",
)
@click.option("--dask", help="Scheduler of a Dask cluster.", metavar="ADDRESS")
@click.option("--resume", is_flag=True, help="Go on with a list where a run broke off.")
@click.option("--fail-fast", is_flag=True, help="Stop at the first customer that fails.")
@click.option("--check", is_flag=True, help="Write nothing; name stale, missing and surplus files.")
@click.option("--force", is_flag=True, help="Write in spite of findings of level error.")
@arguments.no_cache
def build(  # noqa: PLR0913 - one parameter an option
    profiles: tuple[Path, ...],
    output: Path | None,
    formats: tuple[str, ...],
    settings: tuple[str, ...],
    overlays: tuple[Path, ...],
    package: str,
    document: str,
    letterhead: Path | None,
    controllers: Path | None,
    names: str,
    encoding: str | None,
    delimiter: str | None,
    hands: int,
    dask: str | None,
    resume: bool,  # noqa: FBT001 - click calls it so
    fail_fast: bool,  # noqa: FBT001 - as above
    check: bool,  # noqa: FBT001 - as above
    force: bool,  # noqa: FBT001 - as above
) -> NoReturn:
    """Build contracts from profiles.

    With --controllers it is one contract for each customer of a list.
    """
    shared = (output, formats, settings, overlays, letterhead, force, Wanted(package, document))
    jobs = tuple(Job(profile, *shared) for profile in profiles)
    if controllers is None:
        from avvgen.building import run

        sys.exit(run(jobs, check=check, say=say, warn=warn))
    if len(jobs) != 1:
        raise click.BadParameter("a list of customers is for one profile")
    from functools import partial

    from avvgen.cli.bulk import Bulk, Hands, build_all, customers

    rows = partial(customers, controllers, encoding, delimiter)
    sys.exit(build_all(Bulk(jobs[0], rows, controllers, names, resume, fail_fast, check), Hands(hands, dask)))
