"""Two records side by side at the desk: merged, split and undone, and never more public than before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import update
from werkzeug.test import TestResponse

from archive.access import ARCHIVIST, PUBLIC
from archive.catalogue import NewAsset
from archive.catalogue.schema.tables import records
from archive.media_types import SIDECAR
from archive.record import Mention, Record, Role, Status
from tests.support.deciding_shelf import HOSTILE, Shelf
from tests.support.desk_pages import previewed, said, tree


class Records(Shelf):
    """Two texts of the same kind, a held one, and a photo."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        with self.archive.catalogue.write() as writer:
            self.one = self.text(writer, "Dermaga baru dibuka", language="id")
            self.other = self.text(writer, HOSTILE, language="vi")
            self.held = self.text(writer, "Zulrahasia dermaga", held=True)
            self.shot = self.photo(writer, "a/W-HAI_1275.jpg", 3, "Kapal bersandar")
        self.index()

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def merge(self, kept: str, other: str, **also: str) -> TestResponse:
        path = f"/desk/records/{kept}/merge"
        shown = previewed(tree(self.get(f"{path}?other={other}")))
        return self.sent(path, other=other, **({"previewed": shown} | also))

    def split(self, record: str, n: int) -> TestResponse:
        path = f"/desk/records/{record}/split"
        return self.sent(path, asset=n, previewed=previewed(tree(self.get(f"{path}?asset={n}"))))

    def sent(self, path: str, **form: object) -> TestResponse:
        return self.client.post(path, data={"token": self.app.config["FORM_TOKEN"], **form})

    def undo(self, answer: TestResponse) -> TestResponse:
        path = f"{answer.headers['Location'].partition('?')[0]}/undo"
        return self.sent(path, previewed=previewed(tree(self.get(path))))

    def record(self, id_: str) -> Record | None:
        return self.archive.catalogue.get(id_, ARCHIVIST)

    def is_public(self, id_: str) -> bool:
        return bool(self.archive.catalogue.visible([id_], PUBLIC))


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Records]:
    with closing(Records(tmp_path)) as opened:
        yield opened


def test_two_records_stand_side_by_side_with_what_becomes_of_their_values(shelf: Records) -> None:
    page = tree(shelf.get(f"/desk/records/{shelf.one}/merge?other={shelf.other}"))
    stays, goes = (said(page.xpath(f"//section[@aria-labelledby='{one}']")) for one in ("stays", "goes"))
    assert "Dermaga baru dibuka" in stays
    assert "evil" in goes
    (row,) = page.xpath("//table//tr[th='Language']")
    assert [said(cell) for cell in row.xpath("td")] == ["Indonesian", "Vietnamese kept as a candidate"]
    assert shelf.record(shelf.other) is not None, "a preview writes nothing"
    (other_way,) = page.xpath("//a[.='Swap records']/@href")
    swapped = tree(shelf.get(other_way))
    assert "evil" in said(swapped.xpath("//section[@aria-labelledby='stays']"))
    assert "melayani 1.250 nelayan" in said(swapped.xpath("//section[@aria-labelledby='text-kept']"))


def test_records_are_merged_and_the_change_is_undone(shelf: Records) -> None:
    answer = shelf.merge(shelf.one, shelf.other)
    assert answer.status_code == 303
    assert shelf.record(shelf.other) is None
    assert shelf.get(f"/desk/records/{shelf.other}").headers["Location"] == f"/desk/records/{shelf.one}"
    assert "Merged" in said(tree(shelf.get(answer.headers["Location"])))
    assert shelf.undo(answer).status_code == 303
    assert shelf.record(shelf.other) is not None


def test_a_value_typed_on_the_other_is_shown_as_the_one_that_is_used(shelf: Records) -> None:
    shelf.sent(f"/desk/records/{shelf.other}", key="title", how="set", value="Judul ketikan")
    page = tree(shelf.get(f"/desk/records/{shelf.one}/merge?other={shelf.other}"))
    (row,) = page.xpath("//table//tr[th='Title']")
    assert [said(cell) for cell in row.xpath("td")] == ["Dermaga baru dibuka kept as a candidate", "Judul ketikan"]


