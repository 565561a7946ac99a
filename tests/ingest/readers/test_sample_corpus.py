"""The sample corpus is complete: every file has expected values and can be regenerated, and every judgement names files
in it."""

from __future__ import annotations

import importlib
import io
import json
import sys
import tomllib
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

from tests.support.commands import some

CORPUS = Path(__file__).parents[3] / "sample_corpus"
FOLDERS = ("releases", "speeches", "photos", "broken")
INPUTS = sorted(p.relative_to(CORPUS).as_posix() for f in FOLDERS for p in (CORPUS / f).rglob("*") if p.is_file())
MEMBERS = {"mail-00001.eml"}  # files inside files, which a judgement names by their inner names
MEGABYTE = 1_000_000


def _makers() -> tuple[Any, dict[str, Callable[[], bytes]]]:
    sys.path.insert(0, str(CORPUS))
    try:
        return importlib.import_module("making.pdfs"), importlib.import_module("make").files()
    finally:
        sys.path.remove(str(CORPUS))


PDFS, MADE = _makers()


def _judgements() -> list[dict[str, Any]]:
    return tomllib.loads((CORPUS / "judgements.toml").read_text("utf-8"))["query"]


def _expected(name: str) -> dict[str, Any]:
    return json.loads((CORPUS / "expected" / f"{name}.json").read_text("utf-8"))


def test_there_is_enough_to_look_at() -> None:
    suffixes = Counter(Path(name).suffix for name in INPUTS if not name.startswith("broken/"))
    assert len(INPUTS) >= 60
    assert {".md", ".txt", ".html", ".pdf", ".jpg", ".png", ".tif", ".webp"} <= set(suffixes)
    assert {".heic", ".avif", ".psd", ".gif", ".bmp", ".dng", ".xmp"} <= set(suffixes)
    assert sum(name.startswith("photos/") for name in INPUTS) >= 14
    assert sum((CORPUS / name).stat().st_size for name in INPUTS) < 4.5 * MEGABYTE
    languages = Counter(_expected(name).get("language") for name in INPUTS)
    assert min(languages["id"], languages["vi"], languages["en"]) >= 12


def test_every_input_is_expected_and_nothing_else() -> None:
    folder = CORPUS / "expected"
    assert sorted(p.relative_to(folder).as_posix()[: -len(".json")] for p in folder.rglob("*.json")) == INPUTS
    for name in INPUTS:
        assert _expected(name), name


@pytest.mark.parametrize("name", [name for name in INPUTS if name.endswith((".md", ".html"))])
def test_plain_sources_are_composed_utf8(name: str) -> None:
    text = (CORPUS / name).read_bytes().decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "\r" not in text


def test_odd_encodings_are_what_the_readme_says() -> None:
    old = (CORPUS / "releases/2022-09-22-tau-huan-luyen.txt").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        old.decode("utf-8")
    assert "Hồ Thị Lam Giang" in unicodedata.normalize("NFC", old.decode("cp1258"))
    decomposed = (CORPUS / "releases/2023-10-19-bao-so-8.txt").read_text("utf-8")
    assert "Bão không hỏi quốc tịch" not in decomposed
    assert "Bão không hỏi quốc tịch" in unicodedata.normalize("NFC", decomposed)
    assert "ombak memecah" in (CORPUS / "releases/2025-07-03-penyelamatan-nelayan.txt").read_text("utf-16")


def test_all_hosts_are_invented() -> None:
    hosts = (
        (name, after.split(b"/")[0].split(b'"')[0])
        for name in INPUTS
        if name.endswith((".md", ".txt", ".html"))
        for after in (CORPUS / name).read_bytes().split(b"https://")[1:]
    )
    for name, host in some(hosts):
        assert host.endswith(b".example"), (name, host)


