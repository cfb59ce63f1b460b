"""The handbooks keep step with the code: every key, type and token is in them, and every example in them runs."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from avvgen.assembly import assemble, load, load_all
from avvgen.checks import run_rules
from avvgen.checks.report import examine
from avvgen.clause_folders import library_files
from avvgen.cli.app import main
from avvgen.facts import profile_view
from avvgen.grammar.citations import Act, Citations, Regime
from avvgen.grammar.durations import read_duration
from avvgen.grammar.tokens import Phrase, spoken
from avvgen.grammar.words import Forms, WordForms, read_word
from avvgen.library.catalogues import CatalogueMeasure, Category, Fact, Requirement
from avvgen.library.clauses import After, Fulfilment, Head, Topic
from avvgen.library.load import Library, load_library
from avvgen.library.options import TYPES, OptionSpec
from avvgen.library.rules import Detector, Limits, Rule, RuleFile
from avvgen.library.schemes import NumberFormat, Scheme
from avvgen.profiles import data, models, outline, parties
from avvgen.profiles.load import read_profile
from avvgen.proofreading import DESIGNATIONS, sample_scope, sample_source
from avvgen.templating.environment import CONDITIONS
from avvgen.templating.filters import FILTERS
from avvgen.writers import WRITERS
from avvgen.yaml_source import Mapping as YamlMapping
from avvgen.yaml_source import parse_yaml

ROOT = Path(__file__).parent.parent
PROFILES = (ROOT / "profiles" / "README.md").read_text("utf-8")
CLAUSES = (ROOT / "clauses" / "README.md").read_text("utf-8")

FENCE = re.compile(
    r"^(?:Datei `(?P<file>[^`]+)`:\n\n)?```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
CODE = re.compile(r"`([^`]+)`")
TOKEN = re.compile(r"(?:\{\{ )?([A-Za-zÄÖÜäöüß]+(?:_\w+)?)(?: \}\})?")

# Where profiles/README.md tells of each model that a profile is made of.
SECTION_OF: Mapping[type[BaseModel], str] = {
    models.Profile: "Top level",
    models.DocumentData: "`document`",
    models.References: "`document.references`",
    models.Amended: "`document.amends`",
    models.Style: "`style`",
    models.Colours: "`style.colours`",
    models.Words: "`words`",
    WordForms: "A word by its forms",
    Forms: "The plural of a word",
    models.Parties: "`parties`",
    data.Party: "A party",
    data.Oversight: "An authority for social data",
    data.Dpo: "Data protection officer",
    data.Contact: "A contact",
    data.FurtherParty: "A further party",
    data.EuRepresentative: "A representative in the Union",
    parties.Signature: "Signature",
    data.Processing: "`processing`",
    data.Place: "A place",
    data.Transfer: "A transfer",
    data.HealthCloud: "Health data in the cloud",
    data.Toms: "`toms`",
    data.TomCategory: "A heading of your own measures",
    data.Measure: "A measure of your own",
    data.Certification: "A certificate",
    data.Subprocessor: "`subprocessors`",
    data.Annexes: "`annexes`",
    data.Checklist: "A checklist",
    data.TableData: "A table",
    data.ColumnGroup: "A heading over columns",
    outline.Outline: "`outline`",
    outline.SectionEntry: "A section: `section`",
    models.Edition: "A version of the contract",
    outline.AnnexEntry: "An annex: `annex`",
    outline.PartEntry: "A part of the text: `part`",
    outline.UseEntry: "An outline of the library: `use`",
    outline.ParagraphEntry: "A paragraph: `clauses`",
    outline.FreeClause: "A free clause: `text`",
    outline.MaterialEntry: "Material: `material`",
    outline.SubprocessorColumn: "A column of the table of subprocessors",
    outline.ProductColumns: "Columns of products",
    outline.SpecialEntry: "A special entry: `special`",
    models.Output: "`output`",
    models.Acceptance: "`accept`",
}
SET_BY_THE_PROGRAM = {(outline.Outline, "own"), (outline.Outline, "used")}

# Where clauses/README.md tells of the keys of each kind of library file: the chapter, and in chapter 15 the file.
CHAPTER_OF: Mapping[type[BaseModel], str] = {
    Head: "6",
    After: "6",
    OptionSpec: "7",
    Topic: "8",
    Fulfilment: "10",
    Fact: "15 facts.yaml",
    Requirement: "15 requirements.yaml",
    Category: "15 toms.yaml",
    CatalogueMeasure: "15 toms.yaml",
    Citations: "15 citations.yaml",
    Regime: "15 citations.yaml",
    Act: "15 citations.yaml",
    Limits: "15 limits.yaml",
    RuleFile: "15 rules/",
    Rule: "15 rules/",
    Detector: "15 rules/",
    Scheme: "15 schemes.yaml",
    NumberFormat: "15 schemes.yaml",
}
TOLD_IN_PROSE = {After, Citations, Regime, Act, Limits, RuleFile}
NOT_FOR_LAWYERS = {"decimal", "upper-roman", "lower-roman", "upper-letter", "lower-letter", "sentence", "paragraph"}


@dataclass(frozen=True)
class Fence:
    """A fenced block, and the file that it is meant to stand in."""

    language: str
    text: str
    file: str


def fences(handbook: str) -> list[Fence]:
    return [Fence(found["language"], found["text"], found["file"] or "") for found in FENCE.finditer(handbook)]


def sections(handbook: str) -> dict[str, str]:
    """What stands under each heading up to the next one, without the fenced blocks."""
    parts = re.split(r"^#+ (.+)$", FENCE.sub("", handbook), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def chapter(number: str) -> str:
    """A numbered chapter of the handbook of clauses, its subsections and examples included."""
    found = re.search(rf"^## {number} .*?(?=^## \d|\Z)", CLAUSES, re.MULTILINE | re.DOTALL)
    assert found, f"chapter {number}"
    return found[0]


def codes(text: str) -> list[str]:
    """What stands in backticks."""
    return [found.replace("\\|", "|") for found in CODE.findall(FENCE.sub("", text))]


def tables(text: str) -> Iterator[tuple[list[str], list[list[str]]]]:
    """The header and the rows of every pipe table."""
    for found in re.findall(r"(?:^\|.*\|\n)+", FENCE.sub("", text), re.MULTILINE):
        header, _, *rows = [cells(line) for line in found.splitlines()]
        yield header, rows


def cells(line: str) -> list[str]:
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def rows_by_key(text: str) -> dict[str, list[str]]:
    """The rows of a section's tables by every key that their first cell names."""
    return {key: row for _, rows in tables(text) for row in rows for key in CODE.findall(row[0])}


