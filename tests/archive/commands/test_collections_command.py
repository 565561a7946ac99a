"""`collections` and `legal-hold`: rules with a preview, due records, and disposals by two people."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

from archive.access import ARCHIVIST, PUBLIC
from archive.catalogue.catalogue import Catalogue
from archive.storage.archive import Archive
from tests.support.commands import json_lines, run

pytestmark = pytest.mark.sqlite

NAME = "Pidato Menteri"
TEXTS = {
    "lama.txt": "Jembatan dibuka\n\nJakarta, 3 Mei 1995\n\nGubernur membuka jembatan lama.\n",
    "tua.txt": "Pasar dibuka\n\nJakarta, 4 Mei 1996\n\nPasar tua dibuka hari ini.\n",
    "baru.txt": "Pelabuhan dibuka\n\nJakarta, 5 Mei 2024\n\nPelabuhan dibuka hari ini.\n",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("collections")
    (place / "disk").mkdir()
    for name, text in TEXTS.items():
        (place / "disk" / name).write_text(text, encoding="utf-8")
    run("init", "--archive", place / "archive")
    run("ingest", "--archive", place / "archive", "--collection", NAME, place / "disk")
    return place


@pytest.fixture
def folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = Path(shutil.copytree(made / "archive", tmp_path / "archive"))
    monkeypatch.chdir(tmp_path)
    folder.rename(tmp_path / "press-archive-data")
    return tmp_path / "press-archive-data"


def ids(folder: Path) -> dict[str, str]:
    """Return the records by the start of their names."""
    with Archive.open(folder) as archive:
        found = archive.catalogue.get_many(archive.catalogue.records_in_collection(NAME), ARCHIVIST)
        return {record.filename.removesuffix(".txt"): record.id for record in found}


def is_public(folder: Path, record: str) -> bool:
    with Archive.open(folder) as archive:
        return archive.catalogue.get(record, PUBLIC) is not None


def keep(years: int = 25) -> None:
    run("collections", "set", NAME, "--keep", years, "--reason", "JRA 2020", "--yes")


def test_a_rule_is_set_after_a_preview(folder: Path) -> None:
    new = ids(folder)["baru"]
    arguments = ("collections", "set", NAME, "--closed", 25, "--reason", "UU 43/2009")
    assert "1 record is public now, and will be held." in run(*arguments, "--dry-run").stdout
    assert "--yes" in run(*arguments, code=1).stderr
    assert is_public(folder, new)
    (told,) = json_lines(run(*arguments, "--yes", "--json"))
    assert (told["held_now"], told["matched"], told["rule"]["rule"]) == (1, 3, 1)
    assert not is_public(folder, new)
    (held,) = json_lines(run("access", "list", "--json"))
    assert (held["record"], held["code"], held["params"]["collection"]) == (new, "hold-rule", NAME)
    assert json_lines(run("collections", "list", "--json"))[0]["rules"][0]["years"] == 25
    assert "UU 43/2009" in run("collections", "rules").stdout
    run("collections", "lift", 1, "--reason", "dibuka", "--yes")
    assert is_public(folder, new)
    assert json_lines(run("collections", "rules", "--json")) == []
    assert json_lines(run("collections", "rules", "--all", "--json"))[0]["lifted_reason"] == "dibuka"


def test_a_rule_that_cannot_be_set_says_why(folder: Path) -> None:
    given = ("collections", "set", NAME, "--reason", "x", "--yes")
    assert "from 1 to 200" in run(*given, "--closed", -1, code=1).stderr
    assert "from 1 to 200" in run(*given, "--keep", 10_000, code=1).stderr
    assert "Give a reason" in run("collections", "set", NAME, "--closed", 3, "--yes", code=1).stderr
    nobody = run("collections", "set", "Nihil", "--reason", "x", "--closed", 3, "--yes", code=1)
    assert "collections list" in nobody.stderr
    run("collections", "set", "Nihil", "--reason", "x", "--closed", 3, "--yes", "--new")
    assert "no rule 9" in run("collections", "lift", 9, "--reason", "x", "--yes", code=1).stderr
    assert run(*given, "--closed", 3, "--keep", 3, code=2).stderr
    assert ids(folder).keys() == {"lama", "tua", "baru"}


def test_the_receipt_says_by_which_rule_a_new_file_is_held(folder: Path, tmp_path: Path) -> None:
    run("collections", "set", NAME, "--closed", 25, "--reason", "UU 43/2009", "--yes")
    (tmp_path / "lain.txt").write_text("Bandara dibuka\n\nJakarta, 6 Mei 2024\n\nBandara dibuka.\n", encoding="utf-8")
    line, _ = json_lines(run("ingest", "--collection", NAME, tmp_path / "lain.txt", "--json"))
    assert line["status"] == "held"
    assert f"closed until 2049-05-06T00:00:00Z by the rule of collection {NAME}" in line["reason"]


def test_what_falls_due_is_listed(folder: Path) -> None:
    keep()
    known = ids(folder)
    due = json_lines(run("collections", "due", "--json"))
    assert [(one["record"], one["due"]) for one in due] == [(known["lama"], "2020-05-03"), (known["tua"], "2021-05-04")]
    assert len(json_lines(run("collections", "due", "--json", "--on", "2049-05-05"))) == 3
    assert "0 records are due." in run("collections", "due", "--on", "2020-05-02").stdout
    rows = list(csv.DictReader(io.StringIO(run("collections", "due", NAME, "--csv").stdout.lstrip("\ufeff"))))
    assert [(row["collection"], row["counted_day"]) for row in rows] == [(NAME, "1995-05-03"), (NAME, "1996-05-04")]
    assert run("collections", "due", "--on", "2020-02-30", code=2).stderr
    run("collections", "set", NAME, "--keep", 1, "--from", "accession", "--reason", "x", "--yes")
    assert len(json_lines(run("collections", "due", "--json"))) == 0  # the later of two ends counts


def test_a_disposal_takes_two_people_and_leaves_a_certificate(folder: Path) -> None:
    keep()
    known = ids(folder)
    with Archive.open(folder) as archive:
        digest = archive.catalogue.get(known["lama"], ARCHIVIST).original.sha256  # type: ignore[union-attr]
    (made,) = json_lines(run("collections", "dispose", NAME, "--reason", "JRA 2020", "--by", "ani", "--json"))
    assert (made["disposal"], made["records"]) == (1, 2)
    assert "another person" in run("collections", "carry-out", 1, "--by", " ANI", "--yes", code=1).stderr
    assert is_public(folder, known["lama"])
    (done,) = json_lines(run("collections", "carry-out", 1, "--by", "budi", "--yes", "--json"))
    assert (sorted(done["gone"]), done["left"], done["kept"]) == (sorted([known["lama"], known["tua"]]), [], [])
    assert not is_public(folder, known["lama"])
    (told,) = json_lines(run("collections", "certificate", 1, "--json"))
    first = next(one for one in told["records"] if one["record"] == known["lama"])
    assert (told["requested_by"], first["carried_out_by"], first["is_complete"]) == ("ani", "budi", True)
    assert [(file["sha256"], file["kept_by_others"]) for file in first["files"]] == [(digest, False)]
    assert told["rules"][0]["reason"] == "JRA 2020"
    text = run("collections", "certificate", 1).stdout
    assert digest in text
    assert "tombstone" in text
    assert "Jembatan" not in text
    erased = json_lines(run("erase", "list", "--json"))
    assert {(one["state"], one["disposal"], one["rule"]) for one in erased} == {("done", 1, 1)}
    assert run("erase", "list").stdout.count("Certificate: press-archive collections certificate 1") == 2
    assert "Disposal 1 has nothing left" in run("collections", "carry-out", 1, "--by", "budi", "--yes", code=1).stderr
    assert "no disposal 9" in run("collections", "certificate", 9, code=1).stderr
    run("check")
    run("log", "--verify")
    assert json_lines(run("collections", "list", "--json"))[0]["collection"] == NAME  # no word of it is redacted
    assert json_lines(run("collections", "rules", "--json"))[0]["collection"] == NAME


def test_what_changed_since_the_list_stays(folder: Path) -> None:
    keep()
    known = ids(folder)
    run("collections", "dispose", NAME, "--reason", "JRA", "--by", "ani")
    run("legal-hold", "set", known["lama"], "--case", "Perkara 12", "--reason", "surat pengadilan")
    run("records", "edit", known["tua"], "date=2020-01-01")
    assert "legal hold 1: Perkara 12" in run("collections", "due").stdout
    listed = run("erase", "list").stdout
    assert "legal hold 1 (Perkara 12)" in listed
    assert listed.count(f"disposal 1 of {NAME}, rule 1: ") == 2
    assert "Certificate" not in listed
    (done,) = json_lines(run("collections", "carry-out", 1, "--by", "budi", "--yes", "--json"))
    codes = {one["record"]: one["code"] for one in done["kept"]}
    assert codes == {known["lama"]: "legal-hold-stands", known["tua"]: "disposal-not-due"}
    assert done["gone"] == []
    assert is_public(folder, known["lama"])
    run("legal-hold", "lift", 1, "--reason", "putusan")
    run("collections", "carry-out", 1, "--by", "budi", "--yes")
    assert ids(folder).keys() == {"tua", "baru"}
    run("collections", "cancel", 1)
    run("erase", "request", known["tua"], "--reason", "x")  # which may reuse the dropped number
    assert [one["disposal"] for one in json_lines(run("erase", "list", "--json"))] == [1, None]
    assert json_lines(run("collections", "disposals", "--json"))[0]["left"] == []
    run("erase", "cancel", 2)
    assert json_lines(run("erase", "list", "--json"))[-1]["record"] == known["lama"]


def test_a_hold_set_between_the_check_and_the_erasure_still_stops_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep()
    known = ids(folder)
    run("collections", "dispose", NAME, "--reason", "JRA", "--by", "ani")
    run("legal-hold", "set", known["lama"], known["tua"], "--case", "12", "--reason", "x")
    monkeypatch.setattr(Catalogue, "reason_to_keep", lambda *_: None)  # as a moment ago
    (done,) = json_lines(run("collections", "carry-out", 1, "--by", "budi", "--yes", "--json"))
    assert {one["code"] for one in done["kept"]} == {"legal-hold-stands"}
    assert done["gone"] == []
    assert ids(folder).keys() == {"lama", "tua", "baru"}


def test_what_is_not_due_or_held_is_not_requested(folder: Path) -> None:
    keep()
    known = ids(folder)
    run("legal-hold", "set", "--collection", NAME, "--case", "12", "--reason", "x", "--yes")
    assert "Nothing in" in run("collections", "dispose", NAME, "--reason", "x", code=1).stderr
    run("legal-hold", "lift", 1, "--reason", "x")
    run("legal-hold", "set", known["lama"], "--case", "12", "--reason", "x")
    assert "in the future" in run("collections", "dispose", NAME, "--reason", "x", "--on", "2999-01-01", code=1).stderr
    (made,) = json_lines(run("collections", "dispose", NAME, "--reason", "x", "--by", "ani", "--json"))
    assert (made["records"], [one["record"] for one in made["stay"]]) == (1, [known["lama"]])
    run("collections", "lift", 1, "--reason", "x", "--yes")
    (done,) = json_lines(run("collections", "carry-out", 1, "--by", "budi", "--yes", "--json"))
    assert [one["code"] for one in done["kept"]] == ["disposal-not-due"]


def test_a_legal_hold_keeps_what_was_read(folder: Path) -> None:
    record = ids(folder)["lama"]
    run("legal-hold", "set", "--where", "jembatan", "--case", "12", "--reason", "x", "--yes")
    assert json_lines(run("legal-hold", "records", 1, "--json"))[0]["record"] == record
    lines = json_lines(run("reread", record, "--all", "--json"))
    assert (lines[0]["outcome"], lines[0]["code"]) == ("kept", "reread-legal-hold")
    assert "12: 1 record by query jembatan" in run("legal-hold", "list").stdout
    assert run("legal-hold", "set", "--case", "12", "--reason", "x", code=2).stderr
    assert "Give a reason" in run("legal-hold", "set", record, "--case", "12", code=1).stderr
    assert run("legal-hold", "set", "x" * 16, "--case", "12", "--reason", "x", code=1).stderr


def test_a_catalogue_that_is_rebuilt_has_its_rules_and_holds(folder: Path) -> None:
    known = ids(folder)
    run("collections", "set", NAME, "--closed", 25, "--reason", "UU 43/2009", "--yes")
    keep()
    run("collections", "dispose", NAME, "--reason", "JRA", "--by", "ani")
    run("legal-hold", "set", known["lama"], "--case", "Perkara 12", "--reason", "surat")
    listed = [("collections", "rules"), ("legal-hold", "list"), ("collections", "due"), ("collections", "disposals")]
    before = [json_lines(run(*one, "--json")) for one in listed]
    run("catalogue", "tables")
    for path in folder.glob("catalogue.sqlite*"):
        path.unlink()
    run("catalogue", "rebuild")
    assert [json_lines(run(*one, "--json")) for one in listed] == before
    assert not is_public(folder, known["baru"])
    run("records", "edit", known["baru"], "date=2010-05-05")
    assert json_lines(run("access", "list", "--json"))[0]["release_at"] == "2035-05-05T00:00:00Z"
    assert "legal hold 1" in run("collections", "carry-out", 1, "--by", "budi", "--dry-run").stdout
