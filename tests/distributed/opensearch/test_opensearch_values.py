"""The tests of tests/archive/search/test_engines_values.py, of an engine on a real OpenSearch node."""

from tests.archive.search.test_engines_values import *  # noqa: F403
