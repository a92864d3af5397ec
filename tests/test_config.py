from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

import pytest

from app.config import ROOT, SettingsError, Site, read_settings
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
    assert read_settings({"SELF_CHECK_SECRET_KEY": "k" * 32}, {}).secret_key == "k" * 32


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
    longest = f"https://{'a' * 112}"
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
    ["Europe/Lodnon", "London", "Europe", "/etc/localtime", "../localtime", "GMT+1", "x\0", "\xe9"],
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
