"""A content file is loaded whole or not at all, and its author is told everything in one run."""

import json
import os
from collections.abc import Iterator
from pathlib import Path as File
from typing import Any

import pytest

from app.content.conditions import CONDITION_KEYS, AllOf, Chosen, Condition, Level, Not
from app.content.load import load, loads
from app.content.model import Questionnaire
from app.content.problems import ContentError
from app.content.source import Path, Plain, read
from tests.calls import within
from tests.content.sound import PARTS, SOUND, SOUND_FILE, changed, completed

NEXT = "\n"
"""The next line."""


def faults(raw: bytes) -> list[str]:
    """The lines of the error that content raises, without the name of the file."""
    with pytest.raises(ContentError) as fault:
        loads(raw, "q.yaml")
    return [line.removeprefix("q.yaml:") for line in str(fault.value).split("\n")]


def place(text: str) -> str:
    """Where a text stands in the sound questionnaire, as ``line:column``."""
    before = SOUND[: SOUND.index(text)]
    return f"{before.count(NEXT) + 1}:{len(before) - before.rfind(NEXT)}"


# --- what comes back ------------------------------------------------------------------------------


def test_load_reads_a_file() -> None:
    assert load(SOUND_FILE) == loads(SOUND.encode())


def test_loaded_values_are_typed() -> None:
    questionnaire = loads(SOUND.encode())
    assert questionnaire.introduction.not_now == ("you are numb",)
    assert questionnaire.items_by_id["numbness"].repeats is True
    assert questionnaire.items_by_id["age"].repeats is False
    assert questionnaire.warning_signs_by_id["numb"].level is Level.emergency
    assert questionnaire.items_by_id["numbness"].answer_option[3].counts_as == ("bottom", "foot")
    assert questionnaire.bands_by_id["many"].to is None


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("{question: age, chosen: [from-18]}", Chosen(question="age", chosen=("from-18",))),
        (
            "{not: {question: age, chosen: [from-18]}}",
            Not.model_validate({"not": Chosen(question="age", chosen=("from-18",))}),
        ),
        (
            "{all: [{question: age, chosen: [from-18]}]}",
            AllOf(all=(Chosen(question="age", chosen=("from-18",)),)),
        ),
    ],
)
def test_condition_is_read(text: str, condition: Condition) -> None:
    gate = ("gate: {question: age, chosen: [from-18]}", f"gate: {text}")
    assert loads(changed(gate)).overlays[0].gate == condition


@pytest.mark.parametrize("word", ["yes", "no", "on", "null", "12:30:45", "010", "1e3", "~", "true"])
def test_word_that_yaml_would_convert_stays_a_text(word: str) -> None:
    assert loads(changed(("title: Self-check", f"title: {word}"))).title == word


# --- everything in one run ------------------------------------------------------------------------


def test_faults_of_all_parts_are_told_in_the_order_of_the_file() -> None:
    assert faults(
        changed(
            ("kind: gate", "kind: gates"),
            ("error: Select your age", "eror: Select your age"),
            ("item_weight: 2", "item_weight: 2 points"),
            ("next_review: 2027-11-22", "next_review: soon"),
        )
    ) == [
        f"{place('gate}')}: section 'you': 'kind' cannot be 'gates'. Did you mean 'gate'?",
        f"{place('link_id: age')}: item 'age': key 'error' is missing. Add it.",
        f"{place('error: Select your')}: item 'age': unknown key 'eror'. Did you mean 'error'?",
        (
            f"{place('2' + NEXT + '    when: {question: place')}: feature 'P1': 'item_weight' must "
            "be a whole number, not '2 points'. Write it in digits, for example 3."
        ),
        (
            f"{place('2027')}: leaflet: 'next_review' is 'soon'. "
            "Write year, month and day, as 2026-11-22."
        ),
        "5 problems. The questionnaire was not loaded.",
    ]


def test_two_faults_of_one_entry_are_both_told() -> None:
    assert faults(
        changed(("section: you", "section: You"), ("error: Select your age", "error: ''"))
    ) == [
        (
            f"{place('you' + NEXT + '    text')}: item 'age': 'section' is 'You'. A name begins "
            "with a letter and has small letters, digits and single hyphens, for example "
            "morning-stiffness."
        ),
        f"{place('Select your age')}: item 'age': 'error' is empty. Write the text.",
        "2 problems. The questionnaire was not loaded.",
    ]


