"""Every mistake a user can make, as the user sees it: path, line, column, what is wrong, what would be right, rule.

The cases stand in `errors/*.txt`. A circled digit stands where a finding must point (① line and column, ❶ line
alone) and is taken out before the files are written; a case's call is `build acme.yaml` unless it says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import avvgen
from avvgen.writers import WRITERS

from .conftest import Outcome
from .support import BASIS, SENTENCE, files_in, write

CASES = Path(__file__).parent / "errors"
COLUMNS, LINES = "①②③④⑤⑥⑦⑧⑨", "❶❷❸❹❺❻❼❽❾"
MARK = re.compile(f"[{COLUMNS}{LINES}]")
ALWAYS = {"basis.yaml": BASIS, "klauseln/probe/satz.md": SENTENCE}
GOOD = {**ALWAYS, "acme.yaml": "extends: basis.yaml\n"}
Run = Callable[..., Outcome]
CALL = "build acme.yaml -f md -o out --clauses klauseln"


@dataclass(frozen=True)
class Case:
    name: str
    files: dict[str, str]
    call: str
    said: list[str]


def cases() -> list[Case]:
    texts = (path.read_text("utf-8") for path in sorted(CASES.glob("*.txt")))
    return [case(text) for whole in texts for text in re.split(r"^=+\n", whole, flags=re.MULTILINE)[1:]]


def case(text: str) -> Case:
    name, *parts = re.split(r"^---- (.+)\n", text, flags=re.MULTILINE)
    files = dict(zip(parts[::2], parts[1::2], strict=True))
    said, call = files.pop("says"), files.pop("call", CALL)
    places: dict[str, str] = {}
    clean = {file: without_marks(file, content, places) for file, content in files.items()}
    lines = [MARK.sub(lambda mark: places[mark[0]], line) for line in said.strip().split("\n")]
    return Case(name.strip(), clean, call.strip(), lines)


def without_marks(file: str, content: str, places: dict[str, str]) -> str:
    while mark := MARK.search(content):
        before = content[: mark.start()]
        line, column = before.count("\n") + 1, mark.start() - before.rfind("\n")
        assert mark[0] not in places
        places[mark[0]] = f"{file}:{line}:{column}:" if mark[0] in COLUMNS else f"{file}:{line}:"
        content = before + content[mark.end() :]
    return content


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in cases()])
def test_a_mistake_is_said_at_its_place_and_nothing_is_written(case: Case, call: Run, tmp_path: Path) -> None:
    write(tmp_path, {**ALWAYS, **case.files})
    before = files_in(tmp_path)

    outcome = call(case.call)

    assert sorted(outcome.errors) == sorted(case.said)
    assert outcome.status == 1
    assert files_in(tmp_path) == before


def test_every_rule_of_the_program_has_a_case() -> None:
    files = Path(avvgen.__file__).parent.rglob("*.py")
    modules = (path for path in files if path.parent.name != "checks" and path.name != "rules.py")  # the lint's own
    sources = "".join(path.read_text("utf-8") for path in modules)
    said = re.findall(r'(?:error|Finding|reject)\(\s*"([a-z0-9-]+)"|_check_known\([^"]*"([a-z0-9-]+)"', sources)
    rules = {name for names in said for name in names if name}

    shown = {line.rpartition("[")[2].removesuffix("]") for case in cases() for line in case.said}

    assert len(rules) > 40
    assert rules - shown == {
        "not-utf8",  # below: a case is text
        *("missing-output", "stale-output", "surplus-output"),  # test_output.py
        "fact-conflict",  # a warning: test_selection.py
        "not-built",  # test_form.py
        *("outline-part", "outline-use", "unknown-section"),  # test_outlines.py
        *("package-open", "too-many-texts"),  # test_editions.py
        *(
            "customer-column",
            "customer-cells",
            "customer-key",
            "csv-syntax",
            "json-syntax",
            "encoding",
            "names",
        ),  # bulk/
        *("changed", "worker-died"),  # of a bulk run: what happens outside
        *("busy-folder", "interrupted", "no-room", "not-printed", "no-processes"),  # faults/
        "unknown-rule",  # of `avvgen why` and of what a profile accepts: tests/rules
    }


def test_the_profile_without_a_mistake_is_built(call: Run, tmp_path: Path) -> None:
    outcome = call(f"{CALL} --force", GOOD)

    assert (outcome.status, outcome.errors, outcome.printed) == (0, [], ["out/acme.md"])
    assert "Der Auftragnehmer verarbeitet Daten." in (tmp_path / "out" / "acme.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "data", "place"),
    [
        ("acme.yaml", b"extends: basis.yaml\ndocument: {label: \xfcber}\n", "acme.yaml:2:19"),
        ("acme.yaml", "# Änderung\r\nprocessing: {subject: ÄÖ".encode() + b"\xe4}\r\n", "acme.yaml:2:25"),
        ("acme.yaml", b"\xef\xbb\xbfextends: basis.yaml\nlabel: \xfcber\n", "acme.yaml:2:8"),
        ("klauseln/probe/satz.md", SENTENCE.encode() + b"\nGr\xfc\xdfe\n", "klauseln/probe/satz.md:7:3"),
        ("klauseln/phrases.yaml", b"header: \xff\n", "klauseln/phrases.yaml:1:9"),
    ],
)
def test_a_file_that_is_not_utf8_is_named_with_line_and_column(name: str, data: bytes, place: str, call: Run) -> None:
    outcome = call(CALL, {**GOOD, name: data})

    assert outcome.said == [f"{place}: error: this is not UTF-8; save the file as UTF-8 [not-utf8]"]
    assert outcome.status == 1


def test_a_folder_in_place_of_the_file_leaves_nothing_behind(call: Run, tmp_path: Path) -> None:
    (tmp_path / "out" / "acme.md").mkdir(parents=True)

    outcome = call(f"{CALL} --force", GOOD)

    message = "'out/acme.md' cannot be written: Is a directory; choose another folder with -o"
    assert outcome.errors == [f"acme.yaml: error: {message} [output-folder]"]
    assert outcome.status == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["acme.md"]


@pytest.mark.parametrize("line", ["build acme.yaml -f pdf", "build", "bild acme.yaml", "build acme.yaml --seite 3"])
def test_wrong_usage_is_status_2_and_writes_nothing(line: str, call: Run, tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    before = files_in(tmp_path)

    outcome = call(line)

    assert outcome.status == 2
    assert outcome.said[0].startswith("Usage:")
    assert files_in(tmp_path) == before


def test_a_bug_of_the_program_is_status_3_with_a_traceback(call: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WRITERS, "md", lambda contract: contract.nothing)

    outcome = call(f"{CALL} --force", GOOD)

    assert outcome.status == 3
    assert outcome.said[0].startswith("Traceback")
    assert "please report it" in outcome.said[-1]


@pytest.mark.parametrize("command", ["check", "explain"])
def test_the_same_mistakes_are_said_by_check_and_explain(command: str, call: Run) -> None:
    wrong = {**GOOD, "acme.yaml": "extends: basis.yaml\nparties: {processor: {country: USA}}\n"}

    outcome = call(f"{command} acme.yaml --clauses klauseln", wrong)

    message = "parties.processor.country is 'USA'; use two letters, such as 'US'"
    assert outcome.said == [f"acme.yaml:2:32: error: {message} [country-code]"]
    assert outcome.status == 1
