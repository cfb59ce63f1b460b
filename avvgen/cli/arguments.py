"""Arguments that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

PATH = click.Path(path_type=Path)


def keep_nothing(context: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click calls it so
    """Use and keep nothing of earlier calls while this command runs."""
    if value:
        from avvgen.shelf import closed

        context.with_resource(closed())


overlays = click.option(
    "--clauses", "overlays", type=PATH, multiple=True, help="Folder laid over the clause library.", metavar="DIR"
)
settings = click.option("--set", "settings", multiple=True, help="Set a value of the profile.", metavar="KEY=VALUE")
package = click.option("--package", default="", help="Only this package of a profile.", metavar="NAME")
document = click.option("--document", default="", help="Only this document of a profile.", metavar="NAME")
no_cache = click.option(
    "--no-cache",
    is_flag=True,
    expose_value=False,
    callback=keep_nothing,
    help="Use and keep nothing of earlier calls.",
)
