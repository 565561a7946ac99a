"""A notice that withdraws or replaces a release is related to the release that it names, and is not a translation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.access import PUBLIC
from archive.catalogue.relations import relation_words
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from webui import create_app

STORY = {
    "id": (
        "Semarang, 5 Mei 2026 – Dinas Perhubungan membuka jalur bus baru yang menghubungkan pelabuhan dengan stasiun. "
        "Kepala dinas Rudi Hartono mengatakan jalur itu akan melayani 4.200 penumpang setiap hari dengan 18 bus."
    ),
    "vi": (
        "Đà Nẵng, ngày 5 tháng 5 năm 2026 – Sở Giao thông vận tải khai trương tuyến xe buýt mới nối cảng với ga trung "
        "tâm. Ông Nguyễn Sơn cho biết tuyến xe phục vụ 4.300 lượt khách mỗi ngày với 17 xe buýt điện."
    ),
    "en": (
        "SINGAPORE, May 5, 2026 - The Port Authority opened a new ferry line between the harbour and the island. "
        "Director Mark Lee said the line will carry 4,400 passengers a day with 16 electric boats."
    ),
}
LABEL = {"id": "SIARAN PERS\nNomor: ", "vi": "THÔNG CÁO BÁO CHÍ\nSố: ", "en": "PRESS RELEASE\nRelease No. "}


def release(language: str, number: str, title: str, more: str = "") -> str:
    return f"{LABEL[language]}{number}\n\n{title}\n\n{more}{STORY[language]}\n"


ID = release("id", "101/SP/DPK/V/2026", "Harga Tiket Bus Semarang Naik")
VI = release("vi", "45/TB-SGTVT", "Giá vé xe buýt Đà Nẵng tăng")
EN = release("en", "PA/2026/077", "Ferry Fares to Rise in June")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive."""
    with Archive.create(tmp_path / "archive") as made:
        yield made


def related(archive: Archive, disk: Path, one: str, other: str) -> list[tuple[str, float]]:
    """Return the relations of two texts in separate folders, as seen from the second."""
    for name, text in (("a/satu.txt", one), ("b/dua.txt", other)):
        (disk / name).parent.mkdir(parents=True)
        (disk / name).write_text(text, encoding="utf-8")
    lines = {}
    ingest([disk], archive, tell=lambda line, _: lines.update({line.path.rpartition("/")[2]: line.record}))
    found = archive.catalogue.get_many([lines["dua.txt"]], PUBLIC)[0].relations
    assert all(relation.record == lines["satu.txt"] for relation in found)
    return [(relation.type, relation.certainty) for relation in found]


@pytest.mark.parametrize(
    ("of", "notice"),
    [
        (ID, "PENCABUTAN SIARAN PERS\nNomor: 102/SP/DPK/V/2026\n\nDinas mencabut rilis nomor 101/SP/DPK/V/2026.\n"),
        (ID, "PENCABUTAN\nNomor: 101/SP/DPK/V/2026\n\nSiaran pers nomor 101/SP/DPK/V/2026 dinyatakan dicabut.\n"),
        (ID, "Penarikan kembali siaran pers\n\nDinas menarik kembali rilis no. 101/SP/DPK/V/2026 karena salah.\n"),
        (ID, "WITHDRAWN: Harga Tiket Bus Semarang Naik\n\n6 Mei 2026\n\nPlease do not use this release.\n"),
        (VI, "THÔNG BÁO THU HỒI\nSố: 46/TB-SGTVT\n\nSở thu hồi thông cáo báo chí số 45/TB-SGTVT về giá vé.\n"),
        (VI, "Về việc hủy bỏ thông cáo\n\nSở Giao thông vận tải hủy bỏ thông cáo số 45/TB-SGTVT từ hôm nay.\n"),
        (EN, "KILL NOTICE\n\nSINGAPORE, May 6, 2026 - The Port Authority withdraws release no. PA/2026/077.\n"),
        (EN, "NOTICE OF WITHDRAWAL\n\nPress release no. PA/2026/077 has been withdrawn. Do not use it.\n"),
        (EN, "PHOTO AND STORY KILL\n\nEditors: release No. PA/2026/077 is withdrawn.\n"),
    ],
)  # fmt: skip
def test_a_notice_takes_back_the_release_that_it_names(archive: Archive, tmp_path: Path, of: str, notice: str) -> None:
    (found,) = related(archive, tmp_path / "disk", of, notice)
    assert found[0] == "withdraws"
    assert found[1] >= 0.9


