"""nginx in front of one copy."""

from collections.abc import Iterator

import pytest

from tests.needs import Kind
from tests.serving.proxy import BEHIND, Proxy, proxied
from tests.serving.served import served
from tests.shipped import app as app
from tests.shipped import questionnaire as questionnaire

BEHIND_NGINX = ["test_cluster.py", "test_http2.py", "test_nginx.py"]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Leave them out of ``make quick``: each starts a server."""
    item.add_marker(pytest.mark.long)
    if item.path.name in BEHIND_NGINX:
        item.add_marker(pytest.mark.needs(Kind.nginx))


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """nginx in front of one copy."""
    with (
        served(tmp_path_factory.mktemp("copy"), BEHIND) as copy,
        proxied(tmp_path_factory.mktemp("nginx"), [copy.port]) as proxy,
    ):
        yield proxy
