"""The tests of tests/archive/search/test_engines_groups.py, of an engine on a real OpenSearch node."""

from tests.archive.search.test_engines_groups import *  # noqa: F403
