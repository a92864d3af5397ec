"""What a picture file may hold, and what is said of one that holds more."""

import os
import re
from pathlib import Path

import pytest

from app.config import ROOT
from app.content.load import load, loads
from app.content.model import Picture, Questionnaire
from app.content.pictures import OURS
from app.content.problems import ContentError
from app.content.source import MOST_PROBLEMS
from tests.content.sound import changed

DOCS = ROOT / "docs"
DRAWN = changed(
    ("error: Select where the pain is\n", "error: Select it\n    picture: foot\n"),
    ("text: Buttock}", "text: Buttock, regions: [heel]}"),
)
HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 20" width="300" '
    'fill="none" stroke="currentColor"'
)
HEEL = '<g id="heel"><path d="M1 1h2"/></g>'


def content(inside: str, head: str = f"{HEAD}>") -> Questionnaire:
    """A content whose picture is this."""
    raw = f"{head}\n{inside}\n</svg>".encode()
    return loads(DRAWN, read_picture=lambda _: raw)


def picture(inside: str, head: str = f"{HEAD}>") -> Picture:
    """Its picture."""
    return content(inside, head).pictures_by_id["foot"]


def faults(inside: str, head: str = f"{HEAD}>") -> list[str]:
    """What is said of it, without where it is named."""
    with pytest.raises(ContentError) as refused:
        content(inside, head)
    return [str(p.message).partition("pictures/foot.svg: ")[2] for p in refused.value.problems]


def test_what_draws_is_let_in_and_its_ids_have_the_name_of_the_picture() -> None:
    found = picture(
        '<defs><path id="sole" d="M0 0"/></defs>\n<use href="#sole" class="fill"/>\n'
        f'<text fill="currentColor" x="1">A &amp; b</text>{HEEL}<g mask="url(#sole)"/>'
    )
    assert found.drawing == (
        '<defs><path id="foot.sole" d="M0 0"/></defs>'
        '<use href="#foot.sole" class="picture__fill"/>'
        '<text fill="currentColor" x="1">A &amp; b</text><g mask="url(#foot.sole)"/>'
    )
    assert [(region.id, region.shape) for region in found.regions] == [
        ("heel", '<g id="foot.heel"><path d="M1 1h2"/></g>')
    ]
    assert (found.box, found.width) == ("0 0 10 20", 300)


