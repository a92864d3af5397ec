"""Several self-checks in one process: two journeys at once in one browser never meet."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from app import create_app
from app.config import ROOT
from app.content.load import load
from tests.browser.sites import Site
from tests.web.addresses import ABOUT
from tests.web.page import Page
from tests.web.tiny import KEY, Clock

EXAMPLES = ROOT / "examples"
BASE = "https://localhost"


@pytest.fixture
def both() -> Flask:
    """The two examples, served together."""
    return create_app({"SECRET_KEY": KEY, "QUESTIONS_FILE": EXAMPLES}, Clock())


def answered(
    client: FlaskClient, place: str, answers: Mapping[str, set[str]], *, begin: bool = True
) -> None:
    """Answer questions of one self-check, by the forms on its pages."""
    if begin:
        client.post(f"/{place}/start", data={"end": "1"}, base_url=BASE)
    for name, codes in answers.items():
        url = f"/{place}/questions/{name}"
        page = Page(client.get(url, base_url=BASE).text)
        sent = MultiDict(page.filled({"answer": " ".join(codes)}))
        response = client.post(url, data=sent, base_url=BASE)
        assert response.status_code == 303
        assert response.location.startswith(f"/{place}/")


def test_the_page_before_them_leads_to_each(both: Flask) -> None:
    client = both.test_client()
    page = client.get("/", base_url=BASE)
    assert 'In an emergency <a href="tel:999">call 999</a>' in page.text
    for place in ("knee", "neck"):
        title = load(EXAMPLES / place / "questions.yaml").title
        assert f'<a href="/{place}/">{title}</a>' in page.text
        assert f"<h1>{title}</h1>" in client.get(f"/{place}/", base_url=BASE).text
    assert client.get("/healthz", base_url=BASE).text == "ok"
    assert set(client.get("/readyz", base_url=BASE).json or ()) == {"knee", "neck"}
    for unknown in ("/no-such-page", "/hip/", "/knee/no-such-page"):
        missing = client.get(unknown, base_url=BASE)
        assert (missing.status_code, "tel:999" in missing.text) == (404, True)
        assert missing.headers["Cache-Control"] == "no-store"


def test_two_journeys_at_once_in_one_browser_stay_two(both: Flask) -> None:
    client = both.test_client()
    answered(client, "knee", {"age": {"from-45"}})
    answered(client, "neck", {"age": {"adult"}, "emergency-signs": {"walking"}})
    emergency = client.get("/neck/result", base_url=BASE).text
    assert "Call 999" in emergency
    assert "After an accident, keep still and call 999." in emergency
    answered(client, "knee", {"emergency-signs": {"none"}}, begin=False)
    assert client.get_cookie("__Host-knee")
    assert client.get_cookie("__Host-neck")
    assert "Call 999" in client.get("/neck/result", base_url=BASE).text
    # The knee goes on where it was, and knows nothing of the neck.
    asked = client.get("/knee/result", base_url=BASE, follow_redirects=True)
    assert asked.request.path == "/knee/questions/knee-signs"
    client.post("/neck/clear", data={"end": "1"}, base_url=BASE)
    assert client.get("/knee/questions/knee-signs", base_url=BASE).status_code == 200


def test_the_seal_of_one_opens_for_no_other(both: Flask) -> None:
    client = both.test_client()
    answered(client, "knee", {"age": {"from-45"}})
    sealed = client.get_cookie("__Host-knee")
    assert sealed is not None
    client.set_cookie("__Host-neck", sealed.value, secure=True)
    asked = client.get("/neck/check-answers", base_url=BASE)
    assert asked.location == "/neck/?notice=unreadable"


def test_no_address_of_one_leads_out_of_it(both: Flask) -> None:
    client = both.test_client()
    seen, left = set(), ["/knee/"]
    while left:
        url = left.pop()
        seen.add(url)
        page = Page(client.get(url, base_url=BASE, follow_redirects=True).text)
        links = {a["href"] for a in page.all("a") if a.get("href", "").startswith("/")}
        loads = {link["href"] for link in page.all("link")} | {s["src"] for s in page.all("script")}
        assert all(found.startswith("/knee/") for found in links | loads)
        assert all(client.get(found, base_url=BASE).status_code == 200 for found in loads)
        left += [link for link in links if link not in seen and link not in left]
    assert len(seen) > 5


@pytest.mark.parametrize("url", sorted(ABOUT - {"/leaflet"}))
def test_no_page_speaks_of_what_a_self_check_lacks(both: Flask, url: str) -> None:
    text = both.test_client().get(f"/knee{url}", base_url=BASE).text
    for word in ("pregnan", "maternity", "leaflet", "6 to 6"):
        assert word not in text.lower(), word


def test_two_of_one_id_never_serve(tmp_path: Path) -> None:
    for name in ("one", "two"):
        shutil.copytree(EXAMPLES / "knee", tmp_path / name)
    with pytest.raises(SystemExit, match=r"^two/questions\.yaml: the id 'knee' is taken\."):
        create_app({"SECRET_KEY": KEY, "QUESTIONS_FILE": tmp_path})
    (tmp_path / "two" / "questions.yaml").write_text("title: [", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"^two/questions\.yaml:2:1: this is not YAML"):
        create_app({"SECRET_KEY": KEY, "QUESTIONS_FILE": tmp_path})


def test_a_folder_without_content_never_serves(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"holds no questions\.yaml\.$"):
        create_app({"SECRET_KEY": KEY, "QUESTIONS_FILE": tmp_path})


def test_a_folder_of_one_serves_it_at_the_root() -> None:
    site = Site("", create_app({"SECRET_KEY": KEY, "QUESTIONS_FILE": EXAMPLES / "knee"}))
    assert site.questionnaire.id == "knee"
    assert site.app.test_client().get("/", base_url=BASE).status_code == 200
