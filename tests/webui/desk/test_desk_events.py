"""Events at the desk: each decision is previewed, done, undone, and makes nothing public."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest
from lxml import html
from werkzeug.test import TestResponse

from archive.access import ARCHIVIST, PUBLIC
from archive.catalogue import Access, EventMove
from archive.edits.event_acts import EventPreview
from archive.record import Status
from tests.archive.catalogue.event_papers import Paper, add, photo, release
from tests.support.desk_pages import Desk, previewed, said, tree

DAY = "2024-05-20"
PAPERS = [
    release(
        "", "ferry.txt", "Ferry <b>Cakrawala</b> starts on the Banda route", "2024-02-01", "a.jpg", places=["Ambon"]
    ),
    photo("", "a.jpg", "2024-02-01T09:00:00", headline="The ferry at the quay", city="Ambon"),
    release("", "near.txt", "Banda route: timetable", "2024-02-01", places=["Ambon"]),
    *(photo("", f"p{n}.jpg", f"{DAY}T0{n}:00:00", event="Parade of tall ships", city="Bitung") for n in range(4)),
    photo("", "r1.jpg", f"{DAY}T15:00:00", event="Helicopter rescue drill", city="Bitung"),
    photo("", "r2.jpg", f"{DAY}T15:50:00", event="Helicopter rescue drill", city="Bitung"),
]
SECRET = Paper("", "held.txt", "press-release", "Zulrahasia", (), {"date": "2031-01-01", "language": "en"})


class EventDesk(Desk):
    """A desk with a few events, one doubtful record, and a held one that is in no event."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        with self.archive.catalogue.write() as writer:
            writer.root("/media/disk", "disk")
            writer.open_accession({}, Status.RELEASED)
            self.ids = {paper.name: add(writer, paper) for paper in PAPERS}
            self.ids["held.txt"] = add(writer, SECRET, Access(Status.HELD, hold_reason="EMBARGO"))
        self.index()
        self.ferry, self.parade, self.drill = (self.key(name) or "" for name in ("ferry.txt", "p0.jpg", "r1.jpg"))

    def key(self, name: str) -> str | None:
        """Return the key of a record's event."""
        found = self.archive.catalogue.press_event_of(self.ids[name], ARCHIVIST)
        return found.key if found else None

    def preview(self, key: str, act: str, **asked: object) -> TestResponse:
        return self.client.get(f"/desk/events/{key}/preview", query_string={"act": act, **asked})

    def decide(self, key: str, act: str, **asked: object) -> TestResponse:
        shown = previewed(tree(self.preview(key, act, **asked)))
        return self.post(f"/desk/events/{key}", act=act, previewed=shown, **asked)

    def undo(self, answer: TestResponse) -> TestResponse:  # type: ignore[override]
        page = self.follow(answer)
        (n,) = page.xpath("//div[@class='done']//input[@name='decision']/@value")
        return self.post("/desk/events", decision=n)

    def public(self, path: str) -> str:
        """Return the public page at an address."""
        return self.app.test_client().get(path).text


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[EventDesk]:
    with closing(EventDesk(tmp_path / "archive")) as opened:
        yield opened


def waiting_events(page: html.HtmlElement) -> list[str]:
    """Return the number on the tab; empty if nothing is waiting."""
    return [said(one) for one in page.xpath("//nav[@aria-label='Desk']//a[@href='/desk/events']/span")]


def test_doubtful_events_are_listed_first_and_counted(desk: EventDesk) -> None:
    page = desk.page("/desk/events")
    assert "Ferry <b>Cakrawala</b>" in said(page.xpath("//ol"))
    assert "1 doubtful" in said(page.xpath("//ol"))
    assert "Parade" not in said(page.xpath("//ol"))
    assert [said(one) for one in page.xpath("//nav[@aria-label='Which events']//a")] == [
        "Doubtful 1", "All 3", "Decided by you 0",
    ]  # fmt: skip
    assert "Parade of tall ships" in said(desk.page("/desk/events?show=all"))
    assert 'Events</a> <span class="count">1<' in desk.get("/desk").text


