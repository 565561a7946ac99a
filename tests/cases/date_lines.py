"""Dates as releases, speeches and articles of three countries write them: of issue, of what is told, neither."""

from __future__ import annotations

# Text, day of issue, day or days of the event; None where the text gives none.
Case = tuple[str, str | None, str | None]

INDONESIAN: tuple[Case, ...] = (
    ("Jakarta, 25 Oktober 2025 – Kementerian Perhubungan membuka rute kapal baru.", "2025-10-25", None),
    ("JAKARTA, 25 OKTOBER 2025. Kementerian Perhubungan membuka rute kapal baru.", "2025-10-25", None),
    ("Jakarta (25/10/2025) - Gubernur membuka pameran kerajinan daerah.", "2025-10-25", None),
    ("Surabaya, Sabtu, 25 Oktober 2025\n\nWali kota membuka pasar ikan.", "2025-10-25", None),
    ("Tanggal: 25 Oktober 2025\n\nWali kota membuka pasar ikan.", "2025-10-25", None),
    ("Sabtu (25/10/2025)\n\nWali kota membuka pasar ikan.", "2025-10-25", None),
    ("Diterbitkan: 25 Okt 2025, 14.30 WIB\n\nWali kota membuka pasar ikan.", "2025-10-25", None),
    ("Jakarta, 25 Oktober 2025 – Pameran akan digelar pada 3-5 November 2025 di Balai Kota.", "2025-10-25",
     "2025-11-03/2025-11-05"),
    ("Jakarta, 25 Oktober 2025 – Lokakarya berlangsung 30 Oktober s.d. 2 November 2025 di Bandung.", "2025-10-25",
     "2025-10-30/2025-11-02"),
    ("Jakarta, 25 Oktober 2025 – Upacara digelar Jumat (24/10) di pelabuhan.", "2025-10-25", "2025-10-24"),
    ("Jakarta, 2 Januari 2026 – Upacara digelar Rabu (31/12) di pelabuhan.", "2026-01-02", "2025-12-31"),
    ("Jakarta, 25 Oktober 2025 – Undang-Undang Nomor 14 Tahun 2008 mengatur hal itu.", "2025-10-25", None),
    ("Jakarta, 25 Oktober 2025 – Lembaga ini berdiri sejak 17 Agustus 1950.", "2025-10-25", None),
    ("Jakarta, 3 Jumadil Awal 1447 H / 25 Oktober 2025 M\n\nMajelis menyampaikan imbauan.", "2025-10-25", None),
    ("Jakarta, 25 Oktober 2025 M / 3 Jumadil Awal 1447 H\n\nMajelis menyampaikan imbauan.", "2025-10-25", None),
    ("Jakarta, 1 Nopember 2025 – Wali kota membuka pasar ikan.", "2025-11-01", None),
    ("Makassar, 5 Pebruari 2026 – Wali kota membuka pasar ikan.", "2026-02-05", None),
    ("Jakarta, 25-10-2025 – Wali kota membuka pasar ikan.", "2025-10-25", None),
    ("Jakarta, 25.10.2025 – Wali kota membuka pasar ikan.", "2025-10-25", None),
    ("Wali kota membuka pasar ikan.\n\nPara nelayan menyambut.\n\nJakarta, 25 Oktober 2025\nKepala Biro Humas\n\nttd",
     "2025-10-25", None),
    (("Rabu, 7 Januari 2026\nBeranda\nProfil\nBerita\nLayanan\nKontak\n\nSIARAN PERS\n5 Januari 2026\n\nPasar "
     "ikan dibuka\n\n"
     "Wali kota membuka pasar ikan yang baru."), "2026-01-05", None),
    ("Oleh Admin | 25 Oktober 2025 | Berita\n\nWali kota membuka pasar ikan.", "2025-10-25", None),
    ("DINAS PERIKANAN\t\tSurabaya, 25 Oktober 2025\n\nWali kota membuka pasar ikan.", "2025-10-25", None),
    ("Ia datang pagi.\n\nWali kota membuka pasar ikan, hari ini, Sabtu (25/10/2025), di dermaga.", "2025-10-25",
     "2025-10-25"),
    (("Dengan hormat, kami mengundang rekan pers.\n\nHari/Tanggal: Kamis, 16 Mei 2024\nPukul: 09.00 WIB\nTempat: "
     "Balai Kota"),
     None, "2024-05-16"),
    ("Bupati menetapkan aturan itu.\n\nDitetapkan di Kupang\npada tanggal 5 Mei 2026\n\nBupati", "2026-05-05", None),
    ("Surabaya, 25 Oktober 2025 – Tarif baru berlaku mulai 1 November 2025.", "2025-10-25", None),
    ("Surabaya, 25/10/98\n\nWali kota membuka pasar ikan.", "1998-10-25", None),
    ("Para pihak sepakat.\n\nPada hari ini, Jumat, tanggal dua puluh tujuh bulan Maret tahun dua ribu dua puluh enam.",
     "2026-03-27", None),
    ("Edisi Maret 2021\n\nSambung pucuk itu mudah.", "2021-03", None),
    ("Jakarta,      Mei 2026\n\nKementerian membuka rute kapal baru.", "2026-05", None),
    ("Wali kota membuka pasar ikan.\n\nBerita terbaru\n24 Nov 2026 Lomba dayung\nPasar malam 23 Nov 2026", None, None),
    ("PERINGATAN DINI\n\nBerlaku 27 - 30 Desember 2026\n\nTinggi gelombang 2,5 meter.", None,
     "2026-12-27/2026-12-30"),
    ("Siaran Pers Nomor: 12/HM/2024 tanggal 3 Maret 2024\n\nWali kota membuka pasar ikan.", "2024-03-03", None),
    ("Tayang: Minggu, 3 Maret 2024 10:30 WIB\n\nWali kota membuka pasar ikan.", "2024-03-03", None),
    ("Diposting pada 3 Maret 2024 oleh admin\n\nWali kota membuka pasar ikan.", "2024-03-03", None),
    ("Bandung, 3 Maret 2024 Wali kota membuka pasar ikan di dermaga bersama nelayan.", "2024-03-03", None),
)  # fmt: skip

