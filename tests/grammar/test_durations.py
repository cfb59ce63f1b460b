"""Durations: what profiles write, how contracts print it, how checks compare it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avvgen.grammar.durations import NBSP, Duration, Unit, read_duration, read_units, spelled
from avvgen.memory import memory

# Nominative, accusative, dative, after a genitive; a no-break space is written as an underscore.
FORMS = """
1 month           | ein Monat         | einen Monat       | einem Monat        | eines Monats
1 week            | eine Woche        | eine Woche        | einer Woche        | einer Woche
1 year            | ein Jahr          | ein Jahr          | einem Jahr         | eines Jahres
1 day             | ein Tag           | einen Tag         | einem Tag          | eines Tages
1 working day     | ein Werktag       | einen Werktag     | einem Werktag      | eines Werktages
1 business day    | ein Arbeitstag    | einen Arbeitstag  | einem Arbeitstag   | eines Arbeitstages
1 hour            | eine Stunde       | eine Stunde       | einer Stunde       | einer Stunde
2 weeks           | zwei Wochen       | zwei Wochen       | zwei Wochen        | von zwei Wochen
4 weeks           | vier Wochen       | vier Wochen       | vier Wochen        | von vier Wochen
3 months          | drei Monate       | drei Monate       | drei Monaten       | von drei Monaten
12 months         | zwölf Monate      | zwölf Monate      | zwölf Monaten      | von zwölf Monaten
5 years           | fünf Jahre        | fünf Jahre        | fünf Jahren        | von fünf Jahren
10 working days   | zehn Werktage     | zehn Werktage     | zehn Werktagen     | von zehn Werktagen
13 days           | 13_Tage           | 13_Tage           | 13_Tagen           | von 13_Tagen
30 days           | 30_Tage           | 30_Tage           | 30_Tagen           | von 30_Tagen
24 hours          | 24_Stunden        | 24_Stunden        | 24_Stunden         | von 24_Stunden
"""
AMOUNTS = st.integers(min_value=1, max_value=99_999)
UNITS = st.sampled_from(["hours", "days", "working_days", "business_days", "weeks", "months", "years"])


@pytest.mark.parametrize("row", FORMS.strip().splitlines())
def test_prints_a_period_in_every_form(row: str, units: dict[str, Unit]) -> None:
    text, *forms = (cell.strip().replace("_", "\u00a0") for cell in row.split("|"))

    period = read_duration(text, units)

    assert [period.nominative, period.accusative, period.dative, period.after_genitive] == forms


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("24 hours", "1"),
        ("36 hours", "1.5"),
        ("30 days", "30"),
        ("10 working days", "14"),
        ("1 business day", "1.4"),
        ("2 weeks", "14"),
        ("1 month", "30"),
        ("1 year", "365"),
    ],
)
def test_knows_the_length_in_days(text: str, days: str, units: dict[str, Unit]) -> None:
    assert read_duration(text, units).days == Decimal(days)


def test_hours_and_days_compare_by_length(units: dict[str, Unit]) -> None:
    day, hours, week, days = (read_duration(text, units) for text in ("1 day", "25 hours", "1 week", "7 days"))

    assert day < hours < week
    assert hours > day
    assert week <= days <= week
    assert week != days


def test_hours_stay_hours(units: dict[str, Unit]) -> None:
    assert read_duration("72 hours", units).hours == Decimal(72)
    assert read_duration("3 days", units).hours == Decimal(72)


@given(amount=AMOUNTS, name=UNITS)
def test_reads_what_it_writes(amount: int, name: str, units: dict[str, Unit]) -> None:
    period = Duration(amount, units[name])

    assert read_duration(str(period), units) == period


@given(amount=AMOUNTS, name=UNITS)
def test_every_form_has_its_number_and_its_unit(amount: int, name: str, units: dict[str, Unit]) -> None:
    period = Duration(amount, units[name])
    stem = units[name].word.headword.removesuffix("e")

    for form in (period.nominative, period.accusative, period.dative, period.after_genitive):
        number, unit = form.removeprefix("von ").replace(NBSP, " ").split(" ")
        assert unit.startswith(stem)
        assert number == str(amount) if amount > 12 else number.isalpha()
        assert (NBSP in form) == (amount > 12)


@given(first=AMOUNTS, second=AMOUNTS, name=UNITS)
def test_longer_means_more(first: int, second: int, name: str, units: dict[str, Unit]) -> None:
    one, other = Duration(first, units[name]), Duration(second, units[name])

    assert (one < other) == (first < second)
    assert (one.days < other.days) == (first < second)
    assert (one == other) == (first == second)


@pytest.mark.parametrize(
    "text",
    ["", "4", "weeks", "4weeks", "4  weeks", " 4 weeks", "0 days", "-1 days", "1.5 days", "04 weeks", "4 Wochen",
     "4 Weeks", "4 fortnights", "four weeks", "4 weeks or so", "999999 days", "٣ days"],
)  # fmt: skip
def test_refuses_what_is_no_period(text: str, units: dict[str, Unit]) -> None:
    known = "hours, days, working days, business days, weeks, months, years"

    with pytest.raises(ValueError, match=f"is not a period; write .* such as '4 weeks' .{known}.$"):
        read_duration(text, units)


def test_spells_numbers_to_twelve() -> None:
    words = ["eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"]

    assert [spelled(number) for number in range(1, 13)] == words
    assert [spelled(number) for number in (0, 13, 30, 365)] == ["0", "13", "30", "365"]


def test_a_number_once_spelled_is_kept_and_not_spelled_again() -> None:
    known = memory().known
    known.pop("number 11", None)

    assert (spelled(11), known["number 11"]) == ("elf", "elf")
    known["number 11"] = "kept"
    try:
        assert spelled(11) == "kept"
    finally:
        known["number 11"] = "elf"


def test_a_unit_needs_one_length(nouns: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="either in 'days' or in 'hours'"):
        read_units({"weeks": {"english": ["week", "weeks"], "word": "Woche"}}, nouns)
