"""The parts that the text leans on, with nothing of ours in them that it does not use."""

from __future__ import annotations

from collections.abc import Mapping

from avvgen.document import Document
from avvgen.writers.docx.design import Design
from avvgen.writers.docx.stylesheet import FONT, FONTS, SIZE, TICK_FONTS
from avvgen.writers.ooxml.foreign import with_fonts, with_lists, with_properties, with_styles
from avvgen.writers.ooxml.lists import Lists
from avvgen.writers.ooxml.package import Part, Relations
from avvgen.writers.ooxml.parts import app_part, core_part, custom_part, fonts_part, settings_part
from avvgen.writers.ooxml.runs import TICK_FONT
from avvgen.writers.ooxml.styles import Style, styles_part, used_styles
from avvgen.writers.ooxml.theme import theme_part

_PROGRAM = "avvgen"


def support_parts(
    first: Document, design: Design, lists: Lists, relations: Relations, written: list[bytes]
) -> list[Part]:
    """The parts beside the text, the letterhead's own before ours; `first` names the file and its language."""
    ticks = TICK_FONTS if any(TICK_FONT.encode() in text for text in written) else ()
    used = used_styles(design.sheet.values(), written)
    settings = settings_part(first.language, design.template.settings if design.template else None)
    word = {
        "styles": _styles(used, design, lists, first.language),
        "theme": design.brings("theme") or theme_part(FONT, design.palette.accent).encode(),
        "settings": settings.encode(),
        "fontTable": with_fonts(fonts, ticks)
        if (fonts := design.brings("fontTable"))
        else fonts_part(FONTS + ticks).encode(),
        **_numbering(design, lists),
    }
    for kind in word:
        relations.part(kind, f"{kind}.xml")
    return [Part(f"word/{kind}.xml", xml) for kind, xml in word.items()]


def property_parts(first: Document, design: Design, origin: Mapping[str, str]) -> list[Part]:
    """What the file says of itself: its title and the like, the program, and where it comes from."""
    core = {
        "dc:title": first.title,
        "dc:subject": first.subject,
        "dc:creator": first.author,
        "cp:keywords": first.keywords,
        "dc:language": first.language,
        "cp:version": first.version,
    }
    theirs = next((part.content for part in design.template.properties), b"") if design.template else b""
    properties = {
        "core": core_part(core).encode(),
        "app": app_part(_PROGRAM, first.author).encode(),
        "custom": with_properties(theirs, origin) if theirs else custom_part(origin).encode(),
    }
    return [Part(f"docProps/{kind}.xml", xml) for kind, xml in properties.items()]


def _styles(used: tuple[Style, ...], design: Design, lists: Lists, language: str) -> bytes:
    if theirs := design.brings("styles"):
        return with_styles(theirs, (own for style in used if (own := design.added(style))), language)
    return styles_part(used, lists.links(), FONT, SIZE, language).encode()


def _numbering(design: Design, lists: Lists) -> Mapping[str, bytes]:
    theirs = design.brings("numbering")
    if not lists.instances:
        return {"numbering": theirs} if theirs else {}
    return {"numbering": with_lists(theirs, lists) if theirs else lists.part().encode()}
