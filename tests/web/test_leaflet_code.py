from app import create_app
from app.sheet.qr import qr_link
from tests.browser.sites import Site
from tests.browser.states import answers_for
from tests.web.browser import Browser
from tests.web.page import Page
from tests.web.tiny import KEY

URL = "https://hospital.example/leaflet"
LABEL = "QR code with the address of the leaflet"


def sheet(**settings: str) -> Page:
    browser = Browser(create_app({"SECRET_KEY": KEY, **settings}))
    browser.cookie = Site("", browser.application).sealed(answers_for("several"))
    return browser.page("/gp-sheet")


def test_the_sheet_names_the_leaflet_in_words_as_a_link_and_as_a_code() -> None:
    page = sheet(LEAFLET_URL=URL)
    assert f"Read the leaflet: {URL}" in page.text
    assert URL in {link.get("href") for link in page.all("a")}
    (code,) = [svg for svg in page.all("svg") if svg.get("role") == "img"]
    assert code["aria-label"] == LABEL
    link = qr_link(URL)
    assert f'<path fill="#000" d="{link.dark}"/></svg>' in page.html
    assert f'viewBox="0 0 {link.size} {link.size}"' in page.html
    assert f'<path fill="#fff" d="M0 0h{link.size}v{link.size}H0z"/>' in page.html


def test_without_an_address_there_is_no_code_anywhere() -> None:
    page = sheet()
    assert "Read the leaflet" not in page.text
    assert LABEL not in page.html


def test_the_code_is_the_same_whatever_was_answered() -> None:
    browser = Browser(create_app({"SECRET_KEY": KEY, "LEAFLET_URL": URL}))
    for outcome in ("few", "maternity"):
        browser.cookie = Site("", browser.application).sealed(answers_for(outcome))
        assert qr_link(URL).dark in browser.page("/gp-sheet").html
