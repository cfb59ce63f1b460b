"""What `avvgen check` does: examine every profile, compare them, and say it in the format that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from avvgen.assembly import Prepared, assemble, load_all
from avvgen.checks.across import Built, against_public_list, drift
from avvgen.checks.document import matrix_document
from avvgen.checks.formats import FORMATS
from avvgen.checks.report import Report, report_on
from avvgen.clause_folders import library_files
from avvgen.findings import Finding, Problems
from avvgen.job import ALL, Wanted
from avvgen.library.cache import library_of_files
from avvgen.memory import remembering
from avvgen.output import replace_whole
from avvgen.writers import WRITERS

Say = Callable[[str], None]
Show = Callable[[tuple[Report, ...]], None]


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
    for one, report in zip(built, reports, strict=True):
        for path in problems.attempt(write_matrix, one, report, call) or ():
            say(str(path))
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


def write_matrix(one: Built, report: Report, call: Call) -> tuple[Path, ...]:
    """Write the matrix as files beside the contract, one a format."""
    ready, contract = one
    part = contract.parts[0]
    document = matrix_document(report, ready.source.name, part.document.title, part.scheme)
    paths = []
    for format_ in call.matrix:
        call.folder.mkdir(parents=True, exist_ok=True)
        path = call.folder / f"{document.name}.{format_}"
        replace_whole(path, WRITERS[format_](document))
        paths.append(path)
    return tuple(paths)


def rules(overlays: tuple[Path, ...]) -> Iterator[str]:
    """Every rule and requirement with its reason and source."""
    library = library_of_files(library_files(overlays))
    for rule in library.rules.values():
        yield f"{rule.id}  [{rule.level}, {rule.category}]  {rule.because}"
    for duty in library.requirements.values():
        yield f"{duty.id}  [{duty.on_fail}, {duty.kind}]  {duty.source}: {duty.title_de}"
