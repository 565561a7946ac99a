"""The tests of tests/archive/search/test_engines_any_plan.py, of an engine on a real OpenSearch node."""

from tests.archive.search.test_engines_any_plan import *  # noqa: F403
