"""The page of search tips: it covers the whole query language, and is correct."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient

from archive.errors import QueryError
from archive.search.query import parse_query
from archive.search.query.fields import FIELDS
from archive.search.query.interpretation import as_meant
from archive.search.query.kind_boost import boost_kind
from archive.search.query.parser import MAX_DEPTH, MAX_LOOSE, MAX_WIDE, MAX_WORDS, MIN_BEGUN_PART
from archive.search.query.tree import Every, StopWord
from tests.support.commands import some
from tests.support.web_fakes import HELD_WORD, FakeServices
from tests.webui.test_web_pages import page, words
from webui.i18n import help_words

EXAMPLES = (*help_words.WORDS, *help_words.FIELDS, *help_words.DATES)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.typed)
def test_every_example_is_read_as_the_page_says(example: help_words.Example) -> None:
    query = parse_query(example.typed)
    assert query.read_as == example.read_as
    assert query.warnings == ()


def test_every_example_is_on_the_page_as_a_link_to_its_search(client: FlaskClient) -> None:
    shown = page(client, "/help/search")
    links = {words(a): a.get("href") for a in shown.xpath("//dl[@class='tips']/dt/a")}
    for typed in some((*(example.typed for example in EXAMPLES), *help_words.SLIPS)):
        assert parse_qs(urlsplit(links[typed]).query) == {"q": [typed]}


def test_dates_counted_from_today_are_shown_as_what_they_are_read_as_today(client: FlaskClient) -> None:
    days = {datetime.now(UTC).date()}
    shown = page(client, "/help/search")
    days.add(datetime.now(UTC).date())
    said = {words(dt): words(dt.getnext()) for dt in shown.xpath("//dl[@class='tips']/dt")}
    for typed, says in some(help_words.COUNTED):
        read = {parse_query(typed, day).read_as for day in days}
        assert any(said[typed] == f"{says} read as {one}" for one in read)
    told = ("today", "yesterday", "this-week", "last-week", "month", "last-month", "year", "last-year")
    for typed in (*told, "hari ini", "kemarin", "minggu ini", "bulan lalu", "tahun ini", "7 hari terakhir"):
        assert parse_query(f"date:{typed}").read_as.startswith("date:2")
    for typed in ("hôm nay", "hôm qua", "tuần này", "tháng trước", "năm nay", "7 ngày qua"):
        assert parse_query(f"ngày:{typed}").read_as.startswith("date:2")


def test_a_word_for_a_kind_is_told_as_a_wish_and_read_as_one(client: FlaskClient) -> None:
    told = words(page(client, "/help/search"))
    for typed in ("foto Guterres", "pidato Prabowo", "thông cáo báo chí bão"):
        assert typed in told
        assert "request" in boost_kind(parse_query(typed)).warnings[0]


def test_what_is_a_date_and_what_no_record_must_have_is_told_as_it_is_read(client: FlaskClient) -> None:
    told = words(page(client, "/help/search"))
    for typed in ("gempa 2021", "prabowo oktober 2024", "bão tháng 9/2024", "2/9/2025"):
        assert typed in told
        assert "read as a date too" in as_meant(parse_query(typed)).warnings[0]
    assert 'gempa "2021"' in told
    assert as_meant(parse_query('gempa "2021"')).warnings == ()
    for joining in ("di", "dan", "yang", "of", "the", "in", "của", "ở", "tại", "Pak", "Bu", "Mr"):
        assert joining in told.split("If a record contains them")[0].rpartition("only join others")[2]
        clause = as_meant(parse_query(f"Jembatan {joining} Guterres")).clause
        assert isinstance(clause, Every)
        assert isinstance(clause.clauses[1], StopWord)
    assert "_ and - divide words" in told
    assert f"or {MIN_BEGUN_PART} behind another part (pasar_17*)" in told


def test_every_field_stands_in_the_table_with_all_its_names(client: FlaskClient) -> None:
    rows = page(client, "/help/search").xpath("//table[@class='fields']/tbody/tr")
    told = {row.xpath("string(th)").strip(): [words(cell) for cell in row.xpath("td")] for row in rows}
    assert set(told) == {f"{name}:" for name in FIELDS} == {f"{name}:" for name in help_words.ASKS}
    for field in FIELDS.values():
        _, english, indonesian, vietnamese = told[f"{field.name}:"]
        for names, cell in ((field.english, english), (field.indonesian, indonesian), (field.vietnamese, vietnamese)):
            assert cell.split(": ") == [*names[:-1], f"{names[-1]}:"]


def test_slips_show_what_is_said_of_them_and_refusals_why(client: FlaskClient) -> None:
    shown = page(client, "/help/search")
    said = {words(dt): words(dt.getnext()) for dt in shown.xpath("//dl[@class='tips']/dt")}
    for typed in some(help_words.SLIPS):
        assert parse_query(typed).warnings
        assert said[typed] == " ".join(parse_query(typed).warnings)
    for typed in some(help_words.REFUSED):
        with pytest.raises(QueryError) as refused:
            parse_query(typed)
        assert said[typed] == str(refused.value)
        place = typed[refused.value.position :][: refused.value.length]
        assert place in shown.xpath("//dt//mark/text()")


def test_operators_of_other_languages_and_limits_are_told(client: FlaskClient) -> None:
    told = words(page(client, "/help/search"))
    assert "ATAU, DAN, BUKAN, HOẶC, VÀ and KHÔNG are searched like any word" in told
    assert f"{MAX_WORDS} words. At most {MAX_DEPTH} brackets may stand inside each other" in told
    assert f"At most {MAX_WIDE} words may have * or ~." in told
    assert f"together this may be {MAX_LOOSE} at most" in told


def first(client: FlaskClient) -> list[str]:
    """Return the queries at the start of the page."""
    return [words(dt) for dt in page(client, "/help/search").xpath("//section[@aria-labelledby='first-heading']//dt")]


def test_the_page_begins_with_eight_queries_that_find_what_everyone_may_see(client: FlaskClient) -> None:
    assert HELD_WORD not in client.get("/help/search").text
    shown = first(client)
    assert len(shown) == 8
    assert 'source:"vietnamnet.vn"' in shown
    for typed in shown:
        assert parse_query(typed).warnings == ()
    assert page(client, "/search?" + urlencode({"q": shown[0]})).xpath("//ol[contains(@class, 'entries')]/li")


def test_the_page_does_without_an_index(client: FlaskClient, services: FakeServices) -> None:
    services.searcher.broken = True
    assert first(client) == [typed for _, typed, _ in help_words.FIRST]


def test_all_but_the_first_screen_is_folded_by_subject(client: FlaskClient) -> None:
    shown = page(client, "/help/search")
    folded = shown.xpath("//main//details[not(@open)]/summary/h2")
    assert len(folded) == 9
    assert not shown.xpath("//main//table[not(ancestor::details)]")
    keys = [words(key) for key in shown.xpath("//main//dl[@class='key-list']//kbd")]
    assert keys == ["/", "j", "k", "n", "p", "←", "→", "Esc", "?"]


@pytest.mark.parametrize("tag", ["en", "id", "vi"])
def test_the_names_of_fields_begin_with_those_of_the_interface(client: FlaskClient, tag: str) -> None:
    row = page(client, f"/help/search?lang={tag}").xpath("//table[@class='fields']/tbody/tr[1]")[0]
    assert row.xpath("./td[2]/code/@lang")[0] == tag


def test_the_page_is_answered_from_a_cache_while_it_is_the_same(client: FlaskClient) -> None:
    first = client.get("/help/search")
    again = client.get("/help/search", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