@pytest.mark.parametrize("held_first", [True, False])
def test_what_is_merged_with_a_held_record_is_held(shelf: Records, held_first: bool) -> None:
    kept, other = (shelf.held, shelf.one) if held_first else (shelf.one, shelf.held)
    page = tree(shelf.get(f"/desk/records/{kept}/merge?other={other}"))
    after = said(page.xpath("//div[@class='note']"))
    assert ("Held until someone decides" in after) is not held_first
    answer = shelf.merge(kept, other)
    record = shelf.record(kept)
    assert record is not None
    assert record.status is Status.HELD
    stranger = shelf.app.test_client()
    for path in (f"/records/{kept}", f"/records/{other}"):
        assert stranger.get(path).status_code == 404
    for path in ("/search?q=dermaga", "/api/v1/search?q=dermaga"):
        assert "Zulrahasia" not in stranger.get(path).text
    shelf.undo(answer)
    assert (shelf.is_public(shelf.one), shelf.is_public(shelf.held)) == (True, False)


def test_a_record_held_since_it_was_shown_is_shown_again(shelf: Records) -> None:
    path = f"/desk/records/{shelf.one}/merge"
    shown = previewed(tree(shelf.get(f"{path}?other={shelf.other}")))
    token = {"id": shelf.other, "status": "held"}
    access = previewed(tree(shelf.sent("/desk/access", **token)))
    shelf.sent("/desk/access/apply", **token, ends="never", previewed=access)
    answer = shelf.sent(path, other=shelf.other, previewed=shown)
    assert answer.status_code == 409
    assert "Held" in said(tree(answer).xpath("//div[@class='note']"))
    assert shelf.record(shelf.other) is not None
    assert shelf.sent(path, other=shelf.other, previewed="").status_code == 409


def test_what_cannot_be_merged_says_why(shelf: Records) -> None:
    for other, status, problem in (
        (shelf.shot, 400, "A photo and a text cannot become one record"),
        (shelf.one, 400, "cannot be merged with itself"),
        ("nosuchrecord", 404, "No record has these words"),
    ):
        answer = shelf.get(f"/desk/records/{shelf.one}/merge?other={other}")
        assert answer.status_code == status
        assert problem in said(tree(answer))
        assert shelf.sent(f"/desk/records/{shelf.one}/merge", other=other, previewed="x").status_code in (404, 409)
    assert shelf.get("/desk/records/nosuchrecord/merge").status_code == 404


def test_the_other_record_is_found_by_words(shelf: Records) -> None:
    page = tree(shelf.get(f"/desk/records/{shelf.one}/merge?other=zulrahasia dermaga"))
    assert "Zulrahasia dermaga" in said(page.xpath("//ul[@aria-labelledby='records']"))
    assert "W-HAI_1275.jpg" not in said(page.xpath("//ul")), "a photo cannot become part of a text"
    found = page.xpath("//ul[@aria-labelledby='records']//button[@name='other']/@value")
    assert shelf.held in found
    assert shelf.one not in found
    assert "Merge these records?" in said(tree(shelf.get(f"/desk/records/{shelf.one}/merge?other={found[0]}")))
    nothing = shelf.get(f"/desk/records/{shelf.one}/merge?other=qqqq")
    assert nothing.status_code == 404
    assert "No record has these words, this id or this address: try other words." in said(tree(nothing))
    refused = shelf.get(f"/desk/records/{shelf.one}/merge?other=a*")
    assert refused.status_code == 400
    assert "needs at least 3 letters" in said(tree(refused).xpath("//*[@role='alert']"))


