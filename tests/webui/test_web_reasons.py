"""The reasons of receipts are told in the language of the page, clause by clause, and are what an intake says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import filterfalse
from pathlib import Path

import pytest

from archive.catalogue.history.access_changes import _READ as READ
from archive.catalogue.records.scan_state import UNREAD
from archive.edits.edits import HELD_BY_HAND
from archive.record import Description, Status
from ingest.files.restrictions import LOCKED, LOCKED_AGAIN, LOCKED_INSIDE, access_for
from ingest.ocr.scan_records import DOUBTFUL
from ingest.pipeline.batch_writer import _SCAN_BESIDE as SCAN_BESIDE
from tests.support.web_fakes import memorable
from webui import create_app
from webui.i18n.message_lookup import LocalisedText, reason, translate_hold_reason
from webui.i18n.message_patterns import INSTEAD
from webui.i18n.reason_patterns import CLAUSES

ROOT = Path(__file__).parents[2]
WRITTEN = [
    *(ROOT / "ingest").rglob("*.py"), *(ROOT / "archive" / "sandbox").rglob("*.py"),
    ROOT / "archive/storage/originals.py",
    *(ROOT / "archive/messages").glob("*.py"), ROOT / "archive/media_types.py",
]  # fmt: skip
EARLIER = {  # as receipts that are kept have it
    "1 file inside it", "%(count)s files inside it", "the embargo names no time zone: %(words)s",
    "held until that time has come everywhere",
}  # fmt: skip
COMPOSED = re.compile(  # of several strings
    r"caption table|it changed while|open it in a picture program|the raw file of|an export of|.* of them need"
)
OUTCOMES = {f"untouched since it was {outcome}" for outcome in ("rejected", "skipped", "encrypted")}
REASONS = [
    "new",
    "new; no reader for application/json: kept and described without its text",
    "container: 3 files inside it, each a record of its own where it can be",
    "container: 1 line with something in it, a record of its own where it can be",
    "same bytes as /disk/a; b.txt; kept once, known by both names",
    "untouched since it was rejected; receipt 12 says why, --retry 12 tries again",
    "empty file: a.txt has no bytes; copy it again from where it came from",
    (
        "bomb.docx is a Word document that was not opened, for one member unpacks from 3 kB to 300 MB: see where it "
        "came from, and split it if it is real"
    ),
    (
        "encrypted.pdf needs a password: give a copy without password; or write its password into a file, one a line, "
        "and run `press-archive ingest --retry N --pdf-passwords FILE` with the number of this receipt"
    ),
    "new; held until 2099-05-03T10:00:00Z: EMBARGO sampai 3 Mei",
    "system file (Thumbs.db); change `skip` in archive.toml to take it in",
    "another photograph at a known name (it looks different, 30 of 64 bits): a record of its own",
    "sidecar of a.jpg; in place of the earlier one, which is kept",
]


@pytest.fixture
def page(tmp_path: Path) -> Iterator[None]:
    """In Vietnamese."""
    with create_app({"SERVICES": memorable(tmp_path)}).test_request_context("/?lang=vi"):
        yield


@pytest.mark.parametrize("said", [one for one in REASONS if "; b.txt" not in one])
def test_a_reason_is_in_the_language_of_the_page(page: None, said: str) -> None:
    told = reason(said)
    assert told.lang == "vi"
    assert told.words != said
    names = re.findall(r"[\w-]+\.(?:txt|pdf|docx|jpg|toml|db)\b", said)
    assert [name for name in names if name not in told.words] == []


def test_what_is_not_known_whole_stays_as_it_was_written(page: None) -> None:
    for said in ("new; the moon is made of cheese", "", "same bytes as /disk/a; b.txt; kept once", "x" * 5000):
        assert reason(said) == LocalisedText(said, "en")


def test_what_a_file_is_called_is_no_pattern(page: None) -> None:
    told = reason("empty file: <b>%s %(file)s.txt has no bytes; copy it again from where it came from")
    assert "<b>%s %(file)s.txt" in told.words


def strings() -> Iterator[str]:
    """The words that intake says, with what is filled in left out."""
    for path in WRITTEN:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_every_clause_is_one_that_an_intake_says() -> None:
    said = "\n".join(strings())
    astray = []
    for clause in filterfalse(COMPOSED.match, {*CLAUSES} - EARLIER - OUTCOMES):
        pieces = re.split(r"%\(\w+\)s|\d+ ", clause)
        parts = [part for piece in pieces for part in re.split(r"; |, |: | \(|\)", piece) if len(part) > 5]
        astray += [part for part in parts if part.strip() not in said]
    assert astray == []


@pytest.mark.parametrize("language", ["en", "id", "vi"])
def test_what_can_be_done_at_the_desk_is_said_beside_the_command(tmp_path: Path, language: str) -> None:
    desk = {"en": "at the desk", "id": "di meja arsip", "vi": "ở bàn lưu trữ"}[language]
    with create_app({"SERVICES": memorable(tmp_path)}).test_request_context(f"/?lang={language}"):
        for said in INSTEAD:
            if said in CLAUSES:
                told = reason("new; " + re.sub(r"%\((\w+)\)s", r"\1", said)).words
                assert desk in told
                assert "press-archive" in told
        (differs,) = (clause for clause in CLAUSES if "%(keys)s" in clause)
        assert "source_url" not in reason(differs % {"keys": "title, source_url"}).words
        assert "T03:00" not in reason("new; held until 2099-05-03T03:00:00Z: EMBARGO").words


def test_why_a_record_is_held_is_told_where_the_archive_itself_says_so(page: None) -> None:
    on_intake = access_for(Description("text/plain", "test", 1), Status.HELD)
    ours = (LOCKED, LOCKED_AGAIN, LOCKED_INSIDE, UNREAD, READ, DOUBTFUL, SCAN_BESIDE, on_intake)
    for said in (HELD_BY_HAND, *(str(access.hold_reason) for access in ours)):
        told = translate_hold_reason(said)
        assert (told.lang, told.words == said) == ("vi", False), said
    assert translate_hold_reason("EMBARGO SAMPAI 3 MEI") == LocalisedText("EMBARGO SAMPAI 3 MEI", "")
