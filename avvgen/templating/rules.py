"""Conditions: expressions over facts and options that say yes, no, or "not stated"."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError, nodes
from jinja2.parser import Parser
from jinja2.runtime import Undefined

from avvgen.findings import AvvgenError, error
from avvgen.library.expressions import Expression
from avvgen.patterns import SlowPatternError
from avvgen.templating.environment import CONDITIONS, MOST_SAID, mistakes
from avvgen.templating.limits import BeyondError, LimitError, metered, parsed
from avvgen.templating.questions import Question, asked, question
from avvgen.templating.scope import Scope
from avvgen.templating.values import Unknown, UnknownFactError


def evaluate(expression: Expression, scope: Scope) -> Any:
    """The value of an expression; None where it hangs on a fact that nobody stated.

    `and`, `or` and `not` know three answers: what decides alone needs no other fact to be stated.
    Raises AvvgenError for a syntax error or a name that means nothing.
    """
    try:
        wrong = tuple(islice(mistakes(_parsed(expression.text), scope, expression.place), MOST_SAID))
        if wrong:
            raise AvvgenError(*wrong)
        run = _question(expression.text)
    except BeyondError as problem:
        raise error("template-limit", f"'{expression.text[:40]}' {problem.message}", expression.place) from None
    except TemplateSyntaxError as problem:
        raise error("condition-syntax", f"'{expression.text}': {problem.message}", expression.place) from None
    try:
        with metered(scope.meter):
            value = asked(run, {name: scope[name] for name in names_in(expression)})
        if isinstance(value, Undefined):
            value._fail_with_undefined_error()  # noqa: SLF001 - Jinja's own way to raise the right error
    except UnknownFactError:
        return None
    except (LimitError, SlowPatternError) as problem:
        raise error("template-limit", f"'{expression.text[:40]}' {problem}", expression.place) from None
    except (TemplateError, LookupError, TypeError, ValueError, ArithmeticError) as problem:
        raise error("condition", f"'{expression.text}': {problem}", expression.place) from None
    return None if isinstance(value, Unknown) else value


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
    def parse() -> nodes.Template:
        parser = Parser(CONDITIONS, text, state="variable")
        expression = parser.parse_expression()
        if not parser.stream.eos:
            raise TemplateSyntaxError("chunk after expression", parser.stream.current.lineno)
        tree = nodes.Template([expression], lineno=1)
        tree.set_environment(CONDITIONS)
        return tree

    return parsed(text, parse)


@lru_cache(maxsize=4096)
def _question(text: str) -> Question:
    return question(_parsed(text).body[0])
