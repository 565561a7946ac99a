"""What the page of a photo says of its content credentials (C2PA)."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.record import Kind
from tests.support.web_fakes import memorable, record
from tests.webui.test_web_pages import page, words
from webui import create_app

SAID = {
    "valid": "signature valid, signer not verified.",
    "invalid": "the signature does not match the file.",
    "elsewhere": "kept on another server, not read.",
    "unreadable": "they cannot be read.",
}


@pytest.mark.parametrize("state", SAID)
def test_names_from_the_file_stand_alone_in_the_sentence(tmp_path: Path, state: str) -> None:
    services = memorable(tmp_path)
    names = {"credentials_issuer": "وكالة & <b>الأنباء</b>", "credentials_program": "Kamera\u202e 1.2"}
    services.add(record("signed1", Kind.PHOTO, "a.jpg", {"title": "Feri", "credentials_state": state, **names}))
    client = create_app({"SERVICES": services, "TESTING": True}).test_client()
    (sentence,) = page(client, "/records/signed1").xpath("//p[contains(@class, 'credentials')]")
    assert words(sentence).startswith("Content credentials: issued by وكالة & <b>الأنباء</b>; made with Kamera")
    assert words(sentence).endswith(SAID[state])
    assert [words(name)[:6] for name in sentence.xpath(".//bdi")] == ["وكالة ", "Kamera"]
    assert ("doubt" in sentence.get("class").split()) == (state == "invalid")