def test_a_doubtful_record_is_confirmed_after_a_preview_and_taken_back(desk: EventDesk) -> None:
    near = desk.ids["near.txt"]
    page = desk.page(f"/desk/events/{desk.ferry}")
    assert "Banda route: timetable" in said(page.xpath("//section[@aria-labelledby='possible']"))
    assert "same day, and a name" in said(page.xpath("//section[@aria-labelledby='possible']"))
    shown = said(tree(desk.preview(desk.ferry, "confirm", ids=near)))
    assert "1 record moves" in shown
    assert "no event → Ferry <b>Cakrawala</b>" in shown
    assert desk.key("near.txt") is None, "a preview writes nothing"
    answer = desk.decide(desk.ferry, "confirm", ids=near)
    assert desk.key("near.txt") == desk.ferry
    assert "Confirmed: Banda route: timetable" in said(desk.follow(answer))
    assert "confirmed by the archivist" in desk.get(f"/desk/events/{desk.ferry}").text
    assert not desk.archive.catalogue.doubtful_press_events()
    assert not waiting_events(desk.page("/desk"))
    assert desk.follow(desk.undo(answer)) is not None
    assert waiting_events(desk.page("/desk")) == ["1"]
    assert desk.key("near.txt") is None
    assert desk.archive.catalogue.doubtful_press_events() == [desk.ferry]


def test_a_record_is_taken_out_and_an_event_of_two_ends(desk: EventDesk) -> None:
    answer = desk.decide(desk.drill, "reject", ids=desk.ids["r1.jpg"])
    assert desk.key("r2.jpg") is None
    assert answer.headers["Location"].startswith("/desk/events?done=")
    desk.undo(answer)
    assert desk.key("r1.jpg") == desk.key("r2.jpg") == desk.drill


def test_two_events_are_merged_and_the_old_address_leads_to_the_one(desk: EventDesk) -> None:
    answer = desk.decide(desk.parade, "merge", other=desk.drill)
    assert {desk.key(name) for name in ("p0.jpg", "r1.jpg", "r2.jpg")} == {desk.parade}
    assert desk.get(f"/desk/events/{desk.drill}").headers["Location"] == f"/desk/events/{desk.parade}"
    desk.undo(answer)
    assert desk.key("r1.jpg") == desk.drill


def test_a_record_and_an_event_are_found_by_words_id_or_address(desk: EventDesk) -> None:
    def found(q: str) -> tuple[str, str]:
        page = desk.page(f"/desk/events/{desk.parade}?{urlencode({'q': q})}")
        return said(page.xpath("//section[@aria-labelledby='add']")), said(
            page.xpath("//section[@aria-labelledby='merge']")
        )

    records, events = found("ferry cakrawala")
    assert "Ferry <b>Cakrawala</b> starts on the Banda route" in records
    assert "now in Ferry <b>Cakrawala</b>" in records
    assert "Ferry <b>Cakrawala</b>" in events
    assert "Helicopter rescue drill" in found(desk.ids["r1.jpg"])[1]
    assert "Helicopter rescue drill" in found(f"http://localhost/desk/records/{desk.ids['r1.jpg']}")[0]
    assert "Helicopter rescue drill" in found(f"http://localhost/events/{desk.drill}")[1]
    assert "r2.jpg" not in found("parade ships")[0], "its own records are not to be added"
    assert "Zulrahasia" in found("zulrahasia")[0]
    for nothing in ("qqqq", "http://elsewhere.example/x y", desk.ids["p0.jpg"]):
        assert "No record has these words, this id or this address: try other words." in found(nothing)[0]
    assert desk.get(f"/desk/events/{desk.parade}?q=a*").status_code == 400
    page = desk.page(f"/desk/events/{desk.parade}?q=banda+timetable")
    (ids,) = page.xpath("//section[@aria-labelledby='add']//input[@name='ids']/@value")
    assert ids == desk.ids["near.txt"]


def test_ticked_records_become_an_event_of_their_own(desk: EventDesk) -> None:
    ids = [desk.ids["p0.jpg"], desk.ids["p1.jpg"]]
    shown = said(tree(desk.preview(desk.parade, "split", ids=ids)))
    assert "2 records move" in shown
    assert "a new event" in shown
    answer = desk.decide(desk.parade, "split", ids=",".join(ids))
    assert desk.key("p0.jpg") == desk.key("p1.jpg") != desk.parade
    assert desk.key("p2.jpg") == desk.parade
    desk.undo(answer)
    assert desk.key("p0.jpg") == desk.parade


