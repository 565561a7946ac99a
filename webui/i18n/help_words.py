"""Texts of the search tips: examples with their meaning and reading, and the fields."""

from __future__ import annotations

from dataclasses import dataclass

from webui.i18n.words import MessageTable, _, marked


@dataclass(frozen=True, slots=True)
class Example:
    """A query to try, its meaning as a marked message, and how it is read."""

    typed: str
    message: str
    read_as: str

    @property
    def says(self) -> str:
        """Return its meaning in the language of the interface."""
        return _(self.message)


FIRST = (
    ("words", "jembatan baru", marked("all of these words, in any order")),
    ("phrase", '"thủ tướng chính phủ"', marked("exactly these words, side by side")),
    ("person", "Lương Cường", marked("a name, with its forms in other languages; accents may be left out")),
    ("either", "jembatan OR pelabuhan", marked("at least one of the two; OR in capitals")),
    ("without", "konvensi -hanoi", marked("the first word but not the second")),
    ("year", "date:2025", marked("of that year; also 2025-10, 25/10/2025, 2024..2026")),
    ("source", "source:antara", marked("in one field; also title:, caption:, person:, place:, credit:")),
    ("filename", "HAI_1275", marked("part of a file name")),
)
"""What most people need: what it is an example of, a query for archives that have no such value, and what it asks."""

WORDS = (
    Example("jembatan baru", marked("all of these words, in any order"), "jembatan AND baru"),
    Example("jembatan OR pelabuhan", marked("at least one of them"), "jembatan OR pelabuhan"),
    Example("konvensi -hanoi", marked("the first word but not the second"), "konvensi AND NOT hanoi"),
    Example("konvensi NOT (hanoi OR hue)", marked("the same for several"), "konvensi AND NOT (hanoi OR hue)"),
    Example("ha noi OR hue", marked("words side by side belong together before OR"), "(ha AND noi) OR hue"),
    Example(
        "(konvensi OR treaty) guterres",
        marked("brackets join what belongs together"),
        "(konvensi OR treaty) AND guterres",
    ),
    Example(
        '"thủ tướng chính phủ"',
        marked("these words side by side; you may type any quotation marks: “ ” « » 「 」"),
        '"thủ tướng chính phủ"',
    ),
    Example(
        '"penandatanganan konvensi"~5',
        marked("in this order, with up to five other words between"),
        '"penandatanganan konvensi"~5',
    ),
    Example("presid*", marked("words that begin like this: presiden, president, presidency"), "presid*"),
    Example("presidn~", marked("this word, or one that differs by one letter"), "presidn~"),
    Example("HAI_1275", marked("part of a file name, here of W-HAI_1275.jpg; 1275 is enough"), "HAI_1275"),
    Example("pasar_17*", marked("file names that begin like this"), "pasar_17*"),
    Example("KTT/2025", marked("parts that are joined by signs must stand side by side"), "KTT/2025"),
)

FIELDS = (
    Example("title:konvensi", marked("only in titles; a space after the colon does no harm"), "title:konvensi"),
    Example(
        'judul:"bom bunuh diri"',
        marked("a phrase in titles, the field by its Indonesian name"),
        'title:"bom bunuh diri"',
    ),
    Example(
        "tiêu đề:(lương OR luong)",
        marked("either of two; the field with accents or without (tieude), with spaces or without"),
        "title:(lương OR luong)",
    ),
    Example(
        "konvensi -kind:photo", marked("records with this word that are not photos"), "konvensi AND NOT kind:photo"
    ),
    Example(
        "jenis:siaran pers",
        marked("kinds, genres, languages and remarks have names in three languages"),
        "kind:press-release",
    ),
    Example("ngôn ngữ:tiếng Việt", marked("records in Vietnamese; language:vi is the same"), "language:vi"),
    Example(
        "number:123/SP/HM/X/2025",
        marked("a number as printed; any signs may stand between its parts"),
        "number:123/SP/HM/X/2025",
    ),
    Example(
        "subject:medtop:20000350",
        marked("a subject by its code; subject:bank finds words of its name"),
        "subject:medtop:20000350",
    ),
    Example(
        'shown:"Lương Cường"',
        marked("photos whose caption gives the place of this person in the picture, not only the name"),
        'shown:"Lương Cường"',
    ),
    Example("credit:TTXVN", marked("pictures of an agency, under any of its names"), "credit:TTXVN"),
    Example("guterres has:photo", marked("photos, and texts that come with one"), "guterres AND has:photo"),
)

