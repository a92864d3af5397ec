"""What is left out where there is no proxy to test with."""

from tests.serving.tools import MISSING

collect_ignore = ["test_cluster.py", "test_nginx.py"] if MISSING else []
