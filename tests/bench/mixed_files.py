"""A disk of generated files like that of a press office: six in ten are texts, the others PDFs, photographs and office
documents."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path

from PIL import Image, ImageDraw
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

from tests.bench.corpus import Corpus, Text
from tests.builders.office_files import making
from tests.builders.photo_builders import iim_segment, jpeg

DONE = "made"  # a file next to the folder, for a later run
IN_A_FOLDER = 200
PIECE = 500  # files that one process makes per batch
# The types of twenty consecutive files: texts 60 %, PDFs 15, photographs 20, office documents 5.
ORDER = ("txt", "jpg", "md", "pdf", "html", "txt", "jpg", "txt", "pdf", "md", "txt", "jpg", "html", "txt", "office",
         "txt", "jpg", "md", "pdf", "txt")  # fmt: skip
OFFICE = ("docx", "rtf", "odt", "xlsx")
FONT = (
    "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf"  # from Debian's fonts-noto-core, which the browser tests need
)
WIDTH, HEIGHT = 1600, 1067


def make(folder: Path, files: int, processes: int, *, photographs: bool = True) -> None:
    """Write `files` files below `folder`, always the same for the same number, unless they exist. Without
    `photographs`, each photo is replaced by a text."""
    done = folder.with_name(f"{folder.name}.{DONE}")
    if done.exists() and done.read_text(encoding="ascii") == str(files):
        return
    with ProcessPoolExecutor(processes) as pool:
        list(pool.map(partial(_piece, folder, files, photographs), range(0, files, PIECE)))
    done.write_text(str(files), encoding="ascii")


def kind_of(n: int, *, photographs: bool = True) -> str:
    """Return the suffix of the n-th file."""
    kind = ORDER[n % len(ORDER)]
    if kind == "jpg" and not photographs:
        kind = "txt"
    return OFFICE[n // len(ORDER) % len(OFFICE)] if kind == "office" else kind


def written(n: int, *, photographs: bool = True) -> tuple[str, bytes]:
    """Return the n-th file: its path below the folder, and its bytes."""
    suffix, text = kind_of(n, photographs=photographs), _corpus().text(n)
    made: Callable[[Text, int], bytes] = MAKERS[suffix]
    return f"{text.year or 'undated'}/{n // IN_A_FOLDER:04}/{suffix}-{n:06}.{suffix}", made(text, n)


def _piece(folder: Path, files: int, photographs: bool, start: int) -> None:
    for n in range(start, min(start + PIECE, files)):
        name, data = written(n, photographs=photographs)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@cache
def _corpus() -> Corpus:
    return Corpus(small=True)


def _txt(text: Text, n: int) -> bytes:
    return f"{text.title}\n\n{text.body}\n".encode()


def _md(text: Text, n: int) -> bytes:
    front = f"---\ntitle: {text.title}\nlanguage: {text.language}\nsource: {text.source}\n---\n\n"
    return (front + text.body + "\n").encode()


def _html(text: Text, n: int) -> bytes:
    paragraphs = "".join(f"<p>{part}</p>\n" for part in text.body.split("\n\n"))
    head = (
        f'<!doctype html>\n<html lang="{text.language}"><head><meta charset="utf-8"><title>{text.title}</title></head>'
    )
    menu = "".join(f'<li><a href="/{word}">{word}</a></li>' for word in ("home", "news", "photos", "contact"))
    body = f"<body><ul>{menu}</ul><article><h1>{text.title}</h1>{paragraphs}</article></body>"
    return f'<!doctype html>\n<html lang="{text.language}">{head}{body}</html>'.encode()


def _pdf(text: Text, n: int) -> bytes:
    if "Noto" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Noto", FONT))
    style, out = ParagraphStyle("body", fontName="Noto", fontSize=10, leading=14, spaceAfter=8), io.BytesIO()
    pages = SimpleDocTemplate(out, title=text.title, author=text.source, invariant=True)
    pages.build([Paragraph(part, style) for part in (text.title, *text.body.split("\n\n"))])
    return out.getvalue()


def _jpg(text: Text, n: int) -> bytes:
    """Return a unique photograph with the size of agency previews, and a caption in its header."""
    chance = random.Random(n)
    small = Image.frombytes("RGB", (24, 16), chance.randbytes(24 * 16 * 3))
    picture = small.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(picture)
    for _ in range(40):
        x, y = chance.randrange(WIDTH), chance.randrange(HEIGHT)
        draw.ellipse((x, y, x + chance.randrange(20, 300), y + chance.randrange(20, 300)), chance.randrange(1 << 24))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    caption, day = " ".join(text.body.split()[:40]), str(text.day or 20200101)
    stream = b"\x1c\x01\x5a\x00\x03\x1b%G" + b"".join(
        b"\x1c\x02" + bytes([number]) + len(said).to_bytes(2) + said
        for number, said in ((5, text.title.encode()[:64]), (55, day.encode()), (120, caption.encode()))
    )
    return jpeg(iim_segment(stream), base=out.getvalue())


def _docx(text: Text, n: int) -> bytes:
    writer = making("word")
    body = "".join(writer.par(part) for part in (text.title, *text.body.split("\n\n")))
    made: bytes = writer.document(writer.Word(body))
    return made


def _odt(text: Text, n: int) -> bytes:
    writer = making("opendocument")
    body = "".join(writer.par(part) for part in (text.title, *text.body.split("\n\n")))
    made: bytes = writer.document(writer.Open(body))
    return made


def _rtf(text: Text, n: int) -> bytes:
    writer = making("rich")
    parts = (text.title, *text.body.split("\n\n"))
    made: bytes = writer.rich("".join(f"{writer.words(part)}\\par\r\n" for part in parts))
    return made


def _xlsx(text: Text, n: int) -> bytes:
    sentences = text.body.split(". ")
    rows = [[text.title], *([at, sentence, text.place] for at, sentence in enumerate(sentences))]
    made: bytes = making("workbooks").workbook({"Sheet1": rows})
    return made


MAKERS: dict[str, Callable[[Text, int], bytes]] = {
    "txt": _txt,
    "md": _md,
    "html": _html,
    "pdf": _pdf,
    "jpg": _jpg,
    "docx": _docx,
    "odt": _odt,
    "rtf": _rtf,
    "xlsx": _xlsx,
}
