"""Two related texts side by side, and the note that a text was corrected."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import html

from archive.record import Kind, Relation, Status
from tests.support.growth import ends
from tests.support.web_fakes import FakeServices, memorable, record
from tests.webui.test_web_pages import page, words
from webui.pages.compare import differing
from webui.presentation.text_alignment import Cost, align_paragraphs, by_length, by_words
from webui.presentation.text_markup import paragraphs

INDONESIAN = """Jembatan Kupang dibuka

Jembatan baru di Kupang dibuka pada hari Sabtu di hadapan ribuan warga yang datang sejak pagi.

Singkat.

Gubernur mengatakan bahwa pembangunannya memakan waktu tiga tahun dan melibatkan ratusan pekerja dari desa sekitar."""
ENGLISH = """Kupang bridge opened

The new bridge in Kupang was opened on Saturday before thousands of people who had come since the morning.

The governor said that it took three years to build and gave work to hundreds of people from the villages around."""
PREPARED = "Ladies and gentlemen, we open this bridge today.\n\nIt is the longest of our islands & <seas>."
DELIVERED = (
    "Ladies and gentlemen, dear friends, we open this bridge today.\n\nIt is the longest of our islands & <seas>."
)


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    made = memorable(tmp_path)
    texts = {
        "bridge1": ("id", Kind.PRESS_RELEASE, INDONESIAN),
        "bridge2": ("en", Kind.PRESS_RELEASE, ENGLISH),
        "written1": ("en", Kind.SPEECH, PREPARED),
        "spoken1": ("en", Kind.SPEECH, DELIVERED),
        "secret1": ("en", Kind.PRESS_RELEASE, "A secret of Friday."),
    }
    related = {
        "bridge1": (("has-translation", "bridge2"), ("corrected-by", "bridge2"), ("has-translation", "secret1")),
        "bridge2": (("translation-of", "bridge1"), ("corrects", "bridge1")),
        "written1": (("has-transcript", "spoken1"),),
        "spoken1": (("transcript-of", "written1"),),
    }
    for name, (language, kind, text) in texts.items():
        relations = tuple(Relation(type_, other, other, "archivist", 1.0) for type_, other in related.get(name, ()))
        values = {"title": text.split("\n")[0], "language": language, "date": "2025-10-25"}
        made.add(record(name, kind, f"{name}.txt", values, relations=relations), text)
    made.catalogue.records["secret1"] = replace(made.catalogue.records["secret1"], status=Status.HELD)
    return made


def rows(client: FlaskClient, address: str) -> list[tuple[str, str]]:
    found = page(client, address).xpath("//table[@class='two']/tbody/tr")
    return [tuple(words(cell) for cell in row.xpath("td[contains(@class, 'words')]")) for row in found]


def test_a_translation_stands_beside_its_text_paragraph_by_paragraph(client: FlaskClient) -> None:
    told = rows(client, "/records/bridge1/beside/bridge2")
    assert told[0] == ("Jembatan Kupang dibuka", "Kupang bridge opened")
    assert [(a[:14], b[:14]) for a, b in told if b.startswith("The")] == [
        ("Jembatan baru ", "The new bridge"),
        ("Gubernur menga", "The governor s"),
    ]
    cells = page(client, "/records/bridge1/beside/bridge2").xpath("//table[@class='two']/tbody/tr[1]/td/@lang")
    assert cells == ["id", "en"]
    assert not page(client, "/records/bridge1/beside/bridge2").xpath("//table//ins | //table//del")


def test_what_was_said_otherwise_than_written_is_marked(client: FlaskClient) -> None:
    tree = page(client, "/records/written1/beside/spoken1")
    assert [mark.text.strip() for mark in tree.xpath("//table//ins")] == ["dear friends,"]
    assert tree.xpath("//table//del") == []
    assert words(tree.xpath("//div[@class='legend']/p")[0]) == "left out added when spoken"
    assert [words(role) for role in tree.xpath("//thead//span[@class='kind']")] == ["As prepared", "As delivered"]
    assert rows(client, "/records/spoken1/beside/written1") == rows(client, "/records/written1/beside/spoken1")
    assert rows(client, "/records/written1/beside/spoken1")[1][0] == "It is the longest of our islands & <seas>."


def test_both_records_lead_there_and_one_that_was_corrected_says_so_first(client: FlaskClient) -> None:
    tree = page(client, "/records/bridge1")
    assert "/records/bridge1/beside/bridge2" in tree.xpath("//section//a/@href")
    (said,) = tree.xpath("//p[@class='note corrected']")
    assert words(said) == "Corrected by bridge2."
    assert not page(client, "/records/bridge2").xpath("//p[@class='note corrected']")


@pytest.mark.parametrize(
    "address", ["bridge1/beside/secret1", "bridge1/beside/never", "written1/beside/written1", "secret1/beside/bridge1"]
)
def test_what_is_held_or_no_other_text_is_not_there(client: FlaskClient, address: str) -> None:
    answer = client.get(f"/records/{address}")
    assert answer.status_code == 404
    assert "secret of Friday" not in answer.get_data(as_text=True)


def test_the_address_of_a_text_that_was_merged_leads_on(
    services: FakeServices, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services.catalogue, "now_at", lambda old, _viewer: ("bridge2", 0) if old == "old1" else None)
    for address, now in (
        ("bridge1/beside/old1", "bridge1/beside/bridge2"),
        ("old1/beside/bridge1", "bridge2/beside/bridge1"),
    ):
        answer = client.get(f"/records/{address}")
        assert (answer.status_code, answer.headers["Location"]) == (301, f"/records/{now}")


@pytest.mark.parametrize("photo", ["photo1/beside/bridge1", "bridge1/beside/photo1"])
def test_a_photo_is_no_text(client: FlaskClient, photo: str) -> None:
    assert client.get(f"/records/{photo}").status_code == 404


def test_a_paragraph_that_only_one_text_has_is_marked_whole(services: FakeServices, client: FlaskClient) -> None:
    told = "My mother sold bananas on this quay."
    services.catalogue.words["spoken1"] = f"{DELIVERED}\n\n{told}"
    services.catalogue.words["written1"] = (
        f"The chairman greets all of you who came from far and near this morning.\n\n{PREPARED}"
    )
    tree = page(client, "/records/written1/beside/spoken1")
    assert [words(mark) for mark in tree.xpath("//table//del")] == [
        "The chairman greets all of you who came from far and near this morning."
    ]
    assert [words(mark) for mark in tree.xpath("//table//ins")] == ["dear friends,", told]
    assert words(tree.xpath("//nav[@aria-label='Changes']//output")[0]) == "3 changes"
    numbered = tree.xpath("//tr[@id]")
    assert [row.get("id") for row in numbered] == ["change-1", "change-2", "change-3"]
    assert [row.xpath("td[@class='number']/a/@href") for row in numbered] == [["#change-2"], ["#change-3"], []]
    changes = page(client, "/records/written1/beside/spoken1?only=changes").xpath("//tbody/tr")
    assert [row.get("id") for row in changes] == ["change-1", "change-2", "change-3"]


def test_where_a_text_goes_on_its_end_is_not_said_to_be_left_out(services: FakeServices, client: FlaskClient) -> None:
    shared = [" ".join(f"word{n}x{m}" for m in range(9)) for n in range(210)]
    services.catalogue.words["written1"] = "\n\n".join(shared[5:])
    services.catalogue.words["spoken1"] = "\n\n".join(shared)
    tree = page(client, "/records/written1/beside/spoken1")
    assert [words(mark) for mark in tree.xpath("//table//ins")] == shared[:5]
    assert not tree.xpath("//table//del")


def test_any_two_texts_are_compared_and_neither_is_said_to_be_spoken(client: FlaskClient) -> None:
    tree = page(client, "/records/bridge2/beside/written1")
    assert [words(side) for side in tree.xpath("//thead//a")] == ["Kupang bridge opened", PREPARED.split("\n")[0]]
    assert not tree.xpath("//thead//span[@class='kind']")
    assert "added when spoken" not in words(tree)


def test_a_list_of_two_texts_leads_to_their_comparison(client: FlaskClient) -> None:
    (link,) = page(client, "/list?ids=bridge2,photo1,written1").xpath("//a[contains(@href, 'beside')]/@href")
    assert link == "/records/bridge2/beside/written1?ids=bridge2%2Cphoto1%2Cwritten1"
    tree = page(client, link)
    assert back(tree) == ("‹ List", "/list?ids=bridge2%2Cphoto1%2Cwritten1")
    named = page(client, f"{link}&name=Jembatan+%3Cb%3E")
    assert back(named) == ("‹ Jembatan <b>", "/list?ids=bridge2%2Cphoto1%2Cwritten1&name=Jembatan+%3Cb%3E")
    for ids in ("bridge2,secret1", "bridge2,photo1", "bridge1,bridge2,written1"):
        assert not page(client, f"/list?ids={ids}").xpath("//a[contains(@href, 'beside')]")


def test_the_way_back_leads_to_the_record_and_its_search(client: FlaskClient) -> None:
    search = "q=bridge&sort=date&result=2"
    (link,) = page(client, f"/records/spoken1?{search}").xpath("//article//a[.='side by side']/@href")
    tree = page(client, link)
    assert back(tree) == (f"‹ {DELIVERED.split(chr(10))[0]}", f"/records/spoken1?{search}")
    (changes,) = tree.xpath("//a[.='Only changes']/@href")
    assert back(page(client, changes)) == back(tree)
    (whole,) = page(client, changes).xpath("//a[.='Whole texts']/@href")
    assert whole == link


def test_only_the_desk_is_led_back_to_the_desk(client: FlaskClient) -> None:
    tree = page(client, "/records/spoken1/beside/written1?desk=show%3Dall%26page%3D2")
    assert back(tree)[1] == "/records/spoken1"


def back(tree: html.HtmlElement) -> tuple[str, str]:
    (link,) = tree.xpath("//main//a[@class='back']")
    return words(link), link.get("href")


def test_a_text_names_the_languages_of_its_translations(client: FlaskClient) -> None:
    (line,) = page(client, "/records/bridge2").xpath("//p[contains(@class, 'translations')]")
    assert words(line) == "In other languages: Indonesian, bridge1 (side by side)"
    assert line.xpath(".//bdi/@lang") == ["id"]


def test_a_speech_leads_to_its_other_text_at_the_top_where_it_is_sure(
    services: FakeServices, client: FlaskClient
) -> None:
    above = page(client, "/records/spoken1").xpath("//p[contains(@class, 'counterpart')]")
    assert [words(line) for line in above] == ["As prepared: written1 (side by side)"]
    assert words(page(client, "/records/written1").xpath("//p[contains(@class, 'counterpart')]")[0]).startswith(
        "As delivered: spoken1"
    )
    found = services.catalogue.records["spoken1"]
    unsure = tuple(replace(relation, doubtful=True) for relation in found.relations)
    services.catalogue.records["spoken1"] = replace(found, relations=unsure)
    assert not page(client, "/records/spoken1").xpath("//p[contains(@class, 'counterpart')]")
    tree = page(client, "/records/spoken1/beside/written1")
    assert "added when spoken" not in words(tree)
    assert "Unconfirmed relation" in words(tree)


def test_paragraphs_that_were_split_or_left_out_move_nothing_else() -> None:
    one = [" ".join(f"word{n}x{m}" for m in range(9)) + " and the rest of it." for n in range(8)]
    other = [*one[:2], one[2][:40], one[2][40:], one[3], *one[5:]]
    together = align_paragraphs(one, other, by_words(one, other))
    assert ((one[2],), (one[2][:40], one[2][40:])) in [(tuple(a), tuple(b)) for a, b in together]
    assert ((one[4],), ()) in [(tuple(a), tuple(b)) for a, b in together]
    assert [(a, b) for a, b in together if a and a[0] == one[7]] == [([one[7]], [one[7]])]
    assert [p for a, _ in together for p in a] == one
    assert [p for _, b in together for p in b] == other


@pytest.mark.parametrize("cost", [by_length, by_words])
@pytest.mark.parametrize(("left", "right"), [(0, 0), (0, 5), (200, 3), (200, 200), (1, 200)])
def test_every_paragraph_is_shown_once(left: int, right: int, cost: Callable[..., Cost]) -> None:
    ours, theirs = [f"a {n} " * 30 for n in range(left)], [f"b {n} " * 20 for n in range(right)]
    found = align_paragraphs(ours, theirs, cost(ours, theirs))
    assert [p for a, _ in found for p in a] == ours
    assert [p for _, b in found for p in b] == theirs


def test_items_of_a_list_keep_their_lines_though_each_is_long() -> None:
    items = [f"- item {n} of the list that is as long as a line that a machine wrapped would be" for n in range(3)]
    (shown,) = paragraphs("\n".join(items))
    assert [str(line) for line in shown.lines] == items
    (wrapped,) = paragraphs("\n".join(item.removeprefix("- ") for item in items))
    assert len(wrapped.lines) == 1


def test_texts_that_have_nothing_in_common_keep_nobody_waiting(services: FakeServices, client: FlaskClient) -> None:
    """The worst case: the maximum length for a comparison, with every word somewhere in the other text."""
    words_ = random.Random(7)
    for name in ("written1", "spoken1"):
        paragraph = (" ".join(f"w{words_.randrange(300)}" for _ in range(300)) for _ in range(400))
        services.catalogue.words[name] = "\n\n".join(paragraph)
    with ends():
        tree = page(client, "/records/written1/beside/spoken1")
    assert "what is shown here is their beginning" in words(tree)


def test_what_is_marked_is_the_whole_of_both() -> None:
    ours, theirs = "  a  b\tc d ", "a b x\tc  d"
    marked = [re.sub(r"</?(?:del|ins)>", "", str(side)) for side in differing(ours, theirs)]
    assert marked == [ours, theirs]


def test_paragraphs_that_name_the_same_stand_beside_each_other_where_their_lengths_mislead() -> None:
    left = [
        "Bupati menyambut para petani di Semau.",
        "Wakil Gubernur Johni Asadoma menghadiri panen raya itu bersama 300 petani dan keluarga mereka.",
        "Kontak: Maria Bele",
    ]
    right = [
        "Deputy Governor Johni Asadoma attended with 300 farmers.",
        "The season was long and dry, the provincial government said, and the sea was warmer than in other years.",
        "Contact: Maria Bele",
    ]
    rows = align_paragraphs(left, right, by_length(left, right))
    (row,) = (row for row in rows if left[1] in row[0])
    assert right[0] in row[1]
    assert rows[0] == (left[:1], [])
    assert rows[-1] == (left[2:], right[2:])
