"""What stands around a text: header, footer, properties of the file."""

from __future__ import annotations

from dataclasses import replace

from avvgen.document import Annex, Blocks, Document, Inlines, Text
from avvgen.drafts import is_draft
from avvgen.profiles.models import Profile
from avvgen.profiles.outline import Kind
from avvgen.templating import Row
from avvgen.texts import Texts
from avvgen.walks import plain, walk


def emphasised(blocks: Blocks, profile: Profile) -> frozenset[str]:
    """The ids to which references are printed bold."""
    wanted = "annexes" in profile.style.emphasis
    return frozenset(block.id for block in walk(blocks) if wanted and isinstance(block, Annex))


def framed(document: Document, profile: Profile, texts: Texts, title: Inlines, *, kind: Kind) -> Document:
    """The document with header, footer and properties; a draft says so above every page."""
    own, named = profile.document, Row(title)
    mark = texts.phrase("draft_header") if is_draft(profile) else ()
    author = profile.parties.controller if kind == "notice" else profile.parties.processor

    def running(text: str | None, otherwise: str) -> Inlines:
        return texts.running(texts.phrases[otherwise] if text is None else text, document_title=named)

    def marked(header: Inlines) -> Inlines:
        return (*mark, Text(" · "), *header) if mark and header else (*mark, *header)

    return replace(
        document,
        header=marked(running(own.header, "header")),
        footer=running(own.footer, "footer"),
        first_header=None if own.first_header is None else marked(running(own.first_header, "header")),
        first_footer=None if own.first_footer is None else running(own.first_footer, "footer"),
        title=plain(title),
        author=author.name if isinstance(author.name, str) else "",
        version=profile.document.version or "",
        subject=plain(texts.phrase("subject") if kind == "contract" else title),
        keywords=plain(texts.phrase("keywords")),
        front_matter=profile.output.front_matter,
    )
