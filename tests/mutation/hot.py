"""Hot trials: the tests are collected once and run once, then each mutant has a fork of that very process.

In the fork the functions that the mutant changes get its code, wherever they are held, and tables and defaults that it
changes take the place of the old ones, wherever they were imported. Nothing is collected again, so a trial takes as
long as the tests that it asks. Bodies of classes cannot be changed so; `trials` tries them in a process that has
imported nothing yet.
"""

from __future__ import annotations

import gc
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, FunctionType, ModuleType, SimpleNamespace

import coverage
import pytest
from _pytest.runner import runtestprotocol

from .mutants import Mutant
from .reach import Reach, forget, known_lines
from .trials import in_forks, silence

OPTIONS = ("-q", "-s", "-p", "no:cacheprovider", "-o", "tmp_path_retention_policy=none")
BATCH = 100
KEEPERS = ("avvgen.memory", "avvgen.patterns")  # they keep what others have worked out
CACHES = "AVVGEN_CACHE_DIR"
say = partial(print, flush=True, file=sys.stderr)
Patch = Sequence[tuple[FunctionType, CodeType]]
Killer = tuple[str, str]  # the test, and the module that was run anew


@dataclass(frozen=True)
class Said:
    """What hot trials leave: the mutants that no test noticed, those that must be tried elsewhere, and which tests reach them."""

    unnoticed: Sequence[Mutant]
    untried: Sequence[Mutant]
    reach: Reach


@dataclass(frozen=True)
class Effort:
    """What trials may take: the tests of one mutant in seconds, forks at once; and the file of known mutants."""

    seconds: float
    workers: int
    known: Path | None


def tried(source: Path, selection: Sequence[str], mutants: Sequence[Mutant], effort: Effort) -> Said:
    """Run the tests once, then each mutant against those that reach it.

    A mutant that a test notices gets a line in the file of `known` ones. Raises SystemExit if a test fails as it is.
    """
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        hot = _Hot(source, mutants, effort)
        status = pytest.main([*OPTIONS, f"--basetemp={folder}/tests", *selection], [hot])
    if hot.said is None:
        raise SystemExit(f"the tests fail without any mutant: {status}")
    return hot.said


def keep(known: Path | None, noticed: Iterable[Mutant]) -> None:
    """Add mutants to the file of known ones."""
    if known is not None:
        with known.open("a", encoding="utf-8") as file:
            file.writelines(f"{mutant.key} {mutant}\n" for mutant in noticed)


class _Hot:
    """Takes the place of pytest's loop over the tests."""

    def __init__(self, source: Path, mutants: Sequence[Mutant], effort: Effort) -> None:
        self.source, self.mutants, self.effort = source, mutants, effort
        self.noticed: set[Mutant] = set()
        self.said: Said | None = None

    def tell(self, noticed: Sequence[Mutant]) -> None:
        """Say how far the trials are, and keep what is known."""
        keep(self.effort.known, noticed)
        say(len(noticed), "of the next", BATCH, "noticed")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            return True
        reach = _measured(session, self.source)
        if session.testsfailed:
            return True
        patches = _Patches(self.mutants)
        gc.set_threshold(100_000)
        gc.freeze()
        trials = _Trials(session, reach, patches, self.effort)
        for n in range(0, len(self.mutants), BATCH):
            noticed = trials.noticed(self.mutants[n : n + BATCH])
            self.tell([mutant for mutant in self.mutants[n : n + BATCH] if mutant in noticed])
            self.noticed |= noticed
        rest = [mutant for mutant in self.mutants if mutant not in self.noticed]
        certain = [mutant for mutant in rest if mutant in patches.of and mutant not in patches.anew]
        # What others have made of a table on import is not made anew in a fork: only its kills are certain.
        self.said = Said(certain, [mutant for mutant in rest if mutant not in certain], reach)
        return True


