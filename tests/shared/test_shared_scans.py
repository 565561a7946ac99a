"""OCR quality: real documents, drawn as pictures, compared with their own text; paragraphs, drawn and blurred."""

from __future__ import annotations

import json
import re
import textwrap
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from archive.tesseract import POOR, installed
from ingest.ocr.page_recognition import read_page
from tests.builders.scan_pages import FONT, drawn

DATA = Path(__file__).parents[3] / "shared/data"
HERE = installed()
pytestmark = pytest.mark.skipif(
    not DATA.exists() or HERE.lacks("ind+vie+eng") is not None or not Path(FONT).exists(),
    reason="needs the shared data, tesseract and a font",
)
SETS = {"id": "facqa-id", "vi": "xquad-vi", "en": "cranfield"}
PAGES, WIDTH, LINES = 4, 84, 14
LEAST = 0.95


def f1(found: str, wanted: str) -> float:
    """Return F1 of the words, regardless of their order."""
    one, other = (Counter(re.findall(r"\w+", text.casefold())) for text in (found, wanted))
    same = sum((one & other).values())
    return 2 * same / max(1, sum(one.values()) + sum(other.values()))


def read(image: Image.Image, folder: Path) -> tuple[str, int]:
    image.save(folder / "page.png")
    how = {"program": HERE.program, "languages": "ind+vie+eng", "packs": sorted(HERE.languages), "dpi": 200}
    found = read_page(str(folder / "page.png"), 1, str(folder), how)
    return found["text"], found["confidence"] or 0


@pytest.mark.parametrize("language", sorted(SETS))
def test_paragraphs_are_read_and_what_is_read_badly_says_so(language: str, tmp_path: Path) -> None:
    rows = (DATA / "relevance" / SETS[language] / "docs.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(row)["text"] for row in rows[:: max(1, len(rows) // PAGES)]][:PAGES]
    for blurred in (0.0, 1.5, 2.5, 3.5):
        scores, sure = [], []
        for text in texts:
            lines = textwrap.wrap(" ".join(text.split()), WIDTH)[:LINES]
            said, confidence = read(drawn(lines, blurred=blurred), tmp_path)
            scores.append(f1(said, " ".join(lines)))
            sure.append(confidence)
        mean = sum(scores) / len(scores)
        print(f"{language}, blurred {blurred}: F1 {mean:.4f}, worst {min(scores):.3f}, confidence {sure}")
        assert mean > LEAST or min(sure) < POOR or blurred
        if not blurred:
            assert mean >= LEAST


def test_pages_of_real_documents_are_read_as_they_say_themselves(tmp_path: Path) -> None:
    scores = []
    for path in sorted((DATA / "pdf").glob("*.pdf")):
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError:
            continue
        own = document[0].get_textpage().get_text_range()
        if len(re.findall(r"\w{2,}", own)) < 40 or len(scores) >= 10:
            continue
        image = document[0].render(scale=200 / 72, grayscale=True).to_pil()
        said, confidence = read(image, tmp_path)
        scores.append(f1(said, own))
        print(f"{path.name}: F1 {scores[-1]:.3f}, confidence {confidence}")
    assert sorted(scores)[len(scores) // 2] >= LEAST
