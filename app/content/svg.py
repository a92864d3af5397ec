"""An author's SVG: what of it is let in, written anew part by part, or every reason why not.

Its parts with an id are the regions that answers name. It becomes part of every page that shows it,
so only what draws is let in, and what an editor notes for itself is left out.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from xml.parsers import expat

from app.content.conditions import is_name
from app.content.model import Picture, PictureRegion
from app.content.problems import shown
from app.content.source import MOST_PROBLEMS, unseen

MAX_BYTES = 50_000
MAX_DRAWN = 200_000
"""Characters of what is drawn, where each use of a part counts all of it again. A few lines that
use each other twice could keep a browser, and the maker of PDFs, busy for ever."""
MAX_DEPTH = 50
SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"

PAINTED = (
    'is not seen in the dark, or on paper. Write currentColor for lines, class="fill" in place of '
    "fill for a light area, and delete what is only a background."
)
STYLED = (
    "a style is not let in. Save the file with attributes in its place (Inkscape: Optimized SVG, "
    "Convert CSS attributes; Illustrator: Presentation Attributes), and delete styles left in it."
)
UNPAINTED = (
    'write fill="none" stroke="currentColor" on <svg>. A region has no paint of its own, so that '
    "its mark is seen."
)
SHAPES = frozenset(("path", "circle", "ellipse", "rect", "line", "polyline", "polygon", "use"))
ELEMENTS = SHAPES | {
    *("svg", "g", "defs", "text", "tspan", "clipPath", "mask", "pattern"),
    *("linearGradient", "radialGradient", "stop"),
}
LEFT_OUT = frozenset(("title", "desc", "metadata"))
"""What the picture says stands in words beside it, so it is hidden from screen readers."""
COLOURS = {
    "fill": ("none", "currentColor"),
    "stroke": ("none", "currentColor"),
    "stop-color": ("currentColor", "#000", "#fff"),
}
"""Black and white are what a mask lets through."""
OWN_PAINT = frozenset(("fill", "stroke", "stroke-width", "class"))
ATTRIBUTES = COLOURS.keys() | {
    *("id", "class", "href", "transform", "d", "points", "viewBox", "width", "height"),
    *("x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "cx", "cy", "r", "rx", "ry", "fx", "fy"),
    *("fill-opacity", "fill-rule", "clip-rule", "clip-path", "mask", "opacity", "offset"),
    *("stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-dashoffset"),
    *("stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stop-opacity"),
    *("font-size", "font-weight", "text-anchor"),
    *("gradientUnits", "gradientTransform", "maskUnits", "maskContentUnits", "clipPathUnits"),
    *("patternUnits", "patternContentUnits", "patternTransform"),
}
CLASSES = ("fill", "title", "aside")
"""What has the tint of the page; a text that moves up, and one that goes, where words are large."""
_SAFE_URL = re.compile(r"url\(#([\w.-]+)\)", re.ASCII)
_PLAIN = re.compile(r"[\w\s.,%+#()-]*", re.ASCII)
"""No address can be written with these, not even behind an escape of CSS."""
_NUMBER = r"-?\d+(?:\.\d+)?"
_BOX = re.compile(rf"\s*({_NUMBER})[\s,]+({_NUMBER})[\s,]+({_NUMBER})[\s,]+({_NUMBER})\s*")


Region = str
"""The id of one; empty for what is in none."""


class SvgError(Exception):
    """An SVG cannot be let in. ``faults`` say where and why, each in a sentence or two."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(*faults)
        self.faults = faults[:MOST_PROBLEMS]


def read_svg(name: str, raw: bytes, named: set[str] | None) -> Picture:
    """The picture of a name. ``named`` are the regions that answers name; ``None`` for any.

    Raises :class:`SvgError` with all faults.
    """
    if len(raw) > MAX_BYTES:
        raise SvgError([f"the file has more than {MAX_BYTES:,} bytes. Draw it with less."])
    reader = _Reader(name)
    try:
        reader.parser.Parse(raw, True)
    except expat.ExpatError as error:
        reader.fault(f"this is not XML: {expat.ErrorString(error.code)}.", error.lineno)
    except (LookupError, ValueError):  # of a code that Python or expat does not read
        raise SvgError(["it is written in another code. Save it as UTF-8."]) from None
    reader.look_at_the_whole(named)
    if reader.faults:
        raise SvgError(reader.faults)
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


@dataclass(frozen=True)
class _Element:
    """One whose end has not come yet."""

    tag: str
    id: str
    fill: str
    """Its own, or that of what it is in."""


@dataclass(frozen=True)
class _Place:
    """Where something stands."""

    region: Region
    line: int


