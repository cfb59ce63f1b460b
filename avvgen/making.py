"""From a profile to the files of its contract, every stage of it run; `records` knows what this came to before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from avvgen.assembly import Prepared, assemble, load_all
from avvgen.checks.report import report_on
from avvgen.clause_folders import laid_over, own_files
from avvgen.contract import Contract
from avvgen.files import beside, noting, wrong_name
from avvgen.findings import AvvgenError, Finding, Place, collecting, error
from avvgen.house import files_of_house
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
    """Read a profile and say which files its contract and its other texts go to; they are made all or none.

    Raises AvvgenError with every finding of the profile and the library.
    """
    with noting() as noted:
        texts = load_all(job.profile, job.overlays, job.settings, job.wanted)
        planned = [targets(one, job.folder, job.formats) for one in texts]
    libraries = {id(one.library): one.library for one in texts}.values()
    clauses = [path for library in libraries for path in library.files.values()]
    brought = [path for one in texts for path in files_of_house(one.profile, one.source, job.letterhead)]
    inputs = own_files((*noted.read, *clauses, *brought))
    every = tuple(target for group in planned for target in group)

    def outcome() -> Outcome:
        with noting() as also_noted, collecting() as problems:
            built = [problems.attempt(checked, one, job.letterhead, force=job.force) for one in texts]
        finished = [(one, group) for one, group in zip(built, planned, strict=True) if one]
        files = {str(target.path): WRITERS[target.format](one.contract) for one, group in finished for target in group}
        findings = tuple(dict.fromkeys(finding for one, _ in finished for finding in one.findings))
        made = Outcome(every, inputs, findings, files)
        folders = {laid_over(one.source.variants, one.source.library) for one in texts}
        if len(folders) == 1:  # a record knows one library
            keep(job, made, (noted, also_noted), folders.pop(), texts[0].library)
        return made

    return Begun(every, inputs, outcome)


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
        told, them = ("1 error", "it") if errors == 1 else (f"{errors} errors", "them")
        message = f"not built for {told}; mend {them}, accept {them} in the profile ('accept:'), or use --force"
        raise AvvgenError(*found, Finding("not-built", "error", message, prepared.source.begins))
    noted = (replace(f, level="warning") if f.level == "error" else f for f in found if f.level != "info")
    return Checked(contract, tuple(noted))


def targets(prepared: Prepared, folder: Path | None, formats: tuple[str, ...]) -> tuple[Target, ...]:
    """The files of one text: what the call says wins over what the profile says.

    Raises AvvgenError for a folder outside the project, and for a profile after which no file can be named.
    """
    output = prepared.profile.output
    path, place = prepared.source.path, prepared.source.place
    own = _folder(output.folder, place("output", "folder")) if output.folder and not folder else Path()
    name = output.name or prepared.source.name
    if wrong := wrong_name(name):
        raise error("output-name", f"'{name}' {wrong}", Place(str(path)))
    placed = Place(str(path)) if folder else place("output", "folder")
    return tuple(
        Target(path, folder or own, name, format_, place("output", "name"), placed, prepared.source.steps)
        for format_ in formats or output.formats
    )


def _folder(name: str, said: Place) -> Path:
    """The folder that a profile names; each part of it is a name as good as that of a file."""
    path = Path(name)
    for part in path.parts:
        if part not in (path.anchor, "..") and (wrong := wrong_name(part)):
            raise error("output-name", f"the folder '{part}' {wrong}", said)
    return beside(name, said)
