"""Conditions: expressions over facts and options that say yes, no, or "not stated"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from jinja2 import TemplateError, TemplateSyntaxError, nodes
from jinja2.environment import TemplateExpression
from jinja2.parser import Parser
from jinja2.runtime import Undefined

from avvgen.findings import AvvgenError, error
from avvgen.library.expressions import Expression
from avvgen.templating.environment import CONDITIONS, mistakes
from avvgen.templating.scope import Scope
from avvgen.templating.values import Unknown, UnknownFactError


def evaluate(expression: Expression, scope: Scope) -> Any:
    """The value of an expression; None where it hangs on a fact that nobody stated.

    `and`, `or` and `not` know three answers: what decides alone needs no other fact to be stated.
    Raises AvvgenError for a syntax error or a name that means nothing.
    """
    try:
        wrong = tuple(mistakes(_parsed(expression.text), scope, expression.place))
        if wrong:
            raise AvvgenError(*wrong)
        asked = _compiled(expression.text)
    except TemplateSyntaxError as problem:
        raise error("condition-syntax", f"'{expression.text}': {problem.message}", expression.place) from None
    try:
        value = _answer(asked, {name: scope[name] for name in names_in(expression)})
    except (TemplateError, LookupError, TypeError) as problem:
        raise error("condition", f"'{expression.text}': {problem}", expression.place) from None
    return None if value is NOT_STATED else value


NOT_STATED: Any = object()  # apart from None, which is what a field of the profile is that says nothing


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: one compiled expression, or `and`, `or`, `not` over others."""

    word: Literal["and", "or", "not", "one"]
    parts: tuple[Asked, ...] = ()
    run: Any = None


def _answer(asked: Asked, names: Mapping[str, Any]) -> Any:
    """The value, or that nobody stated what it hangs on; `and` and `or` ask on only while nothing is decided."""
    if asked.word == "one":
        return _value(asked.run, names)
    first = _answer(asked.parts[0], names)
    if asked.word == "not":
        return first if first is NOT_STATED else not first
    decides = asked.word == "or"
    if first is not NOT_STATED and bool(first) is decides:
        return first
    second = _answer(asked.parts[1], names)
    if first is NOT_STATED and second is not NOT_STATED and bool(second) is not decides:
        return first
    return second


def _value(run: Any, names: Mapping[str, Any]) -> Any:
    try:
        value = run(**names)
    except UnknownFactError:
        return NOT_STATED
    except TypeError as problem:
        if "NoneType" in str(problem):  # a field of the profile that is not given, compared: nobody stated it
            return NOT_STATED
        raise
    if isinstance(value, Undefined):
        value._fail_with_undefined_error()  # noqa: SLF001 - Jinja's own way to raise the right error
    return NOT_STATED if isinstance(value, Unknown) else value


def names_in(expression: Expression) -> frozenset[str]:
    """The names that an expression asks.

    Raises TemplateSyntaxError as the compiler does.
    """
    return _names(expression.text)


@lru_cache(maxsize=4096)
def _names(text: str) -> frozenset[str]:
    return frozenset(node.name for node in _parsed(text).find_all(nodes.Name) if node.ctx == "load")


@lru_cache(maxsize=4096)
def _parsed(text: str) -> nodes.Template:
    parser = Parser(CONDITIONS, text, state="variable")
    expression = parser.parse_expression()
    if not parser.stream.eos:
        raise TemplateSyntaxError("chunk after expression", parser.stream.current.lineno)
    tree = nodes.Template([expression], lineno=1)
    tree.set_environment(CONDITIONS)
    return tree


@lru_cache(maxsize=4096)
def _compiled(text: str) -> Asked:
    return _asked(_parsed(text).body[0])


def _asked(node: nodes.Node) -> Asked:
    match node:
        case nodes.And() | nodes.Or():
            return Asked("and" if isinstance(node, nodes.And) else "or", (_asked(node.left), _asked(node.right)))
        case nodes.Not():
            return Asked("not", (_asked(node.node),))
    result = nodes.Assign(nodes.Name("result", "store", lineno=1), node, lineno=1).set_environment(CONDITIONS)
    template = CONDITIONS.from_string(nodes.Template([result], lineno=1))
    return Asked("one", run=TemplateExpression(template, undefined_to_none=False))
