"""Grouping of results: versions of one text and contact sheets, from visible records only."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest

from archive.access import ARCHIVIST, PUBLIC, Viewer
from archive.catalogue import Access, Catalogue, NewAsset, Writer
from archive.catalogue.relations.text_versions import numbers_of
from archive.catalogue.schema import migration
from archive.catalogue.schema.sqlite import SqliteDatabase
from archive.record import Description, Status
from archive.text.near_duplicates import WordedText
from tests.archive.catalogue.shelf import HELD, LATER, put, sha
from tests.archive.catalogue.test_frames import shot

RELEASE = """Pemerintah Kota Kupang membuka jembatan Teluk Sari pada hari Senin. Jembatan sepanjang 420 meter itu
menghubungkan dua kecamatan yang selama ini hanya dapat dicapai dengan perahu. Wali kota berharap para nelayan dan
pedagang pasar memperoleh manfaat sejak hari pertama. Menurut kepala dinas pekerjaan umum, pembangunan jembatan
dimulai pada bulan Maret 2023 dan menelan biaya 86 miliar rupiah. Warga menyambut pembukaan itu dengan tarian adat di
tepi pantai, sementara anak-anak sekolah berjalan kaki melintasi jembatan untuk pertama kali sambil membawa bendera.
Setelah upacara selesai, bus kota mulai berjalan setiap setengah jam antara terminal lama dan pelabuhan baru."""
REPRINT = "KUPANG, KOMPAS - " + RELEASE.replace("berharap", "mengharapkan").replace("untuk pertama kali ", "")
LETTER = """Yang terhormat Bapak Anton Wijaya, dengan surat ini kami mengundang Bapak untuk hadir pada peresmian gedung
arsip daerah di Kota Malang pada hari Kamis tanggal 12 Juni 2025 pukul 09.00 waktu setempat. Acara dimulai dengan doa
bersama, dilanjutkan dengan laporan panitia tentang pembangunan yang menelan biaya 14 miliar rupiah, dan diakhiri
dengan peninjauan ruang baca. Kami mohon kesediaan Bapak Anton Wijaya menyampaikan sambutan selama sepuluh menit.
Konfirmasi kehadiran kami tunggu paling lambat tiga hari sebelum acara melalui sekretariat panitia di Jalan Melati 7."""
OTHER_LETTER = (
    LETTER.replace("Anton Wijaya", "Rudi Hartono")
    .replace("Malang", "Blitar")
    .replace("12 Juni", "19 Juli")
    .replace("14 miliar", "23 miliar")
)
SHORT = "Wali kota menerima tamu dari Vietnam di balai kota dan berbicara tentang pelabuhan baru."


def text(writer: Writer, path: str, words: str, access: Access = Access(), **values: object) -> str:  # noqa: B008
    described = Description("text/plain", "text", 1, text=words)
    described.offer("kind", "press-release", "rule:test")
    for key, value in values.items():
        described.offer(key, value, "test")
    record = writer.add_record(described, NewAsset(sha(path), 4, "text/plain"), access)
    put(writer, path, record, path)
    return record


def grouped(catalogue: Catalogue, *ids: str, viewer: Viewer = PUBLIC, column: str = "version") -> bool:
    """Return whether these are in one group."""
    keys = {catalogue.groups([id_], viewer).get(id_, {}).get(column) for id_ in ids}
    return len(keys) == 1 and None not in keys


def test_a_reprint_with_another_head_and_small_edits_is_one_text_whatever_came_first(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        first = text(writer, "a.txt", RELEASE)
    with catalogue.write() as writer:
        other = text(writer, "b.txt", REPRINT)
        alone = text(writer, "c.txt", OTHER_LETTER)
    assert grouped(catalogue, first, other)
    assert catalogue.groups([alone], PUBLIC) == {}


def test_a_letter_with_other_facts_is_another_letter(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        ids = [text(writer, f"{n}.txt", letter) for n, letter in enumerate((LETTER, OTHER_LETTER))]
        number = text(writer, "n.txt", LETTER.replace("14 miliar", "41 miliar"))
    assert catalogue.groups([*ids, number], PUBLIC) == {}


def test_a_short_text_is_another_unless_it_is_equal(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        one, same = text(writer, "a.txt", SHORT), text(writer, "b.txt", SHORT.upper())
        other = text(writer, "c.txt", SHORT.replace("tamu", "utusan"))
        empty = [text(writer, f"{n}.txt", words) for n, words in enumerate(["", "", "Foto.", "Foto."])]
    assert grouped(catalogue, one, same)
    assert catalogue.groups([other, *empty], PUBLIC) == {}


def test_one_number_in_two_languages_is_one_release(catalogue: Catalogue) -> None:
    number = ["123/SP/HM/X/2025"]
    with catalogue.write() as writer:
        one = text(writer, "a.txt", RELEASE, identifiers=number, language="id", date="2025-10-25")
        other = text(
            writer, "b.txt", "The bridge opens.", identifiers=["123-sp-hm-x-2025"], language="en", date="2025-10-26"
        )
        later = text(writer, "d.txt", "Cầu.", identifiers=number, language="vi", date="2029-10-26")
    assert grouped(catalogue, one, other)
    assert not grouped(catalogue, one, later)
    with catalogue.write() as writer:
        writer.set_value(other, "identifiers", ["9/X/Y/2025"])
    assert not grouped(catalogue, one, other)


def test_numbers_that_many_things_have_tie_nothing() -> None:
    assert numbers_of(["2025", "12/2025", "2025/10/25", "7", "Nomor", 5, None]) == []
    assert numbers_of("Số 45/TB-BNG") != []


@pytest.mark.parametrize("relation", ["translation-of", "replaces"])
def test_what_is_related_as_a_version_is_one_and_its_members_are_indexed_again(
    catalogue: Catalogue, relation: str
) -> None:
    with catalogue.write() as writer:
        one, other, third = (text(writer, f"{n}.txt", f"{word} berlayar.") for n, word in enumerate("ABC"))
        writer.relate(one, relation, other, "archivist")
    revision = catalogue.revision()
    with catalogue.write() as writer:
        writer.relate(third, relation, other, "archivist")
    assert grouped(catalogue, one, other, third)
    assert set(catalogue.changes(revision)) == {one, other, third}


def test_a_group_is_made_of_what_may_be_seen(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        held = text(writer, "a.txt", RELEASE, HELD)
        shown = text(writer, "b.txt", REPRINT)
    assert catalogue.groups([shown, held], PUBLIC) == {}
    assert grouped(catalogue, shown, held, viewer=ARCHIVIST)
    with catalogue.write() as writer:
        third = text(writer, "c.txt", RELEASE)
    assert grouped(catalogue, shown, third)
    assert held not in str(catalogue.groups([shown, third, held], PUBLIC))


def test_what_only_a_hidden_record_ties_is_not_together(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        one, other, bridge = (text(writer, f"{n}.txt", f"{word} berlayar.") for n, word in enumerate("ABC"))
        writer.relate(one, "translation-of", bridge, "archivist")
        writer.relate(other, "translation-of", bridge, "archivist")
        writer.set_status(bridge, HELD)
    assert catalogue.groups([one, other], PUBLIC) == {}
    assert grouped(catalogue, one, other, viewer=ARCHIVIST)


def test_a_change_of_status_or_text_indexes_the_other_members_again(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        ids = [text(writer, f"{n}.txt", RELEASE) for n in range(3)]
    for change in (
        lambda writer: writer.set_status(ids[0], Access(Status.WITHDRAWN)),
        lambda writer: writer.describe(ids[1], Description("text/plain", "text", 2, text=LETTER)),
    ):
        revision = catalogue.revision()
        with catalogue.write() as writer:
            change(writer)
        assert set(catalogue.changes(revision)) == set(ids)
    assert not grouped(catalogue, ids[1], ids[2], viewer=ARCHIVIST)
    assert grouped(catalogue, ids[0], ids[2], viewer=ARCHIVIST)


def test_when_the_hour_of_a_member_comes_the_others_are_due_too(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        held, shown = text(writer, "a.txt", RELEASE, LATER), text(writer, "b.txt", RELEASE)
        frames = [shot(writer, "W-HAI_1275.jpg"), shot(writer, "W-HAI_1276.jpg", access=LATER)]
    assert set(catalogue.due("2026-05-02T10:00:00Z", "2026-05-03T10:00:00Z")) == {held, shown, *frames}


def test_frames_of_one_sheet_have_one_key_and_one_alone_has_none(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        one, other = shot(writer, "W-HAI_1275.jpg"), shot(writer, "W-HAI_1276.jpg")
        far = shot(writer, "W-HAI_1999.jpg")
        hidden = shot(writer, "W-HAI_2000.jpg", access=HELD)
    assert catalogue.groups([one, other, far, hidden], PUBLIC) == {one: {"sequence": one}, other: {"sequence": one}}
    assert grouped(catalogue, far, hidden, viewer=ARCHIVIST, column="sequence")


def test_frames_are_indexed_again_only_when_their_sheet_is_another(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        first, second = shot(writer, "W-HAI_1275.jpg"), shot(writer, "W-HAI_1276.jpg")
    revision = catalogue.revision()
    with catalogue.write() as writer:
        third = shot(writer, "W-HAI_1277.jpg")
    assert catalogue.changes(revision) == [third]
    revision = catalogue.revision()
    with catalogue.write() as writer:
        writer.set_status(first, HELD)
    assert set(catalogue.changes(revision)) == {first, second, third}
    assert catalogue.groups([second], PUBLIC) == {second: {"sequence": second}}


def test_a_photo_that_leaves_a_sheet_is_missed_by_the_others(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        first, second = shot(writer, "W-HAI_1275.jpg"), shot(writer, "W-HAI_1276.jpg")
    revision = catalogue.revision()
    with catalogue.write() as writer:
        writer.set_value(first, "created", "2024-01-01")
    assert set(catalogue.changes(revision)) == {first, second}
    assert catalogue.groups([second], PUBLIC) == {}


@pytest.mark.sqlite
def test_a_catalogue_of_before_is_compared_when_it_is_brought_up_to_date(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        ids = [text(writer, "a.txt", RELEASE), text(writer, "b.txt", REPRINT)]
    database = SqliteDatabase(catalogue.path)
    with database.writing() as connection:
        for trigger in (
            connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
        ):
            connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
        for later in sorted((Path(migration.__file__).parent / "migrations/versions").glob("0*.py"), reverse=True)[:-2]:
            for table in reversed(re.findall(r"CREATE TABLE (\w+)", later.read_text(encoding="utf-8"))):
                connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")
            for index in re.findall(r"CREATE INDEX (?:IF NOT EXISTS )?(\w+)", later.read_text(encoding="utf-8")):
                connection.exec_driver_sql(f"DROP INDEX IF EXISTS {index}")
            for table, column in re.findall(
                r"ALTER TABLE (\w+) ADD COLUMN (?!IF )(\w+)", later.read_text(encoding="utf-8")
            ):
                connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN {column}")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0002'")
    database.engine.dispose()
    with closing(Catalogue(catalogue.path)) as opened:
        assert grouped(opened, *ids)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("THỦ TƯỚNG", "thủ tuớng"),
        ("Đà Nẵng", "da_nang"),
        ("so­ft; hy-phen", "SOFT hy...phen"),
    ],
)
def test_texts_are_equal_whatever_their_case_marks_and_punctuation(one: str, other: str) -> None:
    one, other = (f"{words} 2025 水 𠀀 end" for words in (one, other))
    assert WordedText(one).digest == WordedText(other).digest != ""
    assert WordedText(one).digest != WordedText(one.replace("2025", "2026")).digest
    assert WordedText(one).digest != WordedText(one.replace(" 2025", "2025")).digest


def test_a_failed_batch_leaves_no_text_behind_that_others_are_compared_with(catalogue: Catalogue) -> None:
    with pytest.raises(KeyError), catalogue.write() as writer:
        writer.set_value(text(writer, "a.txt", RELEASE)[:-1], "title", "of a record that is not there")
    with catalogue.write() as writer:
        one = text(writer, "b.txt", RELEASE)
    with catalogue.write() as writer:
        other = text(writer, "c.txt", REPRINT)
    assert grouped(catalogue, one, other)
