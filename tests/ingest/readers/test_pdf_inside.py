"""Metadata and contents of a PDF: printed page numbers, outline, XMP, attachments; hostile ones within limits."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from archive.record import Description
from tests.builders.made_files import lines, one_page, pdf, read, stream

ATTACHED = b"<</Type/Catalog/Names<</EmbeddedFiles 6 0 R>>/Pages 2 0 R>>"
CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
BOX = b"MediaBox[0 0 595 842]"


def pages(count: int, catalogue: bytes, more: tuple[bytes, ...] = ()) -> bytes:
    """Return a PDF of empty pages. The first is object 3; `more` follows the pages."""
    kids = b" ".join(b"%d 0 R" % (3 + n) for n in range(count))
    tree = b"<</Type/Pages/MediaBox[0 0 300 300]/Count %d/Kids[%b]>>" % (count, kids)
    return pdf([catalogue, tree, *[b"<</Type/Page/Parent 2 0 R>>"] * count, *more])


def with_files(
    *specifications: bytes, more: tuple[bytes, ...] = (), catalogue: bytes = ATTACHED, kids: bytes = b""
) -> bytes:
    """Return one page and a name tree, object 6, of these file specifications; `more` follows from object 7."""
    names = b" ".join(b"(%d)%b" % at for at in enumerate(specifications))
    whole = one_page(lines([(72, 700, 11, "Siaran pers")]), more=[b"<</Names[%b]%b>>" % (names, kids), *more])
    return whole.replace(CATALOGUE, catalogue)


def file_of(name: bytes, at: int = 7) -> bytes:
    return b"<</Type/Filespec/F(%b)/EF<</F %d 0 R>>>>" % (name, at)


def described(tmp_path: Path, document: bytes) -> Description:
    path = tmp_path / "a.pdf"
    path.write_bytes(document)
    return read(path)


def inside(tmp_path: Path, document: bytes) -> dict[str, bytes | str]:
    """Return by name the bytes of each file inside, or why it is missing."""
    found = described(tmp_path, document)
    assert found.text == "Siaran pers"
    return {m.name: (tmp_path / m.file).read_bytes() if m.file else m.reason for m in found.members}


def test_printed_page_numbers_are_kept_where_they_differ(tmp_path: Path) -> None:
    labels = b"/PageLabels<</Nums[0<</S/r>>2<</S/D/St 3>>3<</P(A-)/S/D>>]>>"
    found = described(tmp_path, pages(4, b"<</Type/Catalog/Pages 2 0 R%b>>" % labels))
    assert found.values["page_labels"] == {"1": "i", "2": "ii", "4": "A-1"}


@pytest.mark.parametrize("labels", [b"/S/r/St 999999", b"/S/A/St 99999999", b"/P(%b)/S/D" % (b"x" * 999)])
def test_endless_page_numbers_are_none(tmp_path: Path, labels: bytes) -> None:
    catalogue = b"<</Type/Catalog/Pages 2 0 R/PageLabels<</Nums[0<<%b>>]>>>>" % labels
    assert "page_labels" not in described(tmp_path, pages(1, catalogue)).values


def test_the_outline_is_kept_and_finds_what_no_text_says(tmp_path: Path) -> None:
    catalogue = b"<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R>>"
    more = (
        b"<</First 6 0 R/Last 6 0 R/Count 2>>",
        b"<</Title(Lampiran Peta)/Parent 5 0 R/Dest[4 0 R/Fit]/First 7 0 R/Last 7 0 R/Count 1>>",
        b"<</Title(Pulau Kemuning)/Parent 6 0 R/Next 7 0 R>>",  # which points to itself as the next one
    )
    found = described(tmp_path, pages(2, catalogue, more))
    assert found.values["outline"] == [
        {"title": "Lampiran Peta", "level": 1, "pdf_page": 2},
        {"title": "Pulau Kemuning", "level": 2, "pdf_page": None},
    ]
    assert found.furniture == ["Lampiran Peta", "Pulau Kemuning"]


def test_xmp_says_who_whose_and_in_what_language(tmp_path: Path) -> None:
    packet = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
      <rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
        xmp:ModifyDate="2025-10-25T08:00:00+07:00">
      <dc:creator><rdf:Seq><rdf:li>Sari Wulandari</rdf:li><rdf:li>Budi Hartono</rdf:li></rdf:Seq></dc:creator>
      <dc:rights><rdf:Alt><rdf:li xml:lang="id">Hak cipta Biro Humas</rdf:li>
        <rdf:li xml:lang="x-default">Copyright Biro Humas</rdf:li></rdf:Alt></dc:rights>
      <dc:language><rdf:Bag><rdf:li>id-ID</rdf:li></rdf:Bag></dc:language></rdf:Description></rdf:RDF></x:xmpmeta>"""
    document = one_page(b"", more=[stream(packet, b"/Type/Metadata/Subtype/XML")])
    found = described(tmp_path, document.replace(CATALOGUE, b"<</Type/Catalog/Metadata 6 0 R/Pages 2 0 R>>"))
    assert found.values["creator"] == ["Sari Wulandari", "Budi Hartono"]
    assert found.values["copyright"] == "Copyright Biro Humas"
    assert found.values["document_modified"] == "2025-10-25"
    assert found.values["language"] == "id"
    assert {found.origins[key][0].origin for key in ("creator", "copyright")} == {
        "pdf:xmp:dc:creator",
        "pdf:xmp:dc:rights",
    }


