"""A message is text with a code, and keeps both in storage and between processes."""

from __future__ import annotations

import json
import pickle
import re

import pytest

from archive.errors import StoreError
from archive.messages import MESSAGES, Message, MessageList, join_messages, message_from_json, message_to_json

PARAMETER = re.compile(r"%\((\w+)\)s")


def stored(text: str) -> str:
    return message_from_json(json.loads(json.dumps(message_to_json(text))), str(text) + " (as stored)")


def test_a_message_is_its_english_words() -> None:
    message = Message("group-unknown", group="press")
    assert message == "There is no group press on this machine: create it, or change `[archive] group`."
    assert (message.code, message.params) == ("group-unknown", {"group": "press"})
    assert str(StoreError(message)) == message
    assert StoreError(message).args[0].code == "group-unknown"


def test_counts_have_separators_and_plurals_their_words(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Message("requests-waiting", count=12000).startswith("12,000 requests")
    monkeypatch.setitem(MESSAGES, "hidden-rows", ("1 hidden row", "%(count)s hidden rows"))  # type: ignore[arg-type]
    assert [Message("hidden-rows", count=n) for n in (1, 2)] == ["1 hidden row", "2 hidden rows"]


def test_messages_keep_code_and_parameters_through_json_and_pickle() -> None:
    inner = Message("worker-not-started", why=Message("group-unknown", group="<b>%s"))
    several = join_messages([inner, "as the file says; so", Message("requests-waiting", count=3)])
    for text in (inner, several):
        for again in (stored(text), pickle.loads(pickle.dumps(text))):
            assert (again, message_to_json(again)) == (text, message_to_json(text))
    assert [part.code for part in several.parts] == ["worker-not-started", "verbatim", "requests-waiting"]
    assert join_messages([several, inner]).parts == (*several.parts, inner)


@pytest.mark.parametrize(
    "foreign",
    [
        [{"code": "of-a-later-version", "params": {}}],
        [{"code": "group-unknown", "params": {}}],
        [{"code": "group-unknown"}],
        [{"code": "group-unknown", "params": {"group": {"code": "x"}}}],
        [7],
    ],
)
def test_a_message_without_words_here_is_read_as_it_was_written(foreign: list[dict[str, object]]) -> None:
    assert message_from_json(foreign, "as it was written") == "as it was written"
    assert not isinstance(message_from_json(foreign, "as it was written"), Message | MessageList)


def test_what_is_missing_is_noticed_where_the_message_is_made() -> None:
    with pytest.raises(KeyError):
        Message("no-such-code")
    with pytest.raises(KeyError):
        Message("group-unknown")


def test_plural_words_are_told_apart_by_a_count() -> None:
    plural = [words for words in MESSAGES.values() if isinstance(words, tuple)]
    assert [words for words in plural if "count" not in PARAMETER.findall(words[1])] == []
