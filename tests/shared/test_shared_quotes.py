"""Quotes of 158 real texts, which a reader marked before the program saw them: 270 quotes of named people, three of
them marked at a second reading. Of 61 more texts, `quotes.json` has what the program found and a reader judged right.
Of speeches it leaves out most, where the speaker quotes from memory: `as Lincoln once said, we must "..."`. It has a
digest of speaker and words for each, null for those that the program is known to leave out."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from archive.quotes.quotations import Quotation, quotations

DATA = Path(__file__).parents[3] / "shared" / "data"
MARKED: dict[str, list[str | None]] = json.loads((Path(__file__).parent / "quotes.json").read_text(encoding="utf-8"))
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="../shared is not here")


def texts() -> dict[str, str]:
    lines = (DATA / "relevance" / "facqa-id" / "docs.jsonl").read_text(encoding="utf-8").splitlines()
    found = {document["id"]: document["text"] for document in map(json.loads, lines)}
    paths = [*(DATA / "releases" / "texts").glob("*.md"), *(DATA / "speeches").glob("*.txt")]
    return found | {path.stem: path.read_text(encoding="utf-8", errors="replace") for path in paths}


def test_speakers_and_words_are_those_that_a_reader_marked() -> None:
    every = texts()
    given = [(name, quotation) for name in MARKED for quotation in quotations(every[name])]
    wrong = [(name, one.speaker, one.words) for name, one in given if _digest(one) not in MARKED[name]]
    marked = sum(map(len, MARKED.values()))
    print(f"{len(given) - len(wrong)} of {len(given)} right, of {marked} marked; wrong {wrong}")
    assert len(wrong) <= 0.02 * len(given)
    assert len(given) - len(wrong) >= 0.84 * marked


def _digest(quotation: Quotation) -> str:
    said = f"{quotation.speaker}\n{' '.join(quotation.words.split())}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]