VIETNAMESE: tuple[Case, ...] = (
    ("Hà Nội, ngày 25 tháng 10 năm 2025\n\nBộ Giao thông mở tuyến tàu mới.", "2025-10-25", None),
    ("Hà Nội, 25/10/2025 - Bộ Giao thông mở tuyến tàu mới.", "2025-10-25", None),
    ("(Hà Nội, 25/10/2025) Bộ Giao thông mở tuyến tàu mới.", "2025-10-25", None),
    ("HÀ NỘI, NGÀY 25 THÁNG 10 NĂM 2025\n\nBộ Giao thông mở tuyến tàu mới.", "2025-10-25", None),
    ("Thứ Bảy, 25/10/2025, 14:30 (GMT+7)\n\nBộ Giao thông mở tuyến tàu mới.", "2025-10-25", None),
    ("Ngày đăng: 25/10/2025\n\nBộ Giao thông mở tuyến tàu mới.", "2025-10-25", None),
    ("Cập nhật lúc 14:30, 25/10/2025\n\nBộ Giao thông mở tuyến tàu mới.", "2025-10-25", None),
    ("25/10/2025 14:30\n\nBộ Giao thông mở tuyến tàu mới.", "2025-10-25", None),
    ("Hà Nội, ngày 25 tháng 10 năm 2025\n\nLễ ký diễn ra sáng 24/10 tại Hà Nội.", "2025-10-25", "2025-10-24"),
    ("25/10/2025\n\nHội nghị sẽ diễn ra từ ngày 3 đến ngày 5/11/2025 tại Huế.", "2025-10-25", "2025-11-03/2025-11-05"),
    ("25/10/2025\n\nHội nghị diễn ra từ 30 tháng 10 đến 2 tháng 11 năm 2025 tại Huế.", "2025-10-25",
     "2025-10-30/2025-11-02"),
    ("25/10/2025\n\nTrong hai ngày 25 và 26/10/2025, Hội nghị diễn ra tại Hà Nội.", "2025-10-25",
     "2025-10-25/2025-10-26"),
    ("2/1/2026\n\nLễ bế mạc diễn ra tối 31/12 tại Huế.", "2026-01-02", "2025-12-31"),
    ("25/10/2025\n\nNghị định số 12/2020/NĐ-CP quy định điều này.", "2025-10-25", None),
    ("25/10/2025\n\nCơ quan thành lập từ ngày 2/9/1945 đến nay.", "2025-10-25", None),
    ("Hà Nội, ngày 17 tháng 2 năm 2026 (mùng 1 Tết Bính Ngọ)\n\nChủ tịch nước gửi lời chúc.", "2026-02-17", None),
    ("Hà Nội, mùng 2 Tết Bính Ngọ (18/2/2026)\n\nChủ tịch nước thăm bà con.", "2026-02-18", None),
    ("Hà Nội, ngày 5 tháng Mười năm 2025\n\nBộ Giao thông mở tuyến tàu mới.", "2025-10-05", None),
    ("Ha Noi, ngay 25 thang 10 nam 2025\n\nBo Giao thong mo tuyen tau moi.", "2025-10-25", None),
    ("Bộ Giao thông mở tuyến tàu mới.\n\nNgư dân chào đón.\n\nHà Nội, ngày 25 tháng 10 năm 2025\nCHÁNH VĂN PHÒNG",
     "2025-10-25", None),
    (("SỞ NÔNG NGHIỆP                    Hà Nội, ngày 25 tháng 10 năm 2025\nSố: 45/TB-SNN\n\nBộ Giao thông mở "
     "tuyến tàu mới."),
     "2025-10-25", None),
    (("Trang chủ\n\nGiới thiệu\n\nTin tức\n\nVăn bản\n\nLiên hệ\n\nTHÔNG CÁO BÁO CHÍ\n\nHà Nội, ngày 25 tháng 10 "
     "năm 2025\n\n"
     "Bộ Giao thông mở tuyến tàu mới."), "2025-10-25", None),
    ("Sáng 12/3/2026, tại Hà Nội, Bộ Giao thông mở tuyến tàu mới.", None, "2026-03-12"),
    ("TP. Hồ Chí Minh, ngày 17 tháng 6 năm 2024\n\nThời gian: 8h00, ngày 20/6/2024\nĐịa điểm: Hội trường B",
     "2024-06-17",
     "2024-06-20"),
    ("Hồng Lĩnh, 05/3/19\n\nBộ Giao thông mở tuyến tàu mới.", "2019-03-05", None),
    ("Hà Nội, ngày      tháng      năm 2023\n\nCăn cứ Luật Giao thông ngày 15 tháng 6 năm 2004;\nQuyết định:",
     "2023", None),
    ("Giấy phép số 12/GP-TTĐT cấp ngày 04/02/2015.\n\nNgư dân chào đón.", None, None),
    ("Hà Nội, ngày hai mươi lăm tháng mười năm hai nghìn không trăm hai mươi lăm\n\nBộ mở tuyến tàu mới.",
     "2025-10-25", None),
    (("Bộ mở tuyến tàu mới.\n\nTin liên quan\nHội chợ cá tra 15/11/2026\nBão số 9 ngày 16/11/2026\nĐua thuyền "
     "17/11/2026"), None, None),
    (("Trang chủ | Giới thiệu | Tin tức\nTin tức » Kinh tế\nKHỞI CÔNG CẦU BẢN MÒN\n08/09/2026 | Lượt xem: 214\n"
     "Sáng 8/9, huyện tổ chức lễ khởi công cầu bản Mòn."), "2026-09-08", "2026-09-08"),
    ("(Kèm theo Thông báo số 88/TB-QKH ngày 04/11/2026)\n\nBùi Minh Mai, lớp 4A.", None, None),
)  # fmt: skip

ENGLISH: tuple[Case, ...] = (
    ("JAKARTA, Oct. 25, 2025 /PRNewswire/ -- The ministry opened a new ferry route.", "2025-10-25", None),
    ("Hanoi, 25 October 2025 – The ministry opened a new ferry route.", "2025-10-25", None),
    ("NEW YORK, 25 October 2025 (UN News) - The agency opened a new ferry route.", "2025-10-25", None),
    ("Geneva/Jakarta, 25 October 2025 – The agency opened a new ferry route.", "2025-10-25", None),
    ("Saturday, October 25, 2025\n\nThe mayor opened a fish market.", "2025-10-25", None),
    ("25th October 2025\n\nThe mayor opened a fish market.", "2025-10-25", None),
    ("Published: 2025-10-25 14:30\n\nThe mayor opened a fish market.", "2025-10-25", None),
    ("Date: 25 Oct 2025\n\nThe mayor opened a fish market.", "2025-10-25", None),
    ("10/25/2025\n\nThe mayor opened a fish market.", "2025-10-25", None),
    ("Released on 25 October 2025\n\nThe mayor opened a fish market.", "2025-10-25", None),
    ("Hanoi, 25 October 2025 – The summit will take place on 3-5 November 2025 in Hue.", "2025-10-25",
     "2025-11-03/2025-11-05"),
    ("Hanoi, 25 October 2025 – The signing was held on October 24 at the harbour.", "2025-10-25", "2025-10-24"),
    ("Hanoi, October 25, 2025 – The fair opens October 30-November 2, 2025, at the harbour.", "2025-10-25",
     "2025-10-30/2025-11-02"),
    ("Hanoi, 2 January 2026 – The gala was held on 31 December at the harbour.", "2026-01-02", "2025-12-31"),
    ("Bangkok, 25 October 2568 B.E. (2025)\n\nThe mayor opened a fish market.", "2025-10-25", None),
    ("Hanoi, 25 October 2025 – Founded on 3 May 1950, the body has nine members.", "2025-10-25", None),
    ("Hanoi, 25 October 2025 – Resolution 2758 of 25 October 1971 was recalled.", "2025-10-25", None),
    ("The mayor opened a fish market.\n\nFishermen cheered.\n\nHanoi, 25 October 2025", "2025-10-25", None),
    ("October 2025\n\nThe mayor opened a fish market.", "2025-10", None),
    ("The mayor opened a fish market in March.", None, None),
    (("Home\n\nAbout us\n\nNews\n\nEvents\n\nCareers\n\nContact\n\nFOR IMMEDIATE RELEASE\n\nTuesday, August 15, 2017"
     "\n\nHarbour opens\n\nThe company opened its new quay."), "2017-08-15", None),
    ("FOR IMMEDIATE RELEASE: October 25, 2025\n\nThe mayor opened a fish market.", "2025-10-25", None),
    ("MEDIA RELEASE                    DATE: 10/25/2025\n\nThe mayor opened a fish market.", "2025-10-25", None),
    ("Columbus, Ohio (Newswire.ai) Friday Jan 19, 2024 @ 7:00 AM Central — The mayor opened a market.",
     "2024-01-19", None),
    ("HONG KONG SAR - Media Newswire - 21 July 2026 - The mayor opened a fish market.", "2026-07-21", None),
    ("NEW YORK, NY / PR Wire / December 23, 2025 11:00\n\nThe mayor opened a fish market.", "2025-12-23", None),
    ("THE WOODLANDS, TX (December 30, 2025) /City Newswire/ — The mayor opened a fish market.", "2025-12-30", None),
    ("SOFIA and MUNICH - September 11, 2025 (NEWSWIRE) - The mayor opened a market.", "2025-09-11", None),
    ("Edmonton, Alberta, Canada February 3, 2025. The mayor opened a fish market.", "2025-02-03", None),
    ("Dallas, TX – [November 7, 2024] – The mayor opened a fish market.", "2024-11-07", None),
    ("Coral Gables , FL , November 14, 2024– As demand grows, the mayor opened a market.", "2024-11-14", None),
    ("MEDIA ADVISORY\nMay 20, 2024\n\nWHAT: Soil conference\nWHEN: June 12–14, 2024\nWHERE: Kessler Hall", "2024-05-20",
     "2024-06-12/2024-06-14"),
    (("Conference call details:\n\nDATE: Tuesday, November 12, 2024\n\nTIME: 11:00 am\n\nThe trust filed its "
     "report."), None,
     "2024-11-12"),
    ("Last updated: 3 May 2026\nPublished: 25 October 2025\n\nThe mayor opened a fish market.", "2025-10-25", None),
    (("The mayor opened a fish market.\n\nGiven under my hand this twenty-third day of September, two thousand "
     "and nineteen."),
     "2019-09-23", "2019-09-23"),
    ("We offer step-free entrances under the Access Act of July 26, 1990, as amended on September 25, 2008.",
     None, None),
    (("The mayor opened a fish market.\n\nUpcoming events\nNov 20, 2026 Gala\nNov 27, 2026 Quiz\nDec 4, 2026 "
     "Fair"), None, None),
    ("MEDIA ADVISORY\n\nWHEN:\nThursday, October 8, 2026, 10:30 a.m.\n\nWHERE:\nWest bank\n\nThe mayor opens a market.",
     None, "2026-10-08"),
    ("By Jane Doe, Office of Spatial Data · 19 May 2026 · 4 minute read\n\nThe mayor opened a fish market.",
     "2026-05-19", None),
    ("Published October 1, 2026. Reading time: 2 minutes\n\nThe mayor opened a fish market.", "2026-10-01", None),
    ("Sent: Wednesday, 5 August 2026 07:41\nDate: Tue, 4 Aug 2026 at 16:20\n\nThe mayor opened a market.", "2026-08-04",
     None),
    ("Posted by admin on 3 Mar 2024 in News\n\nThe mayor opened a fish market.", "2024-03-03", None),
    ("CHICAGO (March 3, 2024) The mayor opened a fish market in the harbour.", "2024-03-03", None),
    ("MARCH 3, 2024, NAIROBI — The mayor opened a fish market.", "2024-03-03", None),
)  # fmt: skip

