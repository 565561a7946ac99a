"""Whole pages and files with long repetitions take time in proportion to their length."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from html import escape
from pathlib import Path
from textwrap import wrap

import pytest
from flask.testing import FlaskClient

from archive.record import Kind, Relation
from ingest.description.file_description import describe
from tests.builders.made_files import lines, one_page
from tests.builders.office_files import CORPUS, changed, making
from tests.support.growth import assert_linear, ends
from tests.support.web_fakes import FakeServices, memorable, record
from webui import create_app

OF_PAGES, OF_FILES = 7_500, 2_500  # maximum characters of the smaller one
CHANCE = random.Random(12)
RUNS = {
    "blanks": " ",
    "blank lines": "\n",
    "tabs and line ends": "\t\n",
    "letters": "a",
    "digits": "1",
    "one word": "a ",
    "two words": "".join(CHANCE.choice(("a ", "b ")) for _ in range(500)),
    "capitals": "A B. ",
    "numbers": "1. ",
    "dashes": "-- ",
    "underlines": "_",
    "paragraphs": "Foto: a\n\n",
    "clauses": "kata, ",
    "brackets": "(",
    "tags": "<p>",
    "links": "[a](",
}
FILES: dict[str, Callable[[str], str | bytes]] = {
    "txt": lambda text: f"SIARAN PERS\n\nJembatan dibuka\n\n{text}\n\nKupang, 25 Oktober 2025\n",
    "html": lambda text: f"<html><head><title>Jembatan</title></head><body><p>Dibuka {text} kemarin.</p></body></html>",
    "md": lambda text: f"---\ntitle: Jembatan\n---\n# Jembatan dibuka\n\n{text}\n\nSelesai.\n",
    "eml": lambda text: f"From: a@b.example\nSubject: Jembatan\nContent-Type: text/plain\n\nDibuka {text} kemarin.\n",
    "mbox": lambda text: f"From a@b.example Sat Oct 25 08:00:00 2025\nFrom: a@b.example\n\nDibuka {text} kemarin.\n",
    "mhtml": lambda text: (
        "From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n"
        f"--x\nContent-Type: text/html\n\n<p>Dibuka {text} kemarin.</p>\n--x--\n"
    ),
    "rtf": lambda text: f"{{\\rtf1 Dibuka {text} kemarin.}}",
    "csv": lambda text: f"filename,caption\na.jpg,{text}\nb.jpg,Dermaga\n",
    "tsv": lambda text: f"filename\tcaption\na.jpg\t{text}\nb.jpg\tDermaga\n",
    "srt": lambda text: f"1\n00:00:01,000 --> 00:00:02,000\nHalo {text} dunia\n",
    "vtt": lambda text: f"WEBVTT\n\n00:01.000 --> 00:02.000\nHalo {text} dunia\n",
    "nitf.xml": lambda text: f"<nitf><body><body.content><p>Dibuka {escape(text)}</p></body.content></body></nitf>",
    "ninjs.json": lambda text: json.dumps({"uri": "urn:a", "type": "text", "headline": "Jembatan", "body_text": text}),
    "docx": lambda text: with_text("2023-08-14-den-bien-hon-rom.docx", "word/document.xml", WORD, text),
    "odt": lambda text: with_text("2024-02-19-dapur-umum-kapal.odt", "content.xml", OPEN, text),
    "xlsx": lambda text: with_text("2024-07-05-giliran-dok.xlsx", "xl/worksheets/sheet1.xml", SHEET, text),
    "ods": lambda text: with_text("2025-03-11-lamp-stores.ods", "content.xml", CELLS, text),
    "pptx": lambda text: with_text("2025-07-24-paparan-mercu-api.pptx", "ppt/slides/slide1.xml", SLIDE, text),
    "doc": lambda text: old_word.document(old_word.OldWord([old_word.par(text.replace("\n", " "))])),
    "xls": lambda text: making("sheets97").xls({"A": [["Kapal", text[:32_000]]]}),
    "winmail.dat": lambda text: letters.tnef(letters.attribute(letters.MESSAGE, letters.BODY, text.encode())),
    "pdf": lambda text: one_page(lines([(20, 830 - 3 * at, 3, line) for at, line in enumerate(wrap(text, 200))])),
}
WORD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    '<w:t xml:space="preserve">{}</w:t></w:r></w:p></w:body></w:document>'
)
OPEN = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text><text:p>{}</text:p>'
    "</office:text></office:body></office:document-content>"
)


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" '
    't="inlineStr"><is><t xml:space="preserve">{}</t></is></c></row></sheetData></worksheet>'
)
CELLS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table '
    'table:name="A"><table:table-row><table:table-cell office:value-type="string"><text:p>{}</text:p>'
    "</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
)
SLIDE = (
    '<p:sld xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:cSld><p:spTree><p:sp><p:nvSpPr><p:cNvPr '
    'id="2" name="A"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>{}</a:t></a:r></a:p>'
    "</p:txBody></p:sp></p:spTree></p:cSld></p:sld>"
)
letters, old_word = making("letters"), making("old_word")


def with_text(sample: str, part: str, xml: str, text: str) -> bytes:
    """Return a word processor sample with its text replaced."""
    return changed((CORPUS / "releases" / sample).read_bytes(), {part: xml.format(escape(text)).encode()})


# Features that readers handle in other formats; the extracted text is then processed the same way for all.
OF_MARKUP = ("blanks", "blank lines", "tabs and line ends", "letters", "one word", "brackets", "tags", "links")


def run_of(kind: str, length: int) -> str:
    return (RUNS[kind] * (length // len(RUNS[kind]) + 1))[:length]


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> FakeServices:
    return memorable(tmp_path_factory.mktemp("growth"))


@pytest.fixture(scope="module")
def client(services: FakeServices) -> FlaskClient:
    return create_app({"SERVICES": services, "TESTING": True}).test_client()


def related(services: FakeServices, length: int, kind: str) -> None:
    for name, type_, other in (("written1", "has-transcript", "spoken1"), ("spoken1", "transcript-of", "written1")):
        relations = (Relation(type_, other, other, "archivist", 1.0),)
        values = {"title": name, "language": "en", "date": "2025-10-25"}
        text = f"Good morning\n\n{run_of(kind, length)}{name}\n\nThank you."
        services.add(record(name, Kind.SPEECH, f"{name}.txt", values, relations=relations), text)


@pytest.mark.parametrize("kind", RUNS)
@pytest.mark.parametrize("path", ["/records/written1/beside/spoken1", "/records/written1?q=morning+a"])
def test_a_page_takes_time_in_proportion_to_its_text(
    client: FlaskClient, services: FakeServices, path: str, kind: str
) -> None:
    def show(length: int) -> None:
        related(services, length, kind)
        assert client.get(path).status_code == 200

    assert_linear(show, lambda n: n, OF_PAGES // 8, OF_PAGES)


@pytest.mark.parametrize("words", [["a"], ["a", "b"], ["a", "b", "c", "d"]])
def test_texts_of_few_words_over_and_over_are_shown_without_marks_and_the_page_says_so(
    client: FlaskClient, services: FakeServices, words: list[str]
) -> None:
    for name, type_, other in (("written1", "has-transcript", "spoken1"), ("spoken1", "transcript-of", "written1")):
        relations = (Relation(type_, other, other, "archivist", 1.0),)
        text = "\n\n".join([f"Good morning {name}"] + [" ".join(CHANCE.choices(words, k=1_900)) for _ in range(15)])
        values = {"title": name, "language": "en", "date": "2025-10-25"}
        services.add(record(name, Kind.SPEECH, f"{name}.txt", values, relations=relations), text)
    with ends():
        said = client.get("/records/written1/beside/spoken1").text
    assert "<ins>spoken1</ins>" in said
    assert "shown without marks" in said


def test_a_text_that_is_not_looked_through_to_its_end_says_so(
    client: FlaskClient, services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    related(services, OF_PAGES, "one word")
    said = "only those in its first 1,234 characters are marked"
    assert said not in client.get("/records/written1?q=a").text
    monkeypatch.setattr(services.searcher, "looked_through", lambda *_: 1_234, raising=False)
    assert said in client.get("/records/written1?q=a").text


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [(suffix, kind) for suffix in FILES for kind in RUNS if suffix in ("txt", "html") or kind in OF_MARKUP],
)
def test_a_file_takes_time_in_proportion_to_its_text(tmp_path: Path, suffix: str, kind: str) -> None:
    def file_of(length: int) -> Path:
        made = FILES[suffix](run_of(kind, length))
        path = tmp_path / f"{length}.{suffix}"
        path.write_bytes(made.encode() if isinstance(made, str) else made)
        return path

    assert_linear(lambda path: describe(str(path), path.name, str(tmp_path)), file_of, OF_FILES // 8, OF_FILES)
