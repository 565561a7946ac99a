"""The tests of tests/archive/search/test_engines_agree.py, of an engine on a real OpenSearch node."""

from tests.archive.search.test_engines_agree import *  # noqa: F403
