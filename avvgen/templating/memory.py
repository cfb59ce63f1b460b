"""What earlier runs made of texts and conditions: Jinja's code for the first, plain data for the second.

Each is kept under its own letters, so that it is right whatever library it stands in. Code is marshalled as Jinja's
own `BytecodeCache` does it; see `shelf` for who may have put it there.
"""

from __future__ import annotations

import json
import marshal
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from types import CodeType
from typing import Any, Literal

import jinja2
from jinja2.bccache import bc_magic

from avvgen import shelf
from avvgen.templating.uses import Use, Uses

MOST = 3000  # of texts and conditions; the shipped library has half as many

Kind = Literal["text", "condition"]
Kept = tuple[Uses, Any]


class Memory:
    """What is known of texts, and whether some of it is new."""

    def __init__(self, known: dict[str, Any]) -> None:
        """Begin with what an earlier run knew."""
        self.known, self.is_new = known, False

    def recall(self, kind: Kind, text: str) -> Kept | None:
        """What a text asks for and what was made of it."""
        kept = self.known.get(f"{kind} {text}")
        if kept is None:
            return None
        try:
            checked, names, made = kept
            return Uses(tuple(Use(*use) for use in checked), tuple(names)), code_of(made) if kind == "text" else made
        except (ValueError, TypeError, EOFError):  # whoever wrote it was another program, whatever it said
            return None

    def keep(self, kind: Kind, text: str, uses: Uses, made: Any) -> None:
        """Note what a text asks for and what was made of it."""
        plain = letters_of(made) if isinstance(made, CodeType) else made
        self.known[f"{kind} {text}"] = (*uses, plain)
        self.is_new = True


def letters_of(code: CodeType) -> str:
    """Code as a text that JSON can hold."""
    return b64encode(marshal.dumps(code)).decode()


def code_of(letters: str) -> CodeType:
    """The code again."""
    code: CodeType = marshal.loads(b64decode(letters))  # noqa: S302 - of our own shelf, whole and nobody else's
    return code


def shelf_name() -> str:
    """The name of the file, which no other program, Python or Jinja shares."""
    maker = f"{shelf.edition()} {jinja2.__version__} {marshal.version} ".encode() + bc_magic
    return f"texts-{sha256(maker).hexdigest()}.json"


@cache
def memory() -> Memory:
    """What this process knows, begun with what the shelf has."""
    kept = shelf.take(shelf_name()) if shelf.is_open() else None
    try:
        known = json.loads(kept) if kept else {}
    except ValueError:
        known = {}
    return Memory(known if isinstance(known, dict) else {})


@contextmanager
def remembering() -> Iterator[None]:
    """Put what is new on the shelf when the block ends, the newest if it is too much."""
    yield
    now = memory()
    if now.is_new and shelf.is_open():
        newest = dict([*now.known.items()][-MOST:])
        shelf.put(shelf_name(), json.dumps(newest, ensure_ascii=False, separators=(",", ":")).encode())
        now.is_new = False
