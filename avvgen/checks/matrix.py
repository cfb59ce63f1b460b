"""The proof: for every requirement whether this contract meets it, because of what, and where.

Evidence is more than a label: the clauses that declare a fulfilment, the facts and rows that it rests on, and the
content of the annex all count. An accepted finding never changes a status.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from avvgen.checks.case import Case
from avvgen.facts import value_at
from avvgen.findings import Finding
from avvgen.library.catalogues import Requirement
from avvgen.library.expressions import Expression
from avvgen.templating import is_given, names_in

Status = Literal["met", "weak", "missing", "not_applicable"]
ORDER: tuple[Status, ...] = ("met", "weak", "missing")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The status of one requirement, why, the numbers where it is met, and the clauses that meet it."""

    requirement: Requirement
    status: Status
    because: str = ""
    where: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason why a requirement is not met in full."""

    status: Status
    because: str


def matrix(case: Case, findings: Iterable[Finding]) -> tuple[Verdict, ...]:
    """A verdict for every requirement that a text of this kind has to meet, in the order of the library."""
    fired = {finding.rule for finding in findings if finding.level == "error"}
    return tuple(verdict(requirement, case, fired) for requirement in asked_of(case))


def asked_of(case: Case) -> Iterator[Requirement]:
    """Of a contract all requirements but those on demand, of any other text those that its outline demands."""
    outline = case.prepared.outline
    for requirement in case.prepared.library.requirements.values():
        if (outline.kind == "contract" and not requirement.on_demand) or requirement.id in outline.proves:
            yield requirement


def verdict(requirement: Requirement, case: Case, fired: set[str]) -> Verdict:
    """The verdict on one requirement."""
    if requirement.when is not None:
        applies = case.ask(requirement.when)
        if not applies:
            return Verdict(requirement, "not_applicable", inapplicable(requirement.when, case, applies))
    fulfilling = dict(fulfilments(requirement.id, case))
    doubts: list[Doubt] = []
    if any("clause" in evidence for evidence in requirement.evidence):
        doubts += [] if requirement.id in case.said_by_data else clause_doubts(fulfilling, case)
    doubts += weakenings(requirement.id, case)
    for evidence in requirement.evidence:
        doubts += other_doubts(evidence, requirement, case, fired)
    status: Status = max((doubt.status for doubt in doubts), key=ORDER.index, default="met")
    because = "; ".join(dict.fromkeys(doubt.because for doubt in doubts if doubt.because))
    clauses = tuple(fulfilling)
    return Verdict(requirement, status, because, tuple(places(clauses, requirement, case)), clauses)


# Clauses ------------------------------------------------------------------------------------------


def fulfilments(id_: str, case: Case) -> Iterator[tuple[str, list[Doubt]]]:
    """The clauses that fulfil a requirement, each with what makes it weak."""
    for clause_id, selected in case.selected.items():
        declared = selected.clause.head.fulfils.get(id_)
        if declared is None or not says_something(clause_id, case) or case.holds(declared.not_, selected):
            continue
        if declared.when is not None and not case.holds(declared.when, selected):
            continue
        weak = case.holds(declared.weak, selected)
        yield clause_id, [Doubt("weak", declared.because or selected.clause.head.title)] if weak else []


def clause_doubts(fulfilling: Mapping[str, list[Doubt]], case: Case) -> list[Doubt]:
    """Nothing if one clause fulfils in full; else the doubts of those that fulfil weakly, or that there is none."""
    if not fulfilling:
        return [Doubt("missing", case.say("no_clause"))]
    return [] if any(not doubts for doubts in fulfilling.values()) else [d for ds in fulfilling.values() for d in ds]


def weakenings(id_: str, case: Case) -> Iterator[Doubt]:
    """What another clause takes away from a duty."""
    for selected in case.selected.values():
        declared = selected.clause.head.weakens.get(id_)
        if declared is not None and (declared.when is None or case.holds(declared.when, selected)):
            yield Doubt("weak", declared.because or selected.clause.head.title)


def says_something(clause_id: str, case: Case) -> bool:
    """Whether a clause that is in has printed anything: one that says nothing fulfils nothing."""
    return any(clause_id in part.labels.by_id for part in case.contract.parts)


# Facts, rows, annexes, rules ----------------------------------------------------------------------


def other_doubts(evidence: Mapping[str, Any], requirement: Requirement, case: Case, fired: set[str]) -> Iterator[Doubt]:
    """What evidence other than clauses leaves open."""
    absent: Status = "missing" if requirement.level in ("profile-data", "annex") else "weak"
    match evidence:
        case {"field": names}:
            for name in [names] if isinstance(names, str) else names:
                if not is_given(value_at(case.scope.data, str(name))):
                    yield Doubt(absent, case.say("absent", what=label(str(name), case)))
        case {"one_of": names}:
            if not any(is_given(value_at(case.scope.data, str(name))) for name in names):
                either = f" {case.say('or')} ".join(label(str(name), case) for name in names)
                yield Doubt(absent, case.say("absent", what=either))
        case {"rows": table, "columns": columns}:
            yield from row_doubts(str(table), [str(column) for column in columns], absent, case)
        case {"annex": "tom"}:
            yield from annex_doubts(evidence, case)
        case {"lint_clean": rules}:
            hit = [str(rule) for rule in rules if str(rule) in fired]
            if hit:
                yield Doubt("weak", case.say("finding", rules=", ".join(hit)))


def row_doubts(table: str, columns: list[str], absent: Status, case: Case) -> Iterator[Doubt]:
    """The cells that are empty in a table that evidence rests on."""
    for record in value_at(case.scope.data, table) or ():
        empty = [column for column in columns if not is_given(record.get(column))]
        if empty:
            row = record.get("name") or record.get("standard") or table
            yield Doubt(absent, case.say("absent", what=f"{row}: {', '.join(empty)}"))


def annex_doubts(evidence: Mapping[str, Any], case: Case) -> Iterator[Doubt]:
    """Controls without a measure, and too few specific safeguards."""
    covered = set(case.measures["covered"])
    reasoned = set(case.measures["excluded"]) if evidence.get("allow_reasoned_none") in (True, "true") else set()
    titles = {category.id: category.title for category in case.prepared.library.toms.categories}
    for id_ in map(str, evidence.get("category", ())):
        if id_ not in covered | reasoned:
            yield Doubt("missing", case.say("uncovered", title=titles.get(id_, id_)))
    if evidence.get("min_measures_per_category") and not covered:
        yield Doubt("missing", case.say("no_measures"))
    if evidence.get("flag") == "sensibel":
        count, least = case.measures["sensitive_count"], int(str(evidence.get("min", 1)))
        if count < least:
            yield Doubt("missing", case.say("too_few", count=count, least=least))


def label(name: str, case: Case) -> str:
    """A fact as a person would call it."""
    known = case.prepared.library.facts.get(name)
    return known.help if known and known.help else name


def inapplicable(condition: Expression, case: Case, applies: Any) -> str:
    """The fact that switched a requirement off."""
    names = ", ".join(label(name, case) for name in sorted(names_in(condition)))
    return case.say("not_stated" if applies is None else "not_so", names=names)


# Places -------------------------------------------------------------------------------------------


def places(clauses: tuple[str, ...], requirement: Requirement, case: Case) -> Iterator[str]:
    """The numbers of the contract where a requirement is met."""
    seen: dict[str, None] = {}
    for part in case.contract.parts:
        for id_ in clauses:
            if id_ in part.labels.by_id:
                seen.setdefault(part.labels.text((id_,)))
        if any("annex" in evidence for evidence in requirement.evidence) and "annex-toms" in part.labels.by_id:
            seen.setdefault(part.labels.text(("annex-toms",)))
    yield from (text for text in seen if text)
