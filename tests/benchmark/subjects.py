"""What is measured: each subject with its call, all of them on the same contract."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from secrets import token_hex
from tempfile import mkdtemp

from avvgen.assembly import assemble
from avvgen.checks.report import report_on
from avvgen.writers import WRITERS

from . import rivals
from .contract import PROFILE, customer, customer_list, values, write_profile
from .processes import avvgen, peak, python, run
from .size import prepared_with
from .timing import Series, Subject, interleaved


class What(StrEnum):
    """What the tables and goals compare, by the name that they print."""

    docx = "avvgen, DOCX"
    markdown = "avvgen, Markdown"
    two_cores = "avvgen, DOCX, -j 2"
    docxtpl = "docxtpl"
    pandoc = "pandoc, a process each"
    python_docx = "python-docx"
    limit = "deflate limit"
    empty = "python -c pass"
    help = "avvgen --help"
    again = "avvgen build, unchanged"
    cached = "avvgen build, profile changed"
    uncached = "avvgen build, no cache"
    check = "avvgen check"
    assembled = "load and assemble alone"


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is measured; `processes` and `calls` are a round's, of whole processes and of others.

    Of customers and sizes there is a number and ten times that number.
    """

    rounds: int
    processes: int
    customers: int
    size: int
    crowd: tuple[int, int]
    calls: Mapping[What, int]
    sizes: tuple[int, ...]

    @property
    def counts(self) -> tuple[int, int, int]:
        """The numbers of customers in a list: one, some, ten times as many."""
        return 1, self.customers, 10 * self.customers


FULL = Scale(
    rounds=9,
    processes=3,
    customers=300,
    size=100,
    crowd=(200, 20_000),
    calls={What.docxtpl: 20, What.python_docx: 10, What.limit: 200},
    sizes=(1, 2, 4, 10),
)
QUICK = Scale(
    rounds=3,
    processes=1,
    customers=100,
    size=50,
    crowd=(200, 2_000),
    calls={What.docxtpl: 10, What.python_docx: 5, What.limit: 100},
    sizes=(1, 10),
)
BULK = {What.docx: ("docx", 1), What.markdown: ("md", 1), What.two_cores: ("docx", 2)}


@dataclass(frozen=True, slots=True)
class Workplace:
    """The folder with everything that the subjects read; what they write goes into its own folder there."""

    folder: Path
    docx: bytes
    markdown: Path
    template: Path
    placeholders: frozenset[str]

    @property
    def written(self) -> Path:
        """Where the files of a call go."""
        return self.folder / "written"

    def list_of(self, n: int) -> Path:
        """The list of so many customers."""
        return self.folder / f"customers-{n}.csv"


@dataclass(frozen=True, slots=True)
class Measured:
    """What came out: seconds by subject, megabytes by number of customers, and why something is missing."""

    seconds: Mapping[str, Series]
    megabytes: Mapping[int, float] = field(default_factory=dict)
    skipped: Mapping[str, str] = field(default_factory=dict)

    def ratio(self, one: str, other: str) -> float | None:
        """How many times as long one takes as the other; None when one was not measured."""
        if one not in self.seconds or other not in self.seconds:
            return None
        return (self.seconds[one] / self.seconds[other]).median


def furnish(folder: Path, scale: Scale) -> Workplace:
    """Write the lists of customers, build the contract of the first, and make of it what the competitors start from."""
    run(avvgen("build", write_profile(customer(1), folder / "contract.yaml"), "-o", folder, "-f", "docx", "-f", "md"))
    docx = (folder / "contract.docx").read_bytes()
    names = rivals.write_template(rivals.parts(docx), values(customer(1)), folder / "template.docx")
    place = Workplace(folder, docx, folder / "contract.md", folder / "template.docx", names)
    for n in {*scale.counts, *scale.crowd}:
        place.list_of(n).write_text(customer_list(n), "utf-8", newline="")
    place.written.mkdir()
    return place


def measure(place: Workplace, scale: Scale, say: Callable[[str], object]) -> Measured:
    """Everything in one interleaved run; memory, which no neighbour disturbs, afterwards."""
    skipped = dict(missing())
    subjects = [
        *bulk(place, scale, skipped),
        *competitors(place, scale, skipped),
        *cold(place, scale),
        *grown(place, scale),
    ]
    timed = interleaved(subjects, scale.rounds, say)
    say("memory")
    return Measured({**timed, **warm(timed, scale)}, memory(place, scale), skipped)


def missing() -> Iterator[tuple[str, str]]:
    """What cannot be measured here, and why."""
    if not find_spec("docxtpl"):
        yield What.docxtpl, "docxtpl is not installed: pip install -e '.[dev]'"
    if not shutil.which("pandoc"):
        yield What.pandoc, "pandoc is not installed"
    if (os.cpu_count() or 1) < 2:
        yield What.two_cores, "this machine has one core"


# Customers ------------------------------------------------------------------------------------------------------------


def bulk(place: Workplace, scale: Scale, skipped: Mapping[str, str]) -> Iterator[Subject]:
    """Lists of customers: a process each, so that the difference of two is what a further customer costs."""
    for what, (form, cores) in BULK.items():
        for n in scale.counts if what not in skipped else ():
            command = list_call(place, n, form, cores)
            yield Subject(list_name(n, form, cores), running(command), before=emptying(place.written))


