"""Records at the desk: found whether held or not, selected, released, held and withdrawn."""

from __future__ import annotations

from datetime import date

import pytest

from archive.catalogue import Access, NewAsset, ReceiptLine
from archive.record import Description, Outcome, Status
from tests.support.commands import some
from tests.support.desk_pages import HELD, Desk, said, tree


def titles(found: object) -> list[str]:
    return [said(one) for one in found.xpath("//h2[@class='title']")]  # type: ignore[attr-defined]


def test_an_empty_archive_says_so(desk: Desk) -> None:
    desk.index()
    assert "No files added yet" in said(desk.page("/desk/records"))
    assert "No record answers that" in said(desk.page("/desk/records?status=held"))


def test_held_and_withdrawn_records_are_found_with_why_and_until_when(desk: Desk) -> None:
    desk.shelf.add("Jembatan dibuka")
    desk.shelf.add("Jembatan rahasia", access=HELD)
    desk.shelf.add("Jembatan runtuh", access=Access(Status.WITHDRAWN))
    desk.index()
    everything = desk.page("/desk/records?q=jembatan")
    assert sorted(titles(everything)) == ["Jembatan dibuka", "Jembatan rahasia", "Jembatan runtuh"]
    held = desk.page("/desk/records?q=jembatan&status=held")
    assert titles(held) == ["Jembatan rahasia"]
    (why,) = held.xpath("//p[contains(@class, 'standing')]")
    assert said(why) == "Held until 3 May 2099, 10:00 WIB EMBARGO SAMPAI 3 MEI 2099"
    assert titles(desk.page("/desk/records?status=withdrawn")) == ["Jembatan runtuh"]
    assert titles(desk.page("/desk/records?status=released&kind=press-release")) == ["Jembatan dibuka"]


def test_the_list_is_the_search_of_the_page_with_its_filters(desk: Desk) -> None:
    desk.shelf.add("Pelabuhan satu", date="2024-05-03")
    desk.photo("Pelabuhan dua", date="2025-05-03", access=HELD)
    desk.index()
    assert titles(desk.page("/desk/records?q=title:pelabuhan&kind=photo")) == ["Pelabuhan dua"]
    assert titles(desk.page("/desk/records?q=pelabuhan&date_to=2024")) == ["Pelabuhan satu"]
    assert titles(desk.page("/desk/records?status=held&kind=press-release")) == []
    chips = desk.page("/desk/records?kind=photo").xpath("//ul[@class='chips']//a/@href")
    assert chips == ["/desk/records"]


def test_records_are_chosen_from_a_sheet_of_pictures_also_without_an_index(desk: Desk) -> None:
    photo, text = desk.photo("Pita <b>dipotong</b>", access=HELD), desk.shelf.add("Jembatan")
    for path in ("?view=grid", "?view=grid&status=held"):
        sheet = desk.page(f"/desk/records{path}")
        (cell,) = sheet.xpath(f"//li[input/@value='{photo}']")
        assert cell.xpath("./label/img/@src") == [f"/desk/records/{photo}/thumbnail"]
        assert "Pita <b>dipotong</b>" in said(cell)
        assert "Held until 3 May 2099" in said(cell)
        (tick,) = cell.xpath("./input[@name='id']")
        assert cell.xpath("./label/@for") == [tick.get("id")]
        assert sheet.xpath("//form[@role='search']//input[@name='view']/@value") == ["grid"]
        assert sheet.xpath("//nav[@aria-label='View']//a[@aria-current]/text()") == ["Pictures"]
    assert desk.page("/desk/records?view=grid").xpath(f"//li[input/@value='{text}']/label/img") == []
    assert desk.page("/desk/records?view=film", 400) is not None


def test_ticks_belong_to_a_list_however_it_is_looked_at(desk: Desk) -> None:
    desk.shelf.add("Jembatan")
    desk.index()
    looks = ("q=jembatan", "q=jembatan&sort=title&view=grid&page_size=7", "q=jembatan&kind=press-release", "")
    lists = [desk.page(f"/desk/records?{one}").xpath("//p[@data-list]/@data-list") for one in looks]
    assert lists == [["q=jembatan"], ["q=jembatan"], ["q=jembatan&kind=press-release"], [""]]


