"""Secrets are found in texts, and nothing else is."""

from __future__ import annotations

import pytest

from ingest.extract.secrets import find_secrets, hide_secrets
from tests.cases.secret_cases import CLEAN, FOUND, GITHUB
from tests.support.growth import assert_linear, repeated


@pytest.mark.parametrize(("kind", "text"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_a_secret_is_found(kind: str, text: str) -> None:
    assert {one.kind for one in find_secrets(text)} == {kind}
    assert not find_secrets(hide_secrets(text))


@pytest.mark.parametrize("text", [case[1] for case in CLEAN], ids=[case[0] for case in CLEAN])
def test_nothing_else_is(text: str) -> None:
    assert find_secrets(text) == []


def test_what_is_told_does_not_repeat_it() -> None:
    assert hide_secrets(f"Token {GITHUB} untuk humas, NIK 3273012501900001.") == "Token … untuk humas, NIK …."


@pytest.mark.parametrize(
    "part",
    [
        "-----BEGIN RSA PRIVATE KEY-----\n",
        "PuTTY-User-Key-File-2: ssh-rsa\n",
        "PuTTY-User-Key-File-2: Private-Lines: ",
        "3273012501900001 ",
        "1 2 3 4 ",
        "NIK KTP KK ",
        "CCCD 001085012345, ",
        "AKIA ghp_ xox AIza :AA npm_ T3BlbkFJ SG. ",
        "sk-sk-sk-T3BlbkFJ",
    ],
)
def test_a_long_text_takes_no_more_than_its_length(part: str) -> None:
    assert_linear(find_secrets, repeated(part))