@pytest.mark.parametrize(
    ("of", "later"),
    [
        (ID, release("id", "111/SP/DPK/V/2026", "Harga Tiket Bus Semarang Tetap",
                     "Siaran pers ini menggantikan siaran pers nomor 101/SP/DPK/V/2026.\n\n")),
        (VI, release("vi", "52/TB-SGTVT", "Giá vé xe buýt giữ nguyên",
                     "Thông cáo này thay thế thông cáo số 45/TB-SGTVT.\n\n")),
        (EN, release("en", "PA/2026/091", "Ferry Fares to Stay", "This replaces release no. PA/2026/077.\n\n")),
        (ID, release("en", "PA/2026/092", "Bus Fares to Stay",
                     "This replaces press release no. 101/SP/DPK/V/2026.\n\n")),
    ],
)  # fmt: skip
def test_a_release_stands_in_place_of_the_one_that_it_names(
    archive: Archive, tmp_path: Path, of: str, later: str
) -> None:
    (found,) = related(archive, tmp_path / "disk", of, later)
    assert found[0] == "replaces"
    assert found[1] >= 0.9


@pytest.mark.parametrize(
    "other",
    [
        "Pencabutan Izin Trayek\n\nSemarang, 8 Mei 2026 – Dinas mencabut izin trayek 12 angkutan kota.\n",
        "Killed: two old bus lines\n\nSINGAPORE, May 8, 2026 - Two lines of buses end in June, the authority said.\n",
        "Thu hồi đất xây bến xe\n\nĐà Nẵng, ngày 8 tháng 5 năm 2026 – Thành phố thu hồi 12 ha đất để xây bến xe.\n",
        "Recall of electric boats\n\nSINGAPORE, May 8, 2026 - The maker recalls 16 boats for a check.\n",
        "Siaran langsung dibatalkan\n\nSemarang, 8 Mei 2026 – Dinas membatalkan siaran langsung rapat bus kota.\n",
    ],
)
def test_news_of_something_taken_back_is_no_notice(archive: Archive, tmp_path: Path, other: str) -> None:
    assert related(archive, tmp_path / "disk", ID, other) == []


def test_the_older_record_says_that_it_was_taken_back(archive: Archive, tmp_path: Path) -> None:
    related(archive, tmp_path / "disk", EN, "KILL NOTICE\n\nThe Port Authority withdraws release no. PA/2026/077.\n")
    client = create_app({"ARCHIVE": str(archive.folder)}).test_client()
    (record,) = [found["id"] for found in client.get("/api/v1/search?q=title:fares").get_json()["results"]]
    page = client.get(f"/records/{record}").get_data(as_text=True)
    assert "Retracted by" in page
    assert [one["type"] for one in client.get(f"/api/v1/records/{record}").get_json()["relations"]] == ["withdrawn-by"]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("menggantikan siaran pers nomor 110/SP/DPK/V/2026.", "110/sp/dpk/v/2026"),
        ("thay thế cho thông cáo báo chí số 51/TB-SGTVT", "51/tb/sgtvt"),
        ("supersedes our earlier press release No. PA/2026/090 of May 5.", "pa/2026/090"),
        ("replaces the old bridge no. 45/2026", None),
        ("menggantikan Kepala Dinas nomor 12/2025", None),
    ],
)
def test_numbers_of_what_is_replaced(words: str, number: str | None) -> None:
    assert relation_words.replaced_numbers(words) == ([number] if number else [])
