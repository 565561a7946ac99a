"""The language of 300 short captions, a third in each language, some of three words and some without diacritics."""

from __future__ import annotations

from ingest.extract.language.language_detection import detect
from tests.cases import short_captions as captions
from tests.cases import short_captions_more as more

WRITTEN = {
    "id": [*captions.INDONESIAN.splitlines(), *more.INDONESIAN.splitlines()],
    "vi": [*captions.VIETNAMESE.splitlines(), *more.VIETNAMESE.splitlines()],
    "en": [*captions.ENGLISH.splitlines(), *more.ENGLISH.splitlines()],
}


def test_the_language_of_97_in_a_hundred_short_captions_is_told() -> None:
    wrong = {code: [line for line in lines if detect(line)[0] != code] for code, lines in WRITTEN.items()}
    assert all(len(lines) == 100 for lines in WRITTEN.values())
    assert sum(map(len, wrong.values())) <= 9, wrong
    assert all(len(lines) <= 5 for lines in wrong.values()), wrong
