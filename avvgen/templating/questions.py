"""Expressions as functions of names, made from Jinja's own tree: nothing is turned into code, and three answers exist.

What hangs on a fact that nobody stated raises UnknownFactError; `and` and `or` go on without it where the other side
decides alone.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from jinja2 import TemplateSyntaxError, nodes

from avvgen.templating.environment import CONDITIONS
from avvgen.templating.limits import add, multiply, subtract
from avvgen.templating.values import UnknownFactError

Question = Callable[[Mapping[str, Any]], Any]
Form: TypeAlias = Sequence[Any]

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
ARITHMETIC: Mapping[str, Callable[[Any, Any], Any]] = {"add": add, "sub": subtract, "mul": multiply}


def form_of(node: nodes.Node) -> Form:
    """An expression in plain data, its parts in their order: what a tree of Jinja says, and all that is kept of it.

    Raises TemplateSyntaxError for what expressions of the library do not have.
    """
    match node:
        case nodes.Const(value=value):
            return ("const", value)
        case nodes.Name(name=name):
            return ("name", name)
        case nodes.Getattr(attr=attribute):
            return ("field", attribute, form_of(node.node))
        case nodes.Getitem():
            return ("item", form_of(node.node), form_of(node.arg))
        case nodes.And() | nodes.Or() | nodes.Add() | nodes.Sub() | nodes.Mul():
            return (type(node).__name__.lower(), form_of(node.left), form_of(node.right))
        case nodes.Not() | nodes.Neg():
            return (type(node).__name__.lower(), form_of(node.node))
        case nodes.List(items=parts) | nodes.Tuple(items=parts) | nodes.Concat(nodes=parts):
            return (type(node).__name__.lower(), *map(form_of, parts))
        case nodes.CondExpr():
            return ("choice", form_of(node.test), form_of(node.expr1), form_of(node.expr2) if node.expr2 else None)
        case nodes.Compare():
            return ("compare", form_of(node.expr), *((operand.op, form_of(operand.expr)) for operand in node.ops))
        case nodes.Test() | nodes.Filter() | nodes.Call():
            return _form_of_call(node)
    raise TemplateSyntaxError(f"'{type(node).__name__.lower()}' is not for conditions", node.lineno)


def _form_of_call(node: nodes.Test | nodes.Filter | nodes.Call) -> Form:
    """A test, a filter, or a function of the library, with its arguments."""
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        raise TemplateSyntaxError("'*' is not for conditions", node.lineno)
    kind = type(node).__name__.lower()
    name = "" if isinstance(node, nodes.Call) else node.name
    if kind != "call" and hasattr(_called(kind, name), "jinja_pass_arg"):
        raise TemplateSyntaxError(f"'{name}' is for texts, not for conditions", node.lineno)
    named = [(str(pair.key), form_of(pair.value)) for pair in node.kwargs]
    return (kind, name, form_of(node.node or nodes.Const(None)), [*map(form_of, node.args)], named)


def _called(kind: str, name: str) -> Any:
    return (CONDITIONS.tests if kind == "test" else CONDITIONS.filters)[name]


def question(form: Form) -> Question:
    """The function that an expression means."""
    return MEANINGS[form[0]](*form)


def asked(run: Question, names: Mapping[str, Any]) -> Any:
    """The answer; a field of the profile that is not given cannot be compared or counted, so it is not stated."""
    try:
        return run(names)
    except TypeError as problem:
        if "NoneType" in str(problem):
            raise UnknownFactError("") from None
        raise


def _constant(_: str, value: Any) -> Question:
    return lambda _: value


def _name(_: str, name: str) -> Question:
    return operator.itemgetter(name)


def _field(_: str, attribute: str, of: Form) -> Question:
    record, read = question(of), CONDITIONS.getattr
    return lambda names: read(record(names), attribute)


def _of_one(call: Callable[[Any], Any]) -> Callable[[str, Form], Question]:
    def apply(_: str, of: Form) -> Question:
        part = question(of)
        return lambda names: call(part(names))

    return apply


def _of_all(call: Callable[..., Any]) -> Callable[..., Question]:
    def apply(_: str, *of: Form) -> Question:
        parts = tuple(map(question, of))
        return lambda names: call(*[part(names) for part in parts])

    return apply


def _either(kind: str, one: Form, other: Form) -> Question:
    """`or`, decided by what is true, and `and`, decided by what is not."""
    first, second, decides = question(one), question(other), kind == "or"

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


def _one_of(_: str, test: Form, this: Form, that: Form | None) -> Question:
    decide, yes = question(test), question(this)
    no = question(that) if that is not None else lambda _: CONDITIONS.undefined("has no 'else'")
    return lambda names: yes(names) if decide(names) else no(names)


def _compared(_: str, lead: Form, *others: tuple[str, Form]) -> Question:
    """One comparison, or a chain such as `1 <= days <= 30`."""
    first = question(lead)
    steps = tuple((COMPARISONS[operand], question(other)) for operand, other in others)

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


def _call(kind: str, name: str, of: Form, arguments: list[Form], options: list[tuple[str, Form]]) -> Question:
    lead, rest = question(of), tuple(map(question, arguments))
    named = {key: question(value) for key, value in options}
    call = None if kind == "call" else _called(kind, name)

    def ask(names: Mapping[str, Any]) -> Any:
        first = lead(names)
        given = [part(names) for part in rest]
        also = {key: part(names) for key, part in named.items()}
        if call is not None:
            return call(first, *given, **also)
        if not CONDITIONS.is_safe_callable(first):
            raise TypeError("only functions of the library can be called")
        return first(*given, **also)

    return ask


MEANINGS: Mapping[str, Callable[..., Question]] = {
    "const": _constant,
    "name": _name,
    "field": _field,
    "item": _of_all(CONDITIONS.getitem),
    "and": _either,
    "or": _either,
    "not": _of_one(operator.not_),
    "neg": _of_one(operator.neg),
    "list": _of_all(lambda *values: list(values)),
    "tuple": _of_all(lambda *values: values),
    "concat": _of_all(lambda *values: "".join(map(str, values))),
    "choice": _one_of,
    "compare": _compared,
    "test": _call,
    "filter": _call,
    "call": _call,
    **{name: _of_all(call) for name, call in ARITHMETIC.items()},
}