def test_faulty_entry_does_not_hide_faults_in_references_of_sound_entries() -> None:
    assert faults(
        changed(
            ("why: Age matters.", "why:"),
            ("{question: place, chosen: [buttock]}", "{question: plaice, chosen: [buttock]}"),
            ("advice: [meanwhile]", "advice: [exercise]"),
        )
    ) == [
        f"{place(' Age matters.')}: item 'age': 'why' is empty. Write the text.",
        f"{place('place, chosen')}: feature 'P1': there is no 'plaice'. Did you mean 'place'?",
        f"{place('meanwhile]')}: outcome 'rest': there is no 'exercise'. Known advice: meanwhile.",
        "3 problems. The questionnaire was not loaded.",
    ]


def test_faulty_part_that_is_no_list_does_not_hide_faults_in_references() -> None:
    assert faults(changed(("cap: 8", "cap: eight"), ("advice: [meanwhile]", "advice: [rest]"))) == [
        f"{place('meanwhile]')}: outcome 'rest': there is no 'rest'. Known advice: meanwhile.",
        (
            f"{place('8' + NEXT + '  wish')}: sheet: 'cap' must be a whole number, not 'eight'. "
            "Write it in digits, for example 3."
        ),
        "2 problems. The questionnaire was not loaded.",
    ]


def test_reference_to_a_faulty_entry_is_no_second_fault() -> None:
    assert len(faults(changed(("why: Age matters.", "why:")))) == 2


def test_places_after_a_faulty_entry_are_those_of_the_file() -> None:
    found = faults(changed(("why: Age matters.", "why:"), ("section: pain", "section: where")))
    at = place("pain" + NEXT + "    text")
    assert found[1] == f"{at}: item 'place': there is no 'where'. Known sections: you, signs, pain."


def test_unknown_name_does_not_hide_faults_of_shape_and_safety() -> None:
    found = faults(
        changed(
            ("wish: place", "wish: hope"),
            (", exclusive: true", ""),
            ("counts_as: [bottom, foot]", "counts_as: [bottom]"),
        )
    )
    assert found[-1] == "3 problems. The questionnaire was not loaded."


def test_name_that_stands_twice_does_not_make_references_wrong() -> None:
    again = "  - link_id: place\n    section: pain\n    text: Where is the pain?"
    found = faults(changed((again, again.replace("link_id: place", "link_id: age"))))
    assert [line for line in found if "no 'under-18'" in line or "no 'from-18'" in line] == []


def test_only_the_innermost_fault_of_a_list_is_told() -> None:
    assert faults(changed(("can: [tell you if you need help]", "can: ['']"))) == [
        f"{place('tell you if')}: introduction: 'can' is empty. Write the text.",
        "1 problem. The questionnaire was not loaded.",
    ]


def test_every_entry_of_a_list_may_be_faulty() -> None:
    first, last = faults(completed("sources:\n  - {id: S1, title: A paper, mark: red}\n"))
    assert first.startswith("2:36: source 'S1': 'mark' cannot be 'red'. Write one of these. seen: ")
    assert last == "1 problem. The questionnaire was not loaded."


# --- line and column ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("title: Self-check", "title: ''", "Self-check"),
        ("    why: Age matters.\n", "", "link_id: age"),
        ("short: Age", "shorts: Age", "short: Age"),
        ("{code: under-18, text: Under 18}", "{code: Under 18, text: Under 18}", "under-18, text"),
        ("foot]}\n", "Foot]}\n", "foot]}\n"),
        ("{from: 1, text: Ask.}", "{from: one, text: Ask.}", "1, text: Ask."),
        ("when: {feature: P1}", "when: {feature: P 1}", "P1}"),
        ("[It is small.]", "['']", "It is small."),
        ("questions: [age]", "questions: [Age]", "age]}]"),
    ],
)
def test_line_and_column_are_exact(old: str, new: str, at: str) -> None:
    raw = SOUND.replace(old, new, 1).encode()
    assert place(at) in [":".join(line.split(":")[:2]) for line in faults(raw)]


