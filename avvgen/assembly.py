"""From a profile to a contract: the one place that knows the order of things."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from avvgen.choices import scheme_of, unknown_act, unknown_measures, vocabulary_of, words_of
from avvgen.clause_folders import laid_over, library_files
from avvgen.contract import Contract, House, Part
from avvgen.document import Document, Ref
from avvgen.facts import View, contradictions, functions, profile_view, stated_facts, with_fact, with_facts, with_stated
from avvgen.findings import AvvgenError, Finding, collecting, nearest
from avvgen.framing import emphasised, framed
from avvgen.grammar.tokens import Spoken, spoken
from avvgen.grammar.words import Word
from avvgen.house import house_of
from avvgen.job import ALL, Wanted
from avvgen.layout import Layout
from avvgen.library.cache import library_of_files
from avvgen.library.load import Library
from avvgen.materials import Materials
from avvgen.numbering import Labels, labels
from avvgen.outlines import annexes_in, outline_of, placed, signed_in
from avvgen.profiles.editions import load_contract, load_editions
from avvgen.profiles.load import ProfileSource, read_profile
from avvgen.profiles.models import Profile
from avvgen.profiles.outline import Outline, SpecialEntry
from avvgen.selection import Selection, Settings, options_of, read_settings, select, topic_options
from avvgen.templating import NoSuchNameError, Scope, as_value
from avvgen.templating.environment import function, located
from avvgen.templating.limits import Meter
from avvgen.texts import speaking
from avvgen.typesetting import spelled, typeset
from avvgen.walks import inlines

NO_OUTLINE = Outline(content=(SpecialEntry(special="title"),))


@dataclass(frozen=True, slots=True)
class Prepared:
    """A profile checked against its library: all that is known before the first text is filled."""

    source: ProfileSource
    profile: Profile
    library: Library
    settings: Settings
    outline: Outline
    scope: Scope
    selection: Selection


def load(path: Path, overlays: tuple[Path, ...] = (), settings: tuple[str, ...] = (), wanted: Wanted = ALL) -> Prepared:
    """Read a profile with the library that it wants, the user's folders laid over it and values set.

    Raises AvvgenError with every finding of the profile and the library, and if it offers packages and none is wanted.
    """
    return prepare(*load_sources(path, overlays, settings, wanted))


def load_all(
    path: Path, overlays: tuple[Path, ...] = (), settings: tuple[str, ...] = (), wanted: Wanted = ALL
) -> tuple[Prepared, ...]:
    """All texts that a profile makes: the contract, or one a package, and further documents.

    Raises AvvgenError with every finding of the profile and the library.
    """
    with collecting() as problems:
        made = load_editions(path, settings, wanted, problems)
        ready = [problems.attempt(lambda one: prepare(one, library_for(one, overlays)), source) for source in made]
    return tuple(one for one in ready if one is not None)


def load_sources(
    path: Path, overlays: tuple[Path, ...] = (), settings: tuple[str, ...] = (), wanted: Wanted = ALL
) -> tuple[ProfileSource, Library]:
    """The contract of a profile as written, and the library that it wants.

    Raises AvvgenError with every finding of the library, and of the profile if there is one.
    """
    source = load_contract(path, settings, wanted)
    return source, library_for(source, overlays)


def library_for(source: ProfileSource, overlays: tuple[Path, ...]) -> Library:
    """The library that a profile wants, the user's folders laid over it.

    Raises AvvgenError with every finding of the library, and then of the profile, too.
    """
    folders = (*laid_over(source.variants, source.library), *overlays)
    with collecting() as problems:
        files = problems.attempt(library_files, folders)
        library = problems.attempt(library_of, files) if files else None
        if library is None:
            problems.attempt(read_profile, source)
            raise AvvgenError(*problems.findings)
    return library


def library_of(files: Mapping[str, Path]) -> Library:
    """The library of these files, read once however many profiles of a call want it.

    Raises AvvgenError with every finding of every file.
    """
    stamps = tuple((name, path, path.stat().st_mtime_ns, path.stat().st_size) for name, path in files.items())
    return _read_once(stamps, Path.cwd())


@lru_cache(maxsize=4)
def _read_once(stamps: tuple[tuple[str, Path, int, int], ...], _: Path) -> Library:
    return library_of_files({name: path for name, path, *_ in stamps})


def prepare(source: ProfileSource, library: Library) -> Prepared:
    """Check a profile against a library and select its clauses.

    Raises AvvgenError with every finding of the static part, of options and of the selection.
    """
    with collecting() as problems:
        profile = problems.attempt(read_profile, source)
        settings = problems.attempt(read_settings, source.clauses, library)
        if profile is None or settings is None:
            raise AvvgenError(*problems.findings)
        problems.add(*unknown_measures(profile, library), *unknown_act(profile, library))
        outline = problems.attempt(outline_of, profile, source, library)
        words = problems.attempt(words_of, profile, source, library, outline) if outline else None
        problems.attempt(scheme_of, profile, source, library, outline or NO_OUTLINE)
        if words is None or outline is None:
            raise AvvgenError(*problems.findings)
        scope = with_form(scope_of(profile, library, settings, words), profile, outline)
        selection = problems.attempt(select, library, settings, outline, scope)
        if selection is None:
            raise AvvgenError(*problems.findings)
    return Prepared(source, profile, library, settings, outline, scope, selection)


def assemble(prepared: Prepared, letterhead: Path | None = None) -> Contract:
    """Everything between a profile and a contract; a letterhead that is given goes before that of the profile.

    Raises AvvgenError with every finding of every text, and every reference that leads nowhere.
    """
    profile, library = prepared.profile, prepared.library
    asked = prepared.scope.with_functions(asking(prepared, profile))
    stated = stated_facts(prepared.selection, library, prepared.settings, asked)
    view = with_stated(dict(prepared.scope.data), stated)
    scope = replace(asked, data=view, meter=Meter())
    with collecting() as problems:
        words = vocabulary_of(profile, library)
        own = partial(spelled, language=profile.document.language)
        texts = speaking(scope, library.phrases, problems, lambda text: own(words.said(text)))
        title = texts.line(profile.document.title or prepared.outline.title or "{{ Vertrag }}")
        materials = Materials(profile, view, library.toms, texts, title)
        blocks = Layout(prepared.selection, texts, materials).document(prepared.outline)
        plain_document = Document(blocks, prepared.outline.first, language=profile.document.language)
        framed_document = framed(plain_document, profile, texts, title, kind=prepared.outline.kind)
        document = typeset(framed_document, emphasised(blocks, profile), words)
        scheme = scheme_of(profile, prepared.source, library, prepared.outline)
        numbers = labels(document, scheme)
        ours = prepared.outline.kind != "notice"  # which the controller writes
        house = (problems.attempt(house_of, profile, prepared.source, letterhead) if ours else None) or House()
        lost = set(prepared.selection.selected) if problems.findings else set()  # texts that were not read
        problems.add(*broken_references(document, numbers, lost))
    warnings = tuple(contradictions(stated, prepared.settings))
    return Contract(prepared.source.name, (Part(document, numbers, scheme),), view, warnings, house)


# Words and names ----------------------------------------------------------------------------------


def scope_of(profile: Profile, library: Library, settings: Settings, words: Mapping[str, Word]) -> Scope:
    """The names that conditions use: the profile, its facts, and the words of this contract."""
    blanks: Any = library.phrases.get("blanks", {})
    view: View = profile_view(profile, blanks)
    tokens = library.tokens
    known = frozenset(tokens)
    asked = {**functions(library, profile), "chosen": function("chosen", choosing(library, settings))}
    scope = Scope({}, asked, known, speaker(library, words), view)
    return replace(scope, data=with_facts(view, library, settings, scope))


def with_form(scope: Scope, profile: Profile, outline: Outline) -> Scope:
    """The names with what the outline says of the contract's form: whether it has signatures and annexes."""
    signed = signed_in(outline.content) and profile.parties.signature_block
    apart = any(entry.apart for entry in annexes_in(outline.content))
    data = with_fact(dict(scope.data), "contract.signature_block", signed)
    data = with_fact(with_fact(data, "contract.annexes", apart), "document.kind", outline.kind)
    return replace(scope, data=data)


