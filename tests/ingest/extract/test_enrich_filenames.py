"""File names of photos, and lines that look like file names."""

from __future__ import annotations

import pytest

from ingest.extract.captions.picture_names import is_picture_name, picture_names

NAMES_TEXT = """W-HAI_1275.jpg
IMG_1.JPEG
kapal.Png
DSC01234.ARW
foto kapal 12.webp
Kapal (1).jpg
Kapal [final] 2.tif
Bến cảng Hải Phòng, buổi sáng 3 10.heic
Dr. Soetomo 3.jpg
Copy of IMG_1275.jpg
Bản sao của IMG_1275.jpg
Foto IMG_1275.jpg
Presiden dan menteri di Hanoi.jpg
kapal.jpg.webp
WhatsApp Image 2025-10-25 at 08.53.41.jpeg
Menlu di G20.jpg
Ai Cập 2025.jpg
2025-10-25 kapal.bmp
Hà Nội ngày 25.jpg
50% diskon.jpg"""

OTHERS_TEXT = """.jpg
*.jpg
x .jpg
IMG_1275
IMG_1275.jpg.
lampiran.pdf
jadwal.docx
https://contoh.id/a.jpg
//cdn.contoh.id/a.jpg
media/a.jpg
C:\\foto\\a.jpg
a|b.jpg
apakah ini? a.jpg
DSC_####.jpg
IMG_XXXX.jpg
IMG_[0-9].jpg
{nama}.jpg
Why we never delete photo.jpg
Mengapa kamera menulis DSC_0001.jpg
Tại sao máy ảnh ghi DSC_0001.jpg
Simpan gambar sebagai foto.jpg
Lưu ảnh thành anh.jpg
The story behind IMG_1275.jpg
Câu chuyện đằng sau IMG_1275.jpg
Lihat juga berkas IMG_1275.jpg
Kapal tiba pagi. Lihat IMG_1275.jpg
Unduh IMG_1.jpg dan IMG_2.jpg
Siapa menghapus IMG_1275.jpg
Ai đã xóa IMG_1275.jpg
Who deleted IMG_1275.jpg
Bí ẩn của IMG_1275.jpg
Nama berkas itu IMG_1275.jpg
Pilih format terbaik: png atau jpg
-.jpg
jpg"""


@pytest.mark.parametrize("line", NAMES_TEXT.split("\n"))
def test_a_name(line: str) -> None:
    assert is_picture_name(line)


@pytest.mark.parametrize("line", OTHERS_TEXT.split("\n"))
def test_no_name(line: str) -> None:
    assert not is_picture_name(line)


def test_a_line_longer_than_any_name_is_none() -> None:
    assert is_picture_name("a" * 251 + ".jpg")
    assert not is_picture_name("a" * 252 + ".jpg")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("a1.jpg, a2.jpg", ["a1.jpg", "a2.jpg"]),
        ("a1.jpg; a2.png", ["a1.jpg", "a2.png"]),
        ("a1.jpg a2.jpg", ["a1.jpg", "a2.jpg"]),
        ("a1.jpg và a2.jpg", ["a1.jpg", "a2.jpg"]),
        ("a1.jpg, dan a2.jpg", ["a1.jpg", "a2.jpg"]),
        ("a1.jpg / a2.jpg", ["a1.jpg", "a2.jpg"]),
        ("a1.jpg,a2.jpg", ["a1.jpg", "a2.jpg"]),
        ("a, b.jpg", ["a, b.jpg"]),
        ("kapal kayu.jpg | dermaga lama.jpg", ["kapal kayu.jpg", "dermaga lama.jpg"]),
        ("a1.jpg, jadwal.pdf", []),
        ("Unduh a1.jpg, a2.jpg", []),
    ],
)
def test_a_row_of_names(line: str, names: list[str]) -> None:
    assert picture_names(line) == names
