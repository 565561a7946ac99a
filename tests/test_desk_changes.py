"""What was done at the desk, and taking it back when records were changed again since."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.access import ARCHIVIST
from tests.desk_pages import HELD, Desk, said, tree
from webui.desk import changes, history


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "archive")
    yield desk
    desk.close()


def set_city(desk: Desk, records: list[str], city: str) -> None:
    answer = desk.post("/desk/fields/apply", id=records, key="city", how="set", value=city, count=str(len(records)))
    assert answer.status_code == 303, answer.text


def city(desk: Desk, record: str) -> str:
    (field,) = desk.page(f"/desk/records/{record}").xpath("//section[@id='field-city']/div/p[1]")
    return said(field)


def test_nothing_changed_yet_says_so(desk: Desk) -> None:
    assert "Nothing was changed by hand yet" in said(desk.page("/desk/changes"))
    for path in ("/desk/changes/1", "/desk/changes/x", "/desk/changes/-1", "/desk/changes/1/undo"):
        assert desk.get(path).status_code == 404
    assert desk.post("/desk/changes/1/undo").status_code == 404


def test_an_undo_says_what_it_leaves_and_leaves_it_when_told_to(desk: Desk) -> None:
    one, two = (desk.shelf.add(f"Jembatan {n}") for n in range(2))
    set_city(desk, [one, two], "Hue")
    set_city(desk, [two], "Hanoi")
    preview = desk.page("/desk/changes/1/undo")
    assert "1 record would be as it was before" in said(preview)
    assert "1 record was changed again since: Jembatan 1 change 2" in said(preview)
    refused = desk.post("/desk/changes/1/undo")
    assert refused.status_code == 409
    assert "Some were changed again since" in said(tree(refused).xpath("//*[@role='alert']"))
    assert (city(desk, one), city(desk, two)) == ("Hue", "Hanoi")
    desk.follow(desk.post("/desk/changes/1/undo", skip="on"))
    assert "field-city" not in desk.get(f"/desk/records/{one}").text
    assert city(desk, two) == "Hanoi"


def test_what_is_taken_back_is_not_taken_back_again(desk: Desk) -> None:
    set_city(desk, [desk.shelf.add("Jembatan")], "Hue")
    desk.follow(desk.post("/desk/changes/1/undo"))
    first = desk.page("/desk/changes/1")
    assert "It was taken back by change 2" in said(first)
    assert not first.xpath("//a[contains(@href, '/undo')]")
    assert "has been taken back by 2" in said(tree(desk.post("/desk/changes/1/undo")).xpath("//*[@role='alert']"))
    assert "Hue" in said(desk.follow(desk.post("/desk/changes/2/undo")))


def test_a_large_change_is_shown_some_records_at_a_time(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "_RECORDS", 2)
    records = [desk.shelf.add(f"Jembatan {n}") for n in range(5)]
    set_city(desk, records, "Hue")
    seen, path = [], "/desk/changes/1"
    while path:
        page = desk.page(path)
        seen += page.xpath("//ol[@class='revised']/li/a/@href")
        path = next(iter(page.xpath("//a[@rel='next']/@href")), "")
    assert sorted(seen) == sorted(f"/desk/records/{one}" for one in records)


def test_the_list_comes_in_pages(desk: Desk) -> None:
    record = desk.shelf.add("Jembatan")
    for n in range(23):
        set_city(desk, [record], f"Kota {n}")
    first = desk.page("/desk/changes")
    assert "Page 1 of 2" in said(first)
    assert said(first.xpath("//tbody/tr[1]")).startswith("Change 23")
    last = desk.page("/desk/changes?page=2")
    assert said(last.xpath("//tbody/tr[last()]")).startswith("Change 1 ")
    assert desk.get("/desk/changes?page=x").status_code == 400


def test_a_record_tells_all_that_is_known_of_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MOST", 2)
    record = desk.shelf.add("Jembatan", "Satu <i>kata</i>.\n\nDua kata.", access=HELD, keywords=["pita", "jembatan"])
    other = desk.shelf.add("Ralat: Jembatan")
    with desk.archive.catalogue.write() as w:
        w.decide_relation(other, "corrects", record)
    set_city(desk, [record], "Hue")
    set_city(desk, [record], "Hanoi")
    page = desk.page(f"/desk/records/{record}")
    whole = said(page)
    assert [said(one) for one in page.xpath("//div[@class='text']/p")] == ["Satu <i>kata</i>.", "Dua kata."]
    assert "Held back until 3 May 2099, 10:00 WIB EMBARGO SAMPAI 3 MEI 2099" in whole
    assert "It has no public page." in whole
    assert "Corrected by Ralat: Jembatan" in whole
    assert "pita; jembatan" in whole
    (asset,) = desk.archive.catalogue.get(record, ARCHIVIST).assets  # type: ignore[union-attr]
    assert f"SHA-256 {asset.sha256}" in whole
    acts = [said(one) for one in page.xpath("//ol[@class='done-to']/li")]
    assert "City Hue → Hanoi" in acts[0]
    assert "change 2" in acts[0]
    (more,) = page.xpath("//section[@aria-labelledby='history']/p/a/@href")
    assert "Taken in" in said(desk.page(more).xpath("//ol[@class='done-to']"))


def test_what_was_said_by_mistake_is_public_no_more(desk: Desk) -> None:
    record = desk.photo("Ibu Rahmawati di dermaga")
    desk.index()
    for caption in ("Ibu Salahnama di dermaga", "Ibu Rahmawati Wolio di dermaga"):
        desk.follow(desk.post(f"/desk/records/{record}", key="caption", how="set", value=caption))
    for path in (f"/records/{record}", f"/api/v1/records/{record}", "/api/v1/export?format=ndjson"):
        assert "Rahmawati Wolio" in desk.get(path).text
        assert "Salahnama" not in desk.get(path).text, path
    desk.index()
    found = desk.get("/api/v1/search?q=salahnama&relax=off").json
    assert found is not None
    assert found["total"] == 0
    assert "Salahnama" in said(desk.page(f"/desk/records/{record}"))


def test_a_field_that_was_changed_meanwhile_is_not_written_over(desk: Desk) -> None:
    record = desk.photo("Ombak di dermaga")
    form = desk.page(f"/desk/records/{record}").xpath("//section[@id='field-caption']//form[.//textarea]")[0]
    was = form.xpath(".//input[@name='was']/@value")[0]
    first, second = ({"key": "caption", "how": "set", "was": was, "value": value} for value in ("Satu", "Dua"))
    desk.follow(desk.post(f"/desk/records/{record}", **first))
    refused = desk.post(f"/desk/records/{record}", **second)
    assert refused.status_code == 400
    page = tree(refused)
    assert "changed since this page was made" in said(page)
    assert said(page.xpath("//section[@id='field-caption']//p[@class='value']")) == "Satu"
    assert page.xpath("//section[@id='field-caption']//textarea")[0].text.strip() == "Dua"
    now = page.xpath("//section[@id='field-caption']//form[.//textarea]//input[@name='was']/@value")[0]
    desk.follow(desk.post(f"/desk/records/{record}", **second | {"was": now}))
    assert desk.archive.catalogue.get(record, ARCHIVIST).values["caption"] == "Dua"  # type: ignore[union-attr]


def test_an_id_that_leads_nowhere_is_not_found_and_one_that_was_merged_leads_on(desk: Desk) -> None:
    one, two = (desk.shelf.add(f"Jembatan {n}", "Teks yang sama.") for n in range(2))
    with desk.archive.catalogue.write() as w:
        w.merge([one, two], "ani")
    answer = desk.get(f"/desk/records/{two}")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/desk/records/{one}")
    assert desk.get("/desk/records/never").status_code == 404
    assert desk.post("/desk/records/never", key="city", how="set", value="Hue").status_code == 404
    assert "Merged" in said(desk.page("/desk/changes/1"))
    assert desk.get("/desk/changes/1/undo").status_code == 200