def test_a_query_that_cannot_be_run_says_where(desk: Desk) -> None:
    desk.index()
    found = desk.page("/desk/records?q=%28%28%28%28%28%28%28%28%28%28%28%28%28%28%28%28%28%28%28%28%28%28abc", 400)
    assert found.xpath("//*[@role='alert']")
    assert found.xpath("//input[@id='q']/@value") == [f"{'(' * 22}abc"]
    assert desk.page("/desk/records?date_from=besok", 400).xpath("//*[@role='alert']")


def test_a_long_list_comes_in_pages_and_is_chosen_whole_by_its_query(desk: Desk) -> None:
    for n in range(7):
        desk.shelf.add(f"Siaran {n}", access=HELD if n < 2 else Access())
    desk.index()
    first = desk.page("/desk/records?q=siaran&page_size=3")
    assert len(titles(first)) == 3
    assert "all 7 that were found" in said(first)
    (query,) = first.xpath("//input[@name='query']/@value")
    found = tree(desk.post("/desk/access", scope="all", query=query, status="withdrawn"))
    assert "Withdraw 7 records?" in said(found)
    assert "5 are public now, and will be no more" in said(found)
    here = first.xpath("//input[@name='here']/@value")
    assert "Withdraw 3 records?" in said(
        tree(desk.post("/desk/access", scope="page", query=query, here=here, status="withdrawn"))
    )


def test_holding_back_takes_it_out_of_public_pages_at_once(desk: Desk) -> None:
    record = desk.shelf.add("Jembatan dibuka")
    desk.index()
    assert desk.get(f"/records/{record}").status_code == 200
    asked = tree(desk.post("/desk/access", id=record, status="held"))
    assert "Hold 1 record?" in said(asked)
    assert "Jembatan dibuka" in said(asked.xpath("//ul[@class='moving']"))
    form = {"id": record, "status": "held", "previewed": desk.previewed(record), "ends": "at"}
    hour = {"day": "2099-05-03", "hour": "10:00", "place": "Asia/Jakarta"}
    done = desk.follow(desk.post("/desk/access/apply", **form, **hour))
    assert "Released → Held (3 May 2099, 10:00 WIB)" in said(done)
    # Without an update of the index:
    assert desk.get(f"/records/{record}").status_code == 404
    assert not tree(desk.get("/search?q=jembatan")).xpath("//h2[@class='title']")
    assert "Jembatan dibuka" in said(desk.page("/desk/records?status=held"))
    (act, _taken_in) = desk.page(f"/desk/records/{record}").xpath("//ol[@class='done-to']/li")
    assert "change 1 Held: Released → Held (3 May 2099, 10:00 WIB)" in said(act)
    desk.follow(desk.undo(1))
    assert desk.get(f"/records/{record}").status_code == 200


def test_no_word_or_count_tells_of_what_was_taken_back(desk: Desk) -> None:
    """As soon as the response arrives, without the indexer."""
    record = desk.shelf.add("Kenari zebraquux", source="Sekretariat Wolio")
    desk.shelf.add("Kenari lain")
    desk.index()
    assert "zebraquux" in desk.get("/api/v1/suggest?q=zebr").text

    def told() -> set[str]:
        paths = ("suggest?q=zebr", "search?q=zebraquux&facets=source", "search?q=zebraquuks", "suggest?q=wol")
        return {word for path in paths for word in ("zebraquux", "Wolio") if word in desk.get(f"/api/v1/{path}").text}

    for status in ("held", "withdrawn"):
        desk.follow(desk.post("/desk/access/apply", id=record, status=status, previewed=desk.previewed(record)))
        found = desk.get("/api/v1/search?q=zebraquux&facets=source").json
        assert found is not None
        assert found["total"] == 0
        assert not found["facets"]["source"]
        assert told() <= {"zebraquux"}  # as typed
        assert "zebraquux" not in desk.get("/api/v1/suggest?q=zebr").text
        desk.follow(desk.post("/desk/access/apply", id=record, status="released", previewed=desk.previewed(record)))
        assert "zebraquux" in desk.get("/api/v1/suggest?q=zebr").text


