"""Folders of three offices with one release each: three languages, an annex, a correction, a photo, each in its own
style."""

from __future__ import annotations

import io

from PIL import Image


def photo(seed: int) -> bytes:
    """Return a picture. Pictures of different seeds do not look alike."""
    held = io.BytesIO()
    pixels = bytes((x * seed * 7 + y * (seed + 3)) % 256 for y in range(64) for x in range(64))
    Image.frombytes("L", (64, 64), pixels).resize((640, 480)).save(held, "JPEG")
    return held.getvalue()


# An Indonesian ministry: one number for all files, language codes in the names.
MINISTRY: dict[str, str] = {
    "dermaga.id.txt": """KEMENTERIAN KELAUTAN CONTOH
SIARAN PERS
Nomor: 214/SP/HM/X/2025

Dermaga Wolio Dibuka untuk 1.250 Nelayan

Baubau, 25 Oktober 2025 - Menteri Rahmat Saleh membuka Dermaga Wolio di Baubau pada hari Sabtu. Dermaga sepanjang
430 meter itu melayani 1.250 nelayan dan dibangun dengan biaya 87,5 miliar rupiah selama 18 bulan.

"Kapal kini tidak perlu menunggu air pasang," kata Rahmat Saleh. Wali Kota Yusran Fahim menyambut rombongan bersama
warga Wolio.

dermaga-wolio-01.jpg
Menteri Rahmat Saleh membuka Dermaga Wolio. Foto: Humas/Sinta
""",
    "dermaga.en.txt": """MINISTRY OF MARITIME EXAMPLES
PRESS RELEASE
No. 214/SP/HM/X/2025

Wolio Pier Opens for 1,250 Fishermen

Baubau, October 25, 2025 - Minister Rahmat Saleh opened the Wolio pier in Baubau on Saturday. The pier, 430 metres
long, serves 1,250 fishermen and was built for 87.5 billion rupiah in 18 months.

"Boats no longer have to wait for the tide," said Rahmat Saleh. Mayor Yusran Fahim welcomed the party with the people
of Wolio.
""",
    "dermaga.vi.txt": """BỘ HÀNG HẢI MẪU
THÔNG CÁO BÁO CHÍ
Số: 214/SP/HM/X/2025

Cầu cảng Wolio mở cửa đón 1.250 ngư dân

Baubau, ngày 25 tháng 10 năm 2025 - Bộ trưởng Rahmat Saleh khánh thành cầu cảng Wolio tại Baubau hôm thứ Bảy. Cầu cảng
dài 430 mét phục vụ 1.250 ngư dân và được xây dựng với kinh phí 87,5 tỷ rupiah trong 18 tháng.

"Tàu thuyền không còn phải chờ thủy triều", ông Rahmat Saleh nói. Thị trưởng Yusran Fahim cùng người dân Wolio đón đoàn.
""",
    "dermaga-lampiran.txt": """LAMPIRAN
Siaran Pers Nomor 214/SP/HM/X/2025

Daftar kapal yang bersandar

KM Banteng Laut, 30 gros ton
KM Sinar Wolio, 27 gros ton
KM Teluk Biru, 24 gros ton
""",
    "ralat-28-oktober.txt": """KEMENTERIAN KELAUTAN CONTOH
RALAT

Ralat atas Siaran Pers Nomor 214/SP/HM/X/2025

Baubau, 28 Oktober 2025 - Dalam siaran pers tentang Dermaga Wolio tertulis bahwa panjang dermaga 430 meter. Yang benar
adalah 340 meter. Kami mohon maaf atas kekeliruan ini.
""",
}

# A Vietnamese agency: file names in each language, and a number, which the text of the correction cites.
AGENCY: dict[str, str] = {
    "thong-cao-tau-dien.txt": """BỘ GIAO THÔNG MẪU
THÔNG CÁO BÁO CHÍ
Số: 87/TB-BGTM

Tuyến tàu điện Bến Ngự chạy thử từ ngày 3/11

Huế, ngày 30 tháng 10 năm 2025 - Tuyến tàu điện Bến Ngự dài 14,6 km với 11 nhà ga sẽ chạy thử từ ngày 3 tháng 11, theo
thông báo của Thứ trưởng Đặng Quang Huy. Mỗi ngày tuyến tàu dự kiến đón 46.000 hành khách.

Ông Kenji Morita, đại diện nhà thầu Sakura Rail, cho biết 24 toa tàu đã được bàn giao cho ga An Cựu.
""",
    "press-release-tram.txt": """MINISTRY OF MODEL TRANSPORT
PRESS RELEASE
No. 87/TB-BGTM

Ben Ngu tram line to run on trial from 3 November

Hue, 30 October 2025 - The Ben Ngu tram line, 14.6 km long with 11 stations, will run on trial from 3 November, Deputy
Minister Dang Quang Huy announced. It is expected to carry 46,000 passengers a day.

Mr Kenji Morita, who represents the contractor Sakura Rail, said that 24 cars had been handed over to An Cuu station.
""",
    "siaran-trem.txt": """KEMENTERIAN PERHUBUNGAN MODEL
SIARAN PERS
No. 87/TB-BGTM

Jalur trem Ben Ngu diuji coba mulai 3 November

Hue, 30 Oktober 2025 - Jalur trem Ben Ngu sepanjang 14,6 km dengan 11 stasiun akan diuji coba mulai 3 November, kata
Wakil Menteri Dang Quang Huy. Jalur itu diharapkan mengangkut 46.000 penumpang setiap hari.

Kenji Morita yang mewakili kontraktor Sakura Rail mengatakan 24 gerbong telah diserahkan kepada stasiun An Cuu.
""",
    "phu-luc-1.txt": """PHỤ LỤC 1
(Kèm theo Thông cáo báo chí số 87/TB-BGTM)

Danh sách các nhà ga của tuyến

Ga An Cựu
Ga Bến Ngự
Ga Kim Long
""",
    "dinh-chinh.txt": """BỘ GIAO THÔNG MẪU
ĐÍNH CHÍNH

Huế, ngày 31 tháng 10 năm 2025 - Tại Thông cáo báo chí số 87/TB-BGTM có ghi tuyến tàu điện đón 46.000 hành khách mỗi
ngày. Con số đúng là 64.000 hành khách. Bộ xin cáo lỗi cùng bạn đọc.
""",
}

