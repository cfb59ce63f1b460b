"""The command line as a test sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from avvgen.cli.app import main

from .support import write


@dataclass(frozen=True)
class Outcome:
    """The exit status of a call, and its lines on standard error and on standard output."""

    status: int
    said: list[str]
    printed: list[str]

    @property
    def errors(self) -> list[str]:
        """What was said at level error; a forced build says as warnings what its contract lacks."""
        return [line for line in self.said if ": error: " in line]


@pytest.fixture(scope="session", autouse=True)
def shelf_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep what calls keep away from the user's own folder; a call in a process of its own looks there too."""
    folder = tmp_path_factory.mktemp("shelf")
    folder.chmod(0o700)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AVVGEN_CACHE_DIR", str(folder))
        patch.delenv("AVVGEN_NO_CACHE", raising=False)
        yield folder


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Run a command line in a folder of its own, after the given files have been written there."""
    monkeypatch.chdir(tmp_path)

    def run(line: str, files: Mapping[str, str | bytes] | None = None) -> Outcome:
        write(tmp_path, files or {})
        status = main(line.split())
        captured = capsys.readouterr()
        return Outcome(status, captured.err.splitlines(), captured.out.splitlines())

    return run
