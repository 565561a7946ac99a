"""Changes between showing a confirmation and writing: the desk does only what was shown, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from lxml import html

from archive.access import ARCHIVIST
from archive.catalogue import Access, NewAsset
from archive.record import Description, Role, Status
from tests.support.desk_pages import HELD, Desk, said, tree
from webui.desk.forms import background_jobs
from webui.desk.records import access, bulk_edit, changes

CHANGED = "The records changed since they were shown: look again before you go on."
REFUSED = "so nothing was done. Look at them as they are now, and confirm again."
Meanwhile = Callable[[Desk, str], None]


def version(desk: Desk, record: str) -> None:
    """Let an ingest write a new version with an unseen embargo."""
    with desk.archive.catalogue.write() as w:
        said = Description("text/plain", "test", 1)
        said.offer("embargo", {"until": "2099-12-24T00:00:00Z", "words": "EMBARGO"}, "text")
        w.new_version(record, said, NewAsset("2" * 64, 9, "text/plain"))


def embargo(desk: Desk, record: str) -> None:
    """Let a rereading find an embargo in a held record."""
    with desk.archive.catalogue.write() as w:
        said = Description("text/plain", "test", 1)
        said.offer("embargo", {"until": None, "words": "JANGAN DISIARKAN"}, "text")
        w.describe(record, said)


def copy(desk: Desk, record: str) -> None:
    """Add another file to the record."""
    with desk.archive.catalogue.write() as w:
        w.add_asset(record, NewAsset("3" * 64, 9, "text/plain", Role.ATTACHMENT))


def before(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, do: Callable[[], None]) -> None:
    """Let something happen just before this function is called."""
    real = getattr(module, name)

    def late(*args: Any, **how: Any) -> Any:
        do()
        return real(*args, **how)

    monkeypatch.setattr(module, name, late)


def beside(monkeypatch: pytest.MonkeyPatch, *modules: Any) -> None:
    """Make two records enough for a background process."""
    for module in modules:
        monkeypatch.setattr(module, "APART", 1)
    monkeypatch.setattr(background_jobs, "_WAIT", 60.0)


def previewed(page: html.HtmlElement) -> str:
    """Return the digest in its main form, as opposed to the language forms."""
    (shown,) = page.xpath("//main//input[@name='previewed']/@value")
    return str(shown)


def is_public(desk: Desk, *records: str) -> list[bool]:
    return [desk.get(f"/records/{record}").status_code == 200 for record in records]


@pytest.mark.parametrize("meanwhile", [version, embargo, copy])
def test_what_comes_before_the_writing_is_not_released_unseen(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, meanwhile: Meanwhile
) -> None:
    record = desk.shelf.add("Jembatan", access=HELD)
    desk.index()
    asked = {"id": record, "status": "released"}
    shown = desk.previewed(record)
    with monkeypatch.context() as patched:
        before(patched, access, "decide", lambda: meanwhile(desk, record))
        answer = desk.post("/desk/access/apply", **asked, previewed=shown, once="a key")
    assert CHANGED in said(tree(answer))
    assert is_public(desk, record) == [False]
    desk.follow(desk.post("/desk/access/apply", **asked, previewed=previewed(tree(answer)), once="a key"))
    assert is_public(desk, record) == [True]


def test_a_release_beside_the_server_releases_nothing_that_was_not_shown(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [desk.shelf.add(f"Jembatan {n}", access=HELD) for n in range(2)]
    desk.index()
    beside(monkeypatch, access)
    asked = {"id": records, "status": "released"}
    with monkeypatch.context() as patched:
        before(patched, background_jobs, "begin", lambda: version(desk, records[1]))
        answer = desk.post("/desk/access/apply", **asked, previewed=desk.previewed(*records))
    told = desk.follow(answer)
    assert "Nothing was changed" in said(told)
    assert REFUSED in said(told.xpath("//*[@role='alert']"))
    assert is_public(desk, *records) == [False, False]
    shown = desk.previewed(*records)
    version(desk, records[0])
    assert CHANGED in said(tree(desk.post("/desk/access/apply", **asked, previewed=shown)))
    assert is_public(desk, *records) == [False, False]
    done = desk.post("/desk/access/apply", **asked, previewed=desk.previewed(*records))
    desk.follow(desk.get(done.headers["Location"]))
    assert is_public(desk, *records) == [True, True]


@pytest.mark.parametrize("large", [False, True])
def test_an_undo_lets_nothing_out_that_came_after_it_was_shown(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    records = [desk.shelf.add(f"Jembatan {n}") for n in range(2)]
    desk.index()
    desk.post("/desk/access/apply", id=records, status="held", previewed=desk.previewed(*records))
    shown = previewed(desk.page("/desk/changes/1/undo"))
    if large:
        beside(monkeypatch, changes)
    with monkeypatch.context() as patched:
        late = (background_jobs, "begin") if large else (changes, "take_back")
        before(patched, *late, lambda: copy(desk, records[1]))
        answer = desk.post("/desk/changes/1/undo", previewed=shown)
    assert REFUSED in said((desk.follow(answer) if large else tree(answer)).xpath("//*[@role='alert']"))
    assert is_public(desk, *records) == [False, False]
    answer = desk.post("/desk/changes/1/undo", previewed=previewed(desk.page("/desk/changes/1/undo")))
    desk.follow(desk.get(answer.headers["Location"]) if large else answer)
    assert is_public(desk, *records) == [True, True]


@pytest.mark.parametrize("large", [False, True])
def test_fields_are_set_only_as_they_were_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch, large: bool) -> None:
    records = [desk.shelf.add(f"Jembatan {n}", city="Hue") for n in range(2)]
    desk.index()
    wanted = {"id": records, "key": "city", "how": "set", "value": "Bandung"}

    def typed() -> None:
        with desk.archive.catalogue.write() as w:
            w.set_value(records[0], "city", "Kupang")

    def form(page: Any) -> dict[str, str]:
        return {name: page.xpath(f"//main//input[@name='{name}']/@value")[0] for name in ("previewed", "shown")}

    def cities() -> list[object]:
        return [one.values["city"] for one in desk.archive.catalogue.get_many(records, ARCHIVIST)]

    if large:
        beside(monkeypatch, bulk_edit)
    preview = form(tree(desk.post("/desk/fields", **wanted)))
    with monkeypatch.context() as patched:
        before(patched, *((background_jobs, "begin") if large else (bulk_edit, "change")), typed)
        answer = desk.post("/desk/fields/apply", **wanted, **preview)
    if large:
        assert REFUSED in said(desk.follow(answer))
        answer = desk.post("/desk/fields", **wanted)
    else:
        assert CHANGED in said(tree(answer))
    assert cities() == ["Kupang", "Hue"]
    assert "1 has an archivist’s value that would be overwritten." in said(tree(answer))
    done = desk.post("/desk/fields/apply", **wanted, **form(tree(answer)))
    desk.follow(desk.get(done.headers["Location"]) if large else done)
    assert cities() == ["Bandung", "Bandung"]


def test_what_did_not_change_is_done_at_once(desk: Desk) -> None:
    """Time passes and other records are added, but nothing shown has changed."""
    record = desk.shelf.add("Jembatan", access=HELD)
    shown = desk.previewed(record)
    desk.shelf.add("Kapal", access=Access(Status.HELD, None, "EMBARGO"))
    desk.index()
    desk.follow(desk.post("/desk/access/apply", id=record, status="released", previewed=shown))
    assert is_public(desk, record) == [True]


def test_a_form_that_does_not_say_what_it_showed_changes_nothing(desk: Desk) -> None:
    record = desk.shelf.add("Jembatan", city="Hue")
    wanted = {"id": record, "key": "city", "how": "set", "value": "Bandung"}
    answer = desk.post("/desk/fields/apply", **wanted, previewed=desk.shown_fields(**wanted)["previewed"])
    assert CHANGED in said(tree(answer))
    assert desk.archive.catalogue.change_sets() == []
    desk.follow(desk.post("/desk/access/apply", id=record, status="held", previewed=desk.previewed(record)))
    assert desk.post("/desk/changes/1/undo").status_code == 409
    assert is_public(desk, record) == [False]
    desk.follow(desk.undo(1))
    assert is_public(desk, record) == [True]
