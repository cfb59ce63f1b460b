"""Mistakes in clause texts and conditions: each said in full, at its line and, where it can be found, its column."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

import pytest

from avvgen.document import Inlines, Text
from avvgen.findings import NOWHERE, AvvgenError, Place
from avvgen.grammar.durations import Duration, read_duration
from avvgen.grammar.tokens import Spoken
from avvgen.library.clauses import Body
from avvgen.library.expressions import Expression
from avvgen.library.options import Money
from avvgen.memory import memory
from avvgen.profiles.fields import Blank
from avvgen.templating import (
    Gap,
    NoSuchNameError,
    Record,
    Row,
    Scope,
    Unknown,
    Value,
    as_plain,
    as_value,
    evaluate,
    fill,
    names_in,
)
from avvgen.templating.environment import FIRST_SLOT, LAST_SLOT, function, located, to_slot
from avvgen.templating.fill import language_of, tags, without_tags
from avvgen.templating.limits import LimitError
from avvgen.templating.values import UnknownFactError, letters, money, short_date

from .checks.reading import library
from .test_templating import filled, said, scope, truth

of_texts = sys.modules["avvgen.templating.fill"]
of_conditions = sys.modules["avvgen.templating.rules"]

HEAD = "---\ntitle: Satz\n---\n"


def period(text: str) -> Duration:
    """A period in the units of the shipped library."""
    return read_duration(text, library().units)


def such(name: str) -> NoReturn:
    """A function of the library that knows no name."""
    raise NoSuchNameError(name, f"such({name!r}): there is no such clause")


def mistakes(folder: Path, text: str, **options: Any) -> list[str]:
    """What is wrong with a text that stands in a file below three lines of front matter."""
    path = folder / "satz.md"
    path.write_text(HEAD + text, "utf-8")
    names = {"such": function("such", such), "weit": Unknown("weit"), **options}
    with pytest.raises(AvvgenError) as raised:
        fill(Body(text, Place(str(path), 4, 1)), scope(**names))
    assert {finding.place.path for finding in raised.value.findings} == {str(path)}
    return [f"{f.place.line}:{f.place.column}: {f.level}: {f.message} [{f.rule}]" for f in raised.value.findings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ein Satz.\n{% set a = 1 %}\n{% include 'a' %}",
            [
                "5:0: error: 'assign' is not for clauses; use values, if and for [template-tag]",
                "6:0: error: 'include' is not for clauses; use values, if and for [template-tag]",
            ],
        ),
        (
            "Ein Satz.\n\n{{ join(*rows) }}",
            ["6:0: error: '*' in a call is not for clauses; name each value [template-tag]"],
        ),
        (
            "Ein Satz.\n{{ join(a=1, **rows) }}",
            ["5:0: error: '*' in a call is not for clauses; name each value [template-tag]"],
        ),
        (
            "Ein Satz.\n{{ 'a\u200bb' }} und {{ 'c\u202ed' }}",
            [
                "5:0: error: the text holds the character U+200B (zero width space), which cannot be seen; remove it [character]",
                "5:0: error: the text holds the character U+202E (right-to-left override), which cannot be seen; remove it [character]",
            ],
        ),
        ("Ein frst und\nein {{ frst }} frst", ["5:8: error: 'frst' is undefined [undefined-name]"]),
        ("Ein frst und ein {{ frst }}", ["4:21: error: 'frst' is undefined [undefined-name]"]),
        (
            "{{ frst.a.b }} und {{ controller.address.x }} und {{ document.x.y }} {{ controller.nmae }}",
            [
                "4:4: error: 'frst' is undefined [undefined-name]",
                "4:42: error: 'document.x' is undefined [undefined-name]",
                "4:84: error: 'controller.nmae' is undefined; did you mean 'name'? [undefined-name]",
            ],
        ),
        (
            "nmae %} {{ controller.name }} {% if controller.nmae %}ja{% endif %} nmae",
            ["4:48: error: 'controller.nmae' is undefined; did you mean 'name'? [undefined-name]"],
        ),
        (
            "dativ {{ controller.name | dativ }}\n{% if on is gegeben %}gegeben{% endif %}",
            [
                "4:28: error: 'dativ' is no filter or test; did you mean 'dative'? [undefined-name]",
                "5:13: error: 'gegeben' is no filter or test [undefined-name]",
            ],
        ),
        (
            "Ein Satz.\n\n{% if on %}\nNoch einer.",
            [
                "7:0: error: Jinja: Unexpected end of template. Jinja was looking for the following tags: 'elif' or 'else' or 'endif'. The innermost block that needs to be closed is 'if'. [template-syntax]"
            ],
        ),
        ("Ein Satz.\n{{ controller..name }}", ["5:0: error: Jinja: expected name or number [template-syntax]"]),
        ("Ein Satz.\n{{ 1 if }}", ["5:0: error: Jinja: unexpected 'end of print statement' [template-syntax]"]),
        (
            "Ein Satz.\n" + "{{ " + "(" * 300 + "1" + ")" * 300 + " }}",
            ["4:0: error: this text is nested deeper than 50 levels; make it simpler [template-limit]"],
        ),
        (
            "Ein Satz.\n\n{{ " + "-" * 60 + "1 }}",
            ["6:0: error: this text is nested deeper than 50 levels; make it simpler [template-limit]"],
        ),
        (
            "Ein Satz.\n{% for a in rows recursive %}{% endfor %}",
            ["5:0: error: this text has a loop that calls itself; use values, if and for [template-limit]"],
        ),
        ("Ein Satz.\n{{ 1e999 }}", ["5:0: error: this text reckons with a number that is too large [template-limit]"]),
        (
            "Ein Satz.\n{{ [" + "1," * 501 + "] }}",
            ["5:0: error: this text lists more than 500 values; keep them in the profile [template-limit]"],
        ),
        ("Ein Satz.\n{{ 'a' | nix }} {{ rows[0][1] }}", ["5:10: error: 'nix' is no filter or test [undefined-name]"]),
        ("Ein Satz.\n{{ none.x.y }}", ["5:9: error: nobody states 'x'; ask first with 'is known' [unknown-fact]"]),
        (
            "Ein Satz.\n\n{% if deletion.days > 3 %}x{% endif %}",
            ["6:7: error: nobody states 'deletion.days'; ask first with 'is known' [unknown-fact]"],
        ),
        (
            "Ein Satz.\nNicht deletion.days, sondern {% if deletion.days > 3 %}x{% endif %}",
            ["5:36: error: nobody states 'deletion.days'; ask first with 'is known' [unknown-fact]"],
        ),
        (
            "Ein Satz. {% if deletion.days > 3 %}x{% endif %}",
            ["4:17: error: nobody states 'deletion.days'; ask first with 'is known' [unknown-fact]"],
        ),
        (
            "Ein Satz.\n{{ controller.name }}, {{ rows }}, {{ on }}",
            ["5:27: error: 'rows' is a list; print it with | and_list, | or_list or {% for … %} [value-not-printable]"],
        ),
        (
            "Ein Satz.\nrows {{ rows }}",
            ["5:9: error: 'rows' is a list; print it with | and_list, | or_list or {% for … %} [value-not-printable]"],
        ),
        (
            "Ein Satz.\n{{ on }}, {{ on }}",
            ["5:4: error: 'on' is a switch; ask it with {% if … %} [value-not-printable]"],
        ),
        ("Ein Satz.\n{{ 1 * 'a' }}", ["5:4: error: '1 * 'a'' * multiplies numbers alone [value-not-printable]"]),
        (
            "Ein Satz.\n{{ 'a' * 3 }} {{ controller.name }}",
            ["5:0: error: * multiplies numbers alone [value-not-printable]"],
        ),
        (
            "Ein Satz.\n{{ zero * 1e16 }}",
            ["5:0: error: this text reckons with a number that is too large [template-limit]"],
        ),
        (
            "Ein Satz.\n{{ rows[0].nam }}",
            ["5:12: error: 'nam' is no field here; did you mean 'name'? [undefined-name]"],
        ),
        (
            "Ein nam Satz.\n nam {{ rows[0].nam }}",
            ["5:17: error: 'nam' is no field here; did you mean 'name'? [undefined-name]"],
        ),
        (
            "Ein Satz.\n{{ 1 if not on }}",
            [
                "5:0: error: the inline if-expression on line 2 evaluated to false and no else section was defined. [undefined-name]"
            ],
        ),
        ("Ein Satz.\n{{ rows[0] }}", ["5:4: error: 'rows[0]' cannot be printed [value-not-printable]"]),
        (
            "Ein Satz.\n{{ 'x' is matching('(') }}",
            [
                "5:4: error: ''x' is matching('(')' is matching: '(' is no regular expression: missing ), unterminated subpattern at position 0 [value-not-printable]"
            ],
        ),
        (
            "Ein Satz.\n{{ 'x' if 'x' is matching('(') }}",
            [
                "5:4: error: ''x' if 'x' is matching('(')' is matching: '(' is no regular expression: missing ), unterminated subpattern at position 0 [value-not-printable]"
            ],
        ),
        (
            "Ein Satz.\n{{ such('gibt/es') }} gibt/es",
            ["5:10: error: such('gibt/es'): there is no such clause [undefined-name]"],
        ),
        (
            "Ein Satz.\n{{ controller.contact }} und {{ deletion.days }}",
            [
                "5:4: error: 'controller.contact' is not given; ask it first with {% if … is given %} [value-not-printable]"
            ],
        ),
        (
            "Ein Satz.\n{{ weit }}",
            ["5:4: error: 'weit' is not given; ask it first with {% if … is given %} [value-not-printable]"],
        ),
    ],
)
def test_a_mistake_of_a_text_is_said_at_its_place(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert mistakes(tmp_path, text) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("frst and on", ["r.yaml:3: error: 'frst' is undefined [undefined-name]"]),
        ("controller.nmae", ["r.yaml:3: error: 'controller.nmae' is undefined; did you mean 'name'? [undefined-name]"]),
        ("on is gegeben", ["r.yaml:3: error: 'gegeben' is no filter or test [undefined-name]"]),
        ("1 +", ["r.yaml:3:7: error: '1 +': unexpected 'end of template' [condition-syntax]"]),
        ("(1", ["r.yaml:3:7: error: '(1': unexpected end of template, expected ')'. [condition-syntax]"]),
        ("1 2", ["r.yaml:3:7: error: '1 2': chunk after expression [condition-syntax]"]),
        ("on\non", ["r.yaml:3:7: error: 'on\\non': chunk after expression [condition-syntax]"]),
        (
            "'" + "a" * 50 + "' * 3",
            [
                "r.yaml:3:7: error: ''aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' * 3': * multiplies numbers alone [condition]"
            ],
        ),
        ("rows * 2", ["r.yaml:3:7: error: 'rows * 2': * multiplies numbers alone [condition]"]),
        ("zero * 1e16", ["r.yaml:3:7: error: 'zero * 1e16' reckons with a number that is too large [template-limit]"]),
        ("1e999", ["r.yaml:3:7: error: '1e999' reckons with a number that is too large [template-limit]"]),
        (
            "(" * 300 + "1" + ")" * 300,
            [
                "r.yaml:3:7: error: '((((((((((((((((((((((((((((((((((((((((' is nested deeper than 50 levels; make it simpler [template-limit]"
            ],
        ),
        ("[1,2,3][5]", ["r.yaml:3:7: error: '[1,2,3][5]': '5' is no field here [condition]"]),
        ("rows[0].nam", ["r.yaml:3:7: error: 'rows[0].nam': 'nam' is no field here; did you mean 'name'? [condition]"]),
        ("1 if not on", ["r.yaml:3:7: error: '1 if not on': has no 'else' [condition]"]),
        ("join(*rows)", ["r.yaml:3: error: '*' in a call is not for clauses; name each value [template-tag]"]),
        ("join(a=1,**rows)", ["r.yaml:3: error: '*' in a call is not for clauses; name each value [template-tag]"]),
        ("3 ** 2", ["r.yaml:3: error: 'pow' is not for clauses; use values, if and for [template-tag]"]),
        (
            "{'a': 1}",
            [
                "r.yaml:3: error: 'dict' is not for clauses; use values, if and for [template-tag]",
                "r.yaml:3: error: 'pair' is not for clauses; use values, if and for [template-tag]",
            ],
        ),
        ("rows[0:1]", ["r.yaml:3: error: 'slice' is not for clauses; use values, if and for [template-tag]"]),
        (
            "'a' is matching('(')",
            [
                "r.yaml:3:7: error: ''a' is matching('(')': is matching: '(' is no regular expression: missing ), unterminated subpattern at position 0 [condition]"
            ],
        ),
        (
            "3 | long_date",
            ["r.yaml:3:7: error: '3 | long_date': 'long_date' is for texts, not for conditions [condition-syntax]"],
        ),
        (
            "'a\u200b' == on",
            [
                "r.yaml:3: error: the text holds the character U+200B (zero width space), which cannot be seen; remove it [character]"
            ],
        ),
        (
            "controller()",
            ["r.yaml:3:7: error: 'controller()': only functions of the library can be called [condition]"],
        ),
        (
            "rows | grouped('x')",
            ["r.yaml:3:7: error: 'rows | grouped('x')': | grouped: there is no field 'x' [condition]"],
        ),
        (
            "-" * 60 + "1",
            [
                "r.yaml:3:7: error: '----------------------------------------' is nested deeper than 50 levels; make it simpler [template-limit]"
            ],
        ),
        ("1 if on else frst", ["r.yaml:3: error: 'frst' is undefined [undefined-name]"]),
        ("nothing.x > 3", ["r.yaml:3:7: error: 'nothing.x > 3': 'x' is no field here [condition]"]),
        (
            "(zero + 'a')",
            ["r.yaml:3:7: error: '(zero + 'a')': unsupported operand type(s) for +: 'int' and 'str' [condition]"],
        ),
        ("a.b.c", ["r.yaml:3: error: 'a' is undefined [undefined-name]"]),
        ("-rows", ["r.yaml:3:7: error: '-rows': bad operand type for unary -: 'tuple' [condition]"]),
    ],
)
def test_a_mistake_of_a_condition_is_said_at_its_place(condition: str, expected: list[str]) -> None:
    with pytest.raises(AvvgenError) as raised:
        evaluate(Expression(condition, Place("r.yaml", 3, 7)), scope())

    assert [str(finding) for finding in raised.value.findings] == expected


@pytest.mark.parametrize("number", ["9" * 5000, "٣.5"])
def test_a_number_that_cannot_be_read_is_said_in_texts_and_conditions(tmp_path: Path, number: str) -> None:
    [said_of_text] = mistakes(tmp_path, f"Ein Satz.\n{{{{ {number} }}}}")
    with pytest.raises(AvvgenError) as raised:
        evaluate(Expression(number, Place("r.yaml", 3, 7)), scope())

    assert said_of_text.startswith("4:0: error: this text cannot be read: ")
    assert said_of_text.endswith("[template-limit]")
    assert str(raised.value.findings[0]).startswith(f"r.yaml:3:7: error: '{number[:40]}' cannot be read: ")


def test_twenty_mistakes_of_a_text_are_said_and_no_more(tmp_path: Path) -> None:
    names = [f"name{n}" for n in range(22)]

    found = mistakes(tmp_path, "".join(f"{{{{ {name} }}}}\n" for name in names))
    with pytest.raises(AvvgenError) as raised:
        evaluate(Expression(" + ".join(names)), scope())

    assert [line.split("'")[1] for line in found] == names[:20]
    assert len(raised.value.findings) == 20


# Where a word stands ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word", "column", "found"),
    [
        ("Wort und Wort", "Wort", 1, (1, 1)),
        ("Wort und Wort", "Wort", 2, (1, 10)),
        ("Wortes Wort", "Wort", 1, (1, 8)),
        ("ein Wort", "Wort", 6, (1, 0)),
        ("eins\nzwei\n Wort", "Wort", 1, (3, 2)),
        ("eins\nWort Wort", "Wort", 6, (2, 1)),
        ("Wort {{ Wort }}", "Wort", 1, (1, 9)),
        ("Wort {{ x }} Wort", "Wort", 1, (1, 1)),
        ("Wort {% if Wort %}", "Wort", 1, (1, 12)),
        ("Wort {{ x }} {% if x %} {{ Wort }}", "Wort", 1, (1, 28)),
        ("Wort {% if x %} Wort", "Wort", 1, (1, 1)),
        ("[](#a/b-c) [](#a/b)", "#a/b", 1, (1, 15)),
        ("#a/b/c #a/b", "#a/b", 1, (1, 8)),
        ("x-Wort-y", "Wort", 1, (1, 3)),
        ("a.b", "a.b", 1, (1, 1)),
        ("axb a.b", "a.b", 1, (1, 5)),
    ],
)
def test_a_word_is_found_in_its_tag_else_where_it_first_stands(
    tmp_path: Path, text: str, word: str, column: int, found: tuple[int, int]
) -> None:
    path = tmp_path / "a.md"
    path.write_text(text, "utf-8")

    assert located(Place(str(path), 1), word, column) == Place(str(path), *found)


def test_a_line_is_searched_for_a_hundred_places_of_a_word(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    place = Place(str(path), 1)

    path.write_text("Wort " * 99 + "{{ Wort }}", "utf-8")
    assert located(place, "Wort", 1).column == 499
    path.write_text("Wort " * 100 + "{{ Wort }}", "utf-8")
    assert located(place, "Wort", 1).column == 1


def test_a_word_of_a_file_that_cannot_be_read_stays_where_it_was(tmp_path: Path) -> None:
    place = Place(str(tmp_path / "keine.md"), 7, 3)

    assert located(place, "Wort", 1) == place


# Tags ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a", []),
        ("{{ a }}b{% c %}{# d #}", [(0, 7), (8, 15), (15, 22)]),
        ("{{ a", []),
        ("{{ a }} {{ b", [(0, 7)]),
        ("{% a }} %}", [(0, 10)]),
        ("{{}}", [(0, 4)]),
        ("{{{ a }}", [(0, 8)]),
        ("{ { a }}", []),
        ("{%\n%}", [(0, 5)]),
    ],
)
def test_tags_begin_and_end_here(text: str, found: list[tuple[int, int]]) -> None:
    assert list(tags(text)) == found


def test_what_stands_beside_tags_is_left() -> None:
    assert without_tags("a{{ b }}c{% d %}{# e #} f") == "ac f"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("{% if on %}\n{{ zero }}\n{% endif %}\nb", "0\nb"),
        ("{%\nif\non %}a\n{% endif %}b", "a\nb"),
        ("{{ zero\n}}\nb", "0\nb"),
        ("{# a\nb\nc #}d\ne", "d\ne"),
        ("a\n\n\nb", "a\n\n\nb"),
    ],
)
def test_line_ends_inside_tags_are_none_and_all_others_stay(text: str, printed: str) -> None:
    assert said(text) == printed


# What is printed ------------------------------------------------------------------------------------------------------


def test_a_filled_text_as_letters() -> None:
    text = "{% if on %}\n{{ Auftragnehmer }} heißt {{ controller.name }}{{ leer }}.\n{% endif %}\n"

    assert as_plain(filled(text, leer=Value(""))) == "Weitere Firma heißt Muster AG.\n"


def test_the_language_of_a_contract_is_that_of_germany_unless_it_says_so() -> None:
    assert language_of(scope()) == "de-AT"
    for data in ({}, {"document": Record({})}, {"document": None}):
        nothing = Scope({}, {}, frozenset(), {}.__getitem__, data)
        assert language_of(nothing) == "de-DE"


def test_a_text_has_room_for_so_many_values() -> None:
    most = LAST_SLOT - FIRST_SLOT + 1
    context = type("Context", (), {"parent": {" slots": [()] * (most - 1)}})()

    assert to_slot(context, Value("a")) == chr(LAST_SLOT)
    with pytest.raises(LimitError, match=r"^has more values than one text can hold$"):
        to_slot(context, Value("a"))


def test_a_loop_knows_its_numbers_and_its_ends() -> None:
    text = "{% for row in rows %}{{ loop.index0 }}{{ loop.index }}{{ loop.length }}{% if loop.first %}a{% endif %}{% endfor %}"

    assert said(text) == "012a122"
    with pytest.raises(AvvgenError, match="'revindex' is no field here"):
        filled("{% for row in rows %}{{ loop.revindex }}{% endfor %}")
    with pytest.raises(AvvgenError, match="'index' is no field here"):
        filled("{{ rows[0].index }}")


@pytest.mark.parametrize(("index", "name"), [("0", "eins"), ("1", "zwei"), ("-1", "zwei"), ("-2", "eins")])
def test_a_list_is_read_from_both_ends(index: str, name: str) -> None:
    assert said(f"{{{{ rows[{index}].name }}}}") == name


@pytest.mark.parametrize("index", ["2", "-3"])
def test_beyond_its_ends_a_list_has_nothing(index: str) -> None:
    with pytest.raises(AvvgenError, match=f"'{index}' is no field here"):
        filled(f"{{{{ rows[{index}] }}}}")


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("a", 3),  # a letter, the mark of its line, and one for the piece
        ("{{ wert }}", 10 + 2 + 2),
        ("{{ zero }}", 1 + 2 + 2),
        ("{{ Auftragnehmer }}", 13 + 2 + 2),
        ("{{ 'a' ~ wert }}", 11 + 11 + 2 + 2),
        ("{{ rows | where('name', 'zwei') | length }}", 3 + 1 + 2 + 2),
        ("{{ rows | without(rows) | length }}", 3 + 4 + 1 + 2 + 2),
        ("{{ (zero, on) | without((on, 3, 4)) | length }}", 4 + 1 + 2 + 2),
    ],
)
def test_so_many_steps_are_counted(text: str, steps: int) -> None:
    names = scope(wert=Value("zehn Zeich"))

    fill(Body(text, NOWHERE), names)

    assert names.meter.in_all == steps


def test_a_function_takes_what_is_given_by_name() -> None:
    both = function("both", lambda first, *, second: f"{first}{second}")

    assert both.__name__ == "both"
    assert said("{{ both('a', second='b') }}", both=both) == "ab"
    assert evaluate(Expression("both('a', second=c) == 'ab'"), scope(both=both, c="b")) is True


def test_a_gap_is_no_country_and_says_its_label() -> None:
    assert filled("{{ gap | country }}", gap=Gap("Land")).slots == filled("{{ gap }}", gap=Gap("Land")).slots


def test_a_proper_name_keeps_its_letters_wherever_it_stands() -> None:
    assert said("{{ wort }} haftet, {{ wort }} zahlt.", wort=Spoken("easyname", proper=True)) == (
        "easyname haftet, easyname zahlt."
    )


def test_the_answer_of_a_choice_hangs_on_its_names() -> None:
    assert truth("controller.name if on else zero") == "Muster AG"
    assert truth("controller.name if not on else zero") == 0
    assert truth("-zero == 0 and not (not on)") is True
    assert truth("'a' ~ zero ~ controller.name") == "a0Muster AG"
    assert truth("[zero, on]") == [0, True]
    assert truth("(zero, on)") == (0, True)
    assert truth("rows | where('name', controller.name) | length") == 0
    assert truth("controller.name is matching('^Muster')") is True


# What is kept of earlier runs ---------------------------------------------------------------------------------------------


@pytest.fixture
def anew() -> Callable[[], None]:
    """Forget what this process has made of texts and conditions, but not what is noted for the next one."""

    def forget() -> None:
        for module in (of_texts, of_conditions):
            for made in (module._uses, module._parsed):
                made.cache_clear()
        of_texts._compiled.cache_clear()
        of_conditions._question.cache_clear()

    forget()
    return forget


def test_what_was_made_of_a_text_is_noted_and_taken_from_there(anew: Callable[[], None]) -> None:
    text, key = (
        "Ein {{ zero }} Satz, der nur hier steht.",
        f"{of_texts.KIND} Ein {{{{ zero }}}} Satz, der nur hier steht.",
    )
    first = filled(text)
    uses, code = memory().known[key]
    anew()
    memory().known[key] = json.loads(json.dumps([uses, code]))

    assert filled(text) == first
    assert of_texts._parsed.cache_info().currsize == 0
    anew()
    memory().known[key] = [[[["name", "nirgends", 0]], ["zero"]], code]
    with pytest.raises(AvvgenError, match="'nirgends' is undefined"):
        filled(text)


def test_what_was_made_of_a_condition_is_noted_and_taken_from_there(anew: Callable[[], None]) -> None:
    text = "zero + 41 == 41 and on"
    key = f"{of_conditions.KIND} {text}"
    assert truth(text) is True
    uses, form = memory().known[key]
    anew()
    memory().known[key] = json.loads(json.dumps([uses, form]))

    assert truth(text) is True
    assert of_conditions._parsed.cache_info().currsize == 0
    anew()
    memory().known[key] = [[[], ["zero"]], ["const", "anderes"]]
    assert truth(text) == "anderes"
    assert names_in(Expression(text)) == {"zero"}
    assert of_conditions._parsed.cache_info().currsize == 0


# Values -------------------------------------------------------------------------------------------------------------------


def test_a_gap_is_labelled_by_itself_its_path_or_its_field() -> None:
    blanks = {"parties.controller.name": "Name der Kundin", "country": "Staat"}
    data = {
        "parties": {"controller": {"name": Blank(), "country": Blank(), "task": Blank("Aufgabe"), "city": [Blank()]}}
    }

    controller = as_value(data, blanks, "")["parties"]["controller"]

    assert {name: value for name, value in controller.items() if name != "city"} == {
        "name": Gap("Name der Kundin"),
        "country": Gap("Staat"),
        "task": Gap("Aufgabe"),
    }
    assert controller["city"] == (Gap("city"),)
    assert as_value([Blank()], {"x.y": "Y"}, "x.y") == (Gap("Y"),)


def test_a_record_gets_a_value_however_deep_and_stays_as_it_was() -> None:
    record = Record({"a": Record({"b": 1, "c": 2}), "d": 3})

    assert record.with_field(("a", "b"), 4) == Record({"a": Record({"b": 4, "c": 2}), "d": 3})
    assert record.with_field(("e", "f", "g"), 5) == Record(
        {"a": Record({"b": 1, "c": 2}), "d": 3, "e": Record({"f": Record({"g": 5})})}
    )
    assert record.with_field(("d", "x"), 6)["d"] == Record({"x": 6})
    assert record["a"]["b"] == 1
    assert (len(record), list(record)) == (2, ["a", "d"])


def test_every_use_of_a_fact_that_nobody_states_says_its_name() -> None:
    fact = Unknown("frist.tage")
    uses: list[Callable[[], object]] = [
        lambda: bool(fact),
        lambda: fact == 1,
        lambda: fact != 1,
        lambda: fact < 1,
        lambda: fact <= 1,
        lambda: fact > 1,
        lambda: fact >= 1,
        lambda: 1 in fact,
        lambda: list(fact),
        lambda: len(fact),
        lambda: str(fact),
        lambda: hash(fact),
        lambda: fact + 1,
        lambda: fact[0],
    ]

    for use in uses:
        with pytest.raises(UnknownFactError, match=r"^frist\.tage$"):
            use()


@pytest.mark.parametrize("kind", [Value("a"), Row(()), Unknown("a"), Record({})])
def test_a_value_takes_nothing_that_is_not_its_own(kind: object) -> None:
    assert not hasattr(kind, "__dict__")


@pytest.mark.parametrize(
    ("amount", "printed"),
    [
        (Money(Decimal("1234567.8"), "EUR"), "1.234.567,80\u00a0EUR"),
        (Money(Decimal("5000.00"), "EUR"), "5.000\u00a0EUR"),
        (Money(Decimal(100), "JPY"), "100\u00a0JPY"),
    ],
)
def test_an_amount_has_its_cents_or_none(amount: Money, printed: str) -> None:
    assert money(amount) == printed


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("a\n", (Text("a", verbatim=True),)),
        (" a ", (Text(" a ", verbatim=True),)),
        ("", ()),
    ],
)
def test_letters_stay_as_they_are(text: str, row: Inlines) -> None:
    assert letters(text) == row


def test_days_are_figures_and_periods_ask_for_their_case() -> None:
    assert short_date(date(2026, 2, 3)) == "03.02.2026"
    with pytest.raises(AvvgenError, match=r"'frist' is a period; print it in its case: \| dative, \| accusative, "):
        filled("{{ frist }}", frist=period("30 days"))


def test_a_period_is_declined() -> None:
    cases = ("nominative", "accusative", "dative", "after_genitive")
    text = "/".join(f"{{{{ frist | {case} }}}}" for case in cases)

    assert said(text, frist=period("3 days")).replace("\u00a0", " ") == "drei Tage/drei Tage/drei Tagen/von drei Tagen"


def test_scopes_with_other_options_and_more_functions_share_what_they_cost() -> None:
    first = scope(a=1)

    other = first.with_options({"b": 2}).with_functions({"c": 3})

    assert (other["b"], other["c"], "a" in other, "join" in other) == (2, 3, False, True)
    assert other.meter is first.meter
    assert (
        Scope({}, {}, frozenset(), {}.__getitem__, {}).meter is not Scope({}, {}, frozenset(), {}.__getitem__, {}).meter
    )
    assert list(Scope({"a": 1}, {"b": 2}, frozenset({"c"}), {}.__getitem__, {"d": 4}).names()) == ["a", "b", "c", "d"]


# What the package gives ---------------------------------------------------------------------------------------------------


def test_the_package_names_what_others_take_from_it_and_nothing_else() -> None:
    package = sys.modules["avvgen.templating"]
    ours = {name for name, value in vars(package).items() if getattr(value, "__module__", "").startswith("avvgen.")}

    assert sorted(package.__all__) == list(package.__all__) == sorted(ours)
