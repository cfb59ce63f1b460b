"""What practice says and a profile can say: every member with its sentence, in as few contracts as exclusion allows.

A folder here is a group of provisions. `members.yaml` lists what practice knows, `<n>.yaml` is the group's share of
contract n: a fragment of a profile. Contract n is `base.yaml` with the fragments n of all groups. `golden/<n>.md` is the
contract, `golden/<n>.findings.txt` what the check finds doubtful in it. Write the golden files anew with
`python -m tests.practice`.

An entry of `members.yaml`: `member` (what it is), `contract` (its number), `says` (a sentence or more, spaces plain),
`instead` (words that the same contract must not have), `default: on` where the base says the same unasked.
"""

from __future__ import annotations

from functools import cache

import pytest

from .contracts import CONTRACTS, GOLDEN, GROUPS, Member, built, findings_of, markdown, members, plain, text_of


@cache
def said(number: str) -> str:
    """The text of a contract, spaces made plain; contract 0 is the base alone."""
    return plain(text_of(built(number)[1]))


@pytest.mark.parametrize("number", CONTRACTS)
def test_contract_is_as_proofread(number: str) -> None:
    prepared, contract = built(number)

    assert markdown(contract) == (GOLDEN / f"{number}.md").read_bytes(), "stale: python -m tests.practice"
    assert findings_of(prepared, contract) == (GOLDEN / f"{number}.findings.txt").read_text("utf-8")


@pytest.mark.parametrize("member", members(), ids=str)
def test_profile_says_what_practice_knows(member: Member) -> None:
    text = said(member.contract)

    for sentence in member.says:
        assert sentence in text
    for words in member.instead:
        assert words not in text


@pytest.mark.parametrize("member", [member for member in members() if not member.default], ids=str)
def test_nothing_said_prints_nothing(member: Member) -> None:
    """The contract that asks for nothing does not say what a fragment asks for, or still says what that takes away."""
    base = said("0")

    assert any(sentence not in base for sentence in member.says) or any(words in base for words in member.instead)


def test_every_group_lists_its_members_and_every_golden_file_is_built() -> None:
    assert {member.group for member in members()} == set(GROUPS)
    assert {path.name.split(".")[0] for path in GOLDEN.iterdir()} == set(CONTRACTS)
