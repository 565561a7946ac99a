"""The time of an embargo on a separate line, also in a text box, and Vietnamese letterheads typed without
diacritics."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.description.extraction import extract_description
from tests.builders.described_texts import describe_text
from tests.builders.made_files import read
from tests.builders.office_files import making

BODY = "Wali kota membuka dermaga baru dan menyapa para nelayan yang datang sejak subuh. Warga menonton di tepi."
BARE = "Doan cong tac da den cang vao buoi sang va duoc lanh dao dia phuong cung ba con ngu dan don tiep rat vui."
word = making("word")


@pytest.mark.parametrize(
    "head",
    [
        "Embargo: 9 Mei 2051\nPukul: 17.00 WIB",
        "Embargo: 9 Mei 2051\n\nPukul: 17.00 WIB",
        "SIARAN PERS\nEmbargo: 9 Mei 2051\nJam 17.00 WIB",
        "EMBARGO: 9 May 2051\nTime: 10:00 GMT",
        "EMBARGO\nHari/tanggal: Selasa, 9 Mei 2051\nPukul: 17.00 WIB",
        "Cấm công bố trước ngày 9/5/2051\nGiờ: 17h00 ICT",
    ],
)
def test_an_hour_under_the_day_of_an_embargo_is_its_hour(head: str) -> None:
    found = describe_text(f"{head}\n\nDermaga baru dibuka\n\n{BODY}")
    assert found.values["embargo"]["until"] == "2051-05-09T10:00:00Z"
    assert found.values["title"] == "Dermaga baru dibuka"


@pytest.mark.parametrize(
    "below", ["Pukul: 10.00 WIB\nTempat: Balai Kota", "Pukul 10.00 WIB acara dimulai di Kupang", "Tel: 10.00"]
)
def test_the_hour_of_an_event_is_not_that_of_the_embargo(below: str) -> None:
    found = describe_text(f"Embargo: 9 Mei 2051\n{below}\n\nDermaga baru dibuka\n\n{BODY}")
    assert found.values["embargo"]["until"] == "2051-05-10T12:00:00Z"


def test_an_embargo_in_a_text_box_of_word_holds(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{word.par('EMBARGO: 9 Mei 2051')}{word.par('Pukul: 17.00 WIB')}</w:txbxContent>"
    drawn = f"<w:r><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></w:r>"
    body = f"<w:p>{drawn}{word.run('Dermaga baru dibuka')}</w:p>{word.par(BODY)}"
    (tmp_path / "a.docx").write_bytes(word.document(word.Word(body)))
    found = read(tmp_path / "a.docx")
    extract_description(found, "a.docx", "")
    assert found.values["embargo"]["until"] == "2051-05-09T10:00:00Z"
    assert found.values["title"] == "Dermaga baru dibuka"


@pytest.mark.parametrize(
    "letterhead",
    [
        "SO THONG TIN VA TRUYEN THONG\nSo: 12/TCBC",
        "SO Y TE TINH NGHE AN",
        "UY BAN NHAN DAN TINH\nSO NGOAI VU\n\nThong cao bao chi",
        "CONG AN TINH NGHE AN",
    ],
)
def test_a_letterhead_without_marks_is_no_title(letterhead: str) -> None:
    assert describe_text(f"{letterhead}\n\nKhai mac tuan phim\n\n{BARE}").values["title"] == "Khai mac tuan phim"


def test_so_is_a_word_of_english_too() -> None:
    assert describe_text(f"SO MUCH FOR THE PIER\n\nWhat next\n\n{BODY}").values["title"] == "SO MUCH FOR THE PIER"
