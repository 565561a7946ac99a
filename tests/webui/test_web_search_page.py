"""Additional content of the search page: how the query was interpreted, other searches, and the dates of records."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from archive.record import Kind
from archive.search.query.card_expansion import NameRead
from tests.support.web_fakes import CARD, FakeServices, memorable, record, with_cards
from tests.webui.test_web_pages import page, words

MARKUP = '"><img/src=x/onerror=alert(1)><script>alert(1)</script>'


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    return with_cards(memorable(tmp_path))


def frames(services: FakeServices, column: str, count: int) -> None:
    for number in range(count):
        services.add(record(f"frame{number}", Kind.PHOTO, f"A_{number}.jpg", {"created": "2025-10-25"}))
        services.searcher.groups[f"frame{number}"] = (column, "run7")


def test_plain_words_are_not_told_again(client: FlaskClient) -> None:
    assert not page(client, "/search?q=konvensi+hanoi").xpath("//div[@class='reading']")
    assert "Read as konvensi without hanoi" in words(page(client, "/search?q=konvensi+NOT+hanoi"))


def test_a_text_that_is_only_its_title_stands_once_in_a_result(client: FlaskClient, services: FakeServices) -> None:
    services.add(record("short", Kind.PRESS_RELEASE, "a.txt", {"title": "Nomor telepon baru"}))
    services.catalogue.words["short"] = "Nomor telepon baru\n"
    (entry,) = page(client, "/search?q=telepon").xpath("//ol[contains(@class, 'entries')]/li")
    assert words(entry).count("Nomor telepon baru") == 1
    services.catalogue.words["short"] = "Nomor telepon baru: 021"
    (entry,) = page(client, "/search?q=telepon").xpath("//ol[contains(@class, 'entries')]/li")
    assert "Nomor telepon baru: 021" in words(entry)


def test_a_name_card_is_told_with_its_forms_and_can_be_switched_off(client: FlaskClient) -> None:
    tree = page(client, "/search?q=Luong+Cuong&kind=photo")
    (card,) = tree.xpath("//div[@class='name-card']")
    assert "Cuong found in all its forms: Lương Cường, person only as typed (Cuong)" in words(card)
    assert [form.text_content() for form in card.xpath(".//li")] == list(CARD.forms)
    assert card.getparent().tag == "details"
    assert "All forms of Lương Cường Search names as typed only" in words(tree.xpath("//div[@class='context']")[0])
    (off,) = set(tree.xpath("//div[@class='context']//a/@href"))
    assert off == "/search?q=Luong+Cuong&kind=photo&names_off=person%2Fluong-cuong"
    tree = page(client, off)
    assert not tree.xpath("//div[@class='name-card']")
    assert "The name card person/luong-cuong is switched off." in words(tree)
    assert tree.xpath("//input[@type='hidden'][@name='names_off']/@value") == [CARD.card]
    assert tree.xpath("//a[.='Switch on']/@href") == ["/search?q=Luong+Cuong&kind=photo"]


def test_all_name_cards_can_be_switched_off_at_once(client: FlaskClient, services: FakeServices) -> None:
    services.searcher.cards["Luong"] = CARD
    (off,) = page(client, "/search?q=Luong+Cuong").xpath("//a[.='Search names as typed only']/@href")
    assert off == "/search?q=Luong+Cuong&names=off"
    assert page(client, off).xpath("//a[.='Switch on']/@href") == ["/search?q=Luong+Cuong"]


def test_letters_of_several_meanings_lead_to_each(client: FlaskClient) -> None:
    tree = page(client, "/search?q=PBB")
    assert "PBB may mean: Perserikatan Bangsa-Bangsa, Partai Bulan Bintang" in words(tree)
    assert tree.xpath("//p[@class='context']//a/@href") == [
        "/search?q=Perserikatan+Bangsa-Bangsa",
        "/search?q=Partai+Bulan+Bintang",
    ]


def test_a_page_relaxes_says_so_and_can_be_told_not_to(client: FlaskClient) -> None:
    tree = page(client, "/search?q=konvensi+zzz")
    assert "No record has all these words; these have some of them." in words(tree)
    (strict,) = tree.xpath("//a[.='Only with all words']/@href")
    assert strict == "/search?q=konvensi+zzz&relax=off"
    told = [words(row) for row in tree.xpath("//details[contains(@class, 'note')]//li")]
    assert told[0].startswith("konvensi alone in 2 records")
    assert told[1].startswith("zzz alone in 0 records Remove it")
    tree = page(client, strict)
    assert "No records found." in words(tree)
    assert tree.xpath("//a[.='Search for any of the words']/@href") == ["/search?q=konvensi+zzz"]


def test_photos_are_a_filter_where_there_are_some(client: FlaskClient, services: FakeServices) -> None:
    assert page(client, "/search?q=konvensi").xpath("//input[@name='has_photo']")
    for one in [one for one in services.catalogue.records.values() if one.kind is Kind.PHOTO]:
        del services.catalogue.records[one.id]
    assert not page(client, "/search?q=konvensi").xpath("//input[@name='has_photo']")
    assert page(client, "/search?q=konvensi&has_photo=true").xpath("//input[@name='has_photo'][@checked]")


def test_did_you_mean_keeps_the_filters(client: FlaskClient, services: FakeServices) -> None:
    services.searcher.meant["konvnsi"] = "konvensi"
    tree = page(client, "/search?q=konvnsi&kind=document&correct=off")
    assert tree.xpath("//p[contains(., 'Did you mean')]/a/@href") == ["/search?kind=document&correct=off&q=konvensi"]


def test_offers_stand_beside_how_a_search_was_read(client: FlaskClient, services: FakeServices) -> None:
    services.searcher.said["foto"] = ("kind", "photo")
    (offer,) = page(client, "/search?q=foto+W-HAI").xpath("//div[@class='offers']//li")
    assert (words(offer), offer.xpath("./a/@href")) == ("Kind: Photo 1", ["/search?q=W-HAI&kind=photo"])


def test_the_heading_does_not_promise_all_words_where_no_record_has_them(client: FlaskClient) -> None:
    heading = words(page(client, "/search?q=konvensi+zzz").xpath("//h1")[0])
    assert heading == "2 records with some of konvensi zzz"


def test_why_nothing_tells_each_part_and_leads_on_where_that_helps(client: FlaskClient) -> None:
    tree = page(client, "/search?q=konvensi+zzz&kind=press-release&relax=off")
    rows = tree.xpath("//ul[@class='why']/li")
    assert [words(row) for row in rows] == [
        "konvensi alone in 2 records",
        "zzz alone in 0 records Remove it (zzz) the rest is in 1 record",
        "Kind: Press release alone in 1 record",
    ]
    assert rows[1].xpath(".//a/@href") == ["/search?kind=press-release&relax=off&q=konvensi"]
    tree = page(client, "/search?q=pidato&kind=photo&date_from=2024")
    (row,) = tree.xpath("//ul[@class='why']/li[contains(., 'Kind')]")
    assert row.xpath(".//a/@href") == ["/search?q=pidato&date_from=2024"]


def test_frames_of_one_run_are_one_entry_until_opened(client: FlaskClient, services: FakeServices) -> None:
    frames(services, "sequence", 12)
    tree = page(client, "/search?q=A_&kind=photo")
    (entry,) = tree.xpath("//ol[@class='entries']/li")
    assert "12 records for" in words(tree.xpath("//h1")[0])
    (more,) = entry.xpath(".//div[@class='trail']//a")
    assert words(more) == "and 11 more frames"
    assert more.get("href") == "/search?q=A_&kind=photo&sequence=run7&collapse=none"
    tree = page(client, more.get("href"))
    assert len(tree.xpath("//ol[@class='entries']/li")) == 12
    (chip,) = [c for c in tree.xpath("//ul[@class='chips']//a") if "frames of one run" in words(c)]
    assert chip.get("href") == "/search?q=A_&kind=photo"
    hidden = [(i.get("name"), i.get("value")) for i in tree.xpath("//input[@type='hidden']")]
    assert hidden == [("sequence", "run7"), ("collapse", "none")]


def test_every_frame_that_shows_someone_is_an_entry(client: FlaskClient, services: FakeServices) -> None:
    asked = {"/search?q=shown:%22Retno+Marsudi%22": (), "/search?q=Retno": ("sequence", "version")}
    for path, collapsed in asked.items():
        services.searcher.asked.clear()
        page(client, path)
        assert services.searcher.asked[0].collapse == collapsed


def test_groups_can_be_taken_apart_and_put_together(client: FlaskClient, services: FakeServices) -> None:
    frames(services, "version", 3)
    tree = page(client, "/search?q=A_")
    assert words(tree.xpath("//div[@class='trail']//a")[0]) == "3 versions"
    assert "Grouped into 1 (photo series, versions)" in words(tree)
    (apart,) = tree.xpath("//a[.='Ungroup']/@href")
    tree = page(client, apart)
    assert len(tree.xpath("//ol[@class='entries']/li")) == 3
    assert tree.xpath("//a[.='Group']/@href") == ["/search?q=A_"]


def test_a_year_of_the_timeline_opens_into_its_months(client: FlaskClient) -> None:
    tree = page(client, "/search?q=")
    (when,) = tree.xpath("//section[@class='when']")
    assert words(when.xpath("./details/summary")[0]) == "Records by year, 2024 to 2025"
    listed = [(words(link), link.get("href")) for link in when.xpath("./details//a")]
    assert listed == [
        ("2024: 2 records", "/search?date_from=2024&date_to=2024"),
        ("2025: 2 records", "/search?date_from=2025&date_to=2025"),
    ]
    assert when.xpath(".//svg/a/@href") == [url for _, url in listed]  # for the mouse; the keyboard uses the list
    assert set(when.xpath(".//svg/a/@tabindex")) == {"-1"}
    assert when.xpath("./div/@aria-hidden") == ["true"]
    assert when.xpath(".//svg/@data-spans") == ["2024/2024 2025/2025"]
    (when,) = page(client, listed[1][1]).xpath("//section[@class='when']")
    assert words(when.xpath("./details/summary")[0]) == "Records by month of 2025"
    assert len(when.xpath(".//svg/@data-spans")[0].split()) == 12
    assert when.xpath("./details//a/@href") == ["/search?date_from=2025&date_to=2025&month=2025-10"]
    assert when.xpath(".//a[.='All years']/@href") == ["/search"]
    tree = page(client, "/search?year=2025&month=2025-10")
    assert [words(link) for link in tree.xpath("//details//a[@aria-current='true']")] == ["October 2025: 2 records"]
    assert tree.xpath("//svg//rect[contains(@class, 'here')]/@height") == ["100%"]
    assert "Month: October 2025" in words(tree.xpath("//ul[@class='chips']")[0])


def test_years_between_stand_empty_and_the_largest_is_full(client: FlaskClient, services: FakeServices) -> None:
    for number in range(8):
        services.add(record(f"old{number}", Kind.SPEECH, "x.txt", {"title": "Lama", "date": "2019-02"}))
    tree = page(client, "/search?q=")
    bars = tree.xpath("//svg//rect[contains(@class, 'bar')]")
    assert [(bar.get("x"), bar.get("height")) for bar in bars] == [
        ("1.43%", "100%"),
        ("72.86%", "25%"),
        ("87.14%", "25%"),
    ]
    assert tree.xpath("//svg/text/text()") == ["2020", "2022", "2024"]
    assert tree.xpath("//svg/text/@x") == ["21.43%", "50.00%", "78.57%"]


def test_a_few_far_away_are_an_arrow_at_the_end(client: FlaskClient, services: FakeServices) -> None:
    for number in range(40):
        services.add(record(f"old{number}", Kind.SPEECH, "x.txt", {"title": "Lama", "date": f"{1985 + number}-02"}))
    services.add(record("clock", Kind.PHOTO, "x.jpg", {"created": "2216-11-15"}, media_type="image/jpeg"))
    (when,) = page(client, "/search").xpath("//section[@class='when']")
    assert words(when.xpath("./details/summary")[0]) == "Records by year, 1985 to 2025"
    (later,) = when.xpath("./p[@class='apart']/a")
    assert (words(later), later.get("href")) == ("2216: 1 record →", "/search?date_from=2216")


def test_records_without_a_date_are_counted_and_can_be_asked_for(client: FlaskClient) -> None:
    def undated(path: str) -> list[tuple[str, str]]:
        hints = page(client, path).xpath("//aside//p[@class='hint']/a[contains(., 'date')]")
        return [(words(link), link.get("href")) for link in hints]

    assert undated("/search") == [("1 undated", "/search?q=-date%3A..9999")]
    assert undated("/search?q=nota&kind=document") == [
        ("1 has no date", "/search?kind=document&q=-date%3A..9999+%28nota%29")
    ]
    assert undated("/search?q=nota+%22tanggal") == []  # text after an open quotation mark is not a filter
    assert undated("/search?date_from=2025") == []
    assert undated("/search?q=-date%3A..9999") == []  # these are the undated records


def test_all_years_are_asked_for_where_there_may_be_more_than_were_counted(
    client: FlaskClient, services: FakeServices
) -> None:
    for year in range(1800, 2000):
        services.add(record(f"y{year}", Kind.SPEECH, "x.txt", {"title": "Lama", "date": f"{year}-02"}))
    (when,) = page(client, "/search").xpath("//section[@class='when']")
    assert words(when.xpath("./details/summary")[0]) == "Records by decade, 1800 to 2025"
    assert [words(link) for link in when.xpath("./details//a")] == [
        *[f"{year}–{year + 9}: 10 records" for year in range(1800, 2000, 10)],
        "2020–2029: 4 records",
    ]


def test_one_moment_makes_no_timeline(client: FlaskClient) -> None:
    assert not page(client, "/search?q=nota").xpath("//section[@class='when']")


def test_facets_of_one_value_tell_nothing_apart(client: FlaskClient, services: FakeServices) -> None:
    services.change("release1", values={"title": "Satu", "collection": "Kotak 7"})
    assert not page(client, "/search").xpath("//input[@name='collection']")
    services.change("document1", values={"title": "Dua", "collection": "Kotak 8"})
    assert page(client, "/search").xpath("//input[@name='collection']/@value") == ["Kotak 7", "Kotak 8"]
    assert page(client, "/search?collection=Kotak+9").xpath("//input[@name='collection'][@checked]/@value") == [
        "Kotak 9"
    ]


def test_similar_records_are_listed_and_missed_by_nobody(client: FlaskClient, services: FakeServices) -> None:
    (similar,) = page(client, "/records/photo1").xpath("//section[@aria-labelledby='similar-heading']")
    assert similar.xpath(".//a/@href") == ["/records/photo2"]
    assert words(similar) == "Similar records DSC_0412.jpg"
    assert similar.xpath(".//img/@src") == ["/records/photo2/thumbnail"]
    assert "Similar" not in words(page(client, "/records/release1"))
    services.searcher.broken = True
    assert "Similar" not in words(page(client, "/records/photo1"))


def test_a_text_without_a_title_of_its_own_shows_its_file_name(client: FlaskClient, services: FakeServices) -> None:
    """Several locked files have one name and different suffixes."""
    services.add(record("locked1", Kind.DOCUMENT, "locked.doc", {"title": "locked"}))
    services.add(record("locked2", Kind.DOCUMENT, "locked.eml", {"title": "locked"}))
    services.add(record("named1", Kind.DOCUMENT, "locked.odt", {"title": "The locked door"}))
    shown = page(client, "/search?q=locked").xpath("//ol[@class='entries']//span[@class='file']")
    assert sorted(words(one) for one in shown) == ["locked.doc", "locked.eml"]


def test_help_is_near_the_box_on_every_page(client: FlaskClient) -> None:
    for path in ("/", "/search?q=zzz", "/records/photo1"):
        assert page(client, path).xpath("//header//a[@href='/help/search']")


@pytest.mark.parametrize("asked", ["evil", "konvensi evil", f"konvensi {MARKUP}", "sense", "offer", "meant"])
def test_words_of_names_offers_and_queries_are_never_markup(
    client: FlaskClient, services: FakeServices, asked: str
) -> None:
    searcher = services.searcher
    searcher.cards["evil"] = replace(CARD, card=f"person/{MARKUP}", name=MARKUP, forms=(MARKUP, "other"))
    searcher.cards["sense"] = NameRead("", (0, 0), "", "", "", (), ((f"body/{MARKUP}", "body", MARKUP),) * 2)
    searcher.said["offer"] = ("source", MARKUP)
    searcher.meant["meant"] = MARKUP
    services.add(record("marked", Kind.ARTICLE, "a.txt", {"title": f"evil sense offer {MARKUP}", "source": MARKUP}))
    for relax in ("on", "off"):
        shown = page(client, "/search?" + urlencode({"q": asked, "relax": relax, "names_off": MARKUP}))
        assert shown.xpath("//*[@onerror]") == []
        assert [script for script in shown.xpath("//script") if "alert" in script.text_content()] == []
        assert MARKUP in words(shown).replace(" ", "") or MARKUP in shown.xpath("string(//input[@id='q']/@value)")


def test_a_filter_with_many_values_leads_to_all_of_them(client: FlaskClient, services: FakeServices) -> None:
    for n in range(14):
        values = {"title": f"Pidato {n}", "date": f"{2003 + n}-01-01", "person": [f"Nguyễn Văn {chr(65 + n)}"]}
        services.add(record(f"many{n}", Kind.SPEECH, f"{n}.txt", values))
    tree = page(client, "/search?kind=speech")
    years = tree.xpath("//input[@name='year']/@value")
    assert years == sorted(years, reverse=True)
    assert len(years) == 10
    (link,) = [href for href in tree.xpath("//p[@class='all-values']/a/@href") if "facet=year" in href]
    assert link == "/search/values?kind=speech&facet=year"
    tree = page(client, link)
    listed = tree.xpath("//ul[@class='columns-of-values']/li")
    assert len(listed) > 13
    assert listed[0].xpath("./a/@href")[0].startswith("/search?kind=speech&year=")
    assert tree.xpath("//main//a[@class='back']/@href") == ["/search?kind=speech"]


def test_values_are_sorted_sought_and_taken_off(client: FlaskClient) -> None:
    tree = page(client, "/search/values?facet=kind&order=name")
    named = [words(a) for a in tree.xpath("//ul[@class='columns-of-values']/li/a[not(@class)]")]
    assert named == sorted(named)
    tree = page(client, "/search/values?facet=kind&like=SPE")
    assert [words(a) for a in tree.xpath("//ul[@class='columns-of-values']/li/a[not(@class)]")] == ["Speech"]
    assert tree.xpath("//input[@name='like']/@value") == ["SPE"]
    tree = page(client, "/search/values?facet=kind&kind=speech")
    (chosen,) = tree.xpath("//ul[@class='columns-of-values']//a[@aria-current]/@href")
    assert chosen == "/search"
    assert "No values match." in words(page(client, "/search/values?facet=kind&like=zzz"))
    for wrong in ("?facet=", "?facet=title", "?facet=kind&date_from=never"):
        assert client.get(f"/search/values{wrong}").status_code in (400, 404)
