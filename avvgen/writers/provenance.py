"""Where a file comes from: the profile, the program, and a checksum of the text."""

from __future__ import annotations

from hashlib import sha256

import avvgen


def provenance(profile: str, content: bytes) -> dict[str, str]:
    """Names and values that a file carries about itself.

    The checksum is the SHA-256 of `word/document.xml`, or of the Markdown below its front matter.
    """
    return {
        "avvgen profile": profile,
        "avvgen version": avvgen.__version__,
        "avvgen content": f"sha256:{sha256(content).hexdigest()}",
    }
