"""One clause under all designations and with every value of its options: how a lawyer reads a clause before use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from avvgen.assembly import scope_of
from avvgen.choices import words_of
from avvgen.document import Blank as BlankNode
from avvgen.document import Blocks, Inline, Inlines, Ref, Strong, Text
from avvgen.facts import View, as_fact, with_fact
from avvgen.findings import Place, Problems
from avvgen.library.clauses import Clause
from avvgen.library.load import Library
from avvgen.library.options import UNSET, OptionSpec
from avvgen.library.samples import sample_values
from avvgen.profiles.load import ProfileSource, read_profile
from avvgen.reading import read
from avvgen.selection import Settings, options_of, topic_options
from avvgen.templating import Scope, as_value, fill
from avvgen.templating.environment import function
from avvgen.texts import speaking
from avvgen.walks import flat, own_inlines, walk
from avvgen.yaml_source import Mapping as YamlMapping
from avvgen.yaml_source import Node, Scalar, Sequence, parse_yaml

SAMPLE = """
document: {version: "1.0", date: 2026-11-01, main_contract: Rahmenvertrag vom 1. Oktober 2026,
  history: [{version: "0.9", date: 2026-03-01}, {version: "1.0", date: 2026-11-01, changes: Fristen}]}
parties:
  controller: {name: Muster AG, address: "Musterweg 1, 10115 Berlin", country: DE, contact: datenschutz@muster.example,
    represented_by: den Vorstand, professional_secrecy: on, profession: lawyer, public_body: on,
    eu_representative: {status: not_required, reason_if_none: Sitz in der Union}}
  processor: {name: Beispiel GmbH, address: "Beispielweg 2, 20095 Hamburg", country: DE,
    contact: datenschutz@beispiel.example, represented_by: die Geschäftsführung,
    dpo: {status: named, function: Datenschutzbeauftragter, firm: Datenschutz Muster GmbH,
      mailbox: dsb@beispiel.example, reason_if_none: weniger als 20 Personen ständig automatisiert verarbeiten},
    eu_representative: {firm: Beispiel Vertretung GmbH, mailbox: vertreter@beispiel.example}}
processing:
  subject: Betrieb einer Terminverwaltung
  operations: [Speichern, Übermitteln, Löschen]
  purposes: [Vereinbarung von Terminen, Erinnerung an Termine]
  data_types: [Namen, E-Mail-Adressen, Termindaten]
  data_subjects: [Kunden, Beschäftigte]
  special_categories: [Gesundheitsdaten]
  locations: [{country: DE, site: Nürnberg}]
  remote_access_countries: [AT]
toms: {version: "1.0", date: 2026-11-01, last_review: 2026-10-01, next_review: 2027-10-01,
  certifications: {iso: {standard: "ISO/IEC 27001:2022", issuer: Prüfstelle, scope: Rechenzentrum,
    valid_until: 2028-01-01}}}
subprocessors:
  hosting: {name: Rechenzentrum GmbH, address: "Netzweg 3, 90402 Nürnberg", country: DE, service: Betrieb der Server,
    locations: [DE], contact: kontakt@rechenzentrum.example}
  mail: {name: Mail Inc., address: "1 Main Street, New York", country: US, service: Versand, mechanism: dpf,
    mechanism_details: EU-US DPF, condition: Versand von E-Mails}
annexes: {contacts: {support: {function: Kundendienst, mailbox: hilfe@beispiel.example}}}
"""
SAMPLE_PLACE = Place("sample.yaml", 1, 1)
NOTHING: Mapping[str, str] = {}
DESIGNATIONS: tuple[Mapping[str, Any], ...] = (
    {"controller": "Auftraggeber", "processor": "Auftragnehmer"},
    {
        "controller": "Kundin",
        "processor": {"word": "Inxmail", "article": "off"},
        "document": "Vereinbarung",
        "subprocessor": "Subunternehmer",
        "main_contract": "Hauptvereinbarung",
    },
    {
        "controller": "Verantwortlicher",
        "processor": {"word": "ROUTMAIL", "gender": "f"},
        "document": "DPA",
        "data_subject": "Betroffener",
        "breach": "Datenschutzvorfall",
    },
    {"controller": "Kunde", "processor": "Agentur", "subprocessor": "weiterer Auftragsverarbeiter"},
    {"controller": "AUFTRAGGEBER", "processor": "Auftragsverarbeiterin", "parties": "Vertragsparteien"},
)


def under_all_designations(library: Library, id_: str) -> Iterator[str]:
    """The text of a clause for each set of words, then for each value of its options."""
    clause = library.clauses[id_]
    for words in DESIGNATIONS:
        yield ""
        yield "# " + ", ".join(str(w.get("word") if isinstance(w, Mapping) else w) for w in words.values())
        yield from said(clause, sample_scope(library, words), {}, library)
    for name, value in alternatives(library, clause):
        yield ""
        yield f"# {name}: {shown(value)}"
        yield from said(clause, sample_scope(library, DESIGNATIONS[0]), {name: value}, library)


def shown(value: Any) -> str:
    """A value of an option as a profile writes it; the cells of a row with strokes between them."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        return ", ".join(shown(inner) for inner in value)
    if isinstance(value, Mapping):
        return " / ".join(shown(cell) for cell in value.values() if cell is not None)
    return "–" if value is None else str(value)


