"""The shipped data, read as the program reads it: every scalar is text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from avvgen.grammar.citations import Citations
from avvgen.grammar.durations import Unit, read_units
from avvgen.grammar.tokens import Term, read_terms

CLAUSES = Path(__file__).parents[2] / "clauses"


def read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.load((CLAUSES / name).read_text(encoding="utf-8"), yaml.BaseLoader)
    return data


@pytest.fixture(scope="session")
def nouns() -> dict[str, str]:
    listed: dict[str, str] = read("words.yaml")["nouns"]
    return listed


@pytest.fixture(scope="session")
def terms(nouns: dict[str, str]) -> dict[str, Term]:
    return read_terms(read("words.yaml")["terms"], nouns)


@pytest.fixture(scope="session")
def units(nouns: dict[str, str]) -> dict[str, Unit]:
    return read_units(read("words.yaml")["units"], nouns)


@pytest.fixture(scope="session")
def citations() -> Citations:
    return Citations.model_validate(read("citations.yaml"))