# Each class of faults that two blind sets showed, in other words and in three languages: the whole text, title and all.
CLASSES: dict[str, tuple[Case, ...]] = {
    "a scan reads 1 as l and 0 as O": (
        ("New clinic\n\n3rd Apri1 Road\nl4 March l957\n\nThe clinic opened its doors to patients.", "1957-03-14", None),
        ("Pasar baru\n\nSurabaya, 2l Mei l986\n\nWali kota membuka pasar ikan.", "1986-05-21", None),
        ("Tàu mới\n\nHà Nội, ngày 3O tháng 4 năm 199O\n\nBộ Giao thông mở tuyến tàu.", "1990-04-30", None),
    ),
    "the time of sending of a telex": (
        ("ZCZC\nDKR 051200Z OCT 91\nTO ALL EDITORS\n\nWELL PROGRAMME IS RUNNING STOP", "1991-10-05", None),
        ("UNCLAS\nP 240815ZJUN2019\nFM HARBOUR HQ\nSUBJ/BUOY MOVED//", "2019-06-24", None),
    ),
    "a chat that was exported": (
        (("[03/11/2025, 08:01:12] Humas: *RILIS*\n\n*Pasar Ikan Dibuka*\n\nPasar ikan buka sampai malam.\n"
         "[04/11/2025, 08:30:00] Edi: terima kasih"), "2025-11-03", None),
        ("23/11/24, 09.14 - Press office: *Water is back*\n\nAll pipes are mended.\n24/11/24, 10.02 - Ann: thanks",
         "2024-11-23", None),
        ("[09:12, 14/02/2026] Văn phòng: *Nước đã có lại*\n\nỐng nước đã sửa xong.\n[09:20, 15/02/2026] Chi: cảm ơn",
         "2026-02-14", None),
    ),
    "the clock of a site": (
        (("Saturday, 3 October 2026 08:15:44\nHome\nAbout\nPress\n\nPress room\n\nWelcome to our press room. Please "
         "choose a year."), None, None),
        (("Hari ini: Kamis, 5 November 2026\nBeranda\nProfil\n\nPanen Bawang\n\n02/11/2026 10:20\n\nPetani memanen "
         "bawang "
         "merah di lahan baru."), "2026-11-02", None),
        (("Hôm nay: Thứ Năm, 5/11/2026\nTrang chủ\n\nCầu mới\n\n03/11/2026 19:06\n\nSáng 3/11, huyện khánh thành cầu "
         "treo."),
         "2026-11-03", "2026-11-03"),
    ),
    "a year of the Buddhist calendar": (
        ("Notice on gates\n\nThe gates are open.\n\nGiven on the 7th day of March B.E. 2566\n\nDirector", "2023-03-07",
         None),
        ("Notice on gates\n\nThe gates are open.\n\nOffice of Rivers\n9 May B.E. 2565 (2022)", "2022-05-09", None),
    ),
    "days in words with commas": (
        (("Berita acara\n\nPada hari ini, Senin, tanggal tiga belas, bulan April, tahun dua ribu dua puluh, kami "
         "menyerahkan arsip."), "2020-04-13", "2020-04-13"),
        ("Deed\n\nGiven on this, the fourteenth day of July, in the year two thousand and twenty.", "2020-07-14", None),
        ("Biên bản\n\nHôm nay, ngày mười ba, tháng tư, năm hai nghìn không trăm hai mươi, hai bên bàn giao tài liệu.",
         "2020-04-13", "2020-04-13"),
    ),
    "days of birth in a list": (
        (("Pengumuman hasil seleksi\n\n1   Ari     Garut, 12-08-2003\n2   Bela    Subang, 30-11-2004\n3   Cici    "
         "Bandung, "
         "5 Juni 2004\n4   Doni    Cimahi, 28 Februari 2003\n\nPeserta wajib daftar ulang.\n\nBandung, 9 Maret 2026\n"
         "Panitia"), "2026-03-09", None),
        (("Danh sách khen thưởng\n\nSTT  Họ và tên  Ngày sinh\n1    Trần An     03/04/2009\n2    Lê Bách     "
         "17/11/2009\n"
         "3    Đỗ Châu    28/02/2008\n4    Vũ Hà      12/12/2010\n\nTổng số: 4 em."), None, None),
        (("Scholars of the year\n\n1. Ann Bell    Leeds, 12 May 2004\n2. Bob Cole    York, 3 June 2004\n3. Cy Dunn    "
         "Hull, 9 July 2003\n\nAll start in the autumn."), None, None),
    ),
    "a table of balance sheets": (
        (("Half-year results for the six months ended 30 June 2026\n\n6 August 2026\n\nThe group reports its "
         "results.\n\n"
         "                 30 June 2026   30 June 2025\nRevenue               214          201"), "2026-08-06", None),
    ),
    "a signature on a file": (
        (("Ký bởi: Sở Giao thông\nNgày ký: 17-06-2026 09:41:22 +07:00\n\nSỞ GIAO THÔNG\nAn Phú, ngày    tháng    năm "
         "2026\n\n"
         "Cấm cầu\n\nSở Giao thông tạm cấm xe tải."), "2026-06-17", None),
        (("DINAS PERHUBUNGAN\nDitandatangani secara elektronik pada 17-06-2026 09:41:22\n\nJembatan Ditutup\n\nDinas "
         "menutup jembatan bagi truk."), "2026-06-17", None),
        ("ROADS OFFICE\nDigitally signed on 2026-06-17 09:41:22\n\nBridge Closed\n\nThe bridge is closed to lorries.",
         "2026-06-17", None),
    ),
    "more words for issuing": (
        (("MINUTES of the meeting held on Tuesday 3 March 2026\n\n1. Apologies were noted by the clerk.\n2. The fair "
         "will be on 12 May 2026.\n\nCirculated by the Clerk on 12 March 2026"), "2026-03-12", "2026-03-03"),
        (("Cara Membuat Pupuk\n1.204 x ditonton   Tayang perdana 3 Feb 2021   #pupuk\n\nPenyuluh menunjukkan cara "
         "membuat "
         "pupuk."), "2021-02-03", None),
        ("Cách ủ phân\nĐã công chiếu 3 thg 2, 2021\n\nCán bộ khuyến nông hướng dẫn cách ủ phân.", "2021-02-03", None),
        (("TIN RÉT ĐẬM\n\nKhông khí lạnh đã đến biên giới phía Bắc.\n\nTin phát lúc: 05h30 ngày 18/02/2022\nDự báo "
         "viên: "
         "An"), "2022-02-18", None),
        ("CÔNG ĐIỆN SỐ 06\n\nđiện, hồi 15 giờ 00 ngày 06 tháng 9 năm 2024\n\nKính gửi: Các huyện\n\nBão đang mạnh lên.",
         "2024-09-06", None),
        ("HOSPITAL TRANSCRIPT\n(Transcript published Friday 7 March 2008)\n\nThe chair spoke of beds.", "2008-03-07",
         None),
        ("Giải chạy\nThông báo số 3 – 10/03/2023\n\nBan Tổ chức dời giải chạy từ ngày 18/03/2023 sang ngày 25/03/2023.",
         "2023-03-10", "2023-03-25"),
        ("INTAN\nMajalah Warga\nTahun XXIV No. 8/Agustus 2010\n\nLubang tambang kini jadi kolam.", "2010-08", None),
        (("<item>\n<title>Light goes back</title>\n<lastBuildDate>Thu, 19 Nov 2026 23:00:01 "
         "GMT</lastBuildDate>\n<pubDate>"
         "Wed, 02 Oct 2019 14:05:00 GMT</pubDate>\n<description>The lens is back.</description>\n</item>"),
         "2019-10-02", None),
    ),
    "a range of days is of an event, not of issue": (
        ("AGENDA BUPATI\n6 – 12 Mei 2024\n\nSenin\n07.00 Apel pagi\n\nSelasa\n09.00 Panen bawang", None,
         "2024-05-06/2024-05-12"),
        ("LỊCH CÔNG TÁC TUẦN 27\n(Từ ngày 01/7/2024 đến ngày 07/7/2024)\n\nThứ hai: 8h00 giao ban\nThứ ba: đi công tác",
         None, "2024-07-01/2024-07-07"),
        (("The Vault\n18 captures\n12 Jan 2015 - 4 Sep 2019\nAbout this capture\n\nDecember 3, 2014\n\nRoad "
         "grows\n\nThe "
         "board voted to extend the road."), "2014-12-03", None),
    ),
    "a day of another calendar above one of the common": (
        (("MAKLUMAT\n\nKami mengajak warga menolong korban banjir.\n\nYogyakarta, 3 Syawal 1447 H\n            23 "
         "Maret    "
         "2026 M\n\nKetua Umum"), "2026-03-23", None),
        (("THƯ NGỎ\n\nNhà chùa xin phép trùng tu gác chuông.\n\nChùa Hạ, mùng 8 tháng Chạp năm Quý "
         "Mão\n(18/01/2024)\nTrụ "
         "trì"), "2024-01-18", None),
    ),
    "months as they were spelled": (
        ("Pembagian beras\n\nDJAKARTA, 17 Djuni 1958. ---- Djawatan mengumumkan pembagian beras.", "1958-06-17", None),
        ("SINAR\nDJUM'AT 14 DJULI 1967\n\nPabrik gula giling lagi sedjak pagi.", "1967-07-14", None),
        ("Pasaraya dibuka\n\nKuala Lumpur, 5 Mac 2026 – Menteri merasmikan pasaraya.", "2026-03-05", None),
    ),
    "the day of issue called today": (
        ("New bridge\n\n14 October 2026\n\nThe minister today opened the new bridge over Harrow Creek.", "2026-10-14",
         "2026-10-14"),
        ("Pasar ikan\n\nSurabaya, 25 Oktober 2025 – Wali kota hari ini meresmikan pasar ikan.", "2025-10-25",
         "2025-10-25"),
        ("Nhà máy mới\n\nHà Nội, ngày 8 tháng 1 năm 2026 – Công ty Sữa hôm nay khởi công nhà máy thứ ba.", "2026-01-08",
         "2026-01-08"),
        ("Results\n\nLONDON, 6 August 2026 – Grantley Foods today announced its results for the half-year.",
         "2026-08-06", None),
        ("Tarif baru\n\nJakarta, 6 Agustus 2026 – Dinas hari ini mengumumkan tarif baru.", "2026-08-06", None),
    ),
    "a weekday or yesterday": (
        ("Rangers win\n\n12 April 2026\n\nOrmsby Rangers won the title on Saturday after a shoot-out.", "2026-04-12",
         "2026-04-11"),
        ("Trotoar baru\n\n19 Mei 2026\n\nWali Kota meninjau trotoar di Jalan Merpati, Senin pagi.", "2026-05-19",
         "2026-05-18"),
        ("Khánh thành cầu\n\n19/5/2026\n\nHuyện đã khánh thành cầu treo hôm qua.", "2026-05-19", "2026-05-18"),
    ),
    "from one hour to another of two days": (
        (("PERINGATAN DINI\nDikeluarkan: Jumat, 9 Januari 2026 pukul 07.00 WIB\nBerlaku: 10 Januari 2026 07.00 WIB "
         "s.d. "
         "13 Januari 2026 07.00 WIB\n\nGelombang setinggi 4 meter berpeluang terjadi."), "2026-01-09",
         "2026-01-10/2026-01-13"),
        ("Đêm nhạc\n\nTối 31/12/2023 và rạng sáng 1/1/2024, khán giả xem đêm nhạc đếm ngược.", None,
         "2023-12-31/2024-01-01"),
        ("Gale warning\n\nValid: 10 January 2026 07:00 to 13 January 2026 07:00\n\nWinds may reach gale force.", None,
         "2026-01-10/2026-01-13"),
    ),
    "an event that was moved": (
        (("Recital moved\n\nFebruary 27, 2025\n\nThe recital planned for March 3, 2025 will now be given on March 24, "
         "2025."), "2025-02-27", "2025-03-24"),
        (("Ralat\n\nDalam pengumuman kami tanggal 22 Agustus 2016 tertulis ujian diadakan Sabtu, 3 September 2016.\n\n"
         "Seharusnya: Sabtu, 10 September 2016.\n\nTomohon, 24 Agustus 2016\nPanitia"), "2016-08-24", "2016-09-10"),
    ),
    "what was issued before": (
        (("Correction\n\nGALWAY, Ireland--May 3, 2023--In the release dated May 1, 2023, the lot number should read "
         "7714."), "2023-05-03", None),
    ),
    "numbers and names that look like days": (
        ("Service notice\n\nReplace seal 04-12-1996 with seal 04-12-2006. Firmware 2.10.2014 is needed.", None, None),
        ("Bedah buku\n\nBuku itu dibahas di Universitas 17 Agustus 1945 oleh para dosen.", None, None),
        ("Kẹt xe\n\n5/6/2025\n\nXe tải hỏng gây ùn tắc trên đường 30/4 suốt buổi.", "2025-06-05", None),
    ),
    "a day of the moon": (
        (("Giỗ Tổ\n\nThông tin báo chí ngày 20/4/2026\n\nLễ được tổ chức vào sáng mùng 10 tháng 3 âm lịch (tức ngày "
         "26/4/2026)."), "2026-04-20", "2026-04-26"),
    ),
    "days of long ago in a text without its own": (
        (("The lighthouse\n\nIt was lit on 4 November 1871.\n\nOn 16 January 1912 the lamp failed.\n\nThe last "
         "keeper left "
         "on 31 March 1988."), None, None),
    ),
    "one day of many": (
        (("Arrest made\n\nDate: 08/19/2026\n\nDetectives arrested a man on Monday, August 17, over burglaries between "
         "June 4 and August 9."), "2026-08-19", "2026-08-17"),
        ("Hợp tác cảng\n\nHà Nội (AVX) 19/10/2026 - Chiều 19/10, tại Hà Nội, Thứ trưởng tiếp Đại sứ Norland.",
         "2026-10-19", "2026-10-19"),
        ("Lễ kỷ niệm\n\n4/9/2025\n\nĐại sứ dự lễ kỷ niệm 80 năm Quốc khánh (2/9/1945 - 2/9/2025) hôm 2/9.",
         "2025-09-04", "2025-09-02"),
    ),
    "a speech is itself the event": (
        (("Remarks by the Minister for Harbours at the Commissioning of the New Boats\nGeorgetown, 11 October "
         "2018\n\nThank "
         "you, Madam Chair. Friends, the boat leaked."), "2018-10-11", "2018-10-11"),
        (("SAMBUTAN GUBERNUR\npada Upacara Peringatan Kemerdekaan\ndi Lapangan Gasibu, tanggal 17 Agustus 1985\n\n"
         "Saudara-saudara sekalian,\n\nMari kita bekerja."), "1985-08-17", "1985-08-17"),
        ("DIỄN VĂN KHAI MẠC\nĐọc tại Cẩm Sơn, ngày 2 tháng 9 năm 1995\n\nKính thưa các đồng chí,\n\nTôi xin cảm ơn.",
         "1995-09-02", "1995-09-02"),
    ),
    "the stamp of a telegram": (
        (("POST OFFICE TELEGRAM\n\nHANDED IN  ST HELIER  1961 MAR 04  AM 9 10\n\nTO THE EDITOR\n\nFERRY AGROUND OFF "
          "POINT STOP ALL SAFE STOP"), "1961-03-04", None),
        (("KANTOR TELEGRAP\n\nDITERIMA  SEMARANG  12 NOP 1957  14.05\n\nKEPADA KABAG PENERANGAN\n\nTANGGUL DJEBOL "
          "TITIK MOHON DISIARKAN TITIK"), "1957-11-12", None),
        (("BƯU ĐIỆN TRUNG ƯƠNG\nĐIỆN BÁO\n\nNHẬN TẠI HUẾ  18/9/1964  16 GIỜ 20\n\nGỬI TÒA SOẠN\n\nNƯỚC SÔNG ĐÃ RÚT. "
          "ĐỀ NGHỊ ĐĂNG."), "1964-09-18", None),
        ("AMBON, 4/11-82 (KNX).- PANEN CENGKEH TURUN, KATA KEPALA DINAS SETEMPAT.", "1982-11-04", None),
        ("HARBOUR NEWS SERVICE\n\nPORT LOUIS, 7/3-1974 - THE DOCKS WORK AGAIN, THE MASTER SAYS.", "1974-03-07", None),
        ("BÃO SỐ 4\n\nHẢI PHÒNG, 21/8-78 (TXV) - BÃO SỐ 4 ĐÃ VÀO ĐẤT LIỀN, ĐÀI KHÍ TƯỢNG CHO BIẾT.",
         "1978-08-21", None),
    ),
    "a year of an era": (
        ("News from the City\n\nMay 8, Reiwa 7\n\nThe gates of the castle park are open.", "2025-05-08", None),
        ("Notice\n\n3 November Heisei 12\n\nThe bridge is closed to lorries.", "2000-11-03", None),
        ("Pengumuman kota\n\n8 Mei Reiwa 7 (2025)\n\nGerbang taman kastil dibuka.", "2025-05-08", None),
        ("Thông báo của tỉnh\n\nNgày 8 tháng 5 năm Reiwa 7\n\nCổng công viên đã mở.", "2025-05-08", None),
        ("Thông báo của tỉnh\n\nNgày 8 tháng 5 năm Lệnh Hòa thứ 7\n\nCổng công viên đã mở.", "2025-05-08", None),
        ("Press notice\n\nTaipei, March 2, Minguo 114\n\nThe night market moves to the quay.", "2025-03-02", None),
        ("Press notice\n\nJune 5, Juche 109 (2020)\n\nThe dam has been filled.", "2020-06-05", None),
        ("Deed\n\nThe wall is listed.\n\nGiven this 4th day of May in the year of our Lord 1998",
         "1998-05-04", "1998-05-04"),
    ),
    "the edition of a bulletin": (
        ("SUARA PETANI\nBuletin triwulan – No. 7, Juni 2024\n\nDAFTAR ISI\n\nHarga pupuk naik sejak 3 Mei lalu.",
         "2024-06", None),
        ("BẢN TIN HỘI LÀM VƯỜN\nSố 12 - Tháng 9 năm 2023\n\nTRONG SỐ NÀY\n\nChăm cây có múi sau mưa.", "2023-09", None),
        ("THE LAMP\nNewsletter of the Harbour Trust | Issue 41 | October 2019\n\nIN THIS ISSUE\n\nThe lens is back.",
         "2019-10", None),
        ("The Parish Post\nVol. 3, No. 2, March 2018\n\nThe roof is mended at last.", "2018-03", None),
        ("Bản tin khuyến nông\nKỳ 2, tháng 11/2022\n\nLúa đông xuân cần giữ nước.", "2022-11", None),
        ("Majalah Sekolah, Edisi Khusus, Agustus 2017\n\nLomba tujuh belasan meriah.", "2017-08", None),
    ),
    "a day behind a heading, in brackets": (
        (("CITY LIBRARY\n\nReading room closed for repairs (14/03/2025)\n\nThe reading room on the first floor is "
          "closed."), "2025-03-14", None),
        (("DINAS KESEHATAN KOTA\n\nLayanan imunisasi pindah ke puskesmas (03/02/2026)\n\nLayanan pindah karena "
          "renovasi."), "2026-02-03", None),
        ("SỞ XÂY DỰNG\n\nCấp phép qua mạng cho nhà riêng lẻ (ngày 09/4/2025)\n\nNgười dân nộp hồ sơ qua cổng.",
         "2025-04-09", None),
    ),
    "labels of issue among other fields": (
        ("Water is back\nAuthor: Press office; Posted: 6 March 2026 10:12; Views: 73\n\nAll pipes are mended.",
         "2026-03-06", None),
        (("Air mengalir lagi\nPenulis: Humas; Tanggal terbit: 06/02/2026 10:12; Dibaca: 73 kali\n\nPipa sudah "
          "diperbaiki."), "2026-02-06", None),
        ("Nước đã có lại\nNgười đăng: Văn thư; Đăng ngày: 06/02/2026 2:15:00 CH; Lượt xem: 12\n\nỐng nước đã sửa xong.",
         "2026-02-06", None),
        ("Weekly dengue report\nWeek 38/2026 (14/9 to 20/9/2026)\nDate of report: 21/9/2026\n\nNew cases: 412",
         "2026-09-21", "2026-09-14/2026-09-20"),
        ("Laporan mingguan\nMinggu 38/2026\nTanggal laporan: 21 September 2026\n\nKasus baru: 412", "2026-09-21", None),
        ("Báo cáo tuần\nNgày lập báo cáo: 21/9/2026\n\nSố ca mới: 412", "2026-09-21", None),
        ("PT Angkut\nRilis 3 Agustus 2026\n\nTarif lansia tetap berlaku di semua kereta.", "2026-08-03", None),
        ("Harbour Trust\nPress text, 3 August 2026\n\nThe fares for the elderly stay as they are.", "2026-08-03", None),
        ("Ban Quản lý chợ\nTin gửi báo chí: 3/8/2026\n\nChợ nghỉ nửa ngày để sửa điện.", "2026-08-03", None),
        ("Ban Quản lý chợ\nTin gửi báo chí: mùng 3 tháng Chạp năm Ất Tỵ (21/1/2026)\n\nChợ mở thêm giờ.", "2026-01-21",
         None),
    ),
    "a day on which somebody answered": (
        (("On 13 August 2026, in reply to a question about the collision, the spokesperson said: \"We are "
          "concerned.\""), "2026-08-13", None),
        (("Pada 13 Agustus 2026, menjawab pertanyaan wartawan tentang tabrakan, juru bicara menyatakan: \"Kami "
          "prihatin.\""), "2026-08-13", None),
        (("Ngày 13 tháng 8 năm 2026, trả lời câu hỏi của báo chí về vụ va chạm, người phát ngôn nêu rõ: "
          "\"Chúng tôi quan ngại.\""), "2026-08-13", None),
    ),
    "this morning, and weekdays alone": (
        ("Council votes\n\n27 January 2026\n\nThe council this morning agreed to mend the sea wall.", "2026-01-27",
         "2026-01-27"),
        ("Runway open\n\n16 July 2026\n\nThe runway is open again. The closure began at 09:10 this morning.",
         "2026-07-16", "2026-07-16"),
        ("Walker found\n\nMonday, 29 June 2026\n\nA walker who set out on Sunday was found safe today.", "2026-06-29",
         "2026-06-29"),
        ("Ekspor perdana\n\nJumat, 26 Juni 2026\n\nNelayan mengekspor 18 ton rumput laut ke Korea, Jumat.",
         "2026-06-26", "2026-06-26"),
        ("Ekspor perdana\n\nSenin, 29 Juni 2026\n\nNelayan pada Jumat mengekspor 18 ton rumput laut ke Korea.",
         "2026-06-29", "2026-06-26"),
        ("Thả cá\n\n10/2/2026\n\nSáng nay, Ban Quản lý tổ chức lễ thả cá chép xuống hồ.", "2026-02-10", "2026-02-10"),
        (("Road blocked\n\nUpdated December 2, 2025\n\nFarmers blocked the road to the port on Tuesday over an unpaid "
          "bonus.\n\nThe office said payments would begin on Dec. 15."), "2025-12-02", "2025-12-02"),
    ),
    "the day a picture was taken": (
        ("DSC_0704_2231.JPG\nROWERS ON THE RIVER\nTaken: 04.07.2024\nPhoto: Ann Lee\nSize: 4512x3000",
         None, "2024-07-04"),
        ("DSC_0704_2231.JPG\nLOMBA DAYUNG\nDiambil: 4 Juli 2024\nFoto: Ari\nUkuran: 4512x3000", None, "2024-07-04"),
        ("DSC_0704_2231.JPG\nĐUA GHE\nNgày chụp: 04/07/2024\nẢnh: An\nKích thước: 4512x3000", None, "2024-07-04"),
    ),
    "a span with its months in Roman figures": (
        ("Tgl. 5-X-1951\n\nPENGUMUMAN\n\nMulai tgl. 15-X sampai tgl. 31-X-1951 diterima pendaftaran guru.",
         "1951-10-05", "1951-10-15/1951-10-31"),
        ("Đà Lạt, ngày 5-X-1951\n\nTừ ngày 28-X đến ngày 3-XI-1951 mở lớp học may.", "1951-10-05",
         "1951-10-28/1951-11-03"),
        ("Lyon, 5.X.1951 - The fair is open from 15.X to 31.X.1951 at the quay.",
         "1951-10-05", "1951-10-15/1951-10-31"),
    ),
    "a speech that names an earlier day": (
        (("ADDRESS BY THE MINISTER FOR FISHERIES\n\nAnchor Hotel, Thursday, May 5th 1977, 8.00 p.m.\n\nMr. "
          "President, ladies and gentlemen:\n\nWhen I last stood here, on 6th May 1976, I promised you\ntwo "
          "slipways."), "1977-05-05", "1977-05-05"),
        (("SAMBUTAN BUPATI\nPada Peresmian Dermaga\nTobelo, 9 Maret 2011, pukul 09.00 WIT.\n\nSaudara-saudara "
          "sekalian,\n\nKetika kami datang, 2 Maret 2010, dermaga ini\nbelum ada."), "2011-03-09", "2011-03-09"),
        (("DIỄN VĂN KHAI GIẢNG\nSáng 5/9/1999, tại sân trường Lê Lợi.\n\nKính thưa các thầy cô,\n\nNăm ngoái, ngày "
          "5/9/1998, trường ta mới\ncó sáu lớp."), None, "1999-09-05"),
    ),
    "small Roman figures, and a month's name behind `tháng`": (
        ("NOTICE\n3.iii.1958\n\nThe Governor will open the wharf on Friday, 7th March.", "1958-03-03", "1958-03-07"),
        ("PENGUMUMAN\n3.iii.1958\n\nGubernur akan membuka dermaga pada Jumat, 7 Maret.", "1958-03-03", "1958-03-07"),
        (("Từ: Văn phòng\nĐã gửi: Thứ Ba, 5 Tháng Năm 2026 08:14\nChủ đề: Cắt nước\n\nKhu phố 4 cắt nước từ 8 giờ "
          "ngày 7/5."), "2026-05-05", "2026-05-07"),
    ),
    "a weekday without a word before it": (
        (("CITY POOL REOPENS\n\nAugust 9, 2026\n\nThe city pool reopened Saturday after repairs that began in "
          "March 2025."), "2026-08-09", "2026-08-08"),
        ("Kolam dibuka\n\n9 Agustus 2026\n\nKolam renang kota dibuka kembali, Sabtu, setelah perbaikan.",
         "2026-08-09", "2026-08-08"),
        ("Mở lại hồ bơi\n\n9/8/2026\n\nHồ bơi thành phố mở lại vào thứ Bảy sau khi sửa chữa.",
         "2026-08-09", "2026-08-08"),
    ),
    "who signs below the fields of an event": (
        (("Notice\n\nDate and time: Sunday, 16 August 2026, 7 am\nPlace: Village hall\n\nLeeton, 10 August 2026\n"
          "The Clerk"), "2026-08-10", "2026-08-16"),
        (("Pengumuman\n\nhari     : Minggu\ntanggal  : 16 Agustus 2026\npukul    : 07.00 WIB\ntempat   : Balai "
          "RW\n\nDemikian, terima kasih.\n\nDepok, 10 Agustus 2026\nKetua RW"), "2026-08-10", "2026-08-16"),
        (("Thông báo\n\nThời gian: 7h, ngày 16/8/2026\nĐịa điểm: Hội trường xã\n\nAn Phú, ngày 10/8/2026\nTM. BAN "
          "TỔ CHỨC"), "2026-08-10", "2026-08-16"),
    ),
    "a day without a year, and the year of the copyright": (
        ("Kupang (Antero) 17/8 - Upacara bendera berlangsung di alun-alun, Senin.\n\nCopyright © Antero 2026",
         "2026-08-17", "2026-08-17"),
        ("HANOI (VNX) Aug. 17 - The flag was raised at dawn.\n\n© VNX 2026. All rights reserved.", "2026-08-17", None),
        ("Huế, 17/8 (TXV) - Lễ chào cờ diễn ra lúc bình minh.\n\nBản quyền thuộc TXV 2026", "2026-08-17", None),
    ),
    "the mark of an agency before day and hour": (
        ("TTXVX 12/4/1995 9:30\n\nHÀ NỘI - Sáng nay, đoàn đại biểu đã lên đường đi thăm Lào.",
         "1995-04-12", "1995-04-12"),
        ("KNX 12/4/1995 09.30 WIB\n\nJAKARTA - Pagi ini delegasi berangkat ke Vientiane.", "1995-04-12", "1995-04-12"),
        ("GNS 12 April 1995 0930 GMT\n\nACCRA - The delegation left this morning for Lomé.",
         "1995-04-12", "1995-04-12"),
    ),
    "where it was issued, and on which weekday": (
        (("KOMUNIKE BERSAMA\n\nDikeluarkan di Bandung pada hari Minggu, tanggal 24 bulan April tahun 1955.\n\nPara "
          "peserta sepakat."), "1955-04-24", None),
        ("COMMUNIQUE\n\nIssued at Bandung on Sunday, the 24th of April 1955.\n\nThe parties agree.",
         "1955-04-24", None),
        ("TUYÊN BỐ CHUNG\n\nCông bố tại Hà Nội, ngày 24 tháng tư năm 1995.\n\nHai bên nhất trí.", "1995-04-24", None),
    ),
    "the days of an agenda are none of issue": (
        (("Agenda pekan ini\n\nSenin, 6 Juli 2026\n08.00 Apel\n\nSelasa, 7 Juli 2026\n09.00 Rapat\n\nRabu, 8 Juli "
          "2026\n10.00 Kunjungan"), None, None),
        (("Mayor's diary\n\nMonday, 6 July 2026\n08:00 Staff\n\nTuesday, 7 July 2026\n09:00 Council\n\nWednesday, "
          "8 July 2026\n10:00 Visit"), None, None),
        ("Lịch tuần\n\nThứ Hai, 6/7/2026\n8h Chào cờ\n\nThứ Ba, 7/7/2026\n9h Họp\n\nThứ Tư, 8/7/2026\n10h Thăm xã",
         None, None),
    ),
    "the same day": (
        ("Tai nạn trên quốc lộ\n\n(14/06/2026, 21:15)\n\nKhoảng 15h chiều cùng ngày, xe tải lật trên quốc lộ.",
         "2026-06-14", "2026-06-14"),
        (("Truk terguling\n\nMinggu, 14 Juni 2026 21:15 WIB\n\nPada hari yang sama sekitar pukul 15, truk "
          "terguling."), "2026-06-14", "2026-06-14"),
    ),
    "more labels of issue": (
        ("LOWONGAN\n\nTanggal posting: 5 Mei 2026\n\nDicari seorang juru tulis.", "2026-05-05", None),
        ("TUYỂN DỤNG\n\nNgày đăng tin: 5/5/2026\n\nCần một thư ký.", "2026-05-05", None),
        ("KẾT LUẬN KIỂM TRA\n\nĐoàn đã kiểm tra.\n\nThời gian ký: 05/05/2026 09:10:11", "2026-05-05", None),
        ("NewsWire ID 88213 | 05 May 26 | 10:12\n\nMill to close\n\nThe mill will close soon.", "2026-05-05", None),
        ("Weather warning\n\nIssued: 0600 Tue 5 May 2026\n\nStrong winds are expected.", "2026-05-05", None),
        ("Ngày công bố: 29/6/2026\n\nTình hình kinh tế\n\nTổng sản phẩm tăng 7%.", "2026-06-29", None),
        (("Created: 2026-04-01T09:12:00Z | Modified: 2026-04-03T10:00:00Z\n\nCounty budget\n\nThe county passed "
          "its budget."), "2026-04-01", None),
        ("Tanggal dibuat: 1 April 2026 | Diperbarui: 3 April 2026\n\nAnggaran\n\nKabupaten menetapkan anggaran.",
         "2026-04-01", None),
    ),
    "when a speech was delivered": (
        ("SAMBUTAN KETUA\n\nForum Pelabuhan, 5-6 Mei 2026\n\nHadirin yang saya hormati,\n\nSelamat datang.", None,
         "2026-05-05/2026-05-06"),
        (("Speech: Opening of the Dialogue\nDelivered on: 3 October 2026 (Original script)\nPublished 5 October "
          "2026\n\nGood morning everyone,\n\nIt is a pleasure to be here."), "2026-10-05", "2026-10-03"),
        (("SAMBUTAN KETUA\n\nDisampaikan di Kupang, 3 Oktober 2026\nDiterbitkan 5 Oktober 2026\n\nHadirin yang "
          "saya hormati,\n\nTahun 2014 kami mulai."), "2026-10-05", "2026-10-03"),
    ),
    "several days of one month": (
        ("Fair\n\n25 May 2026\n\nThe fair will be held on 1, 2 and 3 June 2026 at the quay.",
         "2026-05-25", "2026-06-01/2026-06-03"),
        ("Pameran\n\n25 Mei 2026\n\nPameran digelar pada 1, 2 dan 3 Juni 2026 di dermaga.",
         "2026-05-25", "2026-06-01/2026-06-03"),
        ("Hội chợ\n\n25/5/2026\n\nHội chợ diễn ra trong các ngày 1, 2 và 3/6/2026 tại bến cảng.",
         "2026-05-25", "2026-06-01/2026-06-03"),
        ("Hội chợ\n\n25/5/2026\n\nHội chợ mở từ 1/6/2026 đến hết ngày 3/6/2026 tại bến cảng.",
         "2026-05-25", "2026-06-01/2026-06-03"),
    ),
    "a label above its day": (
        (("Slipway opens\n\nPublished\n\n4 March 2026\n\nLast updated\n\n9 March 2026 — see all updates\n\nThe "
          "slipway is open to small boats.\n\nUpdates to this page\n\n9 March 2026: Added translation.\n\n4 March "
          "2026: First published."), "2026-03-04", None),
        (("Dermaga dibuka\n\nDiterbitkan\n\n4 Maret 2026\n\nDiperbarui\n\n9 Maret 2026\n\nDermaga dibuka bagi "
          "perahu kecil."), "2026-03-04", None),
        ("Mở bến tàu\n\nNgày đăng\n\n4/3/2026\n\nCập nhật\n\n9/3/2026\n\nBến tàu mở cho thuyền nhỏ.",
         "2026-03-04", None),
    ),
    "a weekday settles which figure is the month": (
        ("NEWS RELEASE\n\nWednesday, 03/04/2026\n\nDistrict names new head\n\nThe board named a new head.",
         "2026-03-04", None),
        ("NEWS RELEASE\n\nFriday, 03/04/2026\n\nDistrict names new head\n\nThe board named a new head.",
         "2026-04-03", None),
        ("Rabu, 03/04/2026\n\nKepala baru\n\nDewan menunjuk kepala baru.", "2026-03-04", None),
        ("Thứ Tư, 03/04/2026\n\nHiệu trưởng mới\n\nHội đồng cử hiệu trưởng mới.", "2026-03-04", None),
    ),
    "the head of a page printed from a browser": (
        (("11/18/26, 4:02 PM                Harbour Trust – Slipway repairs to begin\n\nSlipway repairs to "
          "begin\n\n7 August 2026\n\nRepairs to the slipway will start in the autumn.\n\n"
          "https://www.harbour.example/news    1/2"), "2026-08-07", None),
        (("18/11/2026 16.02                Dinas – Perbaikan dermaga dimulai\n\nPerbaikan dermaga dimulai\n\n7 "
          "Agustus 2026\n\nPerbaikan dermaga dimulai musim kemarau."), "2026-08-07", None),
        (("16:02, 18/11/2026                Ban Quản lý – Sửa bến tàu\n\nSửa bến tàu\n\n7/8/2026\n\nBến tàu được "
          "sửa từ mùa thu."), "2026-08-07", None),
    ),
    "a dateline with a month": (
        ("SANTA ROSA, CA – July 2026 – Tarrant & Lowe has bought two vineyards.", "2026-07", None),
        ("BANDUNG, Juli 2026 – PT Kebun membeli dua kebun teh.", "2026-07", None),
        ("ĐÀ LẠT, tháng 7/2026 – Công ty Chè đã mua hai đồi chè.", "2026-07", None),
    ),
    "a day with its hours below it": (
        (("ROAD CLOSED\n\nBISHOP STREET\n\nSUNDAY 22 NOVEMBER 2026\n6 am to 4 pm\n\nfor the market set-up\n\n"
          "Access for residents will be kept."), None, "2026-11-22"),
        (("JALAN DITUTUP\n\nJALAN MERPATI\n\nMINGGU, 22 NOVEMBER 2026\nPukul 06.00 - 16.00 WIB\n\nuntuk pasar "
          "malam\n\nWarga tetap dapat lewat."), None, "2026-11-22"),
        (("CẤM ĐƯỜNG\n\nĐƯỜNG HOA MAI\n\nCHỦ NHẬT, 22/11/2026\nTừ 6 giờ đến 16 giờ\n\nđể dựng hội chợ\n\nNgười dân "
          "vẫn được đi lại."), None, "2026-11-22"),
    ),
    "a speech that is signed with its day": (
        (("AMANAT KEPALA DINAS\nPADA UPACARA HARI KEMERDEKAAN\n\nAnak-anakku sekalian,\n\nPada 17 Agustus 1945 "
          "bangsa ini merdeka.\n\nDirgahayu Indonesia.\n\nSurabaya, 17 Agustus 2026\nKepala Dinas"),
         "2026-08-17", "2026-08-17"),
    ),
    "a letter that greets": (
        (("Denpasar, 14 November 2026\n\nNo   : 21/YTBB/XI/2026\nHal  : Pemberitahuan pementasan\n\nKepada Yth. "
          "Redaksi\n\nOm Swastyastu,\nKami memberitahukan bahwa pementasan akan digelar pada Rabu, 2 Desember 2026 "
          "di Taman Budaya.\n\nSalam,\nAyu"), "2026-11-14", "2026-12-02"),
    ),
    "a dump of a program": (
        (("[post_id] => 88213\n[post_modified] => 1970-01-01 00:00:00\n[post_title] => Kapal Ambulans\n"
          "[post_content] => &lt;p&gt;Gunungsitoli, 13 Oktober 2026 &amp;ndash; Puskesmas kini memiliki kapal "
          "ambulans.&lt;/p&gt;\n[expiry] => 0000-00-00"), "2026-10-13", None),
        (("id: 88213\nmodified: 1970-01-01 00:00:00\nbody: &lt;p&gt;Leeds, 13 October 2026 &amp;ndash; The clinic "
          "now has a boat.&lt;/p&gt;"), "2026-10-13", None),
    ),
    "a day of the moon in a year of its own": (
        (("THÔNG BÁO\n\nLễ giỗ Tổ được cử hành vào ngày 10 tháng 3 năm Bính Ngọ (tức Chủ nhật, ngày 26/4/2026 "
          "dương lịch).\n\nVân Hà, ngày 20 tháng 4 năm 2026\nTM. Ban Quản lý"), "2026-04-20", "2026-04-26"),
    ),
    "days of comments": (
        (("Động đất ở núi\n\n8/5/2026\n\nTrận động đất xảy ra lúc 5 giờ sáng nay, 8/5, người dân cảm nhận rung "
          "lắc.\n\nBình luận (12)\nThanh Tâm - 09:15, 9/5/2026: Nhà tôi rung mạnh lắm."), "2026-05-08", "2026-05-08"),
        (("Earthquake in the hills\n\n8 May 2026\n\nThe earth shook in the hills this morning, and people ran "
          "out.\n\nComments (2)\nAnn - 9 May 2026 09:15: My house shook."), "2026-05-08", "2026-05-08"),
        (("Gempa di bukit\n\n8 Mei 2026\n\nGempa mengguncang perbukitan pagi ini dan warga keluar rumah.\n\n2 "
          "Komentar\nAri - 9 Mei 2026 09.15: Rumah saya bergoyang."), "2026-05-08", "2026-05-08"),
    ),
    "siblings of all these": (
        ("FOR RELEASE 10:00 A.M. (ET) Thursday, February 12, 2026\n\nHousing Starts Rise\n\nHousing starts rose.",
         "2026-02-12", None),
        ("MEDIA ALERT: May 3, 2025\n\nCounty to Test Sirens\n\nHarlan County will test its sirens on Wednesday, May 7.",
         "2025-05-03", "2025-05-07"),
        ("Kantor Berita, [02.03.2026 07:15]\n*SIARAN PERS*\nHarga beras turun\n\nHarga beras turun 5 persen.",
         "2026-03-02", None),
        ("Cháy chợ\n\n(Báo X) - 04/03/2026\n\nHôm qua (3/3), một vụ cháy xảy ra tại chợ Đông.", "2026-03-04",
         "2026-03-03"),
        ("Lùi lịch thi\n\nLịch thi ngày 10/7/2026 được lùi đến ngày 17/7/2026.\n\nĐà Lạt, 1/7/2026", "2026-07-01",
         "2026-07-17"),
        ("Khutbah\n\nJakarta, 12 Ramadhan 1446 H bertepatan dengan 12 Maret 2025\n\nMajelis mengajak berzakat.",
         "2025-03-12", "2025-03-12"),
        ("Q3 trading update\n\n22 October 2026\n\nRevenue for the three months to 30 September 2026 rose 4%.",
         "2026-10-22", None),
        ("Jembatan\n\n17 April 2026\n\nBupati meresmikan jembatan, Kamis (16/4).", "2026-04-17", "2026-04-16"),
        (("Undangan liputan\n\n19 November 2026\n\nHari/tanggal : Selasa, 24 November 2026\nTempat : "
         "Bogor\n\nKonfirmasi "
         "paling lambat 22 November 2026."), "2026-11-19", "2026-11-24"),
    ),
}  # fmt: skip
