"""The real LibreOffice converts an old document within its confinement. Skipped if it is not installed."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from archive.converter import find_converter
from tests.builders.mac_documents import macwrite
from tests.ingest.pipeline.test_conversion import record, set_converter
from tests.support.commands import run

pytestmark = pytest.mark.skipif(find_converter("soffice") is None, reason="LibreOffice is not installed")


def lotus(*labels: str) -> bytes:
    """Return a Lotus 1-2-3 worksheet with these labels below each other (records BOF, LABEL and EOF)."""
    cells = b""
    for row, label in enumerate(labels):
        body = struct.pack("<BHH", 0xFF, 0, row) + b"'" + label.encode("ascii") + b"\0"
        cells += struct.pack("<HH", 0x0F, len(body)) + body
    return b"\0\0\2\0\6\4" + cells + b"\1\0\0\0"


def test_a_worksheet_of_lotus_has_text(tmp_path: Path) -> None:
    folder, disk = tmp_path / "archive", tmp_path / "disk"
    disk.mkdir()
    (disk / "harga.wk1").write_bytes(lotus("Harga beras", "EMBARGO until 1 January 2199"))
    run("init", "--archive", folder)
    set_converter(folder, "soffice")
    run("ingest", "--archive", folder, disk)
    found = record(folder, "harga.wk1")
    assert "Harga beras" in found["text"]
    assert found["values"]["text_origin"].startswith("LibreOffice")
    assert not found["public"]


def test_a_document_of_macwrite_has_text_without_a_suffix(tmp_path: Path) -> None:
    folder, disk = tmp_path / "archive", tmp_path / "disk"
    disk.mkdir()
    (disk / "Pidato Ambon").write_bytes(macwrite(["Pidato Menteri di Ambon", "Menteri membuka pelabuhan baru."]))
    run("init", "--archive", folder)
    set_converter(folder, "soffice")
    run("ingest", "--archive", folder, disk)
    found = record(folder, "Pidato Ambon")
    assert "Menteri membuka pelabuhan baru." in found["text"]
    assert found["values"]["text_origin"].startswith("LibreOffice")
