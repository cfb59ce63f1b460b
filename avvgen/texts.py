"""Clause texts as blocks: fill, then read; what goes wrong in one text does not hide what is wrong in the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from avvgen.document import Blocks, FollowUp, Inlines, PageCount, PageNumber
from avvgen.findings import NOWHERE, Place, Problems, nearest
from avvgen.library.clauses import Body
from avvgen.library.options import OptionSpec
from avvgen.reading import read, read_inlines
from avvgen.selection import Selected
from avvgen.templating import NoSuchNameError, Row, Scope, as_value, fill, letters
from avvgen.templating.environment import function
from avvgen.templating.fill import LINE
from avvgen.yaml_source import SourceText

PAGES = {"page": Row((PageNumber(),)), "pages": Row((PageCount(),))}


@dataclass(frozen=True, slots=True)
class Texts:
    """Every text of a contract, from the library or the profile, under the names of this contract."""

    scope: Scope
    phrases: Mapping[str, SourceText]
    problems: Problems
    spelled: Callable[[str], str] = str

    def clause(self, selected: Selected) -> Blocks:
        """The blocks of a clause with its options; none if it says nothing, or if it is wrong."""
        options = option_values(selected, self)
        return self._blocks(selected.clause.body, self.scope.with_options(options))

    def blocks(self, text: str, **values: Any) -> Blocks:
        """The blocks of a clause text that the profile or an outline gives."""
        if is_literal(text):
            return (FollowUp(letters(text)),)
        return self._blocks(body_of(text), self.scope.with_options(values))

    def line(self, text: str, **values: Any) -> Inlines:
        """A clause text that is one line: a title, a heading, a header."""
        if is_literal(text):
            return letters(text)
        body = body_of(text)
        filled = self.problems.attempt(fill, body, self.scope.with_options(values))
        if filled is None or not LINE.sub("", filled.skeleton).strip():
            return ()
        return self.problems.attempt(read_inlines, filled) or ()

    def running(self, text: str, **values: Any) -> Inlines:
        """A line that runs along all pages, which may name the page and how many there are."""
        return self.line(text, **PAGES, **values)

    def phrase(self, name: str, **values: Any) -> Inlines:
        """A phrase of the library by its name."""
        return self.line(self.phrases[name], **values)

    def respelled(self, own: str | tuple[str, ...]) -> str | tuple[str, ...]:
        """Words of our own, one text or several, in the spelling and the vocabulary of this contract."""
        return self.spelled(own) if isinstance(own, str) else tuple(map(self.spelled, own))

    def _blocks(self, body: Body, scope: Scope) -> Blocks:
        filled = self.problems.attempt(fill, body, scope)
        if filled is None:
            return ()
        blocks = self.problems.attempt(read, filled) or ()
        return tuple(block for block in blocks if not (isinstance(block, FollowUp) and not block.content))


def speaking(
    scope: Scope, phrases: Mapping[str, SourceText], problems: Problems, spelled: Callable[[str], str] = str
) -> Texts:
    """Texts that may also say a phrase of the library: `{{ say("subprocessor", entry=entry) }}`."""

    def say(name: str, **values: Any) -> Row:
        if name not in phrases:
            raise NoSuchNameError(name, f"say('{name}'): there is no such phrase{nearest(name, phrases)}")
        return Row(texts.phrase(name, **values))

    texts = Texts(scope.with_functions({"say": function("say", say)}), phrases, problems, spelled)
    return texts


def option_values(selected: Selected, texts: Texts) -> dict[str, Any]:
    """The options of a clause as its body prints them: letters, labelled gaps, and clause texts filled."""
    blanks: Any = texts.phrases.get("blanks", {})
    values: dict[str, Any] = {}
    for name, value in selected.options.items():
        spec = selected.clause.head.options.get(name)
        if spec is not None and spec.type == "clause_text" and value is not None:
            values[name] = Row(texts.line(value))
        elif spec is not None and is_ours(spec, value):
            values[name] = as_value(texts.respelled(value), {}, name)
        else:
            labels = {**blanks, name: blanks.get(name) or (spec.help if spec else name)}
            values[name] = as_value(value, labels, name)
    return values


def is_ours(spec: OptionSpec, value: Any) -> bool:
    """Whether an option says what the library itself says unasked: words of our own, not letters of the profile."""
    default, chosen = (part if isinstance(part, list | tuple) else (part,) for part in (spec.default, value))
    return spec.type in ("text", "texts") and value is not None and tuple(default) == tuple(chosen)


def is_literal(text: str) -> bool:
    """Whether a text came from outside the profile, so that it is letters and nothing else."""
    return isinstance(text, SourceText) and text.literal


def body_of(text: str) -> Body:
    """A text of a YAML file with the place where its first line stands."""
    if not isinstance(text, SourceText):
        return Body(text, NOWHERE)
    lead = len(text) - len(text.lstrip("\n"))
    place = Place(text.place.path, text.place.line + 1 + lead, 1) if text.block else text.place
    return Body(str(text).strip("\n"), place)
