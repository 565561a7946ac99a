"""The desk's page of relations: pending ones are reviewed, confirmed, refused, undone, and added by hand."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

import pytest

from archive.access import ARCHIVIST
from archive.catalogue import DOUBT, INVERSE, Access, Trust, WantedRelations
from archive.catalogue.history.shown_links import digest_of_relation
from archive.edits import link_decisions
from archive.errors import Undecidable
from archive.record import Status
from tests.support.deciding_shelf import HOSTILE, Shelf
from webui.desk.forms import notices as lists
from webui.desk.links.relations import Type

TITLE, OTHER, ANNEX = "Dermaga Wolio dibuka untuk nelayan", "Wolio Pier opens", "Lampiran daftar kapal"
PATH = "/desk/relations"


class Related(Shelf):
    """A doubtful relation, a certain one, one with a held end, one with a hostile title."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        with self.archive.catalogue.write() as writer:
            self.release = self.text(writer, TITLE)
            self.english = self.text(writer, OTHER, language="en")
            self.annex = self.text(writer, ANNEX, held=True)
            self.hostile = self.text(writer, HOSTILE)
            self.near = self.photo(writer, "a/W-HAI_1275.jpg", 3)
            self.far = self.photo(writer, "b/W-HAI_1275.jpg", 5, held=True)
        with self.archive.catalogue.write() as writer:
            for subject, type_, other, certainty in (
                (self.english, "corrects", self.release, 0.6),
                (self.annex, "annex-of", self.release, 0.8),
                (self.hostile, "same-as-name", self.release, 0.95),
                (self.near, "crop-of", self.far, 0.7),
            ):
                writer.relate(subject, type_, other, "rule:name", certainty)
        self.index()

    def decide(self, act: str, one: str, relation: str, other: str, **more: object) -> tuple[int, str, str]:
        shown = {"previewed": self.shown(one, relation, other)}
        return self.post(PATH, act=act, one=one, relation=relation, other=other, **(shown | more))

    def shown(self, one: str, relation: str, other: str) -> str:
        """Return the digest of what the entry of a relation showed."""
        catalogue = self.archive.catalogue
        refused = catalogue.relations(WantedRelations(Trust.REFUSED, relation), 0, 99)
        found = next(
            (row for row in catalogue.related() if (row.subject, row.type, row.object) == (one, relation, other)), None
        )
        is_refused = any({row.subject, row.object} == {one, other} for row in refused)
        return digest_of_relation(found, refused=is_refused)

    def public(self, record: str) -> list[tuple[str, bool]]:
        """Return the public relations on its page and in its JSON after indexing."""
        self.index()
        told = self.client.get(f"/api/v1/records/{record}").json
        assert told is not None
        return sorted((one["type"], one["certainty"] < DOUBT) for one in told["relations"])


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Related]:
    with closing(Related(tmp_path)) as opened:
        yield opened


def entries(page: str) -> list[str]:
    return re.findall(r'<li id="item-\d+".*?</li>', page, re.DOTALL)


def test_the_doubtful_come_first_and_say_what_they_are(shelf: Related) -> None:
    shown = entries(shelf.page(PATH))
    assert [percent for entry in shown for percent in re.findall(r"(\d+)%", entry)] == ["60", "70", "80"]
    first, pictures, held = shown
    assert all(said in first for said in (TITLE, OTHER, "Corrects", "Possible", "Press release", "25 October 2025"))
    assert "one came under the file name of the other" in first
    assert f'href="/records/{shelf.english}/beside/{shelf.release}?desk="' in first
    assert shelf.client.get(f"/records/{shelf.english}/beside/{shelf.release}").status_code == 200
    assert pictures.count("<img") == 2
    assert f'src="/desk/records/{shelf.near}/thumbnail"' in pictures
    for photo in (shelf.near, shelf.far):  # which is held
        with closing(shelf.client.get(f"/desk/records/{photo}/thumbnail")) as answer:
            assert answer.mimetype == "image/jpeg"
    assert "Held" in held
    assert f'href="/desk/records/{shelf.annex}"' in held
    assert shelf.client.get(f"/desk/records/{shelf.annex}").status_code == 200
    assert "beside" not in held
    assert HOSTILE[:8] not in shelf.page(f"{PATH}?show=all")
    assert 'Relations</a> <span class="count">3<' in shelf.page("/desk")


