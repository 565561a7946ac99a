"""Changes made at the desk, and undoing them after later changes."""

from __future__ import annotations

import re

import pytest

from archive.access import ARCHIVIST
from archive.catalogue import EDIT, IMPORT
from archive.edits.edits import Edit, change
from archive.virus_scanner import VirusCheck
from tests.support.desk_pages import HELD, Desk, said, tree
from webui.desk.records import changes, history


def set_city(desk: Desk, records: list[str], city: str) -> None:
    answer = desk.set_fields(id=records, key="city", how="set", value=city)
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
    assert "1 record was changed again, or put under an embargo, since: Jembatan 1 change 2" in said(preview)
    refused = desk.post("/desk/changes/1/undo")
    assert refused.status_code == 409
    assert "Some were changed again, or put under an embargo, since" in said(tree(refused).xpath("//*[@role='alert']"))
    assert (city(desk, one), city(desk, two)) == ("Hue", "Hanoi")
    desk.follow(desk.post("/desk/changes/1/undo", skip="on"))
    assert "field-city" not in desk.get(f"/desk/records/{one}").text
    assert city(desk, two) == "Hanoi"


def test_what_is_taken_back_is_not_taken_back_again(desk: Desk) -> None:
    set_city(desk, [desk.shelf.add("Jembatan")], "Hue")
    desk.follow(desk.post("/desk/changes/1/undo"))
    first = desk.page("/desk/changes/1")
    assert "It was undone by change 2" in said(first)
    assert not first.xpath("//a[contains(@href, '/undo')]")
    assert "Change 2 has undone it. To do it again, undo change 2." in said(
        tree(desk.post("/desk/changes/1/undo")).xpath("//*[@role='alert']")
    )
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
    assert [said(one) for one in page.xpath("//section[@class='own-side']//p")] == ["Satu <i>kata</i>.", "Dua kata."]
    assert "Held until 3 May 2099, 10:00 WIB EMBARGO SAMPAI 3 MEI 2099" in whole
    assert "It has no public page." in whole
    assert "Corrected by Ralat: Jembatan" in whole
    assert "pita; jembatan" in whole
    (asset,) = desk.archive.catalogue.get(record, ARCHIVIST).assets  # type: ignore[union-attr]
    assert f"SHA-256 {asset.sha256}" in whole
    acts = [said(one) for one in page.xpath("//ol[@class='done-to']/li")]
    assert "City Hue → Hanoi" in acts[0]
    assert "change 2" in acts[0]
    more = page.xpath("//section[@aria-labelledby='history']/p/a/@href")[-1]
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
    assert refused.status_code == 409
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


def listed(desk: Desk, language: str = "en") -> list[str]:
    """Return the rows of the list, without time and user."""
    rows = desk.page(f"/desk/changes?lang={language}").xpath("//table[@class='lines all changes']/tbody/tr")
    return [said([row[0], row[2]]) for row in rows]