def test_line_and_column_of_an_inner_condition_are_exact() -> None:
    inner = "gate: {all: [{question: age, chosen: [from-18]}, {not: {overlay: flare}}]}"
    found = faults(changed(("gate: {question: age, chosen: [from-18]}", inner)))
    line, column = place("gate: {question").split(":")
    assert found[0] == (
        f"{line}:{int(column) + inner.index('{overlay')}: overlay 'flare': "
        "'overlay' cannot be used here. Use answers to questions instead."
    )


def test_windows_line_ends_and_other_letters_do_not_move_places() -> None:
    raw = SOUND.replace("Age matters.", "Ägé “matters”").replace("kind: gate", "kind: gat")
    (unix, _), (windows, _) = faults(raw.encode()), faults(raw.replace("\n", "\r\n").encode())
    assert unix == windows


def test_every_fault_is_one_line() -> None:
    (line, _) = faults(changed(("wish: place", 'wish: "place\\nand more"')))
    assert line.startswith(place("place\n  rows") + ": sheet: 'wish' is 'place")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("level: urgent\n", "level: [urgent]\n"),
        ("item_weight: 2", "item_weight: [2]"),
        ("repeats: true", "repeats: {yes: true}"),
        ("mark: seen", "mark: [seen]"),
    ],
)
def test_wrong_value_is_told_in_words_not_in_python(old: str, new: str) -> None:
    (line, _) = faults(changed((old, new)))
    assert "not a list" in line or "not keys and values" in line


def test_long_wrong_value_is_cut_in_the_message() -> None:
    for key in ("for_the_gp: [The patient chose these.]", "wish: place"):
        long = f"{key.split(':')[0]}: {'word ' * 400}"
        assert max(map(len, faults(changed((key, long))))) < 200


def test_name_of_the_file_stands_before_each_problem(tmp_path: File) -> None:
    file = tmp_path / "mine.yaml"
    file.write_bytes(changed(("cap: 8", "cap: eight"), ("kind: gate", "kind: gates")))
    with pytest.raises(ContentError) as fault:
        load(file)
    lines = str(fault.value).split("\n")
    assert [line.split(":")[0] for line in lines[:-1]] == ["mine.yaml", "mine.yaml"]
    assert [problem.line for problem in fault.value.problems] == sorted(
        int(line.split(":")[1]) for line in lines[:-1]
    )


# --- top level ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- a\n- b\n", "1:1: must have keys and values, not a list."),
        ("Back pain\n", "1:1: must have keys and values, not 'Back pain'."),
        ("---\n", "2:1: must have keys and values, not ''."),
    ],
)
def test_content_without_keys_is_refused(text: str, found: str) -> None:
    assert faults(text.encode()) == [found, "1 problem. The questionnaire was not loaded."]


REQUIRED = [name for name, info in Questionnaire.model_fields.items() if info.is_required()]


def without(name: str) -> bytes:
    """The sound questionnaire less one of its parts."""
    return "\n".join(part for key, part in PARTS.items() if key != name).encode()


@pytest.mark.parametrize("name", REQUIRED)
def test_part_that_is_missing_is_told(name: str) -> None:
    assert faults(without(name)) == [
        f"1:1: key '{name}' is missing. Add it.",
        "1 problem. The questionnaire was not loaded.",
    ]


@pytest.mark.parametrize("name", ["overlays", "result_notes"])
def test_part_that_is_not_required_may_be_missing_or_empty(name: str) -> None:
    assert getattr(loads(without(name)), name) == ()
    assert getattr(loads(completed(f"{name}: []\n")), name) == ()


@pytest.mark.parametrize("key", ["?question", "?", "", "items ", "__class__", "model_config", "1"])
def test_unknown_key_is_told_whatever_it_is(key: str) -> None:
    (line, count) = faults(f'"{key}": x\n{SOUND}'.encode())
    assert line.startswith(f"1:1: unknown key '{key}'.")
    assert count == "1 problem. The questionnaire was not loaded."


