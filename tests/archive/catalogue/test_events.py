"""Events: which records belong to one occasion, and which only seem to. Twenty hand-made occasions in three languages,
with records that are easily mistaken for part of them."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import Any

import pytest

from archive.access import ARCHIVIST, PUBLIC
from archive.catalogue import Access, Catalogue, NewAsset
from archive.errors import CannotUndo, Undecidable, UnknownRecord
from archive.record import Description, Status
from tests.archive.catalogue.event_papers import Paper, add, arrive, found_in, photo, release, speech
from tests.archive.catalogue.shelf import HELD, LATER, Clock, put, sha

HALL = {"city": "Jakarta", "sublocation": "Press Hall"}
PRESSER = {"places": ["Jakarta"], "persons": ["Sari Wulandari", "Bagus Prakoso"]}

PAPERS = [
    # 1: a release, its photos, its speech
    release("ferry", "ferry.txt", "Ferry Cakrawala starts on the Banda route", "2024-02-01", "ferry1.jpg", "ferry2.jpg",
            places=["Ambon"], persons=["Rendra Latuconsina"]),
    photo("ferry", "ferry1.jpg", "2024-02-01T09:00:00", city="Ambon"),
    photo("ferry", "ferry2.jpg", "2024-02-01T09:20:00", city="Ambon"),
    speech("ferry", "ferry-speech.txt", "Remarks at the departure", "2024-02-01", event="Ferry Cakrawala Banda route",
           city="Ambon", speaker="Rendra Latuconsina"),
    # 2 and 3: two press conferences on one day in one hall with the same two people
    release("fish", "fish.txt", "Press conference on fishing quotas", "2024-02-05", "fish1.jpg", **PRESSER),
    photo("fish", "fish1.jpg", "2024-02-05T09:00:00", event="Press conference", headline="Press conference", **HALL),
    release("crane", "crane.txt", "Press conference on harbour cranes", "2024-02-05", "crane1.jpg", **PRESSER),
    photo("crane", "crane1.jpg", "2024-02-05T14:00:00", event="Press conference", headline="Press conference", **HALL),
    # 4 and 5: the forum in two years; the second release prints a photo of the first
    release("forum24", "forum24.txt", "Pelagic Forum ends in Manado", "2024-03-08", "forum24.jpg", places=["Manado"],
            event_date="2024-03-07/2024-03-08"),
    photo("forum24", "forum24.jpg", "2024-03-07T10:00:00", event="Pelagic Forum", city="Manado"),
    photo("forum24", "forum24b.jpg", "2024-03-07T11:00:00", event="Pelagic Forum", city="Manado"),
    release("forum25", "forum25.txt", "Pelagic Forum ends in Manado", "2025-03-08", "forum24.jpg", "forum25.jpg",
            places=["Manado"], event_date="2025-03-07/2025-03-08"),
    photo("forum25", "forum25.jpg", "2025-03-07T10:00:00", event="Pelagic Forum", city="Manado"),
    # 6 and 7: an undated portrait in the releases of two days
    release("school", "school.txt", "Sekolah terapung Kayoa dibuka", "2024-04-01", "portrait.jpg", "school.jpg",
            language="id", places=["Ternate"]),
    photo("school", "school.jpg", "2024-04-01T08:00:00", city="Ternate"),
    release("reef", "reef.txt", "Terumbu Buano dipulihkan", "2024-04-09", "portrait.jpg", "reef.jpg", language="id",
            places=["Ambon"]),
    photo("reef", "reef.jpg", "2024-04-09T08:00:00", city="Ambon"),
    photo("", "portrait.jpg"),
    # 8: Vietnamese: the photos and the speech have the same occasion
    speech("harbour", "cang.txt", "Phát biểu", "2024-05-02", event="Khánh thành bến tàu Cửa Lò mới", language="vi"),
    photo("harbour", "cang1.jpg", "2024-05-02T08:00:00", event="Khánh thành bến tàu Cửa Lò mới", language="vi"),
    photo("harbour", "cang2.jpg", "2024-05-02T10:30:00", event="Khánh thành bến tàu Cửa Lò mới", language="vi"),
    # 9 and 10: two named occasions on one day in one town
    photo("parade", "parade1.jpg", "2024-05-20T08:00:00", event="Parade of tall ships", city="Bitung"),
    photo("parade", "parade2.jpg", "2024-05-20T08:50:00", event="Parade of tall ships", city="Bitung"),
    photo("rescue", "rescue1.jpg", "2024-05-20T15:00:00", event="Helicopter rescue drill", city="Bitung"),
    photo("rescue", "rescue2.jpg", "2024-05-20T15:50:00", event="Helicopter rescue drill", city="Bitung"),
    # 11: one series of a camera; and 12, of the same camera and day, an hour later
    photo("launch", "DSC_0101.jpg", "2024-06-03T09:00:00", city="Tual"),
    photo("launch", "DSC_0102.jpg", "2024-06-03T09:02:00", city="Tual"),
    photo("launch", "DSC_0104.jpg", "2024-06-03T09:10:00", city="Tual"),
    photo("market", "DSC_0105.jpg", "2024-06-03T11:00:00", city="Tual"),
    photo("market", "DSC_0106.jpg", "2024-06-03T11:03:00", city="Tual"),
    # 13 and 14: back to back in one series; each release prints one of its photos
    release("morning", "morning.txt", "Kelp nursery opens", "2024-06-10", "IMG_0001.jpg"),
    release("noon", "noon.txt", "Sonar buoys arrive", "2024-06-10", "IMG_0003.jpg"),
    photo("morning", "IMG_0001.jpg", "2024-06-10T09:00:00"),
    photo("", "IMG_0002.jpg", "2024-06-10T09:20:00"),
    photo("noon", "IMG_0003.jpg", "2024-06-10T09:40:00"),
    # 15: a release and its annex of the next week, which share only a name
    release("survey", "survey.txt", "Seagrass survey of Wakatobi presented", "2024-07-01", "survey.jpg",
            places=["Wendi"], event_date="2024-06-30"),
    photo("survey", "survey.jpg", "2024-06-30T10:00:00"),
    # 16: places on a card: Đà Nẵng and Da Nang are one
    release("regatta", "regatta.txt", "Sampan regatta draws forty crews", "2024-08-01", places=["Da Nang"]),
    release("regatta", "regatta2.txt", "Forty crews at the sampan regatta", "2024-08-01", places=["Đà Nẵng"]),
    # 17: two rare people and a word, at one place
    release("treaty", "treaty.txt", "Talks on the Arafura treaty", "2024-09-01", places=["Dili"],
            persons=["Filomena Soares", "Hector Almeida"]),
    photo("treaty", "treaty.jpg", "2024-09-01T10:00:00", headline="Arafura talks", city="Dili",
          persons=["Filomena Soares", "Hector Almeida"]),
    # 18: a long name is enough without a place
    speech("comet", "comet.txt", "Pidato pembukaan", "2024-10-01", event="Lomba Perahu Naga Nusantara", language="id"),
    release("comet", "comet2.txt", "Lomba Perahu Naga Nusantara diikuti 30 tim", "2024-10-01", language="id"),
    # 19: a text about two events joins neither
    release("wharf", "wharf.txt", "Wharf of Tobelo repaired", "2024-11-04", "wharf.jpg", places=["Tobelo"]),
    photo("wharf", "wharf.jpg", "2024-11-04T08:00:00", city="Tobelo"),
    release("depot", "depot.txt", "Depot of Sanana opened", "2024-11-04", "depot.jpg", places=["Sanana"]),
    photo("depot", "depot.jpg", "2024-11-04T08:00:00", city="Sanana"),
    release("", "week.txt", "The week in pictures", "2024-11-04", "wharf.jpg", "depot.jpg"),
    # alone: with the same day or place as others, but not part of them
    release("", "tide.txt", "Tide tables for December", "2024-11-04", places=["Tobelo"]),
    photo("", "alone.jpg", "2024-05-20T12:00:00", city="Bitung"),
]  # fmt: skip


def by_hand() -> set[frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for paper in PAPERS:
        if paper.event:
            found[paper.event].add(paper.name)
    return {frozenset(names) for names in found.values()}


def key_of(catalogue: Catalogue, record: str) -> str:
    event = catalogue.press_event_of(record, ARCHIVIST)
    assert event is not None
    return event.key


def test_each_record_is_in_its_own_event_and_in_no_other(catalogue: Catalogue) -> None:
    ids = arrive(catalogue, PAPERS)
    assert found_in(catalogue, ids) == by_hand()


@pytest.mark.parametrize("seed", range(3))
def test_events_do_not_depend_on_the_order_of_arrival(catalogue: Catalogue, seed: int) -> None:
    papers = random.Random(seed).sample(PAPERS, len(PAPERS))
    ids = arrive(catalogue, papers, batch=1 + seed * 4)
    assert found_in(catalogue, ids) == by_hand()
    before = set(catalogue.press_event_keys(ARCHIVIST))
    catalogue.rebuild_press_events()
    assert found_in(catalogue, ids) == by_hand()
    assert set(catalogue.press_event_keys(ARCHIVIST)) == before


def test_many_photos_of_one_event_and_day_are_joined_whatever_the_order(catalogue: Catalogue) -> None:
    papers = [
        photo(
            "", f"gala{n}.jpg", "2024-05-20T08:00:00", event="Gala of tall ships", city="Bitung", headline=f"Ship {n}"
        )
        for n in range(40)
    ]
    papers += [
        photo("", f"regatta{n}.jpg", "2024-05-20T08:00:00", event="Night regatta of proas", city="Bitung")
        for n in range(40)
    ]
    random.Random(4).shuffle(papers)
    ids = arrive(catalogue, papers, batch=9)
    printing = release("", "gala.txt", "Forty ships", "2024-05-20", "gala3.jpg", "gala7.jpg")
    ids |= arrive(catalogue, [printing])
    wanted = {
        frozenset(p.name for p in (*papers, printing) if p.name.startswith(start)) for start in ("gala", "regatta")
    }
    assert found_in(catalogue, ids) == wanted
    catalogue.rebuild_press_events()
    assert found_in(catalogue, ids) == wanted


SAILED = ["We sailed on when all others had turned back", "The lamp of the outer reef was never lit"]
ANSWERED = ["All lamps are looked after by four men", "Two of the four men were on leave"]
MOTTOES = ["Every harbour of these islands is our home", "A ship that is safe is a ship that is late"]


def quoting(name: str, title: str, date: str, *quotes: str, **values: Any) -> Paper:
    paper = release("", name, title, date, **values)
    paper.text = "\n\n".join([title, *(f"“{quote},” she said." for quote in quotes)])
    return paper


@pytest.mark.parametrize("seed", range(3))
def test_texts_that_quote_the_same_words_within_days_are_of_one_event(catalogue: Catalogue, seed: int) -> None:
    papers = [
        quoting("report.txt", "Skipper tells the inquiry of the storm", "2024-02-01", *SAILED),
        quoting("again.txt", "Lampu suar padam, kata nakhoda", "2024-02-03", *SAILED, *MOTTOES),
        quoting("recalls.txt", "Ministry answers on lighthouses", "2024-02-03", *ANSWERED, *SAILED),
        quoting("later.txt", "A year of storms", "2024-02-20", *SAILED),
        quoting("ende.txt", "Harbour day", "2024-03-01", *ANSWERED, places=["Ende"]),
        quoting("tual.txt", "Day of the harbour", "2024-03-01", *ANSWERED, places=["Tual"]),
    ]  # fmt: skip
    ids = arrive(catalogue, random.Random(seed).sample(papers, len(papers)), batch=1 + seed)
    wanted = {frozenset(["report.txt", "again.txt"])}
    assert found_in(catalogue, ids) == wanted
    event = catalogue.press_event_of(ids["again.txt"], PUBLIC)
    assert event is not None
    assert {one.reasons for one in event.members} == {("same-quotes",)}
    catalogue.rebuild_press_events()
    assert found_in(catalogue, ids) == wanted


@pytest.mark.parametrize("days", [1, 12])
def test_a_motto_joins_nothing(catalogue: Catalogue, days: int) -> None:
    papers = [
        quoting(f"{day}-{n}.txt", f"Release {day} {n}", f"2024-01-{day + 1:02}", *MOTTOES)
        for day in range(days)
        for n in range(30 // days)
    ]
    ids = arrive(catalogue, papers)
    assert found_in(catalogue, ids) == set()
    catalogue.rebuild_press_events()
    assert found_in(catalogue, ids) == set()


def test_what_many_days_have_in_common_joins_nothing(catalogue: Catalogue) -> None:
    """The office's own name and spokesman appear in all its releases."""
    said = {"places": ["Jakarta"], "persons": ["Sari Wulandari", "Bagus Prakoso"], "language": "en"}
    papers = [
        release("", f"{day}-{n}.txt", f"Harbour Authority {word}", f"2024-01-{day:02}", **said)
        for day in range(1, 15)
        for n, word in enumerate(("dredges Priok basin", "hires two pilots"))
    ]
    ids = arrive(catalogue, papers)
    assert found_in(catalogue, ids) == set()


