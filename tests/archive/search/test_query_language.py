"""The query language alone: how queries are parsed, the warnings about mistakes, and that no text breaks it."""

from __future__ import annotations

import re
import sys
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.access import ARCHIVIST
from archive.errors import QueryError
from archive.search.query import Query, parse_query
from archive.search.query.dates import days_text, read_days
from archive.search.query.fields import DATE_FIELDS, EXACT_FIELDS, FIELDS, field_name
from archive.search.query.parser import MAX_DEPTH, MAX_WORDS
from archive.search.query.tree import MAX_LENGTH
from archive.text import CONTENTS, SCOPES
from tests.cases.query_cases import READ, REFUSED
from tests.support.commands import some


@pytest.mark.parametrize(("typed", "read_as", "said"), READ, ids=[ascii(case[0]) for case in READ])
def test_what_people_type_is_read_and_slips_are_said(typed: str, read_as: str, said: tuple[str, ...]) -> None:
    query = parse_query(typed)
    assert query.read_as == read_as
    assert len(query.warnings) == len(said), query.warnings
    for words, warning in zip(said, query.warnings, strict=True):
        assert words in warning
        assert warning.endswith(".")


@pytest.mark.parametrize(("typed", "place", "words"), REFUSED)
def test_what_cannot_be_run_is_said_with_its_place(typed: str, place: str, words: str) -> None:
    error = outcome(typed)
    assert isinstance(error, QueryError)
    assert words in str(error)
    assert typed[error.position : error.position + error.length] == place


def outcome(typed: str) -> Query | QueryError:
    try:
        return parse_query(typed)
    except QueryError as error:
        return error


def meaning(clause: Any) -> Any:
    """Return a clause without the positions of its words."""
    if isinstance(clause, tuple):
        return tuple(meaning(part) for part in clause)
    if not is_dataclass(clause):
        return clause
    inside = [meaning(getattr(clause, field.name)) for field in fields(clause) if field.name != "span"]
    return (type(clause).__name__, *inside)


def spans(clause: Any) -> list[tuple[int, int]]:
    """Return the positions of all clauses in a clause."""
    if isinstance(clause, tuple):
        return [span for part in clause for span in spans(part)]
    if not is_dataclass(clause):
        return []
    own = [getattr(clause, "span")] if hasattr(clause, "span") else []  # noqa: B009
    return own + [s for field in fields(clause) if field.name != "span" for s in spans(getattr(clause, field.name))]


SYNTAX = (
    *'"“”«»「()（）-–—−:：*＊~～|&!+.,;/\\[]{}<>@#%=?\'’_0123456789',
    *("~3", "~1", "~99", "..", ">=", "<", "://", "https://", "OR", "AND", "NOT", "or", "atau", "KHÔNG", " TO "),
    *("title:", "judul:", "tiêu đề:", "date:", "year:", "kind:", "language:", "has:", "number:", "collection:", "foo:"),
    *("a", "ký", "konvensi", "HAI_1275.jpg", "P.B.B.", "AT&T", "IMG(1)", "10:00", "2025", "2025-10", "31/02/2025"),
    *("oktober", "tháng 10 năm 2025", "kemarin", "foto", "siaran pers", "tiếng Việt", "vi", "東", "河内公約", "ฮานอย"),
    *("هانوي", "e\u0301", "\u0301", "\u200f", "\u202e", "\x00", "\ud800", "\ufeff", "\u00ad", "🎉"),
    *("ǅ", "ﬁ", "ß", "İ", "²"),
    *(" ", " ", " ", " ", "\u3000", "\n", "\t"),
)  # fmt: skip
TYPED = st.one_of(
    st.text(max_size=200),
    st.text(st.characters(), max_size=60),
    st.lists(st.sampled_from(SYNTAX), max_size=60).map("".join),
    st.lists(st.sampled_from(SYNTAX), max_size=40).map(" ".join),
    st.tuples(st.sampled_from(SYNTAX), st.text(max_size=20), st.sampled_from(SYNTAX), st.text(max_size=20)).map(
        "".join
    ),
)


@settings(max_examples=500, deadline=None)
@given(TYPED)
@example("NOT (NOT x)")
@example("title:(date:2025 -kind:foto)")
def test_any_text_is_a_query_that_can_be_typed_again_or_an_error_that_points_at_its_place(typed: str) -> None:
    found = outcome(typed)
    if isinstance(found, QueryError):
        assert 0 <= found.position <= found.position + found.length <= len(typed)
        assert found.length
        assert str(found).endswith(".")
        return
    assert found.clause is not None or found.blank or found.warnings
    assert all(0 <= start < end <= len(typed) for start, end in spans(found.clause))
    if len(found.read_as) <= MAX_LENGTH:
        again = parse_query(found.read_as)
        assert meaning(again.clause) == meaning(found.clause)
        assert again.read_as == found.read_as
    found.read_as.encode()
    "".join(found.warnings).encode()


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("0123456789-/. :tT..>=<oktobermayháng năm[]–"), max_size=40))
def test_days_that_are_read_are_written_as_the_same_days(typed: str) -> None:
    try:
        (first, last), _ = read_days(typed)
    except QueryError:
        return
    assert read_days(days_text(first, last)) == ((first, last), None)
    assert first is None or last is None or first <= last


