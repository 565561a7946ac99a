"""The tests of tests/archive/search/test_engines.py, of an engine on a real OpenSearch node."""

from tests.archive.search.test_engines import *  # noqa: F403
