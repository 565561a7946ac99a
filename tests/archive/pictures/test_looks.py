"""Similarity of pictures: altered copies are found, different pictures are not."""

from __future__ import annotations

import base64
import random
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from archive.access import ARCHIVIST, PUBLIC, Viewer
from archive.catalogue import Access, Catalogue, NewAsset, Writer
from archive.catalogue.relations.near_duplicate_images import MOST
from archive.record import Description, Status
from archive.storage.archive import Archive
from ingest.photo.photo_reader import MINIATURE, looks_of
from tests.archive.catalogue.shelf import HELD, Clock, catalogue, clock, put, sha
from webui import create_app

__all__ = ["catalogue", "clock"]
RELEASED = Access()
BURST = "W-HAI_1276.jpg"  # the same moment as 1275: distinguished by number and second, not by appearance
FLAG = Path(__file__).parents[3] / "sample_corpus" / "photos" / "bendera-forum.png"


def test_a_miniature_is_the_whole_picture_in_grey() -> None:
    picture = Image.new("RGB", (200, 100), "white")
    picture.paste("black", (100, 0, 200, 100))
    whole, miniature = looks_of(picture)
    rows = base64.b64decode(miniature)
    assert len(rows) == MINIATURE * MINIATURE
    assert set(rows[: MINIATURE // 2]) == {255}
    assert set(rows[MINIATURE // 2 : MINIATURE]) == {0}
    assert whole == "18" * 8  # four white cells; one half white, half black; black


def test_a_picture_too_small_to_tell_has_no_miniature() -> None:
    assert looks_of(Image.new("L", (31, 200), 90))[1] == ""


def test_a_recompressed_picture_looks_the_same() -> None:
    with Image.open(FLAG) as picture:
        kept = BytesIO()
        picture.convert("RGB").save(kept, "JPEG", quality=40)
        first, again = looks_of(picture.convert("RGB")), looks_of(Image.open(kept).convert("RGB"))
    assert (int(first[0], 16) ^ int(again[0], 16)).bit_count() <= 4


# In the catalogue


def scene(seed: int, size: tuple[int, int] = (600, 400)) -> Image.Image:
    """Draw a unique picture: a sky, a ground, and things in front."""
    dice = random.Random(seed)
    picture = (
        Image.linear_gradient("L").resize(size).point(lambda grey: 90 + grey // dice.choice((2, 3))).convert("RGB")
    )
    draw = ImageDraw.Draw(picture)
    for _ in range(dice.randint(8, 20)):
        x, y = dice.randrange(size[0]), dice.randrange(size[1] // 3, size[1])
        width, height = dice.randint(20, 160), dice.randint(20, 160)
        shape = draw.ellipse if dice.random() < 0.5 else draw.rectangle
        shape((x, y - height // 2, x + width, y + height // 2), fill=tuple(dice.randrange(256) for _ in range(3)))
    return picture


def text_page(seed: int) -> Image.Image:
    dice = random.Random(seed)
    page = Image.new("L", (420, 594), "white")
    draw = ImageDraw.Draw(page)
    for y in range(40, 550, 14):
        line = " ".join(dice.choice(("kapal", "cảng", "the", "port", "rapat", "menteri", "tàu")) for _ in range(11))
        draw.text((40, y), line[: dice.choice((20, 60, 60, 60))], fill="black")
    return page.convert("RGB")


def saved(picture: Image.Image, kind: str, **options: object) -> Image.Image:
    kept = BytesIO()
    picture.save(kept, kind, **options)
    return Image.open(kept).convert("RGB")


def cropped(picture: Image.Image, *shares: float) -> Image.Image:
    (width, height), (left, top, right, bottom) = picture.size, shares
    box = (int(left * width), int(top * height), int((1 - right) * width), int((1 - bottom) * height))
    return picture.crop(box)


def framed(picture: Image.Image) -> Image.Image:
    return ImageOps.expand(picture, picture.width // 50, "white")


COPIES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "half the size": lambda p: saved(p.resize((p.width // 2, p.height // 2)), "JPEG", quality=75),
    "a fifth of the size": lambda p: saved(p.resize((p.width // 5, p.height // 5)), "JPEG", quality=60),
    "quality 30": lambda p: saved(p, "JPEG", quality=30),
    "WebP": lambda p: saved(p, "WEBP", quality=60),
    "PNG": lambda p: saved(p, "PNG"),
    "grey": lambda p: p.convert("L").convert("RGB"),
    "lighter": lambda p: ImageEnhance.Brightness(p).enhance(1.15),
    "more contrast": lambda p: ImageEnhance.Contrast(p).enhance(1.2),
    "less at the left": lambda p: saved(cropped(p, 0.1, 0, 0, 0), "JPEG", quality=75),
    "less at two sides": lambda p: saved(cropped(p, 0.03, 0.07, 0, 0), "JPEG", quality=75),
    "less all around": lambda p: saved(cropped(p, 0.09, 0.09, 0.09, 0.09), "JPEG", quality=75),
    "less, unevenly": lambda p: saved(cropped(p, 0.02, 0.08, 0.06, 0.01), "JPEG", quality=75),
    "a white border": framed,
}


def shot(writer: Writer, path: str, picture: Image.Image, access: Access = RELEASED, **values: object) -> str:
    record = writer.add_record(described(picture, **values), NewAsset(sha(path), 9, "image/jpeg"), access)
    put(writer, path, record, path)
    return record


def described(picture: Image.Image, **values: object) -> Description:
    description = Description("image/jpeg", "photo", 1)
    small = picture.copy()
    small.thumbnail((400, 400))
    whole, description.miniature = looks_of(small)
    for key, value in {"difference_hash": whole, "width": picture.width, "height": picture.height, **values}.items():
        description.offer(key, value, "codec")
    return description


def also(catalogue: Catalogue, record: str, viewer: Viewer = ARCHIVIST) -> set[str]:
    found = catalogue.get(record, viewer)
    assert found is not None
    return {relation.record for relation in found.relations if relation.type == "also-as"}


BESIDE = ("LL45_0218.jpg", "sampul-jembatan.jpg", "kapal-latih-836154525.jpg")  # the same scene twice, on purpose


def samples() -> list[Image.Image]:
    found = []
    for path in sorted(FLAG.parent.iterdir()):
        if path.suffix in (".jpg", ".png", ".webp") and path.name not in (BURST, *BESIDE):
            with Image.open(path) as picture:
                small = ImageOps.exif_transpose(picture).convert("RGB")
                small.thumbnail((480, 480))
                found.append(small)
    return found


def test_copies_are_found_and_other_pictures_are_not(catalogue: Catalogue) -> None:
    """The minimum: 49 of 50 copies, and no pair of different pictures, even by the same photographer."""
    originals = [*samples()[::2], *map(scene, range(4)), *map(text_page, range(2))]
    owner: dict[str, int] = {}
    copies: dict[str, list[str]] = {}
    for n, picture in enumerate(originals):
        with catalogue.write() as writer:
            owner[shot(writer, f"asli/{n} asli.jpg", picture)] = n
            for name, made in COPIES.items():
                owner[record := shot(writer, f"salinan/{n} {name}.jpg", made(picture))] = n
                copies.setdefault(name, []).append(record)
    found = {record: also(catalogue, record) for record in owner}
    wrong = [(owner[a], owner[b]) for a, others in found.items() for b in others if owner[a] != owner[b]]
    assert not wrong
    first = {n: record for record, n in reversed(owner.items())}
    recall = {name: [first[owner[record]] in found[record] for record in records] for name, records in copies.items()}
    for name, hits in recall.items():
        assert sum(hits) >= 0.9 * len(hits), name
    assert sum(map(sum, recall.values())) >= 0.98 * len(owner) - len(originals)


def test_the_relation_says_by_what_rule_and_how_surely(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        one = shot(writer, "a.jpg", scene(1))
        shot(writer, "b.jpg", COPIES["half the size"](scene(1)))
    found = catalogue.get(one, PUBLIC)
    assert found is not None
    [relation] = found.relations
    assert (relation.type, relation.origin) == ("also-as", "rule:difference-hash")
    assert 0.9 < relation.certainty <= 1


@pytest.mark.parametrize(
    ("here", "there", "same"),
    [
        ({}, {}, True),
        ({"created": "2025-10-25T10:00:00"}, {}, True),
        ({"created": "2025-10-25T10:00:00"}, {"created": "2025-10-25T10:00:00+07:00"}, True),
        ({"created": "2025-10-25T10:00:00+07:00"}, {"created": "2025-10-25T03:00:00Z"}, True),
        ({"created": "2025-10-25T10:00:00"}, {"created": "2025-10-25"}, True),
        ({"created": "2025-10-25T10:00:00"}, {"created": "2025-10-25T10:00:01"}, False),
        ({"created": "2025-10-25"}, {"created": "2024-10-25"}, False),
    ],
)
def test_frames_made_a_moment_apart_are_two_pictures(
    catalogue: Catalogue, here: dict[str, Any], there: dict[str, Any], same: bool
) -> None:
    with catalogue.write() as writer:
        one = shot(writer, "a.jpg", scene(1), **here)
        two = shot(writer, "b.jpg", COPIES["quality 30"](scene(1)), **there)
    assert also(catalogue, one) == ({two} if same else set())


def test_two_numbers_of_one_camera_are_two_pictures(catalogue: Catalogue) -> None:
    """A burst: similar, within one second, with consecutive numbers. The web copy of one frame is a different case."""
    at: dict[str, Any] = {"created": "2025-10-25T10:00:00"}
    moved = scene(1, (606, 404)).crop((6, 0, 606, 400))
    with catalogue.write() as writer:
        one = shot(writer, "DSC_0412.jpg", scene(1), **at)
        shot(writer, "DSC_0413.jpg", moved.resize((600, 400)), **at)
        web = shot(writer, "web/DSC_0412-300x200.jpg", COPIES["half the size"](scene(1)), **at)
    assert also(catalogue, one) == {web}


@pytest.mark.parametrize(
    "name",
    ["DSC_0412-1.jpg", "DSC_0412 (1).jpg", "DSC_0412_edit.jpg", "salinan.jpg", "DSC_0002.jpg", "DSC_412.jpg"],
)
@pytest.mark.parametrize("made", ["quality 30", "half the size"])
def test_a_renamed_copy_that_kept_its_time_is_the_same_picture(catalogue: Catalogue, name: str, made: str) -> None:
    at: dict[str, Any] = {"created": "2025-10-25T10:00:00"}
    with catalogue.write() as writer:
        one = shot(writer, "DSC_0412.jpg", scene(1), **at)
        two = shot(writer, name, COPIES[made](scene(1)), **at)
    assert also(catalogue, one) == {two}


def test_of_many_copies_each_is_related_with_a_few_and_all_are_reached(catalogue: Catalogue) -> None:
    """One transaction each, and all in one, give the same result."""
    picture = scene(1)
    copies = [picture.resize((600 - n, 400)) for n in range(60)]
    with catalogue.write() as writer:
        ids = [shot(writer, f"a{'x' * n}.jpg", copy) for n, copy in enumerate(copies[:40])]
    for n, copy in enumerate(copies[40:]):
        with catalogue.write() as writer:
            ids.append(shot(writer, f"b{'x' * n}.jpg", copy))
    found = {record: also(catalogue, record) for record in ids}
    assert sum(map(len, found.values())) <= 2 * MOST * len(ids)
    assert min(map(len, found.values())) >= MOST
    reached, wanted = set(), {ids[0]}
    while wanted:
        reached |= wanted
        wanted = {other for record in wanted for other in found[record]} - reached
    assert reached == set(ids)


def test_a_record_that_changes_keeps_its_copies(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        ids = [shot(writer, f"{'x' * n}.jpg", scene(1).resize((600 - n, 400))) for n in range(1, 2 * MOST)]
    before = {record: also(catalogue, record) for record in ids}
    for record in ids[:3]:
        with catalogue.write() as writer:
            writer.describe(record, described(scene(1)))
    assert {record: also(catalogue, record) for record in ids} == before


def test_what_the_archivist_says_of_a_copy_stays(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        one = shot(writer, "a.jpg", scene(1))
        other = shot(writer, "b.jpg", COPIES["half the size"](scene(1)))
        third = shot(writer, "c.jpg", COPIES["quality 30"](scene(1)))
    with catalogue.write() as writer:
        writer.refuse_relation(one, "also-as", other)
        writer.decide_relation(one, "also-as", third)
    with catalogue.write() as writer:
        writer.describe(one, described(scene(1), title="lain"))
    assert also(catalogue, one) == {third}
    assert {related.origin for related in catalogue.related(one)} == {"archivist"}


def test_a_copy_is_on_the_page_of_the_older_photo_which_is_not_indexed_again(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "archive") as archive:
        with archive.catalogue.write() as writer:
            writer.root("/media/disk", "disk")
            writer.open_accession({}, Status.RELEASED)
            one = shot(writer, "a.jpg", scene(1))
        before = archive.catalogue.revision()
        client = create_app({"ARCHIVE": archive.folder, "TESTING": True}).test_client()
        pages = [f"/records/{one}", f"/api/v1/records/{one}"]
        tags = [client.get(page).headers["ETag"] for page in pages]
        with archive.catalogue.write() as writer:
            two = shot(writer, "b.jpg", COPIES["quality 30"](scene(1)))
        assert archive.catalogue.changes(before) == [two]
        again = [client.get(page, headers={"If-None-Match": tag}) for page, tag in zip(pages, tags, strict=True)]
        assert [(answer.status_code, two in answer.text) for answer in again] == [(200, True)] * 2
        with archive.catalogue.write() as writer:
            writer.set_status(two, Access(Status.WITHDRAWN))
        assert [two in client.get(page).text for page in pages] == [False, False]
        assert also(archive.catalogue, one) == {two}


def test_numbers_alone_do_not_part_what_looks_just_the_same(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        one = shot(writer, "foto 1.jpg", scene(1))
        two = shot(writer, "foto 2.jpg", COPIES["half the size"](scene(1)))
        shot(writer, "foto 3.jpg", COPIES["less, unevenly"](scene(1)))
    assert also(catalogue, one) == {two}


@pytest.mark.parametrize(
    "blank",
    [Image.new("RGB", (400, 300), "white"), Image.linear_gradient("L").resize((400, 300)), Image.new("L", (400, 300))],
    ids=["white", "gradient", "black"],
)
def test_blank_pictures_are_like_nothing(catalogue: Catalogue, blank: Image.Image) -> None:
    with catalogue.write() as writer:
        ids = [shot(writer, f"{n}.jpg", saved(blank, "JPEG", quality=90 - n)) for n in range(3)]
    assert [also(catalogue, record) for record in ids] == [set(), set(), set()]


def test_another_shape_is_another_picture(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        one = shot(writer, "a.jpg", scene(1))
        shot(writer, "b.jpg", scene(1).resize((600, 600)))
    assert also(catalogue, one) == set()


def test_a_held_copy_is_not_there_for_the_public(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        one = shot(writer, "a.jpg", scene(1))
        held = shot(writer, "b.jpg", COPIES["quality 30"](scene(1)), HELD)
    assert also(catalogue, one, PUBLIC) == set()
    assert also(catalogue, one) == {held}


def test_a_new_version_that_looks_otherwise_is_no_copy_any_more(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        one = shot(writer, "a.jpg", scene(1))
        two = shot(writer, "b.jpg", COPIES["quality 30"](scene(1)))
    with catalogue.write() as writer:
        writer.new_version(two, described(scene(2)), NewAsset(sha("new"), 9, "image/jpeg"))
    assert also(catalogue, one) == set()
    with catalogue.write() as writer:
        writer.new_version(two, described(scene(1)), NewAsset(sha("newer"), 9, "image/jpeg"))
    assert also(catalogue, one) == {two}


def test_a_date_that_the_archivist_gives_parts_two_pictures(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        one = shot(writer, "a.jpg", scene(1), created="2025-10-25T10:00:00")
        two = shot(writer, "b.jpg", COPIES["quality 30"](scene(1)))
    with catalogue.write() as writer:
        writer.set_value(two, "created", "2024-01-01")
    assert also(catalogue, one) == set()


def test_a_description_without_a_miniature_keeps_the_look(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        one = shot(writer, "a.jpg", scene(1))
    again = described(scene(1))
    again.miniature = None
    with catalogue.write() as writer:
        writer.describe(one, again)
        two = shot(writer, "b.jpg", COPIES["quality 30"](scene(1)))
    assert also(catalogue, one) == {two}


def test_a_miniature_that_is_none_is_left_out(catalogue: Catalogue) -> None:
    wrong = described(scene(1))
    wrong.miniature = "not base64"
    with catalogue.write() as writer:
        one = writer.add_record(wrong, NewAsset(sha("x"), 9, "image/jpeg"))
        shot(writer, "b.jpg", scene(1))
    assert also(catalogue, one) == set()


def test_what_was_undone_is_not_remembered(catalogue: Catalogue) -> None:
    def stopped() -> None:
        with catalogue.write() as writer:
            shot(writer, "a.jpg", scene(1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stopped()
    with catalogue.write() as writer:
        one = shot(writer, "b.jpg", scene(1))
    assert also(catalogue, one) == set()


def test_what_another_process_wrote_is_seen(catalogue: Catalogue, clock: Clock) -> None:
    other = Catalogue(catalogue.path, clock)
    with catalogue.write() as writer:
        shot(writer, "z.jpg", scene(3))
    with other.write() as writer:
        one = shot(writer, "a.jpg", scene(1))
    other.close()
    with catalogue.write() as writer:
        two = shot(writer, "b.jpg", COPIES["half the size"](scene(1)))
    assert also(catalogue, two) == {one}