def _measured(session: pytest.Session, source: Path) -> Reach:
    """Run every test once and note what it reaches; no cache of the modules hides it."""
    measured = coverage.Coverage(
        data_file=None, include=[f"{source.resolve()}{'/*' * source.is_dir()}"], config_file=False
    )
    module = ".".join(source.with_suffix("").parts)
    seconds: dict[str, float] = {}
    measured.start()
    for item, then in zip(session.items, [*session.items[1:], _end(session)], strict=True):
        for lead in (module, *KEEPERS):
            forget(lead)
        measured.switch_context(item.nodeid)
        reports = runtestprotocol(item, log=False, nextitem=then)  # type: ignore[arg-type]
        seconds[item.nodeid] = sum(report.duration for report in reports)
        if any(report.failed for report in reports):
            session.testsfailed += 1
            say("fails without any mutant:", item.nodeid)
    measured.stop()
    return Reach(known_lines(measured.get_data()), seconds)


def _end(session: pytest.Session) -> SimpleNamespace:
    """What comes after the last test, so that modules are torn down and the session is not."""
    return SimpleNamespace(listchain=lambda: [session])


class _Patches:
    """For each mutant that can be put into a running program, what does so."""

    def __init__(self, mutants: Iterable[Mutant]) -> None:
        live: dict[tuple[str, str, int], list[FunctionType]] = defaultdict(list)
        for found in gc.get_objects():
            if isinstance(found, FunctionType):
                live[_name(found.__code__)].append(found)
        sound: dict[str, CodeType] = {}
        self.of: dict[Mutant, Callable[[], None]] = {}
        self.anew: set[Mutant] = set()
        self.sound: dict[str, Callable[[], None]] = {"": lambda: None}
        for mutant in mutants:
            path = str(Path(mutant.path).resolve())
            if path not in sound:
                sound[path] = compile(Path(path).read_text("utf-8"), path, "exec")
            new = compile(mutant.code, path, "exec")
            changed = list(_changed(sound[path], new))
            patch = [(function, code) for old, code in changed if old for function in live[_name(old)]]
            if patch and all(old for old, _ in changed) and all(_fits(*pair) for pair in patch):
                self.of[mutant] = partial(_put, patch)
            elif not any(old is None and code.co_name != "<module>" for old, code in changed):
                self.of[mutant] = partial(_put_globals, mutant.module, new)
                self.sound[mutant.module] = partial(_put_globals, mutant.module, sound[path])
                self.anew.add(mutant)


def _put(patch: Patch) -> None:
    for function, code in patch:
        function.__code__ = code


def _put_globals(name: str, code: CodeType) -> None:
    """Run a module anew and put its tables and defaults in the place of the old ones, wherever they were imported.

    Raises whatever keeps the module from being imported.
    """
    module = sys.modules[name]
    fresh = ModuleType(name)
    vars(fresh).update({key: vars(module).get(key) for key in ("__file__", "__package__", "__spec__", "__path__")})
    exec(code, vars(fresh))
    ours = [other for key, other in sys.modules.items() if key.partition(".")[0] in ("avvgen", "tests")]
    for key, new in vars(fresh).items():
        old = vars(module).get(key)
        if isinstance(new, FunctionType) and isinstance(old, FunctionType) and new.__name__ != "<lambda>":
            old.__defaults__, old.__kwdefaults__ = new.__defaults__, new.__kwdefaults__
        elif key == "__all__" or not (
            key.startswith("__") or isinstance(new, type | ModuleType) or hasattr(new, "cache_info")
        ):
            for other in ours:
                if key in vars(other) and vars(other)[key] is old:
                    setattr(other, key, new)


def _changed(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType | None, CodeType]]:
    """The functions whose code differs, the outer before the inner; None for what runs on import alone."""
    inner = list(zip(_codes(old), _codes(new), strict=False))
    if _is_function(old) and not _same(old, new):
        yield old, new
    elif not _is_function(old) and not (_shallow(old) == _shallow(new) and len(_codes(old)) == len(_codes(new))):
        yield None, new
    for one, other in inner:
        if not _same(one, other):
            yield from _changed(one, other)


