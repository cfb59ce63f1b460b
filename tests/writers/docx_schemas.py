"""The schemas of ISO/IEC 29500 Transitional, and what they find wrong in a Word file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

from lxml import etree

SCHEMAS = Path(__file__).parent / "iso-29500-transitional.zip"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
# The first pattern that fits the name of a part tells its schema.
_BY_PART = {
    r"\[Content_Types\]\.xml": "opc-contentTypes.xsd",
    r".*\.rels": "opc-relationships.xsd",
    r"docProps/core\.xml": "opc-coreProperties.xsd",
    r"docProps/app\.xml": "shared-documentPropertiesExtended.xsd",
    r"docProps/custom\.xml": "shared-documentPropertiesCustom.xsd",
    r"word/(theme/)?theme\d*\.xml": "dml-main.xsd",
    r"word/(letterhead/)?\w+\.xml": "wml.xsd",
}


def violations(docx: bytes) -> list[str]:
    """What the schemas find in the parts of a file, one line each; a part that no schema is known for is one too."""
    with ZipFile(BytesIO(docx)) as package:
        return [
            f"{name}:{line}"
            for name in package.namelist()
            if name.endswith((".xml", ".rels"))
            for line in _violations(name, package.read(name))
        ]


def _violations(name: str, content: bytes) -> Iterator[str]:
    schema = next((schema for pattern, schema in _BY_PART.items() if re.fullmatch(pattern, name)), None)
    if schema is None:
        yield " no schema is known for this part"
        return
    checker = _schema(schema)
    if not checker.validate(_without_extensions(etree.fromstring(content))):
        yield from (f"{error.line}: {error.message}" for error in checker.error_log)


@cache
def _schema(name: str) -> Any:
    with TemporaryDirectory() as folder, ZipFile(SCHEMAS) as package:
        package.extractall(folder)
        return etree.XMLSchema(etree.parse(f"{folder}/{name}"))


def _without_extensions(root: Any) -> Any:
    """The part as a reader takes it that knows no more than the standard: what may be ignored is left out."""
    names = root.attrib.pop(f"{{{_COMPATIBILITY}}}Ignorable", "").split()
    ignored = tuple(f"{{{root.nsmap[name]}}}" for name in names)
    for element in list(root.iter("*")):
        for attribute in [name for name in element.attrib if name.startswith(ignored or "\0")]:
            del element.attrib[attribute]
        if element.tag.startswith(ignored or "\0"):
            element.getparent().remove(element)
    return root
