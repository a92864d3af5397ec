"""The hazard log is whole: every control has a test that exists, and no hazard is forgotten."""

from pathlib import Path

import pytest

from app.config import ROOT
from tests.docs.hazard_log import BRIEF, NOT_SCORED, REFERENCE, faults

LOG = ROOT / "docs" / "safety" / "hazards.yaml"


def test_the_hazard_log_has_no_faults() -> None:
    found = faults(LOG.read_bytes(), ROOT, LOG.name, (*BRIEF, *REFERENCE))
    assert found == [], "\n".join(found)


# --- each fault is found --------------------------------------------------------------------------

SMALL = f"""\
hazards:
  - id: H1
    sources: [brief H1, reference H2]
    hazard: A warning sign is missed
    cause: unclear words
    effect: late care
    controls:
      - control: The sign is asked first.
        where: [app/rules.py (decide), questions.yaml]
        tests: [tests/test_small.py::test_the_sign_is_asked_first]
    open: [Nobody has tested the words with people.]
    residual_risk: {NOT_SCORED}
  - id: H2
    sources: [ours]
    hazard: A translation says something else
    cause: no one has checked it
    effect: a sign is missed
    open: [There is no translation yet.]
    residual_risk: {NOT_SCORED}
"""
CONTROLS = SMALL[SMALL.index("    controls:") : SMALL.index("    open: [Nobody")]
OPEN = "    open: [There is no translation yet.]\n"
TEST = "tests/test_small.py::test_the_sign_is_asked_first"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small project with one test, that has a sibling inside a class and a helper."""
    for name in ("app/rules.py", "questions.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    test = tmp_path / "tests" / "test_small.py"
    test.parent.mkdir()
    test.write_text(
        "def helper(): ...\n"
        "def test_the_sign_is_asked_first(): ...\n"
        "class Inside:\n"
        "    def test_inside(self): ...\n"
    )
    return tmp_path


def test_a_sound_log_has_no_faults(root: Path) -> None:
    assert faults(SMALL.encode(), root, must_cite=("brief H1", "reference H2")) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            OPEN,
            "",
            (
                "13:5: hazard H2: it has no control. "
                "Name what is done about it, or say under 'open' what is missing."
            ),
        ),
        (
            f"[{TEST}]",
            "[]",
            (
                "8:9: hazard H1: control 1 has no test. "
                "Name the test that fails without it, or move it to 'open' until there is one."
            ),
        ),
        (
            f"        tests: [{TEST}]\n",
            "",
            (
                "8:9: hazard H1: control 1 has no test. "
                "Name the test that fails without it, or move it to 'open' until there is one."
            ),
        ),
        (
            "is_asked_first]",
            "is_asked_last]",
            (
                "10:17: hazard H1: there is no test "
                "'tests/test_small.py::test_the_sign_is_asked_last'. "
                "Did you mean 'test_the_sign_is_asked_first'?"
            ),
        ),
        (
            "::test_the_sign_is_asked_first",
            "::test_inside",
            (
                "10:17: hazard H1: there is no test 'tests/test_small.py::test_inside'. "
                "Known tests: test_the_sign_is_asked_first."
            ),
        ),
        (
            "test_small.py",
            "test_large.py",
            "10:17: hazard H1: there is no file 'tests/test_large.py'. Name a test that exists.",
        ),
        (
            "is_asked_first]",
            'is_asked_first, "tests/test_small.py::test_x[1]"]',
            (
                "10:68: hazard H1: 'tests/test_small.py::test_x[1]' is no test. "
                "Write tests/….py::test_name, without brackets."
            ),
        ),
        (
            "app/rules.py",
            "app/ruler.py",
            (
                "9:17: hazard H1: there is no 'app/ruler.py (decide)'. "
                "Say where the control stands now."
            ),
        ),
        (
            "id: H2",
            "id: H1",
            (
                "13:9: hazard H1: this should be H2: hazards stand in order, without a gap, "
                "each once. Give a new hazard the next number."
            ),
        ),
        (
            "id: H2",
            "id: H3",
            (
                "13:9: hazard H3: this should be H2: hazards stand in order, without a gap, "
                "each once. Give a new hazard the next number."
            ),
        ),
        (
            "[brief H1, ",
            "[brief H21, ",
            (
                "3:15: hazard H1: unknown source 'brief H21'. Name one from 'brief H1' to "
                "'brief H20', 'reference H1' to 'reference H17', or 'ours'."
            ),
        ),
        ("    effect: late care\n", "", "2:5: hazard H1: key 'effect' is missing. Add it."),
        ("[ours]", "[]", "14:14: hazard H2: 'sources' has 0 entries. It needs at least 1."),
        (
            "effect: late",
            "efect: late",
            "6:5: hazard H1: unknown key 'efect'. Did you mean 'effect'?",
        ),
        (
            "control: The",
            "contrl: The",
            "8:9: hazard H1: unknown key 'contrl'. Did you mean 'control'?",
        ),
        (
            NOT_SCORED,
            "low",
            (
                "12:20: hazard H1: 'residual_risk' cannot be 'low'. Known values: "
                "to be scored by the clinical safety officer of the hospital."
            ),
        ),
        ("id: H2", "id: H1\n    id: H2", "14:5: key 'id' stands here again, first on line 13."),
    ],
)
def test_a_fault_is_told_with_its_place_hazard_and_cure(
    root: Path, old: str, new: str, message: str
) -> None:
    assert old in SMALL
    told = faults(SMALL.replace(old, new, 1).encode(), root)
    assert any(line.startswith(f"hazards.yaml:{message}") for line in told), told


def test_a_hazard_with_a_control_needs_no_open_line(root: Path) -> None:
    log = SMALL.replace("    open: [Nobody has tested the words with people.]\n", "")
    assert faults(log.encode(), root) == []


def test_a_hazard_of_the_lists_that_is_left_out_is_told(root: Path) -> None:
    assert faults(SMALL.encode(), root, must_cite=("brief H1", "brief H2", "reference H17")) == [
        "hazards.yaml:1:1: no hazard names 'brief H2'. Add it to the one that covers it.",
        "hazards.yaml:1:1: no hazard names 'reference H17'. Add it to the one that covers it.",
    ]


def test_every_fault_is_told_at_once(root: Path) -> None:
    log = SMALL.replace(CONTROLS, "").replace("    open: [Nobody", "    # ").replace(OPEN, "")
    told = faults(log.encode(), root, must_cite=("reference H3",))
    assert [line.split(": ")[1] for line in told] == [
        "no hazard names 'reference H3'. Add it to the one that covers it.",
        "hazard H1",
        "hazard H2",
    ]


@pytest.mark.parametrize(
    ("log", "message"),
    [
        (
            "hazards: none",
            "1:10: 'hazards' must be a list, not 'none'. Begin each entry with a hyphen.",
        ),
        ("hazards: []", "1:10: 'hazards' has 0 entries. It needs at least 1."),
        ("hazards: [H1]", "1:11: hazard number 1: 'hazards' must have keys and values, not 'H1'."),
        ("- H1", "1:1: must have keys and values, not a list."),
    ],
)
def test_what_is_no_log_is_told(root: Path, log: str, message: str) -> None:
    assert faults(log.encode(), root) == [f"hazards.yaml:{message}"]
