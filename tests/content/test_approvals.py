"""Approvals: what takes the draft notice away, and every fault of the file."""

from pathlib import Path

import pytest

from app.config import APPROVALS_FILE, QUESTIONS_FILE
from app.content.approvals import read_approvals
from app.content.load import load
from app.content.problems import ContentError
from tests.content.sound import SOUND
from tests.questions import QUESTIONS

DIGEST = QUESTIONS.digest
ENTRY = f"""\
  - digest: {DIGEST}
    role: clinician
    date: 2027-03-01
    scope: whole
"""


def written(folder: Path, *entries: str) -> Path:
    file = folder / "approvals.yaml"
    file.write_text("approvals:\n" + "".join(entries), encoding="utf-8")
    return file


def approved(folder: Path, *entries: str) -> bool:
    return read_approvals(written(folder, *entries)).suffice_for(QUESTIONS)


def test_nobody_has_approved_the_shipped_content() -> None:
    approvals = read_approvals(APPROVALS_FILE)
    assert approvals.approvals == ()
    assert approvals.last is None
    assert not approvals.suffice_for(QUESTIONS)


@pytest.mark.parametrize("role", ["clinician", "clinical-safety-officer"])
def test_content_is_approved_by_a_clinician_for_all_of_it(tmp_path: Path, role: str) -> None:
    assert approved(tmp_path, ENTRY.replace("clinician", role))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("role: clinician", "role: content-designer"),
        ("scope: whole", "scope: wording"),
        (DIGEST, DIGEST[1:] + ("0" if DIGEST[0] != "0" else "1")),
    ],
)
def test_content_stays_a_draft_without_the_right_role_scope_or_digest(
    tmp_path: Path, old: str, new: str
) -> None:
    assert not approved(tmp_path, ENTRY.replace(old, new))
    assert approved(tmp_path, ENTRY.replace(old, new), ENTRY)


def test_one_changed_word_makes_it_a_draft_again(tmp_path: Path) -> None:
    text = QUESTIONS_FILE.read_text(encoding="utf-8")
    file = tmp_path / "questions.yaml"
    file.write_text(text.replace("next_review: 20", "next_review: 21", 1), encoding="utf-8")
    approvals = read_approvals(written(tmp_path, ENTRY))
    assert approvals.suffice_for(QUESTIONS)
    assert not approvals.suffice_for(load(file))


def test_the_last_approval_is_the_newest_of_whole_content(tmp_path: Path) -> None:
    newest = ENTRY.replace("2027-03-01", "2028-01-31").replace(DIGEST, "a" * 64)
    wording = ENTRY.replace("2027-03-01", "2029-01-31").replace("whole", "wording")
    approvals = read_approvals(written(tmp_path, newest, ENTRY, wording))
    assert approvals.last is approvals.approvals[0]


def test_an_approval_is_told_in_a_sentence(tmp_path: Path) -> None:
    named = ENTRY + "    name: Dr A. Body\n"
    first, second = read_approvals(written(tmp_path, ENTRY, named)).approvals
    assert str(first) == "Approved on 2027-03-01 by a clinician: the whole content."
    assert str(second) == "Approved on 2027-03-01 by Dr A. Body, clinician: the whole content."


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "role: clinician",
            "role: clinican",
            "3:11: approvals: 'role' cannot be 'clinican'. Did you mean 'clinician'?",
        ),
        (
            DIGEST,
            DIGEST[:12],
            (
                f"2:13: approvals: 'digest' is '{DIGEST[:12]}'. "
                "Copy the digest that the content check prints."
            ),
        ),
        (
            "date: 2027-03-01",
            "date: 1.3.2027",
            "4:11: approvals: 'date' is '1.3.2027'. Write year, month and day, as 2026-11-22.",
        ),
        (
            "    scope: whole\n",
            "    scope: whole\n    revision: v1\n",
            (
                "6:15: approvals: 'revision' is 'v1'. "
                "Write the git commit in full: 40 letters and digits."
            ),
        ),
        ("    scope: whole\n", "", "2:5: approvals: key 'scope' is missing. Add it."),
        (
            "scope: whole",
            "scope: whole\n    scope: whole",
            "6:5: key 'scope' stands here again, first on line 5. Keep the right one.",
        ),
    ],
)
def test_a_fault_is_told_with_its_place_and_cure(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(ContentError) as caught:
        read_approvals(written(tmp_path, ENTRY.replace(old, new, 1)))
    assert str(caught.value) == f"approvals.yaml:{message}\n1 problem. No approval was read."


def test_a_file_that_is_no_list_of_approvals_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "approvals.yaml"
    file.write_text(SOUND, encoding="utf-8")
    with pytest.raises(ContentError, match=r"key 'approvals' is missing"):
        read_approvals(file)
