"""`avvgen build --controllers`: one contract a customer, by whatever way, and what a broken run leaves."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

import avvgen
from tests.conftest import Outcome
from tests.support import change_unseen, copied_program, files_in
from tests.writers.letterheads import word_like

from .lists import MINIMAL, PARTY, customer, profile, table

Run = Callable[..., Outcome]
LINE = "build acme.yaml --controllers list.csv -o out"
ACME = "extends: minimal.yaml\n"
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="there are no such links and pipes")
SHIPPED = Path(avvgen.__file__).parent.parent / "clauses"


@pytest.fixture(autouse=True)
def base(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "alone"):
        folder.mkdir(exist_ok=True)
        (folder / "minimal.yaml").write_bytes(MINIMAL.read_bytes())


def contracts(folder: Path) -> dict[str, bytes]:
    """The contracts in a folder, without the manifest."""
    return {name: data for name, data in files_in(folder).items() if not name.startswith("manifest")}


def manifest(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines()]


def test_each_customer_gets_the_contract_of_a_single_build(call: Run, tmp_path: Path) -> None:
    rows = [customer(n) for n in (1, 2, 3)]
    done = call(f"{LINE} -f docx -f md", {"acme.yaml": ACME, "list.csv": table(rows)})
    for n, row in enumerate(rows, start=1):
        call("build alone/acme.yaml -o single -f docx -f md", {"alone/acme.yaml": profile(row)})
        for format_ in ("docx", "md"):
            single = (tmp_path / "single" / f"acme.{format_}").read_bytes()
            assert (tmp_path / "out" / f"acme-{n:06}.{format_}").read_bytes() == single

    assert (done.status, done.printed) == (0, ["3 rows: 3 written"])
    assert [entry["row"] for entry in manifest(tmp_path / "out")] == [1, 2, 3]


def test_values_from_outside_close_one_gap_and_leave_the_others(call: Run, tmp_path: Path) -> None:
    row = {f"{PARTY}name": "Kundenwerk GmbH"}

    call(f"{LINE} -f md", {"acme.yaml": ACME, "list.csv": table([row])})
    call(f"build acme.yaml -o single -f md --set {PARTY}name=Kundenwerk", {})
    call(f"{LINE} -f md", {"list.csv": table([{f"{PARTY}name": "Kundenwerk"}])})

    text = (tmp_path / "out" / "acme-000001.md").read_text("utf-8")
    assert text == (tmp_path / "single" / "acme.md").read_text("utf-8")
    assert "\\[Anschrift\\]" in text


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    distributed = pytest.importorskip("distributed", reason="the extra 'dask' is not installed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as local:
        yield local.scheduler_address


def test_one_process_many_and_a_cluster_make_the_same(call: Run, tmp_path: Path, cluster: str) -> None:
    rows = [customer(n, country=("DE", "AT")[n % 2]) for n in range(150)]
    files = {"acme.yaml": ACME, "list.csv": table(rows)}

    outcomes = [
        call(f"build acme.yaml --controllers list.csv -f md -f docx -o {name} {more}", files)
        for name, more in (("one", ""), ("two", "-j 2"), ("dask", f"--dask {cluster}"))
    ]

    assert [outcome.status for outcome in outcomes] == [0, 0, 0]
    assert files_in(tmp_path / "one") == files_in(tmp_path / "two") == files_in(tmp_path / "dask")
    assert len(contracts(tmp_path / "one")) == 300


def test_a_bad_row_is_said_at_its_line_and_does_not_stop_the_others(call: Run, tmp_path: Path) -> None:
    rows = [customer(1), customer(2, country="USA"), customer(3, name="Kunde\x07werk"), customer(4)]

    done = call(f"{LINE} -f md", {"acme.yaml": ACME, "list.csv": table(rows)})

    assert done.status == 1
    assert len(done.errors) == 2
    assert done.errors[0].startswith("list.csv:4:1: error: parties.controller.country is 'USA'")
    assert done.errors[1].startswith("list.csv:6:1: error: parties.controller.name ")
    assert sorted(contracts(tmp_path / "out")) == ["acme-000001.md", "acme-000004.md"]
    assert done.printed == ["4 rows: 2 written, 2 failed"]
    assert [bool(entry.get("errors")) for entry in manifest(tmp_path / "out")] == [False, True, True, False]


def test_fail_fast_stops_at_the_first_bad_row(call: Run, tmp_path: Path) -> None:
    rows = [customer(1), customer(2, country="USA"), customer(3)]

    done = call(f"{LINE} -f md --fail-fast", {"acme.yaml": ACME, "list.csv": table(rows)})

    assert (done.status, len(done.errors)) == (1, 1)
    assert sorted(contracts(tmp_path / "out")) == ["acme-000001.md"]
    assert not (tmp_path / "out" / "manifest.jsonl").exists()


def test_a_contract_that_a_single_build_refuses_is_refused_for_each_customer(call: Run, tmp_path: Path) -> None:
    rows = [customer(1), customer(2)]
    acme = f"{ACME}clauses: {{confidentiality/commitment: off, confidentiality/staff: off}}\n"

    done = call(f"{LINE} -f md", {"acme.yaml": acme, "list.csv": table(rows)})
    forced = call(f"{LINE} -f md --force", {})

    assert done.status == 1
    assert sum("[not-built]" in line for line in done.errors) == 2
    assert "Kundenwerk" not in "".join(done.errors).replace("Kundenwerk 1", "").replace("Kundenwerk 2", "")
    assert forced.status == 0
    assert len(contracts(tmp_path / "out")) == 2


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("{profile}-{file}", ["acme-K-7.md", "acme-K-8.md"]),
        ("AVV_{parties.controller.name}", ["AVV_Alpha- Beta & Co.md", "AVV_Ω-mega GmbH.md"]),
        ("{file}/../{row}", ["K-7-..-000001.md", "K-8-..-000002.md"]),
        ("..{row}", ["000001.md", "000002.md"]),
        ("con.{row}", ["_con.000001.md", "_con.000002.md"]),
        ("{row}" + "ß" * 200, [f"00000{n}{'ß' * 72}.md" for n in (1, 2)]),
    ],
)
def test_files_are_named_by_a_pattern_and_stay_in_the_folder(
    call: Run, tmp_path: Path, pattern: str, names: list[str]
) -> None:
    rows = [
        {"file": "K/7", **customer(1, name="Alpha: Beta & Co.")},
        {"file": "K\\8", **customer(2, name="Ω/mega GmbH")},
    ]

    done = call(f"{LINE} -f md --names {pattern}", {"acme.yaml": ACME, "list.csv": table(rows)})

    assert done.status == 0
    assert sorted(contracts(tmp_path / "out")) == names


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("{file}", "list.csv:4:1: error: the file 'k' is also that of row 1"),
        ("always", "--names: error: 'always' gives every file one name"),
        ("{row", "--names: error: the pattern '{row' is broken"),
    ],
)
def test_two_rows_with_one_name_are_refused_before_anything_is_written(
    call: Run, tmp_path: Path, pattern: str, said: str
) -> None:
    rows = [{"file": "K", **customer(1)}, {"file": "k", **customer(2)}]

    done = call(f"{LINE} --names {pattern}", {"acme.yaml": ACME, "list.csv": table(rows)})

    assert done.status == 1
    assert done.errors[0].startswith(said)
    assert not (tmp_path / "out").exists()


def test_a_row_without_the_field_of_its_name_fails_alone(call: Run, tmp_path: Path) -> None:
    rows = [{"file": "", **customer(1)}, {"file": "b", **customer(2)}]

    done = call(f"{LINE} -f md --names {{file}}", {"acme.yaml": ACME, "list.csv": table(rows)})

    assert done.errors == ["list.csv:2:1: error: --names: this row has no 'file'; did you mean 'profile'? [names]"]
    assert sorted(contracts(tmp_path / "out")) == ["b.md"]


def test_negotiable_options_differ_by_row_and_nothing_else_may_be_set(call: Run, tmp_path: Path) -> None:
    key = "clauses.subprocessors/objection.period"
    acme = f"{ACME}negotiable: [subprocessors/objection.period]\n"
    rows = [{**customer(1), key: "2 weeks"}, {**customer(2), key: "45 days"}, {**customer(3), key: "soon"}]
    other = [{**customer(1), "document.title": "Frei", "clauses.subprocessors/objection.grounds": "proven"}]

    done = call(f"{LINE} -f md", {"acme.yaml": acme, "list.csv": table(rows)})
    refused = call("build acme.yaml --controllers list.csv -o not", {"list.csv": table(other)})

    texts = [(tmp_path / "out" / f"acme-00000{n}.md").read_text("utf-8") for n in (1, 2)]
    assert ["zwei Wochen" in text for text in texts] == [True, False]
    assert ["45\u00a0Tagen" in text for text in texts] == [False, True]
    assert done.errors[0].startswith("list.csv:6:1: error: subprocessors/objection: period ")
    assert [line.rpartition(" ")[2] for line in refused.errors] == ["[customer-key]"] * 2
    assert contracts(tmp_path / "not") == {}


def test_what_is_negotiable_must_be_an_option(call: Run) -> None:
    done = call(
        LINE, {"acme.yaml": f"{ACME}negotiable: [subprocessors/objection.peroid]\n", "list.csv": table([customer(1)])}
    )

    [line] = done.errors
    assert line.startswith("acme.yaml:2:14: error: negotiable: 'subprocessors/objection.peroid' is no option")
    assert line.endswith("did you mean 'subprocessors/objection.period'? [unknown-option]")


def test_keys_that_exclude_each_other_are_a_finding(call: Run) -> None:
    rows = [{**customer(1), f"{PARTY}signature": "x", f"{PARTY}signature.place": "Ulm"}]

    done = call(LINE, {"acme.yaml": ACME, "list.csv": table(rows)})

    assert done.errors == [
        "list.csv:2:1: error: 'parties.controller.signature' is set, and keys below it are, too; set either [customer-key]"
    ]


def test_check_names_what_is_missing_or_stale_and_writes_nothing(call: Run, tmp_path: Path) -> None:
    files = {"acme.yaml": ACME, "list.csv": table([customer(n) for n in (1, 2, 3)])}
    call(f"{LINE} -f md", files)
    fresh = call(f"{LINE} -f md --check", {})
    (tmp_path / "out" / "acme-000001.md").unlink()
    (tmp_path / "out" / "acme-000002.md").write_text("alt", "utf-8")
    before = files_in(tmp_path)

    stale = call(f"{LINE} -f md --check", {})

    assert (fresh.status, fresh.printed) == (0, ["3 rows: 3 fresh"])
    assert stale.status == 1
    assert stale.errors == [
        "out/acme-000001.md: error: is missing; build row 1 of list.csv [missing-output]",
        "out/acme-000002.md: error: is not what row 2 of list.csv builds; build it again [stale-output]",
    ]
    assert files_in(tmp_path) == before


def test_resume_keeps_what_is_done_and_unchanged(call: Run, tmp_path: Path) -> None:
    rows = [customer(n) for n in range(1, 6)]
    call(f"{LINE} -f md", {"acme.yaml": ACME, "list.csv": table(rows)})
    whole = files_in(tmp_path / "out")
    (tmp_path / "out" / "acme-000002.md").write_text("verändert", "utf-8")
    (tmp_path / "out" / "acme-000004.md").unlink()

    again = call(f"{LINE} -f md --resume", {})
    same = files_in(tmp_path / "out")
    rows[0][f"{PARTY}name"] = "Neuwerk GmbH"
    changed = call(f"{LINE} -f md --resume", {"list.csv": table(rows)})
    library = call(f"{LINE} -f md --resume", {"acme.yaml": f"{ACME}document: {{version: '2'}}\n"})

    assert again.printed == ["5 rows: 2 written, 3 kept"]
    assert same == whole
    assert changed.printed == ["5 rows: 1 written, 4 kept"]
    assert library.printed == ["5 rows: 5 written"]


def test_resume_knows_a_word_from_the_same_word_in_quotes(call: Run, tmp_path: Path) -> None:
    side = "parties: {{processor: {{represented_by: {}}}}}\n"
    call(f"{LINE} -f md", {"acme.yaml": ACME + side.format("blank"), "list.csv": table([customer(1)])})
    blank = contracts(tmp_path / "out")

    again = call(f"{LINE} -f md --resume", {"acme.yaml": ACME + side.format('"blank"')})

    assert again.printed == ["1 rows: 1 written"]
    quoted = contracts(tmp_path / "out")
    call(LINE.replace("out", "fresh") + " -f md")
    assert blank != quoted == contracts(tmp_path / "fresh")


@on_posix
def test_resume_knows_another_program_of_the_same_version(tmp_path: Path) -> None:
    (tmp_path / "acme.yaml").write_text(ACME, "utf-8")
    (tmp_path / "list.csv").write_text(table([customer(1), customer(2)]), "utf-8", newline="")
    program = copied_program(tmp_path / "program")
    line = [sys.executable, "-m", "avvgen", *LINE.split(), "-f", "md", "--resume"]
    environment = {**os.environ, "PYTHONPATH": str(program), "PYTHONDONTWRITEBYTECODE": "1"}
    said = []

    for n in range(4):
        done = subprocess.run(line, cwd=tmp_path, env=environment, check=True, capture_output=True)
        said.append(done.stdout.decode())
        if n == 1:
            change_unseen(program / "avvgen" / "writers" / "markdown.py", b'"# {in_one_line', b'"~ {in_one_line')

    assert said == ["2 rows: 2 written\n", "2 rows: 0 written, 2 kept\n"] * 2


def test_a_killed_run_resumed_ends_like_an_unbroken_one(tmp_path: Path) -> None:
    (tmp_path / "acme.yaml").write_text(ACME, "utf-8")
    (tmp_path / "list.csv").write_text(table([customer(n) for n in range(700)]), "utf-8", newline="")
    line = [sys.executable, "-m", "avvgen", "build", "acme.yaml", "--controllers", "list.csv", "-f", "md", "-o"]
    environment = {**os.environ, "PYTHONPATH": str(Path(avvgen.__file__).parent.parent)}
    subprocess.run([*line, "whole"], cwd=tmp_path, env=environment, check=True, capture_output=True)

    moments = random.Random(7)
    broken = 0
    for _ in range(3):
        process = subprocess.Popen([*line, "broken", "--resume"], cwd=tmp_path, env=environment, stderr=subprocess.PIPE)
        wait_for(tmp_path / "broken", moments.randint(broken + 1, broken + 200), process)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        broken = len(contracts(tmp_path / "broken"))
    done = subprocess.run([*line, "broken", "--resume"], cwd=tmp_path, env=environment, check=True, capture_output=True)

    found = {name: data for name, data in files_in(tmp_path / "broken").items() if not name.startswith(".")}
    assert b" kept" in done.stdout
    assert found == files_in(tmp_path / "whole")


def wait_for(folder: Path, count: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until so many contracts are there, or the run is through."""
    while process.poll() is None and len(list(folder.glob("acme-*.md"))) < count:
        time.sleep(0.01)


