"""What an SVG would do besides being drawn: scripts, and whatever fetches something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from avvgen.writers.ooxml.reading import Element, local

SVG = "{http://www.w3.org/2000/svg}"

# Programs run some of them in any namespace.
_ACTIVE = {
    "script", "foreignobject", "iframe", "frame", "audio", "video", "object", "embed", "applet", "handler", "listener",
    "link", "meta", "base", "form", "img", "animation", "prefetch", "discard", "html", "body",
}  # fmt: skip
# Elements that programs keep for themselves, and that say whose a picture is; nobody draws or runs them.
_NOTES = tuple(
    f"{{{begin}"
    for begin in (
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://creativecommons.org/ns#", "http://web.resource.org/cc/",
        "http://purl.org/dc/", "http://sodipodi.sourceforge.net/", "http://www.inkscape.org/", "http://ns.adobe.com/",
        "adobe:ns:meta/", "http://www.bohemiancoding.com/sketch/", "http://www.serif.com/", "http://iptc.org/std/",
    )
)  # fmt: skip
_ANIMATED = {"set", "animate", "animatetransform", "animatemotion", "animatecolor"}
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_HARMLESS = re.compile(r"#|data:image/(png|jpeg|gif)[;,]", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"@import|image-set\(|\b(?:src|image)\(|url\(\s*[\"']?(?!\s*[\"']?(#|data:image/(png|jpeg|gif)[;,]|data:font))",
    re.IGNORECASE,
)


def svg_risks(root: Element) -> Iterator[str]:
    """One sentence for each thing in an SVG that a picture must not hold."""
    for node in (*root.itersiblings(preceding=True), *root.iter()):
        if isinstance(node.tag, str):
            yield from _of_element(node)
            yield from _of_attributes(node)
        elif "xml-stylesheet" in str(node):
            yield "is an SVG with a style sheet of its own; export it as plain SVG"


def _of_element(node: Element) -> Iterator[str]:
    name = local(node.tag).lower()
    drawn = node.tag.startswith(SVG)
    if name in _ACTIVE or not (drawn or node.tag.startswith(_NOTES)):
        yield f"is an SVG with <{local(node.tag)}>; export it as plain SVG"
    # What CSS spells with a backslash reads like something else; its text goes on behind a comment of XML.
    if name == "style" and (_ELSEWHERE.search(text := node.xpath("string()")) or "\\" in text):
        yield "is an SVG that fetches something for its styles; export it as plain SVG"
    if name in _ANIMATED and not _is_drawing(target := node.get("attributeName", "").strip()):
        yield f"is an SVG that changes '{target[:40]}' while it is looked at; export it as plain SVG"


def _is_drawing(attribute: str) -> bool:
    """Whether an attribute says how something looks, not where something is."""
    name = attribute.rpartition(":")[2].lower()
    return name not in {"href", "src", "base", "style"} and not name.startswith("on")


def _of_attributes(node: Element) -> Iterator[str]:
    for key, value in node.attrib.items():
        attribute = local(key).lower()
        if attribute.startswith("on"):
            yield f"is an SVG with '{attribute}'; export it as plain SVG"
        elif (
            key == _BASE
            or (attribute in ("href", "src") and not _HARMLESS.match(value.strip()))
            or _ELSEWHERE.search(value)
            or _is_disguised(key, value)
        ):
            yield f"is an SVG that fetches '{value[:40]}'; embed it or take it out"


def _is_disguised(key: str, value: str) -> bool:
    """Whether CSS may read an address out of a value that spells it with backslashes."""
    words = key.startswith(("{", "data-", "aria-")) or key == "id"
    return not words and "\\" in value and "(" in value
