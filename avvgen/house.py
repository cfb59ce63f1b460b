"""The look of the user's house: what the profile says of it, and the files that it names."""

from __future__ import annotations

from os.path import isfile
from pathlib import Path

from avvgen.contract import Brought, House
from avvgen.files import LARGEST_BINARY, beside, read_bytes
from avvgen.findings import Place, Problems, collecting, error
from avvgen.profiles.load import ProfileSource
from avvgen.profiles.models import Profile


def house_of(profile: Profile, source: ProfileSource, letterhead: Path | None = None) -> House:
    """The house style of a profile, its files read; a letterhead that is given goes before the profile's own.

    Raises AvvgenError with a finding for each file that is missing, unreadable or too large.
    """
    style, colours = profile.style, profile.style.colours
    said, shown = source.place("output", "letterhead"), source.place("style", "logo")
    path = letterhead_path(profile, source, letterhead)
    with collecting() as problems:
        paper = problems.attempt(_letterhead, path, Place(str(path), 1) if letterhead else said)
        logo = problems.attempt(_logo, _path(style.logo, shown), shown)
    return House(
        paper,
        logo,
        style.logo_height,
        style.logo_side,
        str(profile.parties.processor.name),
        *((colour or "").removeprefix("#") for colour in (colours.accent, colours.text, colours.ground)),
    )


def letterhead_path(profile: Profile, source: ProfileSource, letterhead: Path | None = None) -> Path | None:
    """Where the letterhead of a profile is; one that is given goes before its own."""
    return letterhead or _path(profile.output.letterhead, source.place("output", "letterhead"))


def files_of_house(profile: Profile, source: ProfileSource, letterhead: Path | None = None) -> tuple[Path, ...]:
    """Where the letterhead and the logo of a profile are, as far as it has them and they are inside the project."""
    unsaid = Problems()  # whoever reads them says it
    paper = unsaid.attempt(letterhead_path, profile, source, letterhead)
    logo = unsaid.attempt(_path, profile.style.logo, source.place("style", "logo"))
    return tuple(path for path in (paper, logo) if path)


def _letterhead(path: Path | None, said: Place) -> Brought | None:
    """A template; what is wrong in it is said of the template, which may serve many profiles."""
    return Brought(_read(path, said), Place(str(path), 1)) if path else None


def _logo(path: Path | None, said: Place) -> Brought | None:
    return Brought(_read(path, said), said) if path else None


def _read(path: Path, said: Place) -> bytes:
    if not isfile(path):  # noqa: PTH113 - a name that is too long throws Path's
        raise error("file-missing", f"there is no file '{path}'; paths are relative to the file they stand in", said)
    return read_bytes(path, LARGEST_BINARY, said)


def _path(name: str | None, said: Place) -> Path | None:
    """The path of a file that is named relative to the one in which the name stands."""
    return beside(name, said) if name else None
