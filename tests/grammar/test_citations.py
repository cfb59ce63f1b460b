"""Citations: printed as each house prints them, and refused where the law has no such place."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avvgen.grammar.citations import Citations, cite, is_citable, name_act
from avvgen.grammar.provisions import NBSP, Style, printed_citations

# As written; de; at; long; roman.
STYLES = """
Art. 28 Abs. 3 lit. h | Art. 28 Abs. 3 lit. h DSGVO | Art 28 Abs 3 lit h DSGVO \
| Artikel 28 Absatz 3 Buchstabe h DSGVO | Art. 28 III lit. h DSGVO
Art. 28 | Art. 28 DSGVO | Art 28 DSGVO | Artikel 28 DSGVO | Art. 28 DSGVO
Art. 32 bis 36 | Art. 32 bis 36 DSGVO | Art 32 bis 36 DSGVO | Artikel 32 bis 36 DSGVO | Art. 32 bis 36 DSGVO
Art. 44 ff. | Art. 44 ff. DSGVO | Art 44 ff DSGVO | Artikel 44 ff. DSGVO | Art. 44 ff. DSGVO
Art. 33 und 34 | Art. 33 und 34 DSGVO | Art 33 und 34 DSGVO | Artikel 33 und 34 DSGVO | Art. 33 und 34 DSGVO
Art. 4 Nr. 8 | Art. 4 Nr. 8 DSGVO | Art 4 Z 8 DSGVO | Artikel 4 Nummer 8 DSGVO | Art. 4 Nr. 8 DSGVO
Art. 28 Abs. 2 und 4 | Art. 28 Abs. 2 und 4 DSGVO | Art 28 Abs 2 und 4 DSGVO \
| Artikel 28 Absätze 2 und 4 DSGVO | Art. 28 II und IV DSGVO
Art. 28 Abs. 3 S. 3 | Art. 28 Abs. 3 S. 3 DSGVO | Art 28 Abs 3 S 3 DSGVO \
| Artikel 28 Absatz 3 Satz 3 DSGVO | Art. 28 III 3 DSGVO
Art. 28 Abs. 3 UAbs. 1 S. 2 lit. a bis h | Art. 28 Abs. 3 UAbs. 1 S. 2 lit. a bis h DSGVO \
| Art 28 Abs 3 UAbs 1 S 2 lit a bis h DSGVO | Artikel 28 Absatz 3 Unterabsatz 1 Satz 2 Buchstaben a bis h DSGVO \
| Art. 28 III UAbs. 1 S. 2 lit. a bis h DSGVO
Art. 5 Abs. 1 lit. f, Abs. 2 | Art. 5 Abs. 1 lit. f, Abs. 2 DSGVO | Art 5 Abs 1 lit f, Abs 2 DSGVO \
| Artikel 5 Absatz 1 Buchstabe f, Absatz 2 DSGVO | Art. 5 I lit. f, II DSGVO
Art. 32 Abs. 4 i. V. m. Art. 29 | Art. 32 Abs. 4 i. V. m. Art. 29 DSGVO | Art 32 Abs 4 iVm Art 29 DSGVO \
| Artikel 32 Absatz 4 in Verbindung mit Artikel 29 DSGVO | Art. 32 IV i. V. m. Art. 29 DSGVO
Kapitel V | Kapitel V DSGVO | Kapitel V DSGVO | Kapitel V DSGVO | Kapitel V DSGVO
§ 126b BGB | § 126b BGB | § 126b BGB | § 126b BGB | § 126b BGB
§§ 62, 64 BDSG | §§ 62, 64 BDSG | §§ 62, 64 BDSG | §§ 62, 64 BDSG | §§ 62, 64 BDSG
§ 305 ff. BGB | §§ 305 ff. BGB | §§ 305 ff BGB | §§ 305 ff. BGB | §§ 305 ff. BGB
§ 203 Abs. 4 S. 2 Nr. 2 StGB | § 203 Abs. 4 S. 2 Nr. 2 StGB | § 203 Abs 4 S 2 Z 2 StGB \
| § 203 Absatz 4 Satz 2 Nummer 2 StGB | § 203 IV 2 Nr. 2 StGB
§ 80 Abs. 2 SGB X | § 80 Abs. 2 SGB X | § 80 Abs 2 SGB X | § 80 Absatz 2 SGB X | § 80 II SGB X
§ 6 Abs. 2 DSG | § 6 Abs. 2 DSG | § 6 Abs 2 DSG | § 6 Absatz 2 DSG | § 6 II DSG
Art. 9 Abs. 1 DSG | Art. 9 Abs. 1 DSG | Art 9 Abs 1 DSG | Artikel 9 Absatz 1 DSG | Art. 9 I DSG
§ 30 DSG-EKD | § 30 DSG-EKD | § 30 DSG-EKD | § 30 DSG-EKD | § 30 DSG-EKD
DSGVO | DSGVO | DSGVO | DSGVO | DSGVO
Art. 33 f. | Art. 33 f. DSGVO | Art 33 f DSGVO | Artikel 33 f. DSGVO | Art. 33 f. DSGVO
Art. 28 Abs. 2 oder 4 | Art. 28 Abs. 2 oder 4 DSGVO | Art 28 Abs 2 oder 4 DSGVO \
| Artikel 28 Absätze 2 oder 4 DSGVO | Art. 28 II oder IV DSGVO
Art. 28 Abs. 3 UAbs. 1 und 2 | Art. 28 Abs. 3 UAbs. 1 und 2 DSGVO | Art 28 Abs 3 UAbs 1 und 2 DSGVO \
| Artikel 28 Absatz 3 Unterabsätze 1 und 2 DSGVO | Art. 28 III UAbs. 1 und 2 DSGVO
Art. 28 Abs. 3 UAbs. 1 S. 2 und 3 | Art. 28 Abs. 3 UAbs. 1 S. 2 und 3 DSGVO \
| Art 28 Abs 3 UAbs 1 S 2 und 3 DSGVO | Artikel 28 Absatz 3 Unterabsatz 1 Sätze 2 und 3 DSGVO \
| Art. 28 III UAbs. 1 S. 2 und 3 DSGVO
Art. 4 Nr. 7 und 8 | Art. 4 Nr. 7 und 8 DSGVO | Art 4 Z 7 und 8 DSGVO | Artikel 4 Nummern 7 und 8 DSGVO \
| Art. 4 Nr. 7 und 8 DSGVO
Art. 15 Abs. 1 und Art. 20 Abs. 1 | Art. 15 Abs. 1 und Art. 20 Abs. 1 DSGVO \
| Art 15 Abs 1 und Art 20 Abs 1 DSGVO | Artikel 15 Absatz 1 und Artikel 20 Absatz 1 DSGVO \
| Art. 15 I und Art. 20 I DSGVO
Kapitel IV und V | Kapitel IV und V DSGVO | Kapitel IV und V DSGVO | Kapitel IV und V DSGVO | Kapitel IV und V DSGVO
"""
PARAGRAPHS = {5: 2, 6: 4, 9: 4, 12: 8, 24: 3, 27: 5, 28: 10, 30: 5, 32: 4, 33: 5, 34: 4, 35: 11, 36: 5, 37: 7, 38: 6,
              45: 9, 46: 5, 49: 6, 58: 6, 82: 6, 83: 9, 88: 3}  # fmt: skip


@pytest.mark.parametrize("row", STYLES.strip().splitlines())
def test_prints_a_citation_in_every_style(row: str, citations: Citations) -> None:
    text, *expected = (cell.strip() for cell in row.split("|"))

    printed = [cite(text, citations, style=style) for style in get_args(Style)]

    assert [form.replace(NBSP, " ") for form in printed] == expected


@pytest.mark.parametrize(
    ("text", "style", "printed"),
    [
        ("Art. 28 Abs. 3 lit. h", "de", "Art._28_Abs._3_lit._h_DSGVO"),
        ("Art. 28 Abs. 3 lit. h", "long", "Artikel_28 Absatz_3 Buchstabe_h DSGVO"),
        ("Art. 32 i. V. m. Art. 29", "de", "Art._32 i._V._m. Art._29_DSGVO"),
        ("§ 80 SGB X", "de", "§_80_SGB_X"),
    ],
)
def test_breaks_a_line_only_where_one_may_end(text: str, style: Style, printed: str, citations: Citations) -> None:
    assert cite(text, citations, style=style).replace(NBSP, "_") == printed


@pytest.mark.parametrize("style", get_args(Style))
def test_knows_what_it_printed_of_everything_that_the_library_cites(style: Style, citations: Citations) -> None:
    texts = {
        text
        for path in (Path(__file__).parents[2] / "clauses").rglob("*.md")
        for text in re.findall(r'cite\("([^"]+)"\)', path.read_text("utf-8"))
    }
    printed = {
        cite(text, citations, style=style).replace(NBSP, " ") for text in texts if text[0] in "A§K" and " " in text
    }

    pattern = printed_citations(citations.named)

    assert len(printed) > 100
    assert [text for text in sorted(printed) if not pattern.fullmatch(text)] == []


def test_counts_paragraphs_in_roman_numbers(citations: Citations) -> None:
    printed = [cite(f"Art. 35 Abs. {n}", citations, style="roman").split(NBSP)[2] for n in range(1, 12)]

    assert printed == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI"]


def test_a_roman_number_of_a_chapter_stays_as_it_is(citations: Citations) -> None:
    assert cite("Kapitel IX", citations, style="at") == f"Kapitel{NBSP}IX{NBSP}DSGVO"


def test_prints_the_act_under_the_name_of_the_profile(citations: Citations) -> None:
    printed = [cite(text, citations, name="DS-GVO") for text in ("Art. 29", "Art. 29 EU-DSGVO", "DSGVO", "§ 38 BDSG")]

    assert [form.replace(NBSP, " ") for form in printed] == ["Art. 29 DS-GVO", "Art. 29 DS-GVO", "DS-GVO", "§ 38 BDSG"]


@pytest.mark.parametrize(
    ("text", "dsg_ekd", "kdg", "dsg_ch"),
    [
        ("Art. 28", "§ 30 DSG-EKD", "§ 29 KDG", "Art. 9 DSG"),
        ("Art. 28 Abs. 3 lit. h", "§ 30 DSG-EKD", "§ 29 KDG", "Art. 9 Abs. 1 DSG"),
        ("Art. 28 Abs. 2", "§ 30 DSG-EKD", "§ 29 KDG", "Art. 9 Abs. 3 DSG"),
        (
            "Art. 32 bis 36",
            "§ 27 und §§ 32 bis 34 DSG-EKD",
            "§ 26 und §§ 33 bis 35 KDG",
            "Art. 8 und Art. 22 bis 24 DSG",
        ),
        ("Kapitel III", "Kapitel 3 DSG-EKD", "Kapitel 3 KDG", "Kapitel 4 DSG"),
        ("Art. 28 DSGVO", "Art. 28 DSGVO", "Art. 28 DSGVO", "Art. 28 DSGVO"),
    ],
)
def test_another_law_has_numbers_of_its_own(
    text: str, dsg_ekd: str, kdg: str, dsg_ch: str, citations: Citations
) -> None:
    printed = [cite(text, citations, regime=regime).replace(NBSP, " ") for regime in ("dsg-ekd", "kdg", "dsg-ch")]

    assert printed == [dsg_ekd, kdg, dsg_ch]


@pytest.mark.parametrize(
    ("text", "regime"),
    [
        *(
            (text, regime)
            for text in ("Art. 7", "Art. 48", "Kapitel V", "Art. 28 und 48")
            for regime in ("dsg-ekd", "kdg")
        ),
        ("Art. 82", "dsg-ch"),
        ("Art. 28 Abs. 9", "dsg-ch"),
        ("Art. 28 Abs. 10", "dsg-ekd"),
    ],
)
def test_never_lends_a_number_of_the_gdpr_to_another_regime(text: str, regime: str, citations: Citations) -> None:
    assert not is_citable(text, citations, regime=regime)
    assert is_citable(text, citations)
    with pytest.raises(ValueError, match=f"'{text}' has no entry in regime '{regime}'"):
        cite(text, citations, regime=regime)


def test_the_act_of_a_regime_has_its_article(citations: Citations) -> None:
    said = [name_act(case, citations) for case in ("nominative", "genitive", "dative", "accusative", "bare")]

    assert said == ["die DSGVO", "der DSGVO", "der DSGVO", "die DSGVO", "DSGVO"]
    assert name_act("genitive", citations, name="DS-GVO") == "der DS-GVO"
    assert name_act("genitive", citations, regime="kdg") == "des KDG"
    assert name_act("dative", citations, regime="dsg-ekd") == "dem DSG-EKD"
    assert name_act("accusative", citations, regime="dsg-ch") == "das DSG"
    with pytest.raises(ValueError, match="'dativ' is no case; did you mean 'dative'"):
        name_act("dativ", citations)


@given(article=st.sampled_from(sorted(PARAGRAPHS)), paragraph=st.integers(min_value=0, max_value=20))
def test_knows_how_many_paragraphs_an_article_has(article: int, paragraph: int, citations: Citations) -> None:
    text = f"Art. {article} Abs. {paragraph}"

    if 1 <= paragraph <= PARAGRAPHS[article]:
        assert cite(text, citations).replace(NBSP, " ") == f"{text} DSGVO"
    else:
        with pytest.raises(ValueError, match=f"has no Abs. {paragraph}; it has {PARAGRAPHS[article]} numbered"):
            cite(text, citations)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Art. 28 Abs. 11", "Art. 28 DSGVO has no Abs. 11; it has 10 numbered paragraphs"),
        ("Art. 28 Abs. 3 und 11", "has no Abs. 11"),
        ("Art. 28 und 29 Abs. 1", "Art. 29 DSGVO has no Abs. 1; it has no numbered paragraphs"),
        ("Art. 4 Abs. 8", "Art. 4 DSGVO has no Abs. 8; it has no numbered paragraphs"),
        ("Art. 28 Abs. 3a", "has no Abs. 3a"),
        ("Art. 100", "Art. 100 DSGVO is not listed"),
        ("Art. 98 bis 100", "Art. 100 DSGVO is not listed"),
        ("Art. 28a", "Art. 28a DSGVO is not listed"),
        ("Kapitel XII", "Kapitel XII DSGVO is not listed"),
        ("§ 61 DSG-EKD", "§ 61 DSG-EKD is not listed"),
        ("§ 30 Abs. 5 DSG-EKD", "the paragraphs of § 30 DSG-EKD are not known; give their number in citations.yaml"),
        ("§ 5", "DSGVO is cited with 'Art.', not with '§'"),
        ("Art. 126b BGB", "BGB is cited with '§', not with 'Art.'"),
        ("§ 126b BGBB", "'BGBB' is no act in citations.yaml.*did you mean 'BGB'"),
        ("Abs. 3 DSGVO", "does not name its article"),
        ("", "'' is not a citation; write it such as 'Art. 28 Abs. 3 lit. h'"),
        ("Artikel 28", "'Artikel 28' is no act"),
        ("Art. 28 Abs. 3 lit h", "'lit h' is no act"),
        ("Art. 28 Abs. III", "'Abs. III' is no act"),
        ("Art. 28 lit. 3", "'lit. 3' is no act"),
        ("Art. 32-36", "'Art. 32-36' is no act"),
        ("Art. 28 und", "'und' is no act"),
        ("Art. 32 DSGVO i. V. m. § 22 BDSG", "'DSGVO i. V. m. § 22 BDSG' is no act"),
    ],
)
def test_refuses_what_is_not_there(text: str, message: str, citations: Citations) -> None:
    with pytest.raises(ValueError, match=message):
        cite(text, citations)


def test_refuses_a_regime_or_a_name_that_is_not_listed(citations: Citations) -> None:
    with pytest.raises(ValueError, match=r"'dsgv' is not a regime in citations\.yaml; did you mean 'dsgvo'"):
        cite("Art. 28", citations, regime="dsgv")
    with pytest.raises(ValueError, match=r"'DSVGO' is no name of an act.*; did you mean 'DSGVO'"):
        cite("Art. 28", citations, name="DSVGO")


@pytest.mark.parametrize(
    ("text", "last_day", "first_day"),
    [("§ 25 TTDSG", date(2024, 5, 13), date(2021, 12, 1)), ("§ 25 TDDDG", None, date(2024, 5, 14))],
)
def test_refuses_an_act_that_is_not_in_force(
    text: str, last_day: date | None, first_day: date, citations: Citations
) -> None:
    before = date.fromordinal(first_day.toordinal() - 1)

    assert cite(text, citations, on=first_day) == cite(text, citations)
    with pytest.raises(ValueError, match=f"is not in force on {before:%d.%m.%Y}"):
        cite(text, citations, on=before)
    if last_day:
        assert cite(text, citations, on=last_day)
        with pytest.raises(ValueError, match=r"is not in force on 14\.05\.2024"):
            cite(text, citations, on=date(2024, 5, 14))


def test_numbers_may_come_as_numbers() -> None:
    act = {"mark": "Art.", "articles": {28: 10}, "valid_from": date(2018, 5, 25)}
    data = {"regimes": {"dsgvo": {"act": "DSGVO", "articles": "wie zitiert"}}, "acts": {"DSGVO": act}}

    citations = Citations.model_validate(data)

    assert cite("Art. 28 Abs. 10", citations).replace(NBSP, " ") == "Art. 28 Abs. 10 DSGVO"