class _Reader:
    """Writes what is let in, part by part.

    Every id gets the name of the picture and a dot in front, as no other id of a page has one.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.box = self.width = ""
        self.attributes = ""
        """Of the whole picture, but for its size."""
        self.drawing: list[str] = []
        self.regions: dict[Region, list[str]] = {}
        self.faults: list[str] = []
        self.open: list[_Element] = []
        self.passed_over = 0
        """How many are open of what is not let in."""
        self.region: Region = ""
        self.part = self.drawing
        self.ids: dict[str, _Place] = {}
        self.references: list[tuple[str, _Place]] = []
        self.sizes = Counter[str]()
        """Of each part with an id, and of the whole with none, how many characters it has."""
        self.uses = defaultdict[str, list[str]](list)
        """Of the same, what it refers to."""
        self.totals: dict[str, tuple[int, int]] = {}
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.begin
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.words
        self.parser.StartDoctypeDeclHandler = self.refuse_doctype

    @property
    def place(self) -> _Place:
        """Where the parser is."""
        return _Place(self.region, self.parser.CurrentLineNumber)

    @property
    def parts(self) -> set[str]:
        """The ids of what is open, and that of the whole."""
        return {"", *(element.id for element in self.open)}

    def fault(self, why: str, line: int | None = None) -> None:
        self.faults.append(f"line {line or self.parser.CurrentLineNumber}: {why}")

    def refuse_doctype(self, *_: object) -> None:
        """Refuse it at once: it can make a small file endless."""
        self.fault("a DOCTYPE is not let in. Delete it.")
        raise SvgError(self.faults)

    def begin(self, name: str, given: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if self.passed_over or (self.open and (space != SVG or tag in LEFT_OUT)):
            self.passed_over += 1
        elif not self.open:
            self.begin_whole(space, tag, given)
        elif len(self.open) > MAX_DEPTH:
            self.fault(f"this is nested more than {MAX_DEPTH} deep. Make it flatter.")
            raise SvgError(self.faults)
        elif tag not in ELEMENTS or tag == "svg":
            draw = f"Draw with {', '.join(sorted(SHAPES))}, text and g."
            self.fault(f"<{shown(tag)}> is not let in. {STYLED if tag == 'style' else draw}")
            self.passed_over += 1
        else:
            self.begin_part(tag, given)

    def begin_whole(self, space: str, tag: str, given: dict[str, str]) -> None:
        if (space, tag) != (SVG, "svg"):
            self.fault("a picture begins with <svg xmlns=...>.")
        numbers = _BOX.fullmatch(given.pop("viewBox", ""))
        if numbers and float(numbers[3]) > 0 and float(numbers[4]) > 0:
            self.box = " ".join(numbers.groups())
        else:
            self.fault('a picture has its size in viewBox, such as viewBox="0 0 360 300".')
        self.width = given.pop("width", "")
        if not re.fullmatch(r"[1-9]\d{1,2}", self.width):
            why = "how wide a picture is at most stands in width, in whole pixels without a unit"
            self.fault(f'{why}, such as width="400", and not "{shown(self.width)}".')
        for key in ("id", "class", "height", "version"):
            given.pop(key, None)
        attributes = dict(self.let_in(given))
        if (attributes.get("fill"), attributes.get("stroke")) != ("none", "currentColor"):
            self.fault(UNPAINTED)
        if "transform" in attributes:
            self.fault("a transform is not let in on <svg>. Put it on a <g>.")
        self.attributes = _written(attributes)
        self.open.append(_Element(tag, "", "none"))

    def begin_part(self, tag: str, given: dict[str, str]) -> None:
        if len(self.open) == 1:
            self.region = given.get("id", "") if tag != "defs" else ""
            self.part = self.regions.setdefault(self.region, []) if self.region else self.drawing
        attributes = dict(self.let_in(given))
        if len(self.open) == 1 and self.region:
            if tag not in SHAPES | {"g"}:
                self.fault(f"<{tag}> draws nothing by itself. Put it in <defs>.")
            if not is_name(self.region):
                cure = "Use small letters and hyphens."
                self.fault(f"'{shown(self.region)}' is no name for a region. {cure}")
        is_for_touch = attributes.get("fill") == attributes.get("stroke") == "none"
        if self.region and not is_for_touch:
            for key in OWN_PAINT & attributes.keys():
                region = shown(self.region)
                why = f"the region '{region}' has {key} of its own, so its mark is not seen"
                self.fault(f"{why}. Delete it.")
        fill = attributes.get("fill", self.open[-1].fill)
        if attributes.get("fill", "").startswith("url") and "fill-opacity" in attributes:
            self.fault("a fill by url with fill-opacity can be black on paper. Write opacity.")
        if tag == "text" and fill == "none":
            self.fault('words without fill="currentColor" are not seen. Write it.')
        self.open.append(_Element(tag, given.get("id", ""), fill))
        self.write(f"<{tag}{_written(attributes)}>")

    def end(self, _: str) -> None:
        if self.passed_over:
            self.passed_over -= 1
            return
        tag = self.open.pop().tag
        if self.open and self.part[-1].startswith(f"<{tag}") and self.part[-1].endswith('">'):
            self.part[-1] = f"{self.part[-1][:-1]}/>"
        elif self.open:
            self.part.append(f"</{tag}>")

    def words(self, text: str) -> None:
        if self.passed_over or not text.strip():
            return
        if {"text", "tspan"}.isdisjoint(element.tag for element in self.open):
            self.fault("words stand in <text>. Put them there, or delete them.")
        for fault in filter(None, map(unseen, text)):
            self.fault(fault)
        self.write(escape(re.sub(r"\s+", " ", text), quote=False))

    def write(self, piece: str) -> None:
        self.part.append(piece)
        for name in self.parts:
            self.sizes[name] += len(piece)

    def let_in(self, given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """The attributes that draw. Those of other names are an editor's own, or a fault."""
        for name, value in given.items():
            space, _, key = name.rpartition(" ")
            if space and (space, key) != (XLINK, "href"):
                continue
            if key == "style":
                self.fault(STYLED)
            elif key not in ATTRIBUTES:
                self.fault(f"the attribute '{shown(key)}' is not let in. Delete it.")
            elif key == "id":
                yield key, self.own(value)
            elif key == "class" and value not in CLASSES:
                self.fault(
                    f"the class '{shown(value)}' is not known. There are {', '.join(CLASSES)}."
                )
            elif key == "class":
                yield key, f"picture__{value}"
            elif key == "href":
                yield key, self.reference(value)
            elif key in COLOURS and value not in COLOURS[key] and not _SAFE_URL.fullmatch(value):
                self.fault(f'{key}="{shown(value)}" {PAINTED}')
            else:
                yield key, self.with_references(value)

    def own(self, name: str) -> str:
        """An id as it is on a page, where no other picture has it."""
        if not re.fullmatch(r"[\w.-]+", name, re.ASCII):
            self.fault(f"the id '{shown(name)}' is no name. Use letters, digits and hyphens.")
        if name in self.ids:
            self.fault(f"the id '{shown(name)}' is there twice. Give each part its own.")
        self.ids[name] = self.place
        return f"{self.name}.{name}"

    def reference(self, value: str) -> str:
        if not re.fullmatch(r"#[\w.-]+", value, re.ASCII):
            self.fault(
                f"'{shown(value)}' leads out of the picture. Refer to a part of it, as #name."
            )
        else:
            self.references.append((value[1:], self.place))
            for name in self.parts:
                self.uses[name].append(value[1:])
        return f"#{self.name}.{value[1:]}"

    def with_references(self, value: str) -> str:
        if "url" in value.lower() and not _SAFE_URL.fullmatch(value):
            self.fault(
                f"'{shown(value)}' is not let in. Refer to a part of the picture, as url(#name)."
            )
            return ""
        if not _PLAIN.fullmatch(value):
            self.fault(f"'{shown(value)}' is not let in. Write numbers and words.")
        return _SAFE_URL.sub(lambda found: f"url({self.reference('#' + found[1])})", value)

    def drawn(self, name: str = "", using: frozenset[str] = frozenset()) -> tuple[int, int]:
        """How many characters a part has with all that it uses, and how deep that goes."""
        if name in using or len(using) > MAX_DEPTH:
            raise SvgError([f"'#{shown(name)}' uses itself, or too many parts in turn. Use fewer."])
        if name not in self.totals:
            used = [self.drawn(part, using | {name}) for part in self.uses[name]]
            deep = 1 + max((depth for _, depth in used), default=0)
            self.totals[name] = (self.sizes[name] + sum(size for size, _ in used), deep)
        return self.totals[name]

    def look_at_the_whole(self, named: set[str] | None) -> None:
        """What only the end of the file shows. ``named`` are the regions that answers name."""
        size, depth = self.drawn()
        if size > MAX_DRAWN or depth > MAX_DEPTH:
            why = "parts that use each other draw too much for a browser. Use them less often."
            raise SvgError([why])
        for name, at in self.references:
            home = self.ids.get(name)
            if home is None:
                self.fault(f"'#{shown(name)}' is no part of the picture. Mend the name.", at.line)
            elif home.region not in ("", at.region):
                why = (
                    f"'#{shown(name)}' is in the region '{home.region}', which is not always drawn"
                )
                self.fault(f"{why}. Put it in <defs>, and refer to it from both.", at.line)
        for region, shape in self.regions.items():
            line = self.ids[region].line
            if named is not None and region not in named:
                cure = "Name it, or delete its id. What is only referred to stands in <defs>."
                why = f"'{region}' has an id, and no answer names it, so it is not drawn"
                self.fault(f"{why}. {cure}", line)
            if not any(piece.startswith(tuple(f"<{tag}" for tag in SHAPES)) for piece in shape):
                self.fault(f"the region '{region}' draws nothing.", line)
        for region in sorted((named or set()) & self.ids.keys() - self.regions.keys()):
            why = f"'{region}' stands inside another part. A region stands right below <svg>"
            cure = "Take it out of its group, with the transform that the group has."
            self.fault(f"{why}. {cure}", self.ids[region].line)


def _written(attributes: Mapping[str, str]) -> str:
    """Attributes that were let in: none has a letter that must be escaped."""
    return "".join(f' {key}="{value}"' for key, value in attributes.items())
