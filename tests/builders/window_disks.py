"""Disks on which an embargo on photos comes after them in the order of names, and the requests that the public may
make."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import docx
from flask.testing import FlaskClient
from PIL import Image

from tests.builders.office_files import making
from tests.builders.packed_files import zipped

UNTIL = "2051-12-04 10:00 WIB"
WORD = "sutratimur"  # in each caption and nowhere else
HEAD = "EMBARGO hingga 4 Desember 2051 pukul 10.00 WIB"
_PACKET = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" photoshop:Instructions="EMBARGO UNTIL 10:00 GMT 3 MAY 2051">'
    '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:description></rdf:Description>'
    "</rdf:RDF></x:xmpmeta>"
)


def name(n: int) -> str:
    """Return the name of the n-th photo."""
    return f"IMG_{7000 + n}.jpg"


def caption(n: int) -> str:
    """Return its caption."""
    return f"Sutratimur ke-{n} sandar di dermaga"


def photo(n: int) -> bytes:
    """Return its bytes. Each photo looks different."""
    out = io.BytesIO()
    Image.radial_gradient("L").rotate(n * 7).resize((64, 48)).point(lambda at: at ^ (n * 37 % 256)).save(out, "JPEG")
    return out.getvalue()


def photos(folder: Path, count: int) -> None:
    """Write this many photos into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(count):
        (folder / name(n)).write_bytes(photo(n))


def rows(count: int) -> list[list[str]]:
    """Return a table of their captions, each with an embargo."""
    return [["File", "Caption", "Credit", "Embargo"], *([name(n), caption(n), "Ana", UNTIL] for n in range(count))]


def table(count: int) -> str:
    """Return the same table as CSV."""
    return "".join(f"{','.join(row)}\n" for row in rows(count))


def _table_at_the_end(disk: Path, count: int) -> None:
    photos(disk, count)
    (disk / "z captions.csv").write_text(table(count))


def _sibling_folder(disk: Path, count: int) -> None:
    photos(disk / "a", count)
    (disk / "b").mkdir()
    (disk / "b" / "captions.csv").write_text(table(count))


def _in_a_zip(disk: Path, count: int) -> None:
    photos(disk, count)
    (disk / "z.zip").write_bytes(zipped({"captions.csv": table(count)}))


def _in_a_zip_in_a_zip(disk: Path, count: int) -> None:
    photos(disk, count)
    (disk / "z.zip").write_bytes(zipped({"inner.zip": zipped({"captions.csv": table(count)})}))


def _photos_in_one_zip_and_table_in_another(disk: Path, count: int) -> None:
    disk.mkdir(exist_ok=True)
    (disk / "a.zip").write_bytes(zipped({name(n): photo(n) for n in range(count)}))
    (disk / "z.zip").write_bytes(zipped({"z.csv": table(count)}))


def _all_in_one_zip(disk: Path, count: int) -> None:
    disk.mkdir(exist_ok=True)
    (disk / "z.zip").write_bytes(zipped({name(n): photo(n) for n in range(count)} | {"z.csv": table(count)}))


def _mail_of_photos_and_mail_of_the_table(disk: Path, count: int) -> None:
    disk.mkdir(exist_ok=True)
    for which in ("a", "z"):
        mail = MIMEMultipart()
        mail["From"], mail["Subject"] = "Humas <humas@example.id>", f"Foto dermaga {which}"
        mail.attach(MIMEText("Terlampir berkas untuk redaksi, salam dari kami di kantor humas pelabuhan.\n"))
        parts = [MIMEImage(photo(n)) for n in range(count)] if which == "a" else [MIMEText(table(count), "csv")]
        for n, part in enumerate(parts):
            part["Content-Disposition"] = f'attachment; filename="{name(n) if which == "a" else "captions.csv"}"'
            mail.attach(part)
        (disk / f"{which}.eml").write_bytes(mail.as_bytes())


def _sidecars(disk: Path, count: int) -> None:
    photos(disk, count)
    for n in range(count):
        suffix = ".xmp" if n % 2 else ".jpg.xmp"
        (disk / name(n).replace(".jpg", suffix)).write_text(_PACKET.format(caption(n)))


def _sidecars_in_a_zip(disk: Path, count: int) -> None:
    disk.mkdir(exist_ok=True)
    files = {name(n): photo(n) for n in range(count)}
    (disk / "z.zip").write_bytes(zipped(files | {f"{name(n)}.xmp": _PACKET.format(caption(n)) for n in range(count)}))


