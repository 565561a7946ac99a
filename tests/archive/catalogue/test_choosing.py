"""File names in articles and photos in the archive: which photo is meant, with certainty or as a guess, or none."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

import pytest

from archive.access import ARCHIVIST
from archive.catalogue import Catalogue, NewAsset, Writer
from archive.record import Description, Mention
from tests.archive.catalogue.shelf import put, sha

SURE, GUESSED = False, True
SIGNING = "Menteri Luar Negeri menandatangani konvensi di Hanoi pada hari Sabtu"


@dataclass(frozen=True)
class Pair:
    """A mention in an article at `at`, issued on `date`; photos as path, or (path, day), or (path, day, caption)."""

    mention: str
    photos: tuple[object, ...]
    meant: int | None
    doubtful: bool = SURE
    at: str = "texts/a.txt"
    date: str | None = None
    caption: str | None = None
    extra: dict[str, str] = field(default_factory=dict)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


FORTY = tuple((f"card/{n:02}/DSC_0412.jpg", f"2020-{1 + n % 12:02}-{1 + n % 28:02}") for n in range(40))
ALIKE = ("x/836154525 mot.jpg", "y/836154525 hai.jpg")

SAME_NAME = [
    Pair("W-HAI_1275.jpg", ("p/W-HAI_1275.jpg",), 0),
    Pair("w-hai_1275.JPG", ("p/W-HAI_1275.jpg",), 0),
    Pair("Lễ ký Hà Nội.jpg", (nfd("p/Lễ ký Hà Nội.jpg"),), 0),
    Pair(nfd("Lễ ký Hà Nội.jpg"), ("p/LỄ KÝ HÀ NỘI.JPG",), 0),
    Pair("Tiba%20di%20Hanoi.jpg", ("p/Tiba di Hanoi.jpg",), 0),
    Pair("Tiba di Hanoi.jpg", ("p/Tiba%20di%20Hanoi.jpg",), 0),
    Pair("L%E1%BB%85%20k%C3%BD%20H%C3%A0%20N%E1%BB%99i.jpg", ("p/Lễ ký Hà Nội.jpg",), 0),
    Pair("Tiba+di+Hanoi.jpg", ("p/Tiba di Hanoi.jpg",), 0),
    Pair("W-HAI_1275.jpeg", ("p/W-HAI_1275.jpg",), 0),
    Pair("W-HAI_1275.webp", ("p/W-HAI_1275.JPG",), 0),
    Pair("W-HAI_1275.jpg", ("p/W-HAI_1275.tif",), 0),
    Pair("W-HAI_1275", ("p/W-HAI_1275.jpg",), 0),
    Pair("W-HAI_1275.jpg", ("p/W-HAI_1275",), 0),
    Pair("W-HAI_1275.jpg.webp", ("p/W-HAI_1275.jpg",), 0),
    Pair("W-HAI_1275.jpg?width=800", ("p/W-HAI_1275.jpg",), 0),
    Pair("WhatsApp Image 2025-10-25 at 08.53.41", ("p/WhatsApp Image 2025-10-25 at 08.53.41.jpeg",), 0),
    Pair("W-HAI_1275.jpg", ("p/W-HAI_1275.tif", "q/W-HAI_1275.jpeg"), 1),
    Pair("W-HAI_1275.jpg", ("p/W-HAI_1275.jpg", "q/W-HAI_1275-1.jpg"), 0),
    Pair("W-HAI_1275-1.jpg", ("p/W-HAI_1275.jpg", "q/W-HAI_1275-1.jpg"), 1),
    Pair("836154525 ky ket.jpg", ("x/836154525 ky ket.jpg", "y/836154525 tanda tangan.jpg"), 0),
]

COPIES = [
    Pair("Tiba di Hanoi-1.jpg", ("p/Tiba di Hanoi.jpg",), 0),
    Pair("Tiba di Hanoi.jpg", ("p/Tiba di Hanoi-1.jpg",), 0),
    Pair("Tiba di Hanoi (1).jpg", ("p/Tiba di Hanoi.jpg",), 0),
    Pair("Tiba di Hanoi_1.jpg", ("p/Tiba di Hanoi.jpg",), 0),
    Pair("Tiba di Hanoi copy.jpg", ("p/Tiba di Hanoi.jpg",), 0),
    Pair("Tiba di Hanoi.jpg", ("p/Tiba di Hanoi - Copy.jpg",), 0),
    Pair("Tiba di Hanoi - Copy (2).jpg", ("p/Tiba di Hanoi.jpg",), 0),
    Pair("Tiba di Hanoi - salin.jpg", ("p/Tiba di Hanoi.jpg",), 0),
    Pair("Copy of Tiba di Hanoi.jpg", ("p/Tiba di Hanoi.jpg",), 0),
    Pair("Salinan Tiba di Hanoi.jpg", ("p/Tiba di Hanoi.jpg",), 0),
    Pair("W-HAI_1275-scaled.jpg", ("p/W-HAI_1275.jpg",), 0),
    Pair("W-HAI_1275-1024x683.jpg", ("p/W-HAI_1275.jpg",), 0),
    Pair("W-HAI_1275-1024x683.jpg", ("p/W-HAI_1275-scaled.jpg",), 0),
    Pair("W-HAI_1275_large.jpg", ("p/W-HAI_1275.jpg",), 0),
    Pair("W-HAI_1275@2x.jpg", ("p/W-HAI_1275.jpg",), 0),
    Pair("W-HAI_1275.jpg", ("p/W-HAI_1275-edited.jpg",), 0),
    Pair("tiba-di-hanoi-9f3a2b1c4d.jpg", ("p/tiba-di-hanoi.jpg",), 0),
    Pair("tiba-di-hanoi-1761364123456.jpg", ("p/tiba-di-hanoi.jpg",), 0),
    Pair("W-HAI_1275-1.jpg", ("texts/W-HAI_1275.jpg",), 0),
    Pair("W-HAI_1275-1.jpg", ("p/W-HAI_1275.jpg",), 0),
    Pair("W-HAI_1275 (1).jpg", ("p/W-HAI_1275.jpg",), 0),
    Pair("W-HAI_1275.jpg", ("p/W-HAI_1275 (1).jpg",), 0),
    Pair("W-HAI_1275-2.jpg", ("p/W-HAI_1275.jpg",), 0, GUESSED),
    Pair("photo (2).jpg", ("texts/photo-2.jpg",), 0),
    Pair("tiba-7-1.jpg", ("p/tiba-7.jpg", "p/tiba-8.jpg"), 0),
    Pair("tiba-7.jpg", ("p/tiba-7 (1).jpg",), 0),
    Pair("Tiba di Hanoi (3).jpg", ("p/Tiba di Hanoi.jpg",), 0),
    Pair("Tiba di Hanoi-1.jpg", (("p/Tiba di Hanoi.jpg", "2019-03-02"),), 0, GUESSED, date="2025-10-25"),
    Pair("Tiba di Hanoi.jpg", ("p/Tiba di Hanoi-1.jpg", "q/Tiba di Hanoi-2.jpg"), None),
    Pair(
        "WhatsApp Image 2025-10-25 at 08.53.41 (1).jpeg",
        ("p/WhatsApp Image 2025-10-25 at 08.53.41.jpeg",), 0, GUESSED,
    ),
]  # fmt: skip

TRAPS = [
    Pair("photo-12.jpg", ("texts/photo-13.jpg",), None),
    Pair("photo-1.jpg", ("texts/photo-2.jpg",), None),
    Pair("photo (1).jpg", ("texts/photo (2).jpg",), None),
    Pair("photo.jpg", ("texts/photo-1.jpg", "texts/photo-2.jpg"), None),
    Pair("Tiba di Hanoi-2.jpg", ("texts/Tiba di Hanoi.jpg", "texts/Tiba di Hanoi-1.jpg"), None),
    Pair("hanoi-25-10.jpg", ("texts/hanoi-26-10.jpg", "texts/hanoi.jpg"), None),
    Pair("hanoi-2025-10-5.jpg", ("texts/hanoi-2025-10.jpg",), None),
    Pair("W-HAI_1275.jpg", ("texts/HAI_1275.jpg",), None),
    Pair("W-HAI_1275.jpg", ("texts/W-HAI_1276.jpg",), None),
    Pair("tiba-9f3a2b1c4d.jpg", ("p/tiba-8e4b3c2d5f.jpg",), None),
    Pair("tiba-1761364123.jpg", ("p/tiba-1761364199.jpg",), None),
    Pair("foto-1.jpg", ("p/foto.jpg",), None),
    Pair("tiba-7-1.jpg", ("p/tiba.jpg", "p/tiba-8.jpg", "p/tiba-1.jpg", "p/tiba-1-7.jpg"), None),
    Pair("DSC_0412.jpg", FORTY, None),
    Pair("DSC_0412.jpg", FORTY, None, date="2031-05-05"),
    Pair("DSC_0412-1.jpg", FORTY, None),
    Pair("jadwal.jpg", ("p/jadwal sidang.jpg",), None),
    Pair("Tiba di Hanoi.jpg", ("p/Tiba di Jakarta.jpg",), None),
    Pair("2.jpg", ("texts/1.jpg",), None),
    Pair("DSC_0412-1.jpg", (("p/DSC_0412.jpg", "2019-01-01"),), None, date="2025-10-25"),
]

COMMON = [
    Pair("DSC_0412.jpg", (("p/DSC_0412.jpg", "2025-10-25"),), 0, date="2025-10-25"),
    Pair("DSC_0412.jpg", (("p/DSC_0412.jpg", "2019-03-02"),), 0, GUESSED, date="2025-10-25"),
    Pair("DSC_0412.jpg", (("texts/DSC_0412.jpg", "2019-03-02"),), 0, date="2025-10-25"),
    Pair("W-HAI_1275.jpg", (("p/W-HAI_1275.jpg", "2019-03-02"),), 0, GUESSED, date="2025-10-25"),
    Pair("Tiba di Hanoi.jpg", (("p/Tiba di Hanoi.jpg", "2019-03-02"),), 0, date="2025-10-25"),
    Pair("image1.jpg", ("p/image1.jpg",), 0, GUESSED),
    Pair("unnamed.jpg", ("p/unnamed.jpg",), 0, GUESSED),
    Pair("foto.jpg", (("p/foto.jpg", "2025-10-24"),), 0, date="2025-10-25"),
    Pair("foto.jpg", (("p/foto.jpg", None, SIGNING),), 0, caption=SIGNING),
    Pair("IMG_0001.jpg", (("p/IMG_0001.jpg", "2025-12-30"),), 0, GUESSED, date="2025-10-25"),
]

WORDS = [
    Pair("W HAI_1275.jpg", ("p/W-HAI_1275.jpg",), 0),
    Pair("tiba_di_hanoi.jpg", ("p/Tiba di Hanoi.jpg",), 0),
    Pair("DSC0412.jpg", ("p/DSC_0412.JPG",), 0),
    Pair("DSC-0412.jpg", ("p/DSC0412.JPG",), 0),
    Pair("WHAI1275.jpg", ("p/W-HAI_1275.jpg",), 0),
    Pair("W-HAI 1275-scaled.jpg", ("p/WHAI1275.jpg",), 0),
    Pair("kapal2.jpg", ("p/kapal-2.jpg", "p/kapal.jpg"), 0),
    Pair("kapal-2.jpg", ("p/kapal2.jpg", "q/kapal.jpg"), 0),
    Pair("kapal (2).jpg", ("p/kapal2.jpg", "q/kapal.jpg"), 1),
    Pair("DSC0412.jpg", ("p/DSC_0412.jpg", "q/DSC-0412.jpg"), None),
    Pair("DSC0412.jpg", (("p/DSC_0412.jpg", "2019-03-02"),), 0, GUESSED, date="2025-10-25"),
    Pair("a1 23.jpg", ("p/a12 3.jpg", "p/a 123.jpg"), None),
    Pair("kapal 1 2.jpg", ("p/kapal 12.jpg",), None),
    Pair("dai-bieu-quoc-hoi.jpg", ("p/Đại biểu Quốc hội.jpg",), 0, GUESSED),
    Pair("Đại biểu Quốc hội.jpg", ("p/dai-bieu-quoc-hoi-1.jpg",), 0, GUESSED),
    Pair("Đại biểu.jpg", ("p/Đại biểu.png", "q/dai-bieu.jpg"), 0),
]

DIGITS = [
    Pair(
        "VNA Potal Presiden menandatangani Konvensi Hanoi 836154525 8 53 41.jpg",
        ("p/VNA_potal_Chủ tịch nước ký Công ước Hà Nội_836154525_8_53_41.jpg",), 0, GUESSED,
    ),
    Pair("AP25298123456 signing.jpg", ("p/AP25298123456.jpg",), 0, GUESSED),
    Pair("Ky ket 20251025.jpg", ("p/Tanda tangan 20251025.jpg",), None),
    Pair("Ky ket 25102025.jpg", ("p/Tanda tangan 25102025.jpg",), None),
    Pair("Ky ket 251025.jpg", ("p/Tanda tangan 251025.jpg",), None),
    Pair("Ky ket 202510.jpg", ("p/Tanda tangan 202510.jpg",), None),
    Pair("Ky ket 20251025085341.jpg", ("p/Tanda tangan 20251025085341.jpg",), None),
    Pair("Ky ket 20251025_085341.jpg", ("p/Tanda tangan 20251025_085341.jpg",), None),
    Pair("Ky ket 000412.jpg", ("p/Tanda tangan 000412.jpg",), None),
    Pair("Ky ket 836154525.jpg", ALIKE, None),
    Pair("Ky ket 836154525.jpg", (("x/836154525 a.jpg", "2025-10-25"), ("y/836154525 b.jpg", "2019-01-01")),
         0, GUESSED, date="2025-10-25"),
    Pair("Ky ket 20251025 836154525.jpg", ("p/Tanda tangan 836154525 25102025.jpg",), 0, GUESSED),
    Pair("Ky ket 836154525.jpg", ("p/Tanda tangan 836154526.jpg",), None),
    Pair("Ky ket 836154525.jpg", ("p/Tanda tangan 8361545251.jpg",), None),
    Pair("JOB836154-12.jpg", ("p/JOB836154-13.jpg",), None),
    Pair("836154525 (1).jpg", ("p/836154525 (2).jpg",), None),
    Pair("Ky ket 836154525 8 53 41.jpg", ("p/Tanda tangan_836154525_8_53_42.jpg",), None),
    Pair("Ky ket 736152.jpg", (("p/Tanda tangan 736152.jpg", "2019-01-01"),), None, date="2025-10-25"),
]  # fmt: skip

SEVERAL = [
    Pair("DSC_0412.jpg", (*FORTY, "texts/DSC_0412.jpg"), 40),
    Pair("DSC_0412.jpg", (*FORTY, ("card/x/DSC_0412.jpg", "2025-10-25")), 40, GUESSED, date="2025-10-25"),
    Pair("DSC_0412.jpg", (*FORTY, ("card/x/DSC_0412.jpg", "2025-10-24")), 40, GUESSED, date="2025-10-25"),
    Pair("DSC_0412.jpg", (*FORTY, ("card/x/DSC_0412.jpg", None, SIGNING)), 40, caption=SIGNING.upper()),
    Pair("DSC_0412.jpg", (*FORTY, ("card/x/DSC_0412.jpg", None, f"{SIGNING}. Foto: Antara")), 40, caption=SIGNING),
    Pair("DSC_0412.jpg", (*FORTY, ("c/x/DSC_0412.jpg", "2025-10-25"), ("c/y/DSC_0412.jpg", "2025-10-25")),
         None, date="2025-10-25"),
    Pair("DSC_0412.jpg", (*FORTY, ("c/x/DSC_0412.jpg", "2025-10-25", SIGNING), ("c/y/DSC_0412.jpg", "2025-10-25")),
         40, date="2025-10-25", caption=SIGNING),
    Pair("DSC_0412.jpg", (*FORTY, ("c/x/DSC_0412.jpg", "2019-10-25", SIGNING), ("c/y/DSC_0412.jpg", "2025-10-25")),
         None, date="2025-10-25", caption=SIGNING),
    Pair("DSC_0412.jpg", (("2025/signing/raw/DSC_0412.jpg", "2025-10-25"), ("2019/DSC_0412.jpg", "2019-01-01")),
         0, SURE, "2025/signing/text/a.txt", "2025-10-25"),
    Pair("DSC_0412.jpg", (("2025/signing/raw/DSC_0412.jpg", "2019-01-01"), ("2019/DSC_0412.jpg", "2019-01-01")),
         None, SURE, "2025/signing/text/a.txt", "2025-10-25"),
    Pair("DSC_0412.jpg", (*FORTY, ("card/x/DSC_0412.jpg", "2025-10-20")), 40, GUESSED, date="2025-10-28",
         extra={"event_date": "2025-10-19/2025-10-21"}),
]  # fmt: skip

OFFICE = [
    Pair("MenluTerimaDubesAustralia.jpg", ("p/menlu terima dubes australia.jpg",), 0),
    Pair("menlu-terima-dubes-2.jpg", ("2025/Menlu terima Dubes.JPG",), 0),
    Pair("menlu-terima-dubes-2.jpg", ("2025/menlu-terima-dubes.jpg", "2025/menlu-terima-dubes-1.jpg"), None),
    Pair("IMG_1234 (2).jpg", ("k/IMG_1234.JPG", "k/IMG_1234 (1).JPG"), None),
    Pair("IMG_12341.jpg", ("k/IMG_1234.JPG",), None),
    Pair("kegiatan-11.jpg", ("p/kegiatan-1.jpg",), None),
    Pair("IMG_20251025_WA0012.jpg", ("p/IMG-20251025-WA0012.jpg",), 0),
    Pair("IMG-20251025-WA0012.jpg", ("p/IMG-20251025-WA0013.jpg",), None),
    Pair("AP25298123456789.jpg", ("ap/AP_25298123456789.jpg",), 0),
    Pair("000_36AB7XU.jpg", ("afp/000_36AB7XW.jpg",), None),
    Pair("DSC_0412-1.jpg", (("a/DSC_0412.jpg", "2025-10-25"),), 0, date="2025-10-25"),
    Pair("P1010234", ("p/P1010234.RW2",), 0),
]

AGENCIES = [
    Pair("AFP 000_36AB7XU", ("p/000_36AB7XU.jpg",), 0),
    Pair("000_36AB7XU.jpg", ("p/AFP_000_36AB7XU.jpg",), 0),
    Pair("AFP_000_36AB7XU (1).jpg", ("p/000_36AB7XU.jpg",), 0),
    Pair("Getty Images 1234598760", ("p/gettyimages-1234598760-612x612.jpg",), 0),
    Pair("[REUTERS] RC2ABC1D2E3F", ("p/RC2ABC1D2E3F.JPG",), 0),
    Pair("AP 25298123456789.jpg", ("p/AP25298123456789.jpg",), 0),
    Pair("AP25298123456789", ("p/25298123456789.jpg",), 0),
    Pair("AFP 000_36AB7XU", ("p/000_36AB7XW.jpg",), None),
    Pair("AFP 000_36AB7XU", ("p/Reuters 000_36AB7XV.jpg",), None),
    Pair("AP DSC_0412.jpg", ("p/DSC_0412.jpg",), None),
    Pair("Antara 20251025.jpg", ("p/20251025.jpg",), None),
    Pair("VNA kapal baru.jpg", ("p/kapal baru.jpg",), None),
    Pair("AP 1275.jpg", ("p/1275.jpg",), None),
]

PAIRS = SAME_NAME + COPIES + TRAPS + COMMON + WORDS + DIGITS + SEVERAL + OFFICE + AGENCIES


def put_photo(writer: Writer, photo: object) -> str:
    path, day, caption = (*((photo,) if isinstance(photo, str) else photo), None, None)[:3]  # type: ignore[misc]
    described = Description("image/jpeg", "photo", 1)
    described.offer("created", f"{day}T08:53:41" if day else None, "exif:DateTimeOriginal")
    described.offer("caption", caption, "xmp:dc:description")
    record = writer.add_record(described, NewAsset(sha(path), 9, "image/jpeg"))
    put(writer, path, record, path)
    return record


def put_article(writer: Writer, pair: Pair) -> str:
    described = Description("text/plain", "text", 1, text="Isi.", mentions=[Mention(pair.mention, pair.caption)])
    described.offer("kind", "article", "rule:mentions")
    described.offer("date", pair.date, "rule:dateline")
    for key, value in pair.extra.items():
        described.offer(key, value, "rule:dateline")
    record = writer.add_record(described, NewAsset(sha(pair.at), 4, "text/plain"))
    put(writer, pair.at, record, pair.at)
    return record


@pytest.mark.parametrize("article_first", [True, False], ids=["article first", "photos first"])
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.mention)
def test_which_photo_is_meant(catalogue: Catalogue, pair: Pair, article_first: bool) -> None:
    if article_first:
        with catalogue.write() as writer:
            told = put_article(writer, pair)
    with catalogue.write() as writer:
        photos = [put_photo(writer, photo) for photo in pair.photos]
    if not article_first:
        with catalogue.write() as writer:
            told = put_article(writer, pair)
    record = catalogue.get(told, ARCHIVIST)
    assert record is not None
    link = record.with_guesses().photos[0]
    assert (photos.index(link.record) if link.record else None, link.doubtful) == (pair.meant, pair.doubtful)
    assert link.reason or not link.doubtful
