"""Folders as offices hand them over: a release in three languages, its annex, its correction and its photos, each in a
way of its own; and what belongs together in them."""

from __future__ import annotations

from typing import NamedTuple

Tie = tuple[str, str, str]


class Whole(NamedTuple):
    """The texts of a folder, its photos, what is sure to belong together and what is a guess, and which photo a text
    names."""

    texts: dict[str, str]
    photos: tuple[str, ...]
    sure: set[Tie]
    guesses: set[Tie]
    shown: set[tuple[str, str]]


def three(first: str, *others: str) -> set[Tie]:
    """All pairs of the languages of a release, the first of which they are translated from, then each of the next."""
    whole = (first, *others)
    return {(later, "translation-of", whole[n]) for n in range(len(whole)) for later in whole[n + 1 :]}


# A folder for each language, and a series of numbers for each; the correction comes in one of them, with its number.
LANGUAGES = Whole(
    {
        "id/galangan.txt": """BALAI GALANGAN CONTOH
SIARAN PERS
Nomor: 31/SP/BGC/II/2024

Galangan Tanjung Kayu meluncurkan kapal ke-40

Tanjung Kayu, 14 Februari 2024 - Galangan Tanjung Kayu meluncurkan KM Elang Samudra, kapal kayu ke-40 yang dibuatnya
sejak berdiri. Kapal sepanjang 26 meter itu dikerjakan 54 tukang di bawah pimpinan Haji Basri Tompo selama 310 hari.

Bupati Lukman Sjaaf memotong tali pada pukul sembilan pagi di hadapan keluarga para tukang dari Kampung Bira.

../foto/elang-samudra-01.jpg
KM Elang Samudra meluncur ke laut. Foto: Rahma Yusuf
""",
        "en/galangan.txt": """MODEL BOATYARD OFFICE
PRESS RELEASE
No. MBO/PR/2024/009

Tanjung Kayu yard launches its 40th ship

Tanjung Kayu, 14 February 2024 - The Tanjung Kayu yard launched the KM Elang Samudra, the 40th wooden ship that it has
built. The ship, 26 metres long, took 54 shipwrights under Haji Basri Tompo 310 days to build.

Regent Lukman Sjaaf cut the rope at nine in the morning before the families of the shipwrights from Kampung Bira.
""",
        "vi/galangan.txt": """BAN XƯỞNG ĐÓNG TÀU MẪU
THÔNG CÁO BÁO CHÍ
Số: 17/TCBC-XDT

Xưởng Tanjung Kayu hạ thủy con tàu thứ 40

Tanjung Kayu, ngày 14 tháng 2 năm 2024 - Xưởng Tanjung Kayu hạ thủy tàu KM Elang Samudra, con tàu gỗ thứ 40 do xưởng
đóng. Con tàu dài 26 mét do 54 thợ đóng trong 310 ngày dưới sự chỉ huy của ông Haji Basri Tompo.

Huyện trưởng Lukman Sjaaf cắt dây lúc chín giờ sáng trước gia đình các thợ đến từ Kampung Bira.
""",
        "id/galangan-lampiran.txt": """LAMPIRAN
Siaran Pers Nomor 31/SP/BGC/II/2024

Daftar kayu yang dipakai

Kayu ulin untuk lunas
Kayu jati untuk geladak
""",
        "en/galangan-correction.txt": """CORRECTION

Correction to press release No. MBO/PR/2024/009

Tanjung Kayu, 16 February 2024 - The release about the KM Elang Samudra gave the length of the ship as 26 metres. It is
29 metres long. We apologise for the mistake.
""",
    },
    ("foto/elang-samudra-01.jpg",),
    {
        *three("id/galangan.txt", "vi/galangan.txt", "en/galangan.txt"),
        ("id/galangan-lampiran.txt", "annex-of", "id/galangan.txt"),
        ("en/galangan-correction.txt", "corrects", "en/galangan.txt"),
    },
    set(),
    {("id/galangan.txt", "foto/elang-samudra-01.jpg")},
)

