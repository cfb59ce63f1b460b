"""The examples as LibreOffice reads them: one call for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from .docx_examples import EXAMPLES, read_by_office


@pytest.fixture(scope="session")
def read_examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what LibreOffice makes of each example: `docx_examples` says what there is."""
    folder = tmp_path_factory.mktemp("examples")
    read_by_office(EXAMPLES, folder)
    return folder
