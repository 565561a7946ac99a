"""Presentation of relations: on pages and in JSON from both ends, on the command line, and never of held records."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import html

from archive.catalogue import Access
from archive.record import Status
from archive.search.index import index_sync
from archive.storage.archive import Archive
from tests.archive.catalogue.test_relations import add, described_as
from tests.builders.release_folders import AGENCY, FUND
from tests.support.commands import Run, json_lines
from webui import create_app
from webui.services.services import OpenArchive

HELD = Access(Status.HELD)
RELEASE, CORRECTION, ANNEX = "thong-cao-tau-dien.txt", "dinh-chinh.txt", "phu-luc-1.txt"
ENGLISH, INDONESIAN = "press-release-tram.txt", "siaran-trem.txt"


class Shelf:
    """An archive with the parts of one release, some of them held, and its pages."""

    def __init__(self, folder: Path, files: dict[str, str], held: tuple[str, ...] = ()) -> None:
        self.folder = folder / "archive"
        with Archive.create(self.folder) as archive:
            with archive.catalogue.write() as writer:
                self.ids = {
                    name: add(writer, name, described_as(folder, name, text), HELD if name in held else Access())
                    for name, text in files.items()
                }
            index_sync.rebuild(archive)
        self.services = OpenArchive(self.folder)
        self.client: FlaskClient = create_app({"SERVICES": self.services}).test_client()

    def page(self, name: str) -> str:
        return self.client.get(f"/records/{self.ids[name]}").text

    def related(self, name: str) -> list[tuple[str, str]]:
        called = {record: name for name, record in self.ids.items()}
        told = self.client.get(f"/api/v1/records/{self.ids[name]}").json
        assert told is not None
        return sorted((one["type"], called[one["record"]]) for one in told["relations"])

    def close(self) -> None:
        self.services.close()


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with closing(Shelf(tmp_path, AGENCY)) as opened:
        yield opened


def test_pages_and_json_tell_relations_from_both_ends_and_why(shelf: Shelf) -> None:
    assert shelf.related(RELEASE) == [
        ("corrected-by", CORRECTION),
        ("has-annex", ANNEX),
        ("has-translation", ENGLISH),
        ("has-translation", INDONESIAN),
    ]
    assert ("corrects", RELEASE) in shelf.related(CORRECTION)
    assert "Corrected by" in shelf.page(RELEASE)
    assert "Has the annex" in shelf.page(RELEASE)
    assert "An annex of" in shelf.page(ANNEX)
    told = shelf.client.get(f"/api/v1/records/{shelf.ids[CORRECTION]}").json
    assert told is not None
    (one,) = told["relations"]
    assert (one["origin"], one["certainty"], one["reason"]) == (
        "rule:number-named", 0.96, "it gives the number of the other",
    )  # fmt: skip


def test_a_correction_says_first_what_it_corrects_in_lists_and_citations_too(shelf: Shelf) -> None:
    ends = {"corrects": (CORRECTION, RELEASE, "Corrects"), "corrected-by": (RELEASE, CORRECTION, "Corrected by")}
    for one, other, said in ends.values():
        page = html.document_fromstring(shelf.page(one))
        (line,) = page.xpath("//article//p[starts-with(@class, 'note')][preceding-sibling::header]")
        assert line.text_content().startswith(said)
        assert line.xpath("a/@href") == [f"/records/{shelf.ids[other]}"]
        assert f"{said}: " in page.xpath("string(//p[@id='citation'])")
        assert f"/records/{shelf.ids[other]}" in page.xpath("string(//p[@id='citation'])")
    listed = html.document_fromstring(shelf.client.get("/search?collapse=none").get_data())
    flags = {}
    for entry in listed.xpath("//li[contains(@class, 'entry')]"):
        address = entry.xpath("string(.//a[contains(@href, '/records/')]/@href)")
        flags[address.partition("?")[0]] = entry.xpath(".//*[@class='flag']/text()")
    assert flags[f"/records/{shelf.ids[RELEASE]}"] == ["Corrected"]
    assert flags[f"/records/{shelf.ids[CORRECTION]}"] == ["Corrects another record"]


def test_a_guess_is_said_to_be_one_with_its_reason(tmp_path: Path) -> None:
    with closing(Shelf(tmp_path, FUND)) as shelf:
        page = shelf.page("Annex A - project sites.txt")
        assert "not certain: it stands in the same folder" in page


@pytest.mark.parametrize("status", [Status.HELD, Status.WITHDRAWN])
def test_a_relation_with_what_may_not_be_seen_shows_nothing_of_it(tmp_path: Path, status: Status) -> None:
    secret = (RELEASE, CORRECTION)
    (tmp_path / "without").mkdir()
    without = Shelf(tmp_path / "without", {name: text for name, text in AGENCY.items() if name not in secret})
    with closing(Shelf(tmp_path, AGENCY, secret)) as shelf, closing(without):
        with closing(Archive.open(shelf.folder)) as archive:
            with archive.catalogue.write() as writer:
                for name in secret:
                    writer.set_status(shelf.ids[name], Access(status))
            index_sync.update(archive)
        for name in (ANNEX, ENGLISH, INDONESIAN):
            seen = shelf.page(name) + str(shelf.client.get(f"/api/v1/records/{shelf.ids[name]}").json)
            assert not any(shelf.ids[hidden] in seen for hidden in secret)
            assert "Tuyến tàu điện" not in seen
        assert shelf.related(ENGLISH) == without.related(ENGLISH) == [("translation-of", INDONESIAN)]
        found = [one.client.get("/api/v1/search?q=tram").json for one in (shelf, without)]
        assert [one["total"] for one in found if one] == [1, 1]


def test_the_archivist_lists_refuses_and_adds(press_archive: Run, shelf: Shelf) -> None:
    at = ("--archive", shelf.folder)
    told = json_lines(press_archive("relations", *at, "--json", shelf.ids[CORRECTION]))
    assert [(one["type"], one["object"], one["doubtful"]) for one in told] == [("corrects", shelf.ids[RELEASE], False)]
    listed = press_archive("relations", *at).stdout
    assert listed.count("translation-of") == 3
    assert "both have the same number, in two languages" in listed
    said = (shelf.ids[CORRECTION], "corrects", shelf.ids[RELEASE])
    press_archive("relations", "refuse", *at, *said)
    assert shelf.related(CORRECTION) == []
    (refused,) = json_lines(press_archive("relations", *at, "--refused", "--json"))
    assert (refused["subject"], refused["type"], refused["object"], refused["refused"]) == (*said, True)
    assert f"refused: corrects {shelf.ids[RELEASE]}" in press_archive("relations", *at, said[0], "--refused").stdout
    turned = press_archive("relations", "confirm", *at, *said).stdout
    assert turned == f"confirmed: {' '.join(said)}; it was refused before\n"
    assert press_archive("relations", *at, "--refused").stdout == "No relation was refused.\n"
    never = (said[0], "replaces", said[2])
    missing = press_archive("relations", "confirm", *at, *never, code=1).stderr
    assert f'No rule says "{" ".join(never)}": if it holds, `press-archive relations add' in missing
    press_archive("relations", "add", *at, *said)
    assert shelf.related(CORRECTION) == [("corrects", RELEASE)]
    assert "goes with:" in press_archive("records", "show", *at, shelf.ids[CORRECTION]).stdout
    assert "is not a relation" in press_archive("relations", "add", *at, said[0], "aunt-of", said[2], code=1).stderr


def test_the_archivist_is_told_that_the_other_end_is_held(press_archive: Run, tmp_path: Path) -> None:
    with closing(Shelf(tmp_path, AGENCY, (RELEASE,))) as shelf:
        listed = press_archive("relations", "--archive", shelf.folder, shelf.ids[ANNEX]).stdout
        assert f"note: {shelf.ids[RELEASE]} is held while {shelf.ids[ANNEX]} is released" in listed
