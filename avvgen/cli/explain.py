"""`avvgen explain`: why a clause is in a contract, or what a rule finds."""

from __future__ import annotations

from pathlib import Path

import click

from avvgen.cli import arguments
from avvgen.job import Wanted


@click.command()
@click.argument("subject", type=arguments.PATH, metavar="PROFILE|RULE")
@click.argument("clause", required=False, metavar="[ID]")
@arguments.settings
@arguments.overlays
@arguments.package
@arguments.document
@arguments.no_cache
def explain(  # noqa: PLR0913 - one parameter an option
    subject: Path,
    clause: str | None,
    settings: tuple[str, ...],
    overlays: tuple[Path, ...],
    package: str,
    document: str,
) -> None:
    """Say why clauses are in a contract.

    With the ID of a clause only for this one; with a rule instead of a profile, what the rule is about.
    """
    from avvgen.explaining import explained, rule_explained

    lines = rule_explained(str(subject), overlays) if not subject.suffix else None
    for line in lines or explained(subject, overlays, settings, clause, Wanted(package, document)):
        click.echo(line)
