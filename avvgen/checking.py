"""What `avvgen check` does: examine every profile, compare them, and say it in the format that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from avvgen.assembly import Prepared, assemble, load_all
from avvgen.characters import one_line
from avvgen.checks.across import Built, against_public_list, drift
from avvgen.checks.document import matrix_document
from avvgen.checks.formats import FORMATS
from avvgen.checks.report import Report, report_on
from avvgen.clause_folders import library_files, own_files
from avvgen.contract import Contract
from avvgen.files import noting
from avvgen.findings import Finding, Place, Problems
from avvgen.job import ALL, Wanted
from avvgen.library.cache import library_of_files
from avvgen.memory import remembering
from avvgen.output import Advice, Target, refuse_twins, write
from avvgen.writers import WRITERS

Say = Callable[[str], None]
Show = Callable[[tuple[Report, ...]], None]
Matrix = tuple[Target, Contract]
BY_FOLDER = Advice("check them apart, each with -o for itself", "choose another folder with -o")


@dataclass(frozen=True, slots=True)
class Call:
    """What a call of `avvgen check` asks for."""

    profiles: tuple[Path, ...]
    format: str
    today: date
    strict: bool = False
    settings: tuple[str, ...] = ()
    overlays: tuple[Path, ...] = ()
    matrix: tuple[str, ...] = ()
    folder: Path = Path()
    public_list: Path | None = None
    wanted: Wanted = ALL


@remembering()
def run(call: Call, *, say: Say, warn: Say, show: Show | None = None) -> int:
    """Examine profiles; the exit status is 1 for findings of level error, with `strict` for warnings too.

    `show` takes the place of the text format, where there is a terminal to show reports on.
    """
    problems = Problems()
    with noting() as noted:
        ready = [one for path in call.profiles for one in problems.attempt(prepared, path, call) or ()]
        built = [(one, contract) for one in ready if (contract := problems.attempt(assemble, one)) is not None]
    reports = tuple(report_on(*one, call.today) for one in built)
    problems.add(*drift(built))
    for one in built if call.public_list else ():
        problems.add(*(problems.attempt(listed, one, call) or ()))
    if show is not None and call.format == "text":
        show(reports)
    else:
        say(FORMATS[call.format](reports))
    planned = [one for pair in zip(built, reports, strict=True) for one in matrices(*pair, call)]
    for target, document in problems.attempt(kept_apart, planned, inputs_of(noted.read, ready, call)) or ():
        if written := problems.attempt(write, target, WRITERS[target.format](document)):
            say(one_line(str(written)))
    findings = [*problems.findings, *(finding for report in reports for finding in report.findings)]
    for finding in findings:
        warn(str(finding))
    failing = ("error", "warning") if call.strict else ("error",)
    return 1 if any(finding.level in failing for finding in findings) else 0


def prepared(path: Path, call: Call) -> tuple[Prepared, ...]:
    """The texts of a profile before the first is filled.

    Raises AvvgenError for whatever keeps them from being built.
    """
    return load_all(path, call.overlays, call.settings, call.wanted)


def listed(one: Built, call: Call) -> tuple[Finding, ...]:
    """What the public list of subprocessors says otherwise than the contract."""
    return tuple(against_public_list(one[0], call.public_list)) if call.public_list else ()


def matrices(one: Built, report: Report, call: Call) -> Iterator[Matrix]:
    """The matrix of a contract with the files to write it to, one a format."""
    ready, contract = one
    part, path = contract.parts[0], ready.source.path
    document = matrix_document(report, ready.source.name, part.document.title, part.scheme)
    place = Place(str(path))
    for format_ in call.matrix:
        yield Target(path, call.folder, document.name, format_, place, place, ready.source.steps), document


def inputs_of(read: Iterable[str], ready: Iterable[Prepared], call: Call) -> tuple[Path, ...]:
    """The user's own files that a call reads."""
    clauses = (path for one in ready for path in one.library.files.values())
    return own_files((*read, *clauses, *((call.public_list,) if call.public_list else ())))


def kept_apart(planned: list[Matrix], inputs: tuple[Path, ...]) -> list[Matrix]:
    """The matrices, if each has a file of its own.

    Raises AvvgenError if two have one, or one would be written over an input.
    """
    refuse_twins((target for target, _ in planned), inputs, BY_FOLDER)
    return planned


def rules(overlays: tuple[Path, ...]) -> Iterator[str]:
    """Every rule and requirement with its reason and source."""
    library = library_of_files(library_files(overlays))
    for rule in library.rules.values():
        yield f"{rule.id}  [{rule.level}, {rule.category}]  {rule.because}"
    for duty in library.requirements.values():
        yield f"{duty.id}  [{duty.on_fail}, {duty.kind}]  {duty.source}: {duty.title_de}"