def test_a_file_is_split_off_and_is_no_more_public_than_its_record(shelf: Records) -> None:
    shelf.merge(shelf.held, shelf.one)
    page = tree(shelf.get(f"/desk/records/{shelf.held}/split"))
    assert "is the original of" in said(page.xpath("//ul[@class='deciding']"))
    (n,) = page.xpath("//button[@name='asset']/@value")
    before = set(shelf.archive.catalogue.visible_ids(ARCHIVIST))
    shown = said(tree(shelf.get(f"/desk/records/{shelf.held}/split?asset={n}")))
    assert "New record Dermaga baru dibuka" in shown
    answer = shelf.split(shelf.held, int(n))
    assert answer.status_code == 303
    (made,) = set(shelf.archive.catalogue.visible_ids(ARCHIVIST)) - before
    assert not shelf.is_public(made)
    assert "Dermaga baru dibuka" not in shelf.app.test_client().get("/search?q=dermaga").text
    assert shelf.undo(answer).status_code == 303
    assert shelf.record(made) is None


def test_a_file_that_must_stay_says_why(shelf: Records) -> None:
    answer = shelf.get(f"/desk/records/{shelf.one}/split?asset=0")
    assert answer.status_code == 400
    assert "Only other files can be split off" in said(tree(answer).xpath("//*[@role='alert']"))
    assert shelf.sent(f"/desk/records/{shelf.one}/split", asset=0, previewed="x").status_code == 409
    assert shelf.get(f"/desk/records/{shelf.one}/split?asset=99").status_code == 400


def offers_split(shelf: Records, record: str) -> bool:
    return bool(tree(shelf.get(f"/desk/records/{record}")).xpath("//a[.='Split off a file']"))


def test_splitting_is_offered_where_a_file_can_be_split_off(shelf: Records) -> None:
    assert not offers_split(shelf, shelf.one)
    with shelf.archive.catalogue.write() as writer:
        writer.add_asset(shelf.shot, NewAsset("d" * 64, 3, SIDECAR, Role.SIDECAR))
    assert not offers_split(shelf, shelf.shot)
    shelf.merge(shelf.held, shelf.one)
    assert offers_split(shelf, shelf.held)


def test_a_form_of_an_earlier_server_says_what_it_would_merge(shelf: Records) -> None:
    path = f"/desk/records/{shelf.one}/merge"
    shown = previewed(tree(shelf.get(f"{path}?other={shelf.other}")))
    late = {"token": "of an earlier run", "other": shelf.other, "previewed": shown}
    answer = shelf.client.post(path, data=late, headers={"Origin": "http://localhost"})
    assert answer.status_code == 403
    assert "Merge · Dermaga baru dibuka" in said(tree(answer).xpath("//p[@class='those']"))
    assert shelf.record(shelf.other) is not None


def test_copies_lead_from_their_relation_to_the_merge(shelf: Records) -> None:
    with shelf.archive.catalogue.write() as writer:
        writer.relate(shelf.one, "nearly-same-as", shelf.other, "rule:name", 0.5)
        writer.relate(shelf.one, "corrects", shelf.held, "rule:name", 0.5)
    links = tree(shelf.get("/desk/relations")).xpath("//a[.='Merge…']/@href")
    assert [shelf.get(link).status_code for link in links] == [200]


def test_nobody_else_merges_or_splits(shelf: Records) -> None:
    stranger = shelf.app.test_client()
    for what in ("merge", "split"):
        path = f"/desk/records/{shelf.one}/{what}"
        assert stranger.get(path).status_code == 404
        assert stranger.post(path, data={"other": shelf.other, "asset": 0}).status_code == 404
        assert shelf.client.post(path, data={"other": shelf.other, "asset": 0}).status_code == 403, "without the token"


def test_a_held_record_shows_its_text_before_its_values_with_the_embargo_marked(shelf: Records) -> None:
    with shelf.archive.catalogue.write() as writer:
        record = shelf.text(writer, "EMBARGO sampai   10 Mei", Mention("x.jpg"), held=True)
    with shelf.archive.catalogue._database.writing() as conn:
        said_so = {"hold_reason": "Embargo sampai 10 Mei", "hold_messages": None}
        conn.execute(update(records).where(records.c.id == record).values(said_so))
    page = tree(shelf.get(f"/desk/records/{record}"))
    assert [said(one) for one in page.xpath("//section[@aria-labelledby='text']//mark")] == ["EMBARGO sampai 10 Mei"]
    assert page.xpath("//section[@aria-labelledby='text']/following::section[@aria-labelledby='values']")