def test_what_cannot_be_is_said_on_the_page_of_the_event(desk: EventDesk) -> None:
    for act, asked, problem in (
        ("split", {"ids": desk.ids["p0.jpg"]}, "at least two records"),
        ("split", {}, "No record is chosen"),
        ("merge", {"other": desk.parade}, "two different events"),
        ("merge", {}, "No record is chosen"),
    ):
        answer = desk.preview(desk.parade, act, **asked)
        assert answer.status_code == 400
        assert problem in said(tree(answer).xpath("//*[@role='alert']"))
    assert desk.preview(desk.parade, "confirm", ids="nosuchrecord").status_code == 404
    assert desk.preview("nosuchevent", "confirm", ids=desk.ids["p0.jpg"]).status_code == 404


def test_what_moves_otherwise_than_was_shown_is_shown_again(desk: EventDesk) -> None:
    shown = previewed(tree(desk.preview(desk.parade, "merge", other=desk.drill)))
    assert "1 record moves" in said(tree(desk.preview(desk.drill, "confirm", ids=desk.ids["p3.jpg"])))
    desk.decide(desk.drill, "confirm", ids=desk.ids["p3.jpg"])
    answer = desk.post(f"/desk/events/{desk.parade}", act="merge", other=desk.drill, previewed=shown)
    assert answer.status_code == 409
    assert desk.key("r1.jpg") == desk.drill
    assert desk.post(f"/desk/events/{desk.parade}", act="merge", other=desk.drill, previewed="").status_code == 409


def test_the_digest_of_a_preview_knows_the_moves_but_not_a_key_that_is_new_each_time() -> None:
    def digest(*moves: tuple[str, str | None, str | None]) -> str:
        return EventPreview(tuple(EventMove(*move) for move in moves), "").digest

    assert digest(("a", "old", "new1"), ("b", "old", "new1")) == digest(("a", "old", "new2"), ("b", "old", "new2"))
    assert digest(("a", "old", "new1"), ("b", "old", "new1")) != digest(("a", "old", "new1"), ("b", "old", "new2"))
    assert digest(("a", "old", None)) != digest(("a", "older", None))
    assert digest(("a", "x", "y"), ("b", "y", "x")) != digest(("a", "x", "y"), ("b", "y", None))


def test_a_decision_is_undone_once_and_a_list_tells_of_it(desk: EventDesk) -> None:
    answer = desk.decide(desk.parade, "merge", other=desk.drill)
    assert "Merged" in said(desk.page("/desk/events?show=decided").xpath("//ol"))
    n = answer.headers["Location"].rpartition("=")[2]
    assert desk.post("/desk/events", decision=n).status_code == 303
    assert desk.post("/desk/events", decision=n).status_code == 409
    assert "undone" in said(desk.page("/desk/events?show=decided").xpath("//ol"))


def test_a_held_record_stays_hidden_whatever_is_decided_of_its_event(desk: EventDesk) -> None:
    held = desk.ids["held.txt"]
    before = desk.public(f"/events/{desk.ferry}")
    shown = said(tree(desk.preview(desk.ferry, "confirm", ids=held)))
    assert "Zulrahasia" in shown
    assert "Held records stay hidden" in shown
    answer = desk.decide(desk.ferry, "confirm", ids=held)
    assert desk.key("held.txt") == desk.ferry
    assert desk.public(f"/events/{desk.ferry}") == before
    desk.decide(desk.ferry, "merge", other=desk.parade)
    split = desk.decide(desk.ferry, "split", ids=",".join((held, desk.ids["a.jpg"])))
    made = desk.key("held.txt")
    desk.index()
    assert made != desk.ferry
    for path in ("/events", f"/events/{desk.ferry}", f"/events/{made}", "/search?q=rahasia", f"/records/{held}"):
        assert "Zulrahasia" not in (page := desk.public(path)), path
        assert held not in page, path
    assert desk.archive.catalogue.press_event(str(made), PUBLIC) is None, "one public record is no event"
    assert desk.archive.catalogue.visible([held], PUBLIC) == []
    assert split.status_code == answer.status_code == 303


def test_nobody_else_sees_events_of_the_desk_or_decides(desk: EventDesk) -> None:
    stranger = desk.app.test_client()
    act = {"act": "merge", "other": desk.drill}
    for path in ("/desk/events", f"/desk/events/{desk.parade}", f"/desk/events/{desk.parade}/preview"):
        assert stranger.get(path, query_string=act).status_code == 404
    shown = previewed(tree(desk.preview(desk.parade, "merge", other=desk.drill)))
    sent = act | {"previewed": shown}
    assert stranger.post(f"/desk/events/{desk.parade}", data=sent).status_code == 404
    assert desk.client.post(f"/desk/events/{desk.parade}", data=sent).status_code == 403, "without the token"
    assert desk.key("r1.jpg") == desk.drill