def test_a_confirmed_relation_is_sure_on_the_pages_of_both_ends(shelf: Related) -> None:
    assert shelf.public(shelf.release) == [("corrected-by", True), ("same-as-name", False)]
    status, address, _ = shelf.decide("confirm", shelf.english, "corrects", shelf.release)
    assert status == 303
    assert urlsplit(address).path == PATH
    assert shelf.public(shelf.release) == [("corrected-by", False), ("same-as-name", False)]
    assert shelf.public(shelf.english) == [("corrects", False)]
    after = shelf.words(address)
    assert f"Confirmed: {OTHER} – Corrects {TITLE}" in after
    assert "Doubtful 2 All 4 Confirmed 1" in after
    assert TITLE in shelf.words(f"{PATH}?show=confirmed")


def test_a_refused_relation_is_gone_from_both_ends_and_listed_as_refused(shelf: Related) -> None:
    _, address, _ = shelf.decide("refuse", shelf.english, "corrects", shelf.release)
    assert shelf.public(shelf.release) == [("same-as-name", False)]
    assert shelf.public(shelf.english) == []
    assert "Refused: Wolio Pier opens" in shelf.words(address)
    (entry,) = entries(shelf.page(f"{PATH}?show=refused"))
    assert entry.index(OTHER) < entry.index("not</span> Corrects") < entry.index(TITLE)
    shelf.decide("confirm", shelf.english, "corrects", shelf.release)  # it can be reversed
    assert shelf.public(shelf.english) == [("corrects", False)]


def test_what_was_done_is_taken_back_from_where_it_is_told(shelf: Related) -> None:
    before = shelf.archive.catalogue.related()
    for act in ("confirm", "refuse"):
        _, address, _ = shelf.decide(act, shelf.english, "corrects", shelf.release)
        number = re.search(r'name="decision" value="(\d+)"', shelf.page(address))
        assert number
        for _ in range(2):  # if sent twice, it is done once
            status, back, _ = shelf.post(PATH, act="undo", decision=number[1])
            assert status == 303
            assert f"Undone: {OTHER} – Corrects {TITLE}" in shelf.words(back)
        assert "Undo" not in shelf.words(back).replace("Undone", "")
        assert shelf.archive.catalogue.related() == before


def test_the_history_of_a_record_tells_what_was_decided(shelf: Related) -> None:
    shelf.decide("confirm", shelf.english, "corrects", shelf.release)
    (act,) = shelf.archive.catalogue.decisions([shelf.english])
    assert f"Confirmed: Corrects {TITLE}" in shelf.words(f"/desk/records/{shelf.english}")
    shelf.post(PATH, act="undo", decision=act.n)
    told = shelf.words(f"/desk/records/{shelf.english}")
    assert told.index(f"Undone: Corrects {TITLE}") < told.index(f"Confirmed: Corrects {TITLE}")


def test_every_relation_that_there_is_can_be_chosen(shelf: Related) -> None:
    assert set(get_args(Type)) == {"", *INVERSE}
    chosen = re.findall(r'<option value="([a-z-]+)"', shelf.page(PATH))
    assert chosen == list(INVERSE)


def test_a_form_that_is_sent_twice_does_nothing_twice(shelf: Related) -> None:
    addresses = {shelf.decide("confirm", shelf.english, "corrects", shelf.release)[1] for _ in range(2)}
    assert len(addresses) == 1
    said = [event for event in shelf.archive.catalogue.events(shelf.english) if event["detail"].get("relation")]
    assert len(said) == 1


