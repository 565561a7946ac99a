"""A file with more beside its text than is searched for an embargo is held; what a person sees comes in bounds."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from pypdf import PdfWriter

from archive.record import Description, Status
from ingest.description.file_description import describe
from ingest.files.restrictions import access_by_order, access_for, access_of_unread
from ingest.readers import inner_files, media_words
from ingest.readers.pdf import unread_words
from tests.builders.inner_carriers import text_docx
from tests.builders.locked_zips import locked_zip
from tests.builders.made_files import lines, one_page
from tests.builders.packed_files import tarred
from tests.builders.rar_archives import PACKED, entry4, old_comment, rar4

ORDER = "EMBARGOED UNTIL 10:00 GMT, 5 MAY 2090"
TALK = "Minister opens harbour"
NOISE = random.Random(5)
PICTURE = b"\xff\xd8\xff\xe0" + bytes(4_000)


def status(folder: Path, data: bytes, name: str = "file.docx") -> Status:
    """Return the status of a file with this content, for an order in it or for a part that was not read."""
    (folder / name).write_bytes(data)
    description = Description.from_json(describe(str(folder / name), name, str(folder)))
    found = (access_for(description, Status.RELEASED).status, access_of_unread(description).status)
    return Status.HELD if Status.HELD in found else Status.RELEASED


def docx(parts: Mapping[str, bytes]) -> bytes:
    """Return a document with these files in it, in this order."""
    whole = io.BytesIO(text_docx(TALK))
    with zipfile.ZipFile(whole, "a", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return whole.getvalue()


def deep(times: int, words: str) -> bytes:
    """Return a document in a document, so many times."""
    data = text_docx(words)
    for _ in range(times):
        data = docx({"word/embeddings/inner.docx": data})
    return data


@pytest.mark.parametrize("pictures", [inner_files.MOST_FILES + 50, 3])
def test_a_document_behind_many_or_large_pictures_is_read(tmp_path: Path, pictures: int) -> None:
    large = NOISE.randbytes(inner_files.MOST_BYTES // 3 + 1) if pictures == 3 else b""
    shown = {f"word/media/{n}.jpeg": PICTURE + large for n in range(pictures)}
    for words, expected in ((ORDER, Status.HELD), (TALK, Status.RELEASED)):
        assert status(tmp_path, docx({**shown, "word/embeddings/a.docx": text_docx(words)})) is expected


def test_more_documents_than_are_read_hold_the_file(tmp_path: Path) -> None:
    one = text_docx(TALK)
    for count, expected in ((inner_files.MOST_FILES + 1, Status.HELD), (3, Status.RELEASED)):
        assert status(tmp_path, docx({f"word/embeddings/{n}.docx": one for n in range(count)})) is expected


def test_documents_deeper_than_is_read_hold_the_file(tmp_path: Path) -> None:
    assert status(tmp_path, deep(inner_files.DEEPEST, ORDER)) is Status.HELD
    assert status(tmp_path, deep(inner_files.DEEPEST, TALK)) is Status.RELEASED
    assert status(tmp_path, deep(inner_files.DEEPEST + 1, TALK)) is Status.HELD


def test_a_document_that_is_too_large_to_be_read_holds_the_file(tmp_path: Path) -> None:
    large = b"%PDF-1.7\n" + NOISE.randbytes(inner_files.MOST_EACH)
    assert status(tmp_path, docx({"word/embeddings/a.pdf": large})) is Status.HELD
    film = bytes.fromhex("00000018667479706d703432") + NOISE.randbytes(inner_files.MOST_EACH)
    assert status(tmp_path, docx({"word/media/a.mp4": film})) is Status.RELEASED


def test_a_machine_too_slow_to_read_all_holds_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inner_files, "SECONDS", -1.0)
    assert status(tmp_path, docx({"word/embeddings/a.docx": text_docx(TALK)})) is Status.HELD
    assert status(tmp_path, docx({"word/media/a.jpeg": PICTURE})) is Status.RELEASED


def test_a_comment_behind_a_very_long_text_is_read(tmp_path: Path) -> None:
    """A paragraph has several attributes: those of the text alone are more than all that are read."""
    paragraph = (
        '<w:p w:rsidR="{0:08X}" w:rsidRDefault="{1:08X}" w:rsidP="{2:08X}"><w:r><w:t>Kapal {0}</w:t></w:r></w:p>'
    )
    body = "".join(paragraph.format(n, n + 1, n + 2) for n in range(55_000))
    note = '<w:comments xmlns:w="http://w"><w:comment><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:comment></w:comments>'
    for words, expected in ((ORDER, Status.HELD), (TALK, Status.RELEASED)):
        text = f'<w:hdr xmlns:w="http://w">{body}</w:hdr>'
        data = docx({"word/header9.xml": text.encode(), "word/comments.xml": note.format(words).encode()})
        assert status(tmp_path, data) is expected


def sound(count: int, size: int) -> bytes:
    """Return a WAV with so many chunks of notes."""
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 44_100, 88_200, 2, 16)
    chunks = (struct.pack("<4sI", b"note", size) + bytes(size)) * count
    body = b"WAVE" + form + struct.pack("<4sI", b"data", 0) + chunks
    return struct.pack("<4sI", b"RIFF", len(body)) + body


def test_a_sound_with_more_words_than_are_read_is_held(tmp_path: Path) -> None:
    large = 1 << 20
    for count, size in ((media_words.MOST // large + 1, large), (1, large + 1)):
        assert status(tmp_path, sound(count, size), "file.wav") is Status.HELD
    assert status(tmp_path, sound(1, large), "file.wav") is Status.RELEASED


def test_a_rar_whose_comment_cannot_be_unpacked_is_held_with_its_files(tmp_path: Path) -> None:
    """Before RAR 2.9, comments were compressed in a way that no library knows."""
    text = entry4("a.txt", TALK.encode())
    (tmp_path / "a.rar").write_bytes(rar4(text, old_comment=old_comment(TALK, PACKED)))
    description = Description.from_json(describe(str(tmp_path / "a.rar"), "a.rar", str(tmp_path)))
    assert access_by_order(description, Status.RELEASED).status is Status.HELD
    assert status(tmp_path, rar4(text, old_comment=old_comment(TALK)), "a.rar") is Status.RELEASED


def pages(count: int, last: str, password: str = "") -> bytes:
    """Return a PDF of so many pages, with these words on the last one."""
    writer, out = PdfWriter(), io.BytesIO()
    for number in range(count):
        words = last if number == count - 1 else f"Kapal {number}"
        writer.append(io.BytesIO(one_page(lines([(72, 760, 11, words)]))))
    if password:
        writer.encrypt(password, algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


def test_all_pages_of_a_pdf_in_a_document_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for words, expected in ((ORDER, Status.HELD), (TALK, Status.RELEASED)):
        assert status(tmp_path, docx({"word/embeddings/a.pdf": pages(40, words)})) is expected
    monkeypatch.setattr(unread_words, "SECONDS", -1.0)
    assert status(tmp_path, docx({"word/embeddings/a.pdf": pages(2, TALK)})) is Status.HELD


@pytest.mark.parametrize(("limit", "most"), [("SECONDS", -1.0), ("MOST", 3)])
def test_a_pdf_of_which_not_all_objects_are_read_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, most: float
) -> None:
    assert status(tmp_path, pages(2, TALK), "a.pdf") is Status.RELEASED
    monkeypatch.setattr(unread_words, limit, most)
    assert status(tmp_path, pages(2, TALK), "a.pdf") is Status.HELD


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.pdf", lambda: pages(1, TALK, "rahasia")),
        ("a.zip", lambda: locked_zip({"a.txt": TALK.encode()}, "rahasia")),
        ("a.tar", lambda: tarred({"a.txt": TALK}, "w")),
        ("a.rar", lambda: rar4(entry4("a.txt", TALK.encode()))),
    ],
)
def test_a_file_in_a_document_that_is_not_opened_holds_it(tmp_path: Path, name: str, make: Callable[[], bytes]) -> None:
    assert status(tmp_path, docx({f"word/embeddings/{name}": make()})) is Status.HELD
