"""A new key in the middle of a journey, with a page open that was made under the old one."""

from app import create_app
from tests.serving.bad_inputs import OPEN, SIGN, post
from tests.serving.sent import through_app
from tests.serving.visit import cookie_set, opened, service_of, visit
from tests.web.tiny import KEY

NEW = "the key that came after the first one"


def test_a_new_key_in_the_middle_of_a_journey_loses_nothing() -> None:
    at = visit(create_app({"SECRET_KEY": KEY}), OPEN["urgent, on the way"])
    turned = create_app({"SECRET_KEY": NEW, "SECRET_KEY_FALLBACKS": KEY})
    later = service_of(create_app({"SECRET_KEY": NEW})).store
    answer = through_app(turned, post(at, ("answer", SIGN)))
    assert answer.headers["Location"] == "/result"
    assert opened(later, at.cookie) is None
    saved = opened(later, cookie_set(answer, at.store.name) or "")
    assert saved is not None
    assert saved.answers == {**at.saved.answers, "legs": frozenset({SIGN})}
    assert saved.journey_id == at.token
