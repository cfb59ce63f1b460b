"""What the tests of the check share: profiles changed in a line or two, and what the check says of them."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from avvgen.assembly import Prepared, assemble, prepare
from avvgen.checks.case import Case
from avvgen.checks.report import Report, report_on
from avvgen.clause_folders import library_files
from avvgen.library.load import Library, load_library
from avvgen.profiles.load import ProfileSource, load_profile_source, merge
from avvgen.yaml_source import Mapping, read_yaml

PROFILES = Path(__file__).parent.parent.parent / "profiles"
SMALL = (PROFILES / "minimal.yaml").read_text("utf-8")
TODAY = date(2026, 11, 21)


@cache
def library() -> Library:
    """The shipped library, read once."""
    return load_library(library_files())


def prepared_profile(folder: Path, more: str = "", profile: str = "minimal") -> Prepared:
    """A published profile with lines of YAML laid over it, ready to be assembled."""
    source = load_profile_source(PROFILES / f"{profile}.yaml")
    if more:
        path = folder / "more.yaml"
        path.write_text(more, "utf-8")
        over = read_yaml(path)
        assert isinstance(over, Mapping)
        source = ProfileSource(source.path, merge(source.root, over), abstract=False, library=None)
    return prepare(source, library())


def report(folder: Path, more: str = "", *, profile: str = "minimal", today: date = TODAY) -> Report:
    """What the check says of a published profile with lines of YAML laid over it."""
    prepared = prepared_profile(folder, more, profile)
    return report_on(prepared, assemble(prepared), today)


def case(folder: Path, more: str = "") -> Case:
    """The small profile before its judge."""
    prepared = prepared_profile(folder, more)
    return Case(prepared, assemble(prepared), TODAY)


def statuses(said: Report) -> dict[str, str]:
    """The status of every requirement by its id."""
    return {verdict.requirement.id: verdict.status for verdict in said.matrix}


def levels(said: Report) -> dict[str, str]:
    """The level of every rule that found something, accepted findings not among them."""
    return {finding.rule: finding.level for finding in said.findings}
