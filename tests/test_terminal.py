"""On a terminal the check shows a table and colours; through a pipe there is nothing but text."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from avvgen.cli.terminal import print_painted

ROOT = Path(__file__).parent.parent
COMMAND = (sys.executable, "-m", "avvgen", "check", "profiles/minimal.yaml", "--today", "2026-11-21")
ESCAPE = "\x1b["


def on_a_terminal(command: tuple[str, ...]) -> str:
    """What a command prints when both its outputs are a terminal."""
    leader, follower = pty.openpty()
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "160", "NO_COLOR": ""}
    process = subprocess.Popen(command, cwd=ROOT, stdout=follower, stderr=follower, env=env)
    os.close(follower)
    printed = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        printed += piece
    process.wait()
    os.close(leader)
    return printed.decode()


def test_a_terminal_shows_the_matrix_as_a_table_with_colours() -> None:
    printed = on_a_terminal(COMMAND)

    assert "\x1b[32merfüllt" in printed
    assert "Grundlage" in printed
    assert " | " not in printed


def test_a_pipe_gets_plain_lines() -> None:
    done = subprocess.run(COMMAND, cwd=ROOT, capture_output=True, text=True, check=False)

    assert " | erfüllt | " in done.stdout
    assert ESCAPE not in done.stdout + done.stderr


@pytest.mark.parametrize(("level", "colour"), [("error", "1;31"), ("warning", "33"), ("info", "36")])
def test_the_level_of_a_finding_is_painted_and_no_letter_is_lost(level: str, colour: str) -> None:
    text = f"profil.yaml:3:7: {level}: [Name] fehlt, " + "sehr lang " * 40 + "[platzhalter]"
    out = StringIO()

    print_painted(text, Console(file=out, force_terminal=True, color_system="standard", highlight=False, width=60))

    painted = f"{ESCAPE}{colour}m{level}{ESCAPE}0m"
    assert painted in out.getvalue()
    assert out.getvalue().replace(painted, level) == text + "\n"
