"""Random journeys through HTTP that must agree with the rules at every step.

The model is a dict of answers and knows nothing of cookies, forms or pages: whatever tabs, Back and
reload do, the next page is the one that ``assess`` gives for the answers that were really sent.
"""

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.content.model import Item
from app.engine.assess import Assessment, assess
from app.engine.evaluate import Answers
from app.web.pages import options_of
from tests.serving.sent import Answer, Sent, cookies, through_app
from tests.serving.visit import breaches, cookie_set, heading, service_of

TOKEN = re.compile(r'name="journey" [^>]*value="([0-9a-f]{32})"')
ADDRESS = re.compile(r"/questions/([a-z0-9-]+)")
SELECTED = re.compile(r'name="answer"[^>]*value="([^"]+)"[^>]* checked')
BESIDE = re.compile(r'name="answer-([^"]+)"')
STEPS = 15
"""Of one journey: each is an answer, several answers, or something that people do."""

CALM = 0.9

Seed = st.integers(0, 2**32 - 1)


@dataclass
class Tab:
    """One tab of the browser: what it shows, and what Back shows again."""

    target: str = "/"
    text: str = ""
    before: list[tuple[str, str]] = field(default_factory=list)

    def show(self, target: str, text: str) -> None:
        """Go to another page."""
        self.before.append((self.target, self.text))
        self.target, self.text = target, text

    def back(self) -> None:
        """Show the page before, as the browser has kept it."""
        self.target, self.text = self.before.pop()

    @property
    def token(self) -> str:
        """What the forms on the page carry; ``""`` where there is none."""
        found = TOKEN.search(self.text)
        return found[1] if found else ""

    @property
    def link_id(self) -> str:
        """The question on the page; ``""`` where there is none."""
        found = ADDRESS.match(self.target)
        return found[1] if found and 'name="answer"' in self.text else ""


