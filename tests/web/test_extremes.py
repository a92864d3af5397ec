"""The extreme sheets that other tests print are those of the content as it is."""

import pytest

from tests.browser.extremes import written
from tests.browser.states import EXTREMES


@pytest.mark.long
def test_extremes_are_those_of_this_content() -> None:
    again = "python -m tests.browser.extremes"
    assert EXTREMES.read_text(encoding="utf-8") == written(), f"after a wanted change: {again}"
