"""Calls timed in turns, so that what disturbs the machine disturbs all of them alike."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import sub, truediv
from statistics import median
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Series:
    """What was measured, one number a round. Two series meet round by round, so that a slow round cancels out.

    >>> (Series((2.0, 9.0, 4.0)) / Series((1.0, 3.0, 2.0))).median
    2.0
    """

    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle of the rounds."""
        return median(self.rounds)

    def __sub__(self, other: Series) -> Series:
        return self._with(other, sub)

    def __truediv__(self, other: Series | float) -> Series:
        divisor = other if isinstance(other, Series) else Series((other,) * len(self.rounds))
        return self._with(divisor, truediv)

    def _with(self, other: Series, join: Callable[[float, float], float]) -> Series:
        return Series(tuple(join(one, two) for one, two in zip(self.rounds, other.rounds, strict=True)))


@dataclass(frozen=True, slots=True)
class Subject:
    """What is timed: a name, a call, how often it is called a round, and what is done before, untimed."""

    name: str
    call: Callable[[], object]
    calls: int = 1
    before: Callable[[], object] = lambda: None


def interleaved(subjects: Sequence[Subject], rounds: int, say: Callable[[str], object]) -> Mapping[str, Series]:
    """The seconds that one call of each subject takes, in every round.

    A first round fills caches and is thrown away; each further round begins with another subject.
    """
    say(f"warming up, then {rounds} rounds of {len(subjects)} subjects")
    for subject in subjects:
        seconds(subject, 1)
    gc.freeze()  # what stays is not searched for garbage again and again
    turns = [_turn(subjects, n, say) for n in range(rounds)]
    return {subject.name: Series(tuple(turn[subject.name] for turn in turns)) for subject in subjects}


def _turn(subjects: Sequence[Subject], n: int, say: Callable[[str], object]) -> dict[str, float]:
    say(f"round {n + 1}")
    first = n % len(subjects)
    return {subject.name: seconds(subject, subject.calls) for subject in (*subjects[first:], *subjects[:first])}


def seconds(subject: Subject, calls: int) -> float:
    """The seconds of one of so many calls on average, without the collector of garbage, as `timeit` has it."""
    taken = 0.0
    for _ in range(calls):
        subject.before()
        gc.collect()
        gc.disable()
        start = perf_counter()
        subject.call()
        taken += perf_counter() - start
        gc.enable()
    return taken / calls
