"""What reads text: YAML, profiles, clause files, files of the library, Markdown, expressions, templates."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from random import Random

import avvgen
from avvgen.assembly import prepare
from avvgen.clause_folders import library_files
from avvgen.customers import clash, customers, node_of
from avvgen.document import Document, Text
from avvgen.findings import AvvgenError, Finding, Place
from avvgen.library.catalogues import Fact, Requirement, TomCatalogue
from avvgen.library.clauses import Body, Topic, read_clause, read_model
from avvgen.library.expressions import Expression
from avvgen.library.load import load_library
from avvgen.library.rules import Limits, RuleFile
from avvgen.library.schemes import Scheme
from avvgen.model import Model
from avvgen.profiles.load import load_profile_source, read_profile
from avvgen.profiles.outline import Outline
from avvgen.reading import read, read_inlines
from avvgen.templating import Filled, Scope, as_plain, as_value, evaluate, fill
from avvgen.templating.environment import CONDITIONS, FIRST_SLOT, TEXTS
from avvgen.templating.fill import LINE, SLOT, with_line_marks
from avvgen.typesetting import typeset
from avvgen.walks import walk
from avvgen.yaml_source import parse_yaml, read_text, to_data

from .engine import CORPUS, Target
from .mutations import mutate

ROOT = Path(avvgen.__file__).parents[1]
PROFILES = sorted((ROOT / "profiles").glob("*.yaml"))
CLAUSES = sorted((ROOT / "clauses").rglob("*.md"))
LIBRARY = sorted((ROOT / "clauses").rglob("*.yaml"))
MOST = 2500  # letters of a seed
KINDS: dict[str, type[Model]] = {
    "topic": Topic, "outline": Outline, "rules": RuleFile, "limits": Limits, "scheme": Scheme, "fact": Fact,
    "requirement": Requirement, "toms": TomCatalogue,
}  # fmt: skip
BASE = "name: Beispiel GmbH\n"


def kept(name: str) -> list[bytes]:
    """The regression cases of a target, which are seeds, too."""
    return [path.read_bytes() for path in sorted((CORPUS / name).glob("*"))]


def dictionary(texts: list[str]) -> list[str]:
    """Every word of these texts, each once."""
    return sorted({word for text in texts for word in re.findall(r"[\w./-]{2,40}|[^\w\s]+", text)})


@cache
def profile_texts() -> list[str]:
    return [path.read_text("utf-8") for path in PROFILES]


@cache
def clause_texts() -> list[str]:
    return [text for path in CLAUSES if (text := path.read_text("utf-8")).startswith("---")]


def pieces(text: str) -> list[str]:
    """A YAML text cut before its unindented keys and list entries, long pieces cropped."""
    return [piece[:MOST] for piece in re.split(r"^(?=[a-z_-])", text, flags=re.MULTILINE) if piece.strip()]


def encoded(texts: list[str]) -> list[bytes]:
    return [text.encode() for text in texts]


def text_of(data: bytes) -> str:
    """What the program reads of a file of these bytes; raises AvvgenError where it refuses them."""
    path = Path(probe())
    path.write_bytes(data)
    return read_text(path)


def letters_of(data: bytes) -> str:
    """The letters of these bytes, those that no file may hold among them."""
    return data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")


def probe() -> str:
    """The file that all inputs of text are written to, one after the other."""
    return str(folder() / "probe.md")


def changed(words: Callable[[], list[str]], random: Random, pool: list[bytes]) -> bytes:
    return mutate(random, pool, words())


# YAML


@cache
def yaml_words() -> list[str]:
    return dictionary([*profile_texts(), (ROOT / "profiles" / "README.md").read_text("utf-8")])


def yaml_seeds() -> list[bytes]:
    texts = [*profile_texts(), *(path.read_text("utf-8") for path in LIBRARY)]
    return [*kept("yaml"), *encoded([piece for text in texts for piece in pieces(text)])]


def try_yaml(data: bytes) -> str:
    node = parse_yaml(text_of(data), probe())
    to_data(node)
    return type(node).__name__


# Profiles


@cache
def folder() -> Path:
    """A folder for the files of this run, which is gone afterwards."""
    made = Path(tempfile.mkdtemp(prefix="avvgen-fuzz-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    (made / "basis.yaml").write_text("abstract: on\n" + SMALL, "utf-8")
    (made / "kreis.yaml").write_text("extends: probe.yaml\n", "utf-8")
    return made


SMALL = """parties:
  controller: {name: Muster AG, address: [Musterweg 1, 10115 Berlin], country: DE}
  processor: {name: Beispiel GmbH, address: [Beispielweg 2, 20095 Hamburg], country: DE}
