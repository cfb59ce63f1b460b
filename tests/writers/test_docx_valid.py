"""The Word writer: every part is what the standard says, and Word has nothing to complain of."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from avvgen.contract import Contract
from avvgen.writers.docx import write_docx

from .docx_contract import sample
from .docx_examples import every_example
from .docx_samples import every_scheme
from .docx_schemas import violations


@every_example
def test_every_part_of_an_example_is_valid_against_iso_29500(example: Path) -> None:
    assert violations(example.read_bytes()) == []


@every_scheme
def test_every_part_is_valid_against_iso_29500_whatever_is_in_it(numbers: str) -> None:
    assert violations(write_docx(sample(numbers))) == []


def test_several_parts_are_valid_against_iso_29500() -> None:
    parts = tuple(part for numbers in ("paragraph", "plain") for part in sample(numbers).parts)

    assert violations(write_docx(Contract("parts", parts, {}))) == []


@pytest.mark.parametrize(
    ("name", "sound", "broken"),
    [
        ("word/document.xml", b"<w:sectPr>", b"<w:sectPr><w:nonsense/>"),
        ("word/styles.xml", b'w:type="paragraph"', b'w:type="nonsense"'),
        ("word/numbering.xml", b'<w:lvlJc w:val="left"/>', b"<w:lvlJc/>"),
        ("word/theme.xml", b"<a:fontScheme", b"<a:nonsense/><a:fontScheme"),
        ("docProps/core.xml", b"<dc:title>", b"<dc:nonsense/><dc:title>"),
        ("_rels/.rels", b' Id="rId1"', b""),
        ("[Content_Types].xml", b"<Default ", b"<Nonsense "),
    ],
)
def test_the_schemas_find_what_is_wrong(name: str, sound: bytes, broken: bytes) -> None:
    buffer = BytesIO()
    with ZipFile(BytesIO(write_docx(sample("decimal")))) as source, ZipFile(buffer, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            target.writestr(part, content.replace(sound, broken, 1) if part == name else content)

    found = violations(buffer.getvalue())

    assert found
    assert all(line.startswith(f"{name}:") for line in found)


@every_example
def test_the_auditor_finds_nothing_on_any_level_but_links_to_web_and_mail(example: Path) -> None:
    auditor = OpenXmlValidator(FileFormat.MICROSOFT_365, max_errors=0, security_validation=True)

    found = [str(finding) for finding in auditor.validate(example).errors]

    assert [line for line in found if "External relationship target: " not in line] == []
    targets = [line.rpartition("External relationship target: ")[2] for line in found]
    assert all(target.startswith(("https://", "http://", "mailto:")) for target in targets)
