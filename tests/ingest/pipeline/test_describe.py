"""One file through sniffing, reading and enrichment; and malicious files that try to stop their reader."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator
from functools import reduce
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from archive.errors import PressArchiveError, Unreadable
from archive.record import Description
from archive.sandbox.limits import Limits
from archive.sandbox.pool import Pool
from ingest.description.file_description import describe, inspect_json
from tests.builders.made_files import lines, one_page, pdf, stream

NAMED = ("path", "text", "pages", "title", "language", "date", "date_precision", "kind", "source", "source_url")
ALWAYS = (*NAMED, "identifiers", "mentions", "origins", "notes", "media_type", "reader")
LIMITS = Limits(wall_seconds=300.0, cpu_seconds=100)


def described(path: Path, filename: str | None = None) -> Description:
    found = describe(str(path), filename or path.name, str(path.parent), filename or path.name)
    return Description.from_json(json.loads(json.dumps(found)))


def test_a_release_goes_through_all_steps(tmp_path: Path) -> None:
    path = tmp_path / "rilis.md"
    path.write_text(
        "---\ntitle: Konferensi dibuka\ndate: 2025-10-25\nbahasa: id\n---\n\nMenteri membuka konferensi di Hanoi.\n\n"
        "![](W-HAI_1275.jpg)\n*Menteri membuka konferensi. Foto: VNA*\n\n"
        "Konferensi dihadiri oleh perwakilan dari banyak negara.\n"
    )
    found = inspect_json(described(path), "rilis.md")
    assert [found[key] for key in ("title", "date", "date_precision", "language")] == [
        "Konferensi dibuka",
        "2025-10-25",
        "day",
        "id",
    ]
    mention = found["mentions"][0]
    assert (mention["filename"], mention["caption"], mention["credit"]) == (
        "W-HAI_1275.jpg",
        "Menteri membuka konferensi.",
        "VNA",
    )
    assert "W-HAI_1275" not in found["text"]
    assert found["origins"]["title"]["origin"] == "front matter"


def test_a_page_gives_its_captions_to_its_photos(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    body = "Menteri membuka konferensi tingkat tinggi di Hanoi, dihadiri oleh perwakilan dari hampir seratus negara."
    path.write_text(
        f'<html lang="id"><body><article><h1>Konferensi dibuka</h1><p>{body}</p><figure><img src="/i/A-1.jpg?w=9">'
        "<figcaption>Menteri di mimbar. Foto: Budi/Antara</figcaption></figure>"
        f"<p>{body}</p><p>{body}</p></article></body></html>"
    )
    found = inspect_json(described(path), "a.html")
    assert [(m["filename"], m["caption"], m["credit"]) for m in found["mentions"]] == [
        ("A-1.jpg", "Menteri di mimbar.", "Budi/Antara")
    ]
    assert "mimbar" not in found["text"]
    assert found["title"] == "Konferensi dibuka"


def test_the_named_keys_are_always_there(tmp_path: Path) -> None:
    text, unknown, picture = tmp_path / "a.txt", tmp_path / "b.bin", tmp_path / "c.jpg"
    text.write_text("Isi")
    unknown.write_bytes(bytes(range(256)))
    Image.new("RGB", (64, 48), "teal").save(picture)
    for path in (text, unknown, picture):
        found = inspect_json(described(path), path.name)
        assert set(ALWAYS) <= set(found)
        json.dumps(found)
    assert inspect_json(described(unknown), "b.bin")["source"] is None
    photo = inspect_json(described(picture), "c.jpg")
    assert (photo["kind"], photo["width"], photo["height"], photo["keywords"]) == ("photo", 64, 48, [])
    assert {"caption", "headline", "creator", "credit", "date_created", "gps"} <= set(photo)


def test_a_wire_photo_without_suffix_is_a_photo(tmp_path: Path) -> None:
    path = tmp_path / "XVNA0123"
    Image.new("RGB", (64, 48), "teal").save(path, "JPEG")
    found = described(path)
    assert found.values["kind"] == "photo"
    assert found.thumbnail
    assert (tmp_path / found.thumbnail).stat().st_size > 0


def with_info(path: Path, title: str, words: list[str]) -> Description:
    made = Canvas(str(path))
    made.setTitle(title)
    made.rect(72, 72, 20, 20)
    for number, line in enumerate(words):
        made.drawString(72, 760 - 30 * number, line)
    made.save()
    return described(path)


def test_a_title_made_by_a_program_is_only_shown_as_another_offer(tmp_path: Path) -> None:
    found = with_info(tmp_path / "a.pdf", "Microsoft Word - rilis.docx", ["Konferensi dibuka", "Menteri membukanya."])
    assert found.values["title"] == "Konferensi dibuka"
    assert [(o.origin, o.value) for o in found.origins["title"][1:]] == [("pdf:Title", "Microsoft Word - rilis.docx")]


def test_the_day_a_file_was_made_is_no_date_of_its_text(tmp_path: Path) -> None:
    words = ["Konferensi dibuka", "Jakarta, 3 Mei 2024 - Menteri membuka konferensi tingkat tinggi itu."]
    dated = with_info(tmp_path / "a.pdf", "x", words)
    undated = with_info(tmp_path / "b.pdf", "x", ["Konferensi dibuka", "Menteri membukanya."])
    assert dated.values["date"] == "2024-05-03"
    assert dated.origins["date"][-1].origin == "pdf:CreationDate"
    assert not {"date", "date_precision"} & undated.values.keys()
    assert undated.origins["file_date"][0].origin == "pdf:CreationDate"


def test_the_day_of_a_scan_is_not_the_day_of_what_it_shows(tmp_path: Path) -> None:
    assert "date" not in with_info(tmp_path / "a.pdf", "x", []).values


def test_the_words_decide_where_a_template_names_its_own_language(tmp_path: Path) -> None:
    words = "Chủ tịch nước Lương Cường chủ trì lễ mở ký Công ước của Liên hợp quốc tại thủ đô Hà Nội vào sáng nay. "
    path = tmp_path / "a.html"
    path.write_text(f'<html lang="en"><body><article><p>{words * 2}</p><p>{words}</p></article></body></html>')
    found = described(path)
    assert (found.values["language"], found.values["languages"]) == ("vi", ["vi"])
    assert [offer.origin for offer in found.origins["language"]] == ["py3langid", "html:lang"]
    path.write_text('<html lang="id"><body><p>OK</p></body></html>')
    assert described(path).values["language"] == "id"


def test_a_file_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="check the disk"):
        describe(str(tmp_path / "none.txt"), "none.txt", str(tmp_path))


# hostile files, in a real worker with its limits


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    with Pool(1, tmp_path_factory.mktemp("jobs"), LIMITS) as made:
        yield made


def form(content: bytes, resources: bytes) -> bytes:
    return stream(content, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<%b>>" % resources)


def flate_bomb(megabytes: int) -> bytes:
    spaces, squeeze = b" " * (1 << 20), zlib.compressobj(9, wbits=-15)
    one = squeeze.compress(spaces) + squeeze.flush(zlib.Z_FULL_FLUSH)  # after which the next block has the same bytes
    check = reduce(lambda before, _: zlib.adler32(spaces, before), range(megabytes), 1)
    data = b"\x78\xda" + one * megabytes + squeeze.flush() + check.to_bytes(4, "big")
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
            stream(data, b"/Filter/FlateDecode"),
        ]
    )


def repeated_page(kids: int, count: int) -> bytes:
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[%b]/Count %d>>" % (b"3 0 R " * kids, count),
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
            stream(lines([(72, 700, 11, "Isi siaran pers")])),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
    )


def laughs(root: bytes) -> bytes:
    names = [b"lol"] + [b"lol%d" % n for n in range(1, 10)]
    entities = b'<!ENTITY lol "lol">'
    for before, name in pairwise(names):
        entities += b'<!ENTITY %b "%b">' % (name, b"&%b;" % before * 10)
    return b"<!DOCTYPE %b [%b]>" % (root, entities)


def repeat(unit: str, size: int) -> bytes:
    return (unit * (size // len(unit))).encode()


PDFS = {
    "an XObject in itself": lambda: one_page(
        b"/X Do", b"/XObject<</X 6 0 R>>", [form(b"/X Do /X Do", b"/XObject<</X 6 0 R>>")]
    ),
    "2 GB of spaces": lambda: flate_bomb(2000),
    "5 million text operators": lambda: one_page(b"BT /F 1 Tf " + b"(a) Tj " * 5_000_000 + b"ET"),
}
READ = {
    "100,000 pages that are one": ("a.pdf", repeated_page(100_000, 100_000), "Isi siaran pers"),
    "a false page count": ("a.pdf", repeated_page(1, 2_000_000_000), "Isi siaran pers"),
    "deep arrays": (
        "a.pdf",
        one_page(lines([(72, 700, 11, "Isi")]), more=[b"[" * 100_000 + b"]" * 100_000]),
        "Isi",
    ),
    "laughs in XMP": (
        "a.pdf",
        one_page(
            lines([(72, 700, 11, "Isi")]), more=[stream(laughs(b"x:xmpmeta") + b"<x:xmpmeta>&lol9;</x:xmpmeta>")]
        ).replace(b"<</Type/Catalog", b"<</Type/Catalog/Metadata 6 0 R"),
        "Isi",
    ),
    "laughs in HTML": ("a.html", laughs(b"html") + b"<html><body><p>Isi &lol9;</p></body></html>", "Isi &lol9;"),
    "an external entity": (
        "a.html",
        b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><p>Isi &x;</p></html>',
        "Isi &x;",
    ),
    "300,000 open elements": ("a.html", b"<html><body>" + b"<div>" * 300_000 + b"Isi", "Isi"),
    "300,000 paragraphs": ("a.html", b"<html><body>" + b"<p>Isi</p>" * 300_000, "Isi"),
    "40,000 pictures": ("a.html", b'<body><table>' + b'<tr><td><img src="a.jpg">Isi' * 40_000, "Isi"),
    "a line of 10 MB": ("a.txt", repeat("isi ", 10_000_000), "isi"),
    "a word of 10 MB": ("a.txt", repeat("a", 10_000_000), "aaa"),
    "3 million combining marks": ("a.txt", ("a" + "\u0301\u0323" * 1_500_000).encode(), "ạ"),
    "invalid UTF-8": ("a.txt", b"Isi " + b"\xe2\x82" * 1_000_000, "Isi"),
    "a front matter of 1 MB": ("a.md", b"---\n" + b"a: 1\n" * 200_000 + b"---\nIsi", "Isi"),
    "brackets": ("a.md", repeat("![", 990_000), "!["),
    "broken links": ("a.md", repeat("[a](", 990_000), "[a]("),
    "broken images": ("a.md", repeat("![](a", 990_000), "![](a"),
    "emphasis over lines": ("a.md", repeat("*a\n", 990_000), "*a"),
    "broken tags": ("a.md", repeat("<a b ", 990_000), "<a b"),
}  # fmt: skip


@pytest.mark.parametrize(("filename", "data", "words"), READ.values(), ids=READ.keys())
def test_hostile_files_are_read_within_the_limits(
    pool: Pool, tmp_path: Path, filename: str, data: bytes, words: str
) -> None:
    found = run(pool, tmp_path / filename, data)
    assert words in "\n".join(
        [found["text"][:2000], found["text"][-2000:], *found["furniture"], found["values"]["title"]]
    )


@pytest.mark.parametrize("made", PDFS.values(), ids=PDFS.keys())
def test_hostile_pdfs_end_in_a_reason_and_the_next_file_is_read(
    pool: Pool, tmp_path: Path, made: Callable[[], bytes]
) -> None:
    with pytest.raises(PressArchiveError, match=r"\w+ \w+ .*[;:] \w+"):
        run(pool, tmp_path / "a.pdf", made())
    assert run(pool, tmp_path / "b.txt", b"Isi siaran pers")["text"]


def run(pool: Pool, path: Path, data: bytes) -> dict[str, Any]:
    path.write_bytes(data)
    arguments = {"path": str(path), "filename": path.name, "relpath": path.name}
    with pool.run("ingest.description.file_description:describe", arguments) as job:
        result: dict[str, Any] = job.result
        return result


@pytest.mark.parametrize(
    ("told", "words", "language"),
    [
        ("en", "Undangan liputan peresmian jembatan baru di Semarang", "id"),
        ("en", "Moi phong vien du hop bao ve cau moi va duong moi tai Da Nang", "vi"),
        ("en", "Invitation to the opening of the new bridge in Semarang", "en"),
        ("id", "Invitation to the opening of the new bridge in Semarang", "id"),
    ],
)
def test_the_language_that_a_program_writes_into_a_pdf_yields_to_its_words(
    tmp_path: Path, told: str, words: str, language: str
) -> None:
    page = Canvas(str(tmp_path / "a.pdf"), lang=told)
    page.drawString(72, 700, words)
    page.save()
    found = describe(str(tmp_path / "a.pdf"), "a.pdf", str(tmp_path))
    assert found["values"]["language"] == language
