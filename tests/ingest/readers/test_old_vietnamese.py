"""Pre-Unicode Vietnamese in files without font names: detected by how well it reads as Vietnamese, in any format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.text import vietnamese
from archive.text.charset import decode_text
from tests.builders.made_files import read
from tests.builders.office_files import making

OFFICE: Any = making("office")
TEXT = "Bộ trưởng Ngoại giao tiếp đoàn đại biểu Quốc hội tại Hà Nội chiều ngày 25 tháng 10."
WESTERN = [
    "Le ministre a déclaré à l’Assemblée que la coopération était très élevée, où ça, à côté.",
    "São Paulo – a reunião não será adiada; decisões são públicas. Ação! Ótimo.",
    "El niño comió ayer en el café de la esquina con su mamá y su papá.",
    "Größe über Maß für Öl, äußerst schön, Grüße aus Köln.",
    "Ísland er land þar sem fólk býr við góð kjör og á sér bjarta framtíð.",
    "Qué té más frío, sí.",
    "Menteri berkata: “Kerja sama – bukan persaingan.” Café",
]


def viscii(text: str) -> bytes:
    letters = {vietnamese.letters(bytes([code]), "viscii"): code for code in range(255, -1, -1)}
    return bytes(letters[char] for char in text)


def tcvn3(text: str) -> bytes:
    return OFFICE.abc(text).encode("cp1252")


def vni(text: str) -> bytes:
    return OFFICE.vni(text).encode("cp1252")


SETS = {"tcvn3": tcvn3, "vni": vni, "viscii": viscii}


def in_html(words: bytes) -> bytes:
    head = (
        b'<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><title>T</title></head>'
    )
    return (
        head
        + b'<body class="MsoNormal" lang="EN-US"><table width="100%"><tr><td>'
        + words
        + b"</td></tr></table></body>"
    )


def in_mail(words: bytes) -> bytes:
    return b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset=us-ascii\n\n" + words


FORMS: dict[str, Callable[[bytes], bytes]] = {
    "a.txt": bytes,
    "a.csv": lambda words: b"Ten file,Chu thich\na.jpg," + words.replace(b",", b""),
    "a.html": in_html,
    "a.eml": in_mail,
    "a.srt": lambda words: b"1\n00:00:01,000 --> 00:00:03,000\n" + words + b"\n",
    "a.md": lambda words: b"---\ntitle: x\n---\n" + words,
}


@pytest.mark.parametrize("charset", SETS)
@pytest.mark.parametrize("name", FORMS)
def test_each_format_of_text_is_read_in_each_set(tmp_path: Path, name: str, charset: str) -> None:
    (tmp_path / name).write_bytes(FORMS[name](SETS[charset](TEXT)))
    assert TEXT in read(tmp_path / name).text


@pytest.mark.parametrize("charset", ["tcvn3", "vni"])
def test_letters_of_old_fonts_in_utf8_are_put_right(tmp_path: Path, charset: str) -> None:
    (tmp_path / "a.txt").write_text(SETS[charset](TEXT).decode("cp1252"), encoding="utf-8")
    found = read(tmp_path / "a.txt")
    assert (found.text, found.values["encoding"]) == (TEXT, "utf-8")
    assert found.origins["encoding"][0].origin == f"Vietnamese words in {charset}"


@pytest.mark.parametrize("text", WESTERN)
def test_western_texts_stay_what_they_are(text: str) -> None:
    assert decode_text(text.encode("cp1252")).text == text
    assert decode_text(text.encode("cp1252"), "iso-8859-1").text == text
    assert decode_text(text.encode()).text == text


def test_a_declared_set_that_is_not_western_goes_before_the_words(tmp_path: Path) -> None:
    assert decode_text("Президент открыл заседание".encode("koi8_r"), "koi8-r").text == "Президент открыл заседание"