def list_name(n: int, form: str, cores: int) -> str:
    """The name of the subject that builds a list of so many customers."""
    return f"list of {n:,} customers, {form}, -j {cores}"


def list_call(place: Workplace, n: int, form: str, cores: int) -> tuple[str, ...]:
    """The call that builds a contract for each of so many customers."""
    options = ("-o", place.written, "-f", form, "-j", str(cores))
    return avvgen("build", PROFILE, "--controllers", place.list_of(n), *options)


def warm(timed: Mapping[str, Series], scale: Scale) -> dict[str, Series]:
    """The seconds of one further contract: what the longer list takes more than the shorter one."""
    _, few, many = scale.counts
    return {
        what: (timed[list_name(many, *kind)] - timed[list_name(few, *kind)]) / (many - few)
        for what, kind in BULK.items()
        if list_name(many, *kind) in timed
    }


def memory(place: Workplace, scale: Scale) -> dict[int, float]:
    """The megabytes that lists of so many customers take at most."""
    peaks = {}
    for n in scale.crowd:
        emptying(place.written)()
        peaks[n] = peak(list_call(place, n, *BULK[What.docx]))
    return peaks


# One contract ---------------------------------------------------------------------------------------------------------


def competitors(place: Workplace, scale: Scale, skipped: Mapping[str, str]) -> Iterator[Subject]:
    """The same contract by others, on one core."""
    path, unpacked, blocks = place.written / "other.docx", rivals.parts(place.docx), rivals.blocks(place.docx)
    context = values(customer(2))
    calls: dict[What, Callable[[], object]] = {
        What.docxtpl: lambda: rivals.render(place.template, context, path),
        What.pandoc: running(("pandoc", "-f", "markdown", str(place.markdown), "-o", str(path))),
        What.python_docx: lambda: rivals.write_plainly(blocks, path),
        What.limit: lambda: rivals.pack(unpacked, path),
    }
    for what, call in calls.items():
        if what not in skipped:
            yield Subject(what, call, scale.calls.get(what, scale.processes), before=emptying(place.written))


def cold(place: Workplace, scale: Scale) -> Iterator[Subject]:
    """Whole processes for one contract, with the library's cache filled and without."""
    build = avvgen("build", PROFILE, "-f", "docx", "-o", place.written)
    calls = {
        What.empty: running(python("pass")),
        What.help: running(avvgen("--help")),
        What.again: running(build),
        What.cached: changing(build),
        What.uncached: running(build, AVVGEN_NO_CACHE="1"),
        What.check: running(avvgen("check", PROFILE)),
        What.assembled: running(
            python(*_ASSEMBLE, f"assemble(load(Path({str(PROFILE)!r})))", "os._exit(0)"),
            PYDANTIC_DISABLE_PLUGINS="__all__",
        ),
    }
    for what, call in calls.items():
        yield Subject(what, call, scale.processes, before=emptying(place.written))


def changing(build: tuple[str, ...]) -> Callable[[], object]:
    """A call that builds the profile with another version each time: all but its library is new."""
    return lambda: run((*build, "--set", f"document.version={token_hex(4)}"))


# As the command starts and ends: it looks for no garbage and no plugins, and leaves at once.
_ASSEMBLE = (
    "import gc, os",
    "gc.set_threshold(300_000)",
    "from pathlib import Path",
    "from avvgen.assembly import assemble, load",
)


def running(command: tuple[str, ...], **environment: str) -> Callable[[], object]:
    """A call that runs this command."""
    return lambda: run(command, **environment)


def emptying(folder: Path) -> Callable[[], object]:
    """A call that leaves an empty folder; what was in it is moved aside.

    It is not removed: a file system may pass over the numbers of files that have just gone, one by one, and that would
    be measured.
    """

    def empty() -> None:
        folder.rename(mkdtemp(prefix="before-", dir=folder.parent))
        folder.mkdir()

    return empty


# Size -----------------------------------------------------------------------------------------------------------------


def grown(place: Workplace, scale: Scale) -> Iterator[Subject]:
    """A contract with some clauses or subprocessors of its own, and with ten times as many."""
    for n in (1, scale.size, 10 * scale.size):
        yield Subject(size_name(n, "clauses"), whole(1, n, place.folder))
        yield Subject(size_name(n, "subprocessors"), whole(n, 1, place.folder))


def size_name(n: int, what: str) -> str:
    """The name of the subject with so many clauses or subprocessors."""
    return f"own {what}: {n:,}"


def whole(rows: int, clauses: int, folder: Path) -> Callable[[], object]:
    """A call that goes the whole way from a profile of this size to a Word file in memory.

    Each time with other texts: a small contract that is known already would make the large one look slow.
    """
    runs = count(1)

    def build() -> bytes:
        ready = prepared_with(rows, clauses, folder, next(runs))
        contract = assemble(ready)
        report_on(ready, contract, date(2026, 11, 1))
        return WRITERS["docx"](contract)

    return build
