"""What is left out where there is no proxy to test with."""

from tests.serving.tools import MISSING

collect_ignore = ["test_cluster.py", "test_nginx.py", "test_surroundings.py"] if MISSING else []
