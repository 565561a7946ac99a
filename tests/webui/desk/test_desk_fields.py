"""Values set at the desk: for many records after a preview, for one by typing or by a click, and invalid values."""

from __future__ import annotations

import pytest
from lxml import html

from archive.access import ARCHIVIST
from archive.edits.edits import Edit, Preview
from archive.errors import NotEditable, StoreError
from archive.messages import Message
from archive.record import Description, Mention
from tests.support.desk_pages import HELD, Desk, said, tree, values
from tests.webui.test_web_pages import HOSTILE
from webui.desk.forms import background_jobs
from webui.desk.records import bulk_edit
from webui.desk.records.selection import digest_of


def of_field(found: html.HtmlElement, key: str) -> html.HtmlElement:
    (section,) = found.xpath(f"//section[@id='field-{key}']")
    return section


def test_fields_of_many_are_set_after_a_preview_and_taken_back_as_one(desk: Desk) -> None:
    records = [desk.shelf.add(f"Jembatan {n}", city="Jakarta") for n in range(3)]
    desk.index()
    chosen = {"scope": "all", "query": "q=jembatan"}
    asked = tree(desk.post("/desk/fields", **chosen))
    assert "3 records" in said(asked)
    assert ("city", "City") in [(one.get("value"), said(one)) for one in asked.xpath("//select[@name='key']//option")]
    wanted = chosen | {"key": "city", "how": "set", "value": "Bandung"}
    preview = tree(desk.post("/desk/fields", **wanted))
    assert "3 records would change" in said(preview)
    assert "City Jakarta test → Bandung The archivist" in said(preview.xpath("//ol[@class='revised']"))
    assert [values(desk, one)["city"] for one in records] == ["Jakarta"] * 3

    (shown,) = preview.xpath("//input[@name='shown']/@value")
    answer = desk.post("/desk/fields/apply", **wanted, previewed=digest_of(records), shown=shown)
    assert answer.headers["Location"] == "/desk/changes/1"
    done = desk.follow(answer)
    assert "Jakarta → Bandung" in said(done)
    assert [values(desk, one)["city"] for one in records] == ["Bandung"] * 3
    desk.index()
    assert desk.shelf.found("place:bandung") != []
    (undo,) = done.xpath("//a[contains(@href, '/undo')]/@href")
    assert "3 records would be as they were before" in said(desk.page(undo))
    assert "Bandung → Jakarta" in said(desk.follow(desk.post(undo)))
    assert [values(desk, one)["city"] for one in records] == ["Jakarta"] * 3


def test_the_preview_counts_what_stays_what_is_confirmed_and_what_is_overwritten(desk: Desk) -> None:
    same, by_file, other, none = (desk.shelf.add(f"Jembatan {n}", **city) for n, city in enumerate(
        ({}, {"city": "Hue"}, {}, {})
    ))  # fmt: skip
    for record, city in ((same, "Hue"), (other, "Hanoi")):
        desk.post(f"/desk/records/{record}", key="city", how="set", value=city)
    everyone = [same, by_file, other, none]
    preview = said(tree(desk.post("/desk/fields", id=everyone, key="city", how="set", value="Hue")))
    assert "3 records would change" in preview
    assert "1 already has this value from the archivist" in preview
    assert "1 already has it by its files" in preview
    assert "1 has an archivist’s value that would be overwritten" in preview
    preview = said(tree(desk.post("/desk/fields", id=everyone, key="city", how="clear")))
    assert "2 records would change" in preview


def test_a_form_that_is_sent_twice_is_done_once(desk: Desk) -> None:
    record = desk.shelf.add("Jembatan", city="Jakarta")
    wanted = {"id": record, "key": "city", "how": "set", "value": "Hue"}
    form = wanted | desk.shown_fields(**wanted) | {"once": "abc"}
    first, second = (desk.post("/desk/fields/apply", **form).headers["Location"] for _ in range(2))
    assert first == second == "/desk/changes/1"
    desk.post("/desk/changes/1/undo", once="def")
    again = desk.post("/desk/changes/1/undo", once="def")
    assert again.headers["Location"] == "/desk/changes/2"
    assert len(desk.archive.catalogue.change_sets()) == 2
    assert values(desk, record)["city"] == "Jakarta"


def test_a_caption_corrected_at_the_desk_is_found_and_says_who_said_it(desk: Desk) -> None:
    photo = desk.photo("Gubernur memotong pita", access=HELD)
    desk.index()
    done = desk.follow(
        desk.post(f"/desk/records/{photo}", key="caption", how="set", value="Bupati memotong pita\r\ndi Kupang")
    )
    assert "Done as change 1." in said(done.xpath("//*[@role='status']"))
    row = of_field(done, "caption")
    assert "Bupati memotong pita di Kupang The archivist" in said(row)
    assert "Gubernur memotong pita" in said(row.xpath(".//ul[@class='on-offer']"))
    assert values(desk, photo)["caption"] == "Bupati memotong pita\ndi Kupang"
    desk.index()
    assert desk.shelf.found("bupati", ARCHIVIST) == [photo]
    assert "Bupati" in said(desk.page("/desk/records?q=bupati").xpath("//li[contains(@class, 'entry')]"))
    desk.follow(desk.post("/desk/changes/1/undo"))
    desk.index()
    assert desk.shelf.found("bupati", ARCHIVIST) == []