def test_the_list_tells_in_words_what_was_done_to_what(desk: Desk) -> None:
    one, two = (desk.shelf.add(f"Jembatan <b>{n}</b>", city="Hue") for n in range(2))
    desk.index()
    set_city(desk, [one], "Hanoi")
    set_city(desk, [one, two], "Da Nang")
    desk.post(
        "/desk/access/apply",
        id=[one, two],
        status="held",
        previewed=desk.previewed(one, two),
        ends="at",
        day="2099-05-03",
        hour="10:00",
    )
    desk.post("/desk/access/apply", id=[two], status="released", previewed=desk.previewed(two))
    desk.follow(desk.undo(4))
    edit = Edit.of(["city=Kupang"], (), ())
    change(desk.archive, [one, two], edit.each, (EDIT, "--where kind:press-release jemb* city=Kupang"), "test")
    change(desk.archive, [one], Edit.of(["city=Ende", "date=2025"], (), ()).each, (IMPORT, "/tmp/a/koreksi.csv"), "t")
    both = f"2 records: {'; '.join(f'Jembatan <b>{[one, two].index(id_)}</b>' for id_ in sorted([one, two]))}"
    of_one = "1 record: Jembatan <b>0</b>"
    held, of_two = "Held (3 May 2099, 10:00 WIB)", "1 record: Jembatan <b>1</b>"
    assert [*reversed(listed(desk))] == [
        "Change 1 Fields set · 1 record: Jembatan <b>0</b> City: Hue → Hanoi",
        f"Change 2 Fields set · {both} City: Da Nang",
        f"Change 3 Held · {both} Who may see it: Released → {held}",
        f"Change 4 undone Released · {of_two} Who may see it: {held} → Released",
        f"Change 5 Undone: Change 4 · {of_two} Who may see it: Released → {held}",
        f"Change 6 Fields set · {both} All that answered this search: kind:press-release jemb* City: Da Nang → Kupang",
        f"Change 7 Table of corrections: koreksi.csv · {of_one} City: Kupang → Ende Date: nothing → 2025",
    ]
    for language in ("id", "vi"):
        raw = " ".join(listed(desk, language))
        assert not re.search(rf"{one}|{two}|--|held|released|took back|city|Fields|undone", raw)
    (found,) = desk.page("/desk/changes").xpath("//a[contains(@href, '?q=')]/@href")
    assert "Jembatan" in said(desk.page(found))


def test_a_merge_and_the_records_it_took_are_named_by_what_they_are_now(desk: Desk) -> None:
    one, two = (desk.shelf.add(f"Jembatan {n}", "Teks yang sama.", city="Hue") for n in range(2))
    set_city(desk, [two], "Hanoi")
    with desk.archive.catalogue.write() as w:
        w.merge([one, two], "ani")
    assert listed(desk)[0] == "Change 2 Merged · 2 records: Jembatan 0"
    assert two not in " ".join(listed(desk))


def test_records_of_many_are_counted_and_values_that_differ_are_not_told_as_one(desk: Desk) -> None:
    records = [desk.shelf.add(f"Jembatan {n}") for n in range(6)]
    cities = dict(zip(records, "ABCDEF", strict=True))
    plan = {one: Edit.of([f"city={city}", "credit=Antara"], (), ()) for one, city in cities.items()}
    change(desk.archive, records, lambda one: plan[one.id].one(one), (IMPORT, "koreksi.csv"), "test")
    (row,) = listed(desk)
    assert "6 records:" in row
    assert "and 3 more" in row
    assert "City: a value of its own for each record" in row
    assert "Credit: nothing → Antara" in row


def test_the_history_of_a_record_calls_acts_as_the_list_of_changes_does_and_shows_no_raw_values(desk: Desk) -> None:
    one, two = (desk.shelf.add(f"Jembatan {n}", "Teks yang sama.", city="Hue") for n in range(2))
    set_city(desk, [one], "Hanoi")
    desk.post("/desk/access/apply", id=[one], status="withdrawn", previewed=desk.previewed(one))
    desk.follow(desk.undo(2))
    with desk.archive.catalogue.write() as w:
        w.event("text recognition", one, pages=3, confidence=91.7)
        w.event("text recognition", one, "failure", reason="something new", odd={"a": 1})
        w.note_virus_check(one, "ab" * 32, VirusCheck(), "ClamAV 1.4.3/27700/Mon Nov 30 09:12:01 2026")
        w.merge([one, two], "ani")
    acts = [
        " ".join(said(act).split()) for act in desk.page(f"/desk/records/{one}").xpath("//ol[@class='done-to']/li/p[2]")
    ]
    assert acts[:7] == [
        "Merged 1 record",
        "Scanned for viruses SHA-256 abababababab…; ClamAV 1.4.3/27700/Mon Nov 30 09:12:01 2026",
        'Words read by machine odd: {"a": 1}',
        "Words read by machine 3 pages; confidence 92 %",
        "Undone: Withdrawn → Released",
        "Withdrawn: Released → Withdrawn",
        "Fields set: City Hue → Hanoi",
    ]
    assert re.fullmatch(r"Taken in SHA-256 [0-9a-f]{12}…; Released", acts[7])
