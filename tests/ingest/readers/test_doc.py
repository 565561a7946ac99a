"""Word files of 97-2003: pieces of two widths, fast saves, fonts by run and style, tables, notes, and damage."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import olefile
import pytest

from archive.errors import Encrypted, Unreadable
from archive.record import Description
from ingest.description.file_description import describe
from tests.builders.compound_files import compound
from tests.builders.made_files import read
from tests.builders.office_files import making

old = making("old_word")
record = making("show97").record
par, row, Par, Run, OldWord = old.par, old.row, old.Par, old.Run, old.OldWord
abc, vni = making("office").abc, making("office").vni
Make = Callable[..., Description]
BODY = [
    par("Satu – “dua”"),
    Par([Run("tiga "), Run("empat", changes=old.BOLD), Run("\x0blima\tenam \x1e")]),
    par("tujuh"),
]
TEXT = "Satu – “dua”\n\ntiga empat\nlima enam -\n\ntujuh"


@pytest.fixture
def made(tmp_path: Path) -> Make:
    """Return a function that writes a file with this body and reads it."""

    def make(body: Sequence[Any] | bytes, **parts: Any) -> Description:
        path = tmp_path / "a.doc"
        path.write_bytes(body if isinstance(body, bytes) else old.document(OldWord(body, **parts)))
        return read(path)

    return make


@pytest.mark.parametrize("how", [{}, {"wide": True}, {"fast": True}])
def test_text_in_pieces_of_any_width_and_order_is_the_same(made: Make, how: dict[str, bool]) -> None:
    assert made(BODY, **how).text == TEXT


def test_unicode_in_wide_pieces(made: Make) -> None:
    assert made([par("Lương Cường 北京 🚀")], wide=True).text == "Lương Cường 北京 🚀"


@pytest.mark.parametrize("how", [{}, {"wide": True}, {"fast": True}])
def test_old_vietnamese_fonts_are_read_run_by_run(made: Make, how: dict[str, bool]) -> None:
    body = [
        Par([Run(abc("Đại biểu dự lễ "), 1), Run("café à")]),
        par(abc("thông cáo"), 2),
        Par([Run("Ñaïi bie", 3), Run("åu", 3, old.BOLD)]),
        par(vni("Bão số tám"), 3),
    ]
    found = made(body, fonts=["Arial", ".VnTime", ".VnTimeH", "VNI-Times"], **how)
    assert found.text == "Đại biểu dự lễ café à\n\nTHÔNG CÁO\n\nĐại biểu\n\nBão số tám"


def test_the_font_may_be_that_of_the_style(made: Make) -> None:
    found = made([Par([Run(abc("Đại biểu ")), Run("é", 1)])], fonts=[".VnTime", "Arial"], normal_font=0)
    assert found.text == "Đại biểu é"


def test_tables_are_rows_and_a_single_row_is_its_cells(made: Make) -> None:
    assert made([par("A"), *row("a", "b"), *row("c", ""), par("Z")]).text == "A\n\n| a | b |\n| c |  |\n\nZ"
    assert made([*row("KEMENTERIAN", "REPUBLIK"), par("Z")]).text == "KEMENTERIAN\n\nREPUBLIK\n\nZ"
    several = Par([Run("b")], changes=old.IN_TABLE)
    assert made([*row("a", "x"), several, *row("c", "d")]).text == "| a | x |\n| b c | d |"


def test_codes_of_fields_and_words_hidden_or_deleted_are_left_out(made: Make) -> None:
    words = [
        Run('Lihat \x13 HYPERLINK "x" \x14situs \x13 PAGE \x147\x15\x15 ini'),
        Run(" rahasia", changes=old.HIDDEN),
        Run(" dihapus", changes=old.DELETED),
        Run("(", changes=old.SPECIAL),
    ]
    assert made([Par(words)]).text == "Lihat situs 7 ini"


def test_footnotes_stand_below_their_paragraph(made: Make) -> None:
    mark = Run("\2", changes=old.SPECIAL)
    body = [Par([Run("Satu"), mark, Run(" dua"), mark]), par("Berikut")]
    notes = [Par([mark, Run(" Catatan A")]), Par([mark, Run(" Catatan B")])]
    found = made(body, notes=notes, header=[par("KOP")])
    assert found.text == "Satu dua\n\n[1] Catatan A\n\n[2] Catatan B\n\nBerikut"
    assert found.furniture == ["KOP"]


def test_headers_are_furniture_and_an_embargo_in_them_is_not(made: Make) -> None:
    head = [par("SEKRETARIAT KORIDOR"), par("EMBARGO sampai 3 Mei 2031 pukul 10.00 WIB")]
    found = made([par("Judul"), par("Isi")], header=head)
    assert found.furniture == ["SEKRETARIAT KORIDOR"]
    assert found.text == "EMBARGO sampai 3 Mei 2031 pukul 10.00 WIB\n\nJudul\n\nIsi"


def test_headings_and_captions_by_their_styles(made: Make) -> None:
    found = made([par("Dermaga Dibuka", style=old.HEADING), par("Isi")])
    assert (found.values["title"], found.origins["title"][0].origin) == ("Dermaga Dibuka", "heading")


def test_pictures_that_stay_inside_are_told(made: Make) -> None:
    found = made([Par([Run("\x01", changes=old.SPECIAL)]), par("Isi")])
    assert found.notes == ["1 picture inside not taken out: save it as DOCX to have them as files"]
    assert found.text == "Isi"


def test_the_summary_information_is_on_offer(made: Make) -> None:
    day = datetime(2026, 2, 20, 9, tzinfo=UTC)
    summary = {2: "Dermaga Dibuka", 3: "Siaran pers", 4: "Sari Wulandari", 5: "dermaga, Batam", 12: day, 13: day}
    found = made([par("Dermaga Dibuka"), par("Isi")], summary=summary)
    told = {key: (offers[0].origin, offers[0].value) for key, offers in found.origins.items()}
    assert told == {
        "document_title": ("doc:summary:title", "Dermaga Dibuka"),
        "title": ("doc:summary:title", "Dermaga Dibuka"),
        "creator": ("doc:summary:author", ["Sari Wulandari"]),
        "description": ("doc:summary:subject", "Siaran pers"),
        "keywords": ("doc:summary:keywords", ["dermaga", "Batam"]),
        "document_created": ("doc:summary:created", "2026-02-20"),
        "document_modified": ("doc:summary:modified", "2026-02-20"),
    }


def test_a_release_is_taken_apart(tmp_path: Path) -> None:
    body = [
        par("SIARAN PERS", changes=old.BOLD),
        par("Dermaga Baru Dibuka untuk Umum", changes=old.BOLD),
        par("BATAM, 3 Mei 2031 – Dermaga baru dibuka untuk umum pada hari Sabtu pagi oleh wali kota."),
    ]
    head = [par("SEKRETARIAT KORIDOR"), par("Nomor: 4/SP/2031"), par("EMBARGO sampai 3 Mei 2031 pukul 10.00 WIB")]
    path = tmp_path / "a.doc"
    path.write_bytes(old.document(OldWord(body, header=head)))
    values = describe(str(path), "a.doc", str(tmp_path))["values"]
    wanted = ("title", "date", "identifiers", "kind")
    assert [values[key] for key in wanted] == [
        "Dermaga Baru Dibuka untuk Umum", "2031-05-03", ["4/SP/2031"], "press-release",
    ]  # fmt: skip
    assert values["embargo"]["until"] == "2031-05-03T03:00:00Z"


def test_many_paragraphs_need_many_pages_of_properties(made: Make) -> None:
    body = [Par([Run(f"{n} "), Run(abc("số"), 1), Run(" é")]) for n in range(300)]
    found = made(body, fonts=["Arial", ".VnTime"])
    assert found.text == "\n\n".join(f"{n} số é" for n in range(300))


def test_a_file_with_a_password_is_encrypted(made: Make) -> None:
    with pytest.raises(Encrypted, match="needs a password: give a copy without password"):
        made([par("Isi")], bits=0x0100)


def test_a_file_by_word_95_gives_its_plain_text(made: Make) -> None:
    main = bytearray(0x300) + b"Satu \x93dua\x94\rtiga\r"
    struct.pack_into("<HHHHHH", main, 0, 0xA5DC, 104, 0, 0x0409, 0, 0)
    struct.pack_into("<II", main, 0x18, 0x300, len(main))
    found = made(compound({"WordDocument": bytes(main)}))
    assert found.text == "Satu “dua”\n\ntiga"
    assert found.notes == ["saved by Word 6 or 95: only its plain text was read; open it in Word and save it as DOCX"]


def test_word_95_of_east_asia_writes_two_bytes_a_character(made: Make) -> None:
    main = bytearray(0x300) + "Đại biểu\r北京\r".encode("utf-16-le")
    struct.pack_into("<HHHHHH", main, 0, 0xA699, 104, 0, 0x0409, 0, 0x1000)
    struct.pack_into("<II", main, 0x18, 0x300, len(main))
    assert made(compound({"WordDocument": bytes(main)})).text == "Đại biểu\n\n北京"


def test_the_code_page_of_the_machine_tells_what_the_letters_of_word_95_are(made: Make) -> None:
    text = "Компания предлагает со склада ассортимент"
    main = bytearray(0x300) + text.encode("cp1251")
    struct.pack_into("<HHHHHH", main, 0, 0xA5DC, 104, 0, 0x0409, 0, 0)
    struct.pack_into("<II", main, 0x18, 0x300, len(main))
    page = summary_of_code_page(1251)
    assert made(compound({"WordDocument": bytes(main), "\x05SummaryInformation": page})).text == text


def summary_of_code_page(number: int) -> bytes:
    """Return a summary with only the code page of the machine ([MS-OLEPS] 2.21, 2.18.2)."""
    section = struct.pack("<II II IHH", 24, 1, 1, 16, 2, number, 0)
    format_of_summary = bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9")
    return struct.pack("<HHI16xI", 0xFFFE, 0, 2, 1) + format_of_summary + struct.pack("<I", 48) + section


def early(mark: bytes, text: bytes, *, pictures: Sequence[tuple[int, int]] = (), last: int = 9) -> bytes:
    """Return a file by Write with pictures at these bytes; by Word for DOS if `last` is 0."""
    header, ends = (
        bytearray(mark.ljust(128, b"\0")),
        sorted({len(text), *(at for pair in pictures for at in pair)} - {0}),
    )
    pages, end = -(-(128 + len(text)) // 128), 128 + len(text)
    struct.pack_into("<I", header, 0x0E, end)
    struct.pack_into("<H", header, 0x12, pages)
    struct.pack_into("<H", header, 0x60, last)
    block = bytearray(128)
    block[127] = len(ends)
    for n, at in enumerate(ends):
        picture = any(stop == at for _, stop in pictures)
        place = 100 if picture else 0xFFFF
        struct.pack_into("<IH", block, 4 + 6 * n, 128 + at, place)
    block[104 : 104 + 18] = bytes([17]) + bytes(16) + b"\x10"
    return bytes(header) + text.ljust(128 * (pages - 1), b"\0") + bytes(block)


EARLY = (
    "saved by Write, Word for DOS or Word 1 or 2: only its plain text was read; open it in LibreOffice and save it as "
    "DOCX"
)


def test_a_file_by_word_2_gives_its_plain_text(made: Make) -> None:
    main = bytearray(0x180) + b"Satu \x93dua\x94 \x13 PAGE \x147\x15\rtiga\r"
    struct.pack_into("<HHHHHH", main, 0, 0xA5DB, 45, 0, 0x0409, 0, 0)
    struct.pack_into("<II", main, 0x18, 0x180, len(main))
    found = made(bytes(main))
    assert (found.media_type, found.text, found.notes) == ("application/msword", "Satu “dua” 7\n\ntiga", [EARLY])
    main[11] = 1
    with pytest.raises(Encrypted):
        made(bytes(main))
    main[11] = 0
    with pytest.raises(Unreadable, match="damaged Word file"):
        made(bytes(main)[:-20])


def test_a_file_by_write_gives_its_words_without_its_pictures(made: Make) -> None:
    text = b"Satu\r\n" + b"GAMBAR\x07\x00" * 9 + b"tiga \x93empat\x94\r\n"
    found = made(early(b"1\xbe\0\0\0\xab", text, pictures=[(6, 78)]))
    assert (found.media_type, found.text) == ("application/x-mswrite", "Satu\n\ntiga “empat”")
    assert found.notes == [EARLY]


def test_word_for_dos_wrote_in_the_code_page_of_dos(made: Make) -> None:
    found = made(early(b"1\xbe\0\0\0\xab", "Café à Hanoï\r\ndua".encode("cp850"), last=0))
    assert found.text == "Café à Hanoï\n\ndua"


def test_words_of_a_word_document_inside_are_read(made: Make) -> None:
    main, table = old.parts(OldWord(BODY))
    inner, inner_table = old.parts(OldWord([par("EMBARGO sampai 3 Mei 2031")]))
    streams = {"WordDocument": main, "1Table": table}
    inside = {"ObjectPool/_1/WordDocument": inner, "ObjectPool/_1/1Table": inner_table}
    assert made(compound(streams | inside)).text == f"{TEXT}\n\nEMBARGO sampai 3 Mei 2031"
    found = made(compound(streams | inside | {"ObjectPool/_1/1Table": b""}))
    assert (found.text, found.notes) == (
        TEXT,
        ["a document inside was not read: open it in Word and save that document as a file of its own"],
    )


def test_word_art_is_read_as_furniture_and_its_embargo_is_not(made: Make) -> None:
    def drawing(words: str) -> bytes:
        text = words.encode("utf-16-le") + b"\0\0"
        options = struct.pack("<HIHI", 0x80C0, len(text), 0x00C2, 36 << 16) + text
        shape = record(0xF004, record(0xF00B, options, version=3, instance=2), version=15)
        return b"\0" + record(0xF002, record(0xF003, shape, version=15), version=15)

    main, table = old.parts(OldWord(BODY))
    drawings = record(0xF000, bytes(24), version=15) + drawing("RANCANGAN") + drawing("EMBARGO sampai 3 Mei 2031")
    changed = bytearray(main)
    struct.pack_into("<II", changed, 0x9A + 8 * 50, len(table), len(drawings))
    found = made(compound({"WordDocument": bytes(changed), "1Table": table + drawings}))
    assert (found.text, found.furniture[-1]) == (f"EMBARGO sampai 3 Mei 2031\n\n{TEXT}", "RANCANGAN")
    struct.pack_into("<II", changed, 0x9A + 8 * 50, len(table), 9999)
    assert made(compound({"WordDocument": bytes(changed), "1Table": table + drawings})).text == TEXT


def test_word_6_of_the_macintosh_has_letters_of_its_own(made: Make) -> None:
    text = "La société de l’information a été créée à Nîmes"
    main = bytearray(0x300) + text.encode("mac_roman")
    struct.pack_into("<HHHHHH", main, 0, 0xA5DC, 104, 0, 0x040C, 0, 0)
    struct.pack_into("<BBHH", main, 0x12, 1, 0, 0x100, 0x100)
    struct.pack_into("<II", main, 0x18, 0x300, len(main))
    page = summary_of_code_page(1251)
    assert made(compound({"WordDocument": bytes(main), "\x05SummaryInformation": page})).text == text


def fast_saved(pieces: Sequence[tuple[int, int]]) -> bytes:
    """Return a file by Word 6 with its text in these pieces: the start of each, and its length in bytes."""
    main = bytearray(0x300) + b"EMBARGO sampai 3 Mei\rSatu \x13 PAGE \x141\x15\r"
    limits = [sum(size for _, size in pieces[:n]) for n in range(len(pieces) + 1)]
    table = struct.pack(f"<{len(limits)}I", *limits) + b"".join(struct.pack("<HIH", 0, at, 0) for at, _ in pieces)
    struct.pack_into("<HHHHHH", main, 0, 0xA5DC, 101, 0, 0x0409, 0, 4)
    struct.pack_into("<II", main, 0x160, len(main), len(table) + 5)
    return bytes(main) + b"\2" + struct.pack("<I", len(table)) + table


def test_a_fast_save_by_word_6_gives_its_text_in_order(made: Make) -> None:
    found = made(compound({"WordDocument": fast_saved([(0x300 + 21, 17), (0x300, 21)])}))
    assert found.text == "Satu 1\n\nEMBARGO sampai 3 Mei"
    with pytest.raises(Unreadable, match="damaged Word file"):
        made(compound({"WordDocument": fast_saved([(0x300, 900)] * 3000)}))


def astray() -> bytes:
    return making("old_documents").astray()


@pytest.mark.parametrize(
    "data",
    [
        astray(),
        old.document(OldWord(BODY))[:-512],
        compound({"WordDocument": b""}),
        compound({"WordDocument": b"\xec\xa5\xc1\0"}),
        compound({"WordDocument": old.parts(OldWord(BODY))[0]}),
        compound({"WordDocument": old.parts(OldWord(BODY))[0], "1Table": b""}),
    ],
)
def test_a_damaged_file_is_refused_with_what_to_do(made: Make, data: bytes) -> None:
    with pytest.raises(Unreadable, match="damaged Word file: copy it again"):
        made(data)


def test_no_byte_changed_ends_a_worker(made: Make) -> None:
    """Change bytes of each structure: the result is text or a refusal, never another error."""
    dice = random.Random(11)
    words = OldWord(BODY, fonts=["Arial", ".VnTime"], header=[par("KOP")], summary={2: "Judul"})
    main, table = old.parts(words)
    reasons, texts = [], []
    for _ in range(400):
        changed_main, changed_table = bytearray(main), bytearray(table)
        for _ in range(dice.randint(1, 6)):
            target = dice.choice([changed_main, changed_table])
            target[dice.randrange(len(target))] = dice.choice([0, 1, 0x7F, 0xFF, dice.randrange(256)])
        try:
            found = made(compound({"WordDocument": bytes(changed_main), "1Table": bytes(changed_table)}))
        except (Unreadable, Encrypted) as error:
            reasons.append(str(error))
        else:
            texts.append(found.text.encode().decode())  # no lone surrogate got through
    assert all("copy it again" in reason or "password" in reason for reason in reasons)
    whole = made(compound({"WordDocument": main, "1Table": table})).text
    assert 40 < texts.count(whole) < len(texts) < 400
    assert max(map(len, texts)) < 20 * len(whole)


def test_what_the_tests_write_is_a_compound_file(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(old.document(OldWord(BODY, summary={2: "Judul"})))
    with olefile.OleFileIO(str(path)) as opened:
        assert sorted(map("/".join, opened.listdir())) == ["\x05SummaryInformation", "1Table", "WordDocument"]
        assert opened.parsing_issues == []
        assert opened.get_metadata().title == b"Judul"
