"""What earlier runs made of texts: kept under their letters, and so right wherever a text stands.

Whoever makes something costly of a text alone may keep it here in plain data, under a kind of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from typing import Any

from avvgen import shelf

FEW = 50  # texts that are not worth writing all others anew
MOST = 12_000  # texts; a call that builds every shipped profile makes half as many


class Memory:
    """What is known, and how much of it is new."""

    def __init__(self, known: dict[str, Any]) -> None:
        """Begin with what an earlier run knew."""
        self.known, self.new = known, 0

    def recall(self, kind: str, text: str) -> Any:
        """What was made of a text, in plain data; None if that is not known."""
        return self.known.get(f"{kind} {text}")

    def keep(self, kind: str, text: str, made: Any) -> None:
        """Note what was made of a text, in plain data."""
        if len(self.known) < 2 * MOST:
            self.known[f"{kind} {text}"] = made
            self.new += 1

    @property
    def is_worth_keeping(self) -> bool:
        """Whether so much is new that the next call gains by it."""
        return self.new > FEW or 10 * self.new > len(self.known)


@cache
def memory() -> Memory:
    """What this process knows, begun with what the shelf has."""
    kept = shelf.take(shelf_name()) if shelf.is_open() else None
    try:
        known = json.loads(kept) if kept else {}
    except (ValueError, RecursionError):  # whoever wrote it was another program
        known = {}
    return Memory(known if isinstance(known, dict) else {})


@contextmanager
def remembering() -> Iterator[None]:
    """Put what is new on the shelf when the block ends, the newest if it is too much."""
    yield
    if not memory.cache_info().currsize:  # nobody asked
        return
    now = memory()
    if now.is_worth_keeping and shelf.is_open():
        newest = dict([*now.known.items()][-MOST:])
        shelf.put(shelf_name(), shelf.written(newest))
        now.new = 0


def shelf_name() -> str:
    """The name of the file, which no other program and no other Python shares."""
    return f"texts-{sha256(shelf.edition().encode()).hexdigest()}.json"
