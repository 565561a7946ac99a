"""The formats of the originals, and those at risk."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.format_risks import format_at_risk
from tests.support.commands import json_lines, run


def test_formats_are_counted(tmp_path: Path) -> None:
    folder = tmp_path / "masuk"
    folder.mkdir()
    for n in range(2):
        (folder / f"siaran-{n}.txt").write_text(f"Siaran pers {n}\n\nIsi.\n", encoding="utf-8")
    (folder / "lama.wpd").write_bytes(b"\xffWPC\x10\0\0\0\1\x0a\0\0" + bytes(range(256)))
    run("init", "--archive", tmp_path / "archive")
    run("ingest", "--archive", tmp_path / "archive", folder)
    first, *others = json_lines(run("originals", "formats", "--json", "--archive", tmp_path / "archive"))
    assert first == {"media_type": "text/plain", "puid": "x-fmt/111", "count": 2, "bytes": 40, "at_risk": None}
    assert [(one["count"], one["at_risk"]) for one in others] == [(1, "WordPerfect")]
    told = run("originals", "formats", "--archive", tmp_path / "archive").stdout
    assert "at risk: WordPerfect" in told
    listed = json_lines(run("originals", "list", "--json", "--archive", tmp_path / "archive"))
    assert {one["puid"] for one in listed} == {"x-fmt/111", None}


@pytest.mark.parametrize(
    ("media_type", "name", "expected"),
    [
        ("", "a/LAMA.WPD", "WordPerfect"),
        ("application/octet-stream", "foto.pcd", "Kodak Photo CD"),
        ("application/x-pagemaker", "a.pmd", "PageMaker"),
        ("text/plain", "a.pub", ""),
        ("", "wpd", ""),
        ("", "a.txt", ""),
    ],
)
def test_format_at_risk(media_type: str, name: str, expected: str) -> None:
    assert format_at_risk(media_type, name) == expected
