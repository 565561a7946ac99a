"""The versions of a record: listed by command and desk, compared, restored as a new edit, erased permanently."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.access import ARCHIVIST
from archive.catalogue import EDIT, NewAsset
from archive.edits.edits import Edit, change
from archive.login_name import acting_as
from archive.record import Description
from archive.text.word_changes import word_changes
from tests.support.commands import json_lines, run
from tests.support.desk_pages import HELD, Desk, said, tree
from webui.desk.forms.notices import AGENT

LONG = (
    "Presiden membuka jembatan baru di Kupang pada hari Senin pagi bersama para menteri dan warga dari tiga desa " * 3
)
LATER = LONG.replace("Senin", "Selasa")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with closing(Desk(tmp_path / "archive")) as opened:
        yield opened


def edit(desk: Desk, record: str, given: str, why: str | None = None) -> None:
    change(desk.archive, [record], Edit.of([given], (), ()).each, (EDIT, f"{record} {given}"), AGENT, reason=why)


def versioned(desk: Desk) -> str:
    record = desk.shelf.add("Jembatan dibuka", city="Hue", caption=LONG)
    with acting_as("budi"):
        edit(desk, record, "city=Medan", "salah kota")
        edit(desk, record, f"caption={LATER}")
    return record


def value(desk: Desk, record: str, key: str) -> object:
    found = desk.archive.catalogue.get(record, ARCHIVIST)
    return found.values.get(key) if found else None


def test_the_command_shows_who_changed_what_when_and_why(desk: Desk) -> None:
    record = versioned(desk)
    here = ("--archive", desk.archive.folder)
    told = json_lines(run("history", record, "--json", *here))
    first, city, caption = (one for one in told if one["version"] == "description")
    assert (first["type"], first["changes"]) == ("ingestion", [])
    assert (city["by"], city["reason"], city["change_set"]) == ("budi", "salah kota", 1)
    assert city["changes"] == [{"key": "city", "before": "Hue", "after": "Medan", "known": True}]
    assert caption["changes"][0]["after"] == LATER.strip()
    (original,) = (one for one in told if one["version"] == "original")
    assert (original["n"], len(original["sha256"]), original["held"]) == (1, 64, False)
    plain = run("history", record, *here).stdout
    assert "city: Hue -> Medan" in plain
    assert "[salah kota]" in plain
    assert "[-Senin-] {+Selasa+}" in plain
    assert plain.count("pada hari") == 3, "a long text is told by what differs"
    assert "There is no record" in run("history", "never", *here, code=1).stderr


def test_words_that_differ_are_told_between_those_that_stayed() -> None:
    (one,) = word_changes("satu dua tiga empat lima enam", "satu dua tiga lima enam") or []
    assert str(one) == "satu dua tiga [-empat-] lima enam"
    assert word_changes("sama saja", "sama  saja") == []
    assert word_changes("kata " * 2001, "lain") is None
    assert word_changes("kata " * 1500, "kata " * 1501) is None, "it would take too long"


def test_two_versions_are_compared_at_the_desk(desk: Desk) -> None:
    record = versioned(desk)
    page = desk.page(f"/desk/records/{record}/history?one=1&other=3")
    (shown,) = page.xpath("//section[@aria-labelledby='compared']")
    assert [said(one) for one in shown.xpath(".//dt")] == ["Caption", "City"]
    assert [said(one) for one in shown.xpath("(.//dd)[1]//del")] == ["Senin", "Senin", "Senin"]
    city = shown.xpath(".//dd")[1]
    assert said(city) == "Hue → Medan"
    (only,) = desk.page(f"/desk/records/{record}/history?one=2&other=3").xpath("//section[@aria-labelledby='compared']")
    assert [said(one) for one in only.xpath(".//dt")] == ["Caption"]
    versions = desk.page(f"/desk/records/{record}/history").xpath("//li[starts-with(@id, 'version-')]")
    assert [one.get("id") for one in versions] == ["version-3", "version-2", "version-1"]
    assert "budi" in said(versions[1])
    assert "salah kota" in said(versions[1])


def put_back(desk: Desk, record: str, key: str, **typed: str) -> object:
    path = f"/desk/records/{record}/history"
    (form,) = desk.page(path).xpath(f"//form[@method='post'][.//input[@name='key'][@value='{key}']]")[:1]
    fields = {name: text for name, text in form.form_values() if name != "token"}
    return desk.post(path, **(fields | typed))


def test_a_former_value_is_put_back_as_a_new_edit_with_a_reason(desk: Desk) -> None:
    record = versioned(desk)
    answer = desk.post(f"/desk/records/{record}/history", key="city", n=2, previewed="x", once="k")
    assert (answer.status_code, "give a reason" in answer.text) == (400, True)
    before = len(desk.archive.catalogue.events(record))
    desk.follow(put_back(desk, record, "city", reason="Hue benar"))  # type: ignore[arg-type]
    assert value(desk, record, "city") == "Hue"
    newest = desk.archive.catalogue.change_sets()[0]
    assert (newest.action, newest.reason) == ("edit", "Hue benar")
    assert len(desk.archive.catalogue.events(record)) == before + 1, "nothing is rewritten"
    versions = desk.archive.catalogue.description_versions(record)
    assert [(one.before, one.after) for one in versions[-1].changes] == [("Medan", "Hue")]


def test_whoever_was_overtaken_puts_nothing_back_unseen(desk: Desk) -> None:
    record = versioned(desk)
    path = f"/desk/records/{record}/history"
    (form,) = desk.page(path).xpath("//form[@method='post'][.//input[@value='city']]")[:1]
    fields = {name: text for name, text in form.form_values() if name != "token"} | {"reason": "Hue benar"}
    with acting_as("sari"):
        edit(desk, record, "city=Bogor")
    answer = desk.post(path, **fields)
    assert answer.status_code == 409
    page = tree(answer)
    assert "sari" in said(page.xpath("//section[@aria-labelledby='meanwhile']"))
    assert "Hue benar" in page.xpath("//input[@name='reason']/@value")
    assert value(desk, record, "city") == "Bogor"


def test_texts_are_compared_and_put_back(desk: Desk) -> None:
    record = desk.shelf.add("Pidato", text="Presiden membuka jembatan.")
    for text in ("Presiden membuka dermaga.", "Presiden menutup dermaga."):
        with desk.archive.catalogue.write(AGENT, "disimak lagi") as writer:
            writer.put_text(record, text)
    texts = desk.archive.catalogue.text_versions(record)
    assert [one.is_used for one in texts] == [False, False, True]
    page = desk.page(f"/desk/records/{record}/history?text={texts[1].n}&with_text={texts[2].n}")
    (shown,) = page.xpath("//section[@aria-labelledby='beside']")
    assert ([said(one) for one in shown.xpath(".//del")], [said(one) for one in shown.xpath(".//ins")]) == (
        ["membuka"],
        ["menutup"],
    )
    desk.follow(put_back(desk, record, "text", reason="ternyata benar"))  # type: ignore[arg-type]
    assert desk.archive.catalogue.text(record, ARCHIVIST) == texts[0].text
    assert "disimak lagi" in run("log", "--archive", desk.archive.folder, "--record", record).stdout


def test_versions_of_a_replaced_original_that_was_held_are_for_the_archivist_alone(desk: Desk) -> None:
    record = desk.shelf.add("Rahasia", access=HELD)
    with desk.archive.catalogue.write() as writer:
        writer.new_version(record, Description("text/plain", "test", 1), NewAsset("7" * 64, 9, "text/plain"))
    first, second = desk.archive.catalogue.original_versions(record)
    assert (first.is_held, second.is_held, second.sha256) == (True, False, "7" * 64)
    assert "7" * 64 in said(desk.page(f"/desk/records/{record}/history"))
    assert desk.app.test_client().get(f"/desk/records/{record}/history").status_code in (403, 404)


def test_an_erased_value_is_neither_shown_nor_put_back(desk: Desk) -> None:
    record, other = desk.shelf.add("Nama anak itu Bunga Melati Sari"), desk.shelf.add("Rilis lain", city="Hue")
    edit(desk, other, "caption=Kata: Nama anak itu Bunga Melati Sari")
    edit(desk, other, "caption=Lain")
    here = ("--archive", desk.archive.folder)
    run("erase", "request", *here, record, "--reason", "Hak anak", "--by", "ratna")
    run("erase", "carry-out", *here, 1, "--yes", "--by", "budi")
    assert "Bunga" not in run("history", other, "--json", *here).stdout
    page = desk.page(f"/desk/records/{other}/history")
    assert "Bunga" not in said(page)
    assert not page.xpath("//form[@method='post'][.//input[@value='caption']]")
    (n,) = (
        one.n for one in desk.archive.catalogue.description_versions(other) for c in one.changes if c.after == "Lain"
    )
    refused = desk.post(f"/desk/records/{other}/history", key="caption", n=n, reason="kembali", once="k")
    assert refused.status_code == 400
