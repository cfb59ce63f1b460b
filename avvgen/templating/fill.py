"""Fill a text: `Filled` is its Markdown skeleton, with a character for each value, and the values."""

from __future__ import annotations

import marshal
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from types import CodeType
from typing import Any

import jinja2
from jinja2 import Template, TemplateError, TemplateSyntaxError, nodes

from avvgen.document import Inlines
from avvgen.findings import AvvgenError, Place, error
from avvgen.grammar.tokens import Spoken
from avvgen.library.clauses import Body
from avvgen.memory import memory
from avvgen.patterns import SlowPatternError
from avvgen.templating.environment import (
    FIRST_LINE,
    FIRST_SLOT,
    LAST_LINE,
    LAST_SLOT,
    MOST_SAID,
    SLOTS,
    TEXTS,
    located,
    mistakes,
)
from avvgen.templating.filters import LANGUAGE
from avvgen.templating.limits import BeyondError, LimitError, metered, parsed, printed_pieces
from avvgen.templating.scope import Scope
from avvgen.templating.uses import Uses, uses_again, uses_of
from avvgen.templating.values import NoSuchNameError, Record, UnknownFactError, letters, printed
from avvgen.walks import plain

TAG_OPENS = re.compile(r"\{[%{#]")
TAG_CLOSES = {"{%": "%}", "{{": "}}", "{#": "#}"}
SLOT = re.compile(f"[{chr(FIRST_SLOT)}-{chr(LAST_SLOT)}]")
LINE = re.compile(f"[{chr(FIRST_LINE)}-{chr(LAST_LINE)}]")
ABBREVIATED = r"(?<!\bAbs)(?<!\bArt)(?<!\bNr)(?<!\blit)(?<!\bB)(?<!\ba)(?<!\bh)(?<!\bm)(?<!\bbzw)(?<!\bggf)"
SENTENCE_START = re.compile(rf"(?:^|{ABBREVIATED}[.!?|]|(?:^|\n)\s*-|\n\n)[\s{chr(FIRST_LINE)}-{chr(LAST_LINE)}]*\Z")
FAR = 400  # no sentence ends so many blanks before a word; a long table is not read anew for each of its cells
FILENAME = "<clause text>"
OF_PYTHON = (TypeError, LookupError, ArithmeticError, ValueError, NameError, re.error)  # 9e999 is a name to Python
OF_LIMITS = (LimitError, SlowPatternError, RecursionError)
FAILURES = (UnknownFactError, TemplateError, *OF_PYTHON, *OF_LIMITS)
KIND = f"text {jinja2.__version__}"


@dataclass(frozen=True, slots=True)
class Filled:
    """A skeleton of Markdown whose private-use characters stand for slots and mark the source's lines."""

    skeleton: str
    slots: tuple[Inlines, ...]
    place: Place


def fill(body: Body, scope: Scope) -> Filled:
    """The skeleton and values of a text.

    Raises AvvgenError for Jinja's syntax errors, undefined names, and values that cannot be printed as they are.
    """
    names, code = _checked(body, scope)
    slots: list[Spoken | Inlines] = []
    template = Template.from_code(TEXTS, code, {SLOTS: slots, LANGUAGE: language_of(scope)})
    try:
        with metered(scope.meter):
            skeleton = printed_pieces(template.generate({name: scope[name] for name in names if name in scope}))
    except FAILURES as problem:
        raise _said(problem, body, scope) from None
    return Filled(skeleton, tuple(at_their_place(skeleton, slots)), body.place)


def as_plain(filled: Filled) -> str:
    """The letters of a filled text, its values in place."""
    text = LINE.sub("", filled.skeleton)
    return SLOT.sub(lambda match: plain(filled.slots[ord(match[0]) - FIRST_SLOT]), text)


def language_of(scope: Scope) -> str:
    """The language of the contract, in which days are written."""
    document = scope.data.get("document")
    return str(document["language"]) if isinstance(document, Record) and "language" in document else "de-DE"


def at_their_place(skeleton: str, slots: list[Spoken | Inlines]) -> Iterator[Inlines]:
    """The slots, a word that begins a sentence with its capital: its token alone cannot tell."""
    places = {match[0]: match.start() for match in SLOT.finditer(skeleton)}
    for n, slot in enumerate(slots):
        if isinstance(slot, Spoken):
            end = places.get(chr(FIRST_SLOT + n), 0)
            starts = SENTENCE_START.search(skeleton, max(end - FAR, 0), end)
            yield letters(slot.at_start if starts else str(slot))
        else:
            yield slot


def _checked(body: Body, scope: Scope) -> tuple[tuple[str, ...], CodeType]:
    """The names that a text looks up, and its code."""
    try:
        uses = _uses(body.text)
        wrong = tuple(islice(mistakes(uses.checked, scope, body.place), MOST_SAID))
        if wrong:
            raise AvvgenError(*wrong)
        return uses.names, _compiled(body.text)
    except TemplateSyntaxError as problem:
        place = Place(body.place.path, body.place.line + problem.lineno - 1)
        if isinstance(problem, BeyondError):
            raise error("template-limit", f"this text {problem.message}", place) from None
        raise error("template-syntax", f"Jinja: {problem.message}", place) from None
    except TemplateError as problem:  # Jinja works out at once what hangs on no name
        raise error("undefined-name", str(problem), body.place) from None
    except UnknownFactError as problem:
        raise error("unknown-fact", f"nobody states '{problem}'; ask first with 'is known'", body.place) from None
    except (RecursionError, SyntaxError):  # Jinja's parser goes down with each bracket, Python counts nested blocks
        raise error("template-syntax", "is nested too deeply; divide it", body.place) from None