def test_a_release_names_what_becomes_public(desk: Desk) -> None:
    held, out = desk.shelf.add("Jembatan rahasia", access=HELD), desk.shelf.add("Jembatan dibuka")
    desk.index()
    asked = tree(desk.post("/desk/access", id=[held, out], status="released"))
    assert "1 becomes public" in said(asked)
    assert said(asked.xpath("//ul[@class='moving']/li/a")) == "Jembatan rahasia"
    assert "1 is public already." in said(asked)
    desk.follow(desk.post("/desk/access/apply", id=[held, out], status="released", previewed=desk.previewed(held, out)))
    assert desk.get(f"/records/{held}").status_code == 200


@pytest.mark.parametrize(
    ("hour", "wrong"),
    [
        ({"day": "2099-02-30", "hour": "10:00", "place": "Asia/Jakarta"}, "Write the day like"),
        ({"day": "", "hour": "", "place": "Asia/Jakarta"}, "Write the day like"),
        ({"day": "٢٠٩٩-٠٥-٠٣", "hour": "10:00", "place": "UTC"}, "Write the day like"),
        ({"day": "2099-05-03", "hour": "25:00", "place": "UTC"}, "Write the day like"),
        ({"day": "2099-05-03", "hour": "10:00+07:00", "place": "UTC"}, "Write the day like"),
        ({"day": "0001-01-01", "hour": "00:00", "place": "Asia/Jakarta"}, "Write the day like"),
        ({"day": "2001-05-03", "hour": "10:00", "place": "UTC"}, "That hour has passed"),
        ({"day": "2099-05-03", "hour": "10:00", "place": "../../etc/passwd"}, "That is not a time zone"),
        ({"day": "2099-05-03", "hour": "10:00", "place": "Asia"}, "That is not a time zone"),
        ({"day": "2099-05-03", "hour": "10:00", "place": "\x00"}, "That is not a time zone"),
        ({"day": "2099-05-03", "hour": "10:00", "place": ""}, "That is not a time zone"),
    ],
)
def test_an_hour_that_is_none_is_told_at_its_field(desk: Desk, hour: dict[str, str], wrong: str) -> None:
    record = desk.shelf.add("Jembatan")
    held = {"status": "held", "previewed": desk.previewed(record), "ends": "at"}
    answer = desk.post("/desk/access/apply", id=record, **held, **hour)
    assert answer.status_code == 400
    found = tree(answer)
    (told,) = found.xpath("//*[@id=//input[@name='day']/@aria-describedby]")
    assert wrong in said(told)
    assert found.xpath("//input[@name='ends'][@value='at'][@checked]")
    for name, typed in some(hour.items()):
        (field,) = found.xpath(f"//main//input[@name='{name}']")
        assert field.get("value") == typed.replace("\x00", "\ufffd")
        if field.get("type") == "date" and typed:  # which accepts nothing else
            assert date.fromisoformat(typed)
    assert desk.get(f"/records/{record}").status_code == 200


def test_nothing_chosen_is_told_where_it_was_to_be_chosen(desk: Desk) -> None:
    desk.shelf.add("Jembatan")
    desk.index()
    for path in ("/desk/fields", "/desk/access"):
        answer = desk.post(path, query="q=jembatan", status="held")
        assert answer.status_code == 400
        assert "No record is chosen" in said(tree(answer).xpath("//*[@role='alert']"))
        assert titles(tree(answer)) == ["Jembatan"]
    assert desk.post("/desk/access", id="x", status="gone").status_code == 400


def test_what_the_search_finds_now_is_asked_again_when_it_is_other_than_what_was_shown(desk: Desk) -> None:
    """Even if their number is the same."""
    records = [desk.shelf.add(f"Jembatan {n}") for n in range(2)]
    desk.index()
    everything = {"scope": "all", "query": "q=jembatan", "status": "withdrawn"}
    (shown,) = tree(desk.post("/desk/access", **everything)).xpath("//input[@name='previewed']/@value")
    desk.post(f"/desk/records/{records[0]}", key="title", how="set", value="Kapal")
    records.append(desk.shelf.add("Jembatan 2"))
    desk.index()
    answer = desk.post("/desk/access/apply", scope="all", query="q=jembatan", status="withdrawn", previewed=shown)
    assert "The records changed since they were shown" in said(tree(answer))
    assert all(desk.get(f"/records/{record}").status_code == 200 for record in records)


