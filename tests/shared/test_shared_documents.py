"""The shared PDFs and speeches: each gets an outcome, and the words match those of pdftotext."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from archive.errors import Encrypted
from archive.record import Description
from ingest.description.file_description import describe, inspect_json
from ingest.readers.base import sniff
from ingest.readers.base.source import Source
from ingest.readers.registry import reader_for

SHARED = Path(__file__).parents[3] / "shared"
PDFS = sorted((SHARED / "data" / "pdf").glob("*.pdf"))
SPEECHES = sorted((SHARED / "data" / "speeches").glob("*.txt"))
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")
NEEDS_PASSWORD = {"pdfsamples__libreoffice-writer-password.pdf"}
# pdftotext orders right-to-left letters differently
LEAST = {
    "pdfsamples__habibi.pdf": 0.7,
    "pdfsamples__habibi-oneline-cmap.pdf": 0.7,
    "pdfsamples__habibi-rotated.pdf": 0.7,
}


def read(path: Path, folder: Path) -> Description:
    media_type = sniff.media_type(path, path.name)
    return reader_for(media_type).read(Source(path, path.name, media_type, folder, path.name))


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def agreement(ours: str, theirs: str) -> float:
    """Return F1 of the words of two texts, as multisets; 1.0 if both are empty."""
    a, b = words(ours), words(theirs)
    shared = sum((a & b).values())
    return 1.0 if not a and not b else 2 * shared / (sum(a.values()) + sum(b.values()))


def pdftotext(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=False, timeout=60)
    return done.stdout.decode("utf-8", "replace")


@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.stem.removeprefix("pdfsamples__"))
def test_every_pdf_ends_in_an_outcome(path: Path, tmp_path: Path) -> None:
    if path.name in NEEDS_PASSWORD:
        with pytest.raises(Encrypted, match="without password"):
            describe(str(path), path.name, str(tmp_path))
        return
    found = Description.from_json(describe(str(path), path.name, str(tmp_path), path.name))
    assert found.reader == "pdf"
    assert found.text.strip() or found.notes
    assert inspect_json(found, path.name)["pages"]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.stem.removeprefix("pdfsamples__"))
def test_the_words_are_those_of_pdftotext(path: Path, tmp_path: Path) -> None:
    if path.name in NEEDS_PASSWORD:
        pytest.skip("needs a password")
    theirs = pdftotext(path)
    if not theirs.strip():
        pytest.skip("pdftotext finds no words")
    score = agreement(read(path, tmp_path).text, theirs)
    sys.stdout.write(f"{path.name}: {score:.4f}\n")
    assert score >= LEAST.get(path.name, 0.9)


@pytest.mark.parametrize("path", SPEECHES, ids=lambda path: path.stem)
def test_every_speech_is_read_whole(path: Path, tmp_path: Path) -> None:
    found = read(path, tmp_path)
    assert found.reader == "text"
    assert found.notes == []
    original = path.read_bytes().decode(found.values["encoding"])
    assert agreement(found.text, original) > 0.99
    assert "\xe2" not in found.text  # dashes that were encoded twice
    assert described_title(path, tmp_path)


def described_title(path: Path, folder: Path) -> str:
    return str(describe(str(path), path.name, str(folder), path.name)["values"].get("title") or "")


def test_the_seed_is_read(tmp_path: Path) -> None:
    path = next((SHARED / "seed").iterdir())
    found = inspect_json(Description.from_json(describe(str(path), path.name, str(tmp_path), path.name)), path.name)
    assert found["language"] == "id"
    assert [bool(mention["caption"]) for mention in found["mentions"]] == [True, False, True]
    assert found["mentions"][0]["credit"] == "VNA"
    assert found["event_date"] == "2025-10-25/2025-10-26"
