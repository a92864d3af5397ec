"""nginx in front of one copy, and what is left out where there is none."""

from collections.abc import Iterator

import pytest

from tests.serving.proxy import BEHIND, Proxy, proxied
from tests.serving.served import served
from tests.serving.tools import MISSING

NEED_IT = ["test_cluster.py", "test_http2.py", "test_nginx.py", "test_surroundings.py"]
collect_ignore = NEED_IT if MISSING else []


def pytest_itemcollected(item: pytest.Item) -> None:
    """Measure no coverage: the tests without a server cover the same lines."""
    item.add_marker(pytest.mark.unmeasured)


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """nginx in front of one copy."""
    with (
        served(tmp_path_factory.mktemp("copy"), BEHIND) as copy,
        proxied(tmp_path_factory.mktemp("nginx"), [copy.port]) as proxy,
    ):
        yield proxy