@lru_cache(maxsize=4096)
def _uses(text: str) -> Uses:
    kept = memory().recall(KIND, text)
    return uses_again(kept[0]) if kept else uses_of(_parsed(text))


@lru_cache(maxsize=4096)
def _compiled(text: str) -> CodeType:
    """The code of a text, marshalled as Jinja's own `BytecodeCache` does it; see `shelf` for who may have kept it."""
    kept = memory().recall(KIND, text)
    if kept:
        code: CodeType = marshal.loads(b64decode(kept[1]))  # noqa: S302 - ours, whole, and nobody else's
        return code
    try:
        code = TEXTS.compile(_parsed(text), filename=FILENAME)
    except (SyntaxError, RecursionError, MemoryError):  # Python's own bounds, which are wider than ours
        raise BeyondError("is nested too deep; make it simpler", 1) from None
    memory().keep(KIND, text, (_uses(text), b64encode(marshal.dumps(code)).decode()))
    return code


@lru_cache(maxsize=4096)
def _parsed(text: str) -> nodes.Template:
    return parsed(text, lambda: TEXTS.parse(with_line_marks(text)))


def with_line_marks(text: str) -> str:
    """The text with a mark at the end of every line that prints something.

    The mark carries the line's number past Jinja, and keeps Jinja from eating the line end after a tag that
    closes a line with words on it.
    """
    within = {at for start, end in tags(text) for at in _line_ends(text, start, end)}
    marked: list[str] = []
    start = 0
    for number, line in enumerate(text.split("\n")):
        end = start + len(line)
        inside = end in within
        bare = without_tags(line) if not inside else ""
        only_tags = not bare.strip() and "{{" not in line
        marked.append(line if inside or only_tags else line + chr(min(FIRST_LINE + number, LAST_LINE)))
        start = end + 1
    return "\n".join(marked)


def tags(text: str) -> Iterator[tuple[int, int]]:
    """Where each tag of Jinja begins and ends; the time it takes grows as the text does."""
    last = {opening: text.rfind(closing) for opening, closing in TAG_CLOSES.items()}
    opened = TAG_OPENS.search(text)
    while opened:
        end = opened.start() + 1
        if last[opened[0]] >= opened.end():
            end = text.find(TAG_CLOSES[opened[0]], opened.end()) + 2
            yield opened.start(), end
        opened = TAG_OPENS.search(text, end)


def without_tags(text: str) -> str:
    """What a text says besides its tags."""
    start, kept = 0, []
    for begins, ends in tags(text):
        kept.append(text[start:begins])
        start = ends
    return "".join((*kept, text[start:]))


def _line_ends(text: str, start: int, end: int) -> Iterator[int]:
    at = text.find("\n", start, end)
    while at >= 0:
        yield at
        at = text.find("\n", at + 1, end)


def _said(problem: Exception, body: Body, scope: Scope) -> AvvgenError:
    """What went wrong while a text was filled, at its line and, where a name is to blame, its column."""
    n = _line(problem)
    place = Place(body.place.path, body.place.line + n)
    column = 1 if n else body.place.column
    match problem:
        case LimitError() | SlowPatternError():
            return error("template-limit", f"this text {problem}", place)
        case RecursionError():
            return error("template-limit", "this text is nested too deep; make it simpler", place)
        case UnknownFactError():
            message, name = f"nobody states '{problem}'; ask first with 'is known'", str(problem)
            return error("unknown-fact", message, located(place, name, column))
        case TypeError() | ValueError() | ArithmeticError():
            culprit = _culprit(body.text.split("\n")[n], str(problem), scope)
            named = f"'{culprit}' {problem}" if culprit else str(problem)
            return error("value-not-printable", named, located(place, culprit, column) if culprit else place)
        case NameError() | re.error():
            return error("value-not-printable", f"cannot be worked out: {problem}", place)
        case NoSuchNameError(name=name):
            return error("undefined-name", str(problem), located(place, name, column))
        case _:
            quoted = re.search("'(.+?)'", str(problem))
            return error("undefined-name", str(problem), located(place, quoted[1], column) if quoted else place)


def _line(problem: Exception) -> int:
    """How many lines of the text come before the one that raised this."""
    line, traceback = 1, problem.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == FILENAME:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line - 1


def _culprit(line: str, message: str, scope: Scope) -> str:
    """The value of a line that cannot be printed: the only one there is, or the one that is refused so."""
    printing = [line[start + 2 : end - 2].strip() for start, end in tags(line) if line.startswith("{{", start)]
    return next((path for path in printing if len(printing) == 1 or _refusal(path, scope) == message), "")


def _refusal(path: str, scope: Scope) -> str:
    """Why the value at a path of names cannot be printed; empty if it can be, or if this is no path."""
    value: Any = scope
    for step in path.split("."):
        if not isinstance(value, Scope | Record) or step not in value:
            return ""
        value = value[step]
    try:
        printed(value)
    except TypeError as problem:
        return str(problem)
    return ""
