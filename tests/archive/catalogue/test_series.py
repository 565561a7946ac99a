"""The tree of series: what it accepts and refuses, which records are in it, and what an erasure leaves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from archive.access import ARCHIVIST, PUBLIC
from archive.catalogue import NamedFile, NewAsset
from archive.catalogue.records.series import DEEPEST
from archive.custody.bag_export import EAD, create_bag
from archive.custody.tables import TableState, rebuild_catalogue, write_tables
from archive.errors import SeriesError
from archive.record import Description, Outcome, Status
from archive.storage.archive import Archive
from tests.support.commands import json_lines, run
from tests.support.desk_pages import HELD, Desk, said, tree

HOSTILE = '<script>alert("x")</script> \u1ea3nh & <b>tua</b>'


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "archive")
    with made.archive.catalogue.write() as w:
        w.add_series({"level": "fonds", "code": "KPA", "title": "Kantor Pers", "dates": "1998-2005"})
        w.add_series({"level": "series", "code": "KPA/1", "title": HOSTILE, "parent": "KPA", "scope": HOSTILE})
        w.add_series({"level": "file", "code": "KPA/1/a", "title": "Rahasia Zulkarnain", "parent": "KPA/1"})
    yield made
    made.close()


def add(desk: Desk, code: str, **given: str) -> None:
    with desk.archive.catalogue.write() as w:
        w.add_series({"level": "series", "code": code, "title": code} | given)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"code": "KPA"}, "give this one another"),
        ({"code": "kpa"}, "give this one another"),
        ({"code": "<b>"}, "is not a reference code"),
        ({"code": "../x"}, "is not a reference code"),
        ({"code": "B", "title": ""}, "needs a level, a code and a title"),
        ({"code": "B", "title": "a\u202eb"}, "cannot be displayed"),
        ({"code": "B", "title": "x" * 501}, "at most 500"),
        ({"code": "B", "level": "shelf"}, "There is no level"),
        ({"code": "B", "parent": "nowhere"}, "no series with the code nowhere"),
        ({"code": "B", "level": "fonds", "parent": "KPA"}, "cannot be inside a fonds"),
        ({"code": "B", "level": "series", "parent": "KPA/1/a"}, "cannot be inside a file"),
    ],
)
def test_what_no_tree_has_is_refused(desk: Desk, given: dict[str, str], why: str) -> None:
    with pytest.raises(SeriesError, match=why):
        add(desk, **given)
    assert [one.code for one in desk.archive.catalogue.series_units()] == ["KPA", "KPA/1", "KPA/1/a"]


def test_nothing_lies_within_itself_or_too_deep(desk: Desk) -> None:
    add(desk, "S0", parent="KPA")
    for n in range(1, DEEPEST - 1):
        add(desk, f"S{n}", level="subseries", parent=f"S{n - 1}")
    with pytest.raises(SeriesError, match="too deep"):
        add(desk, "S9", level="subseries", parent=f"S{DEEPEST - 2}")
    with pytest.raises(SeriesError, match="inside itself"), desk.archive.catalogue.write() as w:
        w.edit_series("S2", {"parent": "S4"})
    with pytest.raises(SeriesError, match="move or remove them"), desk.archive.catalogue.write() as w:
        w.remove_series("S2")
    with desk.archive.catalogue.write() as w:
        w.edit_series("S5", {"parent": "KPA/1"})
    order = [one.code for one in desk.archive.catalogue.series_units()]
    assert order[:4] == ["KPA", "KPA/1", "KPA/1/a", "S5"], "what lies in a unit moves with it"


def test_of_several_units_the_one_said_most_exactly_counts(desk: Desk) -> None:
    with desk.archive.catalogue.write() as w:
        w.root("/media/disk", "disk")
        number = w.open_accession({}, Status.RELEASED)
        ids = []
        for n, path in enumerate(("a.txt", "foto/b.txt", "foto/2001/c.txt", "fotografi/d.txt"), 1):
            told = Description("text/plain", "test", 1)
            told.offer("collection", "Siaran", "text")
            ids.append(w.add_record(told, NewAsset(f"{n}" * 64, 9, "text/plain")))
            w.put_name(NamedFile("disk", path, "", f"{n}" * 64, ids[-1], Outcome.ADDED, 9, 0, n), number)
        for code, way, value in (
            ("KPA", "collection", "Siaran"),
            ("KPA/1", "folder", "disk:foto"),
            ("KPA/1/a", "folder", "disk:foto/2001"),
        ):
            w.assign_to_series(code, way, value)
    codes = {one.key: one.code for one in desk.archive.catalogue.series_units()}

    def placed() -> list[str | None]:
        found = desk.archive.catalogue.units_of_records()
        return [codes.get(found.get(one, "")) for one in ids]

    assert placed() == ["KPA", "KPA/1", "KPA/1/a", "KPA"]
    with desk.archive.catalogue.write() as w:
        w.assign_to_series("KPA", "record", ids[2])
        w.assign_to_series("KPA/1", "folder", "disk:foto", remove=True)
    assert placed() == ["KPA", "KPA", "KPA", "KPA"]
    for way, value in (
        ("accession", "99"),
        ("accession", "x"),
        ("record", "never"),
        ("folder", "disk:lain"),
        ("", "x"),
    ):
        with pytest.raises(SeriesError), desk.archive.catalogue.write() as w:
            w.assign_to_series("KPA", way, value)


def public(desk: Desk, path: str) -> tuple[int, str]:
    answer = desk.app.test_client().get(path)
    return answer.status_code, said(tree(answer).xpath("//main"))


def test_the_public_sees_only_units_with_public_records_and_counts_no_other(desk: Desk) -> None:
    assert "No series yet." in public(desk, "/series")[1]
    open_, held = desk.shelf.add("Rilis terbuka"), desk.shelf.add("Rilis rahasia", access=HELD)
    with desk.archive.catalogue.write() as w:
        w.assign_to_series("KPA/1/a", "record", held)
    assert "Kantor" not in public(desk, "/series")[1]
    assert public(desk, "/series/KPA/1/a") == public(desk, "/series/KPA/none")
    with desk.archive.catalogue.write() as w:
        w.assign_to_series("KPA/1", "record", open_)
    shown = public(desk, "/series")[1]
    assert "Kantor Pers" in shown
    assert "Zulkarnain" not in shown
    assert shown.count("1 record") == 2
    status, page = public(desk, "/series/KPA/1")
    assert (status, "Rilis terbuka" in page, "Rilis rahasia" in page) == (200, True, False)
    assert "Zulkarnain" not in page
    assert "ảnh & <b>tua</b>" in page, "a hostile title stays text"
    record = tree(desk.app.test_client().get(f"/records/{open_}"))
    assert said(record.xpath("//p[contains(@class, 'of-series')]")) == f"In: Kantor Pers › {' '.join(HOSTILE.split())}"
    with desk.archive.catalogue.write() as w:
        w.set_status(open_, HELD)
    assert "Kantor" not in public(desk, "/series")[1]


def test_the_desk_adds_edits_and_assigns(desk: Desk) -> None:
    record = desk.shelf.add("Rilis terbuka")
    refused = desk.post("/desk/series", act="add", level="series", code="KPA", title="Dua", scope="Isi", reason="r")
    assert refused.status_code == 400
    assert tree(refused).xpath("//input[@id='title-new']/@value") == ["Dua"]
    desk.follow(desk.post("/desk/series", act="add", level="series", code="B 2", title="Dua", parent="KPA"))
    page = desk.page("/desk/series")
    (shown,) = page.xpath("//li[@id='unit-B 2']//form[.//button[@value='edit']]//input[@name='previewed']/@value")
    desk.follow(desk.post("/desk/series", act="assign", unit="B 2", previewed=shown, way="record", value=record))
    assert "1 record" in said(desk.page("/desk/series").xpath("//li[@id='unit-B 2']"))
    stale = desk.post("/desk/series", act="edit", unit="B 2", previewed=shown, title="Tiga", level="series", code="B 2")
    assert stale.status_code == 409
    assert "Tiga" in tree(stale).xpath("//li[@id='unit-B 2']//input[@name='title']/@value")


def test_the_command_shows_and_changes_the_tree(desk: Desk) -> None:
    here = ("--archive", desk.archive.folder)
    record = desk.shelf.add("Rilis terbuka")
    run("series", "add", *here, "KPA/2", "Pidato", "--level", "series", "--parent", "KPA", "--reason", "rapat")
    run("series", "edit", *here, "KPA/2", "--title", "Pidato menteri", "--extent", "2 boks")
    run("series", "assign", *here, "KPA/2", "--record", record)
    run("series", "move", *here, "KPA/2")
    told = {one["code"]: one for one in json_lines(run("series", "list", "--json", *here))}
    assert told["KPA/2"] == {
        "code": "KPA/2", "level": "series", "title": "Pidato menteri", "parent": None, "dates": "", "extent": "2 boks",
        "scope": "", "assigned": [{"way": "record", "value": record}], "records": 1,
    }  # fmt: skip
    assert "KPA/2  series: Pidato menteri (1 records)" in run("series", "list", *here).stdout
    assert "no series with the code X" in run("series", "move", *here, "X", code=1).stderr
    run("series", "remove", *here, "KPA/2")
    kept = json_lines(run("log", "--json", *here, "--type", "series", "--reason", "rapat"))
    assert [one["eventDetail"]["series"] for one in kept] == ["KPA/2"]


def test_a_catalogue_rebuilt_from_tables_has_the_tree(desk: Desk) -> None:
    archive = desk.archive
    units = archive.catalogue.series_units()
    write_tables(archive)
    archive.close()
    (archive.folder / "catalogue.sqlite").unlink()
    rebuild_catalogue(archive.folder, TableState.of(archive.folder))
    with Archive.open(archive.folder) as again:
        assert again.catalogue.series_units() == units


def test_the_finding_aid_is_valid_and_nested(tmp_path: Path) -> None:
    source = tmp_path / "in"
    for name in ("pidato/a.txt", "pidato/b.txt", "lain/c.txt"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(f"Pidato {name}\n\nIsi pidato {name} di Kupang.\n", encoding="utf-8")
    run("init", "--archive", tmp_path / "archive")
    run("ingest", "--archive", tmp_path / "archive", source)
    with Archive.open(tmp_path / "archive") as archive:
        with archive.catalogue.write() as w:
            w.add_series({"level": "fonds", "code": "KPA", "title": "Kantor", "extent": "2 boks", "dates": "1998"})
            w.add_series(
                {"level": "series", "code": "KPA/1", "title": HOSTILE, "parent": "KPA", "scope": f"{HOSTILE}\n2"}
            )
            w.add_series({"level": "series", "code": "KPA/9", "title": "Kosong", "parent": "KPA"})
            (label,) = archive.catalogue.roots()
            w.assign_to_series("KPA/1", "folder", f"{label}:pidato")
        ids = sorted(archive.catalogue.visible_ids(ARCHIVIST))
        create_bag(archive, ids, tmp_path / "bag", PUBLIC, lambda _done, _of: None)
    found = etree.parse(tmp_path / "bag" / EAD)
    etree.XMLSchema(etree.parse(Path(__file__).parents[2] / "cases/ead3.xsd")).assertValid(found)
    e = {"e": "http://ead3.archivists.org/schema/"}
    assert found.xpath("//e:dsc/e:c/@level", namespaces=e) == ["fonds", "series"]
    assert found.xpath("//e:c[@level='fonds']/e:did/e:unitid/text()", namespaces=e) == ["KPA"]
    assert found.xpath("count(//e:c[@level='fonds']/e:c[@level='series']//e:c[@level='item'])", namespaces=e) == 2
    assert found.xpath("//e:dsc/e:c[@level='series']//e:c[@level='item']//e:unittitle/text()", namespaces=e)
    assert "Kosong" not in etree.tostring(found, encoding="unicode"), "a unit of none of these records is left out"
