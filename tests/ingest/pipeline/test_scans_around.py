"""Files in a scan wait for that scan and no other, and never wait for text that nobody reads.

No OCR is run here: the text is given as OCR would find it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from archive.access import ARCHIVIST
from archive.catalogue import Access, ReadPage
from archive.errors import CannotMerge, CannotUndo
from archive.record import Description, Status
from archive.storage.archive import Archive
from ingest.ocr.scan_records import apply_ocr_result
from tests.builders.packed_files import photo
from tests.builders.scan_pages import SIZE, scan
from tests.ingest.pipeline.test_embargo_within import LETTER, SPEECH, attached, disk, text_page
from tests.ingest.pipeline.test_reread import folder, made_old, reread, seen, statuses, taken

__all__ = ["folder"]
HELD, OUT = Status.HELD, Status.RELEASED
UNTIL = "2099-05-03T10:00:00Z"


def scanned(path: Path, grey: int, files: dict[str, bytes | str]) -> Path:
    """Write a scan of one empty page in this grey, with these files attached."""
    return attached(scan(path, Image.new("L", SIZE, grey)), files)


def as_read(folder: Path, record: str, until: str | None = None) -> list[str]:
    """Store the text of a scan, with or without an embargo. Return its files that are held now and were public."""
    with Archive.open(folder) as archive, archive.catalogue.write() as writer:
        waiting = writer.scan(record)
        assert waiting is not None
        said = Description("application/pdf", "pdf", 1, text="Words of a page.", scans=[1])
        if until:
            said.offer("embargo", {"until": until, "words": "EMBARGO"}, "text")
        held = apply_ocr_result(writer, waiting, said, [ReadPage(1, "Words of a page.", 95, "eng")])
    assert held is not None
    return held


def decided(folder: Path, access: Access, *records: str) -> int:
    with Archive.open(folder) as archive, archive.catalogue.write() as writer:
        n = writer.decide_access(records, access, "arsiparis")
    assert n is not None
    return n


def undone(folder: Path, n: int) -> None:
    with Archive.open(folder) as archive, archive.catalogue.write() as writer:
        writer.undo(n, "arsiparis")


def why(folder: Path, record: str) -> str:
    return str(seen(folder, record).hold_reason)


def waits_for_nothing(folder: Path, records: Sequence[str]) -> None:
    assert not [one for one in records if "words are not read yet" in why(folder, one)]


@pytest.mark.parametrize("until", [None, UNTIL])
def test_a_scan_that_moved_says_nothing_of_what_came_in_its_successor(
    folder: Path, tmp_path: Path, until: str | None
) -> None:
    """Scanners restart at scan0001.pdf."""
    scanned(disk(tmp_path) / "scan0001.pdf", 250, {"first.txt": LETTER})
    ids = taken(folder, tmp_path / "disk")
    (tmp_path / "disk/2026").mkdir()
    (tmp_path / "disk/scan0001.pdf").rename(tmp_path / "disk/2026/scan0001.pdf")
    first = ids["scan0001.pdf"], ids["first.txt"]
    taken(folder, tmp_path / "disk/2026")
    scanned(tmp_path / "disk/scan0001.pdf", 240, {"second.txt": SPEECH})
    ids = taken(folder, tmp_path / "disk/scan0001.pdf")
    second = ids["scan0001.pdf"], ids["second.txt"]
    assert statuses(folder, *first, *second) == [HELD] * 4
    as_read(folder, first[0], until)
    assert statuses(folder, *first) == [HELD if until else OUT] * 2
    assert statuses(folder, *second) == [HELD] * 2
    assert "inside a scan" in why(folder, second[1])
    as_read(folder, second[0], UNTIL)
    assert seen(folder, second[1]).release_at == UNTIL
    assert [seen(folder, one).release_at for one in first] == [until] * 2


def test_what_came_in_a_scan_waits_for_it_also_when_another_file_has_its_name(folder: Path, tmp_path: Path) -> None:
    """Also if it was copied first: the copy belongs to the scan, a later file with its name does not."""
    file = scanned(disk(tmp_path) / "scan0001.pdf", 250, {"first.txt": LETTER})
    (tmp_path / "disk/copy.pdf").write_bytes(file.read_bytes())
    ids = taken(folder, tmp_path / "disk/scan0001.pdf", tmp_path / "disk/copy.pdf")
    first, letter = ids["scan0001.pdf"], ids["first.txt"]
    scanned(file, 240, {"second.txt": SPEECH})
    ids = taken(folder, file)
    second, speech = ids["scan0001.pdf"], ids["second.txt"]
    assert second != first
    as_read(folder, first)
    assert statuses(folder, first, letter, second, speech) == [OUT, OUT, HELD, HELD]
    as_read(folder, second)
    waits_for_nothing(folder, [second, speech])
    assert statuses(folder, second) == [HELD]
    assert "someone decides" in why(folder, second)  # it may be a copy of an unread file


def test_a_scan_that_was_released_inside_another_leaves_what_came_in_both(folder: Path, tmp_path: Path) -> None:
    inner = scanned(tmp_path / "inner.pdf", 250, {"letter.txt": LETTER})
    scanned(disk(tmp_path) / "outer.pdf", 240, {"inner.pdf": inner.read_bytes()})
    ids = taken(folder, tmp_path / "disk")
    outer, inside, letter = (ids[name] for name in ("outer.pdf", "inner.pdf", "letter.txt"))
    decided(folder, Access(OUT), inside)
    as_read(folder, inside)
    assert statuses(folder, outer, inside, letter) == [HELD, OUT, HELD]
    as_read(folder, outer)
    assert statuses(folder, outer, inside, letter) == [OUT, OUT, OUT]


def test_what_a_new_version_of_an_unread_scan_lacks_is_left_to_someone(folder: Path, tmp_path: Path) -> None:
    """The text around it is never read, so nobody knows whether it had an embargo."""
    inner = scanned(tmp_path / "inner.pdf", 230, {})
    file = scanned(
        disk(tmp_path) / "a.pdf", 250, {"letter.txt": LETTER, "speech.txt": SPEECH, "inner.pdf": inner.read_bytes()}
    )
    ids = taken(folder, tmp_path / "disk")
    around, letter, speech, inside = (ids[name] for name in ("a.pdf", "letter.txt", "speech.txt", "inner.pdf"))
    scanned(file, 240, {"letter.txt": LETTER})
    assert taken(folder, tmp_path / "disk")["a.pdf"] == around
    assert "replaced before its words were read" in why(folder, speech)
    as_read(folder, inside)
    as_read(folder, around)
    assert statuses(folder, around, letter, speech, inside) == [OUT, OUT, HELD, HELD]
    waits_for_nothing(folder, [speech, inside])
    assert "replaced before its words were read" in why(folder, inside)


def test_a_text_in_place_of_an_unread_scan_leaves_what_it_lacks_to_someone(folder: Path, tmp_path: Path) -> None:
    file = scanned(disk(tmp_path) / "a.pdf", 250, {"letter.txt": LETTER, "speech.txt": SPEECH})
    ids = taken(folder, tmp_path / "disk")
    attached(text_page(file), {"letter.txt": LETTER})
    assert taken(folder, tmp_path / "disk")["a.pdf"] == ids["a.pdf"]
    assert statuses(folder, *(ids[name] for name in ("a.pdf", "letter.txt", "speech.txt"))) == [OUT, OUT, HELD]
    assert "replaced before its words were read" in why(folder, ids["speech.txt"])


def test_no_file_is_split_from_what_waits_for_its_scan(folder: Path, tmp_path: Path) -> None:
    file = attached(text_page(tmp_path / "text.pdf"), {})
    around = scanned(disk(tmp_path) / "a.pdf", 250, {"text.txt": LETTER, "text.pdf": file.read_bytes()})
    ids = taken(folder, tmp_path / "disk")
    scanned(around, 240, {"text.txt": f"{LETTER}\nIt is opened again.\n", "text.pdf": file.read_bytes()})
    assert taken(folder, tmp_path / "disk")["text.txt"] == ids["text.txt"]
    with Archive.open(folder) as archive:
        record = archive.catalogue.get(ids["text.txt"], ARCHIVIST)
        assert record is not None
        (replaced,) = (asset for asset in record.assets if asset.version == 1)
        with pytest.raises(CannotMerge) as refused:
            archive.catalogue.part_of(record.id, replaced.n)
    assert "came in a scan whose words are not read yet: run `press-archive ocr --pending`" in str(refused.value)


def test_an_undone_release_waits_again_for_the_scan_around(folder: Path, tmp_path: Path) -> None:
    scanned(disk(tmp_path) / "a.pdf", 250, {"letter.txt": LETTER, "speech.txt": SPEECH})
    ids = taken(folder, tmp_path / "disk")
    around, letter, speech = (ids[name] for name in ("a.pdf", "letter.txt", "speech.txt"))
    first, second = decided(folder, Access(OUT), letter), decided(folder, Access(OUT), speech)
    assert statuses(folder, letter, speech) == [OUT, OUT]
    undone(folder, first)
    assert statuses(folder, letter) == [HELD]
    assert "inside a scan" in why(folder, letter)
    as_read(folder, around)
    assert statuses(folder, around, letter, speech) == [OUT, OUT, OUT]
    undone(folder, second)
    assert "it is read now, and someone decides" in why(folder, speech)
    with pytest.raises(CannotUndo):
        undone(folder, first)


def test_an_undone_release_of_a_scan_inside_another_waits_for_what_is_left_to_read(
    folder: Path, tmp_path: Path
) -> None:
    inner = scanned(tmp_path / "inner.pdf", 250, {})
    scanned(disk(tmp_path) / "outer.pdf", 240, {"inner.pdf": inner.read_bytes()})
    ids = taken(folder, tmp_path / "disk")
    outer, inside = ids["outer.pdf"], ids["inner.pdf"]
    n = decided(folder, Access(OUT), inside)
    as_read(folder, outer)
    undone(folder, n)
    assert "its words are not read yet" in why(folder, inside)
    as_read(folder, inside)
    assert statuses(folder, outer, inside) == [OUT, OUT]


@pytest.mark.parametrize("how", ["reread", "version"])
def test_what_hides_a_released_attachment_says_so(folder: Path, tmp_path: Path, how: str) -> None:
    files: dict[str, bytes | str] = {"letter.txt": LETTER, "pier.jpg": photo()}
    file = scanned(disk(tmp_path) / "a.pdf", 250, files)
    ids = taken(folder, tmp_path / "disk")
    around, letter = ids["a.pdf"], ids["letter.txt"]
    decided(folder, Access(OUT), letter)
    as_read(folder, around)
    assert statuses(folder, *ids.values()) == [OUT, OUT, OUT]
    if how == "reread":
        with Archive.open(folder) as archive, archive.catalogue.write() as writer:
            writer.no_scan(around)
        made_old(folder, around, title="Judul lama")
        with Archive.open(folder) as archive, archive.catalogue.write() as writer:
            writer.keep_pages(seen(folder, around).original.sha256, [])
        line = next(line for line in reread(folder, "--all") if line.get("record") == around)
        assert sorted(line["holds"]) == sorted([letter, ids["pier.jpg"]])
        reason = line["reason"]
    else:
        scanned(file, 240, files)
        taken(folder, tmp_path / "disk")
        with Archive.open(folder) as archive:
            (reason,) = (str(one.reason) for one in archive.catalogue.receipt(2) if one.path.endswith("a.pdf"))
    assert statuses(folder, *ids.values()) == [HELD, HELD, HELD]
    assert "holds back with it: 2 records" in reason


def test_an_embargo_that_is_read_holds_a_released_attachment_and_says_so(folder: Path, tmp_path: Path) -> None:
    scanned(disk(tmp_path) / "a.pdf", 250, {"letter.txt": LETTER, "speech.txt": SPEECH})
    ids = taken(folder, tmp_path / "disk")
    decided(folder, Access(OUT), ids["letter.txt"])
    assert as_read(folder, ids["a.pdf"], UNTIL) == [ids["letter.txt"]]
    assert {seen(folder, one).release_at for one in ids.values()} == {UNTIL}