@pytest.mark.parametrize("key", CONDITION_KEYS)
@pytest.mark.parametrize("value", ["x", "[x]", "[[x]]", "{x: y}", "[{x: y}]", "''", "[]", "{}"])
def test_condition_with_a_wrong_value_is_told(key: str, value: str) -> None:
    gate = f"gate: {{{key}: {value}}}"
    assert faults(changed(("gate: {question: age, chosen: [from-18]}", gate)))[-1].endswith(
        "The questionnaire was not loaded."
    )


@pytest.mark.parametrize("value", ["x", "[x]", "[[x]]", "{x: y}", "[{x: y}]", "''", "[]", "{}"])
@pytest.mark.parametrize("name", REQUIRED[2:])
def test_part_with_a_wrong_value_is_told(name: str, value: str) -> None:
    assert faults(completed(f"{name}: {value}\n"))[-1].endswith("The questionnaire was not loaded.")


# --- whatever is wrong, it is told ----------------------------------------------------------------

RICH = changed(
    ("short: Place\n", "short: Place\n    enable_when: {question: age, chosen: [from-18]}\n"),
    ("wish: place", "wish: age"),
    ("    when: {question: numbness, chosen: [foot]}\n", """\
    applies_when: {condition: child}
    when:
      any:
        - {question: numbness, chosen: [foot]}
        - all: [{question: numbness, chosen: [foot], at_least: 1}]
    also_when: {not: {question: place, chosen: [groin]}}
"""),
    ("from: 2,", "from: 2, requires: {feature: P1}, otherwise: few,"),
    ("because: everyone can ask this,", """\
because: everyone can ask this,
     lifted_when: {question: place, chosen: [groin]}, never_cut: true,
     follow_ups: [{text: And then?, when: {overlay: flare}, sources: [S1]}],"""),
    ("  - link_id: place\n", """\
  - link_id: again
    section: signs
    text: Which are you not sure about?
    short: Not sure
    why: Only these count.
    error: Select which
    asks_again: numbness
    answer_option: [{code: cant-say, text: I cannot say}]
    sources: [S1]
  - link_id: which
    section: pain
    text: Which is worst?
    short: Worst
    why: The worst matters.
    error: Select which
    asks_which: numbness
    answer_option: [{code: neither, text: Neither, exclusive: true}]
    sources: [S1]
  - link_id: place
"""),
    ("questions: [place]", "questions: [place, which]"),
    ("cap: 8", "cap: 8\n  lifted_after: cause\n  by_hand: [My work]"),
    ("    card: your foot is numb\n", "    card: your foot is numb\n    asked_in: [numbness]\n"),
    ("action: Call 999,", "action: Call 999, deaf: Text 999., afterwards: Come back.,"),
)  # fmt: skip
CONDITIONS: tuple[Plain, ...] = (
    {"question": "place", "chosen": ("groin",)},
    {"question": "nothing", "chosen": ("groin",)},
    {"condition": "child"},
    {"warning_sign": "foot"},
    {"feature": "P1"},
    {"overlay": "flare"},
    {"band": ("many",)},
    {"level_at_least": "urgent"},
    {"not": {"condition": "child"}},
)
WRONG: tuple[Plain, ...] = ("", "x", (), ({},), {"?x": "y"})


def inside(path: Path, data: Plain) -> Iterator[Path]:
    """The places of all values, one for each kind of place."""
    yield path
    if isinstance(data, dict):
        for key, inner in data.items():
            yield from inside((*path, key), inner)
    elif isinstance(data, tuple):
        for i, inner in enumerate(data):
            yield from inside((*path, i), inner)


def put(data: Plain, path: Path, value: Plain) -> Plain:
    """The data with another value at a place."""
    if not path:
        return value
    if isinstance(data, dict):
        key = str(path[0])
        return {**data, key: put(data[key], path[1:], value)}
    assert isinstance(data, tuple)
    return tuple(put(v, path[1:], value) if i == path[0] else v for i, v in enumerate(data))


def value_at(path: Path) -> object:
    """What stands in a place of the rich questionnaire."""
    found: Any = DATA
    for part in path:
        found = found[part]
    return found


DATA = read(RICH).data
PLACES = {
    tuple("-" if isinstance(part, int) else part for part in path): path
    for path in inside((), DATA)
}


