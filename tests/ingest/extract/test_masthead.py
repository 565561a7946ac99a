"""Lines that name the publisher of a text: the kind and source they imply, and that they are not the title."""

from __future__ import annotations

import pytest

from archive.record import Description
from ingest.extract.kind.masthead import is_masthead, is_office, label_with_owner, medium_named
from tests.builders.described_texts import describe_text

EN = (
    "The pier was opened on Monday and visitors may see the ships all week.\n\n"
    "“We have waited long,” said Ann Lee, who keeps the lamps at the head of the pier.\n\nEntry is free."
)
ID = (
    "Pelabuhan itu dibuka pada Senin pagi dan warga dapat melihat kapal sampai sore hari nanti.\n\n"
    "“Kami sudah lama menunggu,” kata Budi Raharjo, penjaga lampu di ujung dermaga.\n\nMasuk tidak dipungut biaya."
)
VI = (
    "Cảng được mở vào sáng thứ Hai và người dân có thể tham quan tàu đến cuối buổi chiều nay.\n\n"
    "“Chúng tôi chờ đã lâu”, ông Lê Minh Khoa, người giữ đèn ở đầu cầu cảng, cho biết: “Nay vui lắm”.\n\nVé miễn phí."
)
ENGLISH, INDONESIAN, VIETNAMESE = "Pier opens after two years", "Pelabuhan baru dibuka Senin", "Cảng mới mở cửa thứ Hai"


def read(text: str, name: str = "a.txt") -> Description:
    return describe_text(text, name, name)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Tidewater Sailing Federation – Media release\n15 November 2026\n\n{ENGLISH}\n\n{EN}", ENGLISH),
        (f"University of Marlpit News Release 26/071\n\n{ENGLISH}\n\n{EN}", ENGLISH),
        (f"PRESS RELEASE – FOR IMMEDIATE RELEASE\nMedia contact: press@port.example\n\n{ENGLISH}\n\n{EN}", ENGLISH),
        (f"Rilis Media Federasi Layar Nasional\n8 November 2026\n\n{INDONESIAN}\n\n{ID}", INDONESIAN),
        (f"SIARAN PERS\nPemerintah Kota Teluk\nNomor: 480/2/Kominfo/2026\n\n{INDONESIAN}\n\n{ID}", INDONESIAN),
        (f"Bảo tàng Hàng hải – Thông cáo báo chí\n\n{VIETNAMESE}\n\n{VI}", VIETNAMESE),
        (f"{VIETNAMESE}\nTin báo chí | 02.11.2026 | In\n\n{VI}", VIETNAMESE),
    ],
)
def test_a_label_with_its_owner_day_or_number_heads_a_release(text: str, title: str) -> None:
    assert (read(text).values["kind"], read(text).values["title"]) == ("press-release", title)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Tidewater Police\n\n{ENGLISH}\n\n{EN}", ENGLISH),
        (f"{ENGLISH}\n\nUniversity of Marlpit – Research news – 4 November 2026\n\n{EN}", ENGLISH),
        (f"{INDONESIAN}\n\nDinas Perhubungan Kota Teluk\n\n{ID}", INDONESIAN),
        (f"{INDONESIAN}\n\nHumas Universitas Teluk, 6 November 2026\n\n{ID}", INDONESIAN),
        (f"{INDONESIAN}\n\nHumas Polres Teluk – {ID}", INDONESIAN),
        (f"{VIETNAMESE}\n\nPhòng Truyền thông – Trường Đại học Biển Tây\n05/11/2026\n\n{VI}", VIETNAMESE),
        (f"{ENGLISH}\n\n{EN}\n\n#  #  #\n\nFor more information please contact:\nAnn Lee, Tel. 555 0101", ENGLISH),
        (f"{ENGLISH}\n\n{EN}\n\nENDS\n\nNotes to Editors\n1. The pier is long.", ENGLISH),
        (f"{ENGLISH}\n\n{EN}\n\n-- Issued by Harbour Public Affairs, Sector Nine --", ENGLISH),
        (f"{VIETNAMESE}\n\n{VI}\n\nLiên hệ: Trịnh Bảo Trâm, cán bộ truyền thông", VIETNAMESE),
        (f"{ENGLISH}\n\n{EN}\n\nContact: Beth Carrow, media officer, b.carrow@port.example", ENGLISH),
    ],
)
def test_who_stands_behind_it_tells_a_release(text: str, title: str) -> None:
    found = read(text)
    assert (found.values["kind"], found.values["title"]) == ("press-release", title)
    assert "source" not in found.values


