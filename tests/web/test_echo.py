"""No page repeats what the request says: so pages may be compressed, secret and all (BREACH)."""

import pytest

from tests.web.browser import Browser
from tests.web.journeys import CALM, MUCH_FITS, follow

WORD = "canaryword"
NAMES = (WORD, "change", "notice", "size", "answer", "journey", "v")


@pytest.fixture
def visitor(client: Browser) -> Browser:
    """Somebody with a result."""
    follow(client, {**CALM, **MUCH_FITS})
    return client


@pytest.mark.long
def test_no_page_repeats_its_address(visitor: Browser) -> None:
    query = "&".join(f"{name}={WORD}" for name in NAMES)
    for rule in visitor.application.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint != "static":
            path = rule.rule.replace("<link_id>", "age").replace("<path:filename>", WORD)
            for url in (f"{path}?{query}", f"{path}/{WORD}?{query}"):
                response = visitor.get(url, headers={"Accept-Language": WORD, "Referer": WORD})
                if not response.location:  # a redirect names its goal, and has no secret
                    assert WORD.encode() not in response.data, url


def test_no_page_repeats_a_form(visitor: Browser) -> None:
    token = visitor.page("/questions/age").field("journey")
    for name in NAMES:
        fields = {"journey": token, "end": "1", "answer": CALM["age"], name: WORD}
        response = visitor.post("/questions/age", data=fields)
        assert WORD not in response.text, name
