import base64
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.config import FEWEST_LETTERS, ROOT, SHORTEST_KEY, SettingsError, Site, read_settings
from app.web.theme import NO_THEME, STYLESHEET

KEY = "a key that is only good for tests"
OTHER = "another key that is only for tests"


def refusal(environment: dict[str, str]) -> str:
    with pytest.raises(SettingsError) as caught:
        read_settings(environment, {})
    return str(caught.value)


def test_only_the_key_has_no_default() -> None:
    settings = read_settings({"SELF_CHECK_SECRET_KEY": KEY}, {})
    assert settings.keys == (KEY,)
    assert settings.secure_cookie
    assert settings.site == Site()
    assert settings.theme == NO_THEME
    assert settings.questions_file == ROOT / "questions.yaml"
    assert settings.template_folder == ROOT / "templates"


def test_every_setting_can_come_from_the_environment(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    logo.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\1\0\0\0\1")
    settings = read_settings(
        {
            "SELF_CHECK_SECRET_KEY": KEY,
            "SELF_CHECK_SECRET_KEY_FALLBACKS": f"{OTHER}, {KEY}",
            "SELF_CHECK_SECURE_COOKIE": "0",
            "SELF_CHECK_TRUSTED_HOSTS": "one.example, two.example",
            "SELF_CHECK_PROXIES": "2",
            "SELF_CHECK_ORGANISATION": " A hospital ",
            "SELF_CHECK_ACCENT": "#1d3f8f",
            "SELF_CHECK_ACCENT_DARK": "#a9c4ff",
            "SELF_CHECK_LOGO": str(logo),
            "SELF_CHECK_CONTACT": "Line 1 | Line 2, with a comma",
            "SELF_CHECK_LEAFLET_URL": "https://one.example/leaflet",
            "SELF_CHECK_SYMPTOMS_URL": "https://one.example/symptoms",
            "SELF_CHECK_GP_QUESTIONS_URL": "https://one.example/questions",
        },
        {},
    )
    assert settings.keys == (KEY, OTHER, KEY)
    assert not settings.secure_cookie
    assert settings.trusted_hosts == ("one.example", "two.example")
    assert settings.proxies == 2
    assert settings.site == Site(
        organisation="A hospital",
        contact=("Line 1", "Line 2, with a comma"),
        leaflet_url="https://one.example/leaflet",
        symptoms_url="https://one.example/symptoms",
        gp_questions_url="https://one.example/questions",
    )
    css = settings.theme.files[STYLESHEET][0].decode()
    assert ("--accent: #1d3f8f;" in css, "--accent: #a9c4ff;" in css) == (True, True)
    assert settings.theme.logo is not None


def test_what_is_given_in_code_wins() -> None:
    environment = {"SELF_CHECK_SECRET_KEY": OTHER, "SELF_CHECK_SECURE_COOKIE": "1"}
    given = {"SECRET_KEY": KEY, "SECURE_COOKIE": False, "SECRET_KEY_FALLBACKS": [OTHER]}
    settings = read_settings(environment, given)
    assert (settings.keys, settings.secure_cookie) == ((KEY, OTHER), False)


@pytest.mark.parametrize("environment", [{}, {"SELF_CHECK_SECRET_KEY": "  "}])
def test_a_missing_key_is_refused(environment: dict[str, str]) -> None:
    assert refusal(environment) == (
        "SELF_CHECK_SECRET_KEY is not set. Set it to 32 or more random characters, "
        "the same for every copy that serves the same address."
    )


def test_a_key_of_31_characters_is_too_short() -> None:
    assert refusal({"SELF_CHECK_SECRET_KEY": "k" * 31}) == (
        "SELF_CHECK_SECRET_KEY is too short. It needs 32 or more characters."
    )
    assert read_settings({"SELF_CHECK_SECRET_KEY": KEY[:32]}, {}).secret_key == KEY[:32]


def test_a_fallback_of_31_characters_is_too_short() -> None:
    environment = {
        "SELF_CHECK_SECRET_KEY": KEY,
        "SELF_CHECK_SECRET_KEY_FALLBACKS": f"{OTHER},{'k' * 31}",
    }
    assert refusal(environment) == (
        "SELF_CHECK_SECRET_KEY_FALLBACKS has a key that is too short. "
        "Each needs 32 or more characters."
    )


@pytest.mark.parametrize("name", ["LEAFLET_URL", "SYMPTOMS_URL", "GP_QUESTIONS_URL"])
@pytest.mark.parametrize("url", ["http://one.example", "//one.example", "javascript:alert(1)"])
def test_only_https_addresses_are_linked(name: str, url: str) -> None:
    environment = {"SELF_CHECK_SECRET_KEY": KEY, f"SELF_CHECK_{name}": url}
    assert refusal(environment) == f"SELF_CHECK_{name} must begin with https:// or be empty."


def test_the_address_of_the_leaflet_has_to_fit_on_paper() -> None:
    longest = f"https://a.example/{'a' * 102}"
    environment = {"SELF_CHECK_SECRET_KEY": KEY, "SELF_CHECK_LEAFLET_URL": longest}
    assert read_settings(environment, {}).site.leaflet_url == longest
    assert refusal({**environment, "SELF_CHECK_LEAFLET_URL": f"{longest}a"}) == (
        "SELF_CHECK_LEAFLET_URL has 121 characters. "
        "The most is 120, so that its code can be read from paper."
    )


def test_a_colour_that_cannot_be_used_is_named_as_the_setting_is() -> None:
    environment = {"SELF_CHECK_SECRET_KEY": KEY, "SELF_CHECK_ACCENT": "teal"}
    assert refusal(environment) == (
        "SELF_CHECK_ACCENT must be written as #rrggbb, for example #0d4f47."
    )


@pytest.mark.parametrize("value", ["true", "no", "2"])
def test_a_switch_is_1_or_0(value: str) -> None:
    environment = {"SELF_CHECK_SECRET_KEY": KEY, "SELF_CHECK_SECURE_COOKIE": value}
    assert refusal(environment) == "SELF_CHECK_SECURE_COOKIE must be 1 or 0."


@pytest.mark.parametrize("value", ["-1", "10", "one", "\N{SUPERSCRIPT TWO}", "1.0"])
def test_the_proxies_are_counted(value: str) -> None:
    environment = {"SELF_CHECK_SECRET_KEY": KEY, "SELF_CHECK_PROXIES": value}
    assert refusal(environment) == "SELF_CHECK_PROXIES must be a number from 0 to 9."


def test_no_proxy_is_believed_until_it_is_said_how_many_there_are() -> None:
    assert read_settings({"SELF_CHECK_SECRET_KEY": KEY}, {}).proxies == 0


def test_keys_are_not_shown() -> None:
    settings = read_settings({}, {"SECRET_KEY": KEY, "SECRET_KEY_FALLBACKS": [OTHER]})
    assert KEY not in repr(settings)
    assert OTHER not in repr(settings)


@pytest.mark.parametrize(
    "name",
    ["Europe/Lodnon", "London", "Europe", "/etc/localtime", "../localtime", "GMT+1", "\xe9"],
)
def test_a_time_zone_that_is_not_known_is_refused(name: str) -> None:
    assert refusal({"SELF_CHECK_SECRET_KEY": KEY, "SELF_CHECK_TIME_ZONE": name}) == (
        f"SELF_CHECK_TIME_ZONE: this computer knows no time zone {name!a}. Name one as "
        "Europe/London is written; if that is not known either, install tzdata."
    )


def test_without_a_list_of_time_zones_there_is_no_start(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(name: str) -> None:
        raise ZoneInfoNotFoundError(name)

    monkeypatch.setattr("app.config.ZoneInfo", nothing)
    assert "no time zone 'Europe/London'" in refusal({"SELF_CHECK_SECRET_KEY": KEY})


GUESSED = (
    "SELF_CHECK_SECRET_KEY or one of its fallbacks can be guessed. "
    "Set it to what this prints: openssl rand -base64 48"
)


@pytest.mark.parametrize("name", ["SECRET_KEY", "SECRET_KEY_FALLBACKS"])
@pytest.mark.parametrize(
    "key",
    [
        "k" * 64,
        "abcdefgh" * 8,
        "change-me" * 4,
        "please CHANGE ME before it is used 1",
        'what "openssl rand -base64 48" prints',
        "the password of our self-check 2026",
        "a secret key that nobody knows of 12",
    ],
)
def test_a_key_that_can_be_guessed_is_refused(name: str, key: str) -> None:
    environment = {"SELF_CHECK_SECRET_KEY": KEY, f"SELF_CHECK_{name}": key}
    assert refusal(environment) == GUESSED


@given(st.binary(min_size=16, max_size=48))
def test_a_random_key_is_taken(key: bytes) -> None:
    for text in (key.hex(), base64.b64encode(key).decode()):
        if len(text) >= SHORTEST_KEY and len(set(text)) >= FEWEST_LETTERS:
            assert read_settings({"SELF_CHECK_SECRET_KEY": text}, {}).secret_key == text


@pytest.mark.parametrize(
    "host",
    [
        "https://check.hospital.example",
        "check.hospital.example/",
        "check.hospital.example:443",
        "*.hospital.example",
        "check hospital.example",
        "check..example",
        "-check.example",
        "[::1]",
        "user@check.example",
        "ch\xe9ck.example",
        f"{'a' * 64}.example",
    ],
)
def test_a_host_that_no_browser_can_send_is_refused(host: str) -> None:
    environment = {"SELF_CHECK_SECRET_KEY": KEY, "SELF_CHECK_TRUSTED_HOSTS": f"a.example, {host}"}
    assert refusal(environment) == (
        f"SELF_CHECK_TRUSTED_HOSTS has {host!a}, which no browser can send. Name hosts as "
        "check.hospital.example, without scheme, port and path."
    )


@pytest.mark.parametrize("hosts", ["localhost", "127.0.0.1", ".hospital.example", "Check.EXAMPLE"])
def test_other_hosts_are_taken_in_small_letters(hosts: str) -> None:
    environment = {"SELF_CHECK_SECRET_KEY": KEY, "SELF_CHECK_TRUSTED_HOSTS": hosts}
    assert read_settings(environment, {}).trusted_hosts == (hosts.lower(),)


OTHERWISE = "which an address has to write in another way (%...)."


@pytest.mark.parametrize("name", ["LEAFLET_URL", "SYMPTOMS_URL", "GP_QUESTIONS_URL"])
@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("https://", "names no host after https:// that there can be."),
        ("https:///leaflet", "names no host after https:// that there can be."),
        ("https://.example/", "names no host after https:// that there can be."),
        ("https://a_b.example/", "names no host after https:// that there can be."),
        ("https://one.example:port/", "is no address: its host or its port cannot be read."),
        ("https://one.example:99999/", "is no address: its host or its port cannot be read."),
        ("https://[::1/", "is no address: its host or its port cannot be read."),
        (
            "https://me:word@a.example/",
            "names a user, whom everybody would read. Leave that out.",
        ),
        ("https://@one.example/", "names a user, whom everybody would read. Leave that out."),
        ("https://one.example/a b", f"has U+0020, {OTHERWISE}"),
        ('https://one.example/a"b', f"has U+0022, {OTHERWISE}"),
        ("https://one.example/\u4f8b", f"has U+4F8B, {OTHERWISE}"),
        ("https://b\xfccher.example/", f"has U+00FC, {OTHERWISE}"),
    ],
)
def test_an_address_that_cannot_be_opened_is_refused(name: str, url: str, fault: str) -> None:
    environment = {"SELF_CHECK_SECRET_KEY": KEY, f"SELF_CHECK_{name}": url}
    assert refusal(environment) == f"SELF_CHECK_{name} {fault}"


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "ORGANISATION", "CONTACT", "LEAFLET_URL", "TRUSTED_HOSTS", "LOGO"]
)
@pytest.mark.parametrize("letter", ["\n", "\0", "\u202e", "\u200b", "\udcff", "\x1b"])
def test_what_nobody_can_see_is_refused_in_every_setting(name: str, letter: str) -> None:
    environment = {"SELF_CHECK_SECRET_KEY": KEY, f"SELF_CHECK_{name}": f"{KEY}{letter}{KEY}"}
    assert refusal(environment) == (
        f"SELF_CHECK_{name} has U+{ord(letter):04X}, which nobody can see. Delete it."
    )


def test_a_setting_that_is_mistyped_is_refused() -> None:
    environment = {"SELF_CHECK_SECRET_KEY": KEY, "SELF_CHECK_APROVED_ONLY": "1"}
    said = "SELF_CHECK_APROVED_ONLY is no setting. Did you mean 'APPROVED_ONLY'?"
    assert refusal(environment) == said
    with pytest.raises(SettingsError, match="SELF_CHECK_METRIC is no setting"):
        read_settings({}, {"SECRET_KEY": KEY, "METRIC": "1"})
