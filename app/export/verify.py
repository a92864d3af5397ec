"""Whether a file is the export of some content: made again, it has to be the same to the byte."""

import hashlib
import json
import re
from base64 import b64decode
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from app.config import SettingsError, Site
from app.content.model import Questionnaire
from app.export.one_file import SEAL, Dress, one_file
from app.web.theme import Theme

SEALED = re.compile(f"(?s)(.*){re.escape(SEAL).replace(re.escape('{}'), '([0-9a-f]{64})')}")
DATA = re.compile(r"^const DATA = (.*);\r?$", re.MULTILINE)
DATA_URL = re.compile(r"data:([^;]+);base64,(.*)")


@dataclass(frozen=True)
class Verdict:
    """What a file is."""

    sha256: str
    is_whole: bool
    """It has the digest that it was written with."""
    says: tuple[str, str] | None
    """The version and the digest of the content that it says it has, where it can be read."""
    is_export: bool
    """It is, to the byte, what this content and this code export."""


def verify(file: bytes, questionnaire: Questionnaire, *, approved: bool) -> Verdict:
    """What a file is, measured on some content. Only ``is_export`` cannot be forged."""
    text = file.decode("utf-8", "replace")
    seal = SEALED.fullmatch(text)
    is_whole = seal is not None and hashlib.sha256(seal[1].encode()).hexdigest() == seal[2]
    digest = hashlib.sha256(file).hexdigest()
    try:
        data = json.loads(DATA.findall(text)[0])
        said = data["questionnaire"]
        says = str(said["version"]), str(said["digest"])
        again = one_file(questionnaire, _dress(data), approved=approved)
    except (LookupError, ValueError, TypeError, AttributeError, SettingsError):
        return Verdict(digest, is_whole, None, is_export=False)
    return Verdict(digest, is_whole, says, is_export=again.encode() == file)


def _dress(data: Any) -> Dress:
    shared = data["shared"]
    site = {key: value for key, value in shared["site"].items() if key != "maternity_link"}
    urls = {name: DATA_URL.fullmatch(url) for name, url in data["files"].items()}
    files = {name: (b64decode(url[2]), url[1]) for name, url in urls.items() if url}
    logo = shared["logo"]
    return Dress(
        Site(**{**site, "contact": tuple(site["contact"])}),
        Theme(files, (logo[0], logo[1]) if logo else None),
        ZoneInfo(data["time_zone"]),
        shared["served_url"],
    )
