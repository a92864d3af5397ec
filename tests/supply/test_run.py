import json
from collections.abc import Mapping

import pytest

from tests.supply import licences, run
from tests.supply.locks import Pin

LOCKED = (Pin("flask", "3.1.3", 2), Pin("flask-wtf", "1.3.0", 1))
MIT = [{"license": {"id": "MIT"}}]
BILL = (
    {"name": "Flask", "version": "3.1.3", "licenses": MIT},
    {"name": "Flask_WTF", "version": "1.3.0", "licenses": MIT},
)
AUDITED = (
    {"name": "flask", "version": "3.1.3", "vulns": []},
    {"name": "flask-wtf", "version": "1.3.0", "vulns": []},
)
HOLE = {"id": "CVE-2026-27205", "fix_versions": []}
SKIPPED = {"name": "flask", "skip_reason": "Dependency not found on PyPI and could not be audited"}


def bill(*components: Mapping[str, object]) -> str:
    return json.dumps({"components": components})


def audited(*dependencies: Mapping[str, object]) -> str:
    return json.dumps({"dependencies": dependencies})


def code(
    results: list[Mapping[str, object]], *, lines: int = 9, errors: tuple[object, ...] = ()
) -> str:
    return json.dumps(
        {"results": results, "errors": errors, "metrics": {"_totals": {"loc": lines}}}
    )


def test_a_bill_of_just_what_is_locked_is_taken() -> None:
    assert run.about_sbom(bill(*BILL), LOCKED).kept is True


@pytest.mark.parametrize(
    ("components", "fault"),
    [
        (BILL[:1], "flask-wtf==1.3.0 is missing"),
        ((*BILL, {"name": "extra", "version": "1", "licenses": MIT}), "extra==1 is not locked"),
        ((BILL[0], {**BILL[1], "licenses": []}), "Flask_WTF has no licence"),
    ],
)
def test_any_other_bill_is_refused(
    components: tuple[Mapping[str, object], ...], fault: str
) -> None:
    promise = run.about_sbom(bill(*components), LOCKED)
    assert (promise.kept, promise.found) == (False, fault)


def test_nothing_known_about_any_package_is_good() -> None:
    assert run.about_advisories(audited(*AUDITED), "", LOCKED).kept is True


def test_a_known_hole_is_told_with_its_number() -> None:
    report = audited(AUDITED[1], {**AUDITED[0], "vulns": [HOLE]})
    promise = run.about_advisories(report, "Found 1 known vulnerability", LOCKED)
    assert (promise.kept, promise.found) == (False, "flask CVE-2026-27205")


def test_without_a_network_nothing_is_said_to_be_good() -> None:
    promise = run.about_advisories("", "ERROR: could not be audited\n", LOCKED)
    assert str(promise) == "not run   No package is known to be unsafe: ERROR: could not be audited"


@pytest.mark.parametrize("report", [audited(AUDITED[1], SKIPPED), audited(), audited(AUDITED[0])])
def test_packages_that_were_passed_over_are_not_good(report: str) -> None:
    assert run.about_advisories(report, "No known vulnerabilities found", LOCKED).kept is None


def test_only_low_findings_in_the_code_are_let_pass() -> None:
    low: Mapping[str, object] = {
        "test_id": "B404",
        "issue_severity": "LOW",
        "filename": "app/a.py",
        "line_number": 4,
    }
    assert run.about_code(code([low])).kept is True
    promise = run.about_code(code([low, {**low, "issue_severity": "MEDIUM"}]))
    assert (promise.kept, promise.found) == (False, "B404 at app/a.py:4")


def test_code_that_was_not_read_is_not_good() -> None:
    assert run.about_code(code([], errors=({"filename": "app/a.py"},))).kept is False
    assert run.about_code(code([], lines=0)).kept is False


def test_an_old_page_of_licences_is_told() -> None:
    page = licences.page(LOCKED)
    assert run.about_licences(page, LOCKED).kept is True
    assert run.about_licences(page, LOCKED[:1]).kept is False
    promise = run.about_licences(page, (Pin("no-such-package", "1", 1),))
    assert promise.kept is False
    assert promise.found.startswith("no-such-package==1 is not installed")


@pytest.mark.parametrize(
    ("kept", "needed", "ends_with"),
    [(True, "", 0), (None, "", 0), (None, "1", 1), (False, "", 1)],
)
def test_it_ends_with_1_when_a_promise_is_not_kept(
    kept: bool | None, needed: str, ends_with: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    promises = (run.Promise("One", "found", True), run.Promise("Two", "found", kept))
    monkeypatch.setattr(run, "_promises", lambda: promises)
    monkeypatch.setenv(run.NEEDED, needed)
    assert run.main() == ends_with
