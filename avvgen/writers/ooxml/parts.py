"""The small parts of a Word file: settings, fonts, properties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from avvgen.writers.ooxml.xml import DECLARATION, element, escape, root, w

_WORD_2013 = 15
_COMPATIBILITY = {
    "compatibilityMode": _WORD_2013,
    "overrideTableStyleFontSizeAndJustification": 1,
    "enableOpenTypeFeatures": 1,
    "doNotFlipMirrorIndents": 1,
    "differentiateMultirowTableHeaders": 1,
    "useWord2013TrackBottomHyphenation": 0,
}
_CORE = (
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
_CUSTOM = (
    ' xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
    ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"'
)
_CUSTOM_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the set that Word shows as custom properties
FIRST_PROPERTY = 2  # 0 and 1 are Word's own
_APP = ' xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"'


class Font(NamedTuple):
    """A font, what stands in for it where it is missing, and its kind."""

    name: str
    instead: str = ""
    family: str = "swiss"
    charset: str = "00"


# Settings of another file that say how its pages look, in the order of the schema among ours.
_BEFORE_TABS = (
    "displayBackgroundShape", "mirrorMargins", "alignBordersAndEdges", "bordersDoNotSurroundHeader",
    "bordersDoNotSurroundFooter", "gutterAtTop",
)  # fmt: skip
_BEFORE_SPACING = ("defaultTableStyle", "evenAndOddHeaders")
OF_LAYOUT = (*_BEFORE_TABS, "defaultTabStop", *_BEFORE_SPACING, "compat", "clrSchemeMapping")


def settings_part(language: str, kept: Mapping[str, str] | None = None) -> str:
    """The part `settings.xml`: hyphenation at line ends, at most two in a row, and the mode of Word 2013 and later.

    `kept` are settings of another file by their names, which go before ours.
    """
    own = kept or {}
    uri = "http://schemas.microsoft.com/office/word"
    modes = (w("compatSetting", name=name, uri=uri, val=value) for name, value in _COMPATIBILITY.items())
    return root(
        "settings",
        w("zoom", percent=100)
        + "".join(own.get(name, "") for name in _BEFORE_TABS)
        + own.get("defaultTabStop", w("defaultTabStop", val=709))
        + w("autoHyphenation")
        + w("consecutiveHyphenLimit", val=2)
        + w("hyphenationZone", val=284)
        + w("doNotHyphenateCaps")
        + "".join(own.get(name, "") for name in _BEFORE_SPACING)
        + w("characterSpacingControl", val="doNotCompress")
        + own.get("compat", w("compat", *modes))
        + w("themeFontLang", val=language)
        + own.get("clrSchemeMapping", "")
        + w("decimalSymbol", val=",")
        + w("listSeparator", val=";"),
    )


def fonts_part(fonts: Iterable[Font]) -> str:
    """The part `fontTable.xml`."""
    return root("fonts", "".join(_font(font) for font in fonts))


def _font(font: Font) -> str:
    return w(
        "font",
        w("altName", val=font.instead) if font.instead else "",
        w("charset", val=font.charset),
        w("family", val=font.family),
        w("pitch", val="variable"),
        name=font.name,
    )


def core_part(properties: Mapping[str, str]) -> str:
    """The part `core.xml` of properties by name (`dc:title`); no dates, since the same contract is the same file."""
    content = "".join(element(name, _one_line(value)) for name, value in properties.items() if value)
    return f"{DECLARATION}<cp:coreProperties{_CORE}>{content}</cp:coreProperties>"


def _one_line(value: str) -> str:
    """A value on one line as content of an element."""
    return escape(" ".join(value.split()))


def app_part(program: str, company: str = "") -> str:
    """The part `app.xml`: the program that wrote the file, and the company whose contract it is."""
    rows = {"Application": program, "Company": company}
    content = "".join(element(name, _one_line(value)) for name, value in rows.items() if value)
    return f"{DECLARATION}<Properties{_APP}>{content}</Properties>"


def custom_part(properties: Mapping[str, str]) -> str:
    """The part `custom.xml`: properties of our own, as text."""
    rows = (
        element("property", element("vt:lpwstr", _one_line(value)), fmtid=_CUSTOM_SET, pid=number, name=name)
        for number, (name, value) in enumerate(properties.items(), start=FIRST_PROPERTY)
    )
    return f"{DECLARATION}<Properties{_CUSTOM}>{''.join(rows)}</Properties>"
