"""Photographs in memory for the tests of the pages: one with captions that disagree, its image sequence, its copy, an
article that shows them, and a caption table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from archive.record import Candidate, Kind, Link, Mention, Record, Relation
from tests.support.web_fakes import FakeServices, memorable, record

OWN = "Tổng thống Lương Cường (phải) đón Tổng Thư ký António Guterres tại Hà Nội, ngày 25/10/2025."
OTHER = "Tổng thống Lương Cường (trái) đón Tổng Thư ký António Guterres tại Hà Nội, ngày 26/10/2025."
ENGLISH = "President Lương Cường (right) welcomes António Guterres in Hanoi, 25 October 2025."
SPAN = "W-HAI 1300–1311"
LABEL = f"{SPAN}, 12 frames"
STORY = "Đoạn một của bài.\n\nĐoạn hai của bài.\n\nĐoạn ba của bài."


def frame(number: int, **more: Any) -> Record:
    """Return a photo of the sequence, with its own time."""
    values: dict[str, Any] = {
        "caption": f"Khung hình số {number}.",
        "creator": ["Hoàng Minh Hải"],
        "created": f"2025-10-25T09:{number % 60:02}:00+07:00",
        "created_precision": "second",
        "language": "vi",
    }
    values |= more.pop("values", {})
    return record(f"frame{number}", Kind.PHOTO, f"W-HAI_{number}.jpg", values, media_type="image/jpeg", **more)


TITLE = "Lễ mở ký Công ước Hà Nội"
TOLD = Mention("W-HAI_1302.jpg", OTHER, "Hoàng Minh Hải/TTXVN", OTHER, STORY.index("Đoạn hai"))
GUESS = Mention("836154525.jpg", "Các đại biểu.", "TTXVN", "Các đại biểu.", STORY.index("Đoạn ba"))
GONE = Mention("W-HAI_1999.jpg", "Phiên bế mạc.", None, "Phiên bế mạc.", len(STORY))
ROW = Mention("W-HAI_1302.jpg", ENGLISH, "VNA", ENGLISH, date="2025-10-25", language="en")
LOST = Mention("W-HAI_1998.jpg", "A row without a photo.", None, None, date="2025-10-26", language="en")
FRAMES = range(1300, 1312)
SHOWN: dict[str, Any] = {
    "headline": "Lễ đón", "caption": OWN, "credit": "Istimewa/Hoàng Minh Hải/TTXVN via Reuters",
    "creator": ["Hoàng Minh Hải"], "persons": ["Lương Cường"], "gps": [21.0245, 105.8412],
    "exif:GPSAltitude": "12.5", "width": 6000, "height": 4000, "alt_text": "Two men shake hands before flags.",
}  # fmt: skip
ORIGINS = {
    "caption": [
        Candidate("sidecar:dc:description[vi]", OWN),
        Candidate("iim:2:120", OWN),
        Candidate("xmp:dc:description[en]", ENGLISH),
    ],
    "gps": [Candidate("exif:gps", [21.0245, 105.8412])],
    "created": [Candidate("exif:36867+36881", "2025-10-25T09:42:00+07:00")],
    "odd": [Candidate("xmp:exif:GPSMapDatum", "WGS-84")],
}


def photographs(folder: Path) -> FakeServices:
    """Return `memorable` with the photographs."""
    services = memorable(folder)
    for number in FRAMES:
        services.add(_shown() if number == 1302 else frame(number))
    services.catalogue.runs[SPAN] = tuple(f"frame{number}" for number in FRAMES)
    copy = {"caption": "Các đại biểu.", "width": 1200, "height": 800, "language": "vi"}
    services.add(record("copy1", Kind.PHOTO, "W-HAI_1302-web.jpg", copy, media_type="image/jpeg"))
    services.add(_article(), STORY)
    services.add(_table(), "W-HAI_1302.jpg")
    return services


def _shown() -> Record:
    """Return the photo that an article and a table name, and that has a copy."""
    seen: dict[str, Any] = {"kind": Kind.ARTICLE, "date": "2025-10-26", "language": "vi"}
    table: dict[str, Any] = {"kind": Kind.DOCUMENT, "genre": "caption-sheet", "date": "2025-10-27", "language": "en"}
    articles = (Link(TOLD, "story1", TITLE, n=0, **seen), Link(ROW, "table1", "Captions of 25 October", n=0, **table))
    copies = (Relation("also-as", "copy1", "W-HAI_1302-web.jpg", "rule:difference-hash", 0.8),)
    return frame(1302, values=SHOWN, articles=articles, relations=copies, origins=ORIGINS)


def _article() -> Record:
    values = {"title": TITLE, "language": "vi", "date": "2025-10-26"}
    photos = (Link(TOLD, "frame1302", "Lễ đón", n=0), Link(GUESS, None, n=1), Link(GONE, None, n=2))
    possible = (Link(GUESS, "copy1", None, True, "its digits are in the file name", n=1),)
    return record("story1", Kind.ARTICLE, "cong-uoc.html", values, photos=photos, possible=possible)


def _table() -> Record:
    values = {
        "title": "Captions of 25 October", "language": "en", "date": "2025-10-27", "genre": "caption-sheet",
    }  # fmt: skip
    photos = (Link(ROW, "frame1302", "Lễ đón", n=0), Link(LOST, None, n=1))
    return record("table1", Kind.DOCUMENT, "captions.csv", values, media_type="text/csv", photos=photos)


def odd(services: FakeServices) -> None:
    """Add records with difficult text: 100,000 letters without a space, changes of direction, markup."""
    long = "W" * 100_000
    for n, words in enumerate(
        (long, "\u202e\u0644\u0627 \u05e9\u05dc\u05d5\u05dd <script>alert(1)</script>" * 40), start=1
    ):
        values = {"caption": words, "credit": words, "creator": [words], "persons": [words], "created": "2025-10-25"}
        mention = Mention(f"{words[:300]}.jpg", f"{words[:5000]} b", words, words, date=words[:200], language="id")
        link = Link(mention, "table1", words, True, words, kind=Kind.ARTICLE, date=words[:200], language="id")
        services.add(
            record(
                f"odd{n}",
                Kind.PHOTO,
                f"{words[:250]}_{n}.jpg",
                values,
                articles=(link,),
                relations=(Relation("also-as", "odd2" if n == 1 else "odd1", words, "rule", 0.5),),
                origins={"caption": [Candidate("iim:2:120", words), Candidate(f"xmp:{words[:300]}", "x" + words)]},
            )
        )
    services.catalogue.runs[long] = ("odd1", "odd2")
    rows = (replace(link, record="odd2"), Link(replace(mention, caption=long[:9000], credit=long), None))
    values = {"title": long, "genre": "caption-sheet"}
    services.add(record("odd-table", Kind.DOCUMENT, "t.csv", values, photos=rows))
