"""Links of clause texts: they lead to the web or to a mailbox, and where they say."""

from __future__ import annotations

import re
from contextlib import suppress
from urllib.parse import unquote

ADDRESS = re.compile(r"https?://[^\s/]|mailto:[^\s/]", re.IGNORECASE)
SHOWN = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def wrong_link(address: str, words: str) -> str:
    """Why a link is none that a contract may hold; nothing if it may.

    >>> wrong_link("https://example.org/", "www.example.org"), wrong_link("javascript:x", "hier")
    ('', 'an address begins with https://, http:// or mailto:')
    """
    if address.startswith("#"):
        return ""
    if not ADDRESS.match(address):
        return "an address begins with https://, http:// or mailto:"
    if SHOWN.match(words) and _bare(words) != _bare(address):
        return "the words are another address than the one they lead to; let them agree"
    return ""


def _bare(address: str) -> str:
    """An address as far as it says where it leads, its host as people write it."""
    host, slash, rest = re.sub(r"^(?:https?://)?(?:www\.)?", "", unquote(address)).partition("/")
    with suppress(UnicodeError):
        host = host.encode("idna").decode()
    return f"{host.lower()}{slash}{rest}".rstrip("/")