# An international fund: no numbers, one folder per language, a corrected version of the whole text.
FUND: dict[str, str] = {
    "English/release.txt": """PRESS RELEASE

Lotus Fund grants Delta Basin 320 million for mangroves

Geneva, 12 May 2025 - The board of the Lotus Fund approved 320 million dollars for mangroves in the Delta Basin. Its
chair, Ingrid Halvorsen, said that 76,000 hectares in Ca Mau and Demak would be planted by 4,500 households.

"The sea takes 15 metres of coast a year," said Ingrid Halvorsen in Geneva. The first 40 million will be paid in July.
""",
    "Bahasa Indonesia/rilis.txt": """SIARAN PERS

Dana Lotus beri Delta Basin 320 juta dolar untuk bakau

Jenewa, 12 Mei 2025 - Dewan Lotus Fund menyetujui 320 juta dolar untuk bakau di Delta Basin. Ketuanya, Ingrid
Halvorsen, mengatakan 76.000 hektare di Ca Mau dan Demak akan ditanami oleh 4.500 keluarga.

"Laut mengambil 15 meter pantai setiap tahun," kata Ingrid Halvorsen di Jenewa. Pembayaran pertama sebesar 40 juta
dolar dilakukan pada bulan Juli.
""",
    "Tiếng Việt/thong-cao.txt": """THÔNG CÁO BÁO CHÍ

Quỹ Lotus cấp cho Delta Basin 320 triệu đô la để trồng rừng ngập mặn

Geneva, ngày 12 tháng 5 năm 2025 - Hội đồng Lotus Fund thông qua 320 triệu đô la cho rừng ngập mặn tại Delta Basin. Chủ
tịch Ingrid Halvorsen cho biết 76.000 héc ta ở Cà Mau và Demak sẽ do 4.500 hộ gia đình trồng.

"Biển lấn 15 mét bờ mỗi năm", bà Ingrid Halvorsen nói tại Geneva. Khoản đầu tiên 40 triệu sẽ được chi vào tháng Bảy.
""",
    "Annex A - project sites.txt": """Annex A: Project sites

Ca Mau, east bank, planted by the households of three communes
Demak, north shore, planted by two villages behind the old dyke
""",
    "release-corrected.txt": """CORRECTED VERSION - replaces the release of 12 May

Lotus Fund grants Delta Basin 320 million for mangroves

Geneva, 14 May 2025 - The board of the Lotus Fund approved 320 million dollars for mangroves in the Delta Basin. Its
chair, Ingrid Halvorsen, said that 67,000 hectares in Ca Mau and Demak would be planted by 4,500 households.

"The sea takes 15 metres of coast a year," said Ingrid Halvorsen in Geneva. The first 40 million will be paid in July.
""",
}

Tied = set[tuple[str, str, str]]
RELATED: dict[str, Tied] = {
    "ministry": {
        ("dermaga.en.txt", "translation-of", "dermaga.id.txt"),
        ("dermaga.vi.txt", "translation-of", "dermaga.id.txt"),
        ("dermaga.en.txt", "translation-of", "dermaga.vi.txt"),
        ("dermaga-lampiran.txt", "annex-of", "dermaga.id.txt"),
        ("ralat-28-oktober.txt", "corrects", "dermaga.id.txt"),
    },
    "agency": {
        ("press-release-tram.txt", "translation-of", "thong-cao-tau-dien.txt"),
        ("siaran-trem.txt", "translation-of", "thong-cao-tau-dien.txt"),
        ("press-release-tram.txt", "translation-of", "siaran-trem.txt"),
        ("phu-luc-1.txt", "annex-of", "thong-cao-tau-dien.txt"),
        ("dinh-chinh.txt", "corrects", "thong-cao-tau-dien.txt"),
    },
    "fund": {
        ("English/release.txt", "translation-of", "Bahasa Indonesia/rilis.txt"),
        ("English/release.txt", "translation-of", "Tiếng Việt/thong-cao.txt"),
        ("Tiếng Việt/thong-cao.txt", "translation-of", "Bahasa Indonesia/rilis.txt"),
        ("Annex A - project sites.txt", "annex-of", "English/release.txt"),
        ("release-corrected.txt", "replaces", "English/release.txt"),
    },
}
FOLDERS = {"ministry": MINISTRY, "agency": AGENCY, "fund": FUND}
