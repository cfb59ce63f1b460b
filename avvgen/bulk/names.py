"""Names of files from a pattern and what a customer's row says: safe on every system, each there once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from string import Formatter

from avvgen.customers import Row
from avvgen.files import wrong_name
from avvgen.findings import Finding, Place, Problems, error, nearest

LONGEST = 150  # bytes, of those that a name may have
_TOLD = Place("--names")
_SAFE = re.compile(r"[\w-][\w .&+,()-]*(?<![ .])")
_UNSAFE = re.compile(r"[^\w .&+,()-]+")


class Names:
    """Gives each row its name and remembers which are taken."""

    def __init__(self, pattern: str, profile: str) -> None:
        """Read the pattern.

        Raises AvvgenError for a pattern with broken braces, or one that names no field.
        """
        try:
            self.pieces = tuple((text, field) for text, field, *_ in Formatter().parse(pattern))
        except ValueError as problem:
            raise error(
                "names", f"the pattern '{pattern}' is broken: {problem}; write '{{profile}}-{{row}}'", _TOLD
            ) from None
        if not any(field for _, field in self.pieces):
            raise error("names", f"'{pattern}' gives every file one name; add a field such as {{row}}", _TOLD)
        self.profile = profile
        self.taken: dict[int, int] = {}
        self.kept: dict[int, str] = {}

    def name(self, row: Row) -> str:
        """The name for a row without its ending.

        Raises AvvgenError for a field that the row does not have.
        """
        raw = "".join(text + (self._field(field, row) if field else "") for text, field in self.pieces)
        return safe(raw) or f"{self.profile}-{row.number:06}"

    def claim(self, row: Row) -> Finding | None:
        """Note the name of a row; a finding if another row has it, or a file that is kept, capitals aside."""
        key = _key(self.name(row))
        first = self.taken.setdefault(key, row.number)
        if first == row.number and key not in self.kept:
            return None
        whose = self.kept.get(key) or f"also that of row {first}"
        has_row = any(field == "row" for _, field in self.pieces)
        advice = "choose other --names or another folder" if has_row else "add a field to --names, such as {row}"
        message = f"the file '{self.name(row)}' is {whose}; {advice}"
        return Finding("same-output", "error", message, row.place)

    def keep(self, name: str, role: str) -> None:
        """Let no row have this name, which is that of a file with this role."""
        self.kept[_key(name)] = role

    def _field(self, field: str, row: Row) -> str:
        match field:
            case "profile":
                return self.profile
            case "row":
                return f"{row.number:06}"
        value = row.cells.get(field)
        if value is None:
            known = ("profile", "row", *row.cells)
            raise error("names", f"--names: this row has no '{field}'{nearest(field, known)}", row.place)
        return value if isinstance(value, str) else " ".join(value)


def _key(name: str) -> int:
    return hash(unicodedata.normalize("NFC", name).casefold())


def safe(name: str) -> str:
    """A name that no system takes for a path, a device or something else; empty if nothing of it is left."""
    if not _SAFE.fullmatch(name):
        name = _UNSAFE.sub("-", name)
    name = name.encode()[:LONGEST].decode(errors="ignore").strip(" .")
    return f"_{name}" if name and wrong_name(name) else name


def twins(rows: Iterable[Row], names: Names) -> tuple[int, tuple[Finding, ...]]:
    """How many rows there are, and findings for those whose name another has, or a file that is kept."""
    count, problems = 0, Problems()
    found = []
    for row in rows:
        count += 1
        if not row.wrong and (finding := problems.attempt(names.claim, row)):  # a row without a name fails later
            found.append(finding)
    return count, tuple(found)
