"""The theme: validators want one in every file. Ours offers one font and a palette of greys; nothing leans on it."""

from __future__ import annotations

from functools import lru_cache

from avvgen.writers.ooxml.xml import DECLARATION

_COLOURS = {
    "dk1": "000000",
    "lt1": "FFFFFF",
    "dk2": "404040",
    "lt2": "F2F2F2",
    "accent1": "1F3864",
    "accent2": "595959",
    "accent3": "7F7F7F",
    "accent4": "A6A6A6",
    "accent5": "BFBFBF",
    "accent6": "D9D9D9",
    "hlink": "1F3864",
    "folHlink": "1F3864",
}
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="6350">{_FILL}</a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"
_NAMESPACE = "http://schemas.openxmlformats.org/drawingml/2006/main"


@lru_cache(maxsize=4)
def theme_part(font: str, accent: str = "") -> str:
    """The part `theme1.xml`, named after its font; the accent is ours unless one is given."""
    named = _COLOURS | (dict.fromkeys(("accent1", "hlink", "folHlink"), accent) if accent else {})
    colours = "".join(f'<a:{key}><a:srgbClr val="{value}"/></a:{key}>' for key, value in named.items())
    face = f'<a:latin typeface="{font}"/><a:ea typeface=""/><a:cs typeface=""/>'
    formats = (
        f"<a:fillStyleLst>{_FILL * 3}</a:fillStyleLst>"
        f"<a:lnStyleLst>{_LINE * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst>"
    )
    return (
        f'{DECLARATION}<a:theme xmlns:a="{_NAMESPACE}" name="{font}"><a:themeElements>'
        f'<a:clrScheme name="{font}">{colours}</a:clrScheme>'
        f'<a:fontScheme name="{font}"><a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="{font}">{formats}</a:fmtScheme>'
        "</a:themeElements></a:theme>"
    )