def test_attachments_are_files_inside_under_the_last_part_of_their_names(tmp_path: Path) -> None:
    packed = stream(zlib.compress(b"Lampiran satu"), b"/Filter/FlateDecode")
    names = [b"C:\\\\Humas\\\\lampiran.txt", b"../../etc/cron", b"/tmp/lampiran.txt", b".."]
    document = with_files(*[file_of(name, 7 + n) for n, name in enumerate(names)], more=(packed, *[stream(b"dua")] * 3))
    assert inside(tmp_path, document) == {
        "lampiran.txt": b"Lampiran satu",
        "cron": b"dua",
        "lampiran (2).txt": b"dua",
        "attachment-4.bin": b"dua",
    }


def test_what_is_attached_to_a_place_on_a_page_is_found_once(tmp_path: Path) -> None:
    pinned = b"<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]/FS 8 0 R>>"
    document = with_files(
        file_of(b"peta.txt"), more=(stream(b"Peta"), file_of(b"peta.txt"), pinned, file_of(b"b.txt", 11))
    )
    both = document.replace(BOX, BOX + b"/Annots[9 0 R]")
    assert inside(tmp_path, both) == {"peta.txt": b"Peta"}
    only_pinned = both.replace(ATTACHED, CATALOGUE.ljust(len(ATTACHED)))
    assert inside(tmp_path, only_pinned) == {"peta.txt": b"Peta"}


def test_a_portfolio_says_what_it_is(tmp_path: Path) -> None:
    catalogue = ATTACHED.replace(b"/Catalog", b"/Catalog/Collection<</View/D>>")
    found = described(tmp_path, with_files(file_of(b"a.txt"), more=(stream(b"A"),), catalogue=catalogue))
    assert "portfolio" in " ".join(found.notes)


def test_hostile_attachments_cost_no_word_of_the_text(tmp_path: Path) -> None:
    bomb = zlib.compress(b"\0" * (30 << 20), 9)
    found = inside(
        tmp_path,
        with_files(
            file_of(b"bomb.bin", 7),
            file_of(b"broken.bin", 8),
            file_of(b"itself.pdf", 1),
            file_of(b"good.txt", 9),
            more=(
                stream(bomb, b"/Filter/FlateDecode"),
                stream(b"not packed", b"/Filter/FlateDecode"),
                stream(b"Baik"),
            ),
        ),
    )
    assert "200 times its size" in str(found["bomb.bin"])
    assert "damaged" in str(found["broken.bin"])
    assert "not in the file" in str(found["itself.pdf"])
    assert found["good.txt"] == b"Baik"


def test_of_ten_thousand_attachments_the_first_are_taken_in(tmp_path: Path) -> None:
    count = 10_001
    document = with_files(*[file_of(b"a.txt", 7 + n) for n in range(count)], more=(stream(b"A"),) * count)
    found = described(tmp_path, document)
    assert found.text == "Siaran pers"
    assert len(found.members) == 1_000
    assert "more than 1,000" in " ".join(found.notes)


def test_a_tree_of_names_that_leads_to_itself_ends(tmp_path: Path) -> None:
    document = with_files(file_of(b"a.txt"), more=(stream(b"A"),), kids=b"/Kids[6 0 R 6 0 R]")
    assert inside(tmp_path, document) == {"a.txt": b"A"}
