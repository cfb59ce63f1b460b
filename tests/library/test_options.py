"""Values of options as they are read: what a contract cannot print rightly is refused."""

from __future__ import annotations

import pytest
from pydantic_core import PydanticCustomError

from avvgen.library.options import read_money
from avvgen.templating.values import money


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("5000 EUR", "5.000 EUR"),
        ("0.01 EUR", "0,01 EUR"),
        ("99.5 CHF", "99,50 CHF"),
        ("0.001 KWD", "0,001 KWD"),
        ("9999999999999.99 EUR", "9.999.999.999.999,99 EUR"),
        ("999999999999999 JPY", "999.999.999.999.999 JPY"),
    ],
)
def test_an_amount_is_printed_as_it_is_written(written: str, printed: str) -> None:
    assert money(read_money(written)).replace("\u00a0", " ") == printed


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("0.001 EUR", "an amount in EUR has at most 15 digits, 2 of them behind the point"),
        (f"{'9' * 30} EUR", "an amount in EUR has at most 15 digits, 2 of them behind the point"),
        ("99999999999999.99 EUR", "an amount in EUR has at most 15 digits, 2 of them behind the point"),
        ("99.50 JPY", "an amount in JPY has at most 15 digits, none of them behind the point"),
        ("٣ EUR", "give an amount such as 5000 EUR"),
        ("5. EUR", "give an amount such as 5000 EUR"),
        ("1,5 EUR", "give an amount such as 5000 EUR"),
    ],
)
def test_an_amount_that_would_be_printed_otherwise_is_refused(amount: str, said: str) -> None:
    with pytest.raises(PydanticCustomError, match=said):
        read_money(amount)