def test_a_list_is_for_one_profile(call: Run) -> None:
    done = call("build a.yaml b.yaml --controllers list.csv", {"a.yaml": ACME, "b.yaml": ACME, "list.csv": "x\n"})

    assert done.status == 2


def test_an_empty_list_is_no_contract(call: Run, tmp_path: Path) -> None:
    done = call(LINE, {"acme.yaml": ACME, "list.csv": f"{PARTY}name\n"})

    assert (done.status, done.printed) == (0, ["0 rows: 0 written"])


def test_no_contract_is_written_over_the_letterhead(call: Run, tmp_path: Path) -> None:
    (tmp_path / "Brief.docx").write_bytes(word_like())
    files = {"acme.yaml": ACME, "list.csv": table([{"file": "brief", **customer(1)}])}
    before = (tmp_path / "Brief.docx").read_bytes()

    done = call("build acme.yaml --controllers list.csv -o . --names {file} --letterhead Brief.docx", files)

    assert done.errors == [
        "list.csv:2:1: error: the file 'brief' is a letterhead; add a field to --names, such as {row} [same-output]"
    ]
    assert (tmp_path / "Brief.docx").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("acme-000001.md", ":2:1: error: the file 'acme-000001' is read for this build; choose other --names or"),
        ("manifest.jsonl", ": error: a run keeps its own 'manifest.jsonl' in '.'; rename this file, or choose"),
    ],
)
def test_a_list_is_not_written_over(call: Run, tmp_path: Path, name: str, said: str) -> None:
    rows = table([customer(1)]) if name.endswith(".md") else f'{{"{PARTY}name": "Kundenwerk GmbH"}}\n'

    done = call(f"build acme.yaml --controllers {name} -o . -f md", {"acme.yaml": ACME, name: rows})

    assert (done.status, done.errors) == (1, [f"{name}{said} another folder [same-output]"])
    assert (tmp_path / name).read_text("utf-8").replace("\n", "") == rows.replace("\r", "").replace("\n", "")


