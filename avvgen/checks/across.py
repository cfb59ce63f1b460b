"""Across documents: what looks like drift between contracts of one company, and against its public list."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

from avvgen.assembly import Prepared
from avvgen.contract import Contract
from avvgen.facts import value_at
from avvgen.files import read_text
from avvgen.findings import Finding, Place, error
from avvgen.templating import is_given

PERIODS = (
    "breach.notice_hours",
    "subprocessing.notice_days",
    "subprocessing.objection_days",
    "deletion.deadline_days",
    "audit.notice_days",
    "dsr.forward_days",
)
Built = tuple[Prepared, Contract]


def drift(built: Iterable[Built]) -> Iterator[Finding]:
    """Differences in subprocessors, measures and periods between contracts of one processor; packages are to differ."""
    contracts = [one for one in built if one[0].outline.kind == "contract"]
    for one, other in combinations(contracts, 2):
        names = [str(prepared.profile.parties.processor.name) for prepared, _ in (one, other)]
        if one[0].source.path != other[0].source.path and names[0] == names[1]:
            yield from differences(one, other)


def differences(one: Built, other: Built) -> Iterator[Finding]:
    """What the second contract says otherwise than the first."""
    path = other[0].source.path
    place, first = Place(str(path), 1, 1), one[0].source.path.name
    for what, mine, theirs in (
        ("subprocessors", subprocessors_of(one[0]), subprocessors_of(other[0])),
        ("measures", set(one[0].profile.toms.measures), set(other[0].profile.toms.measures)),
    ):
        parts = [f"only here: {', '.join(sorted(theirs - mine))}"] * bool(theirs - mine)
        parts += [f"only in {first}: {', '.join(sorted(mine - theirs))}"] * bool(mine - theirs)
        if parts:
            yield Finding("drift", "warning", f"{what} differ from {first}; {'; '.join(parts)}", place)
    for name in PERIODS:
        values = (value_at(one[1].facts, name), value_at(other[1].facts, name))
        if all(is_given(value) for value in values) and values[0] != values[1]:
            message = f"{name} is {values[1]} here and {values[0]} in {first}; let them agree or say why"
            yield Finding("drift", "warning", message, place)


def subprocessors_of(prepared: Prepared) -> set[str]:
    """The names of the subprocessors."""
    return {str(entry.name) for entry in prepared.profile.subprocessors.values()}


def against_public_list(prepared: Prepared, path: Path) -> Iterator[Finding]:
    """Subprocessors that only the contract, or only the company's public list (CSV or JSON), names.

    Raises AvvgenError for a list that cannot be read, or that has no column `name`.
    """
    listed, own = public_names(path), subprocessors_of(prepared)
    place = prepared.source.place("subprocessors")
    for name in sorted(own - listed):
        yield Finding("public-list", "warning", f"'{name}' is not on the public list {path.name}", place)
    for name in sorted(listed - own):
        yield Finding("public-list", "warning", f"'{name}' is on the public list {path.name}, not here", place)


def public_names(path: Path) -> set[str]:
    """The names on a public list: a CSV file with a column `name`, or JSON: an array of names or of objects."""
    text = read_text(path)
    if path.suffix == ".json":
        try:
            rows = json.loads(text)
        except json.JSONDecodeError as problem:
            raise error("public-list", f"this is not JSON: {problem.msg}", Place(str(path), problem.lineno)) from None
        except (RecursionError, ValueError) as problem:
            raise error("public-list", f"this is no list of names: {problem}", Place(str(path), 1)) from None
    else:
        head = text.split("\n", 1)[0]
        try:
            rows = list(csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=head.count)))
        except csv.Error as problem:
            raise error("public-list", f"this is not CSV: {problem}", Place(str(path), 1)) from None
    names = [row.get("name") or row.get("Name") if isinstance(row, dict) else row for row in rows]
    if not names or not all(isinstance(name, str) for name in names):
        raise error("public-list", "the list has no column 'name' in every row", Place(str(path), 1))
    return {str(name).strip() for name in names}
