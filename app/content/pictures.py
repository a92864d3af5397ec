"""The pictures of questions and leaflets: SVG files, ``pictures/NAME.svg`` beside the content."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from app.content import messages, source
from app.content.conditions import is_name
from app.content.model import Picture
from app.content.problems import Problem
from app.content.source import Document, Plain, entries, ordinary
from app.content.svg import MAX_BYTES, SvgError, read_svg

OURS = Path(__file__).parents[2] / "pictures"
"""For content that has no picture of a name beside it."""
ReadPicture = Callable[[str], bytes]
"""The bytes of the picture of a name. ``OSError`` where there is none."""
Uses = list[tuple[source.Path, Plain]]
"""Where one picture is named, and the question or part of the leaflet that names it."""


def _bytes_of(file: Path) -> bytes:
    """Its bytes, up to one more than a picture may have."""
    with ordinary(file).open("rb") as opened:
        return opened.read(MAX_BYTES + 1)


def our_picture(name: str) -> bytes:
    """A picture of this project."""
    return _bytes_of(OURS / f"{name}.svg")


def pictures_beside(folder: Path) -> ReadPicture:
    """Pictures of a folder's content: its own, or else those that this project has."""

    def picture(name: str) -> bytes:
        own = folder / "pictures" / f"{name}.svg"
        return _bytes_of(own) if own.exists() else our_picture(name)

    return picture


def read_pictures(
    document: Document, data: dict[str, Plain], read: ReadPicture
) -> tuple[tuple[Picture, ...], list[Problem]]:
    """Every picture that is named, and what is wrong with one, where it is named first."""
    found: list[Picture] = []
    problems: list[Problem] = []
    for name, uses in _named(data).items():
        try:
            raw = read(name)
            found.append(read_svg(name, raw, None if _is_ours(name, raw) else _regions(uses)))
            faults = []
        except FileNotFoundError:
            faults = ["there is no such file. Mend the name, or put the file there."]
        except OSError as error:
            faults = [f"cannot be read: {error.strerror}. Put an SVG file there."]
        except SvgError as error:
            faults = error.faults
        path, _ = uses[0]
        place = document.place(path)
        label = messages.label(document.data, path)
        problems += [Problem(*place, f"{label}pictures/{name}.svg: {fault}") for fault in faults]
    return tuple(found), problems


def _named(data: dict[str, Plain]) -> dict[str, Uses]:
    """Where each picture is named."""
    named: dict[str, Uses] = {}
    for path, of in ((("items",), data), (("leaflet", "sections"), data.get("leaflet", ()))):
        for i, entry in entries(of, path[-1]).items():
            name = entry.get("picture") if isinstance(entry, dict) else None
            if is_name(name):
                named.setdefault(str(name), []).append(((*path, i, "picture"), entry))
    return named


def _regions(uses: Uses) -> set[str] | None:
    """The regions that answers name; ``None`` where the leaflet marks all."""
    if any(path[0] == "leaflet" for path, _ in uses):
        return None
    options = (option for _, entry in uses for option in entries(entry, "answer_option").values())
    regions = (option.get("regions") for option in options if isinstance(option, dict))
    return {str(region) for named in regions if isinstance(named, tuple) for region in named}


def _is_ours(name: str, raw: bytes) -> bool:
    """Whether it is a picture of this project: a content may use a part of it."""
    with suppress(FileNotFoundError):
        return our_picture(name) == raw
    return False