def _is_function(code: CodeType) -> bool:
    return bool(code.co_flags & 0x0002)  # CO_NEWLOCALS: neither a module nor the body of a class


def _same(old: CodeType, new: CodeType) -> bool:
    one, other = _codes(old), _codes(new)
    return _shallow(old) == _shallow(new) and len(one) == len(other) and all(map(_same, one, other))


def _shallow(code: CodeType) -> tuple[object, ...]:
    constants = [(type(const), repr(const)) for const in code.co_consts if not isinstance(const, CodeType)]
    return (code.co_name, code.co_code, constants, code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars)


def _codes(code: CodeType) -> list[CodeType]:
    return [const for const in code.co_consts if isinstance(const, CodeType)]


def _name(code: CodeType) -> tuple[str, str, int]:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _fits(function: FunctionType, new: CodeType) -> bool:
    return function.__code__.co_freevars == new.co_freevars


@dataclass(frozen=True)
class _Trials:
    """Mutants, each in a fork; a kill counts only if its test passes in a fork without the mutant."""

    session: pytest.Session
    reach: Reach
    patches: _Patches
    effort: Effort

    def noticed(self, mutants: Sequence[Mutant]) -> set[Mutant]:
        """Those that a test notices, or that do not end in time."""
        with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            here = {mutant: Path(folder) / str(n) for n, mutant in enumerate(mutants) if mutant in self.patches.of}
            jobs = ((mutant, partial(self._try, mutant, where)) for mutant, where in here.items())
            killed = {mutant for mutant, status in in_forks(jobs, self.effort.workers) if status}
            killers = {m: self._killer(m, where.read_text()) for m, where in here.items() if where.exists()}
            controls = (
                (killer, partial(self._control, *killer, Path(folder, f"of{n}")))
                for n, killer in enumerate(set(killers.values()))
            )
            doubtful = {killer for killer, status in in_forks(controls, self.effort.workers) if status}
        for killer in doubtful:
            say("fails without any mutant when it is alone:", *killer)
        return {mutant for mutant in killed if killers.get(mutant) not in doubtful}

    def _killer(self, mutant: Mutant, test: str) -> Killer:
        return test, mutant.module if mutant in self.patches.anew else ""

    def _try(self, mutant: Mutant, where: Path) -> int:
        """1 if a test fails, or if the mutant cannot be imported."""
        self._prepare(where)
        return self._asked(
            self.patches.of[mutant], mutant.module, self.reach.tests_for(mutant, self.effort.seconds), where
        )

    def _control(self, test: str, module: str, where: Path) -> int:
        self._prepare(where)
        return self._asked(self.patches.sound[module], module, [test] if test else [], where)

    def _asked(self, patch: Callable[[], None], module: str, tests: Sequence[str], where: Path) -> int:
        for lead in (module.rpartition(".")[0], *KEEPERS) if module else ():
            forget(lead)
        try:
            patch()
        except Exception:  # noqa: BLE001
            where.write_text("")
            return 1
        killer = self._first_that_fails(tests)
        if killer:
            where.write_text(killer)
        return int(bool(killer))

    def _prepare(self, where: Path) -> None:
        """A folder of caches of this fork's own: no trial reads what another has kept."""
        caches = where.with_suffix(".caches")
        caches.mkdir(mode=0o700)
        os.environ[CACHES] = str(caches)
        silence()

    def _first_that_fails(self, tests: Sequence[str]) -> str:
        known = {item.nodeid: item for item in self.session.items}
        items = [known[test] for test in tests]
        for item, then in zip(items, [*items[1:], _end(self.session)], strict=False):  # of none there is nothing
            if any(report.failed for report in runtestprotocol(item, log=False, nextitem=then)):  # type: ignore[arg-type]
                return item.nodeid
        return ""
