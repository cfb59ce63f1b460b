"""The names that a text or condition may use, looked up only when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from avvgen.templating.limits import Meter


@dataclass(frozen=True, slots=True)
class Scope:
    """Names of several kinds; options come before functions, words and data, in this order.

    `words` turns a token such as `der_Auftragnehmer` into the words of this contract. `meter` counts what all texts
    and conditions under these names cost together.
    """

    options: Mapping[str, Any]
    functions: Mapping[str, Any]
    tokens: frozenset[str]
    word: Callable[[str], Any]
    data: Mapping[str, Any]
    meter: Meter = field(default_factory=Meter, compare=False)

    def __contains__(self, name: str) -> bool:
        """Whether the name means something."""
        return name in self.options or name in self.functions or name in self.tokens or name in self.data

    def __getitem__(self, name: str) -> Any:
        """What the name means; KeyError if nothing."""
        if name in self.options:
            return self.options[name]
        if name in self.functions:
            return self.functions[name]
        if name in self.tokens:
            return self.word(name)
        return self.data[name]

    def names(self) -> Iterator[str]:
        """Every name, for hints."""
        for group in (self.options, self.functions, self.tokens, self.data):
            yield from group

    def with_options(self, options: Mapping[str, Any]) -> Scope:
        """The same names with the options of one clause."""
        return replace(self, options=options)

    def with_functions(self, functions: Mapping[str, Any]) -> Scope:
        """The same names with more functions."""
        return replace(self, functions={**self.functions, **functions})
