"""Paths, defaults and what the environment sets. Every setting is named ``SELF_CHECK_...``."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from app.content.problems import nearest
from app.web.theme import NO_THEME, Theme, ThemeError, make_theme

ROOT = Path(__file__).resolve().parent.parent
CONTENT_NAME = "questions.yaml"
QUESTIONS_FILE = ROOT / CONTENT_NAME
SCHEMA_FILE = ROOT / "questions.schema.json"
APPROVALS_FILE = ROOT / "docs" / "safety" / "approvals.yaml"
CASELOAD_FILE = ROOT / "docs" / "safety" / "caseload.yaml"
"""Of a content that has no ``caseload.yaml`` beside it."""
TEMPLATE_FOLDER = ROOT / "templates"

PREFIX = "SELF_CHECK_"
SHORTEST_KEY = 32
FEWEST_LETTERS = 9
"""Different ones in a key. 32 random digits of base 16 have fewer once in a million times."""
WORDS_OF_NO_KEY = re.compile(r"change.?me|openssl|password|example|secret", re.IGNORECASE)
LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"{LABEL}(\.{LABEL})*", re.IGNORECASE)
TIME_ZONE = "Europe/London"
MAX_BODY = 16 * 1024
"""Bytes. The longest true form has some hundred."""
PHONE = re.compile(r"\+?\(?[0-9](?:[ ()-]{0,2}[0-9]){5,14}")
"""From 6 to 15 digits, as people write them."""
LONGEST_LEAFLET_URL = 120
"""Characters. Its QR code has 22 mm of paper."""


def content_files(path: Path) -> tuple[Path, ...]:
    """The content files at a path: itself, or those of a folder, or of the folders in it."""
    if not path.is_dir():
        return (path,)
    inside = path / CONTENT_NAME
    return (inside,) if inside.exists() else tuple(sorted(path.glob(f"*/{CONTENT_NAME}")))


def beside(file: Path, name: str, default: Path) -> Path:
    """What lies beside a content file under this name; otherwise what this project has."""
    own = file.parent / name
    return own if own.exists() else default


class SettingsError(Exception):
    """A setting is missing or wrong. Its text is one sentence that says what to do."""


@dataclass(frozen=True)
class Site:
    """Who offers the self-check. Templates hide what is empty."""

    organisation: str = ""
    contact: tuple[str, ...] = ()
    leaflet_url: str = ""
    symptoms_url: str = ""
    gp_questions_url: str = ""
    maternity_phone: str = ""

    @property
    def maternity_link(self) -> str:
        """What a phone dials."""
        return "tel:" + re.sub(r"[^+0-9]", "", self.maternity_phone)

    def __post_init__(self) -> None:
        for name in ("leaflet_url", "symptoms_url", "gp_questions_url"):
            url = getattr(self, name)
            if url and (fault := fault_of_address(url)):
                raise SettingsError(f"{PREFIX}{name.upper()} {fault}")
        if self.maternity_phone and not PHONE.fullmatch(self.maternity_phone):
            raise SettingsError(
                f"{PREFIX}MATERNITY_PHONE must be a phone number, such as 0121 496 0000, or empty."
            )
        if len(self.leaflet_url) > LONGEST_LEAFLET_URL:
            raise SettingsError(
                f"{PREFIX}LEAFLET_URL has {len(self.leaflet_url)} characters. "
                f"The most is {LONGEST_LEAFLET_URL}, so that its code can be read from paper."
            )


@dataclass(frozen=True)
class Settings:
    """Everything that one running copy is told. Only the key has no default."""

    secret_key: str = field(repr=False)
    secret_key_fallbacks: tuple[str, ...] = field(default=(), repr=False)
    """Older keys: they still open answers, and seal none."""
    secure_cookie: bool = True
    trusted_hosts: tuple[str, ...] = ()
    """The only names under which it answers; with none, under any."""
    proxies: int = 0
    """So many proxies in front say, by ``X-Forwarded-...``, who asked for what."""
    metrics: bool = False
    indexed: bool = False
    """Search engines may list it. A draft they never may."""
    time_zone: ZoneInfo = field(default_factory=lambda: read_zone(TIME_ZONE))
    """Of the time that pages print. That of the process would be UTC wherever it is not known."""
    site: Site = Site()
    theme: Theme = NO_THEME
    questions_file: Path = QUESTIONS_FILE
    approvals_file: Path = APPROVALS_FILE
    approved_only: bool = False
    """Refuse to serve a draft. For every copy that patients use."""
    template_folder: Path = TEMPLATE_FOLDER

    def __post_init__(self) -> None:
        if not self.secret_key:
            raise SettingsError(
                f"{PREFIX}SECRET_KEY is not set. "
                f"Set it to {SHORTEST_KEY} or more random characters, "
                "the same for every copy that serves the same address."
            )
        if len(self.secret_key) < SHORTEST_KEY:
            raise SettingsError(
                f"{PREFIX}SECRET_KEY is too short. It needs {SHORTEST_KEY} or more characters."
            )
        if any(len(key) < SHORTEST_KEY for key in self.secret_key_fallbacks):
            raise SettingsError(
                f"{PREFIX}SECRET_KEY_FALLBACKS has a key that is too short. "
                f"Each needs {SHORTEST_KEY} or more characters."
            )
        if any(len(set(k)) < FEWEST_LETTERS or WORDS_OF_NO_KEY.search(k) for k in self.keys):
            raise SettingsError(
                f"{PREFIX}SECRET_KEY or one of its fallbacks can be guessed. "
                "Set it to what this prints: openssl rand -base64 48"
            )
        for host in self.trusted_hosts:
            if not HOST.fullmatch(host.removeprefix(".")):
                raise SettingsError(
                    f"{PREFIX}TRUSTED_HOSTS has {host!a}, which no browser can send. Name hosts as "
                    "check.hospital.example, without scheme, port and path."
                )

    @property
    def keys(self) -> tuple[str, ...]:
        """The key that seals, then those that only open."""
        return (self.secret_key, *self.secret_key_fallbacks)


def read_settings(environment: Mapping[str, str], given: Mapping[str, object]) -> Settings:
    """The settings of the environment, with what is given in code on top.

    Names in ``given`` are those of the environment without the prefix; values are texts as there,
    or already of the right kind.
    """
    read = _Reader(environment, given)
    settings = Settings(
        secret_key=read.text("SECRET_KEY"),
        secret_key_fallbacks=read.texts("SECRET_KEY_FALLBACKS", ","),
        secure_cookie=read.flag("SECURE_COOKIE", default=True),
        trusted_hosts=tuple(host.lower() for host in read.texts("TRUSTED_HOSTS", ",")),
        proxies=read.number("PROXIES"),
        metrics=read.flag("METRICS", default=False),
        indexed=read.flag("INDEXED", default=False),
        time_zone=read_zone(read.text("TIME_ZONE") or TIME_ZONE),
        site=Site(
            organisation=read.text("ORGANISATION"),
            contact=read.texts("CONTACT", "|"),
            leaflet_url=read.text("LEAFLET_URL"),
            symptoms_url=read.text("SYMPTOMS_URL"),
            gp_questions_url=read.text("GP_QUESTIONS_URL"),
            maternity_phone=read.text("MATERNITY_PHONE"),
        ),
        theme=read.theme(),
        questions_file=read.path("QUESTIONS_FILE", QUESTIONS_FILE),
        approvals_file=read.path("APPROVALS_FILE", APPROVALS_FILE),
        approved_only=read.flag("APPROVED_ONLY", default=False),
        template_folder=read.path("TEMPLATE_FOLDER", TEMPLATE_FOLDER),
    )
    read.refuse_others()
    return settings


def fault_of_address(url: str) -> str | None:
    """Why no browser could open an address, or nobody should; ``None`` where all is well."""
    for letter in url:
        if not letter.isascii() or not letter.isprintable() or letter in ' "<>\\^`{|}':
            return f"has U+{ord(letter):04X}, which an address has to write in another way (%...)."
    if not url.startswith("https://"):
        return "must begin with https:// or be empty."
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "is no address: its host or its port cannot be read."
    if "@" in parts.netloc:
        return "names a user, whom everybody would read. Leave that out."
    return None if HOST.fullmatch(host) else "names no host after https:// that there can be."


def read_zone(name: str) -> ZoneInfo:
    """The time zone of this name."""
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        raise SettingsError(
            f"{PREFIX}TIME_ZONE: this computer knows no time zone {name!a}. Name one as "
            f"{TIME_ZONE} is written; if that is not known either, install tzdata."
        ) from None


def cannot_read(error: OSError) -> str:
    """One sentence for a file that is not there or must not be read."""
    return f"{error.filename} cannot be read: {error.strerror}."


class _Reader:
    """Settings by name, each turned into the kind of value that is asked for."""

    def __init__(self, environment: Mapping[str, str], given: Mapping[str, object]) -> None:
        self._environment = environment
        self._given = given
        self._known: set[str] = set()

    def _value(self, name: str) -> object:
        self._known.add(name)
        value = self._given.get(name, self._environment.get(PREFIX + name, ""))
        for letter in str(value):
            # among them: a line break, what turns the direction, and bytes that are no UTF-8
            if unicodedata.category(letter).startswith("C"):
                raise SettingsError(
                    f"{PREFIX}{name} has U+{ord(letter):04X}, which nobody can see. Delete it."
                )
        return value

    def refuse_others(self) -> None:
        """Refuse what is no setting: a mistyped one would be left as it is without a word."""
        ours = (name.removeprefix(PREFIX) for name in self._environment if name.startswith(PREFIX))
        for name in (*ours, *self._given):
            if name not in self._known:
                raise SettingsError(
                    f"{PREFIX}{name} is no setting. {nearest(name, self._known, 'settings')}"
                )

    def text(self, name: str) -> str:
        return str(self._value(name)).strip()

    def texts(self, name: str, separator: str) -> tuple[str, ...]:
        value = self._value(name)
        parts = value if isinstance(value, (list, tuple)) else str(value).split(separator)
        return tuple(part for part in (str(part).strip() for part in parts) if part)

    def flag(self, name: str, *, default: bool) -> bool:
        value = self._value(name)
        known = {True: True, False: False, "1": True, "0": False, "": default}
        if value not in known:
            raise SettingsError(f"{PREFIX}{name} must be 1 or 0.")
        return known[value]

    def number(self, name: str) -> int:
        text = self.text(name) or "0"
        if not (text.isascii() and text.isdigit() and len(text) == 1):
            raise SettingsError(f"{PREFIX}{name} must be a number from 0 to 9.")
        return int(text)

    def path(self, name: str, default: Path) -> Path:
        return Path(self.text(name) or default)

    def theme(self) -> Theme:
        names = ("LOGO", "ACCENT", "ACCENT_DARK", "ORGANISATION")
        try:
            return make_theme(*(self.text(name) for name in names))
        except ThemeError as error:
            raise SettingsError(f"{PREFIX}{error}") from None
