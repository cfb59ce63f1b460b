"""Conditions: expressions over facts and options that say yes, no, or "not stated"."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError, nodes
from jinja2.runtime import Undefined

from avvgen.findings import AvvgenError, error
from avvgen.library.expressions import Expression
from avvgen.templating.environment import CONDITIONS, mistakes
from avvgen.templating.scope import Scope
from avvgen.templating.values import Unknown, UnknownFactError


def evaluate(expression: Expression, scope: Scope) -> Any:
    """The value of an expression; None where it hangs on a fact that nobody stated.

    Raises AvvgenError for a syntax error or a name that means nothing.
    """
    try:
        wrong = tuple(mistakes(_parsed(expression.text), scope, expression.place))
        if wrong:
            raise AvvgenError(*wrong)
        run = _compiled(expression.text)
    except TemplateSyntaxError as problem:
        raise error("condition-syntax", f"'{expression.text}': {problem.message}", expression.place) from None
    try:
        value = run(**{name: scope[name] for name in names_in(expression)})
        if isinstance(value, Undefined):
            value._fail_with_undefined_error()  # noqa: SLF001 - Jinja's own way to raise the right error
    except UnknownFactError:
        return None
    except TypeError as problem:
        if "NoneType" in str(problem):  # a field of the profile that is not given, compared: nobody stated it
            return None
        raise error("condition", f"'{expression.text}': {problem}", expression.place) from None
    except (TemplateError, LookupError) as problem:
        raise error("condition", f"'{expression.text}': {problem}", expression.place) from None
    return None if isinstance(value, Unknown) else value


def names_in(expression: Expression) -> frozenset[str]:
    """The names that an expression asks.

    Raises TemplateSyntaxError as the compiler does.
    """
    return frozenset(node.name for node in _parsed(expression.text).find_all(nodes.Name) if node.ctx == "load")


@lru_cache(maxsize=4096)
def _parsed(text: str) -> nodes.Template:
    return CONDITIONS.parse("{{ " + text + " }}")


@lru_cache(maxsize=4096)
def _compiled(text: str) -> Any:
    return CONDITIONS.compile_expression(text, undefined_to_none=False)
