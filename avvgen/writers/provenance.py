"""Where a file comes from: the profile, the program, and a checksum of the text."""

from __future__ import annotations

from hashlib import sha256

import avvgen
from avvgen.characters import one_line

CHECKSUM = f"sha256:{'0' * 64}"  # stands in for that of the text until the text is finished


def provenance(profile: str) -> dict[str, str]:
    """Names and values that a file carries about itself; of a profile's name no bytes that are no letters.

    The checksum is that of `word/document.xml`, or of the Markdown below its front matter.
    """
    return {"avvgen profile": one_line(profile), "avvgen version": avvgen.__version__, "avvgen content": CHECKSUM}


def checksum(content: bytes) -> str:
    """The SHA-256 of a finished text."""
    return f"sha256:{sha256(content).hexdigest()}"
