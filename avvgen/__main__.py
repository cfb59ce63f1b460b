"""`python -m avvgen`."""

from avvgen.cli.app import run

run()