def test_titles_of_one_form_are_not_of_one_event(catalogue: Catalogue) -> None:
    pairs = [
        ("System works in Ende Township begin next week", "System works in Tual Township begin next week"),
        ("Reef Partners updates coverage on Kelp Group", "Reef Partners updates coverage on Sonar Buoys"),
        ("Prakiraan ombak Sulsel: pagi tenang", "Prakiraan ombak Sultra: pagi tenang"),
    ]
    papers = [
        release("", f"{day}{end}.txt", title, f"2024-02-0{day}", places=["Ambon"])
        for day, titles in enumerate(pairs, start=1)
        for end, title in zip("ab", titles, strict=True)
    ]
    papers.append(
        release("", "again.txt", "Works in Ende Township, of the system, begin soon", "2024-02-01", places=["Ambon"])
    )
    assert found_in(catalogue, arrive(catalogue, papers)) == {frozenset(["1a.txt", "again.txt"])}


def test_an_event_is_told_with_its_title_days_and_reasons(catalogue: Catalogue) -> None:
    ids = arrive(catalogue, PAPERS)
    event = catalogue.press_event_of(ids["ferry.txt"], PUBLIC)
    assert event is not None
    assert (event.title, event.first, event.last, event.place) == (
        "Ferry Cakrawala Banda route",
        "2024-02-01",
        "2024-02-01",
        "Ambon",
    )
    reasons = {one.record: one.reasons for one in event.members}
    assert "printed" in reasons[ids["ferry1.jpg"]]
    assert "same-name" in reasons[ids["ferry-speech.txt"]]


