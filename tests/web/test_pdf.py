import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from typing import Any

import page as page_validation
import pytest
from typst import Compiler

from app import create_app
from app.config import QUESTIONS_FILE, TEMPLATE_FOLDER
from app.engine.assess import assess
from app.sheet.pdf import (
    MOST_AT_ONCE,
    REMEMBERED,
    PdfError,
    PdfMaker,
    Printout,
)
from app.sheet.sheet import Sheet, make_sheet
from app.web.headers import HTTPS_ONLY, SECURITY
from app.web.views.sheet import NO_PDF, PDF_NAME
from tests.browser.sites import Site
from tests.browser.states import answers_for, sheet_of, stories, worst_sheets
from tests.questions import QUESTIONS
from tests.web.browser import Browser, where
from tests.web.page import Page
from tests.web.printed import Printed
from tests.web.tiny import KEY, Clock

WORST = {state.name: state for state in worst_sheets("/gp-sheet")}
FULLEST = "maternity-full"
"""Of all these the one with the most signs."""
NORMAL, LARGE = "/gp-sheet.pdf", "/gp-sheet.pdf?size=large"
MOST_SIDES = {NORMAL: 2, LARGE: 4}
LEAST_TYPE = {NORMAL: 12, LARGE: 18}
LEAFLET = f"https://hospital.example/{'si-joint/' * 10}page1"
"""As long as it may be."""
WIDTH, HEIGHT = 595, 842
MARGIN = 27
PAPER = Printout(
    datetime(2026, 11, 22, 9, 30, tzinfo=UTC), "Made on 22 November 2026 at 09:30.", approved=True
)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests run beside these: a PDF may take longer than anybody waits for it."""
    monkeypatch.setattr("app.sheet.pdf.LONGEST", 60)


@cache
def browser() -> Browser:
    """A browser at a hospital that has a leaflet of its own."""
    return Browser(create_app({"SECRET_KEY": KEY, "LEAFLET_URL": LEAFLET}, Clock()))


@cache
def fetched(worst: str, url: str) -> bytes:
    """What somebody gets whose answers fill the sheet of an outcome as far as they can."""
    somebody, state = browser(), WORST[worst]
    site = Site("", somebody.application)
    somebody.cookie = site.sealed(state.answers or {}, choice=state.choice)
    response = somebody.get(url)
    assert response.status_code == 200
    content: bytes = response.data
    return content


@cache
def printed(worst: str, url: str) -> Printed:
    return Printed(fetched(worst, url))


@pytest.fixture(scope="module")
def maker() -> PdfMaker:
    return PdfMaker(TEMPLATE_FOLDER)


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return make_sheet(QUESTIONS, assess(QUESTIONS, answers_for("several")))


@pytest.fixture
def broken(tmp_path: Path) -> Browser:
    """A browser at a copy whose PDF has a mistake, after all questions."""
    for file in TEMPLATE_FOLDER.rglob("*.*"):
        copy = tmp_path / file.relative_to(TEMPLATE_FOLDER)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(file.read_bytes() + (b"#mistake" if file.suffix == ".typ" else b""))
    somebody = Browser(create_app({"SECRET_KEY": KEY, "TEMPLATE_FOLDER": tmp_path}, Clock()))
    return answered(somebody)


def answered(somebody: Browser, outcome: str = "several") -> Browser:
    somebody.cookie = Site("", somebody.application).sealed(answers_for(outcome))
    return somebody


def squeezed(text: str) -> str:
    """A text without spaces, and without what stands between the items of a list on paper."""
    return re.sub(r"[\s;]", "", text)


def sheet_on_page(page: Page) -> str:
    """All that the sheet says on the page, but for the picture, which has its words in the PDF."""
    return "".join(text for inside, text in on_paper(page) if "figure" not in inside)


def on_paper(page: Page) -> Iterator[tuple[tuple[str, ...], str]]:
    """The texts of the sheet, each with the tags around it; what follows is for the screen."""
    for inside, text in page.texts:
        if text.startswith("Copy this into"):
            return
        if "section" in inside:
            yield inside, text


# --- the worst case of every outcome --------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize("worst", WORST)
@pytest.mark.parametrize("url", MOST_SIDES)
def test_the_fullest_sheet_fits_its_sides_and_nothing_is_cut_off(worst: str, url: str) -> None:
    paper = printed(worst, url)
    assert len(paper.pdf.pages) <= MOST_SIDES[url]
    assert {tuple(map(round, page.MediaBox)) for page in paper.pdf.pages} == {(0, 0, WIDTH, HEIGHT)}
    assert min(paper.sizes) >= LEAST_TYPE[url]
    assert all(MARGIN <= x <= WIDTH - MARGIN for x, _ in paper.places)
    assert all(MARGIN <= y <= HEIGHT - MARGIN for _, y in paper.places)


@pytest.mark.long
def test_sheets_of_every_length_fit(maker: PdfMaker) -> None:
    """How close the lines stand depends on how much there is to print."""
    for story in stories()[::3]:
        assessment = assess(QUESTIONS, story.answers)
        if assessment.outcome and assessment.outcome.sheet_title:
            made = Printed(maker.make(make_sheet(QUESTIONS, assessment), PAPER))
            assert len(made.pdf.pages) == 2, story.name


@pytest.mark.long
@pytest.mark.parametrize("worst", WORST)
@pytest.mark.parametrize("url", MOST_SIDES)
def test_the_pdf_says_what_the_page_says_in_the_same_order(worst: str, url: str) -> None:
    page = Page(fetched(worst, url.replace(".pdf", "")).decode())
    # In a PDF an item of a list begins with its number.
    there = re.sub(r"(Mattersmosttome:)(\d\.)", r"\2\1", squeezed(sheet_on_page(page)))
    assert squeezed(printed(worst, url).text) == there


@pytest.mark.long
@pytest.mark.parametrize("worst", WORST)
@pytest.mark.parametrize("url", MOST_SIDES)
def test_a_checker_of_pdf_ua_finds_no_fault(worst: str, url: str) -> None:
    report = page_validation.validate_pdf_bytes(fetched(worst, url), profile="ua1")
    assert [failure.message for failure in report.failures] == []
    assert report.rules.total >= 100


def test_the_checker_finds_faults(maker: PdfMaker, sheet: Sheet) -> None:
    made = maker.make(sheet, PAPER).replace(b"/Lang(en-GB)", b"/Long(en-GB)")
    report = page_validation.validate_pdf_bytes(made, profile="ua1")
    assert report.failures


@pytest.mark.parametrize("url", MOST_SIDES)
def test_every_reported_sign_and_every_question_is_there(url: str) -> None:
    sheet = sheet_of(WORST[FULLEST])
    paper = printed(FULLEST, url)
    assert len(sheet.signs_reported) > 10
    for sign in sheet.signs_reported:
        assert squeezed(sign) in squeezed(paper.text)
    for question in sheet.questions:
        assert squeezed(question.text) in squeezed(paper.text)


# --- tags -----------------------------------------------------------------------------------------


@pytest.fixture(params=MOST_SIDES)
def paper(request: pytest.FixtureRequest) -> Printed:
    """The fullest sheet of all."""
    return printed(FULLEST, request.param)


def test_language_and_title_are_told_and_say_nothing_of_the_answers(paper: Printed) -> None:
    root = paper.pdf.Root
    assert root.Lang == "en-GB"
    assert paper.pdf.docinfo["/Title"] == "Questions for my appointment"
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert bool(root.MarkInfo.Marked)
    assert "/Author" not in paper.pdf.docinfo


def test_headings_are_those_of_the_page(paper: Printed) -> None:
    page = Page(fetched(FULLEST, "/gp-sheet").decode())
    there = [(level, squeezed(text)) for level, text in headings(page)]
    tags = paper.all("H1", "H2", "H3")
    assert [(tag.role.lower(), squeezed(paper.whole(tag))) for tag in tags] == there


def headings(page: Page) -> Iterator[tuple[str, str]]:
    for inside, text in on_paper(page):
        for level in ("h1", "h2", "h3"):
            if level in inside:
                yield level, text


def test_the_questions_are_one_list_each_with_its_number(paper: Printed) -> None:
    sheet = sheet_of(WORST[FULLEST])
    lists = [tag for tag in paper.all("L") if sheet.questions[0].text in paper.whole(tag)]
    assert len(lists) == 1
    items = [paper.whole(tag) for tag in paper.inside(lists[0], "LI")]
    assert len(items) == len(sheet.questions)
    for item, question in zip(items, sheet.questions, strict=True):
        assert squeezed(item).startswith(squeezed(f"{question.number}. {question.text}"))
        assert squeezed(question.because) in squeezed(item)


def test_pictures_have_their_words(paper: Printed) -> None:
    sheet = sheet_of(WORST[FULLEST])
    assert [figure.alt for figure in paper.all("Figure")] == [
        "QR code with the address of the leaflet",
        f"Where it hurts: {sheet.site.text}",
    ]


def test_the_leaflet_is_a_link(paper: Printed) -> None:
    (link,) = paper.all("Link")
    assert squeezed(paper.whole(link)) == LEAFLET
    targets = {str(a.A.URI) for page in paper.pdf.pages for a in page.get("/Annots", ())}
    assert targets == {LEAFLET}


def test_nothing_is_marked_and_no_leaflet_is_named_where_there_is_none(
    maker: PdfMaker, sheet: Sheet
) -> None:
    nowhere = make_sheet(QUESTIONS, assess(QUESTIONS, {**answers_for("few"), **ELSEWHERE}))
    assert nowhere.site.regions == ()
    paper = Printed(maker.make(nowhere, PAPER))
    assert paper.all("Figure", "Link") == []
    assert "leaflet" not in paper.text


ELSEWHERE = {"main-pain": frozenset(("elsewhere",)), "side": frozenset(("left",))}


# --- what is answered is data ---------------------------------------------------------------------

MARKUP = ('#read("/etc/passwd")', "$x^2$", "*bold*", "= Heading", "#pagebreak()", "</script>", "\\")


@pytest.mark.parametrize("text", MARKUP)
def test_what_looks_like_markup_comes_out_as_it_is(
    maker: PdfMaker, sheet: Sheet, text: str
) -> None:
    odd = replace(
        sheet,
        title=text,
        wish=text,
        questions=(replace(sheet.questions[0], text=text, because=text, follow_ups=(text,)),),
        rows=(replace(sheet.rows[0], label=text, text=text),),
        signs_reported=(text,),
        about=text,
    )
    paper = Printed(maker.make(odd, PAPER))
    assert squeezed(paper.text).count(squeezed(text)) == 10
    assert len(paper.pdf.pages) == 2


def test_every_letter_of_the_content_is_in_the_face(maker: PdfMaker, sheet: Sheet) -> None:
    letters = "".join(sorted(set(QUESTIONS_FILE.read_text(encoding="utf-8")) - set("\n")))
    paper = Printed(maker.make(replace(sheet, wish=letters), PAPER))
    assert squeezed(letters) in squeezed(paper.text)


def test_a_letter_that_the_face_lacks_gives_no_pdf(maker: PdfMaker, sheet: Sheet) -> None:
    with pytest.raises(PdfError):
        maker.make(replace(sheet, wish="\N{SAUROPOD}"), PAPER)


def test_the_same_sheet_of_one_day_is_the_same_file(maker: PdfMaker, sheet: Sheet) -> None:
    later = replace(PAPER, when=PAPER.when.replace(hour=17))
    first = maker.make(sheet, PAPER)
    assert maker.make(sheet, later) == first
    assert PdfMaker(TEMPLATE_FOLDER).make(sheet, PAPER) == first
    assert maker.make(replace(sheet, wish="else"), PAPER) != first


def test_sheets_that_are_made_at_the_same_time_do_not_mix(maker: PdfMaker, sheet: Sheet) -> None:
    sheets = [replace(sheet, wish=f"Wish {n}") for n in range(4)]
    alone = [maker.make(one, PAPER) for one in sheets]
    together: dict[int, list[bytes]] = {}

    def make(n: int) -> None:
        together[n] = [maker.make(sheets[n], PAPER) for _ in range(3)]

    threads = [Thread(target=make, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == {n: [alone[n]] * 3 for n in range(4)}


def test_a_draft_says_so_on_both_sides(maker: PdfMaker, sheet: Sheet) -> None:
    notice = "Draft: not yet approved by a healthcare professional."
    assert Printed(maker.make(sheet, replace(PAPER, approved=False))).text.count(notice) == 2
    assert notice not in Printed(maker.make(sheet, PAPER)).text


# --- the response ---------------------------------------------------------------------------------


def test_the_name_of_the_file_says_nothing_of_the_answers(client: Browser) -> None:
    response = answered(client).get(LARGE)
    assert response.mimetype == "application/pdf"
    assert response.headers["Content-Disposition"] == f"attachment; filename={PDF_NAME}"
    assert PDF_NAME == "questions-for-my-appointment.pdf"


def test_no_copy_of_a_pdf_is_kept_on_the_way(client: Browser) -> None:
    headers = dict(answered(client).get(NORMAL).headers)
    assert headers["Cache-Control"] == "no-store"
    assert (SECURITY | HTTPS_ONLY).items() <= headers.items()


def test_before_the_last_answer_the_first_open_question_comes(client: Browser) -> None:
    client.begin()
    client.answer("/questions/age", "from-35-to-44")
    assert where(client.get(NORMAL)) == (303, "/questions/pregnancy")


def test_without_any_answers_the_start_page_comes(client: Browser) -> None:
    assert where(client.get(NORMAL)) == (303, "/?notice=no-answers")


@pytest.mark.parametrize("outcome", ["emergency", "under-18"])
def test_an_outcome_without_a_sheet_has_no_pdf(client: Browser, outcome: str) -> None:
    assert where(answered(client, outcome).get(NORMAL)) == (303, "/result")


def test_the_page_leads_to_both_sizes(client: Browser) -> None:
    large = "/gp-sheet?size=large"
    for page, pdf, other in (("/gp-sheet", NORMAL, large), (large, LARGE, "/gp-sheet")):
        assert {pdf, other} <= {a.get("href") for a in answered(client).page(page).all("a")}


@pytest.mark.parametrize(
    ("page", "first"), [("/gp-sheet", NORMAL), ("/gp-sheet?size=large", LARGE)]
)
def test_the_first_button_is_the_pdf_of_the_size_that_is_shown(
    page: str, first: str, client: Browser
) -> None:
    shown = answered(client).page(page)
    assert next(a["href"] for a in shown.all("a") if "button" in a.get("class", "")) == first


def test_where_no_pdf_can_be_made_the_page_says_what_to_do(
    broken: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    assert NO_PDF not in broken.page("/gp-sheet").text
    assert where(broken.get(NORMAL)) == (303, "/gp-sheet?notice=no-pdf")
    assert NO_PDF in broken.page("/gp-sheet?notice=no-pdf").text
    (record,) = caplog.records
    assert "PdfError at web.gp_sheet_pdf" in record.getMessage()
    assert "mistake" not in record.getMessage()


def test_after_each_sheet_typst_is_given_enough_empty_documents_to_forget_it(
    maker: PdfMaker, sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[object] = []

    class Watched:
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            self._compiler = Compiler(*args, **kwargs)

        def compile(self, **kwargs: Any) -> object:
            compiled.append(kwargs.get("input"))
            return self._compiler.compile(**kwargs)

    monkeypatch.setattr("app.sheet.pdf.typst.Compiler", Watched)
    maker.make(sheet, PAPER)
    assert compiled == [None, *[b""] * REMEMBERED]


def test_a_template_that_is_gone_breaks_nothing_else(tmp_path: Path, sheet: Sheet) -> None:
    with pytest.raises(PdfError):
        PdfMaker(tmp_path).make(sheet, PAPER)


# --- urgent pages never wait for it ---------------------------------------------------------------


class Held:
    """In place of typst: nothing is made until it is let go."""

    let_go = Event()

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def compile(self, **_: object) -> bytes:
        self.let_go.wait()
        return b"%PDF-"


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("app.sheet.pdf.typst.Compiler", Held)
    Held.let_go.clear()
    yield
    Held.let_go.set()


def test_so_many_wait_for_a_pdf_and_the_next_are_told_to_print_the_page(
    held: None, client: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    everybody = [answered(Browser(client.application)) for _ in range(MOST_AT_ONCE + 1)]
    got: Queue[Any] = Queue()
    threads = [Thread(target=lambda one=one: got.put(one.get(NORMAL))) for one in everybody]
    for thread in threads:
        thread.start()
    assert where(got.get(timeout=60)) == (303, "/gp-sheet?notice=no-pdf")
    assert "TooManyPdfsError at web.gp_sheet_pdf" in caplog.text
    Held.let_go.set()
    for thread in threads:
        thread.join()
    assert [got.get().data for _ in range(MOST_AT_ONCE)] == [b"%PDF-"] * MOST_AT_ONCE
    assert everybody[0].get(NORMAL).data == b"%PDF-"


def test_who_has_no_sheet_leaves_their_place_to_others(client: Browser) -> None:
    for _ in range(MOST_AT_ONCE + 1):
        assert where(client.get(NORMAL)) == (303, "/?notice=no-answers")


def test_nobody_waits_for_a_pdf_that_never_comes(
    held: None, client: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("app.sheet.pdf.LONGEST", 0.01)
    somebody = answered(client)
    for _ in range(MOST_AT_ONCE + 1):
        assert where(somebody.get(NORMAL)) == (303, "/gp-sheet?notice=no-pdf")
    assert "TooManyPdfsError" not in caplog.text


@pytest.mark.parametrize("fault", [OSError, MemoryError, SystemError, BaseException])
def test_a_clean_up_that_fails_costs_nobody_the_pdf(
    fault: type[BaseException], maker: PdfMaker, sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: PdfMaker) -> None:
        raise fault

    monkeypatch.setattr(PdfMaker, "_forget", fail)
    assert maker.make(sheet, PAPER).startswith(b"%PDF-")


def test_where_typst_breaks_off_there_is_no_pdf_and_nothing_else(
    maker: PdfMaker, sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Panic(BaseException):
        """What typst raises when it finds a fault of its own."""

    def break_off(*_: object, **__: object) -> None:
        raise Panic

    monkeypatch.setattr("app.sheet.pdf.typst.Compiler", break_off)
    with pytest.raises(PdfError):
        maker.make(sheet, PAPER)
