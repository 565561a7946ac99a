"""Publication bans without a date, and requests to wait in any words, hold a text wherever they are in it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.record import Status
from archive.storage.archive import Archive
from ingest.description.file_description import describe
from ingest.extract.embargo.file_names import read_name
from ingest.extract.embargo.matcher import OrderKind, read_order
from ingest.extract.embargo.text_orders import read_embargo
from ingest.pipeline.pipeline import ingest

STORY = (
    "Jakarta, 26 November 2026 – Menteri membuka jembatan baru di kota itu dan berkata bahwa warga sudah lama menunggu."
)


@pytest.mark.parametrize(
    "line",
    [
        "NOT FOR PUBLICATION",
        "Jangan disiarkan",
        "CẤM ĐĂNG",
        "DO NOT PUBLISH",
        "NOT FOR RELEASE",
        "TIDAK UNTUK DISIARKAN",
        "BELUM BOLEH DISIARKAN",
        "KHÔNG ĐĂNG TẢI",
        "DRAFT – NOT FOR PUBLICATION",
        "MẬT",
        "LƯU HÀNH NỘI BỘ",
        "*** RAHASIA ***",
        "Strictly confidential",
        "[Not for broadcast]",
        "Chưa được phép công bố",
        "Belum untuk publikasi",
        "Hold for release",
        "Bukan untuk disebarluaskan",
        "Không phổ biến",
        "Internal use only",
    ],
)
def test_a_line_that_is_nothing_but_the_order_holds(line: str) -> None:
    order = read_order(line)
    assert order is not None
    assert order.kind in (OrderKind.ORDER, OrderKind.SECRET)


@pytest.mark.parametrize(
    "line",
    [
        "Mặt nước sông Hàn",
        "Rahasia sukses petani garam",
        "Tidak untuk pertama kalinya",
        "Internal",
        "Cấm vận",
        "Mat",
        "FOR IMMEDIATE RELEASE",
        "Untuk segera disiarkan",
        "Rahasia Negara: kisah arsip",
        "Do not publish or perish",
        "Draft",
        "Không đăng ký",
        "Dilarang parkir",
        "Tahan banting",
        "Cấm đăng quảng cáo ngoài trời",
        "",
    ],
)
def test_words_that_only_look_like_it_hold_nothing(line: str) -> None:
    order = read_order(line)
    assert order is None or order.kind is OrderKind.SOFT


@pytest.mark.parametrize(
    ("line", "until"),
    [
        ("Baru boleh disiarkan Sabtu, 12 Desember 2026 pukul 20.00 WIT", "2026-12-12T11:00:00Z"),
        ("Dilarang mengutip sebelum 5 Januari 2027 pukul 10.00 WIB", "2027-01-05T03:00:00Z"),
        ("Dilarang mengutip atau menyebarluaskan sebelum 12/12/2026", "2026-12-13T12:00:00Z"),
        ("DITAHAN s.d. 12 Des 2026 pkl. 10.00 WIB", "2026-12-12T03:00:00Z"),
        ("For immediate use after 5 p.m. Jakarta time, 12 December 2026", "2026-12-12T10:00:00Z"),
        ("Thời điểm công bố: 10h00 ngày 05/01/2027", "2027-01-06T12:00:00Z"),
        ("E M B A R G O  until 12 December 2026 10:00 GMT", "2026-12-12T10:00:00Z"),
        ("Dapat dipublikasikan setelah konferensi pers selesai", None),
        ("Thông tin chỉ được phép đăng tải sau khi buổi lễ kết thúc", None),
    ],
)
def test_an_order_to_wait_holds_until_then(line: str, until: str | None) -> None:
    embargo = read_embargo([line])
    assert embargo is not None
    assert embargo["until"] == until


@pytest.mark.parametrize(
    "name",
    [
        "rilis_embargo_5Jan2027.txt",
        "DitahanEmbargo.txt",
        "JANGAN_DISIARKAN_rilis.txt",
        "rilis (not for publication).txt",
        "tidak_untuk_disiarkan.txt",
        "CAM_DANG_bai.txt",
        "JANGAN DISIARKAN",
        "Jangan dipublikasikan",
        "Not for release",
        "JANGAN DISIARKAN SEBELUM 1 JANUARI 2027 PUKUL 10.00 WIB",
        "Do not publish",
        "CẤM ĐĂNG",
        "Không phổ biến",
        "MẬT",
        "RAHASIA",
        "Konfidensial",
        "Belum Terbit",
    ],
)
def test_the_name_of_a_file_or_folder_holds_what_it_orders_to_hold(name: str) -> None:
    assert read_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "talk_about_embargo.txt",
        "rahasia-dapur-kapal.txt",
        "embargo senjata.txt",
        "mat bang.txt",
        "Dang ky.txt",
        "tin khong dau.txt",
        "dilarang-parkir.txt",
        "tahan banting.txt",
        "pertahanan.txt",
        "jangan lupa.txt",
    ],
)
def test_the_name_of_what_is_about_it_holds_nothing(name: str) -> None:
    assert not read_name(name)


PAGES = {
    "header": "<header><div>EMBARGO SAMPAI 5 JANUARI 2047 PUKUL 10.00 WIB</div></header><nav>menu</nav>{}",
    "footer": "{}<footer>Strictly embargoed until 10:00 GMT 5 January 2047</footer>",
    "stamp": "<div class=bar>CẤM ĐĂNG</div>{}",
    "meta": '<meta name="embargo" content="2047-01-05T10:00:00+07:00">{}',
    "free": "<header>Embargo senjata dibahas | FOR IMMEDIATE RELEASE</header>{}<footer>Hubungi kami</footer>",
}


def test_a_page_is_held_by_what_it_shows_beside_its_article(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    recent = STORY.replace("26 November 2026", f"{datetime.now(UTC):%d %B %Y}")  # an old text is not held by a stamp
    for name, page in PAGES.items():
        article = f"<article><h1>Judul {name}</h1><p>{recent} {name}</p></article>"
        (disk / f"{name}.html").write_text(f"<!doctype html><body>{page.format(article)}</body>", encoding="utf-8")
    rows = (
        "filename,caption,embargo\nIMG_2041.jpg,Kapal bersandar,2099-01-05 10:00 WIB\nIMG_2042.jpg,Kapal berangkat,\n"
    )
    (disk / "keterangan.csv").write_text(rows, encoding="utf-8")
    (disk / "jadwal.csv").write_text(rows.replace("embargo", "petugas").replace("2099-01-05 10:00 WIB", "Budi"))
    with Archive.create(tmp_path / "archive") as archive:
        ingest([disk], archive)
        held = archive.catalogue.of_status(Status.HELD)
        names = {name.path for record in held for name in archive.catalogue.names_of_record(record)}
    assert names == {"header.html", "footer.html", "stamp.html", "meta.html", "keterangan.csv"}


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("RAHASIA", Status.HELD),
        ("MẬT", Status.HELD),
        ("Strictly confidential – not for publication", Status.HELD),
        ("NOT FOR PUBLICATION", Status.RELEASED),
        ("RAHASIA! resep nenek bocor", Status.RELEASED),
    ],
)
def test_no_age_lifts_a_stamp_of_secrecy(tmp_path: Path, line: str, status: Status) -> None:
    """An embargo without a time is only noted in an old text."""
    disk = tmp_path / "disk"
    disk.mkdir()
    (disk / "nota.txt").write_text(f"{line}\n\nNota dinas\n\n{STORY.replace('2026', '2011')}", encoding="utf-8")
    with Archive.create(tmp_path / "archive") as archive:
        ingest([disk], archive)
        assert len(archive.catalogue.of_status(status)) == 1


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Judul\n\n{}\n\nJANGAN DISIARKAN\n\nPenutup.", True),
        ("Judul\n\n{}\n\nMẬT", True),
        ("Judul\n\n{}\n\nRahasia\n\n{}\n\nSatu.\n\nDua.\n\nTiga.\n\nEmpat.\n\nLima.", False),  # a heading
        ("Judul\n\n{} Jangan disiarkan, katanya.", False),
    ],
)
def test_an_order_below_the_head_holds_in_a_line_of_its_own(tmp_path: Path, text: str, held: bool) -> None:
    (tmp_path / "siaran.txt").write_text(text.replace("{}", STORY), encoding="utf-8")
    said = describe(str(tmp_path / "siaran.txt"), "siaran.txt", str(tmp_path))
    assert ("embargo" in said["values"]) is held


def test_a_page_with_very_many_such_lines_is_held(tmp_path: Path) -> None:
    lines = "".join(f"<div>CẤM ĐĂNG</div><div>Dilarang mengutip sebelum {n} Mei 2099</div>" for n in range(1, 32))
    path = tmp_path / "many.html"
    path.write_text(f"<!doctype html><body>{lines}<article><p>{STORY}</p></article></body>", encoding="utf-8")
    assert describe(str(path), "many.html", str(tmp_path))["values"]["embargo"]["until"] is None
