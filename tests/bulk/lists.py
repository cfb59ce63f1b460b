"""Lists of customers that the tests of bulk building share."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

import avvgen

MINIMAL = Path(avvgen.__file__).parent.parent / "profiles" / "minimal.yaml"
PARTY = "parties.controller."
COLUMNS = ("name", "address", "country", "represented_by", "contact", "registration")


def customer(n: int, **more: str) -> dict[str, str]:
    """A company that does not exist."""
    own = {
        "name": f"Kundenwerk {n} GmbH & Co. KG",
        "address": f"Musterweg {n}\n{10000 + n} Musterstadt",
        "country": "DE",
        "represented_by": "die Geschäftsführung",
        "contact": f"datenschutz@kunde{n}.example",
        "registration": f"Amtsgericht Musterstadt HRB {1000 + n}",
    }
    return {f"{PARTY}{key}": value for key, value in {**own, **more}.items()}


def table(rows: Iterable[Mapping[str, str]], delimiter: str = ";") -> str:
    """The rows as CSV, under the columns of the first."""
    rows = list(rows)
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def profile(row: Mapping[str, str]) -> str:
    """A profile that says of one customer what a row says."""
    lines = ["extends: minimal.yaml", "parties:", "  controller:"]
    for key, value in row.items():
        lines.append(f"    {key.removeprefix(PARTY)}: {[*value.splitlines()] if chr(10) in value else repr(value)}")
    return "\n".join(lines) + "\n"