def test_a_photo_is_named_twice_and_one_is_not_here() -> None:
    mentioned = Counter(m["filename"] for name in INPUTS for m in _expected(name).get("mentions", []))
    here = {Path(name).name for name in INPUTS}
    assert mentioned["W-HAI_1275.jpg"] >= 2
    assert "W-HAI_1301.jpg" in mentioned
    assert "W-HAI_1301.jpg" not in here
    assert len(set(mentioned) & here) >= 12


@pytest.mark.parametrize("name", sorted(MADE))
def test_made_files_can_be_made_again(name: str) -> None:
    if (name.endswith(".pdf") and "looping" not in name) and not PDFS.have_fonts():
        pytest.skip("Noto Serif is not on this machine (Debian: fonts-noto-core)")
    kept, made = (CORPUS / name).read_bytes(), MADE[name]()
    if kept != made:  # another codec version: the same picture or words in different bytes
        _assert_same_substance(kept, made, name)


def _assert_same_substance(kept: bytes, made: bytes, name: str) -> None:
    """Assert that they are the same picture, up to a slight difference in 24 x 16 fields, or have the same words and
    document information."""
    if name.startswith("photos/") or "_files/" in name or name.endswith("really-a-png.jpg"):
        assert np.abs(_shades(kept) - _shades(made)).max() < 3, name
    elif name.endswith(".pdf") and not name.startswith("broken/"):
        assert _words(kept) == _words(made)
    elif name.endswith((".docx", ".odt", ".pptx")) and not name.startswith("broken/"):
        assert _xml(kept) == _xml(made)
    elif name.startswith("broken/bomb") and zipfile.is_zipfile(io.BytesIO(kept)):
        assert _sizes(kept) == _sizes(made)
    elif name.startswith("broken/") and name.endswith((".jpg", ".png", ".pdf")):
        assert len(made) == pytest.approx(len(kept), rel=0.1), name
    else:
        pytest.fail(f"{name} differs from what make.py makes")


def _shades(data: bytes) -> np.ndarray[Any, Any]:
    with Image.open(io.BytesIO(data)) as picture:
        small = picture.convert("RGB").resize((24, 16), Image.Resampling.BOX)
    return np.asarray(small, np.float64)


def _xml(data: bytes) -> dict[str, bytes | None]:
    """Return the members of a document; only the names of pictures."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) if name.endswith((".xml", ".rels")) else None for name in file.namelist()}


def _sizes(data: bytes) -> list[tuple[str, int, int]]:
    """Return the members of a ZIP archive with their unpacked sizes and checksums."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return [(entry.filename, entry.file_size, entry.CRC) for entry in file.infolist()]


def _words(data: bytes) -> tuple[str, str]:
    reader = PdfReader(io.BytesIO(data))
    return " ".join(page.extract_text() for page in reader.pages), str(reader.metadata)


def test_every_made_file_is_in_the_corpus() -> None:
    assert set(MADE) <= set(INPUTS)
    assert {name for name in INPUTS if name.startswith(("photos/", "broken/"))} <= set(MADE)


def test_judgements_name_files_of_the_corpus() -> None:
    queries = _judgements()
    assert len(queries) >= 79
    assert len({query["q"] for query in queries}) == len(queries)
    for query in queries:
        assert query["why"], query
        assert set(query["first"]) <= {*INPUTS, *MEMBERS}, query
        assert bool(query["first"]) != query.get("none", False), query


def test_the_held_release_is_in_no_judgement() -> None:
    held = {name for name in INPUTS if _expected(name).get("status") == "held"}
    assert held == {
        "releases/2019-03-08-scan-sekolah-perahu.pdf",
        "releases/2019-04-12-scan-tu-den-cu.pdf",
        "releases/2019-05-03-scan-rope-walk.pdf",
        "releases/2026-02-19-night-school-for-buoys.ninjs.json",
        "releases/2026-03-02-giant-clam-census.nitf.xml",
        "releases/2026-06-01-embargoed-lantern-prize.txt",
    }
    assert not [query for query in _judgements() if held & set(query["first"])]
