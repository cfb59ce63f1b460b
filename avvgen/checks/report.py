"""Examine a contract: the proof, the findings, and what the profile accepts of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from avvgen.assembly import Prepared, assemble
from avvgen.checks.case import Case
from avvgen.checks.form import run_rules
from avvgen.checks.matrix import Verdict, matrix
from avvgen.checks.rules import judge
from avvgen.contract import Contract
from avvgen.findings import Finding, Level, nearest
from avvgen.library.load import Library
from avvgen.profiles.models import Acceptance
from avvgen.writers import remarks


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that the profile stands by, and why."""

    finding: Finding
    acceptance: Acceptance


@dataclass(frozen=True, slots=True)
class Report:
    """What `check` says of one text of a profile; accepted findings are listed apart and change no status."""

    profile: Path
    matrix: tuple[Verdict, ...]
    findings: tuple[Finding, ...]
    accepted: tuple[Accepted, ...]
    words: Mapping[str, str] = field(default_factory=dict)
    edition: str = ""

    @property
    def name(self) -> str:
        """The profile, and which of its texts this is about if it makes several."""
        return f"{self.profile} ({self.edition})" if self.edition else str(self.profile)


def examine(prepared: Prepared, today: date) -> Report:
    """The report on a profile; `today` decides only what grows old by itself."""
    return report_on(prepared, assemble(prepared), today)


def report_on(prepared: Prepared, contract: Contract, today: date) -> Report:
    """The report on a contract that was built from a profile."""
    case, library = Case(prepared, contract, today), prepared.library
    # What two clauses state differently is said once, in the library's words where it has them.
    formal = (f for f in run_rules(contract) if f.rule != "fact-conflict" or "klausel-konflikt" not in library.rules)
    judged = (*formal, *judge(case))
    proof = matrix(case, judged)
    found = tuple(weighed((*judged, *gaps(proof, case), *remarks(contract)), prepared))
    accepted = tuple(Accepted(f, a) for f in found for a in prepared.profile.accept if a.rule == f.rule)
    stood_by = {one.finding for one in accepted}
    open_ = (*(f for f in found if f not in stood_by), *needless(found, prepared))
    words: Any = prepared.library.phrases["proof"]
    source = prepared.source
    return Report(source.path, proof, tuple(located(open_, prepared)), accepted, words, source.edition)


def gaps(proof: tuple[Verdict, ...], case: Case) -> Iterator[Finding]:
    """A finding for each requirement that is missing or weak; a weak one is never an error."""
    for verdict in proof:
        duty = verdict.requirement
        if verdict.status in ("missing", "weak"):
            of_weak: Level = "info" if duty.on_fail == "info" else "warning"
            level = duty.on_fail if verdict.status == "missing" else of_weak
            message = f"{duty.source}, {duty.title_de}: {case.say(verdict.status)} ({verdict.because})"
            yield Finding(duty.id, level, message)


def weighed(found: tuple[Finding, ...], prepared: Prepared) -> Iterator[Finding]:
    """The findings at the levels that the profile sets for their rules; `off` leaves them out."""
    severity = prepared.profile.severity
    for finding in dict.fromkeys(found):
        level = severity.get(finding.rule, finding.level)
        if level != "off":
            yield replace(finding, level=level)


def needless(found: tuple[Finding, ...], prepared: Prepared) -> Iterator[Finding]:
    """Acceptances of what is not found; acceptances and severities of rules that do not exist.

    Of several texts that share their acceptances, one may need what another does not.
    """
    rules = {finding.rule for finding in found}
    known = known_rules(prepared.library)
    named: dict[tuple[str | int, ...], str] = {("severity", rule): rule for rule in prepared.profile.severity}
    named |= {("accept", n, "rule"): one.rule for n, one in enumerate(prepared.profile.accept)}
    for path, rule in named.items():
        place = prepared.source.place(*path)
        if rule not in known:
            message = f"'{rule}' is no rule and no requirement{nearest(rule, known)}"
            yield Finding("unknown-rule", "error", message, place)
        elif path[0] == "accept" and rule not in rules and not prepared.source.edition:
            message = f"'{rule}' is accepted but no longer found; remove the acceptance"
            yield Finding("acceptance-unused", "warning", message, place)


def known_rules(library: Library) -> set[str]:
    """Every id that a finding of `check` can have."""
    form = {"placeholder-left", "space-doubled", "paragraph-empty", "letters-mixed", "fact-conflict"}
    return {*library.rules, *library.requirements, *form}


def located(found: tuple[Finding, ...], prepared: Prepared) -> Iterator[Finding]:
    """Findings about the contract as a whole point to its profile, or to its package or document there."""
    profile = prepared.source.begins
    for finding in found:
        yield finding if finding.place.path else replace(finding, place=profile)
