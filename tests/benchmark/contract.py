"""The contract that all competitors write: the minimal profile, each time for another customer."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

import yaml

PROFILE = Path(__file__).parents[2] / "profiles" / "minimal.yaml"
_PARTY = "parties.controller."


def customer(n: int) -> dict[str, str]:
    """The row of a customer who cannot exist, by the keys of a profile; the lines of an address are divided."""
    return {
        f"{_PARTY}name": f"Musterkunde {n:05} GmbH",
        f"{_PARTY}address": f"Musterweg {n}\n00000 Musterstadt",
        f"{_PARTY}country": "DE",
        f"{_PARTY}represented_by": f"die Geschäftsleitung, Haus {n}",
        f"{_PARTY}contact": f"datenschutz@kunde-{n:05}.example",
        f"{_PARTY}registration": f"Amtsgericht Musterstadt, HRB {n:05}",
    }


def customer_list(count: int) -> str:
    """The CSV file of so many customers."""
    text = StringIO(newline="")
    table = csv.DictWriter(text, customer(1))
    table.writeheader()
    table.writerows(customer(n) for n in range(1, count + 1))
    return text.getvalue()


def profile(row: Mapping[str, str]) -> dict[str, Any]:
    """The minimal profile with this customer as its controller."""
    read: dict[str, Any] = yaml.safe_load(PROFILE.read_text("utf-8"))
    party: dict[str, Any] = {key.removeprefix(_PARTY): cell for key, cell in row.items()}
    party["address"] = party["address"].split("\n")
    return read | {"parties": read["parties"] | {"controller": party}}


def values(row: Mapping[str, str]) -> dict[str, str]:
    """Every text of the profile with this customer, by a name made of its keys."""
    return dict(_leaves("", profile(row)))


def _leaves(name: str, node: object) -> Iterator[tuple[str, str]]:
    match node:
        case dict():
            for key, child in node.items():
                yield from _leaves(f"{name}_{key}", child)
        case list():
            for n, child in enumerate(node):
                yield from _leaves(f"{name}_{n}", child)
        case str():
            yield name.strip("_").replace("-", "_"), node


def write_profile(row: Mapping[str, str], path: Path) -> Path:
    """A profile file of its own for this customer."""
    path.write_text(yaml.safe_dump(profile(row), allow_unicode=True, sort_keys=False), "utf-8")
    return path