@cache
def library() -> Library:
    return load_library(library_files())


def reachable(type_: Any, seen: set[type[BaseModel]]) -> set[type[BaseModel]]:
    if isinstance(type_, type) and issubclass(type_, BaseModel) and type_ not in seen:
        seen.add(type_)
        for field in type_.model_fields.values():
            reachable(field.annotation, seen)
    for inner in get_args(type_):
        reachable(inner, seen)
    return seen


def allowed(type_: Any) -> set[str]:
    """The values that a key may have where they are listed."""
    if get_origin(type_) is Literal:
        return set(map(str, get_args(type_)))
    return {value for inner in get_args(type_) for value in allowed(inner)}


def fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a model by the keys that a file has for them."""
    return {
        field.alias or name.removesuffix("_"): field
        for name, field in model.model_fields.items()
        if (model, name) not in SET_BY_THE_PROGRAM
    }


def shown(field: FieldInfo) -> str:
    """A default as the tables of profiles/README.md write it."""
    if field.is_required():
        return "required"
    match field.get_default(call_default_factory=True):
        case bool() as switch:
            return "on" if switch else "off"
        case None | "" | () | BaseModel():
            return "–"
        case dict() as entries if not entries:
            return "–"
        case tuple() as values:
            return ", ".join(values)
        case value:
            return str(value)


def plain(text: str) -> str:
    """Markdown as a reader sees it, with ordinary spaces."""
    text = re.sub(r'<a id="[^"]*"></a>', "", text.replace("\u00a0", " ").replace("**", ""))
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).replace("\\", "")


def said_of(*texts: str) -> list[str]:
    return [line.strip() for text in texts for line in plain(text).splitlines() if line.strip()]


# profiles/README.md -----------------------------------------------------------------------------------------------------


def test_every_part_of_a_profile_has_a_section() -> None:
    parts = reachable(models.Profile, set())

    assert len(parts) > 20
    assert {part.__name__ for part in parts} == {part.__name__ for part in SECTION_OF}


@pytest.mark.parametrize("model", SECTION_OF, ids=lambda model: model.__name__)
def test_every_key_of_a_profile_is_explained_with_its_default_and_its_values(model: type[BaseModel]) -> None:
    rows = rows_by_key(sections(PROFILES)[SECTION_OF[model]])

    assert rows.keys() == fields(model).keys()
    for key, field in fields(model).items():
        _, value, default, meaning = rows[key]
        assert default.strip("`") == shown(field), key
        assert allowed(field.annotation) <= {*codes(value), *codes(meaning)}, key
        assert meaning, key


def examples() -> list[tuple[str, Fence, list[str]]]:
    """Every YAML block of profiles/README.md with the file it goes to, and the lines that its contract must have."""
    found = []
    blocks = [fence for fence in fences(PROFILES) if fence.language in ("yaml", "text")]
    for n, fence in enumerate(blocks):
        if fence.language == "yaml":
            named = re.match(r"# (\S+\.yaml)\n", fence.text)
            following = blocks[n + 1] if n + 1 < len(blocks) else fence
            lines = said_of(following.text) if following.language == "text" else []
            found.append((named[1] if named else f"example-{n}.yaml", fence, lines))
    return found


def is_whole(fence: Fence) -> bool:
    node = parse_yaml(fence.text, "README.md")
    assert isinstance(node, YamlMapping)
    return {"parties", "processing"} <= node.entries.keys() or "extends" in node.entries


@pytest.mark.parametrize(("name", "fence", "lines"), [pytest.param(*e, id=e[0]) for e in examples()])
def test_every_example_of_a_profile_builds(name: str, fence: Fence, lines: list[str], tmp_path: Path) -> None:
    for file, other, _ in examples():
        text = other.text if is_whole(other) else f"extends: first.yaml\n{other.text}"
        (tmp_path / file).write_text(text, "utf-8")
    if "\nabstract: on" in fence.text:
        return

    contracts = [assemble(one) for one in load_all(tmp_path / name)]

    assert not any(run_rules(contract) for contract in contracts)
    built = "\n".join(line for contract in contracts for line in said_of(WRITERS["md"](contract).decode()))
    for line in lines:
        assert line in built


def test_every_numbering_is_shown_as_it_prints() -> None:
    _, rows = next(tables(sections(PROFILES)["Numberings"]))

    assert {row[0].strip("`") for row in rows} == library().schemes.keys()


def test_every_status_of_the_matrix_is_explained() -> None:
    _, rows = next(tables(sections(PROFILES)["Checking"]))

    words: Any = library().phrases["proof"]
    assert {row[0] for row in rows} == {words[status] for status in ("met", "weak", "missing", "not_applicable")}


@pytest.mark.parametrize("name", ["third.yaml", "fourth.yaml"])
def test_the_grown_profiles_leave_nothing_to_mend(name: str, tmp_path: Path) -> None:
    for file, fence, _ in examples()[:4]:
        (tmp_path / file).write_text(fence.text, "utf-8")

    report = examine(load(tmp_path / name), date(2026, 11, 21))

    assert len(report.matrix) > 50
    assert [finding for finding in report.findings if finding.level != "info"] == []


def test_the_examples_begin_with_ten_lines() -> None:
    name, first, _ = examples()[0]

    assert name == "first.yaml"
    assert len(first.text.splitlines()) - 1 == 10


# clauses/README.md ------------------------------------------------------------------------------------------------------


def test_every_folder_and_file_of_the_library_is_named() -> None:
    folder = ROOT / "clauses"
    there = {f"{path.name}/" for path in folder.iterdir() if path.is_dir()}
    there |= {path.name for path in folder.glob("*.yaml")} | {"_topic.yaml"}

    named = rows_by_key(chapter("1"))

    assert {name for name in named if not name.startswith("outlines/s")} == there


def test_the_clause_that_is_read_aloud_is_the_shipped_one() -> None:
    [(name, text)] = re.findall(r"So sieht `([^`]+)` aus:\n\n```markdown\n(.*?)```", CLAUSES, re.DOTALL)

    assert (ROOT / "clauses" / name).read_text("utf-8") == text


@pytest.mark.parametrize("model", CHAPTER_OF, ids=lambda model: model.__name__)
def test_every_key_of_a_library_file_is_explained(model: type[BaseModel]) -> None:
    number, _, file = CHAPTER_OF[model].partition(" ")
    part = re.search(rf"^\*\*`{file}`\*\*.*?(?=^\*\*`|\Z)", chapter(number), re.MULTILINE | re.DOTALL)
    told = part[0] if part else chapter(number)
    named = set(codes(told)) if model in TOLD_IN_PROSE else rows_by_key(told).keys()

    assert part or not file
    for key, field in fields(model).items():
        assert key in named, key
        values = allowed(field.annotation) - {"none", "unbekannt", "wie zitiert"} - NOT_FOR_LAWYERS
        assert values <= set(codes(chapter(number))), key


def test_every_type_of_option_is_shown_with_an_example() -> None:
    rows = rows_by_key(chapter("7"))

    assert TYPES.keys() <= rows.keys()
    assert all(len(rows[type_]) == 4 and all(rows[type_]) for type_ in TYPES)


def test_every_unit_of_time_is_named() -> None:
    assert {unit.plural for unit in library().units.values()} <= set(codes(chapter("7")))


def test_every_test_and_every_root_of_a_condition_is_named() -> None:
    spans = codes(chapter("9"))
    roots = profile_view(read_profile(sample_source({})), {}).keys()

    for name in (*CONDITIONS.tests, *roots):
        assert any(re.search(rf"(?<![\w=]){re.escape(name)}(?![\w=])", span) for span in spans), name


def test_every_filter_is_shown_and_every_filter_shown_exists() -> None:
    header, rows = next(tables(chapter("13")))

    assert header[0] == "Form"
    assert {row[0].strip("`") for row in rows} == FILTERS.keys()


def test_the_forms_of_a_period_are_those_that_are_printed() -> None:
    rows = rows_by_key(chapter("13"))
    periods = [read_duration(text, library().units) for text in ("4 weeks", "1 month", "30 days")]

    for form in ("nominative", "accusative", "dative", "after_genitive"):
        said = [getattr(period, form).replace("\u00a0", " ") for period in periods]
        assert sorted(rows[form][3].split(", ")) == sorted(said)


def test_every_function_is_named() -> None:
    spans = codes(chapter("13"))
    functions = sample_scope(library(), DESIGNATIONS[0]).functions

    assert len(functions) > 5
    for name in functions:
        assert any(span.startswith(f"{name}(") for span in spans), name


def tokens_named() -> set[str]:
    found = (TOKEN.fullmatch(span) for span in codes(chapter("12")))
    return {match[1] for match in found if match}


def test_every_token_of_the_handbook_exists() -> None:
    assert len(tokens_named()) > 90
    assert tokens_named() <= library().tokens.keys()


def test_the_handbook_has_every_case_of_every_role() -> None:
    needed = {
        name
        for name, token in library().tokens.items()
        if isinstance(token.speech, Phrase) and token.speech.determiner == "der" and not token.capital
        if token.speech.number == "singular" or token.role in ("parties", "subprocessor", "data_subject", "breach")
    }

    assert len(needed) > 30
    assert needed <= tokens_named()


def test_every_token_stands_under_its_case() -> None:
    cases = {"Nominativ": "nominative", "Genitiv": "genitive", "Dativ": "dative", "Akkusativ": "accusative"}
    checked = 0

    for header, rows in tables(chapter("12")):
        for row in rows:
            for title, cell in zip(header, row, strict=True):
                case = cases.get(title.split(" ")[0])
                for name in CODE.findall(cell) if case else ():
                    speech = library().tokens[name].speech
                    assert isinstance(speech, Phrase)
                    assert speech.case == case, name
                    checked += 1

    assert checked > 60


def test_the_table_of_words_says_what_the_program_prints() -> None:
    header, *_ = tables(chapter("12"))
    (_, *words), rows = header
    lexicon = library().lexicon

    for token, *said in rows:
        name = token.strip("`{} ")
        for word, phrase in zip(words, said, strict=True):
            choice = word if word in lexicon else WordForms(word=word, article=False)
            assert spoken(library().tokens[name], read_word(choice, lexicon)) == phrase


def test_every_rule_that_the_handbook_explains_exists() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "avvgen").rglob("*.py"))
    rules = rows_by_key(chapter("18"))

    assert len(rules) > 20
    for rule in rules:
        name = rule.replace("-", "_")
        assert f'"{rule}"' in code or f"def {name}(" in code, rule


def test_the_worked_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / "profiles" / "minimal.yaml", tmp_path)
    said: list[str] = []
    compared = 0

    for fence in fences(chapter("4")):
        if fence.file:
            path = tmp_path / fence.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(fence.text, "utf-8")
        elif fence.language == "sh":
            main(shlex.split(fence.text)[1:])
            captured = capsys.readouterr()
            contracts = [path.read_text("utf-8") for path in tmp_path.glob("*.md")]
            said = said_of(captured.out, captured.err, *contracts)
        else:
            assert fence.language == "text"
            for line in said_of(fence.text):
                assert line in said
                compared += 1

    assert compared > 10


# Both -------------------------------------------------------------------------------------------------------------------


def slugs(handbook: str) -> set[str]:
    """The anchors that a forge gives to headings."""
    seen: dict[str, int] = {}
    for title in re.findall(r"^#+ (.+)$", FENCE.sub("", handbook), re.MULTILINE):
        slug = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
        seen[slug] = seen.get(slug, -1) + 1
    return {slug if not n else f"{slug}-{n}" for slug, count in seen.items() for n in range(count + 1)}


@pytest.mark.parametrize("path", ["profiles/README.md", "clauses/README.md"])
def test_every_link_leads_somewhere(path: str) -> None:
    text = re.sub(r"`[^`\n]*`", "", FENCE.sub("", (ROOT / path).read_text("utf-8")))
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if not link.startswith("http")]

    assert links
    for link in links:
        file, _, anchor = link.partition("#")
        target = (ROOT / path).parent / file if file else ROOT / path
        assert target.is_file() or target.is_dir(), link
        assert not anchor or anchor in slugs(target.read_text("utf-8")), link