def test_what_a_drawing_program_notes_for_itself_is_left_out() -> None:
    head = f'{HEAD} version="1.1" xmlns:ink="https://example.org/ink" ink:zoom="2" id="Layer_1"'
    found = picture(
        "<title>Foot</title><metadata><a/></metadata><ink:view><script/></ink:view><!-- x -->"
        '<g ink:label="Layer 1"><path d="M0 0"/></g>' + HEEL,
        f'{head} font-size="15">',
    )
    assert found.drawing == '<g><path d="M0 0"/></g>'
    assert found.attributes == ' fill="none" stroke="currentColor" font-size="15"'


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<script>alert(1)</script>", "<script> is not let in"),
        ('<a href="#heel"/>', "<a> is not let in"),
        ("<style>*{}</style>", "<style> is not let in"),
        ('<image href="#heel"/>', "<image> is not let in"),
        ("<foreignObject/>", "<foreignObject> is not let in"),
        ('<animate attributeName="href"/>', "<animate> is not let in"),
        ("<svg/>", "<svg> is not let in"),
        ('<path onclick="x()" d="M0 0"/>', "the attribute 'onclick' is not let in"),
        ('<path style="fill:red" d="M0 0"/>', "a style is not let in"),
        ('<path class="alarm" d="M0 0"/>', "the class 'alarm' is not known"),
        ('<path fill="#000" d="M0 0"/>', 'fill="#000" is not seen in the dark'),
        ('<path stroke="red" d="M0 0"/>', 'stroke="red" is not seen in the dark'),
        ('<defs><stop stop-color="#ddd"/></defs>', 'stop-color="#ddd" is not seen in the dark'),
        (
            '<defs><pattern id="p"/></defs><path fill="url(#p)" fill-opacity=".1" d="M0 0"/>',
            "a fill by url with fill-opacity can be black on paper",
        ),
        ('<use href="https://example.org/a#b"/>', "leads out of the picture"),
        ('<use href="javascript:x()"/>', "leads out of the picture"),
        (
            '<use xmlns:x="http://www.w3.org/1999/xlink" x:href="data:a,b"/>',
            "leads out of the picture",
        ),
        ('<path fill="url(https://example.org/#a)" d="M0 0"/>', "is not seen in the dark"),
        ('<path mask="url(#heel) url(//a)" d="M0 0"/>', "Refer to a part of the picture"),
        ('<path mask="URL(//example.org/#a)" d="M0 0"/>', "Refer to a part of the picture"),
        (r'<path mask="\75rl(//example.org/#a)" d="M0 0"/>', "Write numbers and words"),
        (r'<path fill="\75rl(//example.org/#a)" d="M0 0"/>', "is not seen in the dark"),
        ('<path clip-path="image-set(&quot;//a&quot; 1x)"/>', "Write numbers and words"),
        ('<path mask="url(#toe)" d="M0 0"/>', "'#toe' is no part of the picture"),
        ('<path id="heel" d="M0 0"/>', "the id 'heel' is there twice"),
        ('<g><path id="Toe 1" d="M0 0"/></g>', "the id 'Toe 1' is no name"),
        ("<g>words</g>", "words stand in <text>"),
        ('<text fill="currentColor">a&#x2028;b</text>', "invisible character U+2028"),
        ("<text>words</text>", 'words without fill="currentColor" are not seen'),
        ('<g id="toe"><path d="M0 0"/></g>', "'toe' has an id, and no answer names it"),
        ('<path id="sole"/><use href="#sole"/>', "'#sole' is in the region 'sole'"),
        ('<use href="#heel"/>', "'#heel' is in the region 'heel', which is not always drawn"),
        ("<g>", "this is not XML: mismatched tag"),
        ("&toe;", "this is not XML: undefined entity"),
    ],
)
def test_whatever_else_a_picture_holds_is_refused_with_its_line(inside: str, said: str) -> None:
    first = faults(f"{HEEL}\n{inside}")[0]
    assert said in first
    assert first.startswith(("line 3: ", "line 4: "))


@pytest.mark.parametrize(
    ("heel", "said"),
    [
        ('<g id="heel"/>', "the region 'heel' draws nothing"),
        ('<mask id="heel"><path/></mask>', "<mask> draws nothing by itself"),
        ('<path id="heel" fill="none"/>', "the region 'heel' has fill of its own"),
        ('<g id="heel"><path stroke="none"/></g>', "the region 'heel' has stroke of its own"),
        ('<g id="heel" stroke-width="3"><path/></g>', "'heel' has stroke-width of its own"),
        ('<path id="heel" class="fill"/>', "the region 'heel' has class of its own"),
        ('<g id="layer1"><path id="heel"/></g>', "'heel' stands inside another part"),
        ("<defs><path id='heel'/></defs>", "'heel' stands inside another part"),
        ('<path id="Heel 1"/>', "'Heel 1' is no name for a region"),
    ],
)
def test_a_region_stands_by_itself_and_has_no_paint_of_its_own(heel: str, said: str) -> None:
    assert any(said in fault for fault in faults(heel))


def used_twice(levels: int) -> str:
    """Parts that each use the one before twice."""
    parts = [
        f'<g id="p{n}"><use href="#p{n - 1}"/><use href="#p{n - 1}"/></g>' for n in range(levels)
    ]
    return "".join(
        ['<defs><path id="p-1" d="M0 0h9"/>', *parts, f'</defs><use href="#p{levels - 1}"/>']
    )


def test_a_few_lines_do_not_draw_for_ever() -> None:
    assert picture(used_twice(5) + HEEL).regions
    assert "draw too much" in faults(used_twice(20) + HEEL)[0]
    masks = used_twice(20).replace("<use href", "<path mask").replace('"#p', '"url(#p')
    assert "draw too much" in faults(masks.replace('"/>', ')"/>').replace("h9)", "h9") + HEEL)[0]


