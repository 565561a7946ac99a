"""The tests of tests/archive/search/test_engines_facets.py, of an engine on a real OpenSearch node."""

from tests.archive.search.test_engines_facets import *  # noqa: F403
