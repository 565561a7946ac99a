"""If a virus scanner is configured, only files that it reports as clean are public."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from archive.access import ARCHIVIST, PUBLIC
from archive.catalogue import Access, ReadPage
from archive.commands.access import access as access_command
from archive.commands.custody.virus_scan import virus_scan
from archive.commands.setup import doctor
from archive.edits.edits import decide, take_back
from archive.errors import CannotMerge, NotEditable
from archive.record import Description, Status
from archive.storage.archive import Archive
from ingest.commands.cli import ingest_command
from ingest.ocr.scan_records import apply_ocr_result
from ingest.pipeline.pipeline import Options, ingest
from ingest.pipeline.receipt import FileOutcome
from tests.builders.scan_pages import SIZE
from tests.builders.scan_pages import scan as page_scan
from tests.ingest.pipeline.test_embargo_within import attached
from tests.support.fake_clamd import EICAR, FakeClamd, running_clamd

BODY = "KUPANG, 5 Mei 2025 - Jembatan itu dibuka di hadapan ribuan orang.\n\nWarga menyambut gembira.\n"
INFECTED = f"Jembatan\n\n{BODY}\n{EICAR.decode()}\n"
EMBARGO = f"EMBARGO SAMPAI 3 MEI 2099\n\nRilis\n\n{BODY}"
SIDECAR = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt>
<rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>"""
PHOTOS = Path(__file__).parents[3] / "sample_corpus"


@pytest.fixture
def clamd(tmp_path: Path) -> Iterator[FakeClamd]:
    with running_clamd(tmp_path / "clamd.ctl") as server:
        yield server


@pytest.fixture
def archive(tmp_path: Path, clamd: FakeClamd) -> Iterator[Archive]:
    with Archive.create(tmp_path / "archive"):
        pass
    set_scanner(tmp_path, "clamd.ctl")
    with Archive.open(tmp_path / "archive") as opened:
        yield opened


@pytest.fixture
def unscanned(tmp_path: Path) -> Iterator[Archive]:
    """An archive whose scanner does not respond."""
    with Archive.create(tmp_path / "archive"):
        pass
    set_scanner(tmp_path, "clamd.ctl")
    with Archive.open(tmp_path / "archive") as opened:
        yield opened


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    folder = tmp_path / "disk"
    folder.mkdir()
    return folder


def set_scanner(tmp_path: Path, name: str) -> None:
    toml = tmp_path / "archive" / "archive.toml"
    toml.write_text(f'[intake]\nvirus_scanner = "{tmp_path / name}"\n', encoding="utf-8")


def write(disk: Path, **texts: str) -> None:
    for name, text in texts.items():
        (disk / f"{name}.txt").write_text(text, encoding="utf-8")


def taken(archive: Archive, disk: Path, default: Status | None = None) -> dict[str, FileOutcome]:
    lines: list[FileOutcome] = []
    ingest([disk], archive, Options(default, index=False), lambda line, _receipt: lines.append(line))
    return {line.path.rpartition("/")[2]: line for line in lines}


def access(archive: Archive, record: str | None) -> Access:
    found = archive.catalogue.get(str(record), ARCHIVIST)
    assert found is not None
    return Access(found.status, found.release_at, found.hold_reason)


def is_public(archive: Archive, record: str | None) -> bool:
    return archive.catalogue.get(str(record), PUBLIC) is not None


def scan(archive: Archive, *options: str, code: int = 0) -> Result:
    done = CliRunner().invoke(virus_scan, ["--archive", str(archive.folder), "--pending", *options])
    assert done.exit_code == code, done.output
    return done


