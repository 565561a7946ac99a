"""The tests of tests/archive/search/test_engines_agree_plans.py, of an engine on a real OpenSearch node."""

from tests.archive.search.test_engines_agree_plans import *  # noqa: F403
