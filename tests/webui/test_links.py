"""Articles and their photographs in a real ingest: in any order, in separate runs, renamed, translated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from archive.access import ARCHIVIST, PUBLIC
from archive.record import Link, Record
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import Options, ingest

SEED = "VNA Potal Presiden menandatangani Konvensi Hanoi 836154525 8 53 41.jpg"
TRANSLATED = "VNA_potal_Chủ tịch nước ký Công ước Hà Nội_836154525_8_53_41.jpg"


@dataclass
class Desk:
    """A disk, its archive, and the ids of the records by path."""

    disk: Path
    archive: Archive
    ids: dict[str, str] = field(default_factory=dict)
    pictures: int = 0

    def article(self, name: str, *photos: tuple[str, str], day: str = "25/10/2025") -> None:
        """`photos`: file name and caption."""
        body = "Presiden menandatangani konvensi itu di hadapan para menteri dan wartawan.\n\n" * 3
        named = "".join(f"{photo}\n{caption}\n\n" for photo, caption in photos)
        self._path(name).write_text(f"Konvensi ditandatangani {name}\n{day}\n\n{body}{named}", encoding="utf-8")

    def photo(self, name: str, made: str | None = None, like: str | None = None) -> None:
        """Write a unique picture, or with `like`, the bytes of that one."""
        path = self._path(name)
        if like is not None:
            path.write_bytes((self.disk / like).read_bytes())
            return
        self.pictures += 1
        image = Image.effect_noise((48, 32), 90).convert("RGB")
        image.putpixel((0, 0), (self.pictures % 256, self.pictures // 256, 7))
        exif = Image.Exif()
        if made:
            exif.get_ifd(0x8769)[36867] = f"{made.replace('-', ':')} 08:53:41"
        image.save(path, exif=exif, format="JPEG")

    def _path(self, name: str) -> Path:
        path = self.disk / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def take_in(self) -> None:
        told: list[tuple[str, str | None]] = []
        ingest([self.disk], self.archive, Options(), lambda line, _: told.append((line.path, line.record)))
        self.ids |= {str(Path(path).relative_to(self.disk)): record for path, record in told if record}

    def record(self, name: str) -> Record:
        found = self.archive.catalogue.get(self.ids[name], PUBLIC)
        assert found is not None
        return found

    def links(self, name: str) -> list[Link]:
        return list(self.record(name).photos)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    (tmp_path / "disk").mkdir()
    with Archive.create(tmp_path / "archive") as archive:
        yield Desk(tmp_path / "disk", archive)


def test_an_article_before_its_photos_and_one_after_are_linked_both_ways(desk: Desk) -> None:
    desk.article(
        "a/before.txt", ("W-HAI_1275.jpg", "Presiden memberi salam."), ("W-HAI_1276.jpg", "Para menteri tiba.")
    )
    desk.take_in()
    assert [link.record for link in desk.links("a/before.txt")] == [None, None]
    desk.photo("b/W-HAI_1275.jpg", "2025-10-25")
    desk.photo("b/W-HAI_1276.jpg", "2025-10-25")
    desk.take_in()
    desk.article("c/after.txt", ("w-hai_1276.JPG", "Menteri berbaris."))
    desk.take_in()
    first, second = desk.ids["b/W-HAI_1275.jpg"], desk.ids["b/W-HAI_1276.jpg"]
    told = [(link.record, link.mention.caption, link.doubtful) for link in desk.links("a/before.txt")]
    assert told == [(first, "Presiden memberi salam.", False), (second, "Para menteri tiba.", False)]
    back = {(link.record, link.mention.caption) for link in desk.record("b/W-HAI_1276.jpg").articles}
    assert back == {(desk.ids["a/before.txt"], "Para menteri tiba."), (desk.ids["c/after.txt"], "Menteri berbaris.")}
    assert len(desk.record("b/W-HAI_1275.jpg").articles) == 1


def test_copies_that_were_renamed_are_found(desk: Desk) -> None:
    given = [
        "Presiden tiba-1.jpg",
        "Menteri berdiri (1).jpg",
        "Bendera dikibarkan-1024x683.jpeg",
        "W-HAI_1275.webp.jpg",
    ]
    names = ["Presiden tiba.jpg", "Menteri%20berdiri.jpg", "bendera_dikibarkan.JPG", "W-HAI_1275.jpg"]
    desk.article("a/a.txt", *((name, f"Keterangan nomor {n} di sini.") for n, name in enumerate(given)))
    for name in names:
        desk.photo(f"b/{name}")
    desk.take_in()
    links = desk.links("a/a.txt")
    assert [link.mention.filename for link in links] == given
    assert [link.record for link in links] == [desk.ids[f"b/{name}"] for name in names]
    assert not any(link.doubtful for link in links)


def test_the_same_bytes_under_another_name_answer_for_both(desk: Desk) -> None:
    desk.photo("b/DSC_0412.jpg")
    desk.photo("c/Presiden tiba.jpg", like="b/DSC_0412.jpg")
    desk.article("a/a.txt", ("Presiden tiba.jpg", "Presiden tiba di bandara."))
    desk.take_in()
    assert [link.record for link in desk.links("a/a.txt")] == [desk.ids["b/DSC_0412.jpg"]]


def test_a_counter_that_came_round_forty_times_is_never_resolved_by_its_name_alone(desk: Desk) -> None:
    for n in range(40):
        desk.photo(f"card {n:02}/DSC_0412.jpg", f"20{10 + n % 15}-03-{1 + n % 28:02}")
    desk.article("texts/far.txt", ("DSC_0412.jpg", "Presiden memberi salam."))
    desk.article("card 07/near.txt", ("DSC_0412.jpg", "Presiden memberi salam."))
    desk.take_in()
    (far,) = desk.links("texts/far.txt")
    assert (far.record, far.reason) == (None, None)
    (near,) = desk.links("card 07/near.txt")
    assert (near.record, near.doubtful) == (desk.ids["card 07/DSC_0412.jpg"], False)
    reasons = [naming.reason for naming in desk.archive.catalogue.namings() if naming.photo is None]
    assert reasons == ["40 photos have this name, and nothing else tells which of them is meant"]


def test_the_translated_name_is_found_by_its_digits_and_doubtful(desk: Desk) -> None:
    desk.photo(f"ảnh/{TRANSLATED}", "2025-10-25")
    desk.photo("ảnh/VNA_potal_Chủ tịch nước tiếp khách_836154526_8_53_41.jpg", "2025-10-25")
    desk.article("bài/a.txt", (SEED, "Presiden menandatangani konvensi."))
    desk.take_in()
    assert [link.record for link in desk.links("bài/a.txt")] == [None]
    (link,) = desk.record("bài/a.txt").possible
    assert (link.record, link.doubtful) == (desk.ids[f"ảnh/{TRANSLATED}"], True)
    assert link.reason == "its number is the same, its words are not"
    archivists = desk.archive.catalogue.get(desk.ids["bài/a.txt"], ARCHIVIST)
    assert archivists is not None
    assert "836154525" in str(archivists.possible[0].reason)


def test_a_decision_outlives_a_new_version_of_the_article_and_of_the_rules_answer(desk: Desk) -> None:
    desk.photo("b/DSC_0412.jpg")
    desk.photo("c/DSC_0412.jpg")
    desk.article("a/a.txt", ("DSC_0412.jpg", "Presiden memberi salam."), ("DSC_0412.jpg", "Menteri memberi salam."))
    desk.take_in()
    article, first, second = (desk.ids[name] for name in ("a/a.txt", "b/DSC_0412.jpg", "c/DSC_0412.jpg"))
    assert [link.record for link in desk.links("a/a.txt")] == [None, None]
    with desk.archive.catalogue.write("archivist") as writer:
        writer.decide_mention(article, 0, first)
        writer.decide_mention(article, 1, second)
    desk.article("a/a.txt", ("DSC_0412.jpg", "Menteri memberi salam."), ("DSC_0412.jpg", "Presiden memberi salam."))
    desk.photo("a/DSC_0412.jpg")
    desk.take_in()
    told = [(link.mention.caption, link.record) for link in desk.links("a/a.txt")]
    assert told == [("Menteri memberi salam.", second), ("Presiden memberi salam.", first)]


SAMPLES = Path(__file__).parents[2] / "sample_corpus" / "photos"
BODY = "<p>Presiden menandatangani konvensi itu di hadapan para menteri dan wartawan.</p>" * 3
LINES = "Presiden menandatangani konvensi itu di hadapan para menteri\ndan wartawan, dan lalu pulang.\n" * 3
ARTICLES = {
    "a/a.html": f"<html><body><article><h1>Konvensi</h1>{BODY}<figure><img src='/media/{{0}}'>"
    "<figcaption>{1}</figcaption></figure></article></body></html>",
    "a/b.md": "# Konvensi\n\nPresiden menandatangani konvensi itu.\n\n![](media/{0})\n*{1}*\n",
    "a/c.txt": "Konvensi\n\nPresiden menandatangani konvensi itu.\n\nuploads/2025/{0}\n{1}\n\nSelesai sudah.\n",
    "a/d.csv": "Nama file,Keterangan\n{0},{1}\n",
    "a/e.pdf": f"Konvensi ditandatangani\n\n{LINES}\n{{0}}\n{{1}}\n\n{LINES}",
}
PHOTOS = ["menara-suar.heic", "padang-lamun.tif", "LL45_0218.dng", "W-HAI_1280.jpg"]


def put_article(path: Path, text: str) -> None:
    if path.suffix != ".pdf":
        path.write_text(text, encoding="utf-8")
        return
    canvas = Canvas(str(path))
    for n, line in enumerate(text.split("\n")):
        canvas.drawString(72, 780 - 16 * n, line)
    canvas.save()


@pytest.mark.parametrize("photo", PHOTOS)
def test_articles_and_photos_of_any_format_are_linked_both_ways_whichever_comes_first(desk: Desk, photo: str) -> None:
    said = {name: f"Keterangan dari berkas {name[2]} di sini." for name in ARTICLES}
    for first in (True, False):
        for name, text in ARTICLES.items():
            if (name < "a/c") is first:
                put_article(desk._path(name), text.format(photo, said[name]))
        if first:
            desk._path(f"b/{photo}").write_bytes((SAMPLES / photo).read_bytes())
            sidecar = (
                "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
                "<rdf:Description xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/' photoshop:Headline='Kapal'/>"
                "</rdf:RDF></x:xmpmeta>"
            )
            desk._path(f"b/{photo}.xmp").write_text(sidecar, encoding="utf-8")
        desk.take_in()
    back = {(link.record, link.mention.caption) for link in desk.record(f"b/{photo}").with_guesses().articles}
    assert back == {(desk.ids[name], words) for name, words in said.items()}
    for name in ARTICLES:
        named = desk.record(name).with_guesses().photos  # for the PDF, made today, the photo of 2025 is a guess
        assert [link.record for link in named] == [desk.ids[f"b/{photo}"]], name


def test_what_a_held_article_says_of_a_photo_is_seen_by_the_archivist_only(desk: Desk) -> None:
    desk.photo("b/W-HAI_1275.jpg")
    desk.article("a/a.txt", ("W-HAI_1275.jpg", "Presiden memberi salam."))
    held = "EMBARGO HINGGA 1 JANUARI 2099 PUKUL 10.00 WIB\n\nKonvensi ditandatangani"
    body = "Presiden menandatangani konvensi itu."
    desk._path("a/b.txt").write_text(f"{held}\n\n{body}\n\nW-HAI_1275\nRahasia besar.\n", encoding="utf-8")
    desk.take_in()
    photo, secret = desk.ids["b/W-HAI_1275.jpg"], desk.ids["a/b.txt"]
    assert desk.archive.catalogue.get(secret, PUBLIC) is None
    assert {link.record for link in desk.record("b/W-HAI_1275.jpg").articles} == {desk.ids["a/a.txt"]}
    whole = desk.archive.catalogue.get(photo, ARCHIVIST)
    assert whole is not None
    assert {link.mention.caption for link in whole.articles} == {"Presiden memberi salam.", "Rahasia besar."}


def test_a_name_without_its_type_in_the_text_finds_its_photo(desk: Desk) -> None:
    desk.photo("b/W-HAI_1275.JPG")
    desk.article("a/a.txt", ("[W-HAI_1275]", "Presiden memberi salam."), ("WHAI-1275.jpeg", "Lagi."))
    desk.take_in()
    assert [link.record for link in desk.links("a/a.txt")] == [desk.ids["b/W-HAI_1275.JPG"]] * 2