def sample_scope(library: Library, words: Mapping[str, Any], document: Mapping[str, str] = NOTHING) -> Scope:
    """The names of a sample profile with the given words, every other clause and annex being there.

    `document` is what that profile says of its document besides, such as its law of data protection.
    """
    source = sample_source(words, document)
    profile = read_profile(source)
    settings = Settings({}, {}, {})
    scope = scope_of(profile, library, settings, words_of(profile, source, library, library.outlines["standard"]))

    def default(name: str, key: str) -> Any:
        found = library.topics.get(name) or library.clauses[name].head
        return found.options[key].in_force(UNSET, library.units)

    known: dict[str, Callable[..., Any]] = {"on": lambda _: True, "placed": lambda _: True, "option": default}
    scope = scope.with_functions({name: function(name, call) for name, call in known.items()})
    return speaking(scope, library.phrases, Problems()).scope


def sample_source(words: Mapping[str, Any], document: Mapping[str, str] = NOTHING) -> ProfileSource:
    """The sample profile with words of its own."""
    data: Any = parse_yaml(SAMPLE, "sample.yaml")
    for key, value in document.items():
        data = set_at(data, ("document", key), value)
    for role, word in words.items():
        steps = ("parties", role, "designation") if role in ("controller", "processor") else ("words", role)
        data = set_at(data, steps, word)
    return ProfileSource(Path("sample.yaml"), data, abstract=False, library=None)


def set_at(node: Any, steps: tuple[str, ...], value: Any) -> Any:
    """The node with a value of plain data set at a path."""
    if not steps:
        return as_node(value)
    entries = dict(node.entries) if isinstance(node, YamlMapping) else {}
    entries[steps[0]] = set_at(entries.get(steps[0]), steps[1:], value)
    return YamlMapping(entries, SAMPLE_PLACE)


def as_node(value: Any) -> Node:
    """Plain data as a profile would write them."""
    if isinstance(value, Mapping):
        return YamlMapping({str(key): as_node(inner) for key, inner in value.items()}, SAMPLE_PLACE)
    if isinstance(value, list | tuple):
        return Sequence(tuple(as_node(inner) for inner in value), SAMPLE_PLACE)
    text = ("off", "on")[value] if isinstance(value, bool) else str(value)
    return Scalar(text, SAMPLE_PLACE)


def alternatives(library: Library, clause: Clause) -> Iterator[tuple[str, Any]]:
    """Each option of a clause or its topic with each value that is not its default."""
    for name, spec in declared(library, clause).items():
        default = spec.in_force(UNSET, library.units)
        for value in sample_values(spec, library.units):
            if value != default:
                yield name, value


def declared(library: Library, clause: Clause) -> dict[str, OptionSpec]:
    """The options that a clause may use: its own and those of its topic."""
    topic = library.topics.get(clause.topic)
    return {**(topic.options if topic else {}), **clause.head.options}


def said(clause: Clause, scope: Scope, options: Mapping[str, Any], library: Library) -> Iterator[str]:
    """The paragraphs of a clause as plain text, references as arrows."""
    for block in walk(clause_blocks(clause, scope, options, library)):
        for row in own_inlines(block):
            text = as_text(row)
            if text:
                yield text


def clause_blocks(clause: Clause, scope: Scope, options: Mapping[str, Any], library: Library) -> Blocks:
    """The blocks of a clause with some options set and samples for those that must be given."""
    settings = Settings({}, {}, {})
    topical = topic_options(library, clause.topic, settings)
    own = options_of(clause.id, clause.head.options, settings, library)
    needed = {
        name: next(sample_values(spec, library.units)) for name, spec in clause.head.options.items() if name not in own
    }
    given = {**topical, **own, **needed, **options}
    values = {name: as_value(value, {}, name) for name, value in given.items()}
    view: View = dict(scope.data)
    for name, spec in clause.head.options.items():
        if spec.fact is not None and values.get(name) is not None:
            view = with_fact(view, spec.fact, as_fact(library.facts[spec.fact], values[name]))
    printable = {name: as_value(value, {}, name) for name, value in values.items()}
    chosen = function("chosen", lambda name, key: name == clause.id and key in options)
    known = Scope(printable, {**scope.functions, "chosen": chosen}, scope.tokens, scope.word, view)
    return read(fill(clause.body, known))


def as_text(row: Inlines) -> str:
    """A row as plain text."""
    return "".join(_letters(inline) for inline in row)


def _letters(inline: Inline) -> str:
    match inline:
        case Text(text=text):
            return text
        case Ref(targets=targets):
            return f"→{' →'.join(targets)}"
        case BlankNode(label=label):
            return f"[{label}]"
        case Strong(children=children):
            return as_text(children)
        case _:
            return "".join(_letters(inner) for inner in list(flat((inline,)))[1:])
