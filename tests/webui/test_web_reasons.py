"""Reasons in receipts and notes have codes, by which they are translated into the language of the page."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from archive.catalogue import HELD_BY_HAND, UNREAD
from archive.catalogue.history.access_changes import _READ as READ
from archive.catalogue.records.scan_state import _LEFT_BEHIND as LEFT_BEHIND
from archive.messages import (
    LEGACY,
    MESSAGES,
    Message,
    join_messages,
)
from archive.record import Description, Status
from ingest.files.restrictions import (
    LOCKED,
    LOCKED_AGAIN,
    LOCKED_INSIDE,
    NOT_READ,
    PART_NOT_READ,
    READ_SINCE,
    UNREAD_INSIDE,
    access_for,
)
from ingest.ocr.scan_records import DOUBTFUL
from ingest.pipeline.batch_writer import _SCAN_BESIDE as SCAN_BESIDE
from ingest.pipeline.batch_writer import _SCAN_NAMESAKE as SCAN_NAMESAKE
from tests.support.web_fakes import memorable
from webui import create_app
from webui.i18n.message_lookup import BY_CODE, LocalisedText, reason, translate_hold_reason

ROOT = Path(__file__).parents[2]
REASONS = [
    Message("new"),
    join_messages([Message("new"), Message("no-reader", type="application/json")]),
    Message("container", what=Message("files-inside", count=3)),
    Message("container", what=Message("lines-inside", count=1)),
    join_messages([Message("same-bytes", path="/disk/a; b.txt"), Message("kept-once")]),
    join_messages([Message("untouched-rejected"), Message("earlier-receipt", receipt=12, again=12)]),
    join_messages([Message("empty-file", file="a.txt"), Message("copy-again")]),
    Message(
        "document-too-large",
        file="bomb.docx",
        what=Message("a-word-document"),
        why=Message("member-unpacks", packed="3 kB", size="300 MB"),
    ),
    join_messages([Message("encrypted", file="encrypted.pdf"), Message("give-passwords")]),
    join_messages(
        [Message("new"), Message("held-until", instant="2099-05-03T10:00:00Z", words="EMBARGO sampai 3 Mei")]
    ),
    join_messages([Message("system-file", pattern="Thumbs.db"), Message("change-skip")]),
    Message("another-photo", why=Message("looks-different", bits=30)),
    join_messages([Message("sidecar", names="a.jpg"), Message("sidecar-replaced")]),
    Message("name-contradicts", name="JPEG", content=Message("content-page")),
]


@pytest.fixture
def page(tmp_path: Path) -> Iterator[None]:
    """Set the page language to Vietnamese."""
    with create_app({"SERVICES": memorable(tmp_path)}).test_request_context("/?lang=vi"):
        yield


@pytest.mark.parametrize("said", REASONS)
def test_a_reason_is_in_the_language_of_the_page(page: None, said: str) -> None:
    told = reason(said)
    assert told.lang == "vi"
    assert told.words != said
    assert "an HTML page" not in told.words
    names = re.findall(r"[\w-]+\.(?:txt|pdf|docx|jpg|toml|db)\b", said)
    assert [name for name in names if name not in told.words] == []


def test_words_without_a_code_stay_as_they_were_written(page: None) -> None:
    mixed = join_messages([Message("new"), "the moon is made of cheese"])
    for said in (mixed, "", "new; and more", "x" * 5000, Message(LEGACY, text="same bytes as /disk/a; b.txt")):
        assert reason(said) == LocalisedText(said, "en")


def test_what_a_file_is_called_is_no_pattern(page: None) -> None:
    told = reason(Message("empty-file", file="<b>%s %(file)s.txt"))
    assert "<b>%s %(file)s.txt" in told.words


@pytest.mark.parametrize("language", ["en", "id", "vi"])
def test_what_can_be_done_at_the_desk_is_said_beside_the_command(tmp_path: Path, language: str) -> None:
    desk = {"en": "at the desk", "id": "di meja arsip", "vi": "ở bàn lưu trữ"}[language]
    with create_app({"SERVICES": memorable(tmp_path)}).test_request_context(f"/?lang={language}"):
        for code in (code for code, words in BY_CODE.items() if "at the desk" in words):
            named = re.findall(r"%\((\w+)\)s", str(MESSAGES[code]))
            told = reason(join_messages([Message("new"), Message(code, **{name: name for name in named})])).words
            assert desk in told
            assert "press-archive" in told
        assert "source_url" not in reason(Message("export-not-used", keys=["title", "source_url"])).words
        held = Message("held-until", instant="2099-05-03T03:00:00Z", words="EMBARGO")
        assert "T03:00" not in reason(join_messages([Message("new"), held])).words


def test_why_a_record_is_held_is_told_where_the_archive_itself_says_so(page: None) -> None:
    on_intake = access_for(Description("text/plain", "test", 1), Status.HELD)
    ours = (
        LOCKED,
        LOCKED_AGAIN,
        LOCKED_INSIDE,
        NOT_READ,
        PART_NOT_READ,
        READ_SINCE,
        UNREAD_INSIDE,
        UNREAD,
        READ,
        DOUBTFUL,
        SCAN_BESIDE,
        SCAN_NAMESAKE,
        LEFT_BEHIND,
        on_intake,
    )
    for said in (HELD_BY_HAND, *(access.hold_reason for access in ours)):
        told = translate_hold_reason(said or "")
        assert (told.lang, told.words == said) == ("vi", False), said
    assert translate_hold_reason("EMBARGO SAMPAI 3 MEI") == LocalisedText("EMBARGO SAMPAI 3 MEI", "")


# Modules that create sentences of receipts, and the calls that accept them.
MADE = [
    *(ROOT / "ingest").rglob("*.py"), *(ROOT / "archive" / "sandbox").rglob("*.py"),
    *(ROOT / "archive" / "pictures").rglob("*.py"), ROOT / "archive/storage/originals.py",
]  # fmt: skip
TAKEN = {
    "Unreadable", "Encrypted", "SourceChanged", "SourceUnreadable", "WorkerCrashed", "WorkerTimeout", "WorkerMemory",
    "WorkerOutput", "IdentityDecision", "rejected", "skipped", "discard_file", "refuse", "FileOutcome", "Pair",
}  # fmt: skip
NAMED = {"reason", "hold_reason", "skip", "reject", "notes"}  # arguments


def bare(source: str) -> Iterator[int]:
    """Yield the lines on which a sentence without a code becomes a reason or a note."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            onto = node.func.value if isinstance(node.func, ast.Attribute) else None
            noted = name in ("append", "insert", "extend") and isinstance(onto, ast.Attribute) and onto.attr == "notes"
            given = [*node.args] if name in TAKEN or noted else []
            given += [word.value for word in node.keywords if word.arg in NAMED]
        elif isinstance(node, ast.AugAssign | ast.Assign):
            targets = [node.target] if isinstance(node, ast.AugAssign) else node.targets
            kept = any(getattr(one, "attr", getattr(one, "id", "")) in ("notes", "reason") for one in targets)
            given = [node.value] if kept else []
        else:
            continue
        yield from (part.lineno for part in chain.from_iterable(map(_plain, given)))


