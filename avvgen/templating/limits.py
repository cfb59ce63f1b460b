"""What a text or condition may cost: a clause file may be a stranger's, and every build must have an end.

Bounds of its shape are asked once, when it is parsed; steps are counted while it is filled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.runtime import Undefined
from jinja2.visitor import NodeTransformer

from avvgen.grammar.tokens import Spoken
from avvgen.templating.values import Unknown, UnknownFactError

LONGEST_TEXT = 100_000
DEEPEST = 50  # a level of ours is up to three of Python's own, which allows 200 parentheses in one another
MOST_LOOPS = 5
LONGEST_LIST = 500
LONGEST_RESULT = 200_000
LARGEST_NUMBER = 10**15
MOST_STEPS, MOST_STEPS_IN_ALL = 8_000_000, 16_000_000  # a table of 20,000 subprocessors takes half as many
NODES_OF_A_STEP = 16  # what is done in the time that a letter takes to be printed
NODES_OF_A_CALL = 16
STEPS_OF_A_CALL = 10
MOST_TEXTS = 10

# No name of a template can have a space in it.
STEPS, JOINED = " steps", " joined"


class LimitError(Exception):
    """Raised while a text is filled that costs too much; the message says what."""


class BeyondError(TemplateSyntaxError):
    """Raised for a text that is too long, too deep or too wide to be filled at all."""


# Shape ------------------------------------------------------------------------------------------------------------


def parsed(text: str, parse: Callable[[], nodes.Template]) -> nodes.Template:
    """The tree of a text, its loops, `in` and `~` under the counter.

    Raises TemplateSyntaxError, and BeyondError for a shape that nobody would write.
    """
    if len(text) > LONGEST_TEXT:
        raise BeyondError(f"is longer than {LONGEST_TEXT} letters; divide it", 1)
    try:
        tree = parse()
    except (RecursionError, MemoryError):
        raise BeyondError(f"is nested deeper than {DEEPEST} levels; make it simpler", 1) from None
    except (ValueError, OverflowError, SyntaxError) as problem:  # a number of thousands of figures, or ٣.5
        raise BeyondError(f"cannot be read: {problem}", 1) from None
    _measure(tree)
    environment: Any = tree.environment
    bounded: nodes.Template = _Counted().visit(tree)
    bounded.set_environment(environment)
    return bounded


def _measure(tree: nodes.Template) -> None:
    """Raise BeyondError for what is too deep or too wide; without recursion, which is what it guards."""
    waiting: list[tuple[nodes.Node, int, int]] = [(tree, 0, 0)]
    while waiting:
        node, depth, loops = waiting.pop()
        loops += isinstance(node, nodes.For)
        if depth > DEEPEST:
            raise BeyondError(f"is nested deeper than {DEEPEST} levels; make it simpler", node.lineno)
        if loops > MOST_LOOPS:
            raise BeyondError(f"has more than {MOST_LOOPS} loops in one another; make it simpler", node.lineno)
        if isinstance(node, nodes.For) and node.recursive:
            raise BeyondError("has a loop that calls itself; use values, if and for", node.lineno)
        if isinstance(node, nodes.List | nodes.Tuple) and len(node.items) > LONGEST_LIST:
            raise BeyondError(f"lists more than {LONGEST_LIST} values; keep them in the profile", node.lineno)
        if isinstance(node, nodes.Const) and isinstance(node.value, float) and not isfinite(node.value):
            raise BeyondError("reckons with a number that is too large", node.lineno)
        waiting += [(inner, depth + 1, loops) for inner in node.iter_child_nodes()]


class _Counted(NodeTransformer):
    """Puts what can grow under a function of ours."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - named by Jinja
        work = 1 + sum(map(_work, (*node.body, *filter(None, [node.test])))) // NODES_OF_A_STEP
        self.generic_visit(node)
        node.iter = _filter(node.iter, STEPS, [nodes.Const(work)])
        return node

    def visit_Operand(self, node: nodes.Operand) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        if node.op in ("in", "notin") or not isinstance(node.expr, nodes.Const):
            node.expr = _filter(node.expr, STEPS)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        first, *more = node.nodes
        return _filter(first, JOINED, more)


