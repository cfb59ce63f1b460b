"""How a profile chooses a word: one that the library lists, or one with its forms."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Tag

from avvgen.grammar.words import WordForms
from avvgen.profiles.fields import PlainText


def _kind(value: Any) -> str:
    return "<word>" if isinstance(value, str) else "<forms>"


WordChoice = Annotated[Annotated[PlainText, Tag("<word>")] | Annotated[WordForms, Tag("<forms>")], Discriminator(_kind)]