DATES = (
    Example("date:2025", marked("a year; also year:2025, tahun:2025, năm:2025"), "date:2025"),
    Example("date:2025-10", marked("a month; also month:, bulan:, tháng:"), "date:2025-10"),
    Example("date:25/10/2025", marked("a day, the day first, or 2025-10-25"), "date:2025-10-25"),
    Example("tanggal:25 Oktober 2025", marked("with the month’s name, Indonesian"), "date:2025-10-25"),
    Example("ngày:25 tháng 10 năm 2025", marked("Vietnamese"), "date:2025-10-25"),
    Example("date:October 2025", marked("or English"), "date:2025-10"),
    Example("date:2025-10..2025-12", marked("from the one to the other, both included"), "date:2025-10..2025-12"),
    Example(
        "date:25..27 Oktober 2025",
        marked("the first date may leave out what the second says"),
        "date:2025-10-25..2025-10-27",
    ),
    Example("date:>=2024-05-01", marked("this day and later; also > < <= and 2024-05.."), "date:2024-05.."),
    Example("date:..2024", marked("up to the end of that year"), "date:..2024"),
    Example(
        "konvensi (date:2023 OR date:2025)", marked("either of two years"), "konvensi AND (date:2023 OR date:2025)"
    ),
    Example(
        "konvensi -date:2025",
        marked("not of that year; records without a date are found too"),
        "konvensi AND NOT date:2025",
    ),
)

COUNTED = (
    ("date:today", marked("also date:yesterday, date:this-week, date:last-week")),
    ("date:month", marked("this month; also date:last-month, date:year, date:last-year")),
    ("date:last-7-days", marked("any number of days or weeks")),
    ("tanggal:hari ini", marked("Indonesian; also kemarin, minggu ini, bulan lalu, tahun ini, 7 hari terakhir")),
    ("ngày:hôm nay", marked("Vietnamese; also hôm qua, tuần này, tháng trước, năm nay, 7 ngày qua")),
    ("date:last-month..yesterday", marked("in spans too")),
)
"""Relative dates, which mean another date each day, and their explanations."""

SLIPS = (
    "“konvensi hanoi",
    "(konvensi OR treaty",
    "hanoi or hue",
    "hanoi ATAU hue",
    "hanoi KHÔNG hue",
    "date:2020-2025",
    "ký~",
    "foo:konvensi",
    "date>=2026",
    "photos/IMG_5521.jpg",
)
"""Queries with mistakes that are tolerated; the page shows the warnings about them."""

REFUSED = ("date:31/02/2025", "date:besok", "date:oktober", "ab*", "*abc", "kind:opera")
"""Queries that are not run; the page says why."""

ASKS = MessageTable(
    {
        "title": marked("Titles and headlines"),
        "caption": marked("Captions of photos"),
        "text": marked("The text itself"),
        "creator": marked("Who wrote it or took it"),
        "credit": marked("The credit line; an agency by any of its names"),
        "source": marked("Who put it out, or the site it is from"),
        "person": marked("Persons named"),
        "shown": marked("Persons in a photo, if the caption gives their place in it (left, second from right)"),
        "speaker": marked("Who speaks"),
        "place": marked("Places"),
        "subject": marked("Subjects with a code, by their name or code"),
        "number": marked("Numbers as printed"),
        "filename": marked("File names, any part"),
        "kind": marked("press-release, speech, article, photo, document"),
        "genre": marked(
            "interview, statement, transcript, message, correction, advisory, annex, caption-sheet, container"
        ),
        "language": marked("A language by its name or tag: id, vi, en"),
        "collection": marked("A collection, by its whole name"),
        "flag": marked("A remark in the credit: file-photo, illustration, supplied, owner-unknown"),
        "has": marked("photo: photos, and texts that come with one; scan: records with scanned pages"),
        "ocr": marked(
            "Words read by machine: yes; poor, where a page is badly read; pending, where they are not read yet"
        ),
        "date": marked("The day, month or year of issue, else of the event; also from one date to another"),
        "added": marked("The day on which a record came (UTC); any date is read"),
        "month": marked("A month; any date is read"),
        "year": marked("A year; any date is read"),
        "status": marked("For the archivist: released, held, withdrawn, embargoed (held until a set time)"),
    }
)
"""What each field searches, for the table."""