def choosing(library: Library, settings: Settings) -> Callable[[str, str], bool]:
    """What says whether the profile itself sets an option of a clause or topic, or its default is in force."""

    def chosen(name: str, key: str) -> bool:
        found = library.topics.get(name) or (library.clauses[name].head if name in library.clauses else None)
        if found is None:
            hint = nearest(name, [*library.clauses, *library.topics])
            raise NoSuchNameError(name, f"chosen('{name}', …): there is no such clause or topic{hint}")
        if key not in found.options:
            hint = nearest(key, found.options)
            raise NoSuchNameError(key, f"chosen('{name}', '{key}'): there is no such option{hint}")
        return key in settings.options.get(name, {})

    return chosen


def speaker(library: Library, words: Mapping[str, Word]) -> Callable[[str], Spoken]:
    """What turns a token into the words of this contract; they are letters that no pass changes."""
    said: dict[str, Spoken] = {}

    def speak(name: str) -> Spoken:
        if name not in said:
            token = library.tokens[name]
            said[name] = spoken(token, words[token.role])
        return said[name]

    return speak


def asking(prepared: Prepared, profile: Profile) -> dict[str, Any]:
    """The functions that clause texts may ask about other clauses and annexes."""
    library, settings, selection = prepared.library, prepared.settings, prepared.selection
    blanks: Any = library.phrases.get("blanks", {})
    placed_ids = set(placed(prepared.outline.content, selection, profile))

    def on(id_: str) -> bool:
        if id_ not in library.clauses:
            raise NoSuchNameError(id_, f"on('{id_}'): there is no such clause{nearest(id_, library.clauses)}")
        return id_ in selection.selected

    def option(name: str, key: str) -> Any:
        if name in library.topics:
            values = topic_options(library, name, settings)
        elif name in library.clauses:
            values = options_of(name, library.clauses[name].head.options, settings, library)
        else:
            hint = nearest(name, [*library.clauses, *library.topics])
            raise NoSuchNameError(name, f"option('{name}', …): there is no such clause or topic{hint}")
        if key not in values:
            message = f"option('{name}', '{key}'): there is no such option{nearest(key, values)}"
            raise NoSuchNameError(key, message)
        return as_value(values[key], blanks, key)

    def is_placed(id_: str) -> bool:
        return id_ in placed_ids

    named: dict[str, Callable[..., Any]] = {"on": on, "option": option, "placed": is_placed}
    return {name: function(name, call) for name, call in named.items()}


# References ---------------------------------------------------------------------------------------


def broken_references(document: Document, numbers: Labels, lost: Container[str]) -> Iterator[Finding]:
    """References that lead to nothing in this contract, or to something that has no number to be called by."""
    for inline in inlines(document):
        if not isinstance(inline, Ref):
            continue
        for target in inline.targets:
            label = numbers.by_id.get(target)
            if target not in lost and (label is None or not label.reference):
                reason = (
                    "has no number to refer to" if label else f"is not in this contract{nearest(target, numbers.by_id)}"
                )
                message = f"a reference to '{target}', which {reason}"
                yield Finding("broken-reference", "error", message, located(inline.place, f"#{target}", 1))