def _plain(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the sentences in an expression that no call turns into a message."""
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and " " in str(node.value)):
        yield node  # type: ignore[misc]
    elif not isinstance(node, ast.Call):
        for inner in ast.iter_child_nodes(node):
            yield from _plain(inner)


# Exceptions that are not sentences of a receipt: the name of a member, output of the reread commands, notes in a
# document.
ALLOWED = {
    "ingest/pipeline/reread.py", "ingest/readers/office/docx_body.py", "ingest/readers/office/odt_body.py",
    "ingest/readers/office/rtf_text.py", "ingest/readers/news/record_export.py",
}  # fmt: skip


@pytest.mark.parametrize("path", MADE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_sentence_of_a_receipt_is_made_without_a_code(path: Path) -> None:
    if str(path.relative_to(ROOT)) not in ALLOWED:
        assert [*bare(path.read_text(encoding="utf-8"))] == [], "give it a code in archive/messages"


def test_the_rule_finds_sentences_without_a_code() -> None:
    for source in (
        'raise Unreadable("it is damaged")',
        'raise Unreadable(f"{name} is damaged") from error',
        'description.notes.append("no words in it")',
        'description.notes.append("no words" if empty else Message("new"))',
        'description.notes += ["no words in it"]',
        'Access(Status.HELD, hold_reason="held by hand")',
        'reason = f"new; {why}"',
        'shelf.refuse(name, f"damaged ({error})")',
    ):
        assert [*bare(source)] == [1], source
    assert not [*bare('raise Unreadable(Message("empty-file", file=f"{a} b"))\ndescription.notes.append(CUT)')]
