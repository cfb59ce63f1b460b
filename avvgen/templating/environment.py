"""The sandbox: what of Jinja a clause file may use, and how its mistakes are said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined
from jinja2.runtime import Context, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import pass_context

from avvgen.files import read_text
from avvgen.findings import AvvgenError, Finding, Place, nearest
from avvgen.grammar.tokens import Spoken
from avvgen.templating.filters import FILTERS, TESTS
from avvgen.templating.limits import (
    JOINED,
    STEPS,
    STEPS_OF_A_CALL,
    LimitError,
    add,
    counted,
    joined,
    multiply,
    spend,
    subtract,
)
from avvgen.templating.scope import Scope
from avvgen.templating.uses import Use
from avvgen.templating.values import Record, Unknown, UnknownFactError, printed
from avvgen.walks import plain

SLOTS = " slots"  # no name of a template can have a space in it
MOST_SAID = 20  # mistakes of one text
MOST_LOOKED_AT = 100  # places of one word in a line
FIRST_SLOT, LAST_SLOT = 0xF0000, 0xFFFFD
FIRST_LINE, LAST_LINE = 0x100000, 0x10FFFD


ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {"+": add, "-": subtract, "*": multiply}


class Sandbox(ImmutableSandboxedEnvironment):
    """Reads fields of records and nothing else of any object."""

    intercepted_binops = frozenset(ARITHMETIC)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of a record; an undefined value otherwise."""
        if isinstance(obj, Record) and attribute in obj:
            return obj[attribute]
        if isinstance(obj, Unknown):
            raise UnknownFactError(obj.name)
        if obj is None:
            return Unknown(attribute)
        known = obj if isinstance(obj, Record) else ("index", "index0", "first", "last", "length")
        if type(obj).__name__ == "LoopContext" and attribute in known:
            return getattr(obj, attribute)
        return self.undefined(f"'{attribute}' is no field here{nearest(attribute, known)}")

    def getitem(self, obj: Any, argument: Any) -> Any:
        """An entry of a list, or a field of a record by its name."""
        if isinstance(obj, tuple) and isinstance(argument, int) and -len(obj) <= argument < len(obj):
            return obj[argument]
        return self.getattr(obj, str(argument))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002
        """A sum, difference or product that stays within bounds."""
        return ARITHMETIC[operator](left, right)

    def is_safe_callable(self, obj: Any) -> bool:
        """Only the functions of the library are callable."""
        return getattr(obj, "of_library", False) is True


@pass_context
def to_slot(context: Context, value: Any) -> str:
    """Put the value into the list of slots; print the character that stands for it."""
    if isinstance(value, Undefined):
        value._fail_with_undefined_error()  # noqa: SLF001 - Jinja's own way to raise the right error
    slots: list[Any] = context.parent[SLOTS]
    slots.append(value if isinstance(value, Spoken) else printed(value))
    spend(len(value) if isinstance(value, str) else len(plain(slots[-1])))
    if FIRST_SLOT + len(slots) - 1 > LAST_SLOT:
        raise LimitError("has more values than one text can hold")
    return chr(FIRST_SLOT + len(slots) - 1)


def _sandbox(**options: Any) -> Sandbox:
    sandbox = Sandbox(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False, **options)
    sandbox.filters = {**FILTERS, STEPS: counted, JOINED: joined}
    sandbox.tests = {name: test for name, test in sandbox.tests.items() if name in ("in", "eq", "==", "ne", "defined")}
    sandbox.tests |= TESTS
    sandbox.globals = {}
    return sandbox


# Not optimized: what hangs on no name would be worked out when a text is compiled, where nothing counts its steps.
TEXTS = _sandbox(finalize=to_slot, keep_trailing_newline=False, optimized=False)
CONDITIONS = _sandbox()
KNOWN: Mapping[str, Mapping[str, Any]] = {"filter": CONDITIONS.filters, "test": CONDITIONS.tests}


def function(name: str, call: Callable[..., Any]) -> Any:
    """A function that clauses may call."""

    def called(*arguments: Any, **named: Any) -> Any:
        spend(STEPS_OF_A_CALL)
        for value in (*arguments, *named.values()):
            counted(value)
        return call(*arguments, **named)

    called.of_library = True  # type: ignore[attr-defined]
    called.__name__ = name
    return called


def mistakes(uses: Iterable[Use], scope: Scope, place: Place) -> Iterator[Finding]:
    """What a text must not use, and every name that means nothing, each at its line and column."""
    for use in uses:
        at = Place(place.path, place.line + use.line)
        match use.kind:
            case "tag":
                message = f"'{use.name}' is not for clauses; use values, if and for"
                yield Finding("template-tag", "error", message, at)
            case "spread":
                yield Finding("template-tag", "error", "'*' in a call is not for clauses; name each value", at)
            case "unseen":
                message = f"the text holds the character {use.name}, which cannot be seen; remove it"
                yield Finding("character", "error", message, at)
            case "name" if use.name not in scope:
                message = f"'{use.name}' is undefined{nearest(use.name, scope.names())}"
                yield Finding("undefined-name", "error", message, located(at, use.name, place.column))
            case "field":
                yield from _field_mistakes(use.name, scope, at)
            case "filter" | "test" if use.name not in KNOWN[use.kind]:
                known = [name for name in KNOWN[use.kind] if name.strip() == name]
                message = f"'{use.name}' is no filter or test{nearest(use.name, known)}"
                yield Finding("undefined-name", "error", message, located(at, use.name, place.column))


def _field_mistakes(name: str, scope: Scope, at: Place) -> Iterator[Finding]:
    """A field that the record it is read from does not have, found without running the text."""
    first, *path, last = name.split(".")
    if first not in scope:
        return
    value = scope[first]
    for attribute in path:
        value = value[attribute] if isinstance(value, Record) and attribute in value else None
    if isinstance(value, Record) and last not in value:
        message = f"'{name}' is undefined{nearest(last, value)}"
        yield Finding("undefined-name", "error", message, located(at, last, 1))


def located(place: Place, word: str, first_column: int) -> Place:
    """The place of a word in the file itself: on this line, or on the next that has it where YAML joined lines."""
    try:
        lines = read_text(Path(place.path)).split("\n")[place.line - 1 :]
    except AvvgenError:
        return place
    within = r"[\w/-]" if word.startswith("#") else r"\w"
    pattern = re.compile(rf"(?<!{within}){re.escape(word)}(?!{within})")
    for n, line in enumerate(lines):
        matches = islice(pattern.finditer(line, 0 if n else first_column - 1), MOST_LOOKED_AT)
        found = [match.start() + 1 for match in matches]
        in_tags = [column for column in found if _in_tag(line[: column - 1])]
        if found:
            return Place(place.path, place.line + n, (in_tags or found)[0])
    return place


def _in_tag(before: str) -> bool:
    """Whether what comes after these letters of a line stands inside a tag of Jinja."""
    return max(before.rfind("{{"), before.rfind("{%")) > max(before.rfind("}}"), before.rfind("%}"))
