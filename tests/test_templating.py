"""Clause text filled: a sandbox, values in slots, lines that keep their numbers, capitals where a sentence begins."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from avvgen.document import Blank, LineBreak, Link, Text
from avvgen.findings import NOWHERE, AvvgenError, Place
from avvgen.grammar.tokens import Spoken
from avvgen.library.clauses import Body
from avvgen.library.expressions import Expression
from avvgen.library.options import Money
from avvgen.reading import read
from avvgen.templating import Filled, Gap, Record, Row, Scope, Unknown, Value, as_value, evaluate, fill, is_given
from avvgen.templating.environment import function
from avvgen.templating.fill import LINE, SLOT
from avvgen.templating.limits import LimitError, Meter, metered, spend

CONTROLLER = Record({"name": Value("Muster AG"), "address": (Value("Musterweg 1"), Value("Berlin")), "contact": None})
DATA = {
    "controller": CONTROLLER,
    "document": Record({"language": "de-AT", "date": date(2026, 1, 7)}),
    "rows": (Record({"name": Value("eins"), "kind": Value("a")}), Record({"name": Value("zwei"), "kind": Value("a")})),
    "deletion": Record({"days": Unknown("deletion.days")}),
    "on": True,
    "nothing": (),
    "zero": 0,
}
WORDS = {"Auftragnehmer": Spoken("weitere Firma"), "der_Auftragnehmer": Spoken("easyname", proper=True)}


def scope(**options: Any) -> Scope:
    calls = {"join": function("join", lambda *parts: "".join(map(str, parts)))}
    return Scope(options, calls, frozenset(WORDS), WORDS.__getitem__, DATA)


def filled(text: str, **options: Any) -> Filled:
    return fill(Body(text, NOWHERE), scope(**options))


def said(text: str, **options: Any) -> str:
    """The text with its values in place."""
    result = filled(text, **options)
    letters = ["".join(inline.text for inline in slot if isinstance(inline, Text)) for slot in result.slots]
    values = iter(letters)
    return SLOT.sub(lambda _: next(values), LINE.sub("", result.skeleton)).rstrip("\n")


def truth(condition: str) -> Any:
    return evaluate(Expression(condition), scope())


# Values and slots --------------------------------------------------------------------------------------------------


def test_no_letter_of_a_value_is_in_the_skeleton() -> None:
    result = filled("An {{ controller.name }}.")

    assert "Muster" not in result.skeleton
    assert result.slots == ((Text("Muster AG", verbatim=True),),)


@pytest.mark.parametrize("constant", ['"# 12"', "'a' ~ 'b'", "3", "1 + 1", '"x" if true else "y"'])
def test_a_constant_goes_to_a_slot_like_any_value(constant: str) -> None:
    result = filled(f"{{{{ {constant} }}}}")

    assert len(result.slots) == 1
    assert SLOT.fullmatch(LINE.sub("", result.skeleton))


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("eigene Worte", (Text("eigene Worte"),)),
        (Value("Wert"), (Text("Wert", verbatim=True),)),
        (Value("Zeile 1\nZeile 2\n"), (Text("Zeile 1", verbatim=True), LineBreak(), Text("Zeile 2", verbatim=True))),
        (Gap("Firma"), (Blank("Firma"),)),
        (0, (Text("0"),)),
        (Decimal("1234.5"), (Text("1.234,5"),)),
        (date(2026, 11, 1), (Text("01.11.2026"),)),
        (Money(Decimal(5000), "EUR"), (Text("5.000\u00a0EUR"),)),
        (Money(Decimal("99.50"), "CHF"), (Text("99,50\u00a0CHF"),)),
        (Row((Link("https://x", (Text("x"),)),)), (Link("https://x", (Text("x"),)),)),
    ],
)
def test_a_value_is_printed_as_german_writes_it(value: Any, printed: Any) -> None:
    assert filled("{{ wert }}", wert=value).slots == (printed,)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (True, "is a switch; ask it with"),
        ((), "is a list; print it with"),
        (None, "is not given; ask it first"),
        (Unknown("frist"), "is not given; ask it first"),
        (object(), "cannot be printed"),
    ],
)
def test_what_is_no_text_says_how_to_use_it(value: Any, reason: str) -> None:
    with pytest.raises(AvvgenError, match=f"'wert' {reason}"):
        filled("Text {{ controller.name }}, {{ wert }}", wert=value)


def test_the_filters_print_lists_as_german_does() -> None:
    assert said("{{ controller.address | and_list }}") == "Musterweg 1 und Berlin"
    assert said("{{ controller.address | or_list }}") == "Musterweg 1 oder Berlin"
    assert said("{{ controller.address | comma_list }}") == "Musterweg 1, Berlin"
    assert filled("{{ controller.address | lines }}").slots[0][1] == LineBreak()


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("post@beispiel.example", "mailto:post@beispiel.example"),
        ("https://beispiel.example/a", "https://beispiel.example/a"),
        ("post@beispiel.example und hilfe@beispiel.example", None),
        ("post@beispiel.example,hilfe@beispiel.example", None),
        ("Kundendienst (post@beispiel.example)", None),
        ("https://beispiel.example oder Telefon", None),
        ("Kundendienst", None),
    ],
)
def test_only_a_text_that_is_one_address_is_a_link(text: str, target: str | None) -> None:
    [inline] = filled("Siehe {{ wert | link }}", wert=Value(text)).slots[0]

    assert (inline.url if isinstance(inline, Link) else None) == target
    assert said("{{ wert | link }}", wert=Value(text)) == ("" if target else text)


def test_a_day_in_words_follows_the_language_of_the_contract() -> None:
    assert said("{{ document.date | long_date }}") == "7. Jänner 2026"


def test_without_leaves_out_what_another_list_has() -> None:
    text = "{{ ort | without(gebiet) | and_list }}"

    assert filled(text, ort=("DE", "FR", "AT"), gebiet=("AT", "DE")).slots == ((Text("FR"),),)


def test_records_are_grouped_by_a_field() -> None:
    text = "{% for group in rows | grouped('kind') %}{{ group.key }}: {{ group.entries | field('name') | and_list }}{% endfor %}"

    assert said(text) == "a: eins und zwei"


def test_a_name_of_the_options_comes_before_one_of_the_data() -> None:
    assert said("{{ controller }}", controller="Option") == "Option"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ controller.name | quoted }}", "„Muster AG“"),
        ("{{ 'DE' | country }}", "Deutschland"),
        ("{{ 12 | spelled }} und {{ 13 | spelled }}", "zwölf und 13"),
        ("{{ ('a', 'b', 'a') | distinct | and_list }}", "a und b"),
        ("{{ rows | where('name', 'zwei') | length }}", "1"),
        ("{{ rows | without(rows | where('name', 'zwei')) | field('name') | and_list }}", "eins"),
        ("{{ ('a', 'b', 'c') | and_list }}", "a, b und c"),
        ("{{ ('a', 'b', 'c') | or_list }}", "a, b oder c"),
        ("{{ ('a', 'b', 'c') | comma_list }}", "a, b, c"),
        ("{{ 1 if on }}", "1"),
        ("{{ 2 ~ ' mal ' ~ controller.name }}", "2 mal Muster AG"),
    ],
)
def test_a_filter_prints(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "rule", "message"),
    [
        ("1 + 'a'", "value-not-printable", "'1 + 'a'' unsupported operand type(s) for +: 'int' and 'str'"),
        ("-'a'", "value-not-printable", "'-'a'' bad operand type for unary -: 'str'"),
        ("'x' | dative", "value-not-printable", "''x' | dative' | dative declines a period"),
        ("3 | long_date", "value-not-printable", "'3 | long_date' | long_date prints a day"),
        ("none | and_list", "value-not-printable", "'none | and_list' 'NoneType' object is not iterable"),
        ("3 ~ none", "value-not-printable", "'3 ~ none' ~ joins texts and numbers, not NoneType"),
        ("3 ~ rows", "value-not-printable", "'3 ~ rows' ~ joins texts and numbers, not tuple"),
        ("3 ~ deletion.days", "unknown-fact", "nobody states 'deletion.days'; ask first with 'is known'"),
        ("none.x > 3", "unknown-fact", "nobody states 'x'; ask first with 'is known'"),
        ("3 ~ rows[9]", "undefined-name", "'9' is no field here"),
        ("[1][5]", "undefined-name", "'5' is no field here"),
        ("'a'.x", "undefined-name", "'x' is no field here"),
        ("rows[0].nam", "undefined-name", "'nam' is no field here; did you mean 'name'?"),
        (
            "rows | grouped('nope')",
            "value-not-printable",
            "'rows | grouped('nope')' | grouped: there is no field 'nope'",
        ),
    ],
)
def test_what_cannot_be_worked_out_says_why(text: str, rule: str, message: str) -> None:
    with pytest.raises(AvvgenError) as raised:
        filled(f"{{{{ {text} }}}}")

    assert [(finding.rule, finding.level, finding.message) for finding in raised.value.findings] == [
        (rule, "error", message)
    ]


# Lines -------------------------------------------------------------------------------------------------------------


def test_a_line_end_after_a_closing_tag_is_kept_where_the_line_has_words() -> None:
    text = "Ein Satz{% if on %} mehr{% endif %}\nNoch einer."

    assert said(text) == "Ein Satz mehr\nNoch einer."


def test_a_line_of_tags_alone_leaves_nothing() -> None:
    text = "Ein Satz.\n{% if on %}\nNoch einer.\n{% endif %}\nZuletzt.\n{# Bemerkung #}\nSchluss."

    assert said(text) == "Ein Satz.\nNoch einer.\nZuletzt.\nSchluss."


def test_what_is_off_leaves_no_empty_line() -> None:
    text = "Ein Satz.\n{% if not on %}\nNoch einer.\n{% else %}\nEin anderer.\n{% endif %}\n"

    assert said(text) == "Ein Satz.\nEin anderer."


def test_a_line_end_inside_a_tag_is_none() -> None:
    assert said("Ein {{ controller\n  .name }} Satz.\nNoch {% if\n on %}einer{% endif %}.") == (
        "Ein Muster AG Satz.\nNoch einer."
    )


def test_markup_knows_its_line_whatever_was_left_out_before() -> None:
    text = "{% if on %}\nEin Satz.\n{% endif %}\n{% if not on %}\nWeg.\n{% endif %}\n\n# Titel"

    with pytest.raises(AvvgenError) as raised:
        read(fill(Body(text, Place("a.md", 10, 1)), scope()))

    assert raised.value.findings[0].place == Place("a.md", 17, 1)


def test_a_loop_repeats_its_line() -> None:
    assert said("{% for row in rows %}\n- {{ row.name }}\n{% endfor %}") == "- eins\n- zwei"


# Capitals ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ Auftragnehmer }} haftet.", "Weitere Firma haftet."),
        ("Ein Satz. {{ Auftragnehmer }} haftet.", "Ein Satz. Weitere Firma haftet."),
        ("Ein Satz.\n{{ Auftragnehmer }} haftet.", "Ein Satz.\nWeitere Firma haftet."),
        ("Ein Satz?\n{% if on %}\n{{ Auftragnehmer }} haftet.\n{% endif %}", "Ein Satz?\nWeitere Firma haftet."),
        ("- {{ Auftragnehmer }}", "- Weitere Firma"),
        ("| {{ Auftragnehmer }} |", "| Weitere Firma |"),
        ("Text\n\n{{ Auftragnehmer }}", "Text\n\nWeitere Firma"),
        ("als {{ Auftragnehmer }}", "als weitere Firma"),
        ("der\n{{ Auftragnehmer }}", "der\nweitere Firma"),
        ("nach Art. {{ Auftragnehmer }}", "nach Art. weitere Firma"),
        ("z. B. {{ Auftragnehmer }}", "z. B. weitere Firma"),
        ("{{ der_Auftragnehmer }} haftet.", "easyname haftet."),
    ],
)
def test_a_bare_word_takes_its_capital_from_where_it_stands(text: str, expected: str) -> None:
    assert said(text) == expected


def test_a_word_of_the_contract_is_printed_letter_by_letter() -> None:
    assert filled("{{ der_Auftragnehmer }}").slots == ((Text("easyname", verbatim=True),),)


# The sandbox -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "expression",
    [
        "controller.__class__",
        "controller['__class__']",
        "controller._fields",
        "controller.name.upper()",
        "controller.name.__class__.__mro__",
        "''.__class__",
        "'%s'.format(controller)",
        "join.__globals__",
        "join.of_library",
        "rows.count",
        "rows[0].__init__",
        "rows[7]",
        "rows['name']",
        "controller.items()",
        "self",
        "self.__init__",
        "range(3)",
        "lipsum()",
        "cycler()",
        "joiner()",
        "namespace()",
        "dict()",
        "controller.name | upper",
        "controller.name | attr('x')",
        "rows | map('x')",
        "controller.name()",
    ],
)
def test_there_is_no_way_out_of_the_sandbox(expression: str) -> None:
    with pytest.raises(AvvgenError) as raised:
        filled(f"{{{{ {expression} }}}}")

    assert {finding.rule for finding in raised.value.findings} <= {"undefined-name", "value-not-printable"}


@pytest.mark.parametrize(
    "text",
    [
        "{% set a = 1 %}",
        "{% include 'a' %}",
        "{% import 'a' as b %}",
        "{% from 'a' import b %}",
        "{% extends 'a' %}",
        "{% block a %}{% endblock %}",
        "{% macro a() %}{% endmacro %}",
        "{% call join() %}{% endcall %}",
        "{% filter link %}{% endfilter %}",
        "{% with a = 1 %}{% endwith %}",
        "{% autoescape true %}{% endautoescape %}",
        "{{ 2 ** 9 }}",
        "{{ 3 // 2 }}",
        "{{ 3 / 2 }}",
        "{{ 3 % 2 }}",
        "{{ {'a': 1} }}",
        "{{ controller.address[0:1] }}",
    ],
)
def test_what_is_no_value_if_or_for_is_refused(text: str) -> None:
    with pytest.raises(AvvgenError) as raised:
        filled(text)

    assert raised.value.findings[0].rule in ("template-tag", "template-syntax")


def test_the_names_of_a_loop_are_known_inside_it() -> None:
    assert said(
        "{% for row in rows %}{{ loop.index }}{{ row.name }}{% if not loop.last %}, {% endif %}{% endfor %}"
    ) == ("1eins, 2zwei")


def test_the_loop_is_not_known_outside() -> None:
    with pytest.raises(AvvgenError, match="'loop' is undefined"):
        filled("{{ loop.index }}")


def test_several_mistakes_of_one_text_come_at_once() -> None:
    with pytest.raises(AvvgenError) as raised:
        filled(
            "{{ controler.name }} {{ controller.nam }} {{ controller.name | dativ }} {% if x is gegeben %}{% endif %}"
        )

    assert {finding.message for finding in raised.value.findings} == {
        "'controler' is undefined; did you mean 'controller'?",
        "'controller.nam' is undefined; did you mean 'name'?",
        "'dativ' is no filter or test; did you mean 'dative'?",
        "'x' is undefined",
        "'gegeben' is no filter or test",
    }


# Conditions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("on", True),
        ("not on", False),
        ("controller.name == 'Muster AG'", True),
        ("controller.name in ('a', 'Muster AG')", True),
        ("controller.contact is given", False),
        ("rows | length > 1", True),
        ("nothing is given", False),
        ("zero is given", True),
        ("zero == 0", True),
        ("deletion.days is known", False),
        ("deletion.days is given", False),
        ("deletion.days > 3", None),
        ("not deletion.days", None),
        ("on or deletion.days", True),
        ("not on and deletion.days > 3", False),
        ("deletion.days in (1, 2)", None),
        ("deletion.days", None),
        ("not controller.contact", True),
        ("on and not controller.contact", True),
        ("deletion.days or on", True),
        ("deletion.days or not on", None),
        ("deletion.days and on", None),
        ("deletion.days > 3 and not on", False),
        ("controller.address[1] == 'Berlin'", True),
        ("controller['name'] == 'Muster AG'", True),
        ("rows[-1].name == 'zwei'", True),
        ("'c' not in ('a', 'b')", True),
        ("zero != 0", False),
        ("zero >= 0 and zero <= 0", True),
        ("zero > 0 or zero < 0", False),
        ("0 <= zero <= 1", True),
        ("0 <= zero <= -1", False),
        ("1 <= zero <= 2", False),
        ("zero + 2 * 3 - 1 == 5", True),
        ("-1 < zero", True),
        ("'a' ~ 1 ~ 'b' == 'a1b'", True),
        ("[1, 2, 3] | length == 3", True),
        ("(1, 2) == (1, 2)", True),
        ("(1 if on else 2) == 1", True),
        ("(1 if not on else 2) == 2", True),
        ("join('a', 'b', 1) == 'ab1'", True),
        ("not (deletion.days or on)", False),
        ("not (deletion.days and on)", None),
    ],
)
def test_a_condition_says_yes_no_or_not_stated(condition: str, expected: object) -> None:
    assert truth(condition) is expected


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("onn", "'onn' is undefined; did you mean 'on'?"),
        ("controller.nme", "'controller.nme' is undefined; did you mean 'name'?"),
        ("on and", "'on and': unexpected"),
        ("on is gegeben", "'gegeben' is no filter or test"),
        ("controller.name > 3", "'controller.name > 3': '>' not supported"),
        ("controller.address.name", "'controller.address.name': 'name' is no field here"),
        ("x = 1", "'x = 1': "),
        ("join(*rows)", "'*' in a call is not for clauses; name each value"),
        ("rows | length(*rows)", "'rows | length(*rows)': '*' is not for conditions"),
        ("join(**controller)", "'*' in a call is not for clauses; name each value"),
        ("document.date | long_date", "'document.date | long_date': 'long_date' is for texts, not for conditions"),
        ("{'a': 1}", "'dict' is not for clauses; use values, if and for"),
        ("controller.address[0:1]", "'slice' is not for clauses; use values, if and for"),
        ("controller()", "'controller()': only functions of the library can be called"),
        ("controller.name | dative", "'controller.name | dative': | dative declines a period"),
        ("3 * 'ab'", "'3 * 'ab'': * multiplies numbers alone"),
        ("1 if not on", "'1 if not on': has no 'else'"),
        ("'open", "''open': "),
    ],
)
def test_a_condition_that_means_nothing_is_an_error(condition: str, message: str) -> None:
    with pytest.raises(AvvgenError) as raised:
        truth(condition)

    assert raised.value.findings[0].message.startswith(message)


# Bounds ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("most", "more", "message"),
    [
        ("a" * 100_000, "a" * 100_001, "this text is longer than 100000 letters; divide it"),
        (
            "{{ " + "-" * 47 + "1 }}",
            "{{ " + "-" * 50 + "1 }}",
            "this text is nested deeper than 50 levels; make it simpler",
        ),
        (
            "{% for a in nothing %}" * 5 + "{% endfor %}" * 5,
            "{% for a in nothing %}" * 6 + "{% endfor %}" * 6,
            "this text has more than 5 loops in one another; make it simpler",
        ),
        (
            "{{ [" + "1, " * 500 + "] | length }}",
            "{{ [" + "1, " * 501 + "] | length }}",
            "this text lists more than 500 values; keep them in the profile",
        ),
        (
            "{{ zero + 1000000000000000 }}",
            "{{ zero + 1000000000000001 }}",
            "this text reckons with a number that is too large",
        ),
        (
            "{{ zero - 1000000000000000 }}",
            "{{ zero - 1000000000000001 }}",
            "this text reckons with a number that is too large",
        ),
        (
            "{{ (letters ~ letters) | length }}",
            "{{ (letters ~ letters ~ 1) | length }}",
            "this text makes a text that is too long",
        ),
        (
            "{{ (letters + letters) | length }}",
            "{{ (letters + letters + 'a') | length }}",
            "this text makes a text or list that is too long",
        ),
        (
            "{% if 1e308 > zero %}{% endif %}",
            "{% if 1e309 > zero %}{% endif %}",
            "this text reckons with a number that is too large",
        ),
        (
            "{% for a in rows recursive %}{% endfor %}".replace(" recursive", ""),
            "{% for a in rows recursive %}{% endfor %}",
            "this text has a loop that calls itself; use values, if and for",
        ),
    ],
    ids=["letters", "levels", "loops", "list", "sum", "difference", "joined", "added", "infinite", "recursive"],
)
def test_a_text_costs_so_much_and_no_more(most: str, more: str, message: str) -> None:
    filled(most, letters="a" * 100_000)

    with pytest.raises(AvvgenError) as raised:
        filled(more, letters="a" * 100_000)

    assert [(finding.rule, finding.message) for finding in raised.value.findings] == [("template-limit", message)]


def test_a_text_takes_eight_million_steps_and_all_of_a_contract_sixteen() -> None:
    meter = Meter()

    meter.spend(8_000_000)
    with pytest.raises(LimitError, match="takes too long or prints too much; loop over less"):
        meter.spend(1)
    for _ in range(5):
        meter.here = 0
        meter.spend(999_999)
    with pytest.raises(LimitError):
        meter.spend(16_000_000 - meter.in_all + 1)


@pytest.mark.parametrize(
    "question", ["'aab' is matching('a+b')", "3 | spelled == 'drei'", "document.date | long_date == ''"]
)
def test_a_question_is_counted_whenever_it_is_asked(question: str) -> None:
    text = f"{{% if {question} %}}x{{% endif %}}"
    filled(text)
    later = scope()

    fill(Body(text, NOWHERE), later)

    assert later.meter.in_all >= 10


def test_a_loop_costs_what_is_done_in_it() -> None:
    def cost(body: str) -> int:
        names = scope()
        fill(Body(f"{{% for a in [1, 2, 3, 4] %}}{body}{{% endfor %}}", NOWHERE), names)
        return names.meter.in_all

    nothing = cost("")
    asking = "{% if on == 'x' %}x{% endif %}"
    calling = "{% if join('a') == 'x' %}x{% endif %}"

    assert cost(asking * 8) >= nothing + 4 * 8 // 4
    assert cost(calling * 8) >= nothing + 4 * 8 * 10
    assert cost("{% for b in [1, 2] %}" + asking * 8 + "{% endfor %}") >= nothing + 4 * 2 * 8 // 4


def test_questions_in_two_loops_end() -> None:
    row = f"[{', '.join(['1'] * 400)}]"
    sixteen = "{% if join('a') == 'x' %}x{% endif %}" * 16

    with pytest.raises(AvvgenError, match="takes too long or prints too much"):
        filled(f"{{% for a in {row} %}}{{% for b in {row} %}}{sixteen}{{% endfor %}}{{% endfor %}}")


def test_a_function_costs_more_for_a_long_list() -> None:
    names = scope(long=("a",) * 5000)

    fill(Body("{% if join(long) == '' %}x{% endif %}", NOWHERE), names)

    assert names.meter.in_all >= 5000


@pytest.mark.parametrize("operator", ["==", "!=", "<", "in"])
def test_to_compare_long_lists_costs_as_many_steps(operator: str) -> None:
    names = scope(long=("a",) * 5000)

    fill(Body(f"{{% if long {operator} long %}}x{{% endif %}}", NOWHERE), names)

    assert names.meter.in_all >= 5000


def test_ten_texts_say_one_another_and_no_eleventh() -> None:
    meter = Meter()

    def say(texts: int) -> None:
        with metered(meter):
            spend(1)
            if texts > 1:
                say(texts - 1)

    say(10)
    assert (meter.depth, meter.here, meter.in_all) == (0, 0, 10)
    with pytest.raises(LimitError, match="says itself, or more than 10 texts say one another; end the circle"):
        say(11)


def test_what_a_text_has_cost_is_not_forgotten_while_it_says_another() -> None:
    meter = Meter()

    with metered(meter):
        spend(7)
        with metered(meter):
            spend(2)
            assert meter.here == 2
        assert (meter.here, meter.in_all) == (7, 9)


# Values of the profile ---------------------------------------------------------------------------------------------


def test_a_value_of_the_profile_is_wrapped_all_the_way_down() -> None:
    wrapped = as_value({"name": "a", "list": ["b", {"c": "d"}], "n": 3, "none": None}, {}, "x")

    assert isinstance(wrapped["name"], Value)
    assert isinstance(wrapped["list"][1]["c"], Value)
    assert (wrapped["n"], wrapped["none"]) == (3, None)


@pytest.mark.parametrize("value", [None, "", (), [], False, Unknown("a")])
def test_nothing_is_not_given(value: object) -> None:
    assert not is_given(value)


@pytest.mark.parametrize("value", [0, Decimal(0), "0", True, (None,), Gap("a"), Record({})])
def test_whatever_there_is_is_given(value: object) -> None:
    assert is_given(value)
