"""A page as a person meets it: enough of its HTML to say what is wrong with it."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from html.parser import HTMLParser
from urllib.parse import urlsplit

VOID = frozenset(("br", "hr", "img", "input", "link", "meta", "wbr"))
REFERENCES = ("aria-describedby", "aria-labelledby", "for")
NEUTRAL_TITLES = ("Questions for my appointment", "Your result", "Before you go on")
"""Pages about the person stand in the history of the browser under titles that say nothing."""

Attributes = dict[str, str]


class Page(HTMLParser):
    """The tags and texts of one page, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.tags: list[tuple[str, Attributes]] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the parser."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Called by the parser."""
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Called by the parser."""
        self.texts.append((tuple(self._open), data))

    def text_in(self, tag: str) -> str:
        """All text inside elements of one kind, with single spaces."""
        return " ".join("".join(t for inside, t in self.texts if tag in inside).split())

    def all(self, tag: str) -> list[Attributes]:
        """The attributes of every element of one kind."""
        return [attributes for name, attributes in self.tags if name == tag]

    def field(self, name: str) -> str:
        """The value of a hidden field."""
        return next(a["value"] for a in self.all("input") if a.get("name") == name)

    def filled(self, answers: Mapping[str, str]) -> list[tuple[str, str]]:
        """What the form of a page of questions sends once some are answered, by their field.

        The others stay as the page has them.
        """
        fields = [(name, self.field(name)) for name in ("journey", "end")]
        boxes = [a for a in self.all("input") if a["type"] in {"radio", "checkbox"}]
        for name in dict.fromkeys(box["name"] for box in boxes):
            ticked = [b["value"] for b in boxes if b["name"] == name and "checked" in b]
            codes = answers[name].split() if name in answers else ticked
            fields += [(name, code) for code in codes]
        return fields

    @property
    def heading(self) -> str:
        """The h1."""
        return self.text_in("h1")

    @property
    def text(self) -> str:
        """Everything in the main part."""
        return self.text_in("main")

    @property
    def has_error(self) -> bool:
        """Whether the title says that something has to be mended."""
        return self.text_in("title").startswith("Error: ")

    @property
    def selected(self) -> set[str]:
        """The values of all radios and tick boxes that are chosen."""
        return {a["value"] for a in self.all("input") if "checked" in a}

    def faults(self, is_route: Callable[[str, str], bool]) -> Iterator[str]:
        """Whatever no page of the self-check may have. ``is_route`` takes method and path."""
        yield from self._heading_faults()
        ids = Counter(a["id"] for _, a in self.tags if "id" in a)
        yield from (f"id {name} is there {n} times" for name, n in ids.items() if n > 1)
        for _, attributes in self.tags:
            for name in REFERENCES:
                targets = attributes.get(name, "").split()
                yield from (f"{name} leads to no {t}" for t in targets if t not in ids)
        yield from self._link_faults(ids.keys(), is_route)

    def _heading_faults(self) -> Iterator[str]:
        if len(self.all("h1")) != 1:
            yield f"{len(self.all('h1'))} h1"
        title = self.text_in("title")
        begins = (*NEUTRAL_TITLES, self.heading)
        if not title.removeprefix("Error: ").startswith(begins):
            yield f"title {title!r} does not begin with the h1 {self.heading!r}"

    def _link_faults(
        self, ids: Collection[str], is_route: Callable[[str, str], bool]
    ) -> Iterator[str]:
        links = [("GET", a["href"]) for a in (*self.all("a"), *self.all("link"))]
        forms = [(a.get("method", "get").upper(), a.get("action", "")) for a in self.all("form")]
        for method, url in (*links, *((m, u) for m, u in forms if u)):
            if url.startswith("#"):
                if url[1:] not in ids:
                    yield f"link to {url} does not land"
            elif url.startswith("/"):
                if not is_route(method, urlsplit(url).path):
                    yield f"nothing answers {method} {url}"
            elif not url.startswith(("https://", "tel:", "mailto:")):
                yield f"link to {url}"


def has_emergency_advice(html: str) -> bool:
    """Whether a page says when to call 999 and when to call 111."""
    text = Page(html).text
    return "Call 999 or go to A&E if" in text and "Call 111 if" in text
