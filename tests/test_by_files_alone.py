"""What a lawyer does without Python: change a clause, add one, give it options of every type."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from avvgen.cli.app import main
from avvgen.library.options import TYPES

MINIMAL = Path(__file__).parent.parent / "profiles" / "minimal.yaml"
SHIPPED = Path(__file__).parent.parent / "clauses"

NEW = """---
title: Ansprechzeiten
after: {{clause: authority/cooperation, as: paragraph}}
options:
{options}
reviewed: 2026-11-21
---
{{{{ Der_Auftragnehmer }}}} ist zu erreichen.
{body}
"""

# type: declaration, value in the profile, how the body prints it, what the contract says
OPTIONS = {
    "text": ("{type: text, help: Text}", "werktags", "{{ o_text }}", "werktags"),
    "texts": ("{type: texts, help: Texte}", "[Rot, Blau]", "{{ o_texts | and_list }}", "Rot und Blau"),
    "clause_text": (
        "{type: clause_text, help: Klauseltext}",
        "'durch {{ den_Auftragnehmer }}'",
        "{{ o_clause_text }}",
        "durch den Auftragnehmer",
    ),
    "switch": ("{type: switch, default: off, help: Schalter}", "on", "{% if o_switch %}an{% endif %}", "an"),
    "number": ("{type: number, help: Zahl}", "12", "{{ o_number | spelled }}", "zwölf"),
    "duration": ("{type: duration, help: Frist}", "1 month", "{{ o_duration | dative }}", "einem Monat"),
    "periods": (
        "{type: periods, help: Fristen}",
        "{logs: {data: Protokolle, period: 30 days, starts: Erhebung}}",
        "{% for kind in o_periods %}{{ kind.data }} {{ kind.period | nominative }} ab {{ kind.starts }}{% endfor %}",
        "Protokolle 30 Tage ab Erhebung",
    ),
    "date": ("{type: date, help: Tag}", "2026-12-24", "{{ o_date | long_date }}", "24. Dezember 2026"),
    "money": ("{type: money, help: Betrag}", "5000 EUR", "{{ o_money }}", "5.000 EUR"),
    "country": ("{type: country, help: Staat}", "AT", "{{ o_country | country }}", "Österreich"),
    "countries": ("{type: countries, help: Staaten}", "[DE, NO]", "{{ o_countries | length }}", "2"),
    "url": ("{type: url, help: Adresse}", "https://example.com/a", "{{ o_url | link }}", "https://example.com/a"),
    "choice": ("{type: choice, of: [eins, zwei], default: eins, help: W}", "zwei", "{{ o_choice }}", "zwei"),
    "choices": (
        "{type: choices, of: [eins, zwei], help: W}",
        "[eins, zwei]",
        "{{ o_choices | and_list }}",
        "eins und zwei",
    ),
    "rows": (
        "{type: rows, of: [eins, zwei], help: Zeilen}",
        "[{eins: Rot}, {eins: Blau, zwei: Grün}]",
        "{% for row in o_rows %}{% if row.zwei is given %}{{ row.eins }} vor {{ row.zwei }}{% endif %}{% endfor %}",
        "Blau vor Grün",
    ),
}


def overlay(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    (folder / "authority").mkdir(parents=True)
    (folder / "records").mkdir()
    declared = "\n".join(f"  o_{name}: {declaration}" for name, (declaration, *_) in OPTIONS.items())
    body = "\n".join(f"Zu {name}: {printed}." for name, (_, _, printed, _) in OPTIONS.items())
    (folder / "authority" / "hours.md").write_text(NEW.format(options=declared, body=body), "utf-8")
    changed = (SHIPPED / "records" / "keep.md").read_text("utf-8").replace("legt", "übergibt")
    (folder / "records" / "keep.md").write_text(changed, "utf-8")
    return folder


def profile(tmp_path: Path) -> Path:
    values = "\n".join(f"    o_{name}: {value}" for name, (_, value, _, _) in OPTIONS.items())
    path = tmp_path / "own.yaml"
    path.write_text(MINIMAL.read_text("utf-8") + f"clauses:\n  authority/hours:\n{values}\n", "utf-8")
    return path


def test_every_type_of_option_is_tried() -> None:
    assert OPTIONS.keys() == TYPES.keys()


def test_an_overlay_changes_exactly_its_clauses(tmp_path: Path) -> None:
    path = profile(tmp_path)
    assert main(["build", str(MINIMAL), "-o", str(tmp_path / "before"), "-f", "md"]) == 0

    assert (
        main(["build", str(path), "--clauses", str(overlay(tmp_path)), "-o", str(tmp_path / "after"), "-f", "md"]) == 0
    )

    before = (tmp_path / "before" / "minimal.md").read_text("utf-8").split("\n\n")
    after = (tmp_path / "after" / "own.md").read_text("utf-8").split("\n\n")
    new = [block for block in after if without_number(block) not in map(without_number, before)]
    gone = [block for block in before if without_number(block) not in map(without_number, after)]
    assert [block.split("\n")[0][:40] for block in gone] == [new[1].replace("übergibt", "legt").split("\n")[0][:40]]
    assert len(new) == 2
    for _, _, _, said in OPTIONS.values():
        assert said.replace(".", "\\.") in new[0] or said in new[0].replace("\u00a0", " ")


def without_number(block: str) -> str:
    head, _, rest = block.partition(" ")
    return rest if head.replace(".", "").isdigit() else block


def test_explain_and_clauses_say_where_a_clause_comes_from_and_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, path = overlay(tmp_path), profile(tmp_path)

    assert main(["explain", str(path), "--clauses", str(folder)]) == 0
    told = capsys.readouterr().out
    assert main(["clauses", "--clauses", str(folder)]) == 0
    listed = capsys.readouterr().out

    assert f"in   authority/hours  (on in the profile)  {folder / 'authority' / 'hours.md'}" in told
    assert f"(set at {path}:" in told
    assert "out  subprocessors/specific  (default subprocessing_model == 'specific': no)" in told
    assert str(folder / "records" / "keep.md") in listed
    assert "authority/hours  Ansprechzeiten" in listed


def test_the_schema_shows_a_new_clause_with_its_options(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "--clauses", str(overlay(tmp_path))]) == 0

    schema = json.loads(capsys.readouterr().out)

    options = schema["properties"]["clauses"]["properties"]["authority/hours"]["anyOf"][1]["properties"]
    assert options.keys() == {f"o_{name}" for name in OPTIONS}
    assert options["o_choice"]["enum"] == ["eins", "zwei"]
    assert options["o_duration"]["description"] == "Frist"
