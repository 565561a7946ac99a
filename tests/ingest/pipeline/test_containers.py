"""Files inside files: from a ZIP or TAR on the disk to search results, and the effect of a second run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archive.access import ARCHIVIST
from archive.sandbox.pool import Pool
from ingest.pipeline.pipeline import Options, ingest
from tests.builders.container_disk import found, outcomes, put
from tests.builders.packed_files import EMBARGO, RELEASE, SPEECH, photo, tarred, with_name, zipped
from tests.ingest.pipeline.test_intake import Intake, intake

__all__ = ["intake"]


BOTH = {"rilis/jembatan.txt": RELEASE, "rilis/W-ALI_0412.jpg": photo(), "pidato/sambutan.txt": SPEECH}
PACKED = {
    "a.zip": zipped(BOTH),
    "a.tar": tarred(BOTH, "w:"),
    "a.tgz": tarred(BOTH, "w:gz"),
    "a.tar.bz2": tarred(BOTH, "w:bz2"),
    "a.tar.xz": tarred(BOTH, "w:xz"),
}


@pytest.mark.parametrize("name", PACKED)
def test_each_file_inside_is_a_record_with_its_own_line_and_is_found(intake: Intake, name: str) -> None:
    put(intake, name, PACKED[name])
    assert outcomes(intake) == {
        f"{name}!/rilis/jembatan.txt": "added",
        f"{name}!/rilis/W-ALI_0412.jpg": "added",
        f"{name}!/pidato/sambutan.txt": "added",
        name: "attached",
    }
    told = "container: 3 files inside it, each a separate record where possible"
    assert intake.lines[f"disk/{name}"].reason == told
    assert found(intake, "tanjung merak") == ["sambutan.txt"]
    assert found(intake, '"memotong pita"') == ["W-ALI_0412.jpg", "jembatan.txt"]
    article = intake.record(f"disk/{name}!/rilis/jembatan.txt")
    assert article.assets[0].names == (f"{name}!/rilis/jembatan.txt",)
    assert [(link.record, link.doubtful) for link in article.photos] == [
        (intake.record(f"disk/{name}!/rilis/W-ALI_0412.jpg").id, False)
    ]
    assert found(intake, "genre:container") == [name]
    assert name in found(intake, "-kapal")
    assert name not in found(intake, "-genre:container")
    line = intake.archive.catalogue.receipt(1)[0]
    assert (line.relpath, line.member) == (name, "rilis/jembatan.txt")


def test_a_second_run_reads_nothing_and_gives_every_line(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = zipped({"c.txt": SPEECH})
    put(intake, "a.zip", zipped(BOTH | {"in.zip": inner, "kosong.txt": "", "../keluar.txt": "x"}))
    first = outcomes(intake)
    monkeypatch.setattr("ingest.pipeline.read_ahead.take", None)
    assert outcomes(intake) == dict.fromkeys(first, "unchanged")
    assert "rejected" in intake.lines["disk/a.zip!/kosong.txt"].reason
    assert intake.lines["disk/a.zip!/in.zip!/c.txt"].reason == "untouched"


def test_a_photo_inside_is_meant_before_one_of_its_name_elsewhere(intake: Intake) -> None:
    put(intake, "W-ALI_0412.jpg", photo(1))
    put(intake, "a.zip", zipped(BOTH))
    put(intake, "b.zip", zipped({"W-ALI_0412.jpg": photo(2)}))
    intake.run()
    (link,) = intake.record("disk/a.zip!/rilis/jembatan.txt").photos
    assert link.record == intake.lines["disk/a.zip!/rilis/W-ALI_0412.jpg"].record


def test_the_same_bytes_inside_and_outside_are_one_record(intake: Intake) -> None:
    put(intake, "a.zip", zipped({"x/sambutan.txt": SPEECH, "y/sambutan.txt": SPEECH}))
    put(intake, "sambutan.txt", SPEECH.encode())
    assert outcomes(intake) == {
        "a.zip!/x/sambutan.txt": "added",
        "a.zip!/y/sambutan.txt": "duplicate",
        "a.zip": "attached",
        "sambutan.txt": "duplicate",
    }
    assert len({line.record for name, line in intake.lines.items() if name.endswith(".txt")}) == 1


def test_a_changed_container_gives_new_versions_and_gives_up_what_is_gone(intake: Intake) -> None:
    put(intake, "a.zip", zipped({"a.txt": RELEASE, "b.txt": SPEECH, "c.txt": "Kapal tiba di Ambon pagi ini.\n"}))
    intake.run()
    before = {name: line.record for name, line in intake.lines.items()}
    put(intake, "a.zip", zipped({"a.txt": RELEASE, "b.txt": SPEECH + "Terima kasih.\n"}))
    assert outcomes(intake) == {"a.zip!/a.txt": "unchanged", "a.zip!/b.txt": "new-version", "a.zip": "new-version"}
    assert intake.lines["disk/a.zip!/b.txt"].record == before["disk/a.zip!/b.txt"]
    assert [name.member for name in intake.archive.catalogue.members_of("disk", "a.zip")] == ["a.txt", "b.txt"]
    assert outcomes(intake) == {"a.zip!/a.txt": "unchanged", "a.zip!/b.txt": "unchanged", "a.zip": "unchanged"}


def test_a_file_renamed_inside_and_a_container_renamed_on_the_disk_are_moved(intake: Intake) -> None:
    path = put(intake, "a.zip", zipped({"a.txt": SPEECH}))
    intake.run()
    record = intake.lines["disk/a.zip!/a.txt"].record
    put(intake, "a.zip", zipped({"lain/b.txt": SPEECH}))
    assert outcomes(intake) == {"a.zip!/lain/b.txt": "duplicate", "a.zip": "new-version"}
    assert intake.lines["disk/a.zip!/lain/b.txt"].reason.startswith("moved: ")
    path.rename(path.with_name("z.zip"))
    assert outcomes(intake) == {"z.zip!/lain/b.txt": "duplicate", "z.zip": "duplicate"}
    assert intake.lines["disk/z.zip!/lain/b.txt"].reason.startswith("moved: ")
    assert intake.lines["disk/z.zip!/lain/b.txt"].record == record
    assert intake.archive.catalogue.members_of("disk", "a.zip") == []
    kept = intake.archive.catalogue.get(str(record), ARCHIVIST)
    assert kept is not None
    assert kept.assets[0].names[0] == "z.zip!/lain/b.txt"


def test_a_touched_container_is_read_and_nothing_in_it_changes(intake: Intake) -> None:
    path = put(intake, "a.zip", zipped(BOTH))
    first = outcomes(intake)
    os.utime(path, (1, 1))
    assert outcomes(intake) == dict.fromkeys(first, "unchanged")
    assert intake.lines["disk/a.zip"].reason == "same bytes as before under this name"


def test_files_of_two_containers_deep_are_taken_and_deeper_ones_told(intake: Intake) -> None:
    third = zipped({"d.txt": "Kapal ketiga sandar di dermaga timur.\n"})
    second = zipped({"c.txt": SPEECH, "third.zip": third})
    put(intake, "a.zip", zipped({"second.zip": second}))
    assert outcomes(intake) == {
        "a.zip!/second.zip!/c.txt": "added",
        "a.zip!/second.zip!/third.zip!/d.txt": "rejected",
        "a.zip!/second.zip!/third.zip": "attached",
        "a.zip!/second.zip": "attached",
        "a.zip": "attached",
    }
    assert "unpack that" in intake.lines["disk/a.zip!/second.zip!/third.zip!/d.txt"].reason
    assert found(intake, "tanjung merak") == ["c.txt"]


def test_what_no_archive_wants_is_skipped_inside_as_on_the_disk(intake: Intake) -> None:
    put(intake, "a.zip", zipped({"a.txt": SPEECH, "Thumbs.db": "x", "__MACOSX/._a.txt": "x"}))
    assert outcomes(intake) == {
        "a.zip!/a.txt": "added",
        "a.zip!/Thumbs.db": "skipped",
        "a.zip!/__MACOSX/._a.txt": "skipped",
        "a.zip": "attached",
    }


def test_a_sidecar_inside_describes_its_photo_and_the_one_text_under_embargo_holds_it(intake: Intake) -> None:
    sidecar = Path("sample_corpus/photos/konferensi-pers-2026.xmp").read_bytes()
    put(intake, "a.zip", zipped({"f/x.xmp": sidecar, "f/x.jpg": photo(), "e.txt": EMBARGO + RELEASE}))
    assert outcomes(intake)["a.zip!/f/x.xmp"] == "attached"
    assert "sidecar of x.jpg" in intake.lines["disk/a.zip!/f/x.xmp"].reason
    assert [intake.lines[f"disk/a.zip!/{name}"].status for name in ("e.txt", "f/x.jpg")] == ["held", "held"]
    assert found(intake, "jembatan") == []


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("diễn văn.txt".encode(), "diễn văn.txt"),
        ("été.txt".encode("cp437"), "été.txt"),
        ("Приказ о назначении.txt".encode("cp1251"), "Приказ о назначении.txt"),
        ("отчет.txt".encode("cp1251"), "отчет.txt"),
        ("Пресс-релиз.txt".encode("cp866"), "Пресс-релиз.txt"),
        ("新闻稿 2025.txt".encode("gbk"), "新闻稿 2025.txt"),
        ("新聞稿.txt".encode("big5"), "新聞稿.txt"),
        ("プレス.txt".encode("cp932"), "プレス.txt"),
        ("보도자료.txt".encode("cp949"), "보도자료.txt"),
        ("Communiqué été.txt".encode("latin-1"), "Communiqué été.txt"),
        (b"mappe\\surat.txt", "mappe/surat.txt"),
        (b"tanda!/surat.txt", "tanda!_/surat.txt"),
    ],
)
def test_names_come_out_as_they_were_meant(intake: Intake, raw: bytes, name: str) -> None:
    put(intake, "a.zip", with_name(raw))
    assert outcomes(intake) == {f"a.zip!/{name}": "added", "a.zip": "attached"}


def test_two_files_of_one_name_are_both_taken(intake: Intake) -> None:
    data = zipped({"a.txt": SPEECH, "b.txt": RELEASE})
    put(intake, "a.zip", data.replace(b"b.txt", b"a.txt"))
    assert outcomes(intake) == {"a.zip!/a.txt": "added", "a.zip!/a (2).txt": "added", "a.zip": "attached"}


def test_a_single_packed_file_is_read_under_its_own_name(intake: Intake) -> None:
    import gzip

    put(intake, "sambutan.txt.gz", gzip.compress(SPEECH.encode()))
    assert outcomes(intake) == {"sambutan.txt.gz!/sambutan.txt": "added", "sambutan.txt.gz": "attached"}


def test_an_original_inside_that_was_lost_is_put_right_by_its_container(intake: Intake) -> None:
    put(intake, "a.zip", zipped(BOTH))
    intake.run()
    sha256 = intake.record("disk/a.zip!/pidato/sambutan.txt").original.sha256
    intake.archive.store.path(sha256).unlink()
    intake.run("disk")
    assert "whole again" in intake.lines["disk/a.zip!/pidato/sambutan.txt"].reason


def test_an_archive_of_word_documents_is_not_taken_for_one(intake: Intake) -> None:
    office = zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>"}, 0)
    put(intake, "a.zip", zipped({"satu.docx": office, "b.txt": SPEECH}, 0))
    assert outcomes(intake)["a.zip"] == "attached"
    assert outcomes(intake)["a.zip!/b.txt"] == "unchanged"


def test_a_stop_within_a_container_leaves_the_rest_to_the_next_run(intake: Intake) -> None:
    put(intake, "a.zip", zipped({f"{n}.txt": f"Kapal nomor {n} tiba di pelabuhan.\n" for n in range(60)}))
    asked = iter([False] * 30)
    receipt = ingest([intake.home / "disk"], intake.archive, Options(stopped=lambda: next(asked, True)))
    assert not receipt.complete
    assert 0 < receipt.files < 60
    assert intake.archive.catalogue.name("disk", "a.zip") is None
    second = outcomes(intake)
    assert len(second) == 61
    assert list(second.values()).count("unchanged") == receipt.files
    assert set(outcomes(intake).values()) == {"unchanged"}


def test_more_containers_than_threads_come_in_each_after_the_other(intake: Intake) -> None:
    for n in range(7):
        text = f"Kapal nomor {n}-{{}} tiba di pelabuhan.\n"
        inner = zipped({f"{m}.txt": text.format(m) for m in range(10)})
        put(intake, f"{n}.zip", zipped({f"{m}.txt": text.format(m) for m in range(10, 22)} | {"in.zip": inner}))
    intake.run()
    told = [line.path.partition("!/")[0].rpartition("/")[2] for line in intake.lines.values()]
    assert told == [f"{n}.zip" for n in range(7) for _ in range(24)]


def test_nothing_of_it_is_left_lying_about(intake: Intake, workers: Pool) -> None:
    put(intake, "a.zip", zipped(BOTH))
    intake.run()
    assert not [
        path for path in workers._ground.path.rglob("*") if path.is_file() and path.parent != workers._ground.path
    ]
    assert intake.archive.store.unsettled() == []