def test_a_list_does_not_write_over_a_clause(call: Run, tmp_path: Path) -> None:
    clause = (SHIPPED / "final" / "form.md").read_bytes()
    files = {"acme.yaml": f"{ACME}library: over\n", "over/final/form.md": clause}

    done = call(
        "build acme.yaml --controllers list.csv -o over/final -f md --names {file}",
        {**files, "list.csv": table([{"file": "form", **customer(1)}])},
    )

    assert (done.status, len(done.errors)) == (1, 1)
    assert "'form' is read for this build" in done.errors[0]
    assert (tmp_path / "over" / "final" / "form.md").read_bytes() == clause


def test_of_many_keys_that_are_not_for_a_list_the_first_are_said(call: Run) -> None:
    more = {f"k{n:03}": "x" for n in range(450)}

    done = call(LINE, {"acme.yaml": ACME, "list.csv": table([{**customer(n), **more} for n in range(20)])})

    assert (done.status, done.printed) == (1, ["20 rows: 0 written, 20 failed"])
    assert len(done.errors) == 20 * 21
    assert done.errors[20] == "list.csv:2:1: error: 430 more keys are not for a list of customers [customer-key]"


def test_a_letterhead_that_is_not_there_ends_the_run_before_it_begins(call: Run, tmp_path: Path) -> None:
    done = call(f"{LINE} --letterhead none.docx", {"acme.yaml": ACME, "list.csv": table([customer(1)])})

    assert (done.status, len(done.errors)) == (1, 1)
    assert not (tmp_path / "out").exists()


