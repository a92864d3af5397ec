"""Strict YAML: every scalar keeps its text, and whatever can hide a change is refused at once."""

from collections.abc import Iterable

import pytest

from app.content.source import MAX_BYTES, MAX_DEPTH, Document, Plain, read
from tests.calls import within

MOST_CALLS = 2_500_000
"""More than the largest file needs (800,000), and far fewer than an alias that is opened."""

MERGE_BOMB = b"a: &a {key: laugh laugh}\n" + b"".join(
    b"%c: &%c {<<: [%s]}\n" % (name, name, b",".join([b"*%c" % (name - 1)] * 9))
    for name in b"bcdefghijk"
)
BILLION_LAUGHS = b"a: &a [ha,ha,ha,ha,ha,ha,ha,ha,ha,ha]\n" + b"".join(
    b"%c: &%c [%s]\n" % (name, name, b",".join([b"*%c" % (name - 1)] * 10)) for name in b"bcdefghi"
)


PLAIN = (
    *("yes", "no", "on", "off", "y", "n", "Yes", "NO", "true", "False", "null", "Null", "~"),
    *("12:30:45", "010", "0o10", "0x1F", "1e3", "1_000", ".5", "+1", "-0", "1.0", ".inf", ".nan"),
    *("2026-11-22", "2026-11-22T10:00:00Z", "="),
)


def data(text: str) -> Plain:
    """The data of a text that has no problem."""
    document = read(text.encode())
    assert document.problems == []
    return document.data


def problems(raw: bytes | str) -> list[str]:
    """The problems of a text as ``line:column: message``, found with little work."""
    document = within(MOST_CALLS, lambda: read(raw.encode() if isinstance(raw, str) else raw))
    return [f"{p.line}:{p.column}: {p.message}" for p in document.problems]


# --- values ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("scalar", PLAIN)
def test_plain_scalar_keeps_its_text(scalar: str) -> None:
    assert data(f"key: {scalar}\n") == {"key": scalar}
    assert data(f"{scalar}: value\n") == {scalar: "value"}
    assert data(f"[{scalar}]\n") == (scalar,)


def test_empty_value_is_an_empty_text() -> None:
    assert data("key:\n") == {"key": ""}


def test_quoted_and_folded_texts_are_read_as_yaml_says() -> None:
    assert data("a: 'it''s'\nb: \"no\"\nc: >-\n  one\n  two\nd: |\n  one\n  two\n") == {
        "a": "it's",
        "b": "no",
        "c": "one two",
        "d": "one\ntwo\n",
    }


def test_lists_and_mappings_keep_their_order() -> None:
    assert data("b: [2, 1]\na: {d: x, c: y}\n") == {"b": ("2", "1"), "a": {"d": "x", "c": "y"}}
    assert list(data("b: 1\na: 2\n")) == ["b", "a"]


def test_windows_line_ends_read_the_same() -> None:
    windows = read(b"a: 1\r\nb:\r\n  - x\r\n  - y\r\n")
    assert (windows.problems, windows.data) == ([], {"a": "1", "b": ("x", "y")})
    assert windows.place(("b", 1)) == (4, 5)


def test_comments_and_a_document_marker_are_passed_over() -> None:
    assert data("# first\n---\n# then\na: 1\n# last\n") == {"a": "1"}
    assert data("a: '1' # quoted\nb: # of the list\n  - x\n") == {"a": "1", "b": ("x",)}


def test_comment_behind_a_plain_text_is_refused_because_it_may_be_its_end() -> None:
    assert problems("a: 1\nb: Call # 999\n") == [
        (
            "2:4: this text is cut off at #. Put quotes round it, "
            "or put the comment on a line of its own."
        )
    ]


# --- places ---------------------------------------------------------------------------------------


@pytest.fixture
def document() -> Document:
    """A document with something at every kind of place."""
    return read("first: é x\nlist:\n  - {a: 1, b: 2}\n  - >-\n    text\n".encode())


def test_place_is_where_the_value_begins(document: Document) -> None:
    assert document.place(("first",)) == (1, 8)
    assert document.place(("list", 0, "b")) == (3, 15)
    assert document.place(("list", 1)) == (4, 5)


