"""What came in a scan waits for that scan and for no other, and is never left waiting for words that nobody reads.

No page is recognized here: its words are given as OCR would find them.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from archive.catalogue import Access, ReadPage
from archive.record import Description, Status
from archive.storage.archive import Archive
from ingest.ocr.scan_records import apply_ocr_result
from tests.builders.scan_pages import SIZE, scan
from tests.ingest.pipeline.test_embargo_within import LETTER, SPEECH, attached, disk
from tests.ingest.pipeline.test_reread import folder, seen, statuses, taken

__all__ = ["folder"]
HELD, OUT = Status.HELD, Status.RELEASED
UNTIL = "2099-05-03T10:00:00Z"


def scanned(path: Path, grey: int, files: dict[str, bytes | str]) -> Path:
    """A scan of one empty page of this grey, with these files attached."""
    return attached(scan(path, Image.new("L", SIZE, grey)), files)


def as_read(folder: Path, record: str, until: str | None = None) -> None:
    """The words of a scan are read, with an embargo or without."""
    with Archive.open(folder) as archive, archive.catalogue.write() as writer:
        waiting = writer.scan(record)
        assert waiting is not None
        said = Description("application/pdf", "pdf", 1, text="Words of a page.", scans=[1])
        if until:
            said.offer("embargo", {"until": until, "words": "EMBARGO"}, "text")
        assert apply_ocr_result(writer, waiting, said, [ReadPage(1, "Words of a page.", 95, "eng")])


def decided(folder: Path, access: Access, *records: str) -> int:
    with Archive.open(folder) as archive, archive.catalogue.write() as writer:
        n = writer.decide_access(records, access, "arsiparis")
    assert n is not None
    return n


def why(folder: Path, record: str) -> str:
    return str(seen(folder, record).hold_reason)


@pytest.mark.parametrize("until", [None, UNTIL])
def test_a_scan_that_moved_says_nothing_of_what_came_in_its_successor(
    folder: Path, tmp_path: Path, until: str | None
) -> None:
    """Scanners begin again at scan0001.pdf."""
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
