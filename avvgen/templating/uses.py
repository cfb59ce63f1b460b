"""What a text or a condition asks for: found once in its tree, and checked against the names of each contract."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from jinja2 import nodes

from avvgen.characters import first_unseen

ALLOWED = frozenset({
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Name, nodes.NSRef, nodes.Const,
    nodes.List, nodes.Tuple, nodes.Getattr, nodes.Filter, nodes.Test, nodes.Call, nodes.Compare, nodes.Operand,
    nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.Concat, nodes.Keyword, nodes.Add, nodes.Sub, nodes.Mul,
    nodes.Neg, nodes.Getitem,
})  # fmt: skip


NAMED = ("name", "field")


class Use(NamedTuple):
    """Something that may be wrong: a name, a path of fields (`a.b`), a filter, a test, a tag; lines count from 0.

    A spread is a `*` in a call; of a text that holds an unseen character, the name is that of the character.
    """

    kind: Literal["name", "field", "filter", "test", "tag", "spread", "unseen"]
    name: str
    line: int


class Uses(NamedTuple):
    """What there is to check, and every name that is looked up."""

    checked: tuple[Use, ...]
    names: tuple[str, ...]


def uses_of(tree: nodes.Template) -> Uses:
    """What a tree asks for, in the order in which it is written; names that it sets itself need no check."""
    found = list(_inside(tree))
    own = {node.name for node in found if isinstance(node, nodes.Name) and node.ctx == "store"}
    own |= {"loop"} if own else set()
    checked = (use for node in found for use in _use(node) if not (use.kind in NAMED and use.name.split(".")[0] in own))
    names = (node.name for node in found if isinstance(node, nodes.Name) and node.ctx == "load")
    return Uses(tuple(dict.fromkeys(checked)), tuple(dict.fromkeys(names)))


def uses_again(plain: Sequence[Any]) -> Uses:
    """What was kept as plain data."""
    checked, names = plain
    return Uses(tuple(Use(*use) for use in checked), tuple(names))


def _use(node: nodes.Node) -> Iterator[Use]:
    line = (node.lineno or 1) - 1
    kind = type(node)
    if kind not in ALLOWED:
        yield Use("tag", kind.__name__.lower(), line)
    elif isinstance(node, nodes.Name) and node.ctx == "load":
        yield Use("name", node.name, line)
    elif isinstance(node, nodes.Getattr):
        path, here = [node.attr], node.node
        while isinstance(here, nodes.Getattr):
            path, here = [here.attr, *path], here.node
        if isinstance(here, nodes.Name):
            yield Use("field", ".".join((here.name, *path)), line)
    elif isinstance(node, nodes.Const):
        if isinstance(node.value, str) and (unseen := first_unseen(node.value)):
            yield Use("unseen", unseen, line)
    elif isinstance(node, nodes.Call):
        if node.dyn_args or node.dyn_kwargs:
            yield Use("spread", "*", line)
    elif isinstance(node, nodes.Filter | nodes.Test):
        yield Use("filter" if isinstance(node, nodes.Filter) else "test", node.name, line)


def _inside(tree: nodes.Node) -> Iterator[nodes.Node]:
    for field in tree.fields:
        value = getattr(tree, field, None)
        for node in value if isinstance(value, list) else (value,):
            if isinstance(node, nodes.Node):
                yield node
                yield from _inside(node)