def test_an_earlier_act_cannot_be_taken_back_over_a_later_one(shelf: Related) -> None:
    shelf.decide("confirm", shelf.english, "corrects", shelf.release)
    (act,) = shelf.archive.catalogue.decisions([shelf.english])
    shelf.decide("refuse", shelf.english, "corrects", shelf.release)
    status, _, page = shelf.post(PATH, act="undo", decision=act.n)
    assert (status, "Something else was decided since" in page) == (409, True)
    assert shelf.public(shelf.english) == []
    assert "Confirmed:" not in shelf.words(f"{PATH}?done={act.n}")


def test_one_that_was_withdrawn_meanwhile_is_decided_and_said_to_be_withdrawn(shelf: Related) -> None:
    with shelf.archive.catalogue.write() as writer:
        writer.set_status(shelf.english, Access(Status.WITHDRAWN))
    assert "Withdrawn" in entries(shelf.page(PATH))[0]
    status, address, _ = shelf.decide("confirm", shelf.english, "corrects", shelf.release)
    assert status == 303
    assert "Confirmed:" in shelf.words(address)
    assert shelf.public(shelf.release) == [("same-as-name", False)]


@pytest.mark.parametrize("gone", ["relation", "record"])
def test_what_is_not_there_any_more_gives_a_page_that_says_so(shelf: Related, gone: str) -> None:
    ends = {"relation": (shelf.release, "annex-of", shelf.english), "record": (shelf.english, "corrects", "neverwas")}
    said = ends[gone]
    status, _, page = shelf.decide("confirm", *said, page=1, at=2)
    assert status == 409
    assert "nothing was done" in page
    assert len(entries(page)) == 3
    assert not shelf.archive.catalogue.decisions([shelf.release, shelf.english])


@pytest.mark.parametrize(
    "wrong", [{"act": "burn"}, {"relation": "aunt-of"}, {"one": "../x"}, {"page": "0"}, {"at": "x"}, {"more": "1"}]
)
def test_a_form_that_none_of_these_pages_made_is_not_taken(shelf: Related, wrong: dict[str, str]) -> None:
    said = {"act": "confirm", "one": shelf.english, "relation": "corrects", "other": shelf.release}
    assert shelf.post(PATH, **(said | wrong))[0] == 400
    assert not shelf.archive.catalogue.decisions([shelf.english])


@pytest.mark.parametrize("by", ["id", "address"])
def test_a_relation_is_added_by_hand(shelf: Related, by: str) -> None:
    here = "http://localhost/records/{}?q=x#hit-1" if by == "address" else " {} "
    ends = {"subject": here.format(shelf.hostile), "object": here.format(shelf.english)}
    status, address, _ = shelf.post(f"{PATH}/add", relation="translation-of", **ends)
    assert status == 303
    page = shelf.page(address)
    assert "Confirmed:" in page
    assert "<script>alert" not in page
    assert ("translation-of", False) in shelf.public(shelf.hostile)
    assert ("has-translation", False) in shelf.public(shelf.english)
    for _ in range(2):
        (act,) = [one for one in shelf.archive.catalogue.decisions([shelf.hostile]) if one.type == "translation-of"]
        assert shelf.post(f"{PATH}/add", relation="translation-of", **ends)[0] == 303
    shelf.post(PATH, act="undo", decision=act.n)
    assert ("translation-of", False) not in shelf.public(shelf.hostile)


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(shelf: Related) -> None:
    status, _, page = shelf.post(f"{PATH}/add", subject="never-was", relation="corrects", object="")
    assert status == 400
    for field, words in (("subject", "No record has these words"), ("object", "Give words to search for, the id")):
        shown = re.search(rf'<input id="add-{field}"[^>]*>.*?</p>', page)
        assert shown
        assert 'aria-invalid="true"' in shown[0]
        assert f'aria-describedby="wrong-{field}"' in shown[0]
        assert words in shown[0]
    assert 'value="never-was"' in page
    assert '<option value="corrects" selected>' in page
    _, _, page = shelf.post(f"{PATH}/add", subject=shelf.english, relation="corrects", object=shelf.english)
    assert "That is the same record" in page
    _, _, page = shelf.post(f"{PATH}/add", subject="x\x00" * 9, relation="corrects", object=HOSTILE)
    assert "<script>" not in page.partition("<main")[2]


