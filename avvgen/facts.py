"""What conditions and texts can ask: the profile as records, and the facts that follow from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from avvgen.findings import Finding
from avvgen.grammar.citations import cite as print_citation
from avvgen.grammar.citations import is_citable, name_act
from avvgen.grammar.durations import Duration
from avvgen.library.catalogues import Fact
from avvgen.library.load import Library
from avvgen.profiles.data import FurtherParty, Party, Processing, Subprocessor
from avvgen.profiles.models import Profile
from avvgen.selection import Selection, Settings, topic_options
from avvgen.templating import Record, Scope, Unknown, as_value, evaluate, is_given
from avvgen.templating.environment import function
from avvgen.templating.values import UnknownFactError

View = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact with who states it: an option of a clause or topic."""

    value: Any
    by: str


def profile_view(profile: Profile, blanks: Mapping[str, str]) -> View:
    """The profile under the names that texts and conditions use."""
    data = profile.model_dump(mode="python")
    parties = data["parties"]
    roots = {
        "document": data["document"],
        "controller": _with_listed(parties["controller"], "further"),
        "processor": _with_listed(parties["processor"], "further"),
        "processing": data["processing"],
        "tom": _with_listed(data["toms"], "certifications"),
        "subprocessors": _listed(data["subprocessors"]),
        "contacts": _listed(data["annexes"]["contacts"]),
        "recipients": tuple(_recipients(profile)),
        "places": tuple(_distinct(_places(profile))),
        "parents": tuple(_distinct(_parents(profile))),
    }
    return {name: as_value(value, blanks, name) for name, value in roots.items()}


def with_facts(view: View, library: Library, settings: Settings, scope: Scope) -> View:
    """The view with every fact that the profile or a topic's option states; the others are unknown."""
    by_topic = {
        spec.fact: topic_options(library, topic, settings).get(name)
        for topic, found in library.topics.items()
        for name, spec in found.options.items()
        if spec.fact is not None
    }
    for fact in library.facts.values():
        here = Scope({}, scope.functions, frozenset(), scope.word, view)
        value = evaluate(fact.from_, here) if fact.from_ is not None else as_fact(fact, by_topic.get(fact.name))
        view = with_fact(view, fact.name, Unknown(fact.name) if value is None else value)
    return view


def with_fact(view: View, name: str, value: Any) -> View:
    """The view with one fact set; a dotted name is a field of a record."""
    root, _, rest = name.partition(".")
    if not rest:
        return {**view, root: value}
    record = view.get(root)
    path = tuple(rest.split("."))
    if isinstance(record, Record) and isinstance(value, Unknown) and _has(record, path):
        return view
    return {**view, root: (record if isinstance(record, Record) else Record({})).with_field(path, value)}


def stated_facts(selection: Selection, library: Library, settings: Settings, scope: Scope) -> dict[str, list[Stated]]:
    """The facts that the contract's clauses, their options and those of topics state, and by whom."""
    stated: dict[str, list[Stated]] = {}
    for id_, selected in selection.selected.items():
        for name, spec in selected.clause.head.options.items():
            value = selected.options.get(name)
            if spec.fact is not None and value is not None:
                stated.setdefault(spec.fact, []).append(Stated(as_fact(library.facts[spec.fact], value), id_))
        for fact, expression in selected.clause.head.states.items():
            value = evaluate(expression, scope.with_options(selected.options))
            own = is_given(value_at(scope.data, fact))  # what the profile says is printed as it is
            if is_given(value) and not own:
                stated.setdefault(fact, []).append(Stated(as_fact(library.facts[fact], value), id_))
    for topic, found in library.topics.items():
        for name, spec in found.options.items():
            value = topic_options(library, topic, settings).get(name)
            if spec.fact is not None and value is not None:
                stated.setdefault(spec.fact, []).append(Stated(as_fact(library.facts[spec.fact], value), topic))
    return stated


def with_stated(view: View, stated: Mapping[str, list[Stated]]) -> View:
    """The view with the facts that options state."""
    for name, by in stated.items():
        view = with_fact(view, name, by[0].value)
    return view


def contradictions(stated: Mapping[str, list[Stated]], settings: Settings) -> Iterator[Finding]:
    """Facts for which two clauses give different values."""
    for name, by in stated.items():
        for other in by[1:]:
            if other.value != by[0].value:
                message = f"'{by[0].by}' and '{other.by}' give {name} different values; let them agree"
                yield Finding("fact-conflict", "warning", message, settings.place(other.by))


def as_fact(fact: Fact, value: Any) -> Any:
    """A value in the unit of the fact: days, hours, months as a number, one text as a list of one, maps as records."""
    if fact.type == "list":
        return (value,) if isinstance(value, str) else as_value(value, {}, fact.name)
    if not isinstance(value, Duration):
        return value
    match fact.type:
        case "days":
            return value.days
        case "hours":
            return value.days * 24
        case "months":
            return value.days / Decimal(30)
        case _:
            return value