def test_place_of_key_is_where_the_key_begins(document: Document) -> None:
    assert document.place_of_key(("list", 0, "b")) == (3, 12)


def test_place_of_what_is_missing_is_the_nearest_around_it(document: Document) -> None:
    assert document.place(("list", 0, "c", 5)) == (3, 5)
    assert document.place_of_key(("list", 0, "c")) == (3, 5)
    assert document.place(("nothing", "here")) == (1, 1)


# --- double keys ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "a: 1\nb: 2\na: 3\n",
            "3:1: key 'a' stands here again, first on line 1. Keep the right one.",
        ),
        (
            "x:\n  a: 1\n  a: 2\n",
            "3:3: key 'a' stands here again, first on line 2. Keep the right one.",
        ),
        (
            "x:\n  - {a: 1, a: 2}\n",
            "2:12: key 'a' stands here again, first on line 2. Keep the right one.",
        ),
        (
            "x: {y: {a: 1,\n  a: 2}}\n",
            "2:3: key 'a' stands here again, first on line 1. Keep the right one.",
        ),
        ("a: 1\n'a': 2\n", "2:1: key 'a' stands here again, first on line 1. Keep the right one."),
    ],
    ids=["top", "nested", "in a list", "in braces", "quoted"],
)
def test_double_key_is_refused_at_every_level(text: str, problem: str) -> None:
    assert problems(text) == [problem]


def test_every_repetition_of_a_key_is_told() -> None:
    assert [p.split(":")[0] for p in problems("a: 1\na: 2\na: 3\n")] == ["2", "3"]


def test_same_key_in_two_entries_is_no_double_key() -> None:
    assert data("- {a: 1}\n- {a: 2}\n") == ({"a": "1"}, {"a": "2"})


# --- anchors, aliases, tags, merge keys -----------------------------------------------------------


def test_anchor_and_alias_are_refused() -> None:
    assert problems("a: &x 1\nb: *x\n") == [
        "1:4: anchor '&x' is not allowed. Delete it, or put quotes round a text that begins so.",
        "2:4: alias '*x' is not allowed. Write it out, or put quotes round a text that begins so.",
    ]


def test_anchor_and_tag_on_a_key_are_refused() -> None:
    assert problems("&x a: 1\n") == [
        "1:1: anchor '&x' is not allowed. Delete it, or put quotes round a text that begins so."
    ]
    assert problems("!x a: 1\n") == [
        "1:1: tag '!x' is not allowed. Delete it, or put quotes round a text that begins so."
    ]


def test_alias_as_a_key_is_refused() -> None:
    assert problems("? *x\n: 1\n") == [
        "1:3: a key must be one word. Put quotes round a text that has { or [ in it."
    ]


def test_alias_to_itself_is_refused() -> None:
    assert problems("a: &x [*x]\n") == [
        "1:4: anchor '&x' is not allowed. Delete it, or put quotes round a text that begins so.",
        "1:8: alias '*x' is not allowed. Write it out, or put quotes round a text that begins so.",
    ]


def test_merge_bomb_of_435_bytes_is_refused() -> None:
    assert len(MERGE_BOMB) == 435
    found = problems(MERGE_BOMB)
    assert found[:3] == [
        "1:4: anchor '&a' is not allowed. Delete it, or put quotes round a text that begins so.",
        "2:4: anchor '&b' is not allowed. Delete it, or put quotes round a text that begins so.",
        "2:8: merge key '<<' is not allowed. Write the keys out.",
    ]


def test_billion_laughs_are_refused() -> None:
    found = problems(BILLION_LAUGHS)
    assert (
        found[0]
        == "1:4: anchor '&a' is not allowed. Delete it, or put quotes round a text that begins so."
    )
    assert len(found) == 9 + 8 * 10


@pytest.mark.parametrize(
    "tag",
    [
        "!!python/object/apply:os.system",
        "!!python/name:os.system",
        "!!str",
        "!!binary",
        "!!set",
        "!own",
        "!<tag:example.org,2000:x>",
    ],
)
def test_tag_is_refused_on_a_scalar_a_list_and_a_mapping(tag: str) -> None:
    for value in ("x", "[x]", "{x: y}"):
        (problem,) = problems(f"a: {tag} {value}\n")
        assert problem.startswith("1:4: tag '")


