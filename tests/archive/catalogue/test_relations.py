"""Related texts are found during ingest: languages, annexes, corrections, speeches; in any order, and no others."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from archive.catalogue import Access, Catalogue, NamedFile, NewAsset, Writer
from archive.catalogue.records.record_writes import RELEASED
from archive.catalogue.relations import relation_words
from archive.record import Description, Outcome, Status
from archive.storage.archive import Archive
from ingest.description.file_description import describe
from ingest.pipeline.pipeline import ingest
from tests.builders.release_folders import FOLDERS, MINISTRY, RELATED, Tied, photo
from tests.support.commands import some


class Disk:
    """An archive and a disk, and the relations found on it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.archive = Archive.create(home / "archive")

    def put(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            path = self.home / "disk" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def take(self, *names: str) -> None:
        ingest([self.home / "disk" / name for name in names] or [self.home / "disk"], self.archive)

    def id(self, name: str) -> str:
        return self.names()[name]

    def names(self) -> dict[str, str]:
        (label,) = self.archive.catalogue.roots()
        live = self.archive.catalogue.live_names(label)
        return {name.path: str(name.record) for name in live}

    def tied(self) -> Tied:
        called = {record: name for name, record in self.names().items()}
        return {(called[r.subject], r.type, called[r.object]) for r in self.archive.catalogue.related()}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    opened = Disk(tmp_path)
    yield opened
    opened.archive.close()


@pytest.mark.parametrize("office", FOLDERS)
def test_one_intake_of_a_release_relates_its_parts(disk: Disk, office: str) -> None:
    disk.put(FOLDERS[office])
    (disk.home / "disk/dermaga-wolio-01.jpg").write_bytes(photo(3))
    disk.take()
    assert disk.tied() == RELATED[office]


@pytest.mark.parametrize("office", FOLDERS)
def test_what_is_found_does_not_hang_on_the_order(office: str, tmp_path: Path) -> None:
    files = FOLDERS[office]
    described = {name: described_as(tmp_path, name, text) for name, text in files.items()}
    for n, order in some(enumerate(permutations(files))):
        if n % 7 and n not in (0, 119):
            continue
        catalogue = Catalogue(tmp_path / f"{n}.sqlite")
        called: dict[str, str] = {}
        for batch in (order[: n % 5], order[n % 5 :]) if n % 2 else [(name,) for name in order]:
            with catalogue.write() as writer:
                called |= {add(writer, name, described[name]): name for name in batch}
        tied = {(called[r.subject], r.type, called[r.object]) for r in catalogue.related()}
        catalogue.close()
        assert tied == RELATED[office], order


def described_as(folder: Path, name: str, text: str) -> Description:
    """Return the description that ingest makes of a text with a name."""
    path = folder / "text.txt"
    path.write_text(text, encoding="utf-8")
    return Description.from_json(describe(str(path), name.rpartition("/")[2], str(folder), name))


def add(writer: Writer, name: str, description: Description, access: Access = RELEASED) -> str:
    """Add a text of one disk."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    accession = writer.open_accession({}, Status.RELEASED)
    record = writer.add_record(description, NewAsset(digest, 1, "text/plain"), access)
    writer.put_name(NamedFile(writer.root("/disk"), name, "", digest, record, Outcome.ADDED, 1, 1, 1), accession)
    return record


def test_a_new_version_that_says_something_else_loses_its_relations(disk: Disk) -> None:
    disk.put(MINISTRY)
    disk.take()
    other = "Rain fell on the market from early in the day, and people went there all the same, under their umbrellas. "
    disk.put({"dermaga.en.txt": f"Rain over the market\n\n{other * 4}\n"})
    disk.take()
    assert disk.tied() == {tie for tie in RELATED["ministry"] if "dermaga.en.txt" not in tie}


def test_what_is_refused_stays_away_and_what_is_confirmed_stays(disk: Disk) -> None:
    disk.put(MINISTRY)
    disk.take()
    refused, confirmed = (disk.id(name) for name in ("dermaga-lampiran.txt", "ralat-28-oktober.txt"))
    with disk.archive.catalogue.write("the archivist") as writer:
        writer.refuse_relation(refused, "annex-of", disk.id("dermaga.id.txt"))
        writer.decide_relation(confirmed, "corrects", disk.id("dermaga.en.txt"))
    disk.put({name: f"{text}\nKata penutup yang baru.\n" for name, text in MINISTRY.items()})
    disk.take()
    found = disk.tied()
    assert ("dermaga-lampiran.txt", "annex-of", "dermaga.id.txt") not in found
    assert ("ralat-28-oktober.txt", "corrects", "dermaga.en.txt") in found
    decided = [event["detail"].get("decision") for event in disk.archive.catalogue.events()]
    assert [one for one in decided if one] == ["refused", "confirmed"]


TOWNS = ["Kendari", "Raha", "Bombana", "Kolaka", "Konawe", "Buton", "Muna", "Rumbia", "Unaaha", "Laworo"]
DOINGS = ["pelatihan guru", "bantuan benih", "perbaikan jalan", "lomba perahu", "vaksin ternak", "pasar murah", "panen"]


def routine(n: int, number: str) -> str:
    """Return a routine release of an office."""
    town, doing = TOWNS[n % 10], DOINGS[n % 7]
    return f"""DINAS PENERANGAN PROVINSI
SIARAN PERS
Nomor: {number}

{doing.capitalize()} di {town} diikuti warga

{town}, 10 November 2025 - Gubernur Andi Malik menghadiri {doing} di {town} bersama {100 + 37 * n} warga setempat.
Kegiatan itu dibiayai oleh anggaran daerah dan akan diteruskan tahun depan di kecamatan lain.

Gubernur Andi Malik mengatakan pemerintah provinsi berterima kasih kepada semua pihak yang telah membantu.

Kepala Dinas Penerangan Provinsi
Drs. Haji Laode Burhan, M.Si.
Jalan Merdeka 17 Kendari, telepon 0401 3121234
"""


@pytest.mark.parametrize("numbered", [True, False])
def test_unrelated_releases_of_one_office_and_day_are_not_related(tmp_path: Path, numbered: bool) -> None:
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    with catalogue.write() as writer:
        for n in range(40):
            text = routine(n, f"{300 + n}/SP/DP/XI/2025" if numbered else "-")
            description = described_as(tmp_path, f"rilis-{n}.txt", text)
            description.values["language"] = ("id", "en")[n % 2]  # as if half of them were in another language
            add(writer, f"rilis-{n}.txt", description)
    assert catalogue.related() == []
    catalogue.close()


@pytest.mark.parametrize(
    ("line", "annex", "correction"),
    [
        ('Tabel untuk rilis "Panen rumput laut naik"', True, False),
        ("Bảng số liệu kèm theo thông cáo báo chí số 12/TB-SNN", True, False),
        ("Fact sheet for press release no. 12", True, False),
        ("Daftar harga dari rilis BPS menunjukkan kenaikan", False, False),
        ("List of guests for the release of turtles", False, False),
        ("PEMBETULAN", False, True),
        ("Pelurusan: jumlah penumpang", False, True),
        ("Perbaikan siaran pers tentang dermaga", False, True),
        ("CORRECTION FROM SOURCE: the depth of the second hole", False, True),
        ("Press Release No. 12A (replaces No. 12 of 14 October)", False, True),
        ("(RALAT NAMA) 214 koperasi nelayan menerima akta", False, True),
        ("Rilis humas, 15 Juni (perbaikan 17 Juni: ejaan nama)", False, True),
        ("Catatan: siaran pers ini meralat Siaran Pers No. 045.", False, True),
        ("Thông cáo báo chí số 27B (đính chính)", False, True),
        ("Dinas mulai perbaikan (jalan dan jembatan) tahun ini", False, False),
        ("The bridge (it replaces a ferry) opens in May", False, False),
        ("Perbaikan jalan di Kendari dimulai", False, False),
        ("Pembetulan arah kiblat masjid raya", False, False),
    ],
)
def test_a_text_says_in_words_of_its_own_what_it_is(line: str, annex: bool, correction: bool) -> None:
    assert bool(relation_words.annex_of(line)) is annex
    assert relation_words.is_correction(line) is correction


SPEECH = """Para hadirin yang saya hormati, hari ini kita membuka bendungan Tukad Sari setelah lima tahun bersama.
Air yang tertampung di sini akan mengairi sawah di sembilan desa dan memberi minum kepada kota di hilir sungai.

Saya mengucapkan terima kasih kepada para pekerja yang tinggal jauh dari keluarga mereka selama pembangunan ini, dan
kepada warga yang telah merelakan ladang mereka demi kepentingan orang banyak di seluruh lembah.

Mulai besok pintu air akan dibuka setiap pagi, dan saya minta semua desa menjaga saluran ini seperti milik sendiri.
"""
SPEECHES = {
    "naskah.txt": f"Pidato Menteri Komang Suteja pada Peresmian Bendungan Tukad Sari, 7 Juli 2025\n\n"
    f"Check against delivery\n\n{SPEECH}",
    "transkrip.txt": f"Transkrip Pidato Menteri Komang Suteja pada Peresmian Bendungan Tukad Sari, 7 Juli 2025\n\n"
    f"{SPEECH.replace('hari ini', 'pagi yang cerah ini').replace('Mulai besok', 'Nah, mulai besok, saudara-saudara,')}"
    "\nTerima kasih, dan mari kita makan siang bersama sebelum pulang ke rumah masing-masing.\n",
    "lain.txt": "Transkrip Pidato Menteri Komang Suteja pada Panen Raya Garam, 7 Juli 2025\n\n"
    "Para hadirin yang saya hormati, garam dari pantai ini putih dan kering karena matahari musim ini panjang sekali. "
    "Petani menjualnya dengan harga yang baik, dan saya berharap gudang baru di pelabuhan selesai sebelum hujan turun. "
    "Kepada anak-anak muda saya titip pesan agar mereka tidak malu menjadi petani garam seperti kakek dan ayah mereka, "
    "sebab laut selalu memberi kepada orang yang sabar dan tahu membaca angin serta gelombang di depan rumahnya.\n",
}


SHORT_SPEECHES = {
    "sambutan-naskah.txt": "NASKAH PIDATO (disiapkan)\nSambutan Bupati pada Hari Nelayan\nLarantuka, 6 April 2026\n\n"
    "Saudara-saudara nelayan, laut adalah halaman depan rumah kita. Tahun ini kita bangun tiga dermaga kecil.\n",
    "sambutan-transkrip.txt": "TRANSKRIP\nSambutan Bupati pada Hari Nelayan\nLarantuka, 6 April 2026\n\n"
    "Bupati: Saudara-saudara nelayan, laut adalah halaman depan rumah kita. Kita bangun, eh, empat dermaga.\n",
    "lain-transkrip.txt": "TRANSKRIP\nSambutan Bupati pada Panen Jagung\nLarantuka, 6 April 2026\n\n"
    "Bupati: Saudara-saudara petani, hujan datang terlambat. Tahun ini kita bagikan benih lebih awal.\n",
}


@pytest.mark.parametrize(
    ("speeches", "tie"),
    [
        (SPEECHES, ("naskah.txt", "prepared-text-of", "transkrip.txt")),
        (SHORT_SPEECHES, ("sambutan-naskah.txt", "prepared-text-of", "sambutan-transkrip.txt")),
    ],
)
def test_a_speech_as_written_goes_with_the_same_as_it_was_held(
    tmp_path: Path, speeches: dict[str, str], tie: tuple[str, str, str]
) -> None:
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    called: dict[str, str] = {}
    for name, text in speeches.items():
        with catalogue.write() as writer:
            called[add(writer, name, described_as(tmp_path, name, text))] = name
    tied = {(called[r.subject], r.type, called[r.object]) for r in catalogue.related()}
    catalogue.close()
    assert tied == {tie}
