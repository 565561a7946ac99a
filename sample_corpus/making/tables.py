"""Makes the tables of captions: one as Excel saves CSV in Indonesia, one workbook in two languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from making.workbooks import workbook

CSV = """\
Daftar foto untuk pameran sepuluh tahun SKM;;;;
;;;;
No.;Nama File;Keterangan;Fotografer;Tanggal
1;MCS-2023-0108.jpg;"Kapal rumah sakit berlabuh,
perahu warga merapat";;28/10/2023
2;foto\\LEMBAYUNG_EV_0005.jpg;Feri listrik pertama berangkat dari Kayu Bangkoa.;Yohanes Tandirerung;22/05/2026
3;Padang-Lamun.TIF;;;28 November 2024
4;MCS-2023-0999.jpg;Panel penutup pameran, belum dicetak.;;
"""

# Days as Excel keeps them: 45765 is 18 April 2025.
XLSX = {
    "Ảnh": [
        ["Ảnh Diễn đàn Hành lang Hàng hải lần thứ ba"],
        ["Tên tệp", "Chú thích", "Caption (EN)", "Tác giả", "Ngày chụp", "Ghi chú"],
        [
            "W-HAI_1280.jpg",
            "Sáu trăm đại biểu dự phiên khai mạc tại Nhà hát Sông Hàn.",
            "Six hundred delegates attend the opening session at the Han River Theatre.",
            "Hoàng Minh Hải",
            45765,
            "dùng cho bìa",
        ],
        ["W-HAI_1292.jpg", "Ký giả chờ ngoài hội trường.", "", "Hoàng Minh Hải", 45766, ""],
    ],
    "Ghi chú": [["Bản in gửi trước ngày 2 tháng 5."]],
}


def files() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Each table's path in the corpus and what makes it."""
    yield "photos/keterangan-foto.csv", lambda: CSV.replace("\n", "\r\n").encode("utf-8-sig")
    yield "photos/chu-thich-anh.xlsx", lambda: workbook(XLSX)
