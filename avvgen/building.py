"""What `avvgen build` does: prepare every profile, assemble, check, write; one failure does not stop the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from avvgen.assembly import Prepared, assemble, load
from avvgen.checks import run_rules
from avvgen.contract import Contract
from avvgen.findings import AvvgenError, Finding, Place, Problems
from avvgen.output import Target, refuse_twins, stale, surplus, targets, write

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Call:
    """What a call of `avvgen build` asks for; what is not said comes from the profiles."""

    profiles: tuple[Path, ...]
    folder: Path | None = None
    formats: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    overlays: tuple[Path, ...] = ()


def run(call: Call, *, check: bool, force: bool, say: Say, warn: Say) -> int:
    """Build or compare; the exit status is 1 if there was anything that a user must mend."""
    problems = Problems()
    ready = [
        prepared for path in call.profiles if (prepared := problems.attempt(load, path, call.overlays, call.settings))
    ]
    planned = {prepared.source.path: targets(prepared, call.folder, call.formats) for prepared in ready}
    every = tuple(target for group in planned.values() for target in group)
    if problems.attempt(_no_twins, every) is None:
        ready = []
    for prepared in ready:
        contract = problems.attempt(checked, prepared, problems, force=force)
        if contract is not None:
            finish(contract, planned[prepared.source.path], problems, check=check, say=say)
    if check and len(ready) == len(call.profiles):  # what a profile that failed would write is not known
        problems.add(*surplus(every))
    for finding in problems.findings:
        warn(str(finding))
    return 1 if any(finding.level == "error" for finding in problems.findings) else 0


def checked(prepared: Prepared, problems: Problems, *, force: bool) -> Contract:
    """The contract of a profile.

    Raises AvvgenError when a rule of level error fires, unless forced; other findings are noted.
    """
    contract = assemble(prepared)
    found = findings_about(contract, prepared)
    if force:
        found = tuple(replace(finding, level="warning") for finding in found)
    if any(finding.level == "error" for finding in found):
        raise AvvgenError(*found)
    problems.add(*found)
    return contract


def finish(contract: Contract, planned: tuple[Target, ...], problems: Problems, *, check: bool, say: Say) -> None:
    """Write the files of a contract, or compare them with what is there."""
    for target in planned:
        if check:
            problems.add(*stale(target, contract))
        elif written := problems.attempt(write, target, contract):
            say(str(written))


def _no_twins(every: tuple[Target, ...]) -> bool:
    refuse_twins(every)
    return True


def findings_about(contract: Contract, prepared: Prepared) -> tuple[Finding, ...]:
    """What the rules say of a contract; what they say of the whole of it points to its profile."""
    profile = Place(str(prepared.source.path))
    return tuple(found if found.place.path else replace(found, place=profile) for found in run_rules(contract))