def test_what_only_one_sign_speaks_for_is_possible_and_no_member(catalogue: Catalogue) -> None:
    ids = arrive(catalogue, PAPERS)
    event = catalogue.press_event_of(ids["fish.txt"], ARCHIVIST)
    assert event is not None
    assert ids["crane.txt"] in {one.record for one in event.possible}
    assert len(event.members) == 2


def held_release(access: Access) -> list[tuple[Paper, Access]]:
    text = release("", "secret.txt", "Secret merger of Alpha and Beta", "2024-02-01", "a.jpg", "b.jpg", "c.jpg")
    photos = [photo("", f"{name}.jpg", "2024-02-01T09:00:00") for name in "abc"]
    return [(text, access), *((one, Access()) for one in photos)]


@pytest.mark.parametrize("access", [HELD, LATER, Access(Status.WITHDRAWN)])
def test_nothing_held_shows_in_an_event(catalogue: Catalogue, clock: Clock, access: Access) -> None:
    with catalogue.write() as writer:
        ids = {paper.name: add(writer, paper, how) for paper, how in held_release(access)}
    key = key_of(catalogue, ids["secret.txt"])
    assert len(catalogue.press_event(key, ARCHIVIST).members) == 4  # type: ignore[union-attr]
    assert catalogue.press_event(key, PUBLIC) is None  # only the held release joins its photos
    assert catalogue.press_event_of(ids["a.jpg"], PUBLIC) is None
    assert catalogue.press_event_keys(PUBLIC) == []
    if access is LATER:
        clock.now = clock.now.replace(day=4)
        assert len(catalogue.press_event(key, PUBLIC).members) == 4  # type: ignore[union-attr]
        assert catalogue.press_event_keys(PUBLIC) == [key]


