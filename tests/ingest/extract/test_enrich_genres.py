"""Sixty heads of texts in three languages, each with a kind and genre, and reports about such texts."""

from __future__ import annotations

import pytest

from tests.builders.described_texts import describe_text

BODIES = {
    "id": "Rombongan tiba di pelabuhan pada pagi hari dan disambut kepala daerah dan para nelayan setempat.\n\n"
    "Kegiatan berlangsung sampai sore dan dihadiri oleh sekitar dua ratus orang dari berbagai desa di pesisir.",
    "vi": "Đoàn công tác đã đến cảng vào buổi sáng và được lãnh đạo địa phương cùng bà con ngư dân đón tiếp.\n\n"
    "Hoạt động diễn ra đến chiều với sự tham gia của khoảng hai trăm người từ nhiều xã ven biển.",
    "vx": "Doan cong tac da den cang vao buoi sang va duoc lanh dao dia phuong cung ba con ngu dan don tiep.\n\n"
    "Hoat dong dien ra den chieu voi su tham gia cua khoang hai tram nguoi tu nhieu xa ven bien.",
    "en": "The delegation arrived at the port in the morning and was received by the head of the district.\n\n"
    "The event went on until the afternoon with some two hundred people from many villages along the coast.",
}  # vx: Vietnamese typed without diacritics
HEADS = [
    (
        "id",
        "KEMENTERIAN PERHUBUNGAN\nUNDANGAN LIPUTAN\n\nPeresmian Terminal Penyeberangan Kariangau",
        "press-release",
        "advisory",
    ),
    (
        "id",
        "AGENDA PELIPUTAN\n\nKunjungan Kerja Gubernur ke Pulau Seram\n\nHari/tanggal: Selasa, 4 Maret 2025",
        "press-release",
        "advisory",
    ),
    (
        "id",
        "Undangan Konferensi Pers: Hasil Sensus Pertanian\n\nKepada Yth. Rekan-rekan media",
        "press-release",
        "advisory",
    ),
    ("id", "TRANSKRIP\n\nKeterangan Pers Menteri Kelautan di Kantor Presiden\n\n5 Mei 2024", None, "transcript"),
    ("id", "Transkrip Wawancara Cegat Presiden, Pasar Baru, 12 Juni 2023", None, "transcript"),
    ("id", "WAWANCARA KHUSUS\n\nDirektur Pelabuhan: Kami Tidak Menolak Kapal Kecil", "article", "interview"),
    ("id", "Petikan wawancara dengan Kepala BMKG tentang kemarau", None, "interview"),
    ("id", "PERNYATAAN BERSAMA\n\nPara Menteri Perikanan Negara Kepulauan", "press-release", "statement"),
    ("id", "Pernyataan Sikap Aliansi Nelayan atas Reklamasi Teluk", "press-release", "statement"),
    ("id", "Pernyataan Pemerintah Republik Indonesia tentang Situasi di Laut Merah", "press-release", "statement"),
    ("id", "UCAPAN SELAMAT HARI RAYA IDUL FITRI 1446 H\n\nDari Bupati dan segenap jajaran", None, "message"),
    ("id", "Pesan Duka Cita Presiden atas Gempa di Turki", None, "message"),
    ("id", "UCAPAN BELASUNGKAWA\n\nKementerian Luar Negeri menyampaikan duka cita", None, "message"),
    ("id", "RALAT SIARAN PERS Nomor 12/HM/2024\n\nJumlah kapal yang benar 41", "press-release", "correction"),
    ("id", "Ralat: Jadwal Pelayaran Perintis", None, "correction"),
    ("id", "KETERANGAN FOTO\n\nRangkaian foto kunjungan ke Seram", "document", "caption-sheet"),
    ("id", "LAMPIRAN SIARAN PERS\nNomor: 12/HM/2024\n\nDaftar Kapal Perintis", None, "annex"),
    ("id", "Lampiran 1: Daftar Pelabuhan Singgah", None, "annex"),
    ("id", "Pernyataan Menteri soal Reklamasi Dikecam Nelayan\n\nOleh Dewi Anggraini", "article", None),
    ("id", "Undangan Terbuka untuk Para Pelaut\n\nOleh Anton Hadi", "article", None),
    (
        "vi",
        "GIẤY MỜI\nHọp báo công bố kết quả điều tra thủy sản\n\nKính gửi: Các cơ quan thông tấn, báo chí",
        "press-release",
        "advisory",
    ),
    ("vi", "THƯ MỜI ĐƯA TIN\n\nLễ khánh thành cầu Cửa Hội", "press-release", "advisory"),
    ("vx", "THU MOI HOP BAO\n\nCong bo quy hoach cang bien", "press-release", "advisory"),
    ("vi", "Thông báo mời báo chí dự lễ khởi công cảng Liên Chiểu", "press-release", "advisory"),
    ("vi", "GỠ BĂNG\n\nHọp báo thường kỳ Chính phủ tháng 4", None, "transcript"),
    ("vi", "Bản ghi cuộc trao đổi của Bộ trưởng với báo chí bên hành lang Quốc hội", None, "transcript"),
    ("vi", "PHỎNG VẤN\n\nGiám đốc Cảng: Chúng tôi không từ chối tàu nhỏ", "article", "interview"),
    ("vx", "Tra loi phong van cua Bo truong Nguyen Van Thang voi bao chi", None, "interview"),
    ("vi", "Trả lời phỏng vấn báo chí của Thứ trưởng Bộ Ngoại giao về kết quả chuyến thăm", None, "interview"),
    (
        "vi",
        "TUYÊN BỐ CHUNG\ngiữa nước Cộng hòa xã hội chủ nghĩa Việt Nam và Cộng hòa Indonesia",
        "press-release",
        "statement",
    ),
    ("vi", "Tuyên bố của Người phát ngôn Bộ Ngoại giao về tình hình Biển Đông", "press-release", "statement"),
    ("vx", "TUYEN BO BAO CHI\n\nHoi nghi Bo truong Thuy san", "press-release", "statement"),
    ("vi", "ĐIỆN CHIA BUỒN\n\nChủ tịch nước gửi điện tới Tổng thống Thổ Nhĩ Kỳ", None, "message"),
    ("vi", "Thư chúc mừng năm mới của Chủ tịch Ủy ban nhân dân tỉnh", None, "message"),
    ("vx", "THU CHUC TET\n\ncua Giam doc Cang Hai Phong", None, "message"),
    ("vi", "BẢN ĐÍNH CHÍNH\n\nThông cáo báo chí số 45/TCBC ngày 4/3/2024", None, "correction"),
    ("vx", "DINH CHINH THONG CAO BAO CHI\n\nSo tau dung la 41", None, "correction"),
    ("vi", "CHÚ THÍCH ẢNH\n\nChuyến thăm đảo Lý Sơn", "document", "caption-sheet"),
    ("vi", "PHỤ LỤC\n(Kèm theo Thông cáo báo chí số 45/TCBC)\n\nDanh sách tàu", None, "annex"),
    ("vi", "Tuyên bố của Bộ trưởng gây tranh cãi trong giới ngư dân\n\nTác giả: Lê Hòa", "article", None),
    ("en", "MEDIA ADVISORY\n\nMinister to open ferry terminal", "press-release", "advisory"),
    ("en", "Media Alert: Photo opportunity at the old harbour", "press-release", "advisory"),
    ("en", "ADVISORY TO EDITORS\n\nPress briefing on the fishery census, 9 a.m. Tuesday", "press-release", "advisory"),
    ("en", "PHOTO CALL\n\nThe Governor launches the first electric ferry", "press-release", "advisory"),
    ("en", "TRANSCRIPT OF PRESS CONFERENCE\n\nMinister of Fisheries, Jakarta, 5 May 2024", None, "transcript"),
    ("en", "Press Briefing by the Spokesperson, 5 May 2024 (transcript)", None, "transcript"),
    ("en", "Doorstop interview with the Minister for Ports\n\nE&OE Transcript", None, "transcript"),
    ("en", "INTERVIEW\n\nHarbour master: we do not turn small boats away", "article", "interview"),
    ("en", "Interview with the Secretary-General of the Island Forum", None, "interview"),
    (
        "en",
        "Statement by the Ministry of Foreign Affairs on the situation in the Red Sea",
        "press-release",
        "statement",
    ),
    ("en", "JOINT STATEMENT\nof the Fisheries Ministers of the Archipelagic States", "press-release", "statement"),
    ("en", "Spokesperson's Statement on the sinking of a ferry", "press-release", "statement"),
    ("en", "Message of Condolence from the President on the earthquake in Türkiye", None, "message"),
    ("en", "SEASON'S GREETINGS\n\nFrom the Port Authority", None, "message"),
    ("en", "Congratulatory Message to the newly elected President of Timor-Leste", None, "message"),
    ("en", "CORRECTION to Press Release No. 12/2024\n\nThe number of vessels is 41", None, "correction"),
    ("en", "PHOTO CAPTIONS\n\nVisit to Seram Island", "document", "caption-sheet"),
    ("en", "Annex A: List of ports of call", None, "annex"),
    ("en", "Minister's statement on reclamation angers fishermen\n\nBy Ann Lee", "article", None),
    ("en", "A message in a bottle found off Seram\n\nBy Tom Hall", "article", None),
]
MORE = [
    ("id", "PEMBERITAHUAN KEPADA MEDIA\n\nKonferensi pers akan digelar Jumat pagi", None, "advisory"),
    ("id", "UNDANGAN\n\nKepada Yth. Para Jurnalis\n\nPeluncuran Kapal Riset", "press-release", "advisory"),
    ("id", "UNDANGAN\n\nKepada Yth. Bapak Camat\n\nRapat koordinasi", None, None),
    ("id", "Transkripsi Konferensi Pers Menlu", None, "transcript"),
    ("id", "Tanya Jawab dengan Kepala Badan Pangan", None, "interview"),
    ("id", "Pernyataan Bersama Indonesia dan Vietnam", "press-release", "statement"),
    ("id", "Siaran Pers: Pernyataan Kementerian tentang Kapal Karam", "press-release", "statement"),
    ("id", "Selamat Natal dan Tahun Baru\n\nDari Direksi Pelabuhan", None, "message"),
    ("id", "Ucapan Terima Kasih Wali Kota kepada Relawan", None, "message"),
    ("id", "Koreksi atas Rilis Tanggal 3 Mei", "press-release", "correction"),
    ("id", "KOREKSI\n\nJumlah penumpang yang benar adalah 41", None, "correction"),
    ("id", "Lampiran Pidato Menteri: Data Ekspor", None, "annex"),
    ("id", "Teks Foto Peresmian Bendungan", "document", "caption-sheet"),
    ("id", "Wawancara Kerja Kini Lewat Video\n\nOleh Rina", "article", None),
    ("id", "Wali Kota Sampaikan Pernyataan soal Banjir\n\nOleh Rina", "article", None),
    ("id", "Pernyataan Trump Bikin Harga Minyak Naik", None, None),
    ("id", "Ralat Jadwal, Penumpang Marah\n\nOleh Rina", "article", None),
    ("vi", "Giấy mời\n\nKính mời quý cơ quan báo chí đến dự lễ ra mắt sách", "press-release", "advisory"),
    ("vi", "GIẤY MỜI HỌP\n\nKính gửi: Các phòng ban", None, None),
    ("vi", "Nội dung trả lời phỏng vấn của Bộ trưởng", None, "interview"),
    ("vi", "Toàn văn trả lời phỏng vấn của Tổng Bí thư", None, "interview"),
    ("vi", "Thông cáo chung Việt Nam - Lào", "press-release", "statement"),
    ("vi", "Tuyên bố Hà Nội về hợp tác biển", None, "statement"),
    ("vi", "Điện mừng của Chủ tịch nước gửi Quốc vương Campuchia", None, "message"),
    ("vi", "LỜI CHÚC MỪNG NĂM MỚI", None, "message"),
    ("vi", "Thông điệp chúc mừng nhân ngày Báo chí", None, "message"),
    ("vi", "Thư cảm ơn của Ban tổ chức", None, "message"),
    ("vi", "Đính chính thông tin về tàu cá", None, "correction"),
    ("vi", "Phụ lục 2. Danh mục cảng", None, "annex"),
    ("vi", "PHỤ LỤC II - DANH MỤC CẢNG", None, "annex"),
    ("vi", "Ghi chú ảnh chuyến thăm", "document", "caption-sheet"),
    ("vx", "TUYEN BO CUA NGUOI PHAT NGON BO NGOAI GIAO", "press-release", "statement"),
    ("vx", "PHU LUC\n\nDanh sach tau", None, "annex"),
    ("vx", "DIEN CHIA BUON\n\nCua Thu tuong", None, "message"),
    ("vi", "Phỏng vấn xin việc: mười lời khuyên\n\nTheo Báo Biển", None, None),
    ("vi", "Thư mời gửi nhầm khiến lễ cưới hoãn\n\nTác giả: Hòa", "article", None),
    ("vi", "Bức điện chia buồn đến muộn\n\nTác giả: Hòa", "article", None),
    ("en", "MEDIA INVITATION\n\nOpening of the dam", "press-release", "advisory"),
    ("en", "Notice to media\n\nAccreditation closes on Friday", "press-release", "advisory"),
    ("en", "Remarks to the press - transcript", "speech", "transcript"),
    ("en", "Press Conference Transcript: Minister for Ports", None, "transcript"),
    ("en", "Q&A with the Harbour Master", None, "interview"),
    ("en", "Presidential Statement on Fisheries", "press-release", "statement"),
    ("en", "ASEAN Foreign Ministers' Statement on the Earthquake", "press-release", "statement"),
    ("en", "Chair's Statement of the 25th Forum", "press-release", "statement"),
    ("en", "Letter of Condolence to the Prime Minister", None, "message"),
    ("en", "Greetings from the Governor on Eid al-Fitr", None, "message"),
    ("en", "President's New Year Message", None, "message"),
    ("en", "CORRECTED VERSION\n\nPress Release\n\nPier opens", "press-release", "correction"),
    ("en", "Corrigendum\n\nSpeech of the Mayor", None, "correction"),
    ("en", "Correction in share prices continues\n\nBy Ann Lee", "article", None),
    ("en", "ANNEX 1 - STATISTICS", None, "annex"),
    ("en", "Caption List: Dam opening", "document", "caption-sheet"),
    ("en", "Transcript of call leaked, ministry says\n\nBy Ann Lee", "article", None),
    ("en", "Job interview tips from the port\n\nBy Ann Lee", "article", None),
    ("en", "Bank statement fees to rise\n\nBy Ann Lee", "article", None),
    ("en", "Statement piece: the hat that stole the show\n\nBy Ann Lee", "article", None),
    ("en", "Annexation of the island condemned", None, None),
    ("id", "Undangan Jumpa Pers Peluncuran Buku", "press-release", "advisory"),
    ("id", "Pernyataan Resmi KONI terkait Atlet", "press-release", "statement"),
    ("id", "Surat Ucapan Duka dari Duta Besar", None, "message"),
    ("id", "Transkrip Lengkap Pidato Menteri", "speech", "transcript"),
    ("id", "Ralat Foto: Keterangan Gambar Salah", None, "correction"),
    ("id", "Lampiran II. Jadwal Kapal", None, "annex"),
    ("id", "Takarir Foto Kunjungan", "document", "caption-sheet"),
    ("id", "Wawancara dengan Menteri soal Beras", None, "interview"),
    ("id", "Menteri Klarifikasi Pernyataan soal Beras\n\nOleh Rina", "article", None),
    ("vi", "Kính mời phóng viên dự lễ trao giải", None, "advisory"),
    ("vi", "TUYÊN BỐ\n\ncủa Bộ Ngoại giao", None, "statement"),
    ("vi", "Thư chia buồn gửi gia đình ngư dân", None, "message"),
    ("vi", "Lời chúc Tết của Chủ tịch nước", None, "message"),
    ("vi", "Bản gỡ băng phỏng vấn Thứ trưởng", None, "transcript"),
    ("vi", "Phụ lục I: Danh sách tàu", None, "annex"),
    ("vi", "Tin đính chính", None, "correction"),
    ("vi", "Trò chuyện với thuyền trưởng", None, "interview"),
    ("en", "Statement from the Port Authority", "press-release", "statement"),
    ("en", "Joint Press Statement: Fisheries Talks", "press-release", "statement"),
    ("en", "Media note: accreditation", None, "advisory"),
    ("en", "Condolence Message on the passing of the Mayor", None, "message"),
    ("en", "In conversation with the harbour master", None, "interview"),
    ("en", "Erratum: Press Release of 3 May", "press-release", "correction"),
    ("en", "Appendix B - Fleet list", None, "annex"),
    ("en", "Captions", None, "caption-sheet"),
    ("en", "Full transcript: the Governor's briefing", None, "transcript"),
    ("en", "Governor issues statement on strike\n\nBy Ann Lee", "article", None),
]


@pytest.mark.parametrize(("language", "head", "kind", "genre"), [*HEADS, *MORE])
def test_a_head_tells_kind_and_genre(language: str, head: str, kind: str | None, genre: str | None) -> None:
    description = describe_text(f"{head}\n\n{BODIES[language]}", "naskah.txt", "naskah.txt")
    assert description.values.get("genre") == genre
    assert kind in (None, description.values["kind"])


def test_the_rule_names_itself() -> None:
    description = describe_text(f"PHOTO CALL\n\nThe ferry\n\n{BODIES['en']}", "a.txt")
    assert description.origins["genre"][0].origin == "rule:advisory label"


@pytest.mark.parametrize(
    ("label", "title"),
    [("TRANSKRIP", "Keterangan Menteri di Kantor Presiden"), ("PHOTO CAPTIONS", "Visit to Seram Island")],
)
def test_a_label_above_is_not_the_title(label: str, title: str) -> None:
    description = describe_text(f"{label}\n\n{title}\n\n{BODIES['en']}", "a.txt")
    assert description.values["title"] == title
