"""Fill a text: `Filled` is its Markdown skeleton, with a character for each value, and the values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType
from typing import NoReturn

from jinja2 import Template, TemplateError, TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError

from avvgen.document import Inlines, Text
from avvgen.findings import AvvgenError, Place, error
from avvgen.grammar.tokens import Spoken
from avvgen.library.clauses import Body
from avvgen.templating.environment import FIRST_LINE, FIRST_SLOT, LAST_LINE, LAST_SLOT, SLOTS, TEXTS, mistakes
from avvgen.templating.scope import Scope
from avvgen.templating.values import UnknownFactError

TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
SLOT = re.compile(f"[{chr(FIRST_SLOT)}-{chr(LAST_SLOT)}]")
LINE = re.compile(f"[{chr(FIRST_LINE)}-{chr(LAST_LINE)}]")
ABBREVIATED = r"(?<!\bAbs)(?<!\bArt)(?<!\bNr)(?<!\blit)(?<!\bB)(?<!\ba)(?<!\bh)(?<!\bm)(?<!\bbzw)(?<!\bggf)"
SENTENCE_START = re.compile(rf"(?:^|{ABBREVIATED}[.!?|]|\n\s*-|\n\n)[\s{chr(FIRST_LINE)}-{chr(LAST_LINE)}]*\Z")
FILENAME = "<clause text>"


@dataclass(frozen=True, slots=True)
class Filled:
    """A skeleton of Markdown whose private-use characters stand for slots and mark the source's lines."""

    skeleton: str
    slots: tuple[Inlines, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class _Compiled:
    code: CodeType
    tree: nodes.Template
    names: frozenset[str]


def fill(body: Body, scope: Scope) -> Filled:
    """The skeleton and values of a text.

    Raises AvvgenError for Jinja's syntax errors, undefined names, and values that cannot be printed as they are.
    """
    compiled = _checked(body, scope)
    slots: list[Spoken | Inlines] = []
    names = {name: scope[name] for name in compiled.names if name in scope}
    template = Template.from_code(TEXTS, compiled.code, {SLOTS: slots})
    try:
        skeleton = template.render(names)
    except UnknownFactError as fact:
        raise error("unknown-fact", f"nobody states '{fact}'; ask first with 'is known'", body.place) from None
    except (TemplateError, TypeError, SecurityError, KeyError) as problem:
        _say(problem, body)
    return Filled(skeleton, tuple(at_their_place(skeleton, slots)), body.place)


def at_their_place(skeleton: str, slots: list[Spoken | Inlines]) -> Iterator[Inlines]:
    """The slots, a word that begins a sentence with its capital: its token alone cannot tell."""
    before = {match[0]: skeleton[: match.start()] for match in SLOT.finditer(skeleton)}
    for n, slot in enumerate(slots):
        if isinstance(slot, Spoken):
            starts = SENTENCE_START.search(before.get(chr(FIRST_SLOT + n), ""))
            yield (Text(slot.at_start if starts else str(slot), verbatim=True),)
        else:
            yield slot


def _checked(body: Body, scope: Scope) -> _Compiled:
    try:
        compiled = _compiled(body.text)
    except TemplateSyntaxError as problem:
        place = Place(body.place.path, body.place.line + problem.lineno - 1)
        raise error("template-syntax", f"Jinja: {problem.message}", place) from None
    wrong = tuple(mistakes(compiled.tree, scope, body.place))
    if wrong:
        raise AvvgenError(*wrong)
    return compiled


@lru_cache(maxsize=4096)
def _compiled(text: str) -> _Compiled:
    marked = with_line_marks(text)
    tree = TEXTS.parse(marked)
    names = frozenset(node.name for node in tree.find_all(nodes.Name) if node.ctx == "load")
    code = TEXTS.compile(TEXTS.parse(marked), filename=FILENAME)
    return _Compiled(code, tree, names)


def with_line_marks(text: str) -> str:
    """The text with a mark at the end of every line that prints something.

    The mark carries the line's number past Jinja, and keeps Jinja from eating the line end after a tag that
    closes a line with words on it.
    """
    spans = [match.span() for match in TAG.finditer(text)]
    marked: list[str] = []
    start = 0
    for number, line in enumerate(text.split("\n")):
        end = start + len(line)
        inside = any(a < end < b for a, b in spans)
        bare = TAG.sub("", line) if not inside else ""
        only_tags = not bare.strip() and "{{" not in line
        marked.append(line if inside or only_tags else line + chr(min(FIRST_LINE + number, LAST_LINE)))
        start = end + 1
    return "\n".join(marked)


def _say(problem: Exception, body: Body) -> NoReturn:
    line = body.place.line
    traceback = problem.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == FILENAME:
            line = body.place.line + traceback.tb_lineno - 1
        traceback = traceback.tb_next
    place = Place(body.place.path, line)
    rule = "value-not-printable" if isinstance(problem, TypeError) else "undefined-name"
    source = body.text.split("\n")[line - body.place.line : line - body.place.line + 1]
    shown = re.search(r"\{\{(.*?)\}\}", source[0]) if source else None
    subject = f"'{shown[1].strip()}' " if shown and rule == "value-not-printable" else ""
    raise error(rule, f"{subject}{problem}", place) from None
