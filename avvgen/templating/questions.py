"""Expressions as functions of names, made from Jinja's own tree: nothing is turned into code, and three answers exist.

What hangs on a fact that nobody stated raises UnknownFactError; `and` and `or` go on without it where the other side
decides alone.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from avvgen.templating.environment import CONDITIONS
from avvgen.templating.limits import add, multiply, subtract
from avvgen.templating.values import UnknownFactError

Question = Callable[[Mapping[str, Any]], Any]

COMPARISONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "gteq": operator.ge,
    "lt": operator.lt,
    "lteq": operator.le,
    "in": lambda part, whole: part in whole,
    "notin": lambda part, whole: part not in whole,
}
ARITHMETIC: Mapping[type[nodes.Node], Callable[[Any, Any], Any]] = {
    nodes.Add: add,
    nodes.Sub: subtract,
    nodes.Mul: multiply,
}


def question(node: nodes.Node) -> Question:
    """The function that an expression means.

    Raises TemplateSyntaxError for what expressions of the library do not have.
    """
    match node:
        case nodes.Const(value=value):
            return lambda _: value
        case nodes.Name(name=name):
            return lambda names: names[name]
        case nodes.And() | nodes.Or():
            return _either(question(node.left), question(node.right), decides=isinstance(node, nodes.Or))
        case nodes.Not():
            return _applied(operator.not_, question(node.node))
        case nodes.Neg():
            return _applied(operator.neg, question(node.node))
        case nodes.Getattr(attr=attribute):
            return _applied(lambda value: CONDITIONS.getattr(value, attribute), question(node.node))
        case nodes.Getitem():
            return _applied(CONDITIONS.getitem, question(node.node), question(node.arg))
        case nodes.List(items=items):
            return _applied(lambda *values: list(values), *map(question, items))
        case nodes.Tuple(items=items):
            return _applied(lambda *values: values, *map(question, items))
        case nodes.CondExpr():
            return _one_of(node)
        case nodes.Compare():
            return _compared(node)
        case nodes.Test() | nodes.Filter() | nodes.Call():
            return _called(node)
        case nodes.Add() | nodes.Sub() | nodes.Mul():
            return _applied(ARITHMETIC[type(node)], question(node.left), question(node.right))
    raise TemplateSyntaxError(f"'{type(node).__name__.lower()}' is not for conditions", node.lineno)


def asked(run: Question, names: Mapping[str, Any]) -> Any:
    """The answer; a field of the profile that is not given cannot be compared or counted, so it is not stated."""
    try:
        return run(names)
    except TypeError as problem:
        if "NoneType" in str(problem):
            raise UnknownFactError("") from None
        raise


def _applied(call: Callable[..., Any], *parts: Question) -> Question:
    if len(parts) == 1:
        part = parts[0]
        return lambda names: call(part(names))
    return lambda names: call(*[part(names) for part in parts])


def _either(first: Question, second: Question, *, decides: bool) -> Question:
    """`or`, decided by what is true, and `and`, decided by what is not."""

    def ask(names: Mapping[str, Any]) -> Any:
        lost: UnknownFactError | None = None
        try:
            value = asked(first, names)
            if bool(value) is decides:
                return value
        except UnknownFactError as unknown:
            lost = unknown
        value = asked(second, names)
        if lost is not None and bool(value) is not decides:
            raise lost
        return value

    return ask


def _one_of(node: nodes.CondExpr) -> Question:
    test, yes = question(node.test), question(node.expr1)
    no = question(node.expr2) if node.expr2 is not None else lambda _: CONDITIONS.undefined("has no 'else'")
    return lambda names: yes(names) if test(names) else no(names)


def _compared(node: nodes.Compare) -> Question:
    """One comparison, or a chain such as `1 <= days <= 30`."""
    first = question(node.expr)
    steps = tuple((COMPARISONS[operand.op], question(operand.expr)) for operand in node.ops)

    def ask(names: Mapping[str, Any]) -> Any:
        left, answer = first(names), True
        for compare, part in steps:
            right = part(names)
            answer = compare(left, right)
            if not answer:
                return answer
            left = right
        return answer

    return ask


def _called(node: nodes.Test | nodes.Filter | nodes.Call) -> Question:
    """A test, a filter, or a function of the library, with its arguments."""
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        raise TemplateSyntaxError("'*' is not for conditions", node.lineno)
    call: Any = None
    if isinstance(node, nodes.Test | nodes.Filter):
        call = (CONDITIONS.tests if isinstance(node, nodes.Test) else CONDITIONS.filters)[node.name]
        if hasattr(call, "jinja_pass_arg"):
            raise TemplateSyntaxError(f"'{node.name}' is for texts, not for conditions", node.lineno)
    lead, rest = question(node.node or nodes.Const(None)), tuple(map(question, node.args))
    named: dict[str, Question] = {str(pair.key): question(pair.value) for pair in node.kwargs}

    def ask(names: Mapping[str, Any]) -> Any:
        first = lead(names)
        arguments = [part(names) for part in rest]
        options = {key: part(names) for key, part in named.items()}
        if call is not None:
            return call(first, *arguments, **options)
        if not CONDITIONS.is_safe_callable(first):
            raise TypeError("only functions of the library can be called")
        return first(*arguments, **options)

    return ask
