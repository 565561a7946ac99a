"""Makes what stands beside photographs: a desk's sidecar, a camera's second file, copies in another size and name."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace

from PIL import Image, ImageOps

from making import formats, photos
from making import metadata as meta

SIDECAR_CAPTION = (
    "Nur Aini Lestaluhu (kiri), Đoàn Quốc Thịnh (tengah), dan Bambang Suryolaksono pada konferensi pers di Batam, "
    "15 Januari 2026."
)
SHIP = meta.Photo(
    name="kapal-latih-836154525.jpg",
    scene="training_ship",
    title="",
    headline="",
    caption="Kapal latih Sao Biển singgah di Semarang; para taruna berbaris di haluan. (Foto: Dok. Pelabuhan Semarang)",
    language="id",
    creator="",
    credit="",
    source="",
    city="Semarang",
    country="Indonesia",
    country_code="IDN",
    created="2022-08-11T09:20:00+07:00",
    keywords=["kapal latih", "taruna"],
    blocks=["xmp"],
)


def files() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Each file's path in the corpus and what makes it."""
    yield "photos/konferensi-pers-2026.xmp", sidecar
    yield "photos/LL45_0218.jpg", camera_jpeg
    yield "photos/sampul-jembatan.jpg", cover
    yield "photos/kapal-latih-836154525.jpg", visiting_ship


def _row(name: str) -> meta.Photo:
    return next(photo for photo in photos.rows() if photo.name == name)


def sidecar() -> bytes:
    """What the desk put right a day after the photographer wrote the caption: who stands on the left."""
    said = _row("konferensi-pers-2026.jpg")
    return meta.xmp(replace(said, caption=SIDECAR_CAPTION, captions={}, keywords=[*said.keywords, "dikoreksi"]))


def camera_jpeg() -> bytes:
    """The JPEG that the camera wrote at the same second as the raw file; nobody has captioned it."""
    said = replace(_row("LL45_0218.dng"), title="", headline="", caption="", credit="", keywords=[], blocks=["exif"])
    return photos.jpeg(formats.small(photos.SCENES[said.scene](), 720), said)


def cover() -> bytes:
    """The bridge as a designer cut it for a cover: narrower by some points, smaller, and without a word in it."""
    whole = photos.SCENES["bridge_day"]()
    width, height = whole.size
    cut = whole.crop((width // 50, height // 50, width, height)).resize((720, 480), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    cut.save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()


def visiting_ship() -> bytes:
    """A ship seen from her other side, under a name that an article gives in another language."""
    whole = ImageOps.mirror(photos.SCENES[SHIP.scene]()).resize((960, 640), Image.Resampling.LANCZOS)
    return photos.jpeg(whole.crop((0, 40, 960, 600)), SHIP)
