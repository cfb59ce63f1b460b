"""What a call asks for of one profile; another process knows from it all that it needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which texts of a profile a call asks for, by package and by document; nothing said means all."""

    package: str = ""
    document: str = ""


ALL = Wanted()


@dataclass(frozen=True, slots=True)
class Job:
    """A profile to build and how: what is not said comes from the profile."""

    profile: Path
    folder: Path | None = None
    formats: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    overlays: tuple[Path, ...] = ()
    letterhead: Path | None = None
    force: bool = False
    wanted: Wanted = ALL

    def everywhere(self) -> Job:
        """The same job for processes in other folders, or on other machines with the same files."""
        folder, letterhead = (path and path.absolute() for path in (self.folder, self.letterhead))
        overlays = tuple(path.absolute() for path in self.overlays)
        return replace(self, profile=self.profile.absolute(), folder=folder, letterhead=letterhead, overlays=overlays)
