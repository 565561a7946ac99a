"""The tests of tests/archive/search/test_engines_words.py, of an engine on a real OpenSearch node."""

from tests.archive.search.test_engines_words import *  # noqa: F403
