"""Reasons of links and holds in archives without codes get codes, and are shown in all languages."""

from __future__ import annotations

import json
import re

import pytest
from flask import Flask

from archive.catalogue.schema.migrations import earlier_links
from archive.messages import LEGACY, VERBATIM, Message, has_code, message_from_json, messages_of
from archive.messages.hold_messages import HOLD_MESSAGES
from tests.support.web_fakes import memorable
from webui import create_app
from webui.i18n.message_lookup import localised_message

LEVELS = (
    "the same name, written otherwise",
    "the same name, another type of file",
    "the same name but for marks of a copy",
    "the same words, parted otherwise",
    "the same name but for the number of a copy",
    "the same words without their accents",
    "the same number, in other words",
)
LINKS = (
    *LEVELS,
    "no photo by this name is here",
    (
        "the nearest has the same name but for the number of a copy, but beside it lie others that only their numbers "
        "tell from it"
    ),
    "the nearest has the same number, in other words, but it was made months away from the article's day",
    "12345 photos have this name, and nothing else tells which of them is meant",
    "2 photos have the same words, parted otherwise, and nothing else tells which of them is meant",
    "of 3 such photos, it lies nearest to the article",
    "of 250 such photos, its caption says the same and it was made on that day",
    (
        "the same name, another type of file; of 3 such photos, it lies in the same folder and its caption has the "
        "same words (dermaga, warga) and it was made on the day that the caption gives"
    ),
    "the same number, in other words; nothing but 836154525 is the same",
    "the same words without their accents; without accents other words may look the same",
    "the same name but for the number of a copy; several pictures of one moment are numbered so",
    "the same name but for the number of a copy; the number 3 may be that of another picture",
    "the same name but for the number of a copy; it was made after the article came out",
    "such names are given again and again",
    "such names are given again and again, and nothing else speaks for this one",
    "such names are given again and again, and it was made after the article came out",
)
PAGES = (
    "it cannot be opened (FPDF error): print it to a new PDF and give that",
    "it needs a password: give it with `press-archive ocr --pdf-passwords FILE`",
    "page 3 has no size: print it to a new PDF and give that",
    "page 3 cannot be drawn (x; y): print it to a new PDF and give that",
    "tesseract found more on the page than a page can hold: look at it, and type its words",
    "tesseract gave no words for the page: `press-archive doctor` says why",
    "tesseract could not read the page (it ended with -11): check that it runs with `press-archive doctor`",
    "tesseract could not read the page (Error, and more): check that it runs with `press-archive doctor`",
    "reading it gave an answer that cannot be used",
    "3 pages before it took too long",
)
UNKNOWN = (
    "the moon is made of cheese",
    "of many such photos, it lies nearest to the article",
    "of 3 such photos, x",
    "",
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app({"SERVICES": memorable(tmp_path_factory.mktemp("archive"))})


def read(codes: str, words: str) -> str:
    return message_from_json(json.loads(codes), words + " (not read by its codes)")


@pytest.mark.parametrize("language", ["id", "vi"])
def test_every_earlier_reason_has_its_code_and_words_in_other_languages(app: Flask, language: str) -> None:
    reasons = [read(earlier_links.messages_of_link(words), words) for words in LINKS]
    reasons += [read(earlier_links.messages_of_page(words), words) for words in PAGES]
    assert [one for one in reasons if "not read by its codes" in one] == []
    assert [one for one in reasons if has_code(one, LEGACY, VERBATIM)] == []
    with app.test_request_context(f"/?lang={language}"):
        shown = [localised_message(one) for one in reasons]
    assert [one for one in shown if re.search(r"\b(the same|photos|it was|it lies|page|such names|pages)\b", one)] == []


def test_several_reasons_for_one_photo_are_messages_within_it() -> None:
    words = "of 250 such photos, its caption says the same and it was made on that day"
    (found,) = messages_of(read(earlier_links.messages_of_link(words), words))
    one, other = (found.params["why"].params[name] for name in ("one", "other"))
    assert (found.code, found.params["photos"], one.code, other.code) == (
        "photo-of-several",
        250,
        "caption-says-same",
        "made-on-day",
    )


@pytest.mark.parametrize("words", [*UNKNOWN, "the same name, " * 500, "of 3 such photos, " + "x and " * 99])
def test_what_is_not_recognized_keeps_its_words(words: str) -> None:
    assert read(earlier_links.messages_of_link(words), words) == Message(LEGACY, text=words)


HOLDS = {
    "held by the archivist": "hold-archivist",
    "held on intake, until someone decides": "hold-ingest",
    "it has the caption of a photo that is held back": "hold-caption",
    "behind a password: nobody can say yet what is in it": "hold-encrypted",
    "its newest version is behind a password": "hold-encrypted-version",
    "a file in it is behind a password: nobody can say yet what is in that": "hold-encrypted-inside",
    "a scan: it may hold an embargo, its words are not read yet": "hold-scan",
    "a scan among its files: it may hold an embargo, and is not read": "hold-scan-beside",
    "it was held as a scan that is not read; it is read now, and someone decides": "hold-scan-read",
    "its first page is read too poorly to tell whether it is under embargo": "hold-scan-doubtful",
}


def test_reasons_of_holds_have_codes_and_the_words_of_files_have_none() -> None:
    found = {words: earlier_links.messages_of_hold(words) for words in HOLDS}
    assert found == {words: f'[{{"code":"{code}","params":{{}}}}]' for words, code in HOLDS.items()}
    assert set(HOLDS.values()) <= HOLD_MESSAGES.keys()
    assert [earlier_links.messages_of_hold(words) for words in (None, "", "EMBARGO SAMPAI 3 MEI")] == [None] * 3


def test_an_event_keeps_what_it_said() -> None:
    before = {"photo": None, "doubtful": False, "reason": LINKS[7], "origin": "rule:file-name", "refused": []}
    told = {"mention": 0, "filename": "Lễ.jpg", "before": before, "photo": "abc"}
    again = json.loads(earlier_links.recode_event(json.dumps(told)))
    assert again["before"].pop("messages") == [{"code": "photo-none", "params": {}}]
    assert again == told
    failed = json.loads(earlier_links.recode_event(json.dumps({"reason": PAGES[2]})))
    assert failed == {"reason": PAGES[2], "messages": [{"code": "ocr-page-sizeless", "params": {"page": 3}}]}
    assert json.loads(earlier_links.recode_event(json.dumps(failed))) == failed
