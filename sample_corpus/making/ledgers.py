"""The workbooks of the corpus that are documents and no tables of captions, and the hostile ones among them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from making.sheets97 import ods, xls
from making.workbooks import workbook

CELL = '<table:table-cell office:value-type="string" table:number-columns-repeated="1000"/>'
SPAN = f'<table:table table:name="A"><table:table-row table:number-rows-repeated="1000000">{CELL}</table:table-row>'


def files() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Each workbook's path in the corpus and what makes it."""
    yield "releases/2024-07-05-giliran-dok.xlsx", lambda: workbook(DOCKS)
    yield "releases/2009-02-27-bang-ke-phao.xls", lambda: xls(BUOYS)
    yield "releases/2025-03-11-lamp-stores.ods", lambda: ods(LAMPS)
    yield "broken/encrypted.xls", lambda: xls({"A": [["rahasia"]]}, password=True)
    yield "broken/too-wide.ods", lambda: ods(f"{SPAN}</table:table>")


DOCKS = {
    "Giliran dok apung": [
        ["Giliran dok apung Nongsa, semester kedua 2024"],
        ["Kapal", "Masuk", "Lama (hari)"],
        ["KM Sinar Ogan", "8 Juli", 12],
        ["Tunda Lawu Kecil", "22 Juli", 5.5],
    ],
    "Lembar2": [],
    "Cat": [["Warna", "Kaleng"], ["merah menie", 44]],
}
BUOYS = {
    "Phao luồng": [
        ["Bảng kê phao luồng Định An, quý I năm 2009"],
        ["Số", "Tình trạng"],
        [7, "mất chuông"],
        [9, "đã sơn lại"],
    ],
    "Sheet2": [["Người kiểm", "Dương Tấn Phát"]],
}
LAMPS = {
    "Lamp stores": [
        ["Lamp stores of the eastern lights, March 2025"],
        ["Light", "Wicks", "Mantles"],
        ["Sermata", 120, 14],
    ],
    "Returned": [["Sermata returned two mantles eaten by moths."]],
}
