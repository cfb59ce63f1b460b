"""Reports as text, JSON, SARIF 2.1.0, GitHub annotations and JUnit XML: one function a format."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

import avvgen
from avvgen.characters import one_line
from avvgen.checks.matrix import Verdict
from avvgen.checks.report import Accepted, Report
from avvgen.findings import Finding, Place

SARIF_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
GITHUB_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}
SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_text(reports: tuple[Report, ...]) -> str:
    """The matrix line by line for reading; the findings go to standard error."""
    return "\n".join(line for report in reports for line in text_lines(report))


def text_lines(report: Report) -> Iterator[str]:
    """The matrix of one profile, then what it accepts."""
    yield report.name
    for verdict in report.matrix:
        yield one_line("  " + " | ".join(verdict_words(verdict, report.words)))
    for one in report.accepted:
        why, word = one.acceptance, report.words["accepted"]
        yield one_line(f"  {word}: {one.finding.rule}: {why.reason} ({why.by}, {why.date})")


def verdict_words(verdict: Verdict, names: Mapping[str, str]) -> tuple[str, ...]:
    """One line of the matrix: source, title, status, where, clauses, why."""
    duty = verdict.requirement
    clauses = ", ".join(f"clauses/{id_}.md" for id_ in verdict.clauses)
    words = (duty.source, duty.title_de, names[verdict.status], ", ".join(verdict.where), clauses, verdict.because)
    return tuple(word for word in words if word)


def as_json(reports: tuple[Report, ...]) -> str:
    """An array with one object a profile: profile, matrix, findings."""
    return json.dumps([json_object(report) for report in reports], ensure_ascii=False, indent=2)


def json_object(report: Report) -> dict[str, Any]:
    """One profile's report as plain data."""
    return {
        "profile": str(report.profile),
        **({"edition": report.edition} if report.edition else {}),
        "matrix": [
            {
                "requirement": verdict.requirement.id,
                "source": verdict.requirement.source,
                "title": verdict.requirement.title_de,
                "status": verdict.status,
                "because": verdict.because,
                "where": list(verdict.where),
                "clauses": list(verdict.clauses),
            }
            for verdict in report.matrix
        ],
        "findings": [
            *(json_finding(finding, accepted=False) for finding in report.findings),
            *(json_finding(one.finding, accepted=True) for one in report.accepted),
        ],
    }


def json_finding(finding: Finding, *, accepted: bool) -> dict[str, Any]:
    """One finding as plain data."""
    place = finding.place
    return {
        "rule": finding.rule,
        "level": finding.level,
        "message": finding.message,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "accepted": accepted,
    }


def as_sarif(reports: tuple[Report, ...]) -> str:
    """SARIF 2.1.0 with a region for each finding; accepted ones are suppressed with their reason."""
    results = [result for report in reports for result in sarif_results(report)]
    rules = [{"id": id_} for id_ in sorted({result["ruleId"] for result in results})]
    driver = {"name": "avvgen", "version": avvgen.__version__, "rules": rules}
    log = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def sarif_results(report: Report) -> Iterator[dict[str, Any]]:
    """The findings of one profile as results."""
    for finding in report.findings:
        yield sarif_result(finding)
    for one in report.accepted:
        yield sarif_result(one.finding) | {
            "suppressions": [{"kind": "external", "justification": one.acceptance.reason}]
        }


def sarif_result(finding: Finding) -> dict[str, Any]:
    """One finding with its place."""
    place = finding.place
    region = {"startLine": max(place.line, 1), "startColumn": max(place.column, 1)}
    location = {"artifactLocation": {"uri": quote(place.path.replace("\\", "/"))}, "region": region}
    return {
        "ruleId": finding.rule,
        "level": SARIF_LEVELS[finding.level],
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": location}],
    }


def as_github(reports: tuple[Report, ...]) -> str:
    """Workflow commands that annotate the lines of a pull request."""
    return "\n".join(annotation(finding) for report in reports for finding in report.findings)


def annotation(finding: Finding) -> str:
    """One workflow command, its special characters in per cent."""
    place = finding.place
    message = finding.message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    path = place.path.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    where = f"file={path},line={max(place.line, 1)},col={max(place.column, 1)}"
    return f"::{GITHUB_LEVELS[finding.level]} {where},title={finding.rule}::{message}"


def as_junit(reports: tuple[Report, ...]) -> str:
    """JUnit XML: a suite a profile, a case a requirement and a finding; errors and missing duties fail."""
    suites = "".join(junit_suite(report) for report in reports)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>{suites}</testsuites>'


def junit_suite(report: Report) -> str:
    """The cases of one profile."""
    from xml.sax.saxutils import quoteattr  # noqa: PLC0415 - it brings the whole of HTTP along

    failing = {finding.rule: finding for finding in report.findings if finding.level == "error"}
    accepted = {one.finding.rule: one for one in report.accepted}
    names = [verdict.requirement.id for verdict in report.matrix]
    names += [rule for rule in dict.fromkeys((*failing, *accepted)) if rule not in names]
    cases = "".join(junit_case(name, failing.get(name), accepted.get(name)) for name in names)
    attributes = f"name={quoteattr(report.name)} tests={quoteattr(str(len(names)))}"
    return f"<testsuite {attributes} failures={quoteattr(str(len(failing)))}>{cases}</testsuite>"


def junit_case(name: str, finding: Finding | None, accepted: Accepted | None) -> str:
    """One case: passed, failed with its finding, or skipped because it is accepted."""
    from xml.sax.saxutils import escape, quoteattr  # noqa: PLC0415 - it brings the whole of HTTP along

    inside = ""
    if finding is not None:
        inside = f"<failure message={quoteattr(finding.message)}>{escape(shown(finding.place))}</failure>"
    elif accepted is not None:
        inside = f"<skipped message={quoteattr(accepted.acceptance.reason)}/>"
    return f"<testcase name={quoteattr(name)}>{inside}</testcase>"


def shown(place: Place) -> str:
    """The place as text."""
    return str(place)


FORMATS: Mapping[str, Callable[[tuple[Report, ...]], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
    "junit": as_junit,
}
