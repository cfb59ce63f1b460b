"""From a profile to the files of its contract, every stage of it run; `records` knows what this came to before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from avvgen.assembly import Prepared, assemble, load
from avvgen.checks.report import report_on
from avvgen.clause_folders import laid_over
from avvgen.contract import Contract
from avvgen.files import beside, noting, wrong_name
from avvgen.findings import AvvgenError, Finding, Place, Problems, error
from avvgen.house import letterhead_path
from avvgen.job import Job
from avvgen.output import Begun, Outcome, Target
from avvgen.records import keep
from avvgen.writers import WRITERS, remarks


@dataclass(frozen=True, slots=True)
class Checked:
    """A contract that may be written, and its findings, none of which is an error any more."""

    contract: Contract
    findings: tuple[Finding, ...]


def begin(job: Job) -> Begun:
    """Read a profile and say which files its contract goes to.

    Raises AvvgenError with every finding of the profile and the library.
    """
    with noting() as read:
        prepared = load(job.profile, job.overlays, job.settings)
        planned = targets(prepared, job.folder, job.formats)
        paper = Problems().attempt(letterhead_path, prepared.profile, prepared.source, job.letterhead)

    def outcome() -> Outcome:
        with noting() as also_read:
            built = checked(prepared, job.letterhead, force=job.force)
        formats = dict.fromkeys(target.format for target in planned)
        files = {format_: WRITERS[format_](built.contract) for format_ in formats}
        made = Outcome(planned, paper, built.findings, files)
        source = prepared.source
        keep(job, made, read | also_read, laid_over(source.variants, source.library), prepared.library)
        return made

    return Begun(planned, paper, outcome)


def checked(prepared: Prepared, letterhead: Path | None, *, force: bool) -> Checked:
    """The contract of a profile, on this letterhead rather than its own, and what is to be said of it.

    Raises AvvgenError when a file of the house style is unusable, and when a finding of level error is neither
    accepted nor forced. What grows old by itself is judged on the contract's own date, or
    without one on the day of the library's newest review, so that a build never hangs on the clock.
    """
    contract = assemble(prepared, letterhead)
    if unusable := [finding for finding in remarks(contract) if finding.level == "error"]:
        raise AvvgenError(*unusable)
    reviewed = max((clause.head.reviewed for clause in prepared.library.clauses.values()), default=date.min)
    found = report_on(prepared, contract, prepared.profile.document.date or reviewed).findings
    errors = sum(finding.level == "error" for finding in found)
    if errors and not force:
        path = prepared.source.path
        told, them = ("1 error", "it") if errors == 1 else (f"{errors} errors", "them")
        message = f"not built for {told}; mend {them}, accept {them} in the profile ('accept:'), or use --force"
        raise AvvgenError(*found, Finding("not-built", "error", message, Place(str(path), 1, 1)))
    noted = (replace(f, level="warning") if f.level == "error" else f for f in found if f.level != "info")
    return Checked(contract, tuple(noted))


def targets(prepared: Prepared, folder: Path | None, formats: tuple[str, ...]) -> tuple[Target, ...]:
    """The files of one profile: what the call says wins over what the profile says.

    Raises AvvgenError for a folder outside the project, and for a profile after which no file can be named.
    """
    output = prepared.profile.output
    path, place = prepared.source.path, prepared.source.place
    own = beside(output.folder, place("output", "folder")) if output.folder and not folder else Path()
    name = output.name or prepared.source.name
    if wrong := wrong_name(name):
        raise error("output-name", f"'{name}' {wrong}", Place(str(path)))
    placed = Place(str(path)) if folder else place("output", "folder")
    return tuple(
        Target(path, folder or own, name, format_, place("output", "name"), placed)
        for format_ in formats or output.formats
    )