def test_typed_words_find_the_records_to_choose_from(shelf: Related) -> None:
    status, _, page = shelf.post(f"{PATH}/add", subject=shelf.annex, relation="annex-of", object=OTHER.lower())
    assert status == 400
    shown = re.search(r'(?s)<select id="add-object" name="object"[^>]*>.*?</p>', page)
    assert shown
    assert f'<option value="{shelf.english}">' in shown[0]
    assert "Choose one of the records with these words." in shown[0]
    assert f'name="subject" value="{shelf.annex}"' in page
    status, _, page = shelf.post(f"{PATH}/add", subject="a*", relation="annex-of", object="qqqq")
    assert "No record has these words" in page


def test_without_an_index_ids_are_taken_and_words_say_why_not(shelf: Related) -> None:
    shutil.rmtree(shelf.archive.folder / "derived" / "index")
    status, _, page = shelf.post(f"{PATH}/add", subject="never-was", relation="annex-of", object=shelf.english)
    assert status == 400
    assert re.search(r'id="wrong-subject">[^<]*index', page)
    assert f'value="{shelf.english}"' in page


def test_a_record_can_be_given_in_the_address(shelf: Related) -> None:
    page = shelf.page(f"{PATH}?subject={shelf.annex}")
    shown = re.search(r'<input id="add-subject"[^>]*>.*?</p>', page)
    assert shown
    assert f'value="{shelf.annex}"' in shown[0]
    assert ANNEX in shown[0]
    assert f'href="{PATH}?subject={shelf.annex}#add"' in shelf.page(f"/desk/records/{shelf.annex}")


