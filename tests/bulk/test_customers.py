"""Lists of customers: whatever wrote them, their letters come back, and what is wrong is said of its row."""

from __future__ import annotations

import json
from pathlib import Path
from time import perf_counter

import pytest

from avvgen.customers import Row, clash, customers, node_of
from avvgen.findings import AvvgenError
from avvgen.yaml_source import to_data

NAME, ADDRESS = "parties.controller.name", "parties.controller.address"


def rows(folder: Path, content: str | bytes, name: str = "list.csv", **told: str) -> list[Row]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(customers(path, **told))


def refusals(folder: Path, content: str | bytes, name: str = "list.csv", **told: str) -> list[str]:
    with pytest.raises(AvvgenError) as raised:
        rows(folder, content, name, **told)
    return [str(finding).removeprefix(f"{folder}/") for finding in raised.value.findings]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encoding_and_delimiter_are_seen(tmp_path: Path, delimiter: str, encoding: str) -> None:
    text = f'{NAME}{delimiter}{ADDRESS}\r\n"Bäcker{delimiter} Söhne GmbH"{delimiter}"Weg 1\r\n10115 Köln"\r\n\r\n'

    [row] = rows(tmp_path, text.encode(encoding))

    assert row.cells == {NAME: f"Bäcker{delimiter} Söhne GmbH", ADDRESS: ("Weg 1", "10115 Köln")}
    assert (row.number, row.place.line) == (1, 2)


def test_encoding_and_delimiter_can_be_told(tmp_path: Path) -> None:
    [row] = rows(tmp_path, f"{NAME}:file\nŁódź GmbH:a,b;c\n".encode("iso8859-2"), encoding="iso8859-2", delimiter=":")

    assert row.cells == {NAME: "Łódź GmbH", "file": "a,b;c"}


def test_an_empty_cell_says_nothing_and_a_formula_is_text(tmp_path: Path) -> None:
    first, second = rows(tmp_path, f"{NAME};{ADDRESS};\n=1+1; ;\n;@SUM(A1);\n")

    assert first.cells == {NAME: "=1+1"}
    assert second.cells == {ADDRESS: "@SUM(A1)"}


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    found = rows(tmp_path, f'{NAME};{ADDRESS}\nA;"x\ny"\n\nB;z\n')

    assert [(row.number, row.place.line) for row in found] == [(1, 2), (2, 5)]


def test_json_lines_and_yaml_say_the_same(tmp_path: Path) -> None:
    data = {
        "parties": {"controller": {"name": "Ä GmbH", "address": ["Weg 1", "Ort"], "public_body": True, "task": None}}
    }
    flat = {"parties.controller.name": "B GmbH", "file": 7}

    of_json = rows(tmp_path, f"{json.dumps(data)}\n\n{json.dumps(flat)}\n", "list.jsonl")
    of_yaml = rows(
        tmp_path,
        json.dumps([{"parties": {"controller": {**data["parties"]["controller"], "public_body": "on"}}}, flat]),
        "list.yaml",
    )

    assert [row.cells for row in of_json] == [row.cells for row in of_yaml]
    assert of_json[0].cells == {NAME: "Ä GmbH", ADDRESS: ("Weg 1", "Ort"), "parties.controller.public_body": "on"}
    assert of_json[1].place.line == 3
    assert to_data(node_of(of_json[0]))["parties"]["controller"]["address"] == ["Weg 1", "Ort"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "this is not JSON: "),
        ("[1]", "a customer is a map of keys"),
        ('{"a": 1, "a": 2}', "'a' is there twice"),
        ('{"a": 1.5}', "a is float; give a text, a list of texts or a map"),
        ('{"a": [{}]}', "a is dict"),
        ('{"a": ' * 20 + "1" + "}" * 20, "is nested deeper than 8 levels"),
        (f'{{"a{".a" * 2000}": "1"}}', f"a{'.a' * 49}. is nested deeper than 8 levels"),
        ("[" * 100_000, "this is not JSON: "),
    ],
)
def test_a_line_that_is_no_customer_says_so_and_the_next_is_read(tmp_path: Path, line: str, said: str) -> None:
    bad, good = rows(tmp_path, f'{line}\n{{"file": "b"}}\n', "list.jsonl")

    [finding] = bad.wrong
    assert said in finding.message
    assert finding.place.line == 1
    assert good.cells == {"file": "b"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "list.csv:1: error: has no first line with the names of columns [customer-column]"),
        (
            f"{NAME};{NAME}\na;b\n",
            f"list.csv:1: error: column 2 is named '{NAME}' like another; keep one of them [customer-column]",
        ),
        (
            f";{NAME}\na;b\n",
            "list.csv:1: error: column 1 has no name; give the key of the profile that it sets [customer-column]",
        ),
        (
            f"a{'.a' * 2000}\nb\n",
            f"list.csv:1: error: column 1 is named 'a{'.a' * 49}.', deeper than 8 levels; give a key of the profile",
        ),
        (f'{NAME}\n"a"b\n', "list.csv:2: error: this is not CSV: "),
        (f"{NAME}\na\0b\n", "list.csv:2: error: this is not CSV: "),
        (f'{NAME}\n"{"x" * 200_000}"\n', "list.csv:2: error: this is not CSV: field larger than field limit"),
    ],
)
def test_a_broken_file_is_refused_at_its_line(tmp_path: Path, content: str, said: str) -> None:
    if "\0" in content and rows_with_nul_are_text():
        pytest.skip("this Python's csv reads NUL as a letter; the profile refuses it")
    [line] = refusals(tmp_path, content)

    assert line.startswith(said)


