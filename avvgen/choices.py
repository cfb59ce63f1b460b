"""What a profile chooses by name: words, numbering, measures; each is looked up in the library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from avvgen.findings import Finding, collecting, error, nearest
from avvgen.grammar.vocabulary import Vocabulary, read_vocabulary
from avvgen.grammar.words import Word, read_word
from avvgen.library.load import Library
from avvgen.library.schemes import NumberFormat, Numbering, Scheme
from avvgen.profiles.data import TomCategory
from avvgen.profiles.load import ProfileSource
from avvgen.profiles.models import Profile
from avvgen.profiles.outline import Outline
from avvgen.yaml_source import where


def words_of(profile: Profile, source: ProfileSource, library: Library, outline: Outline) -> Mapping[str, Word]:
    """The word of every role in this contract: the profile's, else for the text itself that of its outline.

    Raises AvvgenError for a word that is neither listed nor given with its forms.
    """
    parties, chosen = profile.parties, profile.words
    defaults = {role: term.word_in(profile.document.regime) for role, term in library.terms.items()}
    defaults["document"] = outline.word or defaults["document"]
    wanted: dict[str, tuple[Any, tuple[str, ...]]] = {
        "controller": (parties.controller.designation, ("parties", "controller", "designation")),
        "processor": (parties.processor.designation, ("parties", "processor", "designation")),
    } | {role: (getattr(chosen, role), ("words", role)) for role in type(chosen).model_fields}
    words: dict[str, Word] = {}
    with collecting() as problems:
        for role, default in defaults.items():
            choice, steps = wanted[role]
            try:
                words[role] = read_word(choice if choice is not None else default, library.lexicon)
            except ValueError as problem:
                problems.add(Finding("unknown-word", "error", str(problem), source.place(*steps)))
    return words if outline.kind == "addendum" else {**words, "amended": words.get("document", words["amended"])}


def words_of_roles(library: Library) -> Mapping[str, Word]:
    """The word of every role in which the library itself speaks."""
    return {role: read_word(term.default, library.lexicon) for role, term in library.terms.items()}


def vocabulary_of(profile: Profile, library: Library) -> Vocabulary:
    """The words that the language and the law of data protection put in place of those of the clauses."""
    document, tables = profile.document, library.vocabulary
    return read_vocabulary({**tables.get(document.language, {}), **tables.get(document.regime, {})})


def scheme_of(profile: Profile, source: ProfileSource, library: Library, outline: Outline) -> Scheme:
    """The numbering that the profile names, with what it and its outline change of it.

    Raises AvvgenError for a name that no shipped numbering has.
    """
    style = profile.style
    scheme = numbering_named(style.numbering, "numbering", source, library)
    annex = (style.annex_label or outline.annex_label, style.annex_counter or outline.annex_counter)
    changes: dict[str, object] = {
        "annex": labelled(scheme.annex, *annex),
        "part": labelled(scheme.part, style.part_label, style.part_counter),
        "lone_paragraphs": style.lone_paragraphs or scheme.lone_paragraphs,
    }
    changes["others"] = {
        name: Numbering(levels=other.levels, references=other.references) for name, other in library.schemes.items()
    }
    if style.annex_numbering is not None:
        inside = numbering_named(style.annex_numbering, "annex_numbering", source, library)
        changes["annex_levels"] = inside.levels
        changes["annex_references"] = tuple("{annex} " + words for words in inside.references)
    return scheme.model_copy(update=changes)


def labelled(own: NumberFormat, text: str | None, style: str | None) -> NumberFormat:
    """A label with what is chosen in place of its own text and counter."""
    chosen = {"text": text, "style": style}
    return own.model_copy(update={key: value for key, value in chosen.items() if value is not None})


def numbering_named(name: str, key: str, source: ProfileSource, library: Library) -> Scheme:
    """A shipped numbering by its name."""
    if name not in library.schemes:
        hint = nearest(name, library.schemes) or f"; known are {', '.join(library.schemes)}"
        message = f"style.{key} is '{name}', which is no numbering{hint}"
        raise error("unknown-numbering", message, source.place("style", key))
    return library.schemes[name]


def unknown_act(profile: Profile, library: Library) -> Iterator[Finding]:
    """A name of the regulation under which nobody knows it."""
    name, known = profile.style.act, library.citations.named
    if name is not None and name not in known:
        message = f"style.act is '{name}', which is no name of an act{nearest(name, known)}"
        yield Finding("unknown-act", "error", message, where(name))


def unknown_measures(profile: Profile, library: Library) -> Iterator[Finding]:
    """Measures and categories that the catalogue does not have."""
    known = library.toms.by_id()
    categories = {category.id: category for category in library.toms.categories}
    for id_ in (id_ for id_ in profile.toms.measures if id_ not in known):
        message = f"'{id_}' is no measure of the catalogue{nearest(id_, known)}"
        yield Finding("unknown-measure", "error", message, where(id_))
    for id_, given in profile.toms.params.items():
        declared = known[id_].params if id_ in known and id_ in profile.toms.measures else {}
        for name in sorted(given.keys() ^ declared.keys()):
            wrong = "has no value" if name in given else "needs the value"
            message = f"'{id_}' {wrong} '{name}'; give {', '.join(declared) or 'values of chosen measures alone'}"
            yield Finding("unknown-measure", "error", message, where(id_))
    named = (*profile.toms.exclusions, *covered(profile.toms.categories.values()))
    for id_ in (id_ for id_ in named if id_ not in categories):
        message = f"'{id_}' is no category of the catalogue{nearest(id_, categories)}"
        yield Finding("unknown-measure", "error", message, where(id_))


def covered(categories: Iterable[TomCategory]) -> Iterator[str]:
    """The controls of the catalogue that the processor's own headings say they cover."""
    for category in categories:
        yield from category.covers
        yield from covered(category.categories.values())