# The number of all is in the names of the files; the correction comes in another language than the first.
NUMBERS = Whole(
    {
        "52_TB-SVH.txt": """SỞ VĂN HÓA MẪU
THÔNG CÁO BÁO CHÍ
Số: 52/TB-SVH

Bảo tàng Sông Lam mở cửa kho ảnh 6.400 tấm

Vinh, ngày 8 tháng 9 năm 2023 - Bảo tàng Sông Lam mở cửa kho ảnh gồm 6.400 tấm phim kính do nhiếp ảnh gia Louis Perrin
chụp từ năm 1902. Giám đốc Hồ Thị Mai cho biết 35 chuyên viên đã làm việc trong 28 tháng để số hóa.

52_TB-SVH_1.jpg: Giám đốc Hồ Thị Mai bên các tấm phim kính.
""",
        "52_TB-SVH en.txt": """MODEL DEPARTMENT OF CULTURE
PRESS RELEASE
No. 52/TB-SVH

Song Lam Museum opens its archive of 6,400 photographs

Vinh, 8 September 2023 - The Song Lam Museum opened its archive of 6,400 glass plates that the photographer Louis Perrin
took from 1902 on. The director, Ho Thi Mai, said that 35 specialists had worked for 28 months to digitise them.
""",
        "52_TB-SVH ina.txt": """DINAS KEBUDAYAAN MODEL
SIARAN PERS
No. 52/TB-SVH

Museum Song Lam membuka arsip 6.400 foto

Vinh, 8 September 2023 - Museum Song Lam membuka arsip 6.400 pelat kaca yang dipotret Louis Perrin sejak 1902. Direktur
Ho Thi Mai mengatakan 35 ahli telah bekerja selama 28 bulan untuk mendigitalkannya.
""",
        "52_TB-SVH phu luc.txt": """PHỤ LỤC
(Kèm theo Thông cáo báo chí số 52/TB-SVH)

Danh mục các bộ sưu tập

Bến Thủy, 1902 đến 1911
Chợ Vinh, 1912 đến 1920
""",
        "52_TB-SVH sua.txt": """MODEL DEPARTMENT OF CULTURE
CORRECTION

Vinh, 11 September 2023 - In press release No. 52/TB-SVH the number of specialists was given as 35. There were 53. The
department regrets the error.
""",
    },
    ("52_TB-SVH_1.jpg",),
    {
        *three("52_TB-SVH.txt", "52_TB-SVH ina.txt", "52_TB-SVH en.txt"),
        ("52_TB-SVH phu luc.txt", "annex-of", "52_TB-SVH.txt"),
        ("52_TB-SVH sua.txt", "corrects", "52_TB-SVH en.txt"),
    },
    set(),
    {("52_TB-SVH.txt", "52_TB-SVH_1.jpg")},
)

# No numbers, names of their own, and words of their own for what is an annex and a correction.
WORDS = Whole(
    {
        "Panen rumput laut.md": """# Panen rumput laut Nusa Ceningan naik dua kali lipat

**Nusa Ceningan, 21 Juni 2022** - Koperasi Segara Amerta memanen 1.840 ton rumput laut, dua kali lipat panen tahun lalu.
Ketua koperasi Ni Wayan Suryani menyebut 265 keluarga di Lembongan dan Ceningan ikut menanam.

Pembeli Jepang, Oshima Foods, mengambil 700 ton di antaranya untuk pabriknya di Kobe.

![Ni Wayan Suryani menjemur rumput laut. Foto: Gede Artha](rumput-laut-jemur.jpg)
""",
        "Seaweed harvest.md": """# Nusa Ceningan's seaweed harvest doubles

**Nusa Ceningan, 21 June 2022** - The Segara Amerta cooperative harvested 1,840 tons of seaweed, twice as much as last
year. Its head, Ni Wayan Suryani, said that 265 families in Lembongan and Ceningan took part in the planting.

The Japanese buyer, Oshima Foods, took 700 tons of it for its factory in Kobe.
""",
        "Thu hoach rong bien.md": """# Vụ thu hoạch rong biển ở Nusa Ceningan tăng gấp đôi

**Nusa Ceningan, ngày 21/6/2022** - Hợp tác xã Segara Amerta thu hoạch 1.840 tấn rong biển, gấp đôi năm ngoái. Chủ nhiệm
Ni Wayan Suryani cho biết 265 gia đình ở Lembongan và Ceningan đã tham gia trồng.

Bạn hàng Nhật Bản, Oshima Foods, mua 700 tấn trong số đó cho nhà máy ở Kobe.
""",
        "Tabel panen.txt": """Tabel untuk rilis "Panen rumput laut Nusa Ceningan naik dua kali lipat"

Lembongan, 1.120 ton
Ceningan, 720 ton
""",
        "Pembetulan.txt": """PEMBETULAN

Nusa Ceningan, 23 Juni 2022 - Dalam rilis "Panen rumput laut Nusa Ceningan naik dua kali lipat" kami menulis 265
keluarga. Yang benar 256 keluarga. Mohon maaf.
""",
    },
    ("rumput-laut-jemur.jpg",),
    {
        *three("Panen rumput laut.md", "Thu hoach rong bien.md", "Seaweed harvest.md"),
        ("Tabel panen.txt", "annex-of", "Panen rumput laut.md"),
        ("Pembetulan.txt", "corrects", "Panen rumput laut.md"),
    },
    set(),
    {("Panen rumput laut.md", "rumput-laut-jemur.jpg")},
)

