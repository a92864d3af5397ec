"""The pictures of questions and leaflets: SVG files, ``pictures/NAME.svg`` beside the content.

Its parts with an id are the regions that answers name. It becomes part of every page that shows it,
so only what draws is let in, and what an editor notes for itself is left out.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from xml.parsers import expat

from app.content import messages
from app.content.conditions import NAMES
from app.content.model import Picture, PictureRegion
from app.content.problems import Problem
from app.content.source import Document, Plain, entries

OURS = Path(__file__).parents[2] / "pictures"
"""For content that has no picture of a name beside it."""
MAX_BYTES = 50_000
SIZE = ("viewBox", "width", "height", "id", "class")
SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"

PAINTED = "a picture is seen in the dark and on paper. Write none, currentColor or url(#id)."
STYLED = "a style is not let in. Save the file with its styles as attributes."
SHAPES = frozenset(("path", "circle", "ellipse", "rect", "line", "polyline", "polygon", "use"))
ELEMENTS = SHAPES | {
    *("svg", "g", "defs", "text", "tspan", "clipPath", "mask", "pattern"),
    *("linearGradient", "radialGradient", "stop"),
}
LEFT_OUT = frozenset(("title", "desc", "metadata"))
"""What the picture says stands in words beside it, so it is hidden from screen readers."""
PAINT = frozenset(("fill", "stroke"))
ATTRIBUTES = PAINT | {
    *("id", "class", "href", "transform", "d", "points", "viewBox", "width", "height"),
    *("x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "cx", "cy", "r", "rx", "ry", "fx", "fy"),
    *("fill-opacity", "fill-rule", "clip-rule", "clip-path", "mask", "opacity", "offset"),
    *("stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-dashoffset"),
    *("stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stop-color", "stop-opacity"),
    *("font-size", "font-weight", "text-anchor"),
    *("gradientUnits", "gradientTransform", "maskUnits", "maskContentUnits", "clipPathUnits"),
    *("patternUnits", "patternContentUnits", "patternTransform"),
}
CLASSES = ("fill", "title", "aside")
"""What has the tint of the page; a text that moves up, and one that goes, where words are large."""
_SAFE_URL = re.compile(r"url\(#([\w-]+)\)")
_PLAIN = re.compile(r"[\w\s.,%+#()-]*", re.ASCII)
"""No address can be written with these, not even behind an escape of CSS."""
_NUMBER = r"-?\d+(?:\.\d+)?"
_BOX = re.compile(rf"\s*({_NUMBER})[\s,]+({_NUMBER})[\s,]+({_NUMBER})[\s,]+({_NUMBER})\s*")

ReadPicture = Callable[[str], bytes]
"""The bytes of the picture of a name. ``OSError`` where there is none."""


def our_picture(name: str) -> bytes:
    """A picture of this project."""
    return (OURS / f"{name}.svg").read_bytes()


def pictures_beside(folder: Path) -> ReadPicture:
    """Pictures of a folder's content: its own, or else those that this project has."""

    def picture(name: str) -> bytes:
        own = folder / "pictures" / f"{name}.svg"
        return own.read_bytes() if own.exists() else our_picture(name)

    return picture


def read_pictures(
    document: Document, data: dict[str, Plain], read: ReadPicture
) -> tuple[tuple[Picture, ...], list[Problem]]:
    """Every picture that is named, and what is wrong with one, where it is named first."""
    found: list[Picture] = []
    problems: list[Problem] = []
    for name, path in _named(data).items():
        try:
            found.append(_picture(name, read(name)))
            faults = []
        except FileNotFoundError:
            faults = ["there is no such file. Mend the name, or put the file there."]
        except OSError as error:
            faults = [f"cannot be read: {error.strerror}. Put an SVG file there."]
        except PictureError as error:
            faults = error.faults
        place = document.place(path)
        label = messages.label(document.data, path)
        problems += [Problem(*place, f"{label}pictures/{name}.svg: {fault}") for fault in faults]
    return tuple(found), problems


def _named(data: dict[str, Plain]) -> dict[str, tuple[str | int, ...]]:
    """The pictures that questions and the leaflet name, and where each is named first."""
    named: dict[str, tuple[str | int, ...]] = {}
    for path, of in ((("items",), data), (("leaflet", "sections"), data.get("leaflet", ()))):
        for i, entry in entries(of, path[-1]).items():
            name = entry.get("picture") if isinstance(entry, dict) else None
            if isinstance(name, str) and re.fullmatch(NAMES[0], name):
                named.setdefault(name, (*path, i, "picture"))
    return named