def test_a_file_with_a_virus_is_kept_and_held(archive: Archive, disk: Path) -> None:
    write(disk, clean=f"Jembatan\n\n{BODY}", infected=INFECTED)
    with zipfile.ZipFile(disk / "paket.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("dalam/infected2.txt", INFECTED + "x")
        packed.writestr("dalam/clean2.txt", f"Jembatan lain\n\n{BODY}")
    lines = taken(archive, disk)
    held = {name for name, line in lines.items() if line.status is Status.HELD}
    assert held == {"infected.txt", "infected2.txt"}
    for name in held:
        record = archive.catalogue.get(str(lines[name].record), ARCHIVIST)
        assert record is not None
        assert "a virus was found in it: Eicar-Signature" in lines[name].reason
        assert "a virus was found in it: Eicar-Signature" in str(record.hold_reason)
        assert not is_public(archive, record.id)
        with archive.store.open(record.original.sha256) as kept:
            assert EICAR in kept.read()
    assert is_public(archive, lines["clean.txt"].record)
    assert is_public(archive, lines["clean2.txt"].record)
    checks = [event for event in archive.catalogue.events() if event["type"] == "virus check"]
    assert {event["outcome"] for event in checks} == {"success", "failure"}


def test_nothing_is_asked_where_no_scanner_is_set(tmp_path: Path, disk: Path, clamd: FakeClamd) -> None:
    write(disk, infected=INFECTED)
    with Archive.create(tmp_path / "open") as archive:
        assert taken(archive, disk)["infected.txt"].status is Status.RELEASED
    assert clamd.taken == []


def test_a_release_despite_a_virus_needs_a_reason_and_stands(archive: Archive, disk: Path) -> None:
    write(disk, infected=INFECTED)
    record = str(taken(archive, disk)["infected.txt"].record)
    with pytest.raises(NotEditable, match="Eicar-Signature"):
        decide(archive, [record], Status.RELEASED, None, "test")
    with pytest.raises(NotEditable):
        decide(archive, [record], Status.HELD, "2099-01-01T00:00:00Z", "test")
    assert not is_public(archive, record)
    decide(archive, [record], Status.RELEASED, None, "test", reason="It is the test file of eicar.org.")
    assert is_public(archive, record)
    (disk / "infected.txt").touch()
    (disk / "copy.txt").write_text(INFECTED, encoding="utf-8")
    taken(archive, disk)
    assert is_public(archive, record)
    (disk / "copy.txt").unlink()
    write(disk, infected=INFECTED + "another\n")
    assert taken(archive, disk)["infected.txt"].status is Status.HELD
    assert not is_public(archive, record)


def test_the_command_says_that_a_reason_is_needed(archive: Archive, disk: Path) -> None:
    write(disk, infected=INFECTED)
    record = str(taken(archive, disk)["infected.txt"].record)
    done = CliRunner().invoke(access_command, ["--archive", str(archive.folder), "released", record])
    assert "give a reason" in str(done.exception)


def test_another_hold_is_named_beside_the_virus(archive: Archive, disk: Path) -> None:
    write(disk, both=EMBARGO + EICAR.decode(), later=EMBARGO)
    lines = taken(archive, disk)
    both = access(archive, lines["both.txt"].record)
    assert both.release_at is None  # its release time does not release it
    assert "EMBARGO SAMPAI 3 MEI 2099" in str(both.hold_reason)
    assert "Eicar-Signature" in str(both.hold_reason)
    write(disk, later=EMBARGO + EICAR.decode() + "\n")
    later = access(archive, taken(archive, disk)["later.txt"].record)
    assert later.release_at is None
    assert "EMBARGO SAMPAI 3 MEI 2099" in str(later.hold_reason)
    assert "Eicar-Signature" in str(later.hold_reason)


def test_a_known_file_in_which_a_virus_is_found_now_is_held(tmp_path: Path, disk: Path, clamd: FakeClamd) -> None:
    write(disk, infected=INFECTED)
    with Archive.create(tmp_path / "archive") as archive:
        record = taken(archive, disk)["infected.txt"].record
        assert is_public(archive, record)
    set_scanner(tmp_path, "clamd.ctl")
    (disk / "copy.txt").write_text(INFECTED, encoding="utf-8")
    with Archive.open(tmp_path / "archive") as archive:
        assert "Eicar-Signature" in taken(archive, disk)["copy.txt"].reason
        assert not is_public(archive, record)


@pytest.mark.parametrize("how", ["too-large", "failed", "broken"])
def test_what_could_not_be_scanned_is_held_until_it_is(
    archive: Archive, disk: Path, clamd: FakeClamd, how: str
) -> None:
    write(disk, plain=f"Jembatan\n\n{BODY}", embargo=EMBARGO)
    clamd.most = 5 if how == "too-large" else clamd.most
    clamd.answer = "stream: Can't allocate memory ERROR" if how == "failed" else ""
    clamd.gone_after = 1 if how == "broken" else None
    lines = taken(archive, disk)
    for line in lines.values():
        assert line.status is Status.HELD
        assert "held until scanned for viruses" in line.reason
        assert not is_public(archive, line.record)
    told = scan(archive, "--json", code=1).stdout
    assert '"waiting": 2' in told
    clamd.most, clamd.answer, clamd.gone_after = 1 << 30, "", None
    assert '"clean": 2' in scan(archive, "--json").stdout
    assert is_public(archive, lines["plain.txt"].record)
    embargo = access(archive, lines["embargo.txt"].record)
    assert embargo.status is Status.HELD
    assert str(embargo.release_at).startswith("2099-05-0")
    assert scan(archive, "--json").stdout.count("\n") == 1  # nothing is waiting any more


def test_a_scanner_that_does_not_answer_is_told_once(unscanned: Archive, disk: Path) -> None:
    write(disk, one=f"Jembatan\n\n{BODY}", two=f"Jembatan lain\n\n{BODY}")
    done = CliRunner().invoke(ingest_command, ["--archive", str(unscanned.folder), "--no-ocr", str(disk)])
    assert done.exit_code == 0, done.output
    assert done.stderr.count("the virus scanner could not scan a file") == 1
    assert len(unscanned.catalogue.unscanned_records()) == 2
    refused = CliRunner().invoke(virus_scan, ["--archive", str(unscanned.folder), "--pending"])
    assert "does not answer" in str(refused.exception)


def test_the_reason_is_that_of_the_last_scan(unscanned: Archive, disk: Path, tmp_path: Path) -> None:
    write(disk, one=f"Jembatan\n\n{BODY}")
    record = taken(unscanned, disk)["one.txt"].record
    assert "did not answer" in str(access(unscanned, record).hold_reason)
    with running_clamd(tmp_path / "clamd.ctl") as clamd:
        clamd.most = 5
        scan(unscanned, code=1)
        assert "larger than the scanner accepts" in str(access(unscanned, record).hold_reason)
        clamd.most = 1 << 30
        scan(unscanned)
    assert is_public(unscanned, record)


def test_a_missing_original_does_not_keep_others_waiting(unscanned: Archive, disk: Path, tmp_path: Path) -> None:
    write(disk, one=f"Jembatan\n\n{BODY}", two=f"Lain\n\n{BODY}")
    lines = taken(unscanned, disk)
    one = unscanned.catalogue.get(str(lines["one.txt"].record), ARCHIVIST)
    assert one is not None
    unscanned.store.remove(one.original.sha256)
    with running_clamd(tmp_path / "clamd.ctl"):
        scan(unscanned, code=1)
    assert "`press-archive verify`" in str(access(unscanned, one.id).hold_reason)
    assert is_public(unscanned, lines["two.txt"].record)


def test_what_waited_and_has_a_virus_stays_held(unscanned: Archive, disk: Path, tmp_path: Path) -> None:
    write(disk, infected=INFECTED, embargo=EMBARGO + EICAR.decode())
    lines = taken(unscanned, disk)
    with running_clamd(tmp_path / "clamd.ctl"):
        assert "Eicar-Signature" in scan(unscanned).stdout
    assert "a virus was found" in str(access(unscanned, lines["infected.txt"].record).hold_reason)
    both = str(access(unscanned, lines["embargo.txt"].record).hold_reason)
    assert "a virus was found" in both
    assert "EMBARGO SAMPAI 3 MEI 2099" in both


def test_holds_of_others_stand_after_the_scan(unscanned: Archive, disk: Path, tmp_path: Path) -> None:
    write(disk, intake=f"Jembatan\n\n{BODY}", decided=f"Lain\n\n{BODY}", withdrawn=f"Lain lagi\n\n{BODY}")
    held = taken(unscanned, disk, Status.HELD)
    decided, withdrawn = str(held["decided.txt"].record), str(held["withdrawn.txt"].record)
    decide(unscanned, [decided], Status.RELEASED, None, "test", reason="urgent")
    decide(unscanned, [withdrawn], Status.WITHDRAWN, None, "test")
    assert is_public(unscanned, decided)
    with running_clamd(tmp_path / "clamd.ctl"):
        scan(unscanned)
    assert "held on intake" in str(access(unscanned, held["intake.txt"].record).hold_reason)
    assert is_public(unscanned, decided)
    assert access(unscanned, withdrawn).status is Status.WITHDRAWN


def test_an_undone_release_waits_for_the_scan_again(unscanned: Archive, disk: Path, tmp_path: Path) -> None:
    write(disk, one=f"Jembatan\n\n{BODY}")
    record = str(taken(unscanned, disk)["one.txt"].record)
    n = decide(unscanned, [record], Status.RELEASED, None, "test")
    take_back(unscanned, n, "test")
    assert unscanned.catalogue.unscanned_records() == [record]
    with running_clamd(tmp_path / "clamd.ctl"):
        scan(unscanned)
    assert is_public(unscanned, record)


def test_a_new_version_of_a_public_record_waits(archive: Archive, disk: Path, clamd: FakeClamd) -> None:
    write(disk, one=f"Jembatan\n\n{BODY}")
    record = taken(archive, disk)["one.txt"].record
    assert is_public(archive, record)
    clamd.answer = "stream: ERROR"
    write(disk, one=f"Jembatan\n\n{BODY} Lagi.")
    assert taken(archive, disk)["one.txt"].status is Status.HELD
    assert not is_public(archive, record)
    clamd.answer = ""
    scan(archive)
    assert is_public(archive, record)


def test_an_embargo_that_comes_while_it_waits_holds_afterwards(unscanned: Archive, disk: Path, tmp_path: Path) -> None:
    write(disk, one=f"Jembatan\n\n{BODY}")
    record = taken(unscanned, disk)["one.txt"].record
    write(disk, one=EMBARGO)
    taken(unscanned, disk)
    with running_clamd(tmp_path / "clamd.ctl"):
        scan(unscanned)
    found = access(unscanned, record)
    assert found.status is Status.HELD
    assert found.release_at is not None


def test_photos_with_sidecars_and_tables_wait_together(unscanned: Archive, disk: Path, tmp_path: Path) -> None:
    picture = next(path for path in sorted(PHOTOS.rglob("*.jpg")))
    (disk / "foto.jpg").write_bytes(picture.read_bytes())
    (disk / "foto.xmp").write_text(SIDECAR % "Jembatan dibuka.", encoding="utf-8")
    (disk / "captions.csv").write_text("file,caption\nfoto.jpg,Jembatan dibuka.\n", encoding="utf-8")
    lines = taken(unscanned, disk)
    assert {lines[name].status for name in ("foto.jpg", "captions.csv")} == {Status.HELD}
    with running_clamd(tmp_path / "clamd.ctl"):
        scan(unscanned)
    assert is_public(unscanned, lines["foto.jpg"].record)
    assert is_public(unscanned, lines["captions.csv"].record)


def test_a_sidecar_with_a_virus_holds_its_photo(archive: Archive, disk: Path) -> None:
    (disk / "foto.xmp").write_text(SIDECAR % EICAR.decode(), encoding="utf-8")
    taken(archive, disk)
    picture = next(path for path in sorted(PHOTOS.rglob("*.jpg")))
    (disk / "foto.jpg").write_bytes(picture.read_bytes())
    lines = taken(archive, disk)
    assert lines["foto.jpg"].status is Status.HELD
    assert "Eicar-Signature" in str(access(archive, lines["foto.jpg"].record).hold_reason)


def test_doctor_asks_the_scanner(archive: Archive, disk: Path, clamd: FakeClamd) -> None:
    write(disk, infected=INFECTED)
    taken(archive, disk)
    clamd.answer = "stream: ERROR"
    write(disk, other=f"Lain\n\n{BODY}")
    taken(archive, disk)
    done = CliRunner().invoke(doctor, ["--archive", str(archive.folder), "--json"])
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    told = {line["code"]: line for line in lines if line["subject"] == "virus scanner"}
    assert "ClamAV 1.4.3" in told["virus-scanner-answers"]["found"]
    assert told["virus-files-wait"]["params"] == {"count": 1}
    assert told["virus-found-in"]["params"] == {"count": 1}


def test_doctor_says_that_it_is_silent(unscanned: Archive) -> None:
    done = CliRunner().invoke(doctor, ["--archive", str(unscanned.folder)])
    assert done.exit_code == 1
    assert "MISSING virus scanner" in done.stdout


def read_words(archive: Archive, record: str, until: str | None = None) -> None:
    """Store the text of a scan as OCR would find it."""
    with archive.catalogue.write() as writer:
        waiting = writer.scan(record)
        assert waiting is not None
        read = Description("application/pdf", "pdf", 1, text="Words of a page.", scans=[1])
        if until:
            read.offer("embargo", {"until": until, "words": "EMBARGO"}, "text")
        assert apply_ocr_result(writer, waiting, read, [ReadPage(1, "Words of a page.", 95, "eng")]) == []


@pytest.mark.parametrize("until", [None, "2099-05-03T10:00:00Z"])
@pytest.mark.parametrize("words_first", [True, False])
def test_a_scanned_page_waits_for_both(
    unscanned: Archive, disk: Path, tmp_path: Path, words_first: bool, until: str | None
) -> None:
    page_scan(disk / "halaman.pdf", Image.new("L", SIZE, 200))
    record = str(taken(unscanned, disk)["halaman.pdf"].record)
    assert unscanned.catalogue.unscanned_records() == [record]
    if words_first:
        read_words(unscanned, record, until)
        assert unscanned.catalogue.unscanned_records() == [record]
    with running_clamd(tmp_path / "clamd.ctl"):
        scan(unscanned)
    if not words_first:
        assert "its words are not read yet" in str(access(unscanned, record).hold_reason)
        read_words(unscanned, record, until)
    found = access(unscanned, record)
    assert (found.status, found.release_at) == ((Status.HELD, until) if until else (Status.RELEASED, None))


def test_a_file_in_a_scanned_page_waits_for_its_words_after_it_was_scanned(
    unscanned: Archive, disk: Path, tmp_path: Path
) -> None:
    attached(page_scan(disk / "halaman.pdf", Image.new("L", SIZE, 200)), {"lampiran.txt": f"Lampiran\n\n{BODY}"})
    lines = taken(unscanned, disk)
    page, inside = (str(lines[name].record) for name in ("halaman.pdf", "lampiran.txt"))
    with running_clamd(tmp_path / "clamd.ctl"):
        scan(unscanned)
    assert "inside a scan" in str(access(unscanned, inside).hold_reason)
    read_words(unscanned, page)
    assert is_public(unscanned, page)
    assert is_public(unscanned, inside)


def test_records_that_wait_are_neither_merged_nor_split(unscanned: Archive, disk: Path) -> None:
    write(disk, one=f"Jembatan\n\n{BODY}", two=f"Lain\n\n{BODY}")
    lines = taken(unscanned, disk)
    one, two = (str(lines[f"{name}.txt"].record) for name in ("one", "two"))
    with pytest.raises(CannotMerge, match="virus-scan --pending"), unscanned.catalogue.write() as writer:
        writer.merge([one, two], "test")
