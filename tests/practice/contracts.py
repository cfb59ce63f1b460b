"""Contracts that say what German practice knows, put together from fragments of profiles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from avvgen.assembly import Prepared, assemble, prepare
from avvgen.checks.report import report_on
from avvgen.clause_folders import library_files, variant_folders
from avvgen.contract import Contract
from avvgen.library.load import Library, load_library
from avvgen.profiles.load import ProfileSource, load_profile_source, merge
from avvgen.writers import WRITERS
from avvgen.yaml_source import Mapping, Node, Scalar, Sequence, read_yaml
from tests.support import markdown_texts

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
GROUPS = sorted(path.parent.name for path in HERE.glob("*/members.yaml"))
CONTRACTS = sorted({path.stem for path in HERE.glob("*/[0-9]*.yaml")}, key=int)


@dataclass(frozen=True)
class Member:
    """One provision that practice knows, and where and how a contract says it."""

    group: str
    member: str
    contract: str
    says: tuple[str, ...]
    instead: tuple[str, ...]
    default: bool

    def __str__(self) -> str:
        """The name of the member in a report."""
        return f"{self.group}-{self.contract}-{self.member}"


@cache
def library(variants: tuple[str, ...] = ()) -> Library:
    """The shipped library with the files of a language and a law of data protection, read once."""
    return load_library(library_files(variant_folders(variants)))


@cache
def members() -> tuple[Member, ...]:
    """Every provision of every group."""
    return tuple(member for group in GROUPS for member in members_of(group))


def members_of(group: str) -> Iterator[Member]:
    """The provisions that a group lists."""
    listed = read_yaml(HERE / group / "members.yaml")
    assert isinstance(listed, Sequence)
    for node in listed.items:
        assert isinstance(node, Mapping)
        keys = node.entries
        assert set(keys) <= {"member", "contract", "says", "instead", "default"}, f"{group}: {list(keys)}"
        [member], [contract] = texts(keys["member"]), texts(keys["contract"])
        says, instead = texts(keys["says"]), texts(keys.get("instead"))
        yield Member(group, member, contract, says, instead, texts(keys.get("default")) == ("on",))


def texts(node: Node | None) -> tuple[str, ...]:
    """One text, or several."""
    items = node.items if isinstance(node, Sequence) else () if node is None else (node,)
    return tuple(item.text for item in items if isinstance(item, Scalar))


@cache
def built(number: str) -> tuple[Prepared, Contract]:
    """Contract n; 0 is the base alone."""
    base = load_profile_source(HERE / "base.yaml")
    root = base.root
    for path in sorted(HERE.glob(f"*/{number}.yaml")):
        fragment = read_yaml(path)
        assert isinstance(fragment, Mapping)
        root = merge(root, fragment)
    source = ProfileSource(Path(f"{number}.yaml"), root, False, None)
    prepared = prepare(source, library(source.variants))
    return prepared, assemble(prepared)


def markdown(contract: Contract) -> bytes:
    """The contract as Markdown."""
    return WRITERS["md"](contract)


def text_of(contract: Contract) -> str:
    """The contract as a reader of the rendered Markdown sees it."""
    return "\n".join(markdown_texts(markdown(contract)))


def plain(text: str) -> str:
    """The text with plain spaces and hyphens."""
    return re.sub(r"[ \u00a0\u202f\n]+", " ", text).replace("\u2011", "-")


def findings_of(prepared: Prepared, contract: Contract) -> str:
    """What the check finds doubtful, a line each, without places in the library."""
    day = prepared.profile.document.date
    assert day is not None
    found = report_on(prepared, contract, day).findings
    return "".join(f"{finding.level}: {finding.message} [{finding.rule}]\n" for finding in found)
