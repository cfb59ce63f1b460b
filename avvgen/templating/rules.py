"""Conditions: expressions over facts and options that say yes, no, or "not stated"."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import Any

import jinja2
from jinja2 import TemplateError, TemplateSyntaxError, nodes
from jinja2.parser import Parser
from jinja2.runtime import Undefined

from avvgen.findings import AvvgenError, error
from avvgen.library.expressions import Expression
from avvgen.memory import memory
from avvgen.patterns import SlowPatternError
from avvgen.templating.environment import CONDITIONS, MOST_SAID, mistakes
from avvgen.templating.limits import BeyondError, LimitError, metered, parsed
from avvgen.templating.questions import Question, asked, form_of, question
from avvgen.templating.scope import Scope
from avvgen.templating.uses import Uses, uses_again, uses_of
from avvgen.templating.values import Unknown, UnknownFactError

KIND = f"condition {jinja2.__version__}"


def evaluate(expression: Expression, scope: Scope) -> Any:
    """The value of an expression; None where it hangs on a fact that nobody stated.

    `and`, `or` and `not` know three answers: what decides alone needs no other fact to be stated.
    Raises AvvgenError for a syntax error or a name that means nothing.
    """
    try:
        wrong = tuple(islice(mistakes(_uses(expression.text).checked, scope, expression.place), MOST_SAID))
        if wrong:
            raise AvvgenError(*wrong)
        run = _question(expression.text)
    except BeyondError as problem:
        raise error("template-limit", f"'{expression.text[:40]}' {problem.message}", expression.place) from None
    except TemplateSyntaxError as problem:
        raise error("condition-syntax", f"'{expression.text}': {problem.message}", expression.place) from None
    except (RecursionError, SyntaxError):  # Jinja's parser goes down with each bracket; ٣.5 is no number of Python's
        raise error("condition-syntax", "is nested too deeply, or no number", expression.place) from None
    try:
        with metered(scope.meter):
            value = asked(run, {name: scope[name] for name in _uses(expression.text).names})
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
    return frozenset(_uses(expression.text).names)


@lru_cache(maxsize=4096)
def _uses(text: str) -> Uses:
    kept = memory().recall(KIND, text)
    return uses_again(kept[0]) if kept else uses_of(_parsed(text))


@lru_cache(maxsize=4096)
def _question(text: str) -> Question:
    kept = memory().recall(KIND, text)
    if kept:
        return question(kept[1])
    form = form_of(_parsed(text).body[0])
    memory().keep(KIND, text, (_uses(text), form))
    return question(form)


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
