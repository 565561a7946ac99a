"""A message is translated by its code into the language of the page, including nested messages; untranslated ones are
in English."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.messages import MESSAGES, Message, join_messages
from tests.support.web_fakes import memorable
from webui import create_app
from webui.i18n.message_lookup import LocalisedText, localised_message, reason

NO_GROUP = Message("group-unknown", group="<b>%s %(group)s")


@pytest.fixture
def vietnamese(tmp_path: Path) -> Iterator[None]:
    with create_app({"SERVICES": memorable(tmp_path)}).test_request_context("/?lang=vi"):
        yield


@pytest.fixture
def codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add codes whose words the catalogues have for other messages, or not at all."""
    for code, words in {
        "held-until": "held until %(instant)s: %(words)s",
        "rows": ("1 hidden row", "%(count)s hidden rows"),
        "differs": "Not taken over: %(keys)s.",
        "unworded": "The moon is made of %(what)s.",
    }.items():
        monkeypatch.setitem(MESSAGES, code, words)  # type: ignore[arg-type]


def test_a_message_is_worded_by_its_code(vietnamese: None) -> None:
    assert localised_message(NO_GROUP).startswith("Trên máy này không có nhóm <b>%s %(group)s")
    assert localised_message(join_messages([NO_GROUP, Message("permissions-closed")])).endswith(
        "; chỉ chủ sở hữu đọc được kho lưu trữ"
    )
    assert reason(Message("permissions-closed")) == LocalisedText("chỉ chủ sở hữu đọc được kho lưu trữ", "vi")


def test_what_is_within_a_message_is_worded_too(vietnamese: None, codes: None) -> None:
    held = localised_message(Message("held-until", instant="2026-11-30T10:00:00Z", words=NO_GROUP))
    assert "Trên máy này không có nhóm" in held
    assert "2026-11-30T10:00:00Z" not in held
    assert localised_message(Message("rows", count=12000)).startswith("12.000 ")
    several = Message("worker-not-started", why=[NO_GROUP, "enomem"])
    assert "%(group)s: hãy tạo nhóm, hoặc sửa `[archive] group`., enomem" in localised_message(several)


def test_words_without_a_translation_are_english_with_what_is_in_them(vietnamese: None, codes: None) -> None:
    assert localised_message(Message("unworded", what="cheese")) == "The moon is made of cheese."
    assert localised_message(Message("unworded", what=NO_GROUP)).startswith("The moon is made of Trên máy này")
    assert localised_message(Message("differs", keys=["kind", "x"])) == "Not taken over: Loại, x."
    assert localised_message(Message("verbatim", text="100 % of %(x)s")) == "100 % of %(x)s"


def test_a_catalogue_that_names_other_values_does_no_harm(
    vietnamese: None, codes: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webui.i18n.message_lookup._", lambda _words: "%(nothing)s %d")
    assert localised_message(Message("unworded", what="cheese")) == "The moon is made of cheese."


def test_english_is_as_it_was_made(codes: None) -> None:
    assert localised_message(Message("rows", count=12000)) == "12,000 hidden rows"
    assert type(localised_message(NO_GROUP)) is str