# One name with marks of the language, a series each, and a correction in English that names the Indonesian number only.
ACROSS = Whole(
    {
        "2025-03-02-menara_id.txt": """OTORITAS MERCUSUAR CONTOH
SIARAN PERS
Nomor: 8/SP/OMC/III/2025

Menara suar Karang Unarang menyala kembali

Tarakan, 2 Maret 2025 - Menara suar Karang Unarang menyala kembali setelah padam 112 hari. Teknisi Yulius Padang dan 14
penyelam memasang lensa buatan Barbier yang beratnya 480 kilogram.

Kepala otoritas, Siti Nurbaya Akil, berterima kasih kepada nelayan Sebatik.

menara-1.jpg, menara-2.jpg
Teknisi Yulius Padang di puncak menara. Foto: OMC
""",
        "2025-03-02-menara_en.txt": """MODEL LIGHTHOUSE AUTHORITY
PRESS RELEASE
No. MLA/2025/PR-021

Karang Unarang light shines again

Tarakan, 2 March 2025 - The Karang Unarang light shines again after 112 days in the dark. The technician Yulius Padang
and 14 divers put in a lens by Barbier that weighs 480 kilograms.

The head of the authority, Siti Nurbaya Akil, thanked the fishermen of Sebatik.
""",
        "2025-03-02-menara_vn.txt": """CƠ QUAN HẢI ĐĂNG MẪU
THÔNG CÁO BÁO CHÍ
Số: 5/TCBC-HD

Hải đăng Karang Unarang sáng trở lại

Tarakan, ngày 2 tháng 3 năm 2025 - Hải đăng Karang Unarang sáng trở lại sau 112 ngày. Kỹ thuật viên Yulius Padang và 14
thợ lặn lắp thấu kính do Barbier chế tạo nặng 480 kg.

Người đứng đầu cơ quan, bà Siti Nurbaya Akil, cảm ơn ngư dân Sebatik.
""",
        "2025-03-02-menara_annex-1_en.txt": """Annex 1 to press release MLA/2025/PR-021

Parts of the lens

Upper prisms, made in Paris
Lower prisms, made in Tarakan
""",
        "2025-03-05-erratum.txt": """ERRATUM

Tarakan, 5 March 2025 - Siaran Pers Nomor 8/SP/OMC/III/2025 said that the light at Karang Unarang had been dark for 112
days. It had been dark for 121 days.
""",
    },
    ("menara-1.jpg", "menara-2.jpg"),
    {
        *three("2025-03-02-menara_id.txt", "2025-03-02-menara_vn.txt", "2025-03-02-menara_en.txt"),
        ("2025-03-02-menara_annex-1_en.txt", "annex-of", "2025-03-02-menara_en.txt"),
        ("2025-03-05-erratum.txt", "corrects", "2025-03-02-menara_id.txt"),
    },
    set(),
    {("2025-03-02-menara_id.txt", "menara-1.jpg"), ("2025-03-02-menara_id.txt", "menara-2.jpg")},
)

# A folder for the release, bare names, and a correction in another language that gives neither number nor title.
BARE = Whole(
    {
        "0711 listrik/siaran-pers.txt": """PLTB Bukit Soka mulai memasok listrik ke 9.200 rumah

Waingapu, 11 Juli 2024 - Pembangkit angin Bukit Soka mulai memasok listrik ke 9.200 rumah di Waingapu dan Lewa. Sebanyak
18 kincir buatan Nordvind berdiri setinggi 95 meter, kata insinyur Marthen Umbu Riada.

Proyek senilai 64 juta dolar itu dibiayai Bank Sahabat dan dikerjakan 230 orang.
""",
        "0711 listrik/press-release.txt": """Bukit Soka wind farm begins to power 9,200 homes

Waingapu, 11 July 2024 - The Bukit Soka wind farm has begun to power 9,200 homes in Waingapu and Lewa. Its 18
turbines by Nordvind stand 95 metres high, said the engineer, Marthen Umbu Riada.

The project of 64 million dollars was paid for by Bank Sahabat and built by 230 people.
""",
        "0711 listrik/thong-cao.txt": """Điện gió Bukit Soka bắt đầu cấp điện cho 9.200 hộ

Waingapu, ngày 11 tháng 7 năm 2024 - Nhà máy điện gió Bukit Soka bắt đầu cấp điện cho 9.200 hộ ở Waingapu và Lewa. Theo
kỹ sư Marthen Umbu Riada, 18 tua-bin của Nordvind cao 95 mét.

Dự án 64 triệu đô la do Bank Sahabat tài trợ và do 230 người xây dựng.
""",
        "0711 listrik/Lampiran - data kincir.txt": """LAMPIRAN: Data kincir

Kincir 1 sampai 9 di lereng timur
Kincir 10 sampai 18 di lereng barat
""",
        "0711 listrik/correction.txt": """CORRECTION: Bukit Soka wind farm

Waingapu, 13 July 2024 - The turbines by Nordvind at Bukit Soka stand 59 metres high, not 95 metres as the engineer
Marthen Umbu Riada was quoted. The homes in Waingapu and Lewa are 9,200 as reported.
""",
    },
    ("0711 listrik/kincir.jpg",),
    {
        *three("0711 listrik/siaran-pers.txt", "0711 listrik/thong-cao.txt", "0711 listrik/press-release.txt"),
    },
    {
        ("0711 listrik/Lampiran - data kincir.txt", "annex-of", "0711 listrik/siaran-pers.txt"),
        ("0711 listrik/correction.txt", "corrects", "0711 listrik/press-release.txt"),
    },
    set(),
)

WHOLE = {"languages": LANGUAGES, "numbers": NUMBERS, "words": WORDS, "across": ACROSS, "bare": BARE}