def rows_with_nul_are_text() -> bool:
    import csv

    try:
        return list(csv.reader(["a\0b"])) == [["a\0b"]]
    except csv.Error:
        return False


def test_a_file_of_another_encoding_than_told_is_refused(tmp_path: Path) -> None:
    assert refusals(tmp_path, f"{NAME}\nKöln\n".encode("cp1252"), encoding="utf-8") == [
        "list.csv:1: error: is not utf-8; give the encoding with --encoding [encoding]"
    ]
    assert refusals(tmp_path, "a\nb\n", encoding="utf-99")[0].startswith("list.csv: error: 'utf-99' is no encoding")


@pytest.mark.parametrize("encoding", ["utf-16", "undefined", "punycode"])
@pytest.mark.parametrize("name", ["list.csv", "list.jsonl"])
def test_an_encoding_that_reads_nothing_of_a_file_is_refused(tmp_path: Path, encoding: str, name: str) -> None:
    assert refusals(tmp_path, "a;b\nc-\n", name, encoding=encoding) == [
        f"{name}:1: error: is not {encoding}; give the encoding with --encoding [encoding]"
    ]


def test_two_signs_divide_no_cells(tmp_path: Path) -> None:
    assert refusals(tmp_path, f"{NAME};;b\n", delimiter=";;") == [
        "--delimiter: error: ';;' cannot divide cells; give one sign, such as ';' [csv-syntax]"
    ]


def test_a_list_of_many_columns_is_refused_at_once(tmp_path: Path) -> None:
    columns = [f"k{n}" for n in range(20_000)]

    assert refusals(tmp_path, ";".join(columns) + "\n") == [
        "list.csv:1: error: has 20000 columns; a list has at most 500, one for each key that it sets [customer-column]"
    ]
    assert len(rows(tmp_path, ";".join(columns[:500]) + "\n" + "x;" * 500)[0].cells) == 500


@pytest.mark.parametrize(
    ("last", "said"),
    [('"k29999": 1', "'k29999' is there twice"), ('"b": 1', "a customer has more than 500 keys; give those")],
)
def test_a_customer_of_many_keys_is_refused_at_once(tmp_path: Path, last: str, said: str) -> None:
    begun = perf_counter()

    [row] = rows(tmp_path, "{" + ", ".join(f'"k{n}": 1' for n in range(30_000)) + f", {last}}}", "list.jsonl")

    assert said in row.wrong[0].message
    assert perf_counter() - begun < 5  # it took half a minute, or more


def test_a_key_of_many_dots_is_refused(tmp_path: Path) -> None:
    deep = "parties.controller" + ".a" * 5000

    [said] = refusals(tmp_path, f"{deep}\nx\n")
    [row] = rows(tmp_path, json.dumps({deep: "x"}), "list.jsonl")

    assert said.endswith("deeper than 8 levels; give a key of the profile [customer-column]")
    assert row.wrong[0].message.endswith("is nested deeper than 8 levels")


def test_keys_below_one_that_is_set_are_found_among_many() -> None:
    keys = {"a", *(f"a-{n}.b" for n in range(6000))}
    begun = perf_counter()

    assert (clash(keys), clash({*keys, "a-7"}), clash({"a.b", "a.b.c.d", "a.c"})) == ("", "a-7", "a.b")
    assert perf_counter() - begun < 1


@pytest.mark.parametrize("name", ["x" * 300, "x" * 300 + ".jsonl"])
def test_a_name_that_is_too_long_is_no_list(tmp_path: Path, name: str) -> None:
    with pytest.raises(AvvgenError) as raised:
        list(customers(tmp_path / name))

    [finding] = raised.value.findings
    assert (finding.rule, finding.message) == ("file-unreadable", "cannot be read: File name too long")


def test_more_cells_than_columns_are_a_finding_of_the_row(tmp_path: Path) -> None:
    [row] = rows(tmp_path, f"{NAME},file\nMuster, Söhne & Co,7,x\n")

    assert "has 4 cells for 2 columns" in row.wrong[0].message


def test_what_is_no_list_is_refused(tmp_path: Path) -> None:
    assert refusals(tmp_path, "a: b\n", "list.yaml")[0].endswith("a list of customers is a list of maps [wrong-type]")
    with pytest.raises(AvvgenError, match="there is no such file"):
        customers(tmp_path / "none.csv")


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    [line] = refusals(tmp_path, '{"file": "' + "x" * 2_000_000 + '"}\n', "list.jsonl")

    assert (
        line
        == "list.jsonl:1: error: a line longer than 1048576 letters is no customer; write one map a line [json-syntax]"
    )