class PictureError(Exception):
    """A picture cannot be let in. ``faults`` say where and why, each in a sentence or two."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(*faults)
        self.faults = faults


def _picture(name: str, raw: bytes) -> Picture:
    if len(raw) > MAX_BYTES:
        raise PictureError([f"the file has {len(raw):,} bytes. The most is {MAX_BYTES:,}."])
    reader = _Reader(name)
    try:
        reader.parser.Parse(raw, True)
    except expat.ExpatError as error:
        reader.fault(f"this is not XML: {expat.ErrorString(error.code)}.", error.lineno)
    reader.look_at_the_whole()
    if reader.faults:
        raise PictureError(reader.faults)
    return Picture(
        id=name,
        box=reader.box,
        width=int(reader.width),
        attributes=reader.attributes,
        drawing="".join(reader.drawing),
        regions=tuple(
            PictureRegion(id=region, shape="".join(shape))
            for region, shape in reader.regions.items()
        ),
    )


@dataclass
class _Reader:
    """Writes what is let in, part by part.

    Every id gets the name of the picture and a dot in front, as no other id of a page has one.
    """

    name: str
    box: str = ""
    width: str = ""
    attributes: str = ""
    """Of the whole picture, but for its size."""
    drawing: list[str] = field(default_factory=list)
    regions: dict[str, list[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ids: set[str] = set()
        self.wanted: dict[str, int] = {}
        self.open: list[str] = []
        self.passed_over = 0
        self.part = self.drawing
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.begin
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.words
        self.parser.StartDoctypeDeclHandler = self.refuse_doctype

    def fault(self, why: str, line: int | None = None) -> None:
        self.faults.append(f"line {line or self.parser.CurrentLineNumber}: {why}")

    def refuse_doctype(self, *_: object) -> None:
        """Refuse it at once: it can make a small file endless."""
        self.fault("a DOCTYPE is not let in. Delete it.")
        raise PictureError(self.faults)

    def begin(self, name: str, given: Mapping[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if self.passed_over or (self.open and (space != SVG or tag in LEFT_OUT)):
            self.passed_over += 1
            return
        is_root = not self.open
        if (space, tag == "svg") != (SVG, is_root) or tag not in ELEMENTS:
            what = "a picture begins with <svg xmlns=...>" if is_root else f"<{tag}> is not let in"
            self.fault(f"{what}. Draw with {', '.join(sorted(SHAPES))}, text and g.")
        attributes = dict(self.let_in(tag, given))
        if is_root:
            self.box = self.box_of(given.get("viewBox", ""))
            self.width = given.get("width", "")
            if not re.fullmatch(r"[1-9]\d{1,3}", self.width):
                self.fault('how wide a picture is at most stands in width, such as width="400".')
            self.attributes = _written(attributes, but=SIZE)
        else:
            is_region = len(self.open) == 1 and tag != "defs" and "id" in attributes
            if len(self.open) == 1:
                self.part = self.drawing
            if is_region:
                self.part = self.regions.setdefault(given["id"], [])
            self.part.append(f"<{tag}{_written(attributes)}>")
        self.open.append(tag)

    def end(self, _: str) -> None:
        if self.passed_over:
            self.passed_over -= 1
            return
        tag = self.open.pop()
        if self.open and self.part[-1].startswith(f"<{tag}") and self.part[-1].endswith('">'):
            self.part[-1] = f"{self.part[-1][:-1]}/>"
        elif self.open:
            self.part.append(f"</{tag}>")

    def words(self, text: str) -> None:
        if self.passed_over or not text.strip():
            return
        if {"text", "tspan"}.isdisjoint(self.open):
            self.fault("words stand in <text>. Put them there, or delete them.")
        self.part.append(escape(text.strip(), quote=False))

    def let_in(self, tag: str, given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """The attributes that draw. Those of other names are an editor's own, or a fault."""
        for name, value in given.items():
            space, _, key = name.rpartition(" ")
            if space == XLINK and key == "href":
                space = ""
            if space or (tag == "svg" and key == "version"):
                continue
            if key == "style":
                self.fault(STYLED)
            elif key not in ATTRIBUTES:
                self.fault(f"the attribute '{key}' is not let in. Delete it.")
            elif key == "id":
                yield key, self.own(value)
            elif key == "class" and value not in CLASSES:
                self.fault(f"the class '{value}' is not known. There are {', '.join(CLASSES)}.")
            elif key == "class":
                yield key, f"picture__{value}"
            elif key == "href":
                yield key, self.reference(value)
            elif key in PAINT and value not in ("none", "currentColor") and "url" not in value:
                self.fault(f'{key}="{value}": {PAINTED}')
            else:
                yield key, self.with_references(value)

    def own(self, name: str) -> str:
        """An id as it is on a page, where no other picture has it."""
        if not re.fullmatch(NAMES[0], name):
            self.fault(f"the id '{name}' is no name. Use small letters, digits and hyphens.")
        if name in self.ids:
            self.fault(f"the id '{name}' is there twice. Give each part its own.")
        self.ids.add(name)
        return f"{self.name}.{name}"

    def reference(self, value: str) -> str:
        if not re.fullmatch(r"#[\w-]+", value):
            self.fault(f"'{value}' leads out of the picture. Refer to a part of it, as #name.")
        self.wanted.setdefault(value[1:], self.parser.CurrentLineNumber)
        return f"#{self.name}.{value[1:]}"

    def with_references(self, value: str) -> str:
        if "url" in value.lower() and not _SAFE_URL.fullmatch(value):
            self.fault(f"'{value}' is not let in. Refer to a part of the picture, as url(#name).")
        elif not _PLAIN.fullmatch(value):
            self.fault(f"'{value}' is not let in. Write numbers and words.")
        return _SAFE_URL.sub(lambda found: f"url({self.reference('#' + found[1])})", value)

    def box_of(self, text: str) -> str:
        numbers = _BOX.fullmatch(text)
        if numbers is None or not (float(numbers[3]) > 0 and float(numbers[4]) > 0):
            self.fault('a picture has its size in viewBox, such as viewBox="0 0 360 300". Add it.')
            return ""
        return " ".join(numbers.groups())

    def look_at_the_whole(self) -> None:
        """What only the end of the file shows."""
        for name, line in self.wanted.items():
            if name not in self.ids and not self.faults:
                self.fault(f"'#{name}' is no part of the picture. Mend the name.", line)


def _written(attributes: Mapping[str, str], but: tuple[str, ...] = ()) -> str:
    """As they were let in: none has a letter that must be escaped."""
    return "".join(f' {key}="{value}"' for key, value in attributes.items() if key not in but)
