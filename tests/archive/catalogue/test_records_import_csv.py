"""`press-archive records import`: corrections from a spreadsheet, with the outcome of each row."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest

from archive.commands.correction_tables import form_of, rows_of
from archive.errors import BadTable
from archive.record import Status
from tests.support.changed_shelf import Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "archive")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "koreksi.csv"


def test_rows_name_records_by_id_file_or_digest_and_each_has_an_outcome(shelf: Shelf, table: Path) -> None:
    one = shelf.add("disk/A_1.jpg", caption="Lama", city="Ambon")
    two = shelf.add("disk/A_2.jpg", Status.WITHDRAWN, caption="Lama")
    three = shelf.add("disk/A_3.jpg", caption="Sudah benar")
    digest = shelf.get(three).original.sha256
    table.write_text(
        "id,filename,sha256,caption,keywords,city\n"
        f"{one},,,Baru,laut;kapal,\n"
        ",a_2.JPG,,Baru juga,,Tual\n"
        f",,{digest},Sudah benar,,\n"
        "\n",
        encoding="utf-8",
    )
    before = [shelf.told(record) for record in (one, two, three)]
    seen = shelf.run("records import", table, code=1)
    assert "line 2: would change" in seen.stdout
    assert "2 would change, 1 same" in seen.stdout
    assert "caption: Lama  [iptc] -> Baru  [archivist]" in seen.stdout
    assert "--yes" in seen.output
    assert shelf.run("records import", table, "--dry-run").stdout == seen.stdout
    assert [shelf.told(record) for record in (one, two, three)] == before

    *rows, counts = shelf.json("records import", table, "--yes")
    assert [(row["line"], row["outcome"], row["record"]) for row in rows] == [
        (2, "changed", one), (3, "changed", two), (4, "same", three),
    ]  # fmt: skip
    assert (counts["change_set"], counts["rows"]) == (1, {"changed": 2, "same": 1})
    assert shelf.get(one).values["keywords"] == ["laut", "kapal"]
    assert shelf.get(one).values["city"] == "Ambon"  # an empty cell changes nothing
    assert shelf.get(two).values["city"] == "Tual"
    (found,) = shelf.json("search", "kapal")
    assert found["total"] == 1
    (undone,) = shelf.json("records undo")
    assert undone["records"] == 2
    assert [shelf.told(record) for record in (one, two, three)] == before


def test_one_bad_row_and_nothing_is_written_unless_it_is_skipped(shelf: Shelf, table: Path) -> None:
    good = shelf.add("x/B_1.jpg", caption="Lama")
    twins = [shelf.add(f"{folder}/IMG_1.jpg", caption="Kembar") for folder in ("x", "y")]
    bad = shelf.add("x/B_2.jpg")
    table.write_text(
        f"filename,caption,date\nB_1.jpg,Baru,\nIMG_1.jpg,Baru,\nnone.jpg,Baru,\n,Baru,\nB_2.jpg,,25/10/2025\n"
        f"{'y/IMG_1.jpg'},=HYPERLINK(1),\nx/IMG_1.jpg,#NAME?,\nB_1.jpg,Lain,\n",
        encoding="utf-8",
    )
    for more in ([], ["--yes"]):
        *rows, counts = shelf.json("records import", table, *more, code=1)
        assert [row["outcome"] for row in rows] == [
            "changed", "ambiguous", "no such record", "no such record", "bad value", "bad value", "bad value",
            "bad value",
        ]  # fmt: skip
        assert all(record in rows[1]["reason"] for record in twins)
        assert "2025-10-25" in rows[4]["reason"]
        assert "formula" in rows[5]["reason"]
        assert (rows[5]["code"], rows[5]["params"]["key"]) == ("value-formula", "caption")
        assert "line 2 is about this record too" in rows[7]["reason"]
        assert counts["change_set"] is None
        assert shelf.get(good).values["caption"] == "Lama"
    assert shelf.json("records changes") == []
    refused = shelf.run("records import", table, "--yes", code=1)
    assert "--skip-bad" in refused.output
    assert "line 2: would change" in refused.stdout
    assert "changed" not in refused.stdout
    assert "line 2: changed" in shelf.run("records import", table, "--yes", "--skip-bad").stdout
    assert shelf.get(good).values["caption"] == "Baru"
    assert "date" not in shelf.get(bad).values


@pytest.mark.parametrize(
    ("encoding", "mark", "separator"),
    [
        ("utf-8", b"", ","),
        ("utf-8", b"\xef\xbb\xbf", ";"),
        ("cp1252", b"", ";"),
        ("utf-16-le", b"\xff\xfe", "\t"),
    ],
)
def test_tables_are_read_as_spreadsheets_write_them(
    shelf: Shelf, table: Path, encoding: str, mark: bytes, separator: str
) -> None:
    record = shelf.add("C_1.jpg", caption="Lama")
    text = f'Filename{separator}Caption\r\nC_1.jpg{separator}"Café, ""Là""; à Huế"\r\n'.replace(
        "ế", "é" if encoding == "cp1252" else "ế"
    )
    table.write_bytes(mark + text.encode(encoding))
    shelf.run("records import", table, "--yes")
    assert str(shelf.get(record).values["caption"]).startswith('Café, "Là"; à Hu')


def test_a_line_that_says_what_stands_between_cells_is_no_row(shelf: Shelf, table: Path) -> None:
    record = shelf.add("C_2.jpg")
    table.write_text("sep=;\nfilename;caption\nC_2.jpg;a, b\n")
    (row, _) = shelf.json("records import", table, "--yes")
    assert (row["line"], shelf.get(record).values["caption"]) == (3, "a, b")


def test_empty_cells_give_values_back_where_that_is_said(shelf: Shelf, table: Path) -> None:
    record = shelf.add("D_1.jpg", caption="Lama", city="Ambon")
    shelf.run("records edit", record, "city=Tual", "date=2025-10")
    table.write_text("filename,city,date\nD_1.jpg,,\n")
    shelf.run("records import", table, "--yes")
    assert shelf.get(record).values["city"] == "Tual"
    shelf.run("records import", table, "--yes", "--clear-empty")
    assert shelf.get(record).values["city"] == "Ambon"
    assert not {"date", "date_precision"} & set(shelf.get(record).values)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"caption\nBaru\n", "call one `id`"),
        (b"id\nabc\n", "No column says what to change"),
        (b"id,captoin\nabc,x\n", "did you mean caption?"),
        (b"id,status\nabc,released\n", "press-archive access"),
        (b"id,caption,Caption\nabc,x,y\n", "two columns"),
        (b"id,caption\nabc,\0\0\n", "NUL character"),
        (b'id,caption\nabc,"' + b"x" * 200_000, "quotation mark"),
        (b'id,caption\nabc,"Dermaga\ndef,Kapal\n', "quotation mark"),
        (b"id,caption\n" + b"x" * (3 << 20), "too long"),
        (b"\xff\xfei\0d\0", "No column says what to change"),
        (b"id,caption\nabc,\x81\x8d\xe9\n", "CSV UTF-8"),
    ],
)
def test_what_is_no_table_of_corrections_is_told_and_writes_nothing(
    shelf: Shelf, table: Path, content: bytes, told: str
) -> None:
    shelf.add("E_1.jpg", caption="Lama")
    table.write_bytes(content)
    for more in (["--dry-run"], ["--yes"]):
        done = shelf.run("records import", table, *more, code=1)
        assert told in done.output
        assert "Traceback" not in done.output
    assert shelf.json("records changes") == []


def test_a_sparse_file_of_a_gigabyte_is_refused_at_once(shelf: Shelf, table: Path) -> None:
    with table.open("wb") as file:
        file.write(b"id,caption\n")
        file.truncate(1 << 30)
    assert "NUL characters" in shelf.run("records import", table, "--yes", code=1).output
    table.unlink()
    os.mkfifo(table)
    assert "cannot be read twice" in shelf.run("records import", table, "--yes", code=1).output


def test_a_long_table_is_read_in_little_memory(table: Path) -> None:
    with table.open("w") as file:
        file.write("id,caption\n")
        file.writelines(f"{n:016},Keterangan nomor {n}\n" for n in range(100_000))
    form = form_of(table)
    tracemalloc.start()
    try:
        assert sum(1 for _ in rows_of(table, form)) == 100_000
        assert tracemalloc.get_traced_memory()[1] < 2 << 20
    finally:
        tracemalloc.stop()
    with pytest.raises(BadTable, match="no encoding"):
        form_of(table, "klingon")
