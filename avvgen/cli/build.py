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


Output = Annotated[Path | None, typer.Option("-o", "--output", help="Folder to write to.", metavar="DIR")]
Formats = Annotated[list[Format] | None, typer.Option("-f", "--format", help="Format.")]
Letterhead = Annotated[
    Path | None, typer.Option("--letterhead", help="Word file that gives page, styles, header.", metavar="FILE")
]
Check = Annotated[bool, typer.Option("--check", help="Write nothing; name stale, missing and surplus files.")]
Force = Annotated[bool, typer.Option("--force", help="Write in spite of findings of level error.")]
Controllers = Annotated[
    Path | None,
    typer.Option("--controllers", help="CSV, JSON Lines or YAML: one contract a customer.", metavar="LIST"),
]
Names = Annotated[str, typer.Option("--names", help="Names of the customers' files.", metavar="PATTERN")]
Encoding = Annotated[str | None, typer.Option("--encoding", help="Encoding of the list of customers.")]
Delimiter = Annotated[str | None, typer.Option("--delimiter", help="What divides the cells of a CSV.")]
Jobs = Annotated[int, typer.Option("-j", "--jobs", min=1, help="Processes that print customers' contracts.")]
Dask = Annotated[str | None, typer.Option("--dask", help="Scheduler of a Dask cluster.", metavar="ADDRESS")]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with a list where a run broke off.")]
FailFast = Annotated[bool, typer.Option("--fail-fast", help="Stop at the first customer that fails.")]


def build(  # noqa: PLR0913 - one parameter an option
    profiles: Profiles,
    output: Output = None,
    formats: Formats = None,
    settings: Settings = None,
    overlays: Overlays = None,
    letterhead: Letterhead = None,
    controllers: Controllers = None,
    names: Names = "{profile}-{row}",
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    jobs: Jobs = 1,
    dask: Dask = None,
    resume: Resume = False,
    fail_fast: FailFast = False,
    check: Check = False,
    force: Force = False,
    _no_cache: NoCache = False,
) -> None:
    """Build contracts from profiles, or one for each customer of a list."""
    shared = (output, tuple(map(str, formats or ())), tuple(settings or ()), tuple(overlays or ()), letterhead)
    if controllers is None:
        from avvgen.building import Call, run

        raise typer.Exit(run(Call(tuple(profiles), *shared), check=check, force=force, say=typer.echo, warn=warn))
    if len(profiles) != 1:
        raise typer.BadParameter("a list of customers is for one profile")
    from functools import partial

    from avvgen.cli.bulk import Bulk, Hands, Job, build_all, customers

    rows = partial(customers, controllers, encoding, delimiter)
    job = Job(profiles[0], *shared, force)
    raise typer.Exit(build_all(Bulk(job, rows, names, resume, fail_fast, check), Hands(jobs, dask)))
