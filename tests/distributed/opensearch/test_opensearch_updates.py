"""The tests of tests/archive/search/test_engines_updates.py, of an engine on a real OpenSearch node."""

from tests.archive.search.test_engines_updates import *  # noqa: F403