def test_limits_are_said_with_their_place() -> None:
    parse_query("x" * MAX_LENGTH)
    for typed, words, position in (
        ("x" * 20_000, "A query may have 1000 characters; leave out", MAX_LENGTH),
        ("(" * 3_000, "A query may have 1000 characters; leave out", MAX_LENGTH),
        ("ab " * (MAX_WORDS + 1), "more than 64 words", 3 * MAX_WORDS),
        ('"' + "ab " * (MAX_WORDS + 1) + '"', "more than 64 words", 0),
        ("河" * 100, "each character is one", 0),
        ("number:1 " * (MAX_WORDS + 1), "more than 64 words", 9 * MAX_WORDS + 7),
        ("(" * (MAX_DEPTH + 1) + "x", "20 deep", MAX_DEPTH),
    ):
        error = outcome(typed)
        assert isinstance(error, QueryError)
        assert words in str(error)
        assert error.position == position
    parse_query("ab " * MAX_WORDS)
    assert parse_query("(" * MAX_DEPTH + "x" + ")" * MAX_DEPTH).read_as == "x"


WORKLOADS = (
    "((((((((((a", "))))))))))", '""""""""""', "----------", "NOT NOT NOT ", "a:a:a:a:a:a:", "title:title:title:",
    "title:-title:-", "OR OR OR OR ", "**********", "~~~~~~~~~~", "a(a(a(a(a(", "a(a)a(a)a(a)", "tiêu đề tiêu đề:",
    "date:25 ", "date:1-1-1-1-", "kind:a b c ", "[[[[[[[[[[", "'a 'a 'a 'a", "http://http://", "\u200f\u200f\u200f",
    "a~a~a~a~a~", "\u0301\u0301\u0301\u0301", "!a !a !a !a ", "|||| |||| ", "a\u00ada\u00ada\u00ad", "河内公約河内",
)  # fmt: skip


@pytest.mark.parametrize("piece", WORKLOADS)
def test_the_work_grows_no_faster_than_the_text(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.search.query.parser.MAX_LENGTH", 1_000_000)
    monkeypatch.setattr("archive.search.query.parser.MAX_DEPTH", 1_000_000)
    monkeypatch.setattr("archive.search.query.parser.MAX_WORDS", 10)
    short, long = (steps(piece * (length // len(piece))) for length in (2_000, 16_000))
    assert long <= 8 * 1.5 * short


def steps(typed: str) -> int:
    """Return the number of calls made while parsing a text."""
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(counted)
    try:
        outcome(typed)
    except RecursionError:
        pass
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("typed", ["a" * 14 + " ", "-" + "a" * 13 + " ", "(-" + "a" * 12 + ") "])
def test_a_query_as_long_as_allowed_can_be_typed_again_as_it_was_read(typed: str) -> None:
    query = parse_query((typed * 64).strip()[:MAX_LENGTH])
    assert len(query.read_as) <= MAX_LENGTH
    assert meaning(parse_query(query.read_as).clause) == meaning(query.clause)


def test_every_field_has_a_column_or_terms_to_be_asked_of() -> None:
    assert set(FIELDS) - DATE_FIELDS == EXACT_FIELDS | {"title", "caption", "text", "filename"} | set(SCOPES)
    assert {"title", "caption", "text", "filename"} <= set(CONTENTS)


def test_no_name_means_two_fields_and_each_is_read_however_it_is_spelled() -> None:
    seen: dict[str, str] = {}
    for field in some(FIELDS.values()):
        for name in some(field.names):
            for typed in (name, name.upper(), name.replace(" ", ""), name.replace(" ", "_"), name.replace(" ", "-")):
                assert field_name(typed, ARCHIVIST) == field.name
                assert seen.setdefault(typed, field.name) == field.name
            value = {
                "date": "2025",
                "month": "2025-10",
                "year": "2025",
                "added": "2025",
                "kind": "photo",
                "has": "photo",
            }.get(field.name)
            value = value or {"flag": "file-photo", "language": "vi", "ocr": "poor", "status": "held"}.get(
                field.name, "konvensi"
            )
            said = "date" if field.name in DATE_FIELDS - {"added"} else field.name
            assert parse_query(f"hanoi {name}:{value}", viewer=ARCHIVIST).read_as == f"hanoi AND {said}:{value}"


def test_the_guide_tells_every_field_and_no_query_that_is_not_read() -> None:
    guide = (Path(__file__).parents[3] / "docs/researcher.md").read_text(encoding="utf-8")
    told = guide.split("## Search syntax")[1].split("## Names")[0]
    quoted = re.findall(r"`([^`]+)`", told)
    assert {field_name(typed.rstrip(":"), ARCHIVIST) for typed in quoted if typed.endswith(":")} >= set(FIELDS) - {
        *DATE_FIELDS,
        "has",
    }
    for typed in quoted:
        assert isinstance(outcome(typed), Query), typed
