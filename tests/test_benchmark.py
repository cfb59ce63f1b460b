"""The benchmark compares the same contract everywhere, and says what it found. Nothing is timed here."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from avvgen.assembly import assemble, load
from avvgen.writers import WRITERS
from tests.benchmark import rivals
from tests.benchmark.contract import customer, customer_list, values, write_profile
from tests.benchmark.goals import goals, growth
from tests.benchmark.processes import FailedError, peak, python, run
from tests.benchmark.report import Report, as_json, as_text
from tests.benchmark.subjects import BULK, QUICK, Measured, What, Workplace, list_call, list_name, size_name, warm
from tests.benchmark.timing import Series, Subject, interleaved

from .support import docx_texts

STEPS = (1, QUICK.size, 10 * QUICK.size)


def contract(n: int, folder: Path) -> bytes:
    """The Word file of the n-th customer."""
    return WRITERS["docx"](assemble(load(write_profile(customer(n), folder / f"{n}.yaml"))))


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return contract(1, tmp_path_factory.mktemp("ours"))


def measurement(**seconds: float) -> Measured:
    """A measurement in which everything takes a second and every further customer a hundredth, but for these."""
    lists = {list_name(n, *kind): Series((0.01 * n, 0.01 * n)) for kind in BULK.values() for n in QUICK.counts}
    sizes = {size_name(n, what): Series((1.0 * n,) * 2) for n in STEPS for what in ("clauses", "subprocessors")}
    single = {what: Series((seconds.get(what.name, 1.0),) * 2) for what in What if what not in BULK}
    return Measured({**lists, **sizes, **single, **warm(lists, QUICK)}, {200: 50.0, 2_000: 55.0})


def workplace(folder: Path, docx: bytes) -> Workplace:
    (folder / "contract.md").write_text("Ein Vertrag.\n", "utf-8")
    return Workplace(folder, docx, folder / "contract.md", folder / "template.docx", frozenset({"name"}))


def report_of(measured: Measured, folder: Path, docx: bytes) -> Report:
    return Report(workplace(folder, docx), QUICK, measured, {"load": [0.1, 0.5]})


# The same contract ----------------------------------------------------------------------------------------------------


def test_the_list_of_customers_reads_as_it_was_written() -> None:
    rows = list(csv.DictReader(StringIO(customer_list(3), newline="")))

    assert rows == [customer(1), customer(2), customer(3)]
    assert rows[0]["parties.controller.address"].split("\n") == ["Musterweg 1", "00000 Musterstadt"]


def test_a_list_of_customers_is_built_to_the_contracts_of_each(ours: bytes, tmp_path: Path) -> None:
    place = workplace(tmp_path, ours)
    place.list_of(2).write_text(customer_list(2), "utf-8", newline="")

    run(list_call(place, 2, "docx", 1))

    built = [docx_texts(path.read_bytes()) for path in sorted(place.written.glob("*.docx"))]
    assert built == [docx_texts(ours), docx_texts(contract(2, tmp_path))]


def test_a_template_of_docxtpl_renders_to_the_text_of_ours(ours: bytes, tmp_path: Path) -> None:
    pytest.importorskip("docxtpl", reason="docxtpl is not installed: pip install -e '.[dev]'")
    template, rendered = tmp_path / "template.docx", tmp_path / "rendered.docx"
    rivals.write_template(rivals.parts(ours), values(customer(1)), template)

    rivals.render(template, values(customer(2)), rendered)

    assert docx_texts(rendered.read_bytes()) == docx_texts(contract(2, tmp_path)) != docx_texts(ours)


def test_a_template_has_a_placeholder_for_all_that_a_customer_changes(ours: bytes, tmp_path: Path) -> None:
    names = rivals.write_template(rivals.parts(ours), values(customer(1)), tmp_path / "template.docx")

    text = "\n".join(docx_texts((tmp_path / "template.docx").read_bytes()))
    printed = {name: value for name, value in values(customer(1)).items() if name.startswith("parties_controller")}
    assert {name for name in printed if name not in names} == {"parties_controller_country"}
    assert [value for name, value in printed.items() if name in names and value in text] == []
    assert {"processing_subject", "subprocessors_hosting_name", "parties_processor_name"} < names
    assert all(f"{{{{ {name} }}}}" in text for name in names)


def test_python_docx_writes_the_text_of_ours(ours: bytes, tmp_path: Path) -> None:
    rivals.write_plainly(rivals.blocks(ours), tmp_path / "plain.docx")

    written = "\n".join(docx_texts((tmp_path / "plain.docx").read_bytes()))
    assert [text for text in docx_texts(ours)[:-2] if text not in written] == []
    assert written.count("Musterkunde 00001 GmbH") == "\n".join(docx_texts(ours)).count("Musterkunde 00001 GmbH")


def test_the_limit_writes_the_finished_parts(ours: bytes, tmp_path: Path) -> None:
    rivals.pack(rivals.parts(ours), tmp_path / "packed.docx")

    packed = (tmp_path / "packed.docx").read_bytes()
    assert rivals.parts(packed) == rivals.parts(ours)
    assert len(packed) < sum(map(len, rivals.parts(ours).values())) / 3


# Turns and processes --------------------------------------------------------------------------------------------------


def test_each_round_calls_every_subject_and_begins_with_another() -> None:
    called: list[str] = []
    subjects = [
        Subject("a", lambda: called.append("a"), calls=2, before=lambda: called.append("-")),
        Subject("b", lambda: called.append("b")),
    ]

    series = interleaved(subjects, 2, lambda _: None)

    assert "".join(called) == "-ab" + "-a-ab" + "b-a-a"
    assert {name: len(one.rounds) for name, one in series.items()} == {"a": 2, "b": 2}


def test_a_process_that_fails_stops_the_benchmark_with_what_it_said() -> None:
    with pytest.raises(FailedError, match="nothing to see"):
        run(python("raise SystemExit('nothing to see')"))


def test_the_peak_of_a_process_is_its_own() -> None:
    held = b"held by the parent" * 5_000_000

    small, large = peak(python("pass")), peak(python("held = b'held by the child' * 3_000_000"))

    assert small < 40
    assert large - small == pytest.approx(51, abs=5)
    assert len(held) == 90_000_000


# What is said ---------------------------------------------------------------------------------------------------------


def test_a_slow_round_does_not_change_a_ratio() -> None:
    measured = Measured({"one": Series((2.0, 60.0, 2.2)), "other": Series((1.0, 30.0, 1.0))})

    assert measured.ratio("one", "other") == 2.0
    assert measured.ratio("one", "unknown") is None


def test_a_further_customer_costs_what_the_longer_list_takes_more() -> None:
    assert measurement().seconds[What.docx].median == pytest.approx(0.01)


def test_goals_compare_what_was_reached_with_the_target() -> None:
    measured = measurement(docxtpl=0.3, limit=0.005, help=9.0, assembled=0.95)

    said = {goal.what: (goal.reached, goal.verdict) for goal in goals(measured, QUICK)}

    assert len(said) == 13
    assert said["a contract in bulk, DOCX, as fast as docxtpl"] == (pytest.approx(30), "met")
    assert said["a contract in bulk, DOCX, as long as deflating it"] == (pytest.approx(2), "missed")
    assert said["avvgen --help, as long as python -c pass"] == (9, "missed")
    assert said["check adds to loading and assembling"] == (pytest.approx(50), "met")
    assert said["memory of 2,000 customers, as much as of 200"] == (pytest.approx(1.1), "met")
    assert said["two cores in bulk, as fast as one"] == (pytest.approx(1), "missed")


def test_growth_is_said_whole_and_without_what_one_costs() -> None:
    measured = measurement()
    steps = {
        size_name(n, "clauses"): Series((seconds,) * 2) for n, seconds in zip(STEPS, (5.0, 6.0, 15.0), strict=True)
    }

    [clauses, *_] = growth(replace(measured, seconds={**measured.seconds, **steps}), QUICK)

    assert clauses == ("clauses", QUICK.size, 2.5, 10.0)


def test_what_is_not_installed_is_said_and_not_measured(ours: bytes, tmp_path: Path) -> None:
    full = measurement()
    without = {name: series for name, series in full.seconds.items() if name != What.pandoc}
    measured = replace(full, seconds=without, skipped={What.pandoc: "pandoc is not installed"})

    lines = list(as_text(report_of(measured, tmp_path, ours)))

    assert lines[-1] == "skipped: pandoc, a process each: pandoc is not installed"
    assert [line.split()[-2:] for line in lines if "as long as pandoc" in line] == [["not", "measured"]]
    assert not any(line.startswith("pandoc, a process each") for line in lines)


def test_tables_are_aligned_and_name_every_competitor(ours: bytes, tmp_path: Path) -> None:
    lines = list(as_text(report_of(measurement(), tmp_path, ours)))

    assert lines[1].split("  ")[0] == "one contract, warm"
    assert len({len(line) for line in lines[1:9]}) == 1
    assert [line.partition("  ")[0] for line in lines[2:9]] == [
        "avvgen, DOCX",
        "avvgen, Markdown",
        "docxtpl",
        "pandoc, a process each",
        "python-docx",
        "deflate limit",
        "avvgen, DOCX, -j 2",
    ]
    assert lines[2].split()[-4:] == ["10.00", "100.0", "0.01", "0.01"]


def test_the_json_has_every_round_and_every_goal(ours: bytes, tmp_path: Path) -> None:
    report = json.loads(json.dumps(as_json(report_of(measurement(), tmp_path, ours))))

    assert set(report) == {
        *("tools", "machine", "scale", "contract", "seconds", "megabytes", "growth", "stages", "goals", "skipped")
    }
    assert report["seconds"]["docxtpl"] == {"median": 1.0, "rounds": [1.0, 1.0]}
    assert report["contract"] == {"words": 2, "docx_bytes": len(ours), "placeholders": 1}
    assert set(report["goals"][0]) == {"what", "bound", "target", "unit", "reached", "verdict"}
    assert report["megabytes"] == {"200": 50.0, "2000": 55.0}
