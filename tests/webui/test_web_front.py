"""The front page: the lead picture, this day in other years, and sections that are omitted if empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import html

from archive.access import PUBLIC, utc_now
from archive.catalogue import Access
from archive.record import Candidate, Kind, Link, Mention, Record, Status
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from tests.support.web_fakes import HELD_WORD, FakeServices, record
from tests.webui.test_web_pages import page, words
from webui import create_app
from webui.presentation import lead_picture
from webui.services.services import OpenArchive

GOOD = {"caption": "Kapal di dermaga", "credit": "Ali/ANTARA", "usage_terms": "Free to use with the credit"}
GOOD |= {"date": "2019-05-03"}
SIZE = {"width": 3000, "height": 2000}


def photo(id_: str, values: Mapping[str, object] = GOOD, **size: int) -> Record:
    return record(id_, Kind.PHOTO, f"{id_}.jpg", {**values, **SIZE, **size}, media_type="image/jpeg")


def chosen(services: FakeServices, *photos: Record, day: date = date(2026, 5, 1)) -> str | None:
    with create_app({"SERVICES": services}).test_request_context("/"):
        found = lead_picture.choose(photos, day)
        return found and found.id


def test_the_lead_picture_has_a_caption_and_a_credit_and_another_is_there_each_day(services: FakeServices) -> None:
    several = [photo(name) for name in ("a", "b", "c")]
    assert {chosen(services, *several, day=date(2026, 5, day)) for day in (1, 2, 3)} == {"a", "b", "c"}
    assert chosen(services) is None


@pytest.mark.parametrize(
    "unfit",
    [
        photo("x", {"credit": "Ali/ANTARA"}),
        photo("x", {"caption": "Kapal"}),
        photo("x", width=1, height=10_000),
        photo("x", width=300, height=200),
        photo("x", {**GOOD, "credit": "Istimewa"}),
        photo("x", {**GOOD, "credit": "Dok. Ali/ANTARA"}),
        photo("x", {**GOOD, "date": "2216-05-03"}),
        photo("x", {**GOOD, "usage_terms": "Not for publication"}),
        replace(photo("x"), kind=Kind.DOCUMENT),
    ],
    ids=["no caption", "no credit", "a line", "small", "owner unknown", "file photo", "2216", "forbidden", "no photo"],
)
def test_what_is_in_doubt_is_never_the_lead_picture(services: FakeServices, unfit: Record) -> None:
    assert chosen(services, unfit) is None
    assert chosen(services, unfit, photo("good")) == "good"


def test_a_photo_whose_captions_disagree_is_not_shown_large(services: FakeServices) -> None:
    other = Link(Mention("x.jpg", "Kapal tenggelam pada 9 Mei 2024", language="id"), "release1", title="Berita")
    mine = {**GOOD, "caption": "Kapal berlabuh pada 3 Mei 2025", "language": "id"}
    origins = {"caption": [Candidate("xmp:dc:description", mine["caption"])]}
    disputed = replace(photo("x", mine), articles=(other,), origins=origins)
    assert chosen(services, replace(disputed, articles=())) == "x"
    assert chosen(services, disputed) is None


def test_the_front_page_shows_the_picture_once_with_its_credit(client: FlaskClient, services: FakeServices) -> None:
    services.add(photo("great1"))
    tree = page(client, "/")
    (figure,) = tree.xpath("//figure[@class='lead-picture']")
    assert figure.xpath(".//img/@src") == ["/records/great1/preview"]
    assert "Kapal di dermaga Photo: Ali / Antara" in words(figure)
    assert "/records/great1/thumbnail" not in tree.xpath("//ul[@class='strip']//img/@src")
    services.change("great1", status=Status.HELD)
    assert not page(client, "/").xpath("//figure[@class='lead-picture']")


def test_a_timeline_leads_to_years_and_values_to_their_records(client: FlaskClient, services: FakeServices) -> None:
    for year in range(1990, 2020):
        services.add(record(f"year{year}", Kind.SPEECH, "a.txt", {"date": f"{year}-01-01", "person": ["Budi"]}))
    tree = page(client, "/")
    (section,) = tree.xpath("//section[@aria-labelledby='years-heading']")
    assert "/search?date_from=1990&date_to=1990" in section.xpath(".//details//a/@href")
    (speeches,) = tree.xpath("//ul[@class='kinds']//a[contains(., 'Speeches')]")
    assert words(speeches).startswith("31")
    assert HELD_WORD not in words(tree)


@pytest.mark.parametrize("kinds", [(Kind.PHOTO,), (Kind.SPEECH,), (Kind.PHOTO, Kind.PHOTO), ()])
def test_few_records_leave_no_empty_section(
    client: FlaskClient, services: FakeServices, kinds: tuple[Kind, ...]
) -> None:
    services.catalogue.records.clear()
    for n, kind in enumerate(kinds):
        services.add(record(f"one{n}", kind, f"a{n}.jpg", {"title": f"Satu {n}", "date": "2025-05-03"}))
    tree = page(client, "/")
    for heading in tree.xpath("//main//h2"):
        assert heading.getparent().xpath(".//li | .//svg"), words(heading)
    titles = " ".join(words(one) for one in tree.xpath("//main//a"))
    assert all(f"Satu {n}" in titles for n in range(len(kinds)))


@contextmanager
def archive_of(folder: Path, files: Mapping[str, str]) -> Iterator[FlaskClient]:
    disk = folder / "disk"
    disk.mkdir()
    for name, text in files.items():
        (disk / name).write_text(text, encoding="utf-8")
    with Archive.create(folder / "archive") as archive:
        ingest([disk], archive)
    services = OpenArchive(folder / "archive")
    yield create_app({"SERVICES": services}).test_client()
    services.close()


def _release(title: str, day: str) -> str:
    return f"---\ntitle: {title}\ndate: {day}\n---\n\nIsi {title} yang cukup panjang untuk dibaca."


def test_this_day_in_other_years(tmp_path: Path) -> None:
    """Records of another day, of the whole month or year, of this year, and held ones are excluded."""
    today = utc_now().date().replace(day=min(utc_now().day, 28))
    md = f"{today:%m-%d}"
    other = f"{today:%m}-{today.day % 28 + 1:02}"
    files = {f"{year}.md": _release(f"Hari {year}", f"{year}-{md}") for year in (1996, 2006, 2011)}
    files |= {
        "other.md": _release("Lain", f"2006-{other}"),
        "month.md": _release("Bulan", f"2006-{md[:2]}"),
        "year.md": _release("Tahun", "2006"),
        "now.md": _release("Kini", f"{today.year}-{md}"),
        "held.md": _release("Rahasia", f"2006-{md}"),
    }
    with archive_of(tmp_path, files) as client, Archive.open(tmp_path / "archive") as archive:
        (held,) = (
            one
            for one in archive.catalogue.get_many([*archive.catalogue.visible_ids(PUBLIC)], PUBLIC)
            if one.title == "Rahasia"
        )
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("webui.pages.front.utc_now", lambda: utc_now().replace(month=today.month, day=today.day))
            shown = _this_day(client)
            assert sorted(shown) == ["1996 Hari 1996", "2006 Hari 2006", "2006 Rahasia", "2011 Hari 2011"]
            with archive.catalogue.write("the archivist") as writer:
                writer.set_status(held.id, Access(Status.HELD))
            assert _this_day(client) == ["1996 Hari 1996", "2006 Hari 2006", "2011 Hari 2011"]


def _this_day(client: FlaskClient) -> list[str]:
    tree = html.document_fromstring(client.get("/").text)
    shown = tree.xpath("//ul[@class='anniversaries']/li")
    return [f"{words(one.xpath('.//b')[0])} {words(one.xpath('./a[@lang]')[0])}" for one in shown]
