"""Pictures in a line of text."""

from __future__ import annotations

from collections.abc import Sequence

from avvgen.writers.ooxml.xml import escape

MILLIMETRE = 36_000  # in the units of drawings

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_SVG_KEY = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"


def picture(relations: Sequence[str], size: tuple[int, int], words: str, number: int) -> str:
    """A run with a picture of this width and height, and the words for those who do not see it.

    Programs that know SVG show what the second relationship leads to, if there is one.
    """
    (relation, *vectors), (width, height) = relations, size
    name = f'id="{number}" name="Logo {number}" descr="{escape(" ".join(words.split()))}"'
    blip = f'<a:blip r:embed="{relation}"/>'
    for vector in vectors:
        lines = f'<asvg:svgBlip xmlns:asvg="{_SVG}" r:embed="{vector}"/>'
        extension = f'<a:extLst><a:ext uri="{_SVG_KEY}">{lines}</a:ext></a:extLst>'
        blip = f'<a:blip r:embed="{relation}">{extension}</a:blip>'
    shape = (
        f'<pic:pic xmlns:pic="{_DRAWING}/picture">'
        f"<pic:nvPicPr><pic:cNvPr {name}/><pic:cNvPicPr/></pic:nvPicPr>"
        f"<pic:blipFill>{blip}<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    )
    return (
        "<w:r><w:drawing>"
        f'<wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:a="{_DRAWING}/main"'
        ' distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr {name}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{_DRAWING}/picture">{shape}</a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
