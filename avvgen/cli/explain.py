"""`avvgen explain`: why a clause is in a contract, or what a rule finds."""

from __future__ import annotations

from pathlib import Path

import click

from avvgen.cli import arguments


@click.command()
@click.argument("subject", type=arguments.PATH, metavar="PROFILE|RULE")
@click.argument("clause", required=False, metavar="[ID]")
@arguments.settings
@arguments.overlays
@arguments.no_cache
def explain(subject: Path, clause: str | None, settings: tuple[str, ...], overlays: tuple[Path, ...]) -> None:
    """Say why clauses are in a contract.

    With the ID of a clause only for this one; with a rule instead of a profile, what the rule is about.
    """
    from avvgen.explaining import explained, rule_explained

    lines = rule_explained(str(subject), overlays) if not subject.suffix else None
    for line in lines or explained(subject, overlays, settings, clause):
        click.echo(line)