def test_a_part_does_not_use_itself_or_go_too_deep() -> None:
    circle = '<defs><g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g></defs>'
    assert "uses itself" in faults(circle + HEEL)[0]
    chain = "".join(f'<g id="p{n}"><use href="#p{n - 1}"/></g>' for n in range(1, 99))
    last = '<use href="#p98"/>'
    turned = "".join(f'<g id="p{n}"><use href="#p{n + 1}"/></g>' for n in range(900))
    assert "too many parts in turn" in faults(f'<defs>{turned}<path id="p900"/></defs>{HEEL}')[0]
    assert "draw too much" in faults(f'<defs><path id="p0"/>{chain}</defs>{last}{HEEL}')[0]
    assert "nested more than 50 deep" in faults("<g>" * 60 + "</g>" * 60 + HEEL)[0]


@pytest.mark.parametrize("code", ["foo", "shift_jis", "utf-7", "punycode"])
def test_another_code_than_utf_8_is_told(code: str) -> None:
    head = f'<?xml version="1.0" encoding="{code}"?>{HEAD}>'
    assert faults(HEEL, head) == ["it is written in another code. Save it as UTF-8."]


def test_a_name_longer_than_names_are_is_told() -> None:
    assert "is no name for a region" in faults(f'<path id="{"a" * 61}"/>{HEEL}')[1]
    with pytest.raises(ContentError, match="picture"):
        loads(
            DRAWN.replace(b"foot", b"a" * 61),
            read_picture=lambda _: f"{HEAD}>{HEEL}</svg>".encode(),
        )


def test_as_many_faults_are_told_as_one_can_read() -> None:
    assert len(faults("<a/>" * 1_000 + HEEL)) == MOST_PROBLEMS
    assert max(map(len, faults(f'<path class="{"a" * 9_000}"/>{HEEL}'))) < 300


def test_a_pipe_in_place_of_a_picture_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    os.mkfifo(tmp_path / "pictures" / "foot.svg")
    (tmp_path / "questions.yaml").write_bytes(DRAWN)
    with pytest.raises(ContentError, match="It is no ordinary file"):
        load(tmp_path / "questions.yaml")


def test_words_keep_the_room_between_them() -> None:
    text = '<text fill="currentColor">left <tspan>or</tspan>\n right</text>'
    found = picture(text + HEEL)
    assert "left <tspan>or</tspan> right" in found.drawing
    assert found.words == ("left ", "or", " right")


def test_what_is_not_painted_in_a_region_is_for_a_touch() -> None:
    touch = '<path fill="none" stroke="none" d="M0 0h9"/>'
    (region,) = picture(f'<g id="heel"><path d="M1 1h2"/>{touch}</g>').regions
    assert touch in region.shape


def test_what_is_refused_is_told_once() -> None:
    assert len(faults(f"<style>.a {{ fill: red }}</style>{HEEL}")) == 1
    assert len(faults(f'<a href="x"><path style="y"/></a>{HEEL}')) == 1


def test_a_part_of_our_picture_may_be_used_and_not_of_ones_own(tmp_path: Path) -> None:
    raw = DRAWN.replace(b"foot", b"body").replace(b"[heel]", b"[groin-left]")
    assert loads(raw).pictures
    own = (OURS / "body.svg").read_bytes() + b"\n"
    with pytest.raises(ContentError, match="'low-back' has an id, and no answer names it"):
        loads(raw, read_picture=lambda _: own)


