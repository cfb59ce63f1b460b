"""The measures of the page: the sheet, how wide text runs, and the column that the numbers hang in."""

from __future__ import annotations

from collections.abc import Iterator

from avvgen.contract import Contract
from avvgen.writers.ooxml.blocks import Paper
from avvgen.writers.ooxml.formats import CENTIMETRE, POINT

PAPER = Paper(width=11906, height=16838, margin=round(2.5 * CENTIMETRE), edge=round(1.25 * CENTIMETRE))
A4 = PAPER.page()
TEXT_WIDTH = A4.text_width
STEP = round(0.75 * CENTIMETRE)  # from the letter of an item to its text
HEADING_SIZE = 23  # half points

_GAP = round(0.3 * CENTIMETRE)  # from the widest number to the text
_NARROWEST, _WIDEST = 1 * CENTIMETRE, 3 * CENTIMETRE
_TENTH = CENTIMETRE / 10

# Widths of bold Arial in thousandths of its size; any other letter is as wide as a digit.
_DIGIT = 556
_WIDTHS = (
    dict.fromkeys("ijlI.,: \u00a0", 278)
    | dict.fromkeys("()-/rtf", 333)
    | dict.fromkeys("ABCDEHKNPRSTUVXYZÄÜw", 700)
    | dict.fromkeys("GOQÖ", 778)
    | dict.fromkeys("mMW", 889)
)


def text_width(text: str, size: int) -> int:
    """About how wide bold text runs on one line, in twentieths of a point; the size is in half points."""
    return sum([_WIDTHS.get(letter, _DIGIT) for letter in text]) * size * POINT // 2000


def number_column(contract: Contract, size: int = HEADING_SIZE) -> int:
    """Where the text beside the numbers begins, in twentieths of a point: one column for the whole file."""
    widest = max((text_width(number, size) for number in _hanging_numbers(contract)), default=0)
    tenths = -(-(widest + _GAP) // _TENTH)
    return min(max(round(tenths * _TENTH), _NARROWEST), _WIDEST)


def _hanging_numbers(contract: Contract) -> Iterator[str]:
    for part in contract.parts:
        for label in part.labels.by_id.values():
            if label.kind in {"section", "paragraph"}:
                yield label.number