def test_title_days_and_counts_come_from_visible_members(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        for n in (1, 2):
            add(writer, photo("", f"p{n}.jpg", f"2024-02-01T09:0{n}:00", event="Parade of tall ships", city="Bitung"))
        hidden = {"event": "Parade of tall ships", "event_date": "2024-01-31/2024-02-01", "places": ["Bitung"]}
        held = add(writer, release("", "held.txt", "Minister resigns at parade", "2024-02-01", **hidden), HELD)
    event = catalogue.press_event(catalogue.press_event_keys(PUBLIC)[0], PUBLIC)
    whole = catalogue.press_event(event.key, ARCHIVIST) if event else None
    assert event is not None
    assert whole is not None
    assert (event.first, len(event.members)) == ("2024-02-01", 2)
    assert (whole.first, len(whole.members)) == ("2024-01-31", 3)
    assert held not in {one.record for one in (*event.members, *event.possible)}


def test_the_key_stays_when_members_come_and_leads_on_when_events_become_one(catalogue: Catalogue) -> None:
    photos = [photo("", f"{day}{n}.jpg", f"2024-03-{day}T09:00:00", event=f"Rally {day} of proas", city="Bitung")
              for day in ("07", "08") for n in "ab"]  # fmt: skip
    ids = arrive(catalogue, photos)
    keys = {key_of(catalogue, ids["07a.jpg"]), key_of(catalogue, ids["08a.jpg"])}
    assert len(keys) == 2
    ids |= arrive(catalogue, [photo("", "07c.jpg", "2024-03-07T10:00:00", event="Rally 07 of proas", city="Bitung")])
    assert key_of(catalogue, ids["07c.jpg"]) in keys
    both = release("", "both.txt", "Rally of proas", "2024-03-08", "07a.jpg", "08a.jpg",
                   event_date="2024-03-07/2024-03-08", places=["Bitung"])  # fmt: skip
    arrive(catalogue, [both])
    kept = key_of(catalogue, ids["07a.jpg"])
    assert key_of(catalogue, ids["08a.jpg"]) == kept
    (gone,) = keys - {kept}
    assert catalogue.press_event_lead(gone, ARCHIVIST) == kept
    assert catalogue.press_event(gone, ARCHIVIST) is None


def test_nothing_leads_from_one_event_to_another_that_only_a_held_text_joins(catalogue: Catalogue) -> None:
    photos = [photo("", f"{day}{n}.jpg", f"2024-03-{day}T09:00:00", event=f"Rally {day} of proas", city="Bitung")
              for day in ("07", "08") for n in "ab"]  # fmt: skip
    ids = arrive(catalogue, photos)
    keys = {key_of(catalogue, ids["07a.jpg"]), key_of(catalogue, ids["08a.jpg"])}
    both = release("", "both.txt", "Rally of proas", "2024-03-08", "07a.jpg", "08a.jpg",
                   event_date="2024-03-07/2024-03-08", places=["Bitung"])  # fmt: skip
    with catalogue.write() as writer:
        text = add(writer, both, HELD)
    kept = key_of(catalogue, text)
    (gone,) = keys - {kept}
    assert len(catalogue.press_event(kept, PUBLIC).members) == 2  # type: ignore[union-attr]
    assert catalogue.press_event_lead(gone, ARCHIVIST) == kept
    assert catalogue.press_event_lead(gone, PUBLIC) is None
    with catalogue.write() as writer:
        writer.set_status(text, Access())
    assert catalogue.press_event_lead(gone, PUBLIC) == kept


def test_the_archivist_takes_a_record_out_and_no_rule_brings_it_back(catalogue: Catalogue) -> None:
    ids = arrive(catalogue, PAPERS)
    key = key_of(catalogue, ids["ferry.txt"])
    with catalogue.write() as writer:
        writer.reject_member(key, ids["ferry1.jpg"])
    assert catalogue.press_event_of(ids["ferry1.jpg"], ARCHIVIST) is None
    arrive(catalogue, [photo("", "ferry3.jpg", "2024-02-01T09:30:00", event="Ferry Cakrawala Banda route")])
    catalogue.rebuild_press_events()
    event = catalogue.press_event(key, ARCHIVIST)
    assert event is not None
    assert ids["ferry1.jpg"] not in {one.record for one in (*event.members, *event.possible)}
    with catalogue.write() as writer:
        writer.undo_event_act()
    assert key_of(catalogue, ids["ferry1.jpg"]) == key


def test_the_archivist_adds_a_record(catalogue: Catalogue) -> None:
    ids = arrive(catalogue, PAPERS)
    key = key_of(catalogue, ids["ferry.txt"])
    with catalogue.write() as writer:
        writer.confirm_member(key, ids["alone.jpg"])
        writer.confirm_member(key, ids["wharf.jpg"])  # which was in another event
    event = catalogue.press_event(key, PUBLIC)
    assert event is not None
    reasons = {one.record: one.reasons for one in event.members}
    assert reasons[ids["alone.jpg"]] == reasons[ids["wharf.jpg"]] == ("archivist",)
    assert ids["wharf.txt"] not in reasons
    with catalogue.write() as writer:
        writer.undo_event_act()
        writer.undo_event_act()
    assert found_in(catalogue, ids) == by_hand()


def test_the_archivist_merges_two_events_and_takes_it_back(catalogue: Catalogue) -> None:
    ids = arrive(catalogue, PAPERS)
    one, other = key_of(catalogue, ids["parade1.jpg"]), key_of(catalogue, ids["rescue1.jpg"])
    with catalogue.write() as writer:
        writer.merge_press_events(one, other)
    assert len(catalogue.press_event(one, PUBLIC).members) == 4  # type: ignore[union-attr]
    assert catalogue.press_event_lead(other, ARCHIVIST) == one
    catalogue.rebuild_press_events()
    assert key_of(catalogue, ids["rescue1.jpg"]) == one
    with catalogue.write() as writer:
        writer.undo_event_act()
    assert (key_of(catalogue, ids["parade1.jpg"]), key_of(catalogue, ids["rescue1.jpg"])) == (one, other)
    assert catalogue.press_event_lead(other, ARCHIVIST) is None


def test_the_archivist_splits_an_event_and_takes_it_back(catalogue: Catalogue) -> None:
    ids = arrive(catalogue, PAPERS)
    key, apart = key_of(catalogue, ids["DSC_0101.jpg"]), ["DSC_0101.jpg", "DSC_0102.jpg"]
    arrive(catalogue, [photo("launch", "DSC_0103.jpg", "2024-06-03T09:05:00", city="Tual")])
    with catalogue.write() as writer:
        _, made = writer.split_press_event(key, [ids[name] for name in apart])
    assert {one.record for one in catalogue.press_event(made, PUBLIC).members} == {ids[name] for name in apart}  # type: ignore[union-attr]
    assert key_of(catalogue, ids["DSC_0104.jpg"]) == key
    with catalogue.write() as writer:
        writer.undo_event_act()
    assert key_of(catalogue, ids["DSC_0101.jpg"]) == key
    assert catalogue.press_event_lead(made, ARCHIVIST) == key


def test_an_act_that_another_followed_is_not_undone_before_it(catalogue: Catalogue) -> None:
    ids = arrive(catalogue, PAPERS)
    key = key_of(catalogue, ids["ferry.txt"])
    with catalogue.write() as writer:
        first = writer.confirm_member(key, ids["alone.jpg"])
    with catalogue.write() as writer:
        writer.reject_member(key, ids["alone.jpg"])
    with pytest.raises(CannotUndo), catalogue.write() as writer:
        writer.undo_event_act(first)


def test_what_cannot_be_decided_is_told(catalogue: Catalogue) -> None:
    ids = arrive(catalogue, PAPERS)
    key = key_of(catalogue, ids["ferry.txt"])
    with pytest.raises(UnknownRecord), catalogue.write() as writer:
        writer.confirm_member("nothing", ids["alone.jpg"])
    with pytest.raises(UnknownRecord), catalogue.write() as writer:
        writer.reject_member(key, "nothing")
    with pytest.raises(Undecidable), catalogue.write() as writer:
        writer.merge_press_events(key, key)
    with pytest.raises(Undecidable), catalogue.write() as writer:
        writer.split_press_event(key, [ids["ferry.txt"]])
    with pytest.raises(Undecidable), catalogue.write() as writer:
        writer.split_press_event(key, [ids["alone.jpg"], ids["ferry.txt"]])
    with pytest.raises(UnknownRecord), catalogue.write() as writer:
        writer.undo_event_act()


def test_a_record_that_is_merged_leaves_its_event_to_the_other(catalogue: Catalogue) -> None:
    ids = arrive(catalogue, PAPERS)
    key = key_of(catalogue, ids["ferry.txt"])
    with catalogue.write() as writer:
        writer.merge([ids["ferry1.jpg"], ids["ferry2.jpg"]], "someone")
    event = catalogue.press_event(key, ARCHIVIST)
    assert event is not None
    assert {one.record for one in event.members} == {ids["ferry.txt"], ids["ferry1.jpg"], ids["ferry-speech.txt"]}
    with catalogue.write() as writer:
        writer.undo(None, "someone")
    assert found_in(catalogue, ids) == by_hand()


def test_copies_of_one_text_are_no_event(catalogue: Catalogue) -> None:
    same = "Gunung Banda meletus pagi ini dan semua warga desa di lereng timur mengungsi ke balai nelayan. " * 4
    with catalogue.write() as writer:
        for name in ("a.txt", "b.txt"):
            made = Description("text/plain", "text", 1, text=same)
            for key, value in (("kind", "press-release"), ("title", "Gunung Banda meletus"), ("date", "2024-02-01")):
                made.offer(key, value, "test")
            put(writer, name, writer.add_record(made, NewAsset(sha(name), 4, "text/plain"), Access()), name)
    assert catalogue.press_event_keys(ARCHIVIST) == []


def test_a_logo_that_very_many_texts_print_joins_none_of_them(catalogue: Catalogue) -> None:
    texts = [release("", f"{n}.txt", f"Notice {n}", "2024-02-01", "logo.jpg") for n in range(14)]
    ids = arrive(catalogue, [photo("", "logo.jpg", "2024-02-01T08:00:00"), *texts])
    assert found_in(catalogue, ids) == set()
