"""Periods: how a profile writes them, how long they are, and how a German sentence says them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from pydantic import model_validator

from avvgen.grammar.declension import Case
from avvgen.grammar.words import Word, read_word
from avvgen.memory import memory
from avvgen.model import Model

NBSP = "\u00a0"
HOURS_A_DAY = 24
LARGEST_SPELLED = 12
PERIOD = re.compile(r"([1-9][0-9]{0,4}) ([a-z]+(?: [a-z]+)*)")


class UnitEntry(Model):
    """A unit as `clauses/words.yaml` lists it: English singular and plural, German word, length."""

    english: tuple[str, str]
    word: str
    days: Decimal | None = None
    hours: Decimal | None = None

    @model_validator(mode="after")
    def _one_length(self) -> UnitEntry:
        if (self.days is None) == (self.hours is None):
            raise ValueError("give the length either in 'days' or in 'hours'")
        return self

    @property
    def length(self) -> Decimal:
        """The length in hours."""
        return self.hours if self.hours is not None else (self.days or Decimal(0)) * HOURS_A_DAY


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of time: English singular and plural, German word, length in hours."""

    singular: str
    plural: str
    word: Word
    hours: Decimal


@dataclass(frozen=True, slots=True)
class Duration:
    """A period as a contract states it: `4 weeks`, `30 days`, `10 working days`, `24 hours`.

    Periods are ordered by length; equal are only those that read the same (`7 days` is not `1 week`, but neither
    is it less).
    """

    amount: int
    unit: Unit

    @property
    def days(self) -> Decimal:
        """Length for comparisons: a month is 30 days, a working day 1.4, twelve hours half a day."""
        return self.hours / HOURS_A_DAY

    @property
    def hours(self) -> Decimal:
        """Length in hours: exact for every unit."""
        return self.amount * self.unit.hours

    @property
    def nominative(self) -> str:
        """As a subject: `ein Monat`, `vier Wochen`, `30 Tage`."""
        return self._form("nominative")

    @property
    def accusative(self) -> str:
        """After mindestens, or before vor: `einen Monat`, `vier Wochen`, `30 Tage`."""
        return self._form("accusative")

    @property
    def dative(self) -> str:
        """After innerhalb von, seit, Frist von: `einem Monat`, `vier Wochen`, `30 Tagen`."""
        return self._form("dative")

    @property
    def after_genitive(self) -> str:
        """After nach Ablauf: `eines Monats`, `von vier Wochen`, `von 30 Tagen`."""
        return self._form("genitive") if self.amount == 1 else f"von {self.dative}"

    def __str__(self) -> str:
        """As a profile writes it: `4 weeks`."""
        return f"{self.amount} {self.unit.singular if self.amount == 1 else self.unit.plural}"

    def __lt__(self, other: Duration) -> bool:
        """Whether it is shorter; a period has no order among other things."""
        return self.hours < other.hours if isinstance(other, Duration) else NotImplemented

    def __le__(self, other: Duration) -> bool:
        """Whether it is not longer."""
        return self.hours <= other.hours if isinstance(other, Duration) else NotImplemented

    def _form(self, case: Case) -> str:
        if self.amount == 1:
            return self.unit.word.form(case, "singular", "ein")
        space = " " if self.amount <= LARGEST_SPELLED else NBSP
        return f"{spelled(self.amount)}{space}{self.unit.word.form(case, 'plural', 'none')}"


def read_units(units: Mapping[str, object], lexicon: Mapping[str, str]) -> dict[str, Unit]:
    """The units under `units:` of `clauses/words.yaml`, by name.

    Raises ValueError for a unit that cannot be read or whose word is not listed.
    """
    entries = {name: UnitEntry.model_validate(entry) for name, entry in units.items()}
    return {name: Unit(*entry.english, read_word(entry.word, lexicon), entry.length) for name, entry in entries.items()}


def read_duration(text: str, units: Mapping[str, Unit]) -> Duration:
    """A period from a profile: `4 weeks`, `1 month`, `10 working days`.

    Raises ValueError that names the units for everything else, zero included.
    """
    by_spelling = {name: unit for unit in units.values() for name in (unit.singular, unit.plural)}
    written = PERIOD.fullmatch(text)
    if not written or written[2] not in by_spelling:
        known = ", ".join(unit.plural for unit in units.values())
        raise ValueError(f"'{text}' is not a period; write a number and a unit, such as '4 weeks' ({known})")
    return Duration(int(written[1]), by_spelling[written[2]])


def spelled(number: int) -> str:
    """A number as German prose prints it: in words from one to twelve (`eins`, `zwölf`), else in figures."""
    if not 1 <= number <= LARGEST_SPELLED:
        return str(number)
    words: str | None = memory().recall("number", str(number))
    if words is None:
        # Loading num2words takes as long as building a contract, so only a period that is spelled pays for it, once.
        from num2words import num2words  # noqa: PLC0415

        words = str(num2words(number, lang="de"))
        memory().keep("number", str(number), words)
    return words