def _saved_page(disk: Path, count: int) -> None:
    photos(disk / "Z_files", count)
    for n in range(count):  # a smaller one would be an icon
        Image.open(io.BytesIO(photo(n))).resize((320, 240)).save(disk / "Z_files" / name(n))
    figures = "".join(
        f'<figure><img src="Z_files/{name(n)}"><figcaption>{caption(n)}</figcaption></figure>' for n in range(count)
    )
    story = "<p>Menteri membuka pelabuhan baru di Bitung pada hari Minggu di hadapan warga dan para nelayan.</p>"
    page = f"<html><body><p>{HEAD}</p><h1>Kapal di dermaga</h1>{story}{figures}</body></html>"
    (disk / "Z.html").write_text(page)


def _document(disk: Path, count: int) -> None:
    photos(disk, count)
    document = docx.Document()
    document.add_paragraph("Keterangan foto")
    cells = document.add_table(rows=0, cols=4)
    for row in rows(count):
        for cell, words in zip(cells.add_row().cells, row, strict=True):
            cell.text = words
    document.save(str(disk / "z.docx"))


def _document_under_embargo(disk: Path, count: int) -> None:
    photos(disk / "foto", count)
    document = docx.Document()
    document.add_paragraph(HEAD)
    document.add_heading("Kapal baru di dermaga Bitung", 1)
    document.add_paragraph("Menteri membuka pelabuhan baru di Bitung pada hari Minggu di hadapan warga dan nelayan.")
    for n in range(count):
        document.add_paragraph(name(n))
        document.add_paragraph(f"{caption(n)}. (Foto: Ana)")
    document.save(str(disk / "z.docx"))


def _workbook_without_suffix(disk: Path, count: int) -> None:
    photos(disk, count)
    (disk / "zzz").write_bytes(making("workbooks").workbook({"A": rows(count)}))


def _workbook_called_a_photo(disk: Path, count: int) -> None:
    photos(disk, count)
    (disk / "z.jpg").write_bytes(making("workbooks").workbook({"A": rows(count)}))


def _photos_without_suffix(disk: Path, count: int) -> None:
    photos(disk, count)
    for n in range(count):
        (disk / name(n)).rename(disk / name(n).replace(".jpg", "" if n % 2 else ".txt"))
    (disk / "z captions.csv").write_text(table(count).replace(".jpg", ""))


DISKS: dict[str, Callable[[Path, int], None]] = {
    made.__name__.strip("_").replace("_", " "): made
    for made in (
        *(_table_at_the_end, _sibling_folder, _in_a_zip, _in_a_zip_in_a_zip, _photos_in_one_zip_and_table_in_another),
        *(_all_in_one_zip, _mail_of_photos_and_mail_of_the_table, _sidecars, _sidecars_in_a_zip, _saved_page),
        *(_document, _document_under_embargo, _workbook_without_suffix, _workbook_called_a_photo),
        _photos_without_suffix,
    )
}

LISTS = (
    *(f"/api/v1/search?q={WORD}", "/api/v1/search?q=IMG", "/api/v1/search", "/api/v1/search?q=has:photo"),
    *(f"/search?q={WORD}", "/search?q=has:photo", f"/search.atom?q={WORD}", "/search.atom?q=has:photo"),
    *("/api/v1/suggest?q=sutr", "/api/v1/suggest?q=img"),
)
FEW = (f"/api/v1/search?q={WORD}", "/search?q=has:photo", f"/search.atom?q={WORD}", "/api/v1/suggest?q=sutr")
OF_EACH = ("/api/v1/records/{}", "/records/{}", "/records/{}/thumbnail", "/records/{}/preview")


def answers(client: FlaskClient, ids: Iterable[str], lists: Iterable[str] = LISTS) -> list[str]:
    """Return the addresses that reveal a photo or its caption to the public. `ids`: records that it may not see."""
    told = [at for at in lists if _tells(client.get(at).get_data(as_text=True), at)]
    return told + [at.format(id_) for id_ in ids for at in OF_EACH if client.get(at.format(id_)).status_code != 404]


def _tells(page: str, at: str) -> bool:
    return "IMG_70" in page or "sandar di dermaga" in page or (WORD in page.casefold() and WORD not in at)
