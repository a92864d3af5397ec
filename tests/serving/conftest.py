"""What is left out where there is no proxy to test with, and from the measuring of coverage."""

import pytest

from tests.serving.tools import MISSING

collect_ignore = ["test_cluster.py", "test_nginx.py", "test_surroundings.py"] if MISSING else []


def pytest_itemcollected(item: pytest.Item) -> None:
    """Measure no coverage: the tests without a server cover the same lines."""
    item.add_marker(pytest.mark.unmeasured)