@pytest.mark.parametrize(
    ("text", "title", "source"),
    [
        (f"{ENGLISH}\n\nBy Colm Devaney\nThe Corran Herald, 9 November 2026\n\n{EN}", ENGLISH, "The Corran Herald"),
        (f"The Inland Tribune | OPINION\nGuest column\n\n{ENGLISH}\n\n{EN}", ENGLISH, "The Inland Tribune"),
        (f"{ENGLISH}\n\n{EN}\n\nThe views are the author's own and not those of The Inland Tribune.", ENGLISH,
         "The Inland Tribune"),
        (f"HARIAN KABAR TIMUR\nRabu, 11 November 2026 – halaman 4\n\n{INDONESIAN}\n\n{ID}", INDONESIAN,
         "HARIAN KABAR TIMUR"),
        (f"OPINI\n\n{INDONESIAN}\n\n{ID}\n\nTulisan ini tidak mewakili redaksi Suara Pantura.", INDONESIAN,
         "Suara Pantura"),
        (f"SURAT PEMBACA\n\n{INDONESIAN}\n\n{ID}\n\n(Surat dimuat Harian Savana, 17 September 2026.)", INDONESIAN,
         "Harian Savana"),
        (f"{INDONESIAN}\n\n{ID}\n\n(Majalah BENANG edisi 31)", INDONESIAN, "Majalah BENANG"),
        (f"Báo Quê Mới – Xã hội\nThứ tư, 11/11/2026\n\n{VIETNAMESE}\n\n{VI}", VIETNAMESE, "Báo Quê Mới"),
        (f"{VIETNAMESE}\n\nTạp chí Tay Nghề, số 11/2026\n\n{VI}", VIETNAMESE, "Tạp chí Tay Nghề"),
        (f"{VIETNAMESE}\n\n(Thời báo Hạt Giống) - {VI}", VIETNAMESE, "Thời báo Hạt Giống"),
        (f"{VIETNAMESE}\n\nHải Phòng, 28/4 (Bản tin Biển Xanh) -- {VI}", VIETNAMESE, "Bản tin Biển Xanh"),
        (f"{VIETNAMESE}\n\n{VI}\n\nHải Triều (Báo Công Lý Trẻ)", VIETNAMESE, "Báo Công Lý Trẻ"),
    ],
)  # fmt: skip
def test_the_medium_that_names_itself_is_the_source_of_an_article(text: str, title: str, source: str) -> None:
    found = read(text)
    assert found.values.get("source") == source
    assert (found.values["kind"], found.values["title"]) == ("article", title)


@pytest.mark.parametrize(
    "line",
    [
        "Harian dan mingguan makin sepi",
        "Báo động đỏ ở vùng hạ lưu",
        "Police, council and university sign a pact",
        "Dinas Perhubungan Kota Teluk Buka Posko Mudik",
        "Press release on pier draws praise",
        "Công an tỉnh Hòa Lâm triệt phá đường dây làm giả giấy tờ",
        "SIARAN PERS | Pelabuhan Baru Dibuka Senin",
        "Ann Lee – a life at the pier",
        "The Herald of spring has come",
    ],
)
def test_headlines_are_no_masthead(line: str) -> None:
    assert not is_masthead(line)
    assert not is_office(line)
    assert medium_named(line) is None
    assert not label_with_owner(line)


def test_the_manner_of_a_file_name_counts_less_than_the_text() -> None:
    signed = f"Tram maker’s press release raises questions\n\nBy Ann Lee\n\n{EN}"
    assert read(signed, "tram-press-release.txt").values["kind"] == "article"
    minutes = f"RISALAH SINGKAT\nRAPAT DPRD KOTA TELUK\n\nHadir : 41 anggota\n\n{ID}"
    assert read(minutes, "dua_rilis.txt").values["kind"] == "document"