def test_a_page_is_as_long_as_it_should_and_leads_on(shelf: Related, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("forms.notices", "links.relations"):
        monkeypatch.setattr(f"webui.desk.{module}.A_PAGE", 2)
    assert lists.A_PAGE == 2
    first, second = shelf.page(PATH), shelf.page(f"{PATH}?page=2")
    assert (len(entries(first)), len(entries(second))) == (2, 1)
    assert f'rel="next" href="{PATH}?page=2"' in first
    assert f'rel="prev" href="{PATH}"' in second
    assert len(entries(shelf.page(f"{PATH}?page=77"))) == 1  # the last page
    _, address, _ = shelf.decide("confirm", shelf.annex, "annex-of", shelf.release, page=2, at=0)
    assert urlsplit(address).fragment == "item-0"
    assert len(entries(shelf.page(address))) == 2


def test_the_next_of_the_list_comes_after_what_was_done(shelf: Related) -> None:
    _, address, _ = shelf.decide("confirm", shelf.near, "crop-of", shelf.far, at=1)
    page = shelf.page(address)
    assert urlsplit(address).fragment == "item-1"
    place = re.search(r'class="done".*?<li id="item-(\d)"[^>]*>(.*?)</li>', page, re.DOTALL)
    assert place
    assert place[1] == "1"
    assert ANNEX in place[2]
    _, address, _ = shelf.decide("refuse", shelf.annex, "annex-of", shelf.release, at=1)
    assert re.search(r'<li class="between" id="item-1" tabindex="-1">', shelf.page(address))


def test_lists_that_are_empty_say_so_and_lead_on(shelf: Related) -> None:
    assert "None yet" in shelf.words(f"{PATH}?show=refused")
    assert "None of this kind" in shelf.words(f"{PATH}?type=replaces")
    for act in (shelf.english, "corrects"), (shelf.annex, "annex-of"):
        shelf.decide("confirm", *act, shelf.release)
    _, address, _ = shelf.decide("confirm", shelf.near, "crop-of", shelf.far)
    page = shelf.page(address)
    assert "nothing waits here" in page
    assert "Undo" in page
    assert f'href="{PATH}?show=all"' in page


def test_copies_of_pictures_have_a_list_of_their_own(shelf: Related) -> None:
    with shelf.archive.catalogue.write() as writer:
        writer.decide_relation(shelf.near, "also-as", shelf.far)
    assert "All 4" in shelf.words(f"{PATH}?show=all")
    assert len(entries(shelf.page(f"{PATH}?show=all"))) == 4
    assert len(entries(shelf.page(f"{PATH}?show=all&type=also-as"))) == 1
    assert "The same picture as 1" in shelf.words(f"{PATH}?show=all")


@pytest.mark.parametrize(("tag", "said"), [("id", "Konfirmasi"), ("vi", "Xác nhận")])
def test_the_page_speaks_the_language_of_its_reader(shelf: Related, tag: str, said: str) -> None:
    shown = shelf.words(PATH, tag)
    assert said in shown
    assert "one came under" not in shown
    assert shelf.archive.catalogue.get(shelf.annex, ARCHIVIST) is not None


@pytest.mark.parametrize(
    ("one", "relation", "other", "why"),
    [
        ("near", "translation-of", "release", "Only texts are related so"),
        ("release", "has-translation", "near", None),  # not a relation in the form
        ("release", "transcript-of", "near", "Only texts are related so"),
        ("near", "crop-of", "release", "Only photos are related so"),
        ("release", "also-as", "english", "Only photos are related so"),
        ("near", "replaces", "release", "cannot replace each other"),
        ("release", "annex-of", "near", "A photo has no annexes"),
        ("near", "corrects", "release", "A photo cannot correct or retract a text"),
    ],
)
def test_a_relation_that_makes_no_sense_for_the_kinds_is_refused_where_it_was_chosen(
    shelf: Related, one: str, relation: str, other: str, why: str | None
) -> None:
    before = shelf.archive.catalogue.related()
    ends = {"subject": getattr(shelf, one), "object": getattr(shelf, other)}
    status, _, page = shelf.post(f"{PATH}/add", relation=relation, **ends)
    assert status == 400
    if why is not None:
        chosen = re.search(r'<select id="add-relation"[^>]*aria-invalid="true".*?</p>', page, re.DOTALL)
        assert chosen
        assert why in chosen[0]
        assert f'<option value="{relation}" selected>' in chosen[0]
        assert ends["subject"] in page
        said = (ends["subject"], relation, ends["object"])
        with pytest.raises(Undecidable, match=why):
            link_decisions.relate(shelf.archive, said, "test")
        link_decisions.relate(shelf.archive, said, "test", holds=False)  # wrong results of rules can be refused
    assert shelf.archive.catalogue.related() == before


def test_a_relation_is_refused_for_the_kinds_from_either_end(shelf: Related) -> None:
    with pytest.raises(Undecidable, match="A photo has no annexes"):
        link_decisions.relate(shelf.archive, (shelf.near, "has-annex", shelf.release), "test")
    link_decisions.relate(shelf.archive, (shelf.release, "has-annex", shelf.near), "test")
    link_decisions.relate(shelf.archive, (shelf.english, "corrects", shelf.near), "test")
    assert ("corrected-by", False) in shelf.public(shelf.near)


def test_no_relation_is_chosen_before_the_archivist_chooses_one(shelf: Related) -> None:
    assert '<option value="">Choose</option>' in shelf.page(PATH)
    status, _, page = shelf.post(f"{PATH}/add", relation="", subject=shelf.release, object=shelf.english)
    assert (status, "Choose what the first is to the other." in page) == (400, True)