def test_tag_handle_does_not_hide_a_tag() -> None:
    (problem,) = problems("%TAG ! tag:example.org,2000:\n---\na: !x b\n")
    assert problem.startswith("3:4: tag 'tag:example.org,2000:x' is not allowed. Delete it, or ")


# --- depth, size, number of documents -------------------------------------------------------------


def test_depth_up_to_the_limit_is_read() -> None:
    assert problems("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)) == []


@pytest.mark.parametrize(
    "text",
    [
        "[" * 3000 + "]" * 3000,
        "{a: " * 3000 + "}" * 3000,
        "- " * 3000,
        "\n".join(" " * depth + "a:" for depth in range(1000)),
        "[" * 3000,
        "[" * 40_000 + "]" * 40_000,
    ],
    ids=["lists", "mappings", "hyphens", "keys", "never closed", "40,000"],
)
def test_depth_beyond_the_limit_is_refused(text: str) -> None:
    assert problems(text)[0].endswith("this is nested more than 20 deep. Make it flatter.")


def test_depth_that_comments_seem_to_close_is_refused() -> None:
    assert problems("[ #]\n" * 40_000)[0].endswith("Make it flatter.")


def test_brackets_in_texts_and_comments_are_no_depth() -> None:
    assert data(f"# {'[' * 300}\na: '{'[' * 300}'\n") == {"a": "[" * 300}


def test_deep_key_is_refused() -> None:
    assert problems("? " * 3000)[0] == (
        "1:3: a key must be one word. Put quotes round a text that has { or [ in it."
    )


def test_file_of_10_megabytes_is_refused() -> None:
    assert problems(b"a: b\n" * 2_000_000) == [
        "1:1: the file has 10,000,000 bytes. The most is 2,000,000."
    ]


def test_file_of_the_most_bytes_is_read() -> None:
    assert read(b"a: 1\n".ljust(MAX_BYTES, b"#")).problems == []


@pytest.mark.long
@pytest.mark.parametrize(
    "line",
    ["a: b\n", "- &a b\n", "- !a b\n", "- \u200b\n"],
    ids=["double keys", "anchors", "tags", "invisible characters"],
)
def test_file_full_of_faults_is_refused_with_as_many_as_one_can_read(line: str) -> None:
    found = problems(line * (MAX_BYTES // len(line.encode())))
    assert 0 < len(found) <= 1000


@pytest.mark.parametrize(
    "text", ["a: 1\n---\nb: 2\n", "a: 1\n...\n---\nb: 2\n", "---\na: 1\n---\n"]
)
def test_second_document_is_refused(text: str) -> None:
    (problem,) = problems(text)
    assert problem.endswith(":1: a second document begins here. Use one file for each.")


@pytest.mark.parametrize("text", ["", "\n\n", "# only this\n", " \n"])
def test_empty_file_is_refused(text: str) -> None:
    assert problems(text) == ["1:1: the file is empty."]


# --- characters -----------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encodings_are_refused(encoding: str) -> None:
    mark = "" if encoding in ("utf-8-sig", "utf-16", "utf-32") else "\ufeff"
    assert problems(f"{mark}a: 1\n".encode(encoding)) == [
        "1:1: the file begins with a byte order mark. Save it as plain UTF-8."
    ]


def test_utf_16_without_a_mark_is_refused() -> None:
    assert (
        problems("a: 1\n".encode("utf-16-le"))[0]
        == "1:2: invisible character U+0000. Delete it, or type the word again."
    )


@pytest.mark.parametrize(
    "raw", [b"a: caf\xe9\n", b"a: \xff\n", b"a: \xc0\xaf\n", b"a: \xed\xa0\x80\n"]
)
def test_what_is_not_utf_8_is_refused_at_its_place(raw: bytes) -> None:
    column = next(i for i, byte in enumerate(raw) if byte > 127) + 1
    assert problems(b"x: 1\n" + raw) == [
        f"2:{column}: this is not UTF-8 text. Save the file as UTF-8."
    ]


def test_place_of_what_is_not_utf_8_counts_characters() -> None:
    assert problems("a: é ".encode() + b"\xe9") == [
        "1:6: this is not UTF-8 text. Save the file as UTF-8."
    ]


def not_refused(characters: Iterable[str]) -> list[str]:
    """Those of some characters that are not told, by their number, as invisible."""
    return [
        ascii(character)
        for character in characters
        if problems(f"a: x\nb: y{character}z\n")
        != [f"2:5: invisible character U+{ord(character):04X}. Delete it, or type the word again."]
    ]


def test_control_characters_are_refused() -> None:
    codes = (*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, *range(0x80, 0xA0), 0xFFFE, 0xFFFF)
    assert not_refused(map(chr, codes)) == []


def test_zero_width_characters_are_refused() -> None:
    assert not_refused("\u00ad\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff") == []


def test_characters_that_turn_the_direction_are_refused() -> None:
    turning = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u206a"
    assert not_refused(turning) == []


def test_letters_that_have_no_shape_are_refused() -> None:
    shapeless = "\u034f\u115f\u1160\u17b4\u2800\u3164\ufe0f\uffa0\ufff9\U000e0041\U000e0100"
    assert not_refused(shapeless) == []


def test_line_ends_that_editors_do_not_show_are_refused() -> None:
    assert not_refused("\x85\u2028\u2029") == []
    assert len(problems("a: 1 # note\rb: 2\n")) == 1


@pytest.mark.parametrize("escape", ["\\0", "\\u200b", "\\u202e", "\\uFEFF", "\\x7F", "\\N", "\\L"])
def test_invisible_character_behind_an_escape_is_refused(escape: str) -> None:
    (problem,) = problems(f'a: 1\nb: "x{escape}y"\n')
    assert problem.startswith("2:4: invisible character U+")


@pytest.mark.parametrize("space", ["\u00a0", "\u2003", "\u202f", "\u3000"], ids=ascii)
def test_space_that_is_no_space_is_refused(space: str) -> None:
    assert len(problems(f"a:{space}1\n")) == 1


def test_letters_and_signs_of_all_languages_are_read() -> None:
    text = "“café” \u2013 ½ €5 ≥ 日本 العربية 😀"
    assert data(f"a: {text}\n") == {"a": text}


@pytest.mark.parametrize("text", ["\ta: 1\n", "a:\n\t- x\n", "a:\n  b: 1\n\tc: 2\n"])
def test_tab_in_the_indentation_is_refused_with_its_cure(text: str) -> None:
    (problem,) = problems(text)
    assert "Indent with spaces, not tabs" in problem


# --- what is no YAML ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: 1\nb: 'it's'\nc: 3\n", "2:8"),
        ("a: 1\nb: x: y\n", "2:5"),
        ("a: 1\nb: @x\n", "2:4"),
        ("a: 1\nb 2\nc: 3\n", "2:1"),
        ('a: 1\nb: "x\nc: 3\n', "2:4"),
    ],
    ids=["apostrophe", "colon", "at", "no colon", "open quote"],
)
def test_what_is_no_yaml_is_told_where_it_begins(text: str, place: str) -> None:
    (problem,) = problems(text)
    assert problem.startswith(f"{place}: this is not YAML")


@pytest.mark.parametrize("text", ["a: 1\nb: [x, y\nc: 3\n", "a: 1\nb: {x: y\nc: 3\n"])
def test_bracket_that_is_not_closed_is_told_with_its_line(text: str) -> None:
    (problem,) = problems(text)
    assert "The bracket that opens on line 2 is not closed" in problem


def test_faults_before_the_end_of_the_yaml_are_told_too() -> None:
    assert problems("a: &x 1\nb: @\n") == [
        "1:4: anchor '&x' is not allowed. Delete it, or put quotes round a text that begins so.",
        "2:4: this is not YAML. Put quotes round a text that begins with @, ` or %.",
    ]


def test_two_keys_that_are_no_words_are_told_once_each() -> None:
    assert problems("{[a]: 1, [b]: 2}\n") == [
        "1:2: a key must be one word. Put quotes round a text that has { or [ in it.",
        "1:10: a key must be one word. Put quotes round a text that has { or [ in it.",
    ]
