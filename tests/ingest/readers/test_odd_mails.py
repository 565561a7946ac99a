"""Mails and saved pages as really written by programs, including damaged ones: all visible words, and no encoding
artefacts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.errors import Encrypted
from archive.record import Description
from tests.builders.made_files import read

HEAD = (
    "From: Humas <humas@mcs.example>\nSubject: Siaran pers\nDate: Sat, 3 May 2025 10:00:00 +0700\nMIME-Version: 1.0\n"
)
Make = Callable[..., Description]


@pytest.fixture
def mail(tmp_path: Path) -> Make:
    """Return a function that writes a mail with these header lines and this body, and reads it."""

    def make(more: str, body: str, before: str = "") -> Description:
        path = tmp_path / "a.eml"
        path.write_bytes(f"{before}{HEAD}{more}\n\n{body}".replace("\n", "\r\n").encode())
        return read(path)

    return make


def test_words_on_both_sides_of_a_picture_are_one_text(mail: Make) -> None:
    picture = "Content-Type: image/png; name=a.png\nContent-Disposition: inline; filename=a.png\n\nx\n"
    parts = ("Content-Type: text/plain\n\nBagian satu.\n", picture, "Content-Type: text/plain\n\nBagian dua.\n")
    body = "".join(f"--b\n{part}" for part in parts) + "--b--\n"
    found = mail("Content-Type: multipart/mixed; boundary=b", body)
    assert found.text == "Bagian satu.\n\nBagian dua."
    assert [member.name for member in found.members] == ["a.png"]
    pages = body.replace("text/plain\n\n", "text/html\n\n<p>")
    assert mail("Content-Type: multipart/mixed; boundary=b", pages).text == "Bagian satu.\n\nBagian dua."


@pytest.mark.parametrize(
    ("more", "body", "text"),
    [
        ("", "Presiden membuka \njembatan.\n\n-- \nHumas", "Presiden membuka jembatan.\n\n-- \nHumas"),
        ("; delsp=yes", "Presi \nden membuka  \njembatan.", "Presiden membuka jembatan."),
    ],
    ids=["signature", "delsp"],
)
def test_lines_that_flow_are_joined_as_they_were_parted(mail: Make, more: str, body: str, text: str) -> None:
    assert mail(f"Content-Type: text/plain; charset=utf-8; format=flowed{more}", body).text == text


def test_base64_that_breaks_off_is_read_as_far_as_it_goes(mail: Make) -> None:
    found = mail(
        "Content-Type: text/plain\nContent-Transfer-Encoding: base64", "UHJlc2lkZW4gbWVt\nYnVrYSBqZW1iYXRhbg=\n"
    )
    assert found.text.startswith("Presiden membuka jembata")
    cut = mail("Content-Type: text/plain\nContent-Transfer-Encoding: base64", "UHJlc2lkZW4gbWVt\nYnVrYSBqZW1iYXRhb\n")
    assert cut.text == "Presiden membuka jembata"
    plain = mail("Content-Type: text/plain\nContent-Transfer-Encoding: base64", "bukan base64 sama sekali!\n")
    assert plain.text == "bukan base64 sama sekali!"


def test_parts_without_the_line_that_parts_them_are_read_as_they_stand(mail: Make) -> None:
    assert (
        "Isi rilis." in mail("Content-Type: multipart/mixed", "--b\nContent-Type: text/plain\n\nIsi rilis.\n--b--").text
    )


def test_a_byte_order_mark_before_the_headers_is_none_of_them(mail: Make) -> None:
    found = mail("Content-Type: text/plain", "Isi rilis.", before="\ufeff")
    assert (found.text, found.values["title"]) == ("Isi rilis.", "Siaran pers")


def test_an_armoured_message_is_encrypted_and_a_wrapped_signature_says_what_to_do(mail: Make) -> None:
    armoured = "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n"
    with pytest.raises(Encrypted, match="save it decrypted and ingest that"):
        mail("Content-Type: text/plain", armoured)
    assert mail("Content-Type: text/plain", f"Seperti ini:\n{armoured}").text.startswith("Seperti ini:")
    opaque = "Content-Type: application/pkcs7-mime; smime-type=signed-data\nContent-Transfer-Encoding: base64"
    assert "save it as text and ingest that" in mail(opaque, "MIIB").notes[0]


@pytest.mark.parametrize("name", ["a.mht", "a.eml", "tanpa-tipe"])
def test_a_saved_page_without_pictures_is_a_page_and_no_mail(tmp_path: Path, name: str) -> None:
    page = (
        'From: "Saved by Windows Internet Explorer 8"\r\nSubject: Jembatan\r\nMIME-Version: 1.0\r\nContent-Type:'
        ' text/html;\r\n\tcharset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n'
        "Content-Location: http://mcs.example/a.htm\r\n\r\n"
        "<HTML><BODY><P>Presiden membuka jem=\r\nbatan.</P></BODY></HTML>"
    )
    (tmp_path / name).write_text(page)
    found = read(tmp_path / name)
    assert (found.reader, found.text) == ("mhtml", "Presiden membuka jembatan.")
    assert "creator" not in found.values
    assert found.values["source_url"] == "http://mcs.example/a.htm"