def test_the_picture_that_authors_are_shown_is_let_in() -> None:
    (shown,) = re.findall(r"```svg\n(.*?)```", (DOCS / "writing.md").read_text("utf-8"), re.DOTALL)
    raw = DRAWN.replace(b"[heel]", b"[left]").replace(
        b"text: Groin}", b"text: Groin, regions: [right]}"
    )
    assert loads(raw, read_picture=lambda _: shown.encode()).pictures


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("<html>", "a picture begins with <svg xmlns="),
        ('<svg viewBox="0 0 10 20" width="300">', "a picture begins with <svg xmlns="),
        (HEAD.replace('viewBox="0 0 10 20"', "") + ">", "has its size in viewBox"),
        (HEAD.replace("0 0 10 20", "0 0 10 0") + ">", "has its size in viewBox"),
        (HEAD.replace("300", "100%") + ">", 'such as width="400", and not "100%"'),
        (HEAD.replace('"none"', '"currentColor"') + ">", 'write fill="none" stroke='),
        (HEAD + ' transform="scale(2)">', "a transform is not let in on <svg>"),
        (f'<!DOCTYPE svg [<!ENTITY a "b">]>{HEAD}>', "a DOCTYPE is not let in"),
    ],
)
def test_a_picture_says_what_it_is_and_how_large(head: str, said: str) -> None:
    assert any(said in fault for fault in faults(HEEL, head))


def test_a_doctype_ends_the_reading_before_an_entity_grows() -> None:
    head = f'<!DOCTYPE svg [<!ENTITY a "b">]>{HEAD}>'
    assert faults(f"<g>&a;</g>{HEEL}", head) == ["line 1: a DOCTYPE is not let in. Delete it."]


def test_all_faults_of_a_picture_are_told_at_once() -> None:
    told = faults('<a href="#b"/>\n<path style="a"/>\n' + HEEL)
    assert [fault.partition(":")[0] for fault in told] == ["line 2", "line 3"]


def test_a_picture_of_the_leaflet_needs_no_regions_and_is_looked_at_as_well() -> None:
    words = "text: [It is small.]"
    named = changed((words, f"{words}, picture: foot, caption: A foot."))
    shown = loads(named, read_picture=lambda _: f"{HEAD}><path d='M0 0'/></svg>".encode())
    assert [(one.id, one.regions) for one in shown.pictures] == [("foot", ())]
    with pytest.raises(ContentError, match=r"pictures/foot\.svg: line 1: <script> is not let in"):
        loads(named, read_picture=lambda _: f"{HEAD}><script/></svg>".encode())


def test_a_picture_larger_than_any_page_is_refused() -> None:
    assert "more than 50,000 bytes" in faults(f"<!--{' ' * 50_000}-->{HEEL}")[0]


def test_the_pictures_of_a_content_lie_beside_it_and_ours_are_for_all(tmp_path: Path) -> None:
    file = tmp_path / "questions.yaml"
    file.write_bytes(DRAWN)
    with pytest.raises(ContentError, match=r"pictures/foot\.svg: there is no such file"):
        load(file)
    (tmp_path / "pictures").mkdir()
    own = tmp_path / "pictures" / "foot.svg"
    own.write_text(f"{HEAD}>{HEEL}</svg>", encoding="utf-8")
    assert [one.id for one in load(file).pictures] == ["foot"]
    file.write_bytes(DRAWN.replace(b"foot", b"body").replace(b"[heel]", b"[groin-left]"))
    assert [one.id for one in load(file).pictures] == ["body"]
    own.rename(own.with_name("body.svg"))
    with pytest.raises(ContentError, match="'heel' has an id, and no answer names it"):
        load(file)


def test_a_folder_in_place_of_a_picture_is_told(tmp_path: Path) -> None:
    file = tmp_path / "questions.yaml"
    file.write_bytes(DRAWN)
    (tmp_path / "pictures" / "foot.svg").mkdir(parents=True)
    with pytest.raises(ContentError, match=r"cannot be read: Is a directory"):
        load(file)


def test_pictures_are_no_key_of_the_content() -> None:
    with pytest.raises(ContentError, match=r"pictures are files of their own"):
        loads(DRAWN + b"pictures: []\n")


def test_the_digest_changes_with_a_line_of_a_picture() -> None:
    digests = {content(HEEL).digest, content(HEEL + "<g/>").digest}
    assert len(digests) == 2
