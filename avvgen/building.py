"""What `avvgen build` does: begin every profile, build, write; one failure does not stop the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from avvgen.characters import one_line
from avvgen.findings import Problems
from avvgen.job import ALL, Job
from avvgen.memory import remembering
from avvgen.output import Begun, Outcome, Target, compared, refuse_twins, surplus, write
from avvgen.records import recalled
from avvgen.unfinished import sweep

Say = Callable[[str], None]


@remembering()
def run(jobs: tuple[Job, ...], *, check: bool, say: Say, warn: Say) -> int:
    """Build or compare; the exit status is 1 if there was anything that a user must mend."""
    problems = Problems()
    begun = [one for job in jobs if (one := problems.attempt(begin, job))]
    every = tuple(target for one in begun for target in one.targets)
    inputs = [path for one in begun for path in one.inputs]
    ready = begun if problems.attempt(_no_twins, every, inputs) else []
    for folder in {target.folder for target in every} if ready and not check else ():
        sweep(folder)
    for one in ready:
        outcome = problems.attempt(one.outcome)
        if outcome is not None:
            problems.add(*outcome.findings)
            finish(outcome, problems, check=check, say=say)
    whole = len(ready) == len(jobs) and all(job.wanted == ALL for job in jobs)
    if check and whole:  # what a profile that failed, or the rest of it, would write is not known
        problems.add(*surplus(every, inputs))
    for finding in problems.findings:
        warn(str(finding))
    return 1 if any(finding.level == "error" for finding in problems.findings) else 0


def begin(job: Job) -> Begun:
    """What a job comes to: as it is known from before, or else as it has to be made.

    Raises AvvgenError with every finding of the profile and the library.
    """
    if known := recalled(job):
        return Begun(known.targets, known.inputs, lambda: known)
    from avvgen.making import begin as begin_anew  # noqa: PLC0415 - what is known needs neither pydantic nor Jinja

    return begin_anew(job)


def finish(outcome: Outcome, problems: Problems, *, check: bool, say: Say) -> None:
    """Write the files of a profile, or compare them with what is there."""
    for target in outcome.targets:
        data = outcome.files[str(target.path)]
        if check:
            problems.add(*compared(target.path, data, str(target.profile)))
        elif written := problems.attempt(write, target, data):
            say(one_line(str(written)))


def _no_twins(every: tuple[Target, ...], inputs: Iterable[Path]) -> bool:
    refuse_twins(every, inputs)
    return True
