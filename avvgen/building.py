"""What `avvgen build` does: prepare every profile, assemble, check, write; one failure does not stop the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from avvgen.assembly import Prepared, assemble, load
from avvgen.checks.report import report_on
from avvgen.contract import Contract
from avvgen.findings import AvvgenError, Finding, Place, Problems
from avvgen.house import letterhead_path
from avvgen.memory import remembering
from avvgen.output import Target, refuse_twins, stale, surplus, targets, write
from avvgen.unfinished import sweep
from avvgen.writers import remarks

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Call:
    """What a call of `avvgen build` asks for; what is not said comes from the profiles."""

    profiles: tuple[Path, ...]
    folder: Path | None = None
    formats: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    overlays: tuple[Path, ...] = ()
    letterhead: Path | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """A contract that may be written, and its findings, none of which is an error any more."""

    contract: Contract
    findings: tuple[Finding, ...]


@remembering()
def run(call: Call, *, check: bool, force: bool, say: Say, warn: Say) -> int:
    """Build or compare; the exit status is 1 if there was anything that a user must mend."""
    problems = Problems()
    ready = [
        prepared for path in call.profiles if (prepared := problems.attempt(load, path, call.overlays, call.settings))
    ]
    found = {one.source.path: problems.attempt(targets, one, call.folder, call.formats) for one in ready}
    planned = {path: group for path, group in found.items() if group}
    ready = [one for one in ready if one.source.path in planned]
    every = tuple(target for group in planned.values() for target in group)
    papers = (problems.attempt(letterhead_path, one.profile, one.source, call.letterhead) for one in ready)
    letterheads = [path for path in papers if path]
    if problems.attempt(_no_twins, every, letterheads) is None:
        ready = []
    for folder in {target.folder for target in every} if ready and not check else ():
        sweep(folder)
    for prepared in ready:
        built = problems.attempt(checked, prepared, call.letterhead, force=force)
        if built is not None:
            problems.add(*built.findings)
            finish(built.contract, planned[prepared.source.path], problems, check=check, say=say)
    if check and len(ready) == len(call.profiles):  # what a profile that failed would write is not known
        problems.add(*surplus(every, letterheads))
    for finding in problems.findings:
        warn(str(finding))
    return 1 if any(finding.level == "error" for finding in problems.findings) else 0


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
        message = f"not built for {errors} errors; mend them, accept them in the profile ('accept:'), or use --force"
        raise AvvgenError(*found, Finding("not-built", "error", message, Place(str(path), 1, 1)))
    noted = (replace(f, level="warning") if f.level == "error" else f for f in found if f.level != "info")
    return Checked(contract, tuple(noted))


def finish(contract: Contract, planned: tuple[Target, ...], problems: Problems, *, check: bool, say: Say) -> None:
    """Write the files of a contract, or compare them with what is there."""
    for target in planned:
        if check:
            problems.add(*(problems.attempt(stale, target, contract) or ()))
        elif written := problems.attempt(write, target, contract):
            say(str(written))


def _no_twins(every: tuple[Target, ...], letterheads: list[Path]) -> bool:
    refuse_twins(every, letterheads)
    return True