def test_the_rich_questionnaire_loads() -> None:
    assert loads(RICH).items_by_id["place"].enable_when is not None


@pytest.mark.long
@pytest.mark.parametrize("at", PLACES.values(), ids=lambda path: ".".join(map(str, path)))
def test_whatever_stands_in_a_place_loads_or_is_told(at: Path) -> None:
    crashed = []
    for value in (*WRONG, *CONDITIONS) if isinstance(value_at(at), dict) else WRONG:
        try:
            loads(json.dumps(put(DATA, at, value)).encode())
        except ContentError:
            continue
        except Exception as fault:  # noqa: BLE001 - what the test is about
            crashed.append((value, repr(fault)))
    assert crashed == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("when: {question: age, chosen: [under-18]}", "when: {condition: child}"),
        ("when: {question: numbness, chosen: [foot]}", "when: {warning_sign: foot}"),
        ("when: {question: numbness, chosen: [foot]}", "when: {level_at_least: urgent}"),
        ("when: {question: place, chosen: [buttock]}", "when: {feature: P1}"),
        ("gate: {question: age, chosen: [from-18]}", "gate: {overlay: flare}"),
        ("no_band_when: {condition: child}", "no_band_when: {band: [many]}"),
        ("when: {level_at_least: emergency}", "when: {all: [{condition: pregnant}]}"),
        ("short: Place\n", "short: Place\n    enable_when: {question: plac, chosen: [groin]}\n"),
    ],
)
def test_condition_that_depends_on_itself_or_on_nothing_is_told(old: str, new: str) -> None:
    assert faults(changed((old, new)))[-1].endswith("The questionnaire was not loaded.")


# --- files ----------------------------------------------------------------------------------------


def test_path_that_is_not_there_is_an_os_error(tmp_path: File) -> None:
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "missing.yaml")


def test_directory_is_an_os_error(tmp_path: File) -> None:
    with pytest.raises(IsADirectoryError):
        load(tmp_path)


@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_what_might_never_end_is_an_os_error(kind: str, tmp_path: File) -> None:
    file = tmp_path / "pipe.yaml" if kind == "pipe" else File(os.devnull)
    if kind == "pipe":
        os.mkfifo(file)
    with pytest.raises(OSError, match="no ordinary file"):
        load(file)


def test_loop_of_links_is_an_os_error(tmp_path: File) -> None:
    link = tmp_path / "loop.yaml"
    link.symlink_to(link)
    with pytest.raises(OSError, match="symbolic links"):
        load(link)


def test_unreadable_file_is_an_os_error(tmp_path: File) -> None:
    file = tmp_path / "secret.yaml"
    file.write_text(SOUND, encoding="utf-8")
    file.chmod(0)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)  # nothing is unreadable for root
    try:
        with pytest.raises(PermissionError):
            load(file)
    finally:
        os.seteuid(user)


# --- work -----------------------------------------------------------------------------------------

MOST_CALLS = 5_000_000
"""More than either needs (2,000,000), and far fewer than work that doubles with each name."""


def test_conditions_that_use_one_another_twice_are_checked_once() -> None:
    chain = "".join(
        f"  - {{id: c{i}, text: t, sources: [S1], "
        f"when: {{any: [{{condition: c{i - 1}}}, {{condition: c{i - 1}}}]}}}}\n"
        for i in range(1, 19)
    ).replace("c0", "child")
    raw = changed(
        ("\nwarning_signs:", f"{chain}\nwarning_signs:"),
        ("no_band_when: {condition: child}", "no_band_when: {condition: c18}"),
    )
    assert within(MOST_CALLS, lambda: loads(raw)).title


def test_file_full_of_unknown_names_is_refused_soon() -> None:
    names = ", ".join(f"T{number}" for number in range(5000))
    known = "".join(f"  - {{id: R{i}, title: A paper, mark: seen}}\n" for i in range(500))
    raw = SOUND.replace("sources: [S1]", f"sources: [{names}]", 1).encode() + known.encode()
    assert within(MOST_CALLS, lambda: faults(raw))[-1].endswith("The questionnaire was not loaded.")