def test_a_value_on_offer_is_taken_by_a_click_and_given_back(desk: Desk) -> None:
    photo = desk.photo("Gubernur memotong pita")
    description = Description("image/jpeg", "test", 2)
    for key, value, origin in (
        ("kind", "photo", "test"),
        ("caption", "Gubernur memotong pita", "xmp:dc:description"),
        ("caption", "Bupati <b>memotong</b> pita", "iim:2:120"),
    ):
        description.offer(key, value, origin)
    with desk.archive.catalogue.write() as w:
        w.describe(photo, description)
    row = of_field(desk.page(f"/desk/records/{photo}"), "caption")
    (offer,) = row.xpath(".//ul[@class='on-offer']/li")
    assert "Bupati <b>memotong</b> pita The file (IPTC) iim:2:120" in said(offer)
    (sign,) = offer.xpath(".//button[@name='offer']/@value")
    done = desk.follow(desk.post(f"/desk/records/{photo}", key="caption", how="accept", offer=sign))
    assert values(desk, photo)["caption"] == "Bupati <b>memotong</b> pita"
    row = of_field(done, "caption")
    assert "The archivist" in said(row)
    assert "Gubernur memotong pita → Bupati <b>memotong</b> pita" in said(desk.page("/desk/changes/1"))
    assert row.xpath(".//input[@name='how'][@value='clear']")
    desk.follow(desk.post(f"/desk/records/{photo}", key="caption", how="clear"))
    assert values(desk, photo)["caption"] == "Gubernur memotong pita"
    refused = desk.post(f"/desk/records/{photo}", key="caption", how="accept", offer="f" * 16)
    assert refused.status_code == 400
    assert "no longer offered" in said(of_field(tree(refused), "caption"))


def test_what_an_article_prints_under_a_photo_is_on_offer_and_said_to_be_held(desk: Desk) -> None:
    photo = desk.photo("Pita dipotong", filename="W-ALI_0412.jpg")
    article = desk.shelf.add("Jembatan dibuka", "Teks.", access=HELD)
    with desk.archive.catalogue.write() as w:
        w.add_mentions(article, [Mention("W-ALI_0412.jpg", "Bupati memotong pita.", "Ali", "", 0)])
    row = of_field(desk.page(f"/desk/records/{photo}"), "caption")
    (offer,) = row.xpath(".//ul[@class='on-offer']/li")
    assert "Bupati memotong pita. as printed in Jembatan dibuka not public" in said(offer)
    (sign,) = offer.xpath(".//button[@name='offer']/@value")
    desk.follow(desk.post(f"/desk/records/{photo}", key="caption", how="accept", offer=sign))
    assert values(desk, photo)["caption"] == "Bupati memotong pita."


@pytest.mark.parametrize(
    ("key", "value", "wrong"),
    [
        ("date", "besok", "Date: 'besok' is not a date; write 2025"),
        ("date", "2025-02-30", "Date: '2025-02-30' is not a date"),
        ("date", "٢٠٢٥", "is not a date; write"),
        ("created", "2025-05-03T99:00:00", "Made: '2025-05-03T99:00:00' is not a date"),
        ("event_date", "2025-05-03/2025-05-01", "Date of the event: '2025-05-03/2025-05-01' is not a date"),
        ("rating", "lima", "Rating: 'lima' is not a whole number"),
        ("language", "<script>", "is not a language"),
        ("source_url", "javascript:alert(1)", "is not an address"),
        ("caption", "", "Write a value"),
        ("caption", "  \r\n ", "Write a value"),
        ("keywords", "; ;", "Write a value"),
        ("caption", "a\x00b", "Caption contains characters that cannot be displayed"),
        ("caption", "a\x9bb", "characters that cannot be displayed"),
        ("caption", "a" * 100_000, "Caption is longer than a value may be"),
        ("kind", "<img src=x onerror=alert(1)>" * 100, "is not a kind"),
        ("status", "released", "is not edited"),
        ("x" * 5000, "y", "not a key that can be edited"),
    ],
)
def test_what_cannot_be_a_value_is_told_at_the_field_with_what_was_typed(
    desk: Desk, key: str, value: str, wrong: str
) -> None:
    record = desk.shelf.add("Jembatan")
    before = values(desk, record)
    answer = desk.post("/desk/fields", id=record, key=key, how="set", value=value)
    assert answer.status_code == 400
    found = tree(answer)
    (field,) = found.xpath("//textarea[@name='value']")
    told = " ".join(said(found.xpath(f"//*[@id='{one}']")) for one in field.get("aria-describedby").split())
    assert wrong in told
    assert len(told) < 1000
    assert field.get("aria-invalid") == "true"
    assert field.text_content().strip() == value.replace("\x00", "\ufffd").replace("\x9b", "\ufffd").strip()
    assert desk.post(f"/desk/records/{record}", key=key, how="set", value=value).status_code == 400
    assert values(desk, record) == before


