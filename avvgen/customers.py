"""Lists of customers: CSV, JSON Lines or YAML, read row by row as letters under the keys of a profile."""

from __future__ import annotations

import codecs
import csv
import json
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, TextIO, TypeAlias

from avvgen.files import mode_of
from avvgen.findings import AvvgenError, Finding, Place, error
from avvgen.yaml_source import Mapping as YamlMapping
from avvgen.yaml_source import Node, Scalar, Sequence, read_yaml, to_data

Letters: TypeAlias = str | tuple[str, ...]

FILE = "file"  # a column for names of files, of which the contract knows nothing
DELIMITERS = ";,\t|"
DEPTH = 8  # of keys, each dot a level
LONGEST_NAMED = 100  # letters of a key that a message says
MOST_KEYS = 500  # of a customer; a profile has some sixty, and a list few of those
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_HEAD = 1 << 20


@dataclass(frozen=True, slots=True)
class Row:
    """A customer: its number in the list from 1, where it stands, and letters by the dotted keys of a profile."""

    number: int
    place: Place
    cells: Mapping[str, Letters]
    wrong: tuple[Finding, ...] = field(default=())


def customers(path: Path, encoding: str | None = None, delimiter: str | None = None) -> Iterator[Row]:
    """The rows of a list one after the other; a row that cannot be read says what is wrong with it.

    The ending decides: `.jsonl` is JSON Lines, `.yaml` a list of maps, anything else CSV. Without an encoding, a byte
    order mark decides, then whether the file is UTF-8; else it is Windows-1252. Without a delimiter the one that the
    first line has most of is taken. Raises AvvgenError for a file that is missing, unreadable or of another kind.
    """
    if path.suffix in (".yaml", ".yml"):
        return _yaml_rows(path)
    if not stat.S_ISREG(mode_of(path, Place(str(path)))):
        raise error("file-missing", "there is no such file", Place(str(path)))
    known = encoding or _encoding(path)
    return _json_rows(path, known) if path.suffix in (".jsonl", ".ndjson") else _csv_rows(path, known, delimiter)


def node_of(row: Row) -> YamlMapping:
    """What a profile would say of this customer; its values are letters, never clause text."""
    root = YamlMapping({}, row.place)
    for key, letters in row.cells.items():
        *steps, last = key.split(".")
        here = root
        for step in steps:
            inner = here.entries.setdefault(step, YamlMapping({}, row.place))
            here.keys[step] = row.place
            assert isinstance(inner, YamlMapping), "a key that clashes with another is refused before"
            here = inner
        here.entries[last], here.keys[last] = _node(letters, row.place), row.place
    return root


def _node(letters: Letters, place: Place) -> Node:
    if isinstance(letters, str):
        return Scalar(letters, place, literal=True)
    return Sequence(tuple(Scalar(line, place, literal=True) for line in letters), place)


# CSV ----------------------------------------------------------------------------------------------


def _csv_rows(path: Path, encoding: str, delimiter: str | None) -> Iterator[Row]:
    with _opened(path, encoding) as file:
        first = _first_line(file, path, encoding)
        reader = _reader(file, delimiter or _delimiter(first))
        names = _names(next(_read(reader, path, encoding), (1, []))[1], path)
        number = 0
        for line, cells in _read(reader, path, encoding):
            if any(cell.strip() for cell in cells):
                number += 1
                yield _row(number, Place(str(path), line, 1), names, cells)


def _opened(path: Path, encoding: str) -> TextIO:
    try:
        return path.open(encoding=encoding, newline="")
    except LookupError:
        message = f"'{encoding}' is no encoding; give one such as utf-8 or cp1252"
        raise error("encoding", message, Place(str(path))) from None
    except OSError as problem:
        raise error("file-unreadable", f"cannot be read: {problem.strerror}", Place(str(path))) from None