class Journeys(RuleBasedStateMachine):
    """Two tabs of one browser. ``app`` is set before it runs; ``ended`` is called after each."""

    app: Flask
    ended: Callable[["Journeys"], None]

    def __init__(self) -> None:
        super().__init__()
        self.questionnaire = service_of(self.app).questionnaire
        self.cookie = ""
        self.tabs = [Tab(), Tab()]
        self.token = ""
        """Of the journey that is open in the browser; ``""`` for none."""
        self.answers: Answers = {}
        self.requests = 0
        self.outcomes: set[str] = set()
        """That the result has shown."""
        self._assessed: tuple[Answers, Assessment] | None = None

    # --- what people do ---------------------------------------------------------------------------

    @initialize(seed=Seed, many=st.integers(0, 25))
    def begin(self, seed: int, many: int) -> None:
        """Press “Start now”, and answer some questions."""
        self.start_again(0)
        self.go_on(0, seed, many)

    @rule(tab=st.integers(0, 1))
    def start_again(self, tab: int) -> None:
        """Begin anew, always blank."""
        self._open(tab, self._sent(tab, "/start", {}))
        self.token, self.answers = self.tabs[tab].token, {}
        assert self.token
        assert self.tabs[tab].link_id == self.questionnaire.items[0].link_id

    @rule(tab=st.integers(0, 1), seed=Seed, many=st.integers(1, 12))
    def go_on(self, tab: int, seed: int, many: int) -> None:
        """Go to where the self-check stands and answer some questions there."""
        chance = random.Random(seed)  # noqa: S311  # no secret
        for _ in range(many):
            journey = self._assessment().journey
            open_item = journey.open
            if not self.token or open_item is None or journey.ended_by:
                return
            self._open(tab, f"/questions/{open_item.link_id}")
            self._answer(tab, some_answer(open_item, chance))

    @rule(tab=st.integers(0, 1), seed=Seed)
    def answer(self, tab: int, seed: int) -> None:
        """Answer whatever question the tab shows, however old the page is."""
        if link_id := self.tabs[tab].link_id:
            item = self.questionnaire.items_by_id[link_id]
            self._answer(tab, some_answer(item, random.Random(seed)))  # noqa: S311  # no secret

    @rule(tab=st.integers(0, 1), seed=Seed)
    def change(self, tab: int, seed: int) -> None:
        """Change an answer from the list of all answers."""
        chance = random.Random(seed)  # noqa: S311  # no secret
        given = [*self._assessment().journey.answers]
        if self.token and given:
            link_id = chance.choice(given)
            item = self.questionnaire.items_by_id[link_id]
            self._open(tab, f"/questions/{link_id}?change=yes")
            assert self.tabs[tab].link_id == link_id
            shown = set(SELECTED.findall(self.tabs[tab].text))
            offered = {o.code for o in options_of(self.answers, item)}
            assert shown == self.answers[link_id] & offered, f"{link_id} shows {shown}"
            self._answer(tab, some_answer(item, chance))

    @rule(tab=st.integers(0, 1), seed=Seed)
    def make_a_slip(self, tab: int, seed: int) -> None:
        """Select nothing, or “none” together with another answer."""
        if link_id := self.tabs[tab].link_id:
            item = self.questionnaire.items_by_id[link_id]
            alone = {option.code for option in item.answer_option if option.exclusive}
            chance = random.Random(seed)  # noqa: S311  # no secret
            self._answer(tab, frozenset(item.options) if alone and chance.random() < 0.5 else None)

    @precondition(lambda self: any(tab.before for tab in self.tabs))
    @rule(tab=st.integers(0, 1))
    def back(self, tab: int) -> None:
        """Go back to a page as the browser has kept it."""
        if self.tabs[tab].before:
            self.tabs[tab].back()

    @rule(tab=st.integers(0, 1))
    def reload(self, tab: int) -> None:
        """Ask for the same page again."""
        self._open(tab, self.tabs[tab].target)

    @rule(tab=st.integers(0, 1))
    def clear(self, tab: int) -> None:
        """Press “Clear my answers”, where the page has it."""
        if token := self.tabs[tab].token:
            target = self._sent(tab, "/clear", {"journey": token})
            if not self.token or token == self.token:
                assert target == "/cleared"
                self.token, self.answers = "", {}
                self._open(tab, target)
            else:
                assert target == "", "another self-check was cleared"

    # --- what must hold ---------------------------------------------------------------------------

    @invariant()
    def the_result_is_what_the_rules_say(self) -> None:
        """The result page, or the way to it, for the answers of the model."""
        answer = self._ask(Sent("GET", "/result", self._cookies()))
        if not self.token:
            assert answer.status == 303
            assert answer.headers["Location"].startswith("/?notice=")
            return
        assessment = self._assessment()
        if assessment.outcome is None:
            assert assessment.journey.open is not None
            expected = f"/questions/{assessment.journey.open.link_id}"
            assert (answer.status, answer.headers["Location"]) == (303, expected)
        else:
            leading = assessment.leading_overlay
            title = leading.overlay.title if leading else assessment.outcome.title
            assert (answer.status, heading(answer)) == (200, title)
            self.outcomes.add(assessment.outcome.id)

    def teardown(self) -> None:
        """Tell whoever counts."""
        type(self).ended(self)

    # --- the browser ------------------------------------------------------------------------------

    def _assessment(self) -> Assessment:
        if self._assessed is None or self._assessed[0] is not self.answers:
            self._assessed = self.answers, assess(self.questionnaire, self.answers)
        return self._assessed[1]

    def _answer(self, tab: int, chosen: frozenset[str] | None) -> None:
        """Press Continue on the page that the tab shows, and say what that must do."""
        page = self.tabs[tab]
        link_id, token = page.link_id, page.token
        may = self._assessment().journey.may_visit(link_id)
        others = self._beside(page)
        fields: dict[str, str | list[str]] = {
            "journey": token,
            "answer": sorted(chosen or ()),
            **{f"answer-{name}": sorted(codes) for name, codes in others.items()},
            "end": "1",
        }
        target = self._sent(tab, page.target, fields)
        if target and may and token == self.token:
            self.answers = {**self.answers, **others}
        meant = chosen or self._if_empty(link_id)
        if not self.token:
            assert target.startswith("/?notice=")
        elif token != self.token:
            assert target == "", "an answer of another self-check was used"
        elif not may:
            pass
        elif not is_answer(self.questionnaire.items_by_id[link_id], meant):
            if not self._assessment().journey.ended_by:
                assert target.startswith(f"/questions/{link_id}?"), target
                assert "error=yes" in target
        else:
            self.answers = {**self.answers, link_id: meant}
        if target and may and token == self.token and self._assessment().journey.ended_by:
            assert target == "/result", f"{target} in place of help at once"
        if target:
            self._open(tab, target)

    def _beside(self, page: Tab) -> Answers:
        """What stands at the other questions of a page, or says that all is well."""
        answers = {}
        for link_id in dict.fromkeys(BESIDE.findall(page.text)):
            selected = re.findall(
                SELECTED.pattern.replace("answer", f"answer-{link_id}"), page.text
            )
            item = self.questionnaire.items_by_id[link_id]
            calm = "none" if "none" in item.options else item.answer_option[0].code
            answers[link_id] = frozenset(selected or [calm])
        return answers

    def _if_empty(self, link_id: str) -> frozenset[str]:
        """What a page without an answer says: "I can't say", where it asks again."""
        item = self.questionnaire.items_by_id.get(link_id)
        return frozenset({"cant-say"}) if item and item.asks_again else frozenset()

    def _open(self, tab: int, target: str) -> None:
        for _ in range(4):
            answer = self._ask(Sent("GET", target, self._cookies()))
            if answer.status != 303:
                break
            target = answer.headers["Location"]
        assert answer.status == 200, f"{target}: {answer.status}"
        self.tabs[tab].show(target, answer.text)

    def _sent(self, tab: int, target: str, fields: Mapping[str, str | list[str]]) -> str:
        """Where a form leads; ``""`` for the page about another self-check."""
        pairs = [
            f"{name}={one}"
            for name, value in fields.items()
            for one in ([value] if isinstance(value, str) else value)
        ]
        path = target.replace("&error=yes", "").replace("?error=yes", "")
        answer = self._ask(Sent("POST", path, self._cookies(), "&".join(pairs).encode()))
        if answer.status == 409:
            self.tabs[tab].show("/", answer.text)
            return ""
        assert answer.status == 303, f"{target}: {answer.status}"
        return answer.headers["Location"]

    def _cookies(self) -> tuple[tuple[str, str], ...]:
        name = service_of(self.app).store.name
        return (cookies({name: self.cookie}),) if self.cookie else ()

    def _ask(self, sent: Sent) -> Answer:
        answer = through_app(self.app, sent)
        self.requests += 1
        new = cookie_set(answer, service_of(self.app).store.name)
        self.cookie = self.cookie if new is None else new
        assert [*breaches(self.app, answer)] == []
        return answer


def is_answer(item: Item, chosen: frozenset[str]) -> bool:
    """Whether a choice can be meant: something, and nothing beside “none of these”."""
    alone = {option.code for option in item.answer_option if option.exclusive}
    return bool(chosen) and not (len(chosen) > 1 and chosen & alone)


def some_answer(item: Item, chance: random.Random) -> frozenset[str]:
    """An answer to a question; most are the calmest, so that journeys go far."""
    codes = [*item.options]
    if chance.random() < CALM and "none" in codes:
        return frozenset({"none"})
    if not item.repeats:
        return frozenset({chance.choice(codes)})
    chosen = frozenset(chance.sample(codes, chance.randint(1, min(3, len(codes)))))
    return chosen if is_answer(item, chosen) else frozenset({chance.choice(codes)})


def run(
    app: Flask, journeys: int, ended: Callable[[Journeys], None], *, same: bool = False
) -> None:
    """Make that many journeys, the same each time or others; ``ended`` gets each.

    Raises at the first that does not agree.
    """
    machine = type("Journeys", (Journeys,), {"app": app, "ended": staticmethod(ended)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=journeys,
            stateful_step_count=STEPS,
            database=None,
            derandomize=same,
            deadline=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
