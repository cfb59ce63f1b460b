"""`avvgen build`: check, then write."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from avvgen.cli.arguments import Overlays, Profiles, Settings
from avvgen.cli.terminal import warn

PATTERN = "{profile}-{row}"
Controllers = Annotated[
    Path | None,
    typer.Option("--controllers", help="CSV, JSON Lines or YAML: one contract a customer.", metavar="LIST"),
]


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
    controllers: Controllers = None,
    names: Annotated[str, typer.Option("--names", help="Names of the customers' files.", metavar="PATTERN")] = PATTERN,
    encoding: Annotated[str | None, typer.Option("--encoding", help="Encoding of the list of customers.")] = None,
    delimiter: Annotated[str | None, typer.Option("--delimiter", help="What divides the cells of a CSV.")] = None,
    jobs: Annotated[int, typer.Option("-j", "--jobs", min=1, help="Processes that print customers' contracts.")] = 1,
    dask: Annotated[str | None, typer.Option("--dask", help="Scheduler of a Dask cluster.", metavar="ADDRESS")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a list where a run broke off.")] = False,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Stop at the first customer that fails.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; name stale, missing and surplus files.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Write in spite of findings of level error.")] = False,
) -> None:
    """Build contracts from profiles, or one for each customer of a list."""
    written = tuple(map(str, formats or ()))
    if controllers is None:
        from avvgen.building import Call, run

        call = Call(tuple(profiles), output, written, tuple(settings or ()), tuple(overlays or ()), letterhead)
        raise typer.Exit(run(call, check=check, force=force, say=typer.echo, warn=warn))
    if len(profiles) != 1:
        raise typer.BadParameter("a list of customers is for one profile")
    from functools import partial

    from avvgen.bulk.press import Job
    from avvgen.bulk.run import Bulk
    from avvgen.cli.bulk import Hands, build_all
    from avvgen.customers import customers

    job = Job(profiles[0], output, written, tuple(settings or ()), tuple(overlays or ()), letterhead, force)
    rows = partial(customers, controllers, encoding, delimiter)
    bulk = Bulk(job.everywhere() if dask else job, rows, names, resume, fail_fast, check)
    raise typer.Exit(build_all(bulk, Hands(jobs, dask)))
