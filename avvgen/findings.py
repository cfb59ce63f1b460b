"""What the program has to say to its user: one record for every remark, one exception for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal, ParamSpec, TypeVar

from avvgen.characters import one_line

Level = Literal["error", "warning", "info"]

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file as the user named it, line and column from 1; 0 is unknown."""

    path: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """`path:line:column`, without the parts that are unknown."""
        return ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark, printed as `path:line:column: level: what is wrong, what would be right [rule]`."""

    rule: str
    level: Level
    message: str
    place: Place = NOWHERE

    def __str__(self) -> str:
        """The line that a person or an editor reads."""
        where = f"{self.place}: " if self.place.path else ""
        return one_line(f"{where}{self.level}: {self.message} [{self.rule}]")


class AvvgenError(Exception):
    """Raised for what the user can mend; carries every finding of the step that failed."""

    def __init__(self, *findings: Finding) -> None:
        """Keep the findings in the order in which they were made."""
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings


def error(rule: str, message: str, place: Place = NOWHERE) -> AvvgenError:
    """An exception with one finding of level error."""
    return AvvgenError(Finding(rule, "error", message, place))


def nearest(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'x'?` when a known name is close to the word, else nothing."""
    close = get_close_matches(word, [str(name) for name in known], n=1, cutoff=0.6)
    return f"; did you mean '{close[0]}'?" if close else ""


@dataclass(slots=True)
class Problems:
    """Collects findings of several steps, so that one run reports all of them."""

    findings: list[Finding] = field(default_factory=list)

    def attempt(self, step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """The result of the step, or None after noting what it raised."""
        try:
            return step(*args, **kwargs)
        except AvvgenError as raised:
            self.add(*raised.findings)
            return None

    def add(self, *findings: Finding) -> None:
        """Note findings, each once."""
        known = set(self.findings)
        self.findings.extend(finding for finding in dict.fromkeys(findings) if finding not in known)

    def raise_errors(self) -> None:
        """Raise AvvgenError if any finding is of level error."""
        if any(finding.level == "error" for finding in self.findings):
            raise AvvgenError(*self.findings)


@contextmanager
def collecting() -> Iterator[Problems]:
    """Problems that are raised together when the block ends."""
    problems = Problems()
    try:
        yield problems
    except AvvgenError as raised:
        problems.add(*raised.findings)
    problems.raise_errors()
