"""The words of the shared PDFs compared with those of pdftotext, by token F1, per file with mean and minimum."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from statistics import mean

import pytest

from archive.errors import Encrypted
from ingest.readers.base import sniff
from ingest.readers.base.source import Source
from ingest.readers.pdf import pdf

PDFS = sorted((Path(__file__).parents[3] / "shared" / "data" / "pdf").glob("*.pdf"))
pytestmark = [
    pytest.mark.skipif(not PDFS, reason="../shared is not here"),
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed"),
]
LEAST_MEAN, LEAST = 0.97, 0.75  # the worst are Arabic with letters without a mapping


def tokens(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def token_f1(ours: str, theirs: str) -> float:
    """Return F1 of the words of two texts, as multisets; 1.0 if both are empty."""
    a, b = tokens(ours), tokens(theirs)
    return 2 * (a & b).total() / (a.total() + b.total()) if a or b else 1.0


def test_the_words_are_those_of_pdftotext(tmp_path: Path) -> None:
    scores: dict[str, float] = {}
    for path in PDFS:
        source = Source(path, path.name, sniff.media_type(path, path.name), tmp_path)
        command = ["pdftotext", "-enc", "UTF-8", str(path), "-"]
        theirs = subprocess.run(command, capture_output=True, check=False, timeout=60).stdout.decode()
        try:
            ours = pdf.read_source(source).text
        except Encrypted:
            assert not theirs
            continue
        scores[path.name] = token_f1(ours, theirs)
    for name, score in sorted(scores.items(), key=lambda one: one[1]):
        sys.stdout.write(f"{score:.4f}  {name}\n")
    worst, average = min(scores.values()), mean(scores.values())
    sys.stdout.write(f"token F1 over {len(scores)} files: mean {average:.4f}, worst {worst:.4f}\n")
    assert average >= LEAST_MEAN
    assert worst >= LEAST