def _work(node: nodes.Node) -> int:
    """How many nodes are gone through; a loop within counts its own."""
    own = NODES_OF_A_CALL if isinstance(node, nodes.Filter | nodes.Test | nodes.Call) else 1
    return own + sum(map(_work, [node.iter] if isinstance(node, nodes.For) else node.iter_child_nodes()))


def _filter(node: Any, name: str, more: list[nodes.Expr] | None = None) -> nodes.Filter:
    return nodes.Filter(node, name, more or [], [], None, None, lineno=node.lineno)


# Steps ------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Meter:
    """Counts what the texts of one contract cost; the one value of a scope that changes."""

    in_all: int = 0
    here: int = 0
    depth: int = 0

    def spend(self, steps: int) -> None:
        """Count so many steps; LimitError if a text, or all of them together, have taken too many."""
        self.here += steps
        self.in_all += steps
        if self.here > MOST_STEPS or self.in_all > MOST_STEPS_IN_ALL:
            raise LimitError("takes too long or prints too much; loop over less")


_METER: ContextVar[Meter | None] = ContextVar("meter", default=None)


@contextmanager
def metered(meter: Meter) -> Iterator[None]:
    """Let one text be counted from nothing; texts may say one another, but not for ever.

    Raises LimitError for texts that are too deep in one another.
    """
    if meter.depth >= MOST_TEXTS:
        raise LimitError(f"says itself, or more than {MOST_TEXTS} texts say one another; end the circle")
    before, meter.here = meter.here, 0
    meter.depth += 1
    token = _METER.set(meter)
    try:
        yield
    finally:
        _METER.reset(token)
        meter.depth -= 1
        meter.here = before


def spend(steps: int) -> None:
    """Count so many steps of the text that is being filled."""
    meter = _METER.get()
    if meter is not None:
        meter.spend(steps)


def counted(values: Any, steps: int = 1) -> Any:
    """The same values, after so many steps for each of them."""
    if isinstance(values, str | tuple | list | dict):
        spend(len(values) * steps + 1)
    return values


def printed_pieces(pieces: Iterator[str]) -> str:
    """What a template prints, as long as that is not too much."""
    kept = []
    for piece in pieces:
        spend(len(piece) + 1)
        kept.append(piece)
    return "".join(kept)


# Arithmetic -------------------------------------------------------------------------------------------------------


def add(left: Any, right: Any) -> Any:
    """The sum of two numbers, or two texts or lists as one."""
    if isinstance(left, str | tuple | list) and isinstance(right, str | tuple | list):
        if len(left) + len(right) > LONGEST_RESULT:
            raise LimitError("makes a text or list that is too long")
        spend(len(left) + len(right))
    return _within(left + right)


def subtract(left: Any, right: Any) -> Any:
    """The difference of two numbers."""
    return _within(left - right)


def multiply(left: Any, right: Any) -> Any:
    """The product of two numbers; a text or list is not repeated."""
    if isinstance(left, str | tuple | list) or isinstance(right, str | tuple | list):
        raise TypeError("* multiplies numbers alone")
    return _within(_within(left) * _within(right))


def _within(value: Any) -> Any:
    if isinstance(value, int | float | Decimal) and not -LARGEST_NUMBER <= value <= LARGEST_NUMBER:
        raise LimitError("reckons with a number that is too large")
    return value


def joined(*parts: Any) -> str:
    """Texts and numbers as one text."""
    for part in parts:
        if isinstance(part, Unknown):
            raise UnknownFactError(part.name)
        if isinstance(part, Undefined):
            part._fail_with_undefined_error()  # noqa: SLF001 - Jinja's own way to raise the right error
        if not isinstance(part, str | int | Decimal | Spoken):
            raise TypeError(f"~ joins texts and numbers, not {type(part).__name__}")
    text = "".join(map(str, parts))
    if len(text) > LONGEST_RESULT:
        raise LimitError("makes a text that is too long")
    spend(len(text))
    return text
