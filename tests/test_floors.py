"""The house (docs/design, section 7): imports run down the floors, each library stays in its room, rooms are small."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import avvgen

PACKAGE = Path(avvgen.__file__).parent

# From the ground up. What stands in one row does not know each other; the floor is the design's.
FLOORS: tuple[tuple[int, frozenset[str]], ...] = tuple(
    (floor, frozenset(names.split()))
    for floor, names in (
        (0, "characters"),
        (0, "findings model unfinished"),
        (0, "shelf"),
        (0, "document memory"),
        (0, "walks"),
        (0, "files patterns job"),
        (0, "clause_folders"),
        (1, "yaml_source grammar"),
        (1, "customers"),
        (1, "profiles"),
        (1, "library"),
        (2, "templating"),
        (2, "skeletons"),
        (2, "placement"),
        (2, "choices drafts selection reading typesetting numbering"),
        (2, "outlines"),
        (3, "contract facts texts tables"),
        (3, "framing house measures parties"),
        (3, "materials"),
        (3, "layout"),
        (3, "assembly"),
        (3, "writers"),
        (4, "checks proofreading output"),
        (4, "records"),
        (4, "making"),
        (4, "building checking explaining"),
        (4, "bulk"),
        (5, "cli"),
        (5, "__main__"),
    )
)
ROOMS = {
    "jinja2": {"templating"},
    "markdown_it": {"skeletons"},
    "regex": {"patterns"},
    "yaml": {"yaml_source"},
    "docx": {"writers"},
    "lxml": {"writers"},
    "zipfile": {"writers"},
    "xml": {"writers", "checks.formats"},  # JUnit's report is XML, too
    "rich": {"cli"},
    "click": {"cli"},
}
NOTHING_SAYS = {"utils", "util", "helpers", "core", "manager", "base", "common", "misc"}
LONGEST_MODULE, LONGEST_FUNCTION = 300, 40

MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
TREES = {name: ast.parse(path.read_text("utf-8")) for name, path in MODULES.items()}


def imported(name: str) -> Iterator[str]:
    """Every module that a module imports, wherever in it; those of this package without its name."""
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            yield from (own(alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports relatively"
            module = own(node.module or "")
            inner = [f"{module}.{alias.name}".lstrip(".") for alias in node.names]
            known = [submodule for submodule in inner if submodule in MODULES]
            yield from known or [module]


def room(module: str) -> str:
    """The package or module of the first rank."""
    return module.partition(".")[0]


def own(module: str) -> str:
    return module.removeprefix("avvgen").removeprefix(".") if room(module) == "avvgen" else module


def inside(name: str) -> list[str]:
    """The modules of this package that a module imports."""
    return [module for module in imported(name) if module in MODULES and module != "__init__"]


def row(name: str) -> int:
    return next(n for n, (_, names) in enumerate(FLOORS) if room(name) in names)


def test_all_modules_are_found_and_each_has_its_floor() -> None:
    placed = [name for _, names in FLOORS for name in names]
    rooms = {room(name) for name in MODULES} - {"__init__"}

    assert len(MODULES) > 50
    assert sorted(placed) == sorted(rooms)
    assert [floor for floor, _ in FLOORS] == sorted(floor for floor, _ in FLOORS)


@pytest.mark.parametrize("name", sorted(MODULES))
def test_imports_run_down(name: str) -> None:
    if name == "__init__":
        assert inside(name) == []
        return

    up = [module for module in inside(name) if room(module) != room(name) and row(module) >= row(name)]

    assert up == []


def test_no_imports_run_in_a_circle() -> None:
    graph = {name: {module for module in inside(name) if module != name} for name in MODULES}

    order = list(TopologicalSorter(graph).static_order())

    assert len(order) >= len(MODULES) - 1


@pytest.mark.parametrize("library", sorted(ROOMS))
def test_a_library_is_used_in_its_room_alone(library: str) -> None:
    users = {name for name in MODULES if library in {room(module) for module in imported(name)}}

    outside = {name for name in users if name not in ROOMS[library] and room(name) not in ROOMS[library]}

    assert outside == set()


@pytest.mark.parametrize("library", ["jinja2", "markdown_it", "yaml", "zipfile", "click"])
def test_a_room_has_its_library(library: str) -> None:
    assert any(library in {room(module) for module in imported(name)} for name in MODULES)


@pytest.mark.parametrize("name", sorted(MODULES))
def test_a_module_is_short_and_its_name_says_something(name: str) -> None:
    assert len(MODULES[name].read_text("utf-8").splitlines()) <= LONGEST_MODULE
    assert not NOTHING_SAYS & set(name.split("."))


@pytest.mark.parametrize("name", sorted(MODULES))
def test_functions_are_short(name: str) -> None:
    functions = (node for node in ast.walk(TREES[name]) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    long = {f.name: (f.end_lineno or 0) - f.lineno + 1 for f in functions}

    assert {function: lines for function, lines in long.items() if lines > LONGEST_FUNCTION} == {}


def test_the_engine_says_no_sentence_of_law() -> None:
    """Contract text is German and stands in `clauses/`; help for editors, samples and the proof are German."""
    law = ("Auftragsverarbeit", "personenbezogen", "unverzüglich", "DSGVO-konform", "Weisung")
    printed = {
        name: [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and any(word in node.value for word in law)
        ]
        for name, tree in TREES.items()
        if room(name) not in ("profiles", "proofreading", "checks")
    }
    documented = {name: {ast.get_docstring(node, clean=False) for node in _documented(TREES[name])} for name in printed}

    spoken = {name: [text for text in texts if text not in documented[name]] for name, texts in printed.items()}

    assert {name: texts for name, texts in spoken.items() if texts} == {}


def _documented(tree: ast.Module) -> Iterator[ast.Module | ast.ClassDef | ast.FunctionDef]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef))