# What lies in the folder ------------------------------------------------------------------------------------------------

MEAN = ["manifest.jsonl.lock", "manifest.jsonl.part", "manifest.jsonl.before.new", "manifest.jsonl", "acme-000001.md"]


def spoilt(folder: Path, **more: object) -> bytes:
    """A line of a manifest that says something else of its first customer."""
    line = (folder / "manifest.jsonl").read_bytes().splitlines()[0]
    return json.dumps({**json.loads(line), **more}).encode() + b"\n"


@on_posix
@pytest.mark.parametrize("name", MEAN)
@pytest.mark.parametrize("link", [Path.symlink_to, Path.hardlink_to])
@pytest.mark.parametrize("more", ["", " --resume"])
def test_nothing_is_written_through_a_link(
    call: Run, tmp_path: Path, name: str, link: Callable[[Path, Path], None], more: str
) -> None:
    files = {"acme.yaml": ACME, "list.csv": table([customer(1)]), "precious": "unersetzlich"}
    call(f"{LINE} -f md", files)
    (tmp_path / "out" / name).unlink(missing_ok=True)
    link(tmp_path / "out" / name, tmp_path / "precious")

    done = call(f"{LINE} -f md{more}", {"list.csv": table([customer(2)])})

    assert (tmp_path / "precious").read_bytes() == b"unersetzlich"
    if name.endswith("lock"):
        [line] = done.errors
        assert line == (
            "out: error: 'out/manifest.jsonl.lock' cannot be written: there is something else of this name; choose"
            " another folder with -o [output-folder]"
        )
        assert done.status == 1
    else:
        assert (done.status, done.printed) == (0, ["1 rows: 1 written"])


