"""The language of short captions: at least 97 of a hundred right in each language, some typed without marks."""

from __future__ import annotations

import pytest
from short_captions import ENGLISH, INDONESIAN, VIETNAMESE

from ingest.enrich.language import detect


@pytest.mark.parametrize(("code", "captions"), [("id", INDONESIAN), ("vi", VIETNAMESE), ("en", ENGLISH)])
def test_the_language_of_short_captions(code: str, captions: str) -> None:
    lines = captions.splitlines()
    wrong = [line for line in lines if detect(line)[0] != code]
    assert len(wrong) <= 0.03 * len(lines), wrong
