from tests.serving.faults import rows, tried


def test_every_line_of_the_table_has_its_tests() -> None:
    found = list(rows())
    assert len(found) > 20
    assert all(what and nodes for what, nodes in found)


def test_a_test_that_fails_or_is_not_there_breaks_its_line() -> None:
    here = "tests/serving/test_faults.py"
    assert tried([f"{here}::test_every_line_of_the_table_has_its_tests"]) == (1, True)
    assert tried([f"{here}::test_that_is_not_there"]) == (0, False)