def test_a_kind_is_typed_by_the_name_that_pages_give_it(desk: Desk) -> None:
    record = desk.shelf.add("Jembatan")
    refused = tree(desk.post("/desk/fields", id=record, key="kind", how="set", value="surat"))
    assert "use one of Press release, Speech, Article, Photo, Document" in said(refused.xpath("//*[@role='alert']"))
    typed = {"id": record, "key": "kind", "how": "set"}
    desk.follow(desk.set_fields(**typed, value=" speech"))
    assert values(desk, record)["kind"] == "speech"
    desk.get("/desk?lang=vi")
    desk.follow(desk.set_fields(**typed, value="Bài báo"))
    assert values(desk, record)["kind"] == "article"


@pytest.mark.parametrize("lang", ["id", "vi"])
def test_what_is_wrong_with_a_value_is_told_in_the_language_of_the_pages(desk: Desk, lang: str) -> None:
    record = desk.shelf.add("Jembatan")
    for key, value in (
        ("date", "besok"),
        ("created", "besok"),
        ("event_date", "besok"),
        ("rating", "x"),
        ("kind", "x"),
        ("language", "?"),
        ("source_url", "x"),
        ("caption", "\x01"),
        ("caption", "x" * 30_000),
    ):
        with pytest.raises(NotEditable) as error:
            Edit.of([f"{key}={value}"], (), ())
        assert isinstance(error.value.message, Message)
        answer = desk.post(f"/desk/fields?lang={lang}", id=record, key=key, how="set", value=value)
        assert str(error.value) not in said(tree(answer).xpath("//*[@id='value-problem']"))


@pytest.mark.parametrize("typed", [one for one in HOSTILE if "\x00" not in one and len(one) < 20_000])
def test_hostile_words_stay_words(desk: Desk, typed: str) -> None:
    record = desk.shelf.add("Jembatan")
    preview = tree(desk.post("/desk/fields", id=record, key="caption", how="set", value=typed))
    assert preview.xpath("//form[@action='/desk/fields/apply']//input[@name='value']/@value") == [typed]
    tree(desk.client.get(desk.post(f"/desk/records/{record}", key="caption", how="set", value=typed).location))
    assert values(desk, record)["caption"] == typed.strip()
    for path in (f"/desk/records/{record}", "/desk/changes", "/desk/changes/1", "/desk/changes/1/undo"):
        assert desk.page(path) is not None


def test_very_many_are_changed_beside_the_server(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    records = [desk.shelf.add(f"Jembatan {n}") for n in range(3)]
    monkeypatch.setattr(bulk_edit, "APART", 2)
    monkeypatch.setattr(background_jobs, "_WAIT", 60.0)
    wanted = {"id": records, "key": "city", "how": "set", "value": "Hue"}
    answer = desk.set_fields(**wanted)
    assert answer.headers["Location"].startswith("/desk/doing/")
    done = desk.follow(desk.get(answer.headers["Location"]))
    assert "3 records" in said(done)
    assert [values(desk, one)["city"] for one in records] == ["Hue"] * 3
    same = Preview()
    for one in desk.archive.catalogue.worked_out(records, Edit.of(["city=Hue"], (), ()).each):
        same.count(one)
    answer = desk.post("/desk/fields/apply", **wanted, previewed=digest_of(records), shown=same.digest)
    assert "All of them already have this value" in said(desk.page(answer.headers["Location"]))
    assert desk.get("/desk/doing/unknown").status_code == 404


def test_a_change_beside_the_server_ends_also_when_the_index_cannot_follow(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreError("No space is left for the index: make room.")

    records = [desk.shelf.add(f"Jembatan {n}") for n in range(3)]
    monkeypatch.setattr(bulk_edit, "APART", 2)
    monkeypatch.setattr(background_jobs, "_WAIT", 60.0)
    monkeypatch.setattr(background_jobs.index_sync, "sync_index", full)
    answer = desk.set_fields(id=records, key="city", how="set", value="Hue")
    ended = desk.get(answer.headers["Location"])
    told = desk.get(ended.headers["Location"])
    assert "The search index is behind." in said(tree(told))
    assert "Refresh" not in told.headers