def _encoding(path: Path) -> str:
    """The encoding that a file shows; what is not UTF-8 comes from a spreadsheet on Windows."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            if mark := next((name for mark, name in _MARKS.items() if head.startswith(mark)), None):
                return mark
            while head:
                decoder.decode(head)
                head = file.read(_HEAD)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    except OSError as problem:
        raise error("file-unreadable", f"cannot be read: {problem.strerror}", Place(str(path))) from None
    return "utf-8"


def _first_line(file: TextIO, path: Path, encoding: str) -> str:
    try:
        line = file.readline(_HEAD)
        file.seek(0)
    except UnicodeError:  # of which not every codec says more
        raise _not_so_encoded(path, 1, encoding) from None
    return line


def _not_so_encoded(path: Path, line: int, encoding: str) -> AvvgenError:
    return error("encoding", f"is not {encoding}; give the encoding with --encoding", Place(str(path), line))


def _delimiter(first: str) -> str:
    return max(DELIMITERS, key=first.count)


def _reader(file: TextIO, delimiter: str) -> Any:
    try:
        return csv.reader(file, delimiter=delimiter, strict=True)
    except (TypeError, ValueError):
        message = f"'{delimiter}' cannot divide cells; give one sign, such as ';'"
        raise error("csv-syntax", message, Place("--delimiter")) from None


def _read(reader: Any, path: Path, encoding: str) -> Iterator[tuple[int, list[str]]]:
    """The records of a CSV file with the line in which each begins."""
    while True:
        line = reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except UnicodeError:
            raise _not_so_encoded(path, line, encoding) from None
        except csv.Error as problem:
            advice = "put a cell that holds quotation marks or line ends in quotation marks"
            raise error("csv-syntax", f"this is not CSV: {problem}; {advice}", Place(str(path), line)) from None
        yield line, record


def _names(header: list[str], path: Path) -> tuple[str, ...]:
    """The keys above the columns; the last columns may be empty, as spreadsheets leave them."""
    names = [name.strip() for name in header]
    while names and not names[-1]:
        names.pop()
    place, before = Place(str(path), 1), set[str]()
    if not names:
        raise error("customer-column", "has no first line with the names of columns", place)
    if len(names) > MOST_KEYS:
        message = f"has {len(names)} columns; a list has at most {MOST_KEYS}, one for each key that it sets"
        raise error("customer-column", message, place)
    found = []
    for n, name in enumerate(names, start=1):
        if what := _wrong_name(name, before):
            found.append(Finding("customer-column", "error", f"column {n} {what}", place))
        before.add(name)
    if found:
        raise AvvgenError(*found)
    return tuple(names)


def _wrong_name(name: str, before: set[str]) -> str:
    if not name:
        return "has no name; give the key of the profile that it sets"
    if name.count(".") > DEPTH:
        return f"is named '{name[:LONGEST_NAMED]}', deeper than {DEPTH} levels; give a key of the profile"
    return f"is named '{name}' like another; keep one of them" if name in before else ""


def _row(number: int, place: Place, names: tuple[str, ...], cells: list[str]) -> Row:
    """A record under its names; an empty cell says nothing, lines of a cell are the lines of a value."""
    given = {name: _lines(cell) for name, cell in zip(names, cells, strict=False) if cell.strip()}
    if any(cell.strip() for cell in cells[len(names) :]):
        advice = "put a cell that holds the delimiter in quotation marks"
        message = f"has {len(cells)} cells for {len(names)} columns; {advice}"
        return Row(number, place, given, (Finding("customer-cells", "error", message, place),))
    return Row(number, place, given)


def _lines(cell: str) -> Letters:
    if "\n" not in cell and "\r" not in cell:
        return cell.strip()
    lines = tuple(line.strip() for line in cell.splitlines() if line.strip())
    return lines if len(lines) > 1 else lines[0]


# JSON Lines and YAML ------------------------------------------------------------------------------


def _json_rows(path: Path, encoding: str) -> Iterator[Row]:
    with _opened(path, encoding) as file:
        number = line = 0
        while text := _line(file, path, line := line + 1, encoding):
            if text.strip():
                number += 1
                yield _json_row(number, Place(str(path), line, 1), text)


def _line(file: TextIO, path: Path, line: int, encoding: str) -> str:
    try:
        text = file.readline(_HEAD)
    except UnicodeError:
        raise _not_so_encoded(path, line, encoding) from None
    if len(text) == _HEAD and not text.endswith("\n"):
        message = f"a line longer than {_HEAD} letters is no customer; write one map a line"
        raise error("json-syntax", message, Place(str(path), line))
    return text


def _json_row(number: int, place: Place, text: str) -> Row:
    try:
        data = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as problem:
        message = f"this is not JSON: {problem}; write one map a line"
        return Row(number, place, {}, (Finding("json-syntax", "error", message, place),))
    return _of_data(number, place, data)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A map whose keys are there once."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        raise ValueError(f"'{twice}' is there twice")
    return found


def _yaml_rows(path: Path) -> Iterator[Row]:
    rows = read_yaml(path)
    if not isinstance(rows, Sequence):
        raise error("wrong-type", "a list of customers is a list of maps", rows.place)
    for number, node in enumerate(rows.items, start=1):
        yield _of_data(number, node.place, to_data(node))


def _of_data(number: int, place: Place, data: Any) -> Row:
    if not isinstance(data, dict):
        return Row(number, place, {}, (Finding("wrong-type", "error", "a customer is a map of keys", place),))
    try:
        return Row(number, place, _cells(data))
    except TypeError as problem:
        return Row(number, place, {}, (Finding("wrong-type", "error", str(problem), place),))


def _cells(data: Mapping[str, Any]) -> dict[str, Letters]:
    leaves = list(islice(_flat(data, ""), MOST_KEYS + 1))
    if len(leaves) > MOST_KEYS:
        raise TypeError(f"a customer has more than {MOST_KEYS} keys; give those that the list sets")
    return dict(leaves)


def _flat(data: Mapping[str, Any], before: str) -> Iterator[tuple[str, Letters]]:
    """The leaves of nested maps by their dotted keys; what is null says nothing."""
    for key, value in data.items():
        name = f"{before}{key}"
        if name.count(".") > DEPTH:
            raise TypeError(f"{name[:LONGEST_NAMED]} is nested deeper than {DEPTH} levels")
        if isinstance(value, Mapping):
            yield from _flat(value, f"{name}.")
        elif isinstance(value, list):
            yield name, tuple(_letters(name, item) for item in value)
        elif value is not None and value != "":
            yield name, _letters(name, value)


def _letters(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, str | int):
        return str(value)
    raise TypeError(f"{name} is {type(value).__name__}; give a text, a list of texts or a map")


def clash(keys: Iterable[str]) -> str:
    """A key that is set and has keys below it that are set too; empty if there is none."""
    ordered = sorted(key.split(".") for key in set(keys))  # in which what is below a key comes right behind it
    return next((".".join(key) for key, other in pairwise(ordered) if other[: len(key)] == key), "")
