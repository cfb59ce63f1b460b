"""Rules of law as data: what makes a contract doubtful, how it is found, what to do about it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import field_validator, model_validator

from avvgen.findings import Level
from avvgen.library.expressions import Condition
from avvgen.model import Model
from avvgen.patterns import wrong_with
from avvgen.profiles.fields import PlainText, reject
from avvgen.profiles.outline import Kind


class Detector(Model):
    """One way to find what a rule is about; exactly one of `when`, `pattern` and `form` leads.

    `when` is a condition over facts, asked once or for `each` record of a list. `pattern` is a regular expression for
    one sentence, in a `scope` (`contract`, `topic:<folder>`, `annex:<id>`), or for the texts that `field` gives.
    `form` names a function of the engine, which may read `known`: words or texts that it holds the contract against.
    """

    when: Condition | None = None
    each: Condition | None = None
    pattern: PlainText | None = None
    unless: PlainText | None = None
    scope: str = "contract"
    field: Condition | None = None
    only_if: Condition | None = None
    form: str | None = None
    known: tuple[str, ...] = ()
    level: Level | None = None
    message: str | None = None
    at: str | None = None

    @field_validator("pattern", "unless")
    @classmethod
    def is_regular(cls, value: str | None) -> str | None:
        """A regular expression of Python that can be searched for."""
        if wrong := wrong_with(value or ""):
            raise reject("rule-pattern", wrong)
        return value

    @model_validator(mode="after")
    def has_one_lead(self) -> Detector:
        """Something to look for."""
        if sum(lead is not None for lead in (self.pattern, self.form)) != 1 and self.when is None:
            raise reject("rule-detector", "needs one of when, pattern, form")
        return self


class Rule(Model):
    """A rule with its reason and source in German, an example that it hits and one that it does not."""

    id: str
    level: Level
    category: str
    message: str
    because: str
    advice: str
    bad: str
    good: str
    detect: tuple[Detector, ...]
    kinds: tuple[Kind, ...] = ()
    source_strength: Literal["statute", "EDPB", "DSK", "practice"] = "practice"
    checked: str = "own-knowledge"
    note: str | None = None


class RuleFile(Model):
    """A file of `clauses/rules/`: the rules of one category."""

    rules: tuple[Rule, ...]


class Limits(Model):
    """`clauses/limits.yaml`: thresholds of market practice, under one name each."""

    limits: dict[str, dict[str, Any]]

    @field_validator("limits", mode="before")
    @classmethod
    def numbers(cls, value: Any) -> Any:
        """Thresholds are numbers where they look like one."""
        if not isinstance(value, dict) or not all(isinstance(group, dict) for group in value.values()):
            return value
        return {
            name: {key: int(limit) if str(limit).isdecimal() else limit for key, limit in group.items()}
            for name, group in value.items()
        }
