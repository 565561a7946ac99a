"""The word embargo standing as a heading or a label, denials that deny nothing, and labels of release with a day.

When they were written, the rules held 19 of 79 such lines at the head, 13 at the foot, and 1 of the 16 names.
"""

from __future__ import annotations

import pytest

from ingest.extract.embargo.matcher import read_order
from tests.cases.embargo_standing import NAMES, NAMES_OF_NOTHING, ORDERS, TWINS
from tests.ingest.extract.test_enrich_embargo_sentences import NEWS, outcome
from tests.ingest.extract.test_enrich_hold_names import held


@pytest.mark.parametrize("place", ["head", "foot"])
def test_each_line_holds_a_text(place: str) -> None:
    assert [line for line in ORDERS if outcome(line, "en", place) == "open"] == []


@pytest.mark.parametrize("place", ["head", "foot"])
def test_no_line_of_news_holds_a_text(place: str) -> None:
    assert [line for line in TWINS if outcome(line, "en", place) != "open"] == []


def test_a_line_with_its_end_is_open_after_it() -> None:
    assert outcome("Embargo: end of business 13 March 2051", "en", "head") == "2051-03-14T12:00:00Z"
    assert outcome("Publication date: 13 March 2051", "en", "head") == "2051-03-14T12:00:00Z"
    assert outcome("EMBARGO HASTA EL 13 DE MARZO DE 2051", "en", "head") == "2051-03-14T12:00:00Z"
    assert outcome("13 March 2051: embargo", "en", "head") == "decide"  # it may be the day of the text
    assert outcome("Embargo: 13 March 2021 (postponed)", "en", "head") == "decide"


def test_the_paragraphs_of_news_hold_nothing() -> None:
    assert [line for text in NEWS.values() for line in text.split("\n") if read_order(line)] == []


def test_names_of_files_and_folders() -> None:
    assert [name for name in NAMES if not held(name.rpartition("/")[2], name)] == []
    assert [name for name in NAMES_OF_NOTHING if held(name.rpartition("/")[2], name)] == []