def test_what_came_after_the_confirmation_was_shown_is_not_released_unseen(desk: Desk) -> None:
    """A new version with its own embargo, another reason or another end of the hold."""
    record = desk.shelf.add("Jembatan", access=HELD)
    asked = {"id": record, "status": "released"}

    def hold(why: str) -> None:
        with desk.archive.catalogue.write() as w:
            w.set_status(record, Access(Status.HELD, HELD.release_at, why))

    def version() -> None:
        with desk.archive.catalogue.write() as w:
            w.new_version(record, Description("text/plain", "test", 1), NewAsset("2" * 64, 9, "text/plain"))

    for change in (version, lambda: hold("EMBARGO"), lambda: hold("JANGAN DISIARKAN")):
        shown = desk.previewed(record)
        change()
        answer = desk.post("/desk/access/apply", **asked, previewed=shown)
        assert "The records changed since they were shown" in said(tree(answer))
        assert desk.get(f"/records/{record}").status_code == 404
    form = asked | {"previewed": desk.previewed(record), "once": "a key"}
    desk.follow(desk.post("/desk/access/apply", **form))
    assert desk.get(f"/records/{record}").status_code == 200
    assert desk.post("/desk/access/apply", **form).status_code == 303  # if sent twice, it redirects to the change


def test_pictures_and_originals_of_held_records_are_for_the_desk_alone(desk: Desk) -> None:
    photo = desk.photo("Jembatan rahasia", access=HELD)
    desk.index()
    (thumbnail,) = desk.page("/desk/records?status=held").xpath("//li//img/@src")
    with desk.get(thumbnail) as answer:
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "private, no-cache"
    assert desk.get(f"/records/{photo}/thumbnail").status_code == 404
    assert desk.get("/desk/records/never/thumbnail").status_code == 404


def test_the_public_page_leads_to_the_desk_for_whoever_sits_there(desk: Desk) -> None:
    record = desk.shelf.add("Jembatan")
    desk.index()
    path = f"/records/{record}"
    here = desk.get(path)
    assert tree(here).xpath(f"//main//a[@href='/desk{path}']")
    there = desk.client.get(path, environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    assert not tree(there).xpath("//a[starts-with(@href, '/desk')]")
    assert here.headers["ETag"] != there.headers["ETag"]
    assert here.headers["Cache-Control"].startswith("private")
    assert there.headers["Cache-Control"].startswith("public")
    again = desk.client.get(
        path, headers={"If-None-Match": here.headers["ETag"]}, environ_overrides={"REMOTE_ADDR": "192.0.2.7"}
    )
    assert again.status_code == 200


def test_without_an_index_all_records_are_there_but_not_to_be_searched(desk: Desk) -> None:
    desk.shelf.add("Jembatan")
    assert titles(desk.page("/desk/records")) == ["Jembatan"]
    assert desk.get("/desk/records?q=jembatan").status_code == 503


def test_a_receipt_leads_to_what_was_held_when_it_came(desk: Desk) -> None:
    held, out = desk.shelf.add("Jembatan rahasia", access=HELD), desk.shelf.add("Jembatan dibuka")
    with desk.archive.catalogue.write() as w:
        number = w.open_accession({"paths": ["/disk"]}, Status.RELEASED)
        w.receipt_line(number, ReceiptLine("/disk/1.txt", Outcome.ADDED, "new; held", Status.HELD, record=held))
        w.receipt_line(number, ReceiptLine("/disk/2.txt", Outcome.ADDED, "new", Status.RELEASED, record=out))
        w.close_accession(number)
    leads = desk.page(f"/receipts/{number}").xpath("//tbody//th/a/@href")
    assert leads == [f"/desk/records/{held}", f"/records/{out}"]
    assert all(desk.get(path).status_code == 200 for path in leads)


def test_a_copy_of_a_photo_that_is_held_says_so_on_its_page(desk: Desk) -> None:
    held, out = desk.photo("Jembatan rahasia", access=HELD), desk.photo("Jembatan kecil")
    with desk.archive.catalogue.write() as writer:
        writer.relate(out, "also-as", held, "rule:looks", 0.97)
    label = "Held until 3 May 2099, 10:00 WIB"
    (copy,) = desk.page(f"/desk/records/{out}").xpath(f"//li[a/@href='/desk/records/{held}']")
    assert label in said([copy])
    (other,) = desk.page(f"/desk/records/{held}").xpath(f"//li[a/@href='/desk/records/{out}']")
    assert "Released" in said([other])
    assert "rahasia" not in desk.get(f"/records/{out}").get_data(as_text=True)