@on_posix
@pytest.mark.parametrize("name", MEAN)
@pytest.mark.parametrize("more", ["", "--resume", "--check"])
def test_no_pipe_is_waited_for(tmp_path: Path, name: str, more: str) -> None:
    (tmp_path / "acme.yaml").write_text(ACME, "utf-8")
    (tmp_path / "list.csv").write_text(table([customer(1)]), "utf-8", newline="")
    line = [sys.executable, "-m", "avvgen", *LINE.split(), "-f", "md"]
    environment = {**os.environ, "PYTHONPATH": str(Path(avvgen.__file__).parent.parent)}
    subprocess.run(line, cwd=tmp_path, env=environment, check=True, capture_output=True)
    (tmp_path / "out" / name).unlink(missing_ok=True)
    os.mkfifo(tmp_path / "out" / name)

    done = subprocess.run(
        [*line, *more.split()], cwd=tmp_path, env=environment, check=False, capture_output=True, timeout=30
    )

    checks_contract = more == "--check" and name == "acme-000001.md"
    locked = more != "--check" and name == "manifest.jsonl.lock"
    assert done.returncode == (1 if checks_contract or locked else 0)
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    "more",
    [
        {"row": float("inf")},
        {"row": float("nan")},
        {"line": float("-inf")},
        {"row": "1e400"},
        {"files": {"a\0b": "0"}},
        {"files": {"x" * 5000: "0"}},
        {"files": {}},
        {"files": 5},
        {"input": None},
    ],
)
def test_a_line_that_says_something_else_is_printed_anew(call: Run, tmp_path: Path, more: dict[str, object]) -> None:
    call(f"{LINE} -f md", {"acme.yaml": ACME, "list.csv": table([customer(1)])})
    whole = files_in(tmp_path / "out")
    (tmp_path / "out" / "manifest.jsonl").write_bytes(spoilt(tmp_path / "out", **more))

    done = call(f"{LINE} -f md --resume")

    assert (done.status, done.said, done.printed) == (0, [], ["1 rows: 1 written"])
    assert files_in(tmp_path / "out") == whole


