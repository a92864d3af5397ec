import pytest

from app.config import ROOT
from tests.supply import licences
from tests.supply.locks import Pin, pins

LOCKED = pins((ROOT / licences.LOCK).read_text(encoding="utf-8"))
PAGE = (ROOT / licences.PAGE).read_text(encoding="utf-8")


def test_the_page_is_the_one_that_would_be_made_now() -> None:
    assert licences.page(LOCKED) == PAGE, "run: .venv/bin/python -m tests.supply.licences"


def test_a_licence_is_said_in_the_words_of_the_package() -> None:
    assert licences.licence("flask") == "BSD-3-Clause"
    assert licences.licence("jinja2") == "BSD License"


def test_a_package_without_a_licence_stops_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(licences, "licence", lambda _: "")
    with pytest.raises(LookupError, match=r"flask==3\.1\.3 is not installed, or"):
        licences.page([Pin("flask", "3.1.3", 1)])


def test_a_package_that_is_not_installed_has_no_licence() -> None:
    assert licences.licence("no-such-package") == ""