processing: {subject: Betrieb einer Terminverwaltung}
"""
HEAD = "extends: basis.yaml\n"


def profile_seeds() -> list[bytes]:
    minimal = (ROOT / "profiles" / "minimal.yaml").read_text("utf-8")
    parts = [HEAD + piece for text in profile_texts() for piece in pieces(text) if not piece.startswith("#")]
    return [*kept("profile"), *encoded([minimal, SMALL, HEAD, "extends: kreis.yaml\n", *parts])]


def try_profile(data: bytes) -> str:
    path = folder() / "probe.yaml"
    path.write_bytes(data)
    profile = read_profile(load_profile_source(path))
    return "\n".join(sorted(profile.model_fields_set))


# Clause files and files of the library


@cache
def clause_words() -> list[str]:
    return dictionary([*clause_texts(), *(path.read_text("utf-8")[:20000] for path in LIBRARY)])


def clause_seeds() -> list[bytes]:
    return [*kept("clause"), *encoded([text[:MOST] for text in clause_texts()])]


def try_clause(data: bytes) -> str:
    head = read_clause("probe/satz", text_of(data), probe()).head
    return "\n".join(sorted(head.model_fields_set))


def library_seeds() -> list[bytes]:
    def kind(path: Path) -> str:
        name = path.parent.name if path.parent.name in ("rules", "outlines") else path.stem
        return {"_topic": "topic", "outlines": "outline", "rules": "rules", "schemes": "scheme", "facts": "fact"}.get(
            name, name
        )

    texts = [f"{kind(path)}\n{path.read_text('utf-8')[:MOST]}" for path in LIBRARY]
    rows = {"facts": "fact", "requirements": "requirement"}
    for name, model in rows.items():
        lines = (ROOT / "clauses" / f"{name}.yaml").read_text("utf-8").split("\n")
        texts += [f"{model}\n{line.strip()[2:]}" for line in lines if line.strip().startswith("- {")][::6]
    for piece in pieces((ROOT / "clauses" / "schemes.yaml").read_text("utf-8")):
        texts.append("scheme\n" + re.sub(r"^  ", "", piece.partition("\n")[2], flags=re.MULTILINE))
    return [*kept("library"), *encoded([text for text in texts if text.partition("\n")[0] in KINDS])]


def try_library(data: bytes) -> str:
    """The first line says what the others are."""
    kind, _, content = data.partition(b"\n")
    model = KINDS.get(kind.decode("utf-8", "replace")) or sorted(KINDS.items())[len(kind) % len(KINDS)][1]
    read_model(parse_yaml(text_of(content), probe()), model, "library-file")
    return model.__name__


# Markdown


@cache
def body_words() -> list[str]:
    slots = [chr(FIRST_SLOT + n) for n in range(4)]
    return [*slots, *slots, *dictionary([text.partition("\n---\n")[2] for text in clause_texts()])]


def body_seeds(name: str, extra: list[str]) -> list[bytes]:
    bodies = [text.partition("\n---\n")[2].strip("\n")[:MOST] for text in clause_texts()]
    return [*kept(name), *encoded([*extra, *bodies])]


MARKDOWN = [
    "Satz mit **Wort** und [Text](https://example.com).\n\n- eins\n- zwei\n  - drei\n\n1. vier\n2. fünf\n",
    f"| a | b |\n|---|:-:|\n| {chr(FIRST_SLOT)} | [](#x/y) |\n\nNach [](#a #b) und \\* und \\| und \\<.\n",
    f"Text {chr(FIRST_SLOT + 1)},\ndann {chr(FIRST_SLOT + 2)}.\n\n1. eins\n\n   zwei\n\n   - drei\n",
]
VALUES = ((Text("Wert", verbatim=True),), (Text("a"), Text("b", verbatim=True)), (), (Text("# x | y"),))


def try_markdown(data: bytes) -> str:
    text = SLOT.sub(lambda found: chr(FIRST_SLOT + ord(found[0]) % len(VALUES)), LINE.sub("", letters_of(data)))
    filled = Filled(with_line_marks(text), VALUES, Place(probe(), 1, 1))
    blocks = read(filled)
    typeset(Document(blocks))
    if len(blocks) == 1:
        read_inlines(filled)
    return "\n".join(sorted({type(block).__name__ for block in walk(blocks)}))


# Expressions and templates


@cache
def scope() -> Scope:
    """What a real contract has names for, the options of its clauses all at once."""
    path = folder() / "echt.yaml"
    path.write_text((ROOT / "profiles" / "minimal.yaml").read_text("utf-8"), "utf-8")
    prepared = prepare(load_profile_source(path), load_library(library_files()))
    options = {name: value for one in prepared.selection.selected.values() for name, value in one.options.items()}
    return replace(prepared.scope, options=as_values(options))


def as_values(options: dict[str, object]) -> dict[str, object]:
    return {name: as_value(value, {}, name) for name, value in options.items()}


@cache
def expressions() -> list[str]:
    """Every condition of the library, cut out by its key."""
    files = [*clause_texts(), *(path.read_text("utf-8") for path in LIBRARY)]
    found = (re.findall(r"(?:when|weak|not|default|from|each|if): *([^,}\n]+(?:,[^}\n:]+)*)", text) for text in files)
    texts = {one.strip().strip("\"'") for row in found for one in row}
    tags = (re.findall(r"\{%-? if (.+?) -?%\}|\{\{ (.+?) \}\}", text) for text in files)
    return sorted(texts | {one for row in tags for pair in row for one in pair if one})


@cache
def expression_words() -> list[str]:
    signs = [
        "(",
        ")",
        "[",
        "]",
        ".",
        ",",
        "|",
        "~",
        "+",
        "-",
        "*",
        "/",
        "//",
        "%",
        "**",
        "==",
        "!=",
        "<",
        ">=",
        "=",
        "{",
        "}",
        ":",
    ]
    words = [
        "and",
        "or",
        "not",
        "in",
        "is",
        "is not",
        "if",
        "else",
        "true",
        "false",
        "none",
        "loop",
        "self",
        "range",
        "'a'",
        '"b"',
        "1",
        "0",
        "9" * 30,
        "1.5",
    ]
    names = [*scope().names(), *CONDITIONS.filters, *CONDITIONS.tests, *TEXTS.filters]
    fields = ["__class__", "__globals__", "name", "country", "items", "keys", "format", "_fields", "first", "length"]
    return [*signs, *words, *words, *fields, *names, *expressions()[::4]]


def expression_seeds() -> list[bytes]:
    return [*kept("expression"), *encoded(expressions())]


GRAMMAR: tuple[tuple[str, ...], ...] = (
    ("N",), ("C",), ("C",), ("not ", "E"), ("-", "E"), ("(", "E", ")"), ("E", " and ", "E"), ("E", " or ", "E"), ("E", " == ", "E"),
    ("E", " < ", "E"), ("E", " in ", "E"), ("E", " not in ", "E"), ("E", " + ", "E"), ("E", " * ", "E"), ("E", " - ", "E"), ("E", " ~ ", "E"),
    ("E", " if ", "E", " else ", "E"), ("E", " if ", "E"), ("E", " is ", "T"), ("E", " is not ", "T"), ("E", "|", "F"), ("E", "|", "F", "(", "E", ")"),
    ("E", ".", "A"), ("E", "[", "E", "]"), ("[", "E", ", ", "E", "]"), ("(", "E", ",)"), ("N", "(", "E", ")"), ("N", "(", "E", ", ", "E", ")"),
    ("E", " is matching(", "E", ")"), ("E", " is in ", "E"), ("N", "()"), ("E", " <= ", "E", " < ", "E"), ("E", "[", "E", ":", "E", "]"),
)  # fmt: skip
CONSTANTS = (
    "1",
    "0",
    "3",
    "'a'",
    "'DE'",
    "''",
    "true",
    "false",
    "none",
    "'['",
    "'(a+)+$'",
    "1.5",
    "[]",
    "()",
    "'name'",
    "99999999999999999999",
)


def grown(random: Random, depth: int = 0) -> str:
    """An expression by the grammar of conditions."""
    names = {
        "N": lambda: random.choice([*scope().data, *scope().functions, *scope().options]),
        "C": lambda: random.choice(CONSTANTS),
        "T": lambda: random.choice([*CONDITIONS.tests, "odd"]),
        "F": lambda: random.choice(sorted(TEXTS.filters)),
        "A": lambda: random.choice(expression_fields()),
        "E": lambda: grown(random, depth + 1),
    }
    row = random.choice(GRAMMAR[:3] if depth > random.randint(1, 4) else GRAMMAR)
    return "".join(names[part]() if part in names else part for part in row)


@cache
def expression_fields() -> list[str]:
    return sorted({name for text in expressions() for name in re.findall(r"\.(\w+)", text)})


def expression_changed(random: Random, pool: list[bytes]) -> bytes:
    return grown(random).encode() if random.random() < 0.4 else mutate(random, pool, expression_words(), 600)


def try_expression(data: bytes) -> str:
    value = evaluate(Expression(text_of(data), Place(probe(), 1, 1)), scope())
    str(bool(value))
    return type(value).__name__


TEMPLATES = [
    "{% for one in subprocessors %}\n- {{ one.name }}, {{ one.country | country }}{% if not loop.last %};{% endif %}\n\n{% endfor %}",
    "{{ Der_Auftragnehmer }} löscht nach {{ document.date | long_date }}.\n{% if controller.name is given %}\nx\n{% else %}\ny\n{% endif %}",
    "| a |\n|---|\n{% for row in recipients %}\n| {{ row.name }} |\n{% endfor %}",
]


@cache
def template_words() -> list[str]:
    tags = ["{{ ", " }}", "{% if ", "{% endif %}", "{% else %}", "{% elif ", "{% for x in ", "{% endfor %}", " %}", "{#", "#}", "{%-", "-%}", "{% set x = 1 %}", "{% raw %}", "{% include 'x' %}", "{% macro m() %}", "{% block b %}", "{% call x() %}", "{% filter length %}", "{% do x %}", "{% autoescape true %}", "{% with %}", "{% break %}", "loop.index", "loop", "super()"]  # fmt: skip
    return [*tags, *tags, *body_words()[:2], *expression_words(), *dictionary(clause_texts()[:30])]


def template_changed(random: Random, pool: list[bytes]) -> bytes:
    data = mutate(random, pool, template_words())
    if random.random() > 0.3:
        return data
    text, tag = data.decode("utf-8", "replace"), f"{{{{ {grown(random)} }}}}"
    if random.random() < 0.4:
        tag = f"{{% if {grown(random)} %}}{tag}{{% endif %}}"
    found = [match.span() for match in re.finditer(r"\{\{.*?\}\}", text)] or [(0, 0)]
    start, end = random.choice(found)
    return (text[:start] + tag + text[end:]).encode("utf-8", "replace")


def without_marks(text: str) -> str:
    """What a file can hold: characters for private use, which stand for values and lines, are not among it."""
    return LINE.sub("", SLOT.sub("", text))


def try_template(data: bytes) -> str:
    filled = fill(Body(without_marks(text_of(data)), Place(probe(), 1, 1)), scope())
    as_plain(filled)
    return "\n".join(sorted({type(block).__name__ for block in walk(read(filled))}))


# Lists of customers


CUSTOMERS = [
    'csv\nname;address;country;file\nMuster AG;"Musterweg 1\n10115 Berlin";DE;muster\nBeispiel GmbH;Weg 2;AT;\n',
    'csv\nname,represented_by.name,country\n"Müller, Söhne",die ""Leitung"",DE\n',
    "csv\nname\tcountry\t\nMuster AG\tDE\t\n\n",
    'jsonl\n{"name": "Muster AG", "address": ["Musterweg 1", "10115 Berlin"], "country": "DE"}\n{"name": null, "contact": {"mail": "a@b.example"}}\n',
    "yaml\n- name: Muster AG\n  address: [Musterweg 1, 10115 Berlin]\n  country: DE\n- {name: Beispiel GmbH, signature: {place: Graz}}\n",
]
CUSTOMER_WORDS = (
    *";,\t|\"'", '""', '"', "\n", "\r\n", "\\u0000", "\\ud800", "1e999", "NaN", "-Infinity", "1" * 5000, '{"a":', "[", "}", "true", "null", "a.b", "a..b", ".", "a.b.c.d.e.f.g.h.i.j.k",
    "name", "country", "file", "address", "\ufeff", "jsonl\n", "yaml\n", "csv\n", "=1+1", "ÿþ", "- a: b", '{"a": {"b": [1, 2.5, {}]}}',
)  # fmt: skip


def customer_seeds() -> list[bytes]:
    marked = [
        f"csv\n{CUSTOMERS[0][4:]}".encode("utf-16"),
        b"csv\n" + CUSTOMERS[1][4:].encode("cp1252"),
        b"csv\n" + CUSTOMERS[0][4:].encode("utf-8-sig"),
    ]
    return [*kept("customers"), *encoded(CUSTOMERS), *marked]


def customers_changed(random: Random, pool: list[bytes]) -> bytes:
    data = mutate(random, pool, CUSTOMER_WORDS)
    if random.random() < 0.05:
        kind, _, rest = data.partition(b"\n")
        return (
            kind
            + b"\n"
            + rest.decode("utf-8", "replace").encode(
                random.choice(("utf-16", "utf-8-sig", "cp1252", "utf-16-le")), "replace"
            )
        )
    return data


def try_customers(data: bytes) -> str:
    """The first line says what kind of list the others are; a row that is wrong says so itself."""
    kind, _, content = data.partition(b"\n")
    ending = kind.decode("ascii", "replace") if kind in (b"jsonl", b"yaml") else "csv"
    path = folder() / f"probe.{ending}"
    path.write_bytes(content)
    wrong: list[Finding] = []
    for row in customers(path):
        wrong += row.wrong
        if not row.wrong and not clash(row.cells):
            to_data(node_of(row))
    if wrong:
        raise AvvgenError(*wrong)
    return ending


def targets() -> Iterator[Target]:
    """The targets of this module."""
    yield Target("yaml", yaml_seeds, partial(changed, yaml_words), try_yaml, probe())
    yield Target("profile", profile_seeds, partial(changed, yaml_words), try_profile, str(folder() / "probe.yaml"))
    yield Target("clause", clause_seeds, partial(changed, clause_words), try_clause, probe())
    yield Target("library", library_seeds, partial(changed, clause_words), try_library, probe())
    yield Target(
        "markdown", partial(body_seeds, "markdown", MARKDOWN), partial(changed, body_words), try_markdown, probe()
    )
    yield Target("expression", expression_seeds, expression_changed, try_expression, probe())
    yield Target("template", partial(body_seeds, "template", TEMPLATES), template_changed, try_template, probe(), 1)
    yield Target("customers", customer_seeds, customers_changed, try_customers, str(folder() / "probe.csv"))
