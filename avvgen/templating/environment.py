"""The sandbox: what of Jinja a clause file may use, and how its mistakes are said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.runtime import Context, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import pass_context

from avvgen.characters import first_unseen
from avvgen.files import read_text
from avvgen.findings import AvvgenError, Finding, Place, nearest
from avvgen.grammar.tokens import Spoken
from avvgen.templating.filters import FILTERS, TESTS
from avvgen.templating.limits import (
    JOINED,
    STEPS,
    LimitError,
    add,
    counted,
    counted_anew,
    joined,
    multiply,
    spend,
    subtract,
)
from avvgen.templating.scope import Scope
from avvgen.templating.values import Record, Unknown, UnknownFactError, printed
from avvgen.walks import plain

SLOTS = " slots"  # no name of a template can have a space in it
MOST_SAID = 20  # mistakes of one text
MOST_LOOKED_AT = 100  # places of one word in a line
FIRST_SLOT, LAST_SLOT = 0xF0000, 0xFFFFD
FIRST_LINE, LAST_LINE = 0x100000, 0x10FFFD

ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Name, nodes.NSRef, nodes.Const,
    nodes.List, nodes.Tuple, nodes.Getattr, nodes.Filter, nodes.Test, nodes.Call, nodes.Compare, nodes.Operand,
    nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.Concat, nodes.Keyword, nodes.Add, nodes.Sub, nodes.Mul,
    nodes.Neg, nodes.Getitem,
)  # fmt: skip


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


def _sandbox(steps: Callable[..., Any], **options: Any) -> Sandbox:
    sandbox = Sandbox(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False, **options)
    sandbox.filters = {**FILTERS, STEPS: steps, JOINED: joined}
    sandbox.tests = {name: test for name, test in sandbox.tests.items() if name in ("in", "eq", "==", "ne", "defined")}
    sandbox.tests |= TESTS
    sandbox.globals = {}
    return sandbox


TEXTS = _sandbox(counted_anew, finalize=to_slot, keep_trailing_newline=False)
CONDITIONS = _sandbox(counted)


def function(name: str, call: Callable[..., Any]) -> Any:
    """A function that clauses may call."""

    def called(*arguments: Any, **named: Any) -> Any:
        return call(*arguments, **named)

    called.of_library = True  # type: ignore[attr-defined]
    called.__name__ = name
    return called


def mistakes(tree: nodes.Template, scope: Scope, place: Place) -> Iterator[Finding]:
    """What a text must not use, and every name that means nothing, each at its line and column."""
    own = _loop_names(tree)
    for node in _in_question(tree):
        at = Place(place.path, place.line + (node.lineno or 1) - 1)
        if not isinstance(node, ALLOWED):
            word = type(node).__name__.lower()
            yield Finding("template-tag", "error", f"'{word}' is not for clauses; use values, if and for", at)
        elif isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in own and node.name not in scope:
            message = f"'{node.name}' is undefined{nearest(node.name, scope.names())}"
            yield Finding("undefined-name", "error", message, located(at, node.name, place.column))
        elif isinstance(node, nodes.Getattr):
            yield from _field_mistakes(node, scope, own, at)
        elif isinstance(node, nodes.Call):
            yield Finding("template-tag", "error", "'*' in a call is not for clauses; name each value", at)
        elif isinstance(node, nodes.Const):
            message = f"the text holds the character {first_unseen(node.value)}, which cannot be seen; remove it"
            yield Finding("character", "error", message, at)
        elif isinstance(node, nodes.Filter | nodes.Test):
            known = FILTERS if isinstance(node, nodes.Filter) else CONDITIONS.tests
            if node.name not in known and node.name not in (STEPS, JOINED):
                message = f"'{node.name}' is no filter or test{nearest(node.name, known)}"
                yield Finding("undefined-name", "error", message, located(at, node.name, place.column))


@lru_cache(maxsize=4096)
def _in_question(tree: nodes.Template) -> tuple[nodes.Node, ...]:
    """The nodes of a text that can be wrong; a tree is looked through once, however often it is asked."""
    asked = (nodes.Name, nodes.Getattr, nodes.Filter, nodes.Test)
    return tuple(
        node
        for node in _inside(tree)
        if isinstance(node, asked)
        or not isinstance(node, ALLOWED)
        or (isinstance(node, nodes.Call) and (node.dyn_args or node.dyn_kwargs))
        or (isinstance(node, nodes.Const) and isinstance(node.value, str) and first_unseen(node.value))
    )


def _inside(tree: nodes.Node) -> Iterator[nodes.Node]:
    for node in tree.iter_child_nodes():
        yield node
        yield from _inside(node)


@lru_cache(maxsize=4096)
def _loop_names(tree: nodes.Template) -> set[str]:
    stored = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"}
    return stored | {"loop"} if stored else stored


def _field_mistakes(node: nodes.Getattr, scope: Scope, own: set[str], at: Place) -> Iterator[Finding]:
    """A field that the record it is read from does not have, found without running the text."""
    path, here = [node.attr], node.node
    while isinstance(here, nodes.Getattr):
        path, here = [here.attr, *path], here.node
    if not isinstance(here, nodes.Name) or here.name in own or here.name not in scope:
        return
    value = scope[here.name]
    for attribute in path[:-1]:
        value = value[attribute] if isinstance(value, Record) and attribute in value else None
    if isinstance(value, Record) and path[-1] not in value:
        name = f"{here.name}.{'.'.join(path)}"
        hint = nearest(path[-1], value)
        yield Finding("undefined-name", "error", f"'{name}' is undefined{hint}", located(at, path[-1], 1))


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
