"""Markdown's own tree of a skeleton in plain data, so that what an earlier call has read needs no parser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from avvgen.memory import memory
from avvgen.templating.environment import FIRST_LINE
from avvgen.templating.fill import LINE

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

SEVERAL = re.compile(r"\]\((#[^()<>\s]+(?: #[^()<>\s]+)+)\)")  # CommonMark wants addresses with spaces in < >

KIND = "skeleton"


class Node(NamedTuple):
    """What is kept of Markdown's own tree: a node's type, its line if it has one, its text or address."""

    type: str
    line: int | None
    content: str
    href: str
    children: tuple[Node, ...]


@lru_cache(maxsize=8192)
def remembered(skeleton: str) -> tuple[Node, tuple[int, ...]] | None:
    """The tree of a sound skeleton and the source line of each of its lines, if an earlier call has read it."""
    kept = memory().recall(KIND, skeleton)
    return (_node_again(kept[0]), tuple(kept[1])) if kept else None


def keep(skeleton: str, tree: Node, lines: tuple[int, ...]) -> None:
    """Note the tree of a skeleton in which nothing is wrong."""
    memory().keep(KIND, skeleton, (tree, lines))


@lru_cache(maxsize=8192)
def parsed(skeleton: str) -> tuple[str, tuple[int, ...], Node]:
    """The skeleton without line marks, the source line of each of its lines, and its tree."""
    lines = []
    for line in skeleton.split("\n"):
        marks = LINE.findall(line)
        lines.append(ord(marks[-1]) - FIRST_LINE + 1 if marks else 0)
    text = LINE.sub("", skeleton)
    return text, tuple(lines), _node(_tree(SEVERAL.sub(r"](<\1>)", text)))


def _tree(markdown: str) -> SyntaxTreeNode:
    from markdown_it.tree import SyntaxTreeNode  # noqa: PLC0415 - what an earlier call has read needs no parser

    return SyntaxTreeNode(parser().parse(markdown))


@cache
def parser() -> MarkdownIt:
    """The parser of the dialect."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - as above

    dialect = MarkdownIt("commonmark").enable("table").disable(["entity", "reference", "lheading", "autolink"])
    # It takes every address for one, so that a bad one is a finding and not plain text.
    dialect.validateLink = lambda _: True  # type: ignore[method-assign, assignment]
    return dialect


def _node(tree: SyntaxTreeNode) -> Node:
    line = tree.map[0] if not tree.is_root and tree.map else None
    href = str(tree.attrs.get("href", "")) if tree.type == "link" else ""
    content = tree.content if tree.type == "text" else ""
    return Node(tree.type, line, content, href, tuple(map(_node, tree.children)))


def _node_again(plain: Sequence[Any]) -> Node:
    type_, line, content, href, children = plain
    return Node(type_, line, content, href, tuple(map(_node_again, children)))