def test_halves_of_letters_in_a_manifest_stay_what_they_are(call: Run, tmp_path: Path) -> None:
    call(f"{LINE} -f md", {"acme.yaml": ACME, "list.csv": table([customer(1)])})
    (tmp_path / "out" / "manifest.jsonl").write_bytes(spoilt(tmp_path / "out", findings=["\ud800"]))

    done = call(f"{LINE} -f md --resume")

    assert (done.status, done.printed) == (0, ["1 rows: 0 written, 1 kept"])
    assert manifest(tmp_path / "out")[0]["findings"] == ["\ud800"]


def test_only_a_rows_own_files_stand_for_its_contract(call: Run, tmp_path: Path) -> None:
    call(f"{LINE} -f md", {"acme.yaml": ACME, "list.csv": table([customer(1)]), "else/where.md": "etwas anderes"})
    other = sha256(b"etwas anderes").hexdigest()
    (tmp_path / "out" / "acme-000001.md").unlink()
    (tmp_path / "out" / "manifest.jsonl").write_bytes(spoilt(tmp_path / "out", files={"../else/where.md": other}))

    done = call(f"{LINE} -f md --resume")

    assert done.printed == ["1 rows: 1 written"]
    assert (tmp_path / "out" / "acme-000001.md").is_file()


@on_posix
@pytest.mark.parametrize("name", ["acme-000001.md", "manifest.jsonl"])
@pytest.mark.parametrize("more", ["--resume", "--check"])
def test_a_file_without_end_is_not_read_into_memory(tmp_path: Path, name: str, more: str) -> None:
    (tmp_path / "acme.yaml").write_text(ACME, "utf-8")
    (tmp_path / "list.csv").write_text(table([customer(1)]), "utf-8", newline="")
    line = f"{sys.executable} -m avvgen {LINE} -f md"
    environment = {**os.environ, "PYTHONPATH": str(Path(avvgen.__file__).parent.parent)}
    subprocess.run(line.split(), cwd=tmp_path, env=environment, check=True, capture_output=True)
    os.truncate(tmp_path / "out" / name, 3 << 30)

    limited = ["sh", "-c", f"ulimit -v 2000000; exec {line} {more}"]
    done = subprocess.run(limited, cwd=tmp_path, env=environment, check=False, capture_output=True, text=True)

    stale = more == "--check" and name == "acme-000001.md"
    assert done.returncode == (1 if stale else 0), done.stderr
    assert ("[stale-output]" in done.stderr) == stale
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["manifest.jsonl", "manifest.jsonl.part"])
def test_a_folder_in_the_place_of_the_manifest_is_named(call: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "out" / name).mkdir(parents=True)

    done = call(f"{LINE} -f md", {"acme.yaml": ACME, "list.csv": table([customer(1)])})

    [line] = done.errors
    assert line.startswith(f"out: error: 'out/{name}' cannot be written: Is a directory; choose another folder")


@pytest.mark.parametrize(
    ("name", "contact", "is_right"),
    [
        ("Bank AG", "post@bank.example", True),
        ("Bank AG", "fremd@bank.example", False),
        ("www.bank.example", "post@bank.example", False),
        ("Zu www.bank.example", "post@bank.example", False),
    ],
)
def test_the_words_of_a_link_are_the_letters_of_each_customer(
    call: Run, tmp_path: Path, name: str, contact: str, *, is_right: bool
) -> None:
    text = (
        "Siehe [{{ controller.name }}](https://andere.example), [{{ controller.contact }}](mailto:post@bank.example)."
    )
    files = {
        "acme.yaml": MINIMAL.read_text("utf-8") + "outline: [{section: eins, title: Eins, content: [probe/satz]}]\n",
        "klauseln/probe/satz.md": f"---\ntitle: Probe\nreviewed: 2026-11-21\n---\n{text}\n",
        "list.csv": table([{"parties.controller.name": name, "parties.controller.contact": contact}] * 2),
    }

    done = call("build acme.yaml -f md -o out --controllers list.csv --force --clauses klauseln", files)

    errors = [line for line in done.said if "the words are another address" in line]
    assert (done.status, len(errors) > 0) == ((0, False) if is_right else (1, True))
    assert len([*tmp_path.glob("out/*.md")]) == 2 * is_right