MAIL_ID = (
    f"Dari: Cindy <c@pr.example>\nPerihal: [Siaran Pers] {INDONESIAN}\n\nSelamat siang rekan-rekan media,\n\n"
    f"Bersama ini kami kirimkan siaran pers.\n\n{INDONESIAN}\n\n{ID}"
)
MAIL_VI = (
    f"From: Press <p@m.example>\nSubject: [TCBC] {VIETNAMESE}\n\nKính gửi anh/chị phóng viên,\n\n"
    f"Em gửi anh chị thông cáo báo chí ạ.\n\n{VIETNAMESE}\n\n{VI}"
)
CIRCULAR = (
    "WALI KOTA TELUK\n\nSURAT EDARAN\nNOMOR 800/7/2026\n\nTENTANG\n\nCUTI BERSAMA AKHIR TAHUN\n\n"
    "Yth. Para Kepala Dinas\ndi Teluk\n\n1. Cuti pada 24 Desember 2026.\n2. Unit tetap buka."
)
TOASTS = "Exchange of Toasts of the President and the King\n\nTHE PRESIDENT: To you.\n\nHIS MAJESTY: To friends."
SERMON = (
    f"Belajar Melepas dari Nabi\n\nKhotbah Idul Adha di Lapangan Teluk, 27 Mei 2026\n\n{ID.replace('kata', 'tutur')}"
)
DIARY = "AGENDA GUBERNUR TELUK\nSenin, 18 Mei 2026\n\nSENIN\n08.00 Apel pagi\n\nRABU\n--     Tidak ada agenda"
PRICES = "Harga pangan 6 Maret 2026\n\n| Beras | 16.500 |\n| Salak | 12.000 |\n\nSumber: Dinas Pangan"


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        (MAIL_ID, "press-release", INDONESIAN),
        (MAIL_VI, "press-release", VIETNAMESE),
        (CIRCULAR, "document", "CUTI BERSAMA AKHIR TAHUN"),
        (TOASTS, "speech", "Exchange of Toasts of the President and the King"),
        (SERMON, "speech", "Belajar Melepas dari Nabi"),
        (DIARY, "document", "AGENDA GUBERNUR TELUK"),
        (PRICES, "document", "Harga pangan 6 Maret 2026"),
    ],
)
def test_letters_toasts_agendas_and_tables(text: str, kind: str, title: str) -> None:
    assert (read(text).values["kind"], read(text).values["title"]) == (kind, title)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("NATIONAL STATISTICS BUREAU\nPress release 41/2026\n\nPrices up in Octo-\nber; rate falls",
         "Prices up in October; rate falls"),
        ("PHOTO: DIVERS LIFT BELL FROM HARBOUR MUD", "DIVERS LIFT BELL FROM HARBOUR MUD"),
        ("[Ảnh] Lễ hội đua ghe trên sông", "Lễ hội đua ghe trên sông"),
        ("GALERI FOTO\n\nPanen Raya di Lereng", "Panen Raya di Lereng"),
        ("Judul: Festival Teater Dibuka Malam Ini\nTanggal: 5-11-26", "Festival Teater Dibuka Malam Ini"),
        ("File: A_20261029.JPG 6720 x 4480\nObject Name: fair\nHeadline: Queen of the onions crowned",
         "Queen of the onions crowned"),
        ("STRICTLY EMBARGOED UNTIL 00:01 BST FRIDAY 1 MAY 2026\nNOT FOR PUBLICATION BEFORE THAT TIME\n\nBees remember",
         "Bees remember"),
        ("Remarks at the opening of the pier\nDelivered by Mayor Ann Lee\nMarlpit, 21 May 2026",
         "Remarks at the opening of the pier"),
        ("SỞ NỘI VỤ TỈNH HÒA LÂM\nDANH SÁCH THÍ SINH TRÚNG TUYỂN\n(kèm theo Thông báo số 77/TB-SNV)",
         "DANH SÁCH THÍ SINH TRÚNG TUYỂN"),
        ("VIET NAM CONG HOA\nBO CANH NONG\n\nDIEN VAN CUA ONG TONG TRUONG\nDOC TAI LE KHANH THANH",
         "DIEN VAN CUA ONG TONG TRUONG DOC TAI LE KHANH THANH"),
        ("NOTA KESEPAHAMAN\nANTARA\nPEMERINTAH KOTA TELUK\nDAN\nUNIVERSITAS TELUK",
         "NOTA KESEPAHAMAN ANTARA PEMERINTAH KOTA TELUK DAN UNIVERSITAS TELUK"),
        ("DINAS PEMADAM KEBAKARAN KOTA TELUK\nMEMBUKA LOWONGAN", "DINAS PEMADAM KEBAKARAN KOTA TELUK MEMBUKA LOWONGAN"),
        ("THỜI SỰ KINH TẾ VĂN HÓA THỂ THAO GIẢI TRÍ\n\nCảng mới mở cửa", "Cảng mới mở cửa"),
        ("CÔNG TY CỔ PHẦN HẢI LÂM\n\nCảng mới mở cửa sáng thứ Hai", "Cảng mới mở cửa sáng thứ Hai"),
        ("Trung tâm Cấp cứu tỉnh Hòa Lâm\n\nCảnh báo bệnh sởi sau lũ", "Cảnh báo bệnh sởi sau lũ"),
        ("Pier opens after two years - The Westport Gazette\n\nBy Joan Smith", "Pier opens after two years"),
        ("The Daily Courier\nTuesday, March 3, 2026\nPage A4\n\nPier opens\nBy Joan Smith", "Pier opens"),
        ("RALAT", "RALAT"),
        ("GIẤY MỜI HỌP BÁO\n\nKính gửi: Các cơ quan báo chí", "GIẤY MỜI HỌP BÁO"),
        ("Closing of the Port Authority\n12 November 2026", "Closing of the Port Authority"),
        ("Hội nghị Ban Chấp hành Đảng bộ tỉnh\n12/11/2026", "Hội nghị Ban Chấp hành Đảng bộ tỉnh"),
        ("Disclaimer: This text was made by the company, which answers for every word.\n\nPier opens", "Pier opens"),
    ],
)  # fmt: skip
def test_the_headline_and_nothing_else(head: str, title: str) -> None:
    assert read(f"{head}\n\n{EN}").values["title"] == title
