"""The file itself: content, pages, styles and script, with a policy that lets nothing out."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta
from enum import IntEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader
from markupsafe import escape
from pydantic import BaseModel

from app import TEMPLATES
from app.config import TEMPLATE_FOLDER, Settings, Site
from app.content.minutes import minutes_of
from app.content.model import LeafletSection, Questionnaire
from app.export.templates import script_of, text
from app.sheet.blank_copy import make_blank_copy
from app.sheet.explain import explain
from app.sheet.qr import qr_link
from app.web.pages import cards_of
from app.web.theme import Theme

HERE = Path(__file__).parent
STATIC = HERE.parent / "static"
SCRIPTS = ("run", "content", "engine", "sheet", "answers", "pages", "qr", "hand_over", "app")
"""In the order in which they stand in the file; the templates come before them."""
PAGES = (
    *("start", "question", "call_now", "check_answers", "result", "emergency", "stopped"),
    *("gp_questions", "gp_sheet", "hand_over", "clear", "cleared", "no_questions"),
    *("leaflet", "how_it_works", "paper", "privacy", "accessibility"),
)
LEFT_OUT = frozenset(
    ("source_note", "not_sure_policy", "never", "avoided", "illnesses", "word_for_word")
)
"""Parts of the content that no page of the file shows, and no rule of it reads."""
COMMENTS = re.compile(r"/\*\*.*?\*/|^\s*//[^\n]*$", re.DOTALL | re.MULTILINE)
FOCUS = "h1:focus { outline: 0; }\n"
"""The heading has the focus on every new page, for screen readers. It is nothing to press."""
ALONE = (
    "default-src 'none'; connect-src 'none'; form-action 'none'; base-uri 'none'; img-src data:; "
    "style-src {styles}; script-src {script}"
)
# The icon is empty. Without the line a browser asks the server for one, and a picture is drawn anew
# for every page in Chromium: a tenth of the time from one question to the next.
FRAME = """\
<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no">
<meta name="referrer" content="no-referrer">
{robots}<link rel="icon" href="data:,">
{styles}
<script>{script}</script>
</head>
{body}
</html>
"""
SEAL = "<!-- SHA-256 of all before: {} -->\n"


@dataclass(frozen=True)
class Dress:
    """What a hospital sets for its file. All of it can be read from the file again."""

    site: Site
    theme: Theme
    time_zone: ZoneInfo
    served_url: str = ""
    """Where the self-check is served: for who has no script, and once the file is out of date."""

    @classmethod
    def of(cls, settings: Settings, served_url: str = "") -> "Dress":
        """That of the settings, which serve the app as well."""
        return cls(settings.site, settings.theme, settings.time_zone, served_url)


@dataclass(frozen=True)
class Style:
    """A stylesheet of the file, and the tag that it stands in."""

    css: str
    attributes: str = ""


def one_file(
    questionnaire: Questionnaire,
    dress: Dress,
    *,
    approved: bool,
    template_folder: Path = TEMPLATE_FOLDER,
) -> str:
    """The file, the same to the byte for the same content, settings and code."""
    environment = _environment(template_folder)
    shared = {
        "site": dress.site,
        "logo": dress.theme.logo,
        "themed": False,
        "approved": approved,
        "cards": cards_of(questionnaire),
        "one_file": True,
        "served_url": dress.served_url,
    }
    script = _script(environment, questionnaire, dress, shared)
    styles = tuple(_styles(dress))
    tags = "\n".join(f"<style{style.attributes}>{style.css}</style>" for style in styles)
    policy = ALONE.format(
        styles=" ".join(_hash(style.css) for style in styles), script=_hash(script)
    )
    page = environment.get_template("no_questions.html").render(
        {**shared, "questionnaire": questionnaire, "journey": None, "why": "no script"}
    )
    whole = FRAME.format(
        policy=policy,
        title=escape(questionnaire.title),
        robots="" if approved else '<meta name="robots" content="noindex">\n',
        styles=tags,
        script=script,
        body=page[page.index("<body") : page.index("</body>") + len("</body>")],
    )
    return sealed(whole)


def sealed(whole: str) -> str:
    """A text with its digest behind it, so that a file that was cut or mended on its way shows."""
    return whole + SEAL.format(hashlib.sha256(whole.encode()).hexdigest())


def last_day(questionnaire: Questionnaire) -> date:
    """The last day on which the file asks anything: that of the next review, or else of a year."""
    if questionnaire.leaflet:
        return date.fromisoformat(questionnaire.leaflet.next_review)
    return date.fromisoformat(questionnaire.version) + timedelta(days=365)


def _script(
    environment: Environment,
    questionnaire: Questionnaire,
    dress: Dress,
    shared: Mapping[str, object],
) -> str:
    """All of the script: what it knows, the pages, and what it does."""
    leaflet = dress.site.leaflet_url
    files = {name: _data(kind, content) for name, (content, kind) in dress.theme.files.items()}
    data = {
        "questionnaire": _content(questionnaire),
        "shared": plain({**shared, "site": _site(dress.site)}),
        "minutes": minutes_of(questionnaire),
        "about": {
            "leaflet": plain(questionnaire.leaflet),
            "explanation": plain(explain(questionnaire)),
            "copy": plain(make_blank_copy(questionnaire)),
        },
        "leaflet": plain(qr_link(leaflet)) if leaflet else None,
        "files": files,
        "time_zone": dress.time_zone.key,
        "last_day": last_day(questionnaire).isoformat(),
    }
    aids = (STATIC / "main.js").read_text(encoding="utf-8")
    parts = [
        f"const DATA = {text(data)};\n",
        script_of(environment, [f"{name}.html" for name in PAGES]),
        f"function enhance() {{\n{aids}}}\n",
        *((HERE / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS),
    ]
    # The data is no code: what stands in it as a comment is a text.
    body = "\n".join([parts[0], *map(_without_comments, parts[1:])])
    return f'(() => {{\n"use strict";\n{body}}})();\n'


def plain(value: object) -> object:
    """A part of the content as JSON has it. A level keeps its name and its rank."""
    match value:
        case IntEnum():
            return {"name": value.name, "value": value.value}
        case BaseModel():
            names = type(value).model_fields
            is_cited = isinstance(value, LeafletSection)
            return {
                info.alias or name: plain(getattr(value, name))
                for name, info in names.items()
                if name not in LEFT_OUT and (is_cited or name != "sources" or not _is_cited(value))
            }
        case Mapping():
            return {str(key): plain(entry) for key, entry in value.items()}
        case str() | int() | float() | None:
            return value
        case Iterable():
            return [plain(entry) for entry in value]
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def _is_cited(value: BaseModel) -> bool:
    """Whether its sources are names: no page shows them."""
    return all(isinstance(source, str) for source in getattr(value, "sources", ()))


def _content(questionnaire: Questionnaire) -> dict[str, object]:
    """The content, with what follows from it alone, so that the script need not work it out."""
    content = plain(questionnaire)
    if not isinstance(content, dict):
        raise TypeError("the content is no mapping")
    signs = questionnaire.warning_signs
    for entry, sign in zip(content["warning_signs"], signs, strict=True):
        entry["given_when"] = plain(sign.given_when)
        entry["is_one_answer"] = sign.is_one_answer
        entry["questions"] = sorted(questionnaire.questions_of(sign))
    for entry, feature in zip(content["features"], questionnaire.features, strict=True):
        entry["questions"] = sorted(questionnaire.questions_in(feature.when))
        quoted = questionnaire.items_by_id[feature.quotes] if feature.quotes else None
        entry["quoted"] = sorted(questionnaire.options_in(feature.when, quoted)) if quoted else []
    for entry, outcome in zip(content["outcomes"], questionnaire.outcomes, strict=True):
        entry["questions"] = sorted(questionnaire.questions_in(outcome.when))
    return {
        **content,
        "digest": questionnaire.digest,
        "stopping_questions": sorted(questionnaire.stopping_questions),
        "highest_gp_questions": [q.id for q in questionnaire.highest_gp_questions],
    }


def _site(site: Site) -> dict[str, object]:
    values = plain(site)
    if not isinstance(values, dict):
        raise TypeError("the site is no mapping")
    return {**values, "maternity_link": site.maternity_link}


def _environment(folder: Path) -> Environment:
    """As the app has it; nothing here has an address on a server."""
    environment = Environment(loader=FileSystemLoader(folder), **TEMPLATES)  # noqa: S701
    environment.globals["url_for"] = lambda *_, **__: "#/"
    environment.globals["static_url"] = lambda *_: ""
    return environment


def _styles(dress: Dress) -> Iterable[Style]:
    yield Style(_css("main.css") + FOCUS)
    yield Style(_css("print.css"), ' media="print"')
    yield Style(_css("paper.css"), ' id="paper-style" media="not all"')
    for content, kind in dress.theme.files.values():
        if kind == "text/css":
            yield Style(content.decode(), ' media="screen"')


def _css(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def _without_comments(script: str) -> str:
    lines = (line.strip() for line in COMMENTS.sub("", script).split("\n"))
    return "".join(f"{line}\n" for line in lines if line)


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _data(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{b64encode(content).decode()}"