def functions(library: Library, profile: Profile) -> dict[str, Any]:
    """The functions that need nothing of a selection: citations and countries."""
    members = frozenset(str(code) for code in library.countries["eea"])

    def in_eea(country: Any) -> bool:
        if not is_given(country):
            raise UnknownFactError("country")
        return str(country) in members

    def outside_eea(countries: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(country for country in countries if str(country) not in members)

    def outside(countries: Iterable[Any], home: Any) -> tuple[Any, ...]:
        return tuple(country for country in countries if str(country) != str(home))

    def reaching_outside_eea(recipients: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(one for one in recipients if outside_eea(one["countries"]))

    def reaching_outside(recipients: Iterable[Any], home: Any) -> tuple[Any, ...]:
        return tuple(one for one in recipients if outside(one["countries"], home))

    named: dict[str, Callable[..., Any]] = {
        **citing(library, profile),
        "in_eea": in_eea,
        "outside_eea": outside_eea,
        "outside": outside,
        "reaching_outside_eea": reaching_outside_eea,
        "reaching_outside": reaching_outside,
    }
    return {name: function(name, call) for name, call in named.items()}


def citing(library: Library, profile: Profile) -> dict[str, Callable[..., Any]]:
    """The functions that name acts: in the law of data protection, the style and the names that the profile chose."""
    style, name, regime = profile.style.citations, profile.style.act or "", profile.document.regime
    known, day = library.citations, profile.document.date

    def told(say: Callable[[], Any]) -> Any:
        try:
            return say()
        except ValueError as problem:
            raise TypeError(str(problem)) from None

    return {
        "cite": lambda text: told(
            lambda: print_citation(str(text), known, regime=regime, style=style, name=name, on=day)
        ),
        "citable": lambda text: told(lambda: is_citable(str(text), known, regime=regime)),
        "act": lambda case: told(lambda: name_act(str(case), known, regime=regime, name=name)),
    }


def _listed(entries: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """Entries that the profile keys by short ids, each with its id."""
    return tuple({"id": key, **entry} for key, entry in entries.items())


def _with_listed(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Data of which one field is a map by short ids."""
    return {**data, name: _listed(data[name])}


def _recipients(profile: Profile) -> Iterator[dict[str, Any]]:
    """Everyone who receives the data, with every country that data reach there and how transfers are safeguarded."""
    first, processing = profile.parties.processor, profile.processing
    sites = (place.country for place in processing.locations)
    reached = [first.country, *sites, *(processing.remote_access_countries or ())]
    yield _processor(first, "parties.processor", reached)
    for id_, party in first.further.items():
        yield _processor(party, f"parties.processor.further.{id_}", [party.country])
    for id_, entry in profile.subprocessors.items():
        reached = [entry.country, *(place.country for place in entry.locations), *entry.remote_access_countries]
        yield {
            "id": id_,
            **entry.model_dump(mode="python"),
            "role": "subprocessor",
            "path": f"subprocessors.{id_}",
            "countries": tuple(_distinct(reached)),
        }


def _processor(party: Party | FurtherParty, path: str, reached: Iterable[str | None]) -> dict[str, Any]:
    return {
        **dict.fromkeys(("id", *Subprocessor.model_fields)),
        **party.transfer.model_dump(mode="python"),
        "role": "processor",
        "path": f"{path}.transfer",
        "name": party.name,
        "country": party.country,
        "countries": tuple(_distinct(reached)),
    }


def _places(profile: Profile) -> Iterator[str | None]:
    """Every country where data are processed or reached from."""
    yield profile.parties.processor.country
    yield from (party.country for party in profile.parties.processor.further.values())
    yield from (subprocessor.country for subprocessor in profile.subprocessors.values())
    where: tuple[Processing | Subprocessor, ...] = (profile.processing, *profile.subprocessors.values())
    for place in where:
        yield from (location.country for location in place.locations)
        yield from place.remote_access_countries or ()


def _parents(profile: Profile) -> Iterator[str | None]:
    yield profile.parties.processor.parent_country
    yield from (subprocessor.parent_country for subprocessor in profile.subprocessors.values())


def _distinct(countries: Iterable[str | None]) -> Iterator[str]:
    return iter(dict.fromkeys(country for country in countries if country is not None))


def value_at(view: Mapping[str, Any], name: str) -> Any:
    """The value of a fact or profile field by its dotted name; None if there is none."""
    value: Any = view
    for step in name.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _has(record: Record, path: tuple[str, ...]) -> bool:
    value: Any = record
    for step in path:
        if not isinstance(value, Record) or step not in value:
            return False
        value = value[step]
    return True
