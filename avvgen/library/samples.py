"""Values that an option may have: for reading a clause in all its variants, and for asking whether an option counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from avvgen.library.options import OptionSpec, Units

VALUES: Mapping[str, Any] = {
    "text": "Angabe im Profil",
    "texts": ["erste Angabe", "zweite Angabe"],
    "clause_text": "Ein Satz im Profil.",
    "switch": True,
    "number": "2",
    "duration": "2 weeks",
    "periods": {
        "logs": {"data": "Protokolle", "period": "30 days", "starts": "Erhebung"},
        "drafts": {"data": "Entwürfe", "starts": "Versand"},
    },
    "date": "2026-11-21",
    "money": "5000 EUR",
    "country": "DE",
    "countries": ["DE", "AT"],
    "url": "https://example.com",
}


def sample_values(spec: OptionSpec, units: Units) -> Iterator[Any]:
    """Values that an option may have: every choice, both positions of a switch, else one of the type in its bounds."""
    if spec.type == "choice":
        yield from spec.of
    elif spec.type == "choices":
        yield from ((choice,) for choice in spec.of)
        yield tuple(spec.of)
    elif spec.type == "switch":
        yield from (True, False)
    elif spec.type == "rows":
        yield spec.read([dict.fromkeys(spec.of, "Angabe im Profil")], units)
    else:
        yield next(_allowed(spec, units))


def _allowed(spec: OptionSpec, units: Units) -> Iterator[Any]:
    for value in (VALUES[spec.type], spec.min, spec.max):
        try:
            yield spec.read(value, units)
        except PydanticCustomError:
            continue
