"""Metadata and thumbnails per CPU second compared with exifread and Pillow, exiftool and a full decode, in one run.

python tests/bench/bench_photos.py [--photos 12] [--rounds 5]
"""

from __future__ import annotations

import argparse
import io
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import which

import exifread
import numpy as np
from PIL import Image, IptcImagePlugin

sys.path.insert(0, str(Path(__file__).parents[2]))

from archive.errors import Unreadable
from archive.pictures.thumbnails import thumbnail
from ingest.photo.photo_reader import read_metadata, read_photo
from ingest.readers.base.source import Source
from tests.builders.photo_builders import (
    UTF8,
    alternatives,
    ascii_tag,
    dataset,
    exif_segment,
    iim_segment,
    md5,
    packet,
    rational_tag,
    short_tag,
    tiff,
    xmp_segment,
)

REAL = Path(__file__).parents[3] / "shared" / "data" / "photos"
SIZES = ((3456, 2304), (3648, 2736), (4000, 3000))  # 8, 10 and 12 megapixels
SIDE = 400
METADATA_GOAL, THUMBNAIL_GOAL = 1_000, 30  # per CPU second


@dataclass(frozen=True)
class Rival:
    """One way to do the work. Slow ones only process a `share` of the files."""

    name: str
    run: Callable[[Sequence[Path]], None]
    share: float = 1.0


def photograph(number: int) -> bytes:
    """Return a JPEG as large as a camera's: soft light, edges and noise, with EXIF, IIM and XMP."""
    chance = np.random.default_rng(number)
    width, height = SIZES[number % len(SIZES)]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    light = 110 + 70 * np.sin(x / (150 + 40 * number % 300)) * np.cos(y / 210) + 30 * ((x // 90 + y // 70) % 2)
    noise = chance.normal(0, 7, (height, width)).astype(np.float32)
    planes = [np.clip(light * factor + noise, 0, 255).astype(np.uint8) for factor in (1.0, 0.9, 0.75)]
    buffer = io.BytesIO()
    Image.fromarray(np.dstack(planes)).save(buffer, "JPEG", quality=90)
    whole = buffer.getvalue()
    return whole[:2] + b"".join(_segments(number)) + whole[2:]


def _segments(number: int) -> list[bytes]:
    caption = f"Kapal nomor {number} bersandar di dermaga baru, Padang, Sabtu (25/10/2025). ANTARA FOTO/Budi Santoso"
    exif = tiff(
        [ascii_tag(271, b"NIKON CORPORATION"), ascii_tag(272, b"NIKON D6"), short_tag(274, 1), ascii_tag(315, b"Budi")],
        [ascii_tag(36867, b"2025:10:25 09:30:00"), rational_tag(33434, (1, 250)), rational_tag(33437, (28, 10))],
        [ascii_tag(1, b"S"), rational_tag(2, (0, 1), (57, 1), (0, 1)), ascii_tag(3, b"E"), rational_tag(4, (100, 1))],
    )
    values = ((120, caption), (105, "Kapal bersandar"), (80, "Budi Santoso"), (110, "ANTARA FOTO"), (90, "Padang"))
    iim = UTF8 + b"".join(dataset(2, key, value.encode()) for key, value in values)
    iim += b"".join(dataset(2, 25, word) for word in (b"kapal", b"dermaga", b"pelabuhan"))
    words = "".join(f"<rdf:li>{word}</rdf:li>" for word in ("kapal", "dermaga", "pelabuhan"))
    xmp = packet(
        alternatives("dc:description", x_default=caption)
        + "<dc:creator><rdf:Seq><rdf:li>Budi Santoso</rdf:li></rdf:Seq></dc:creator>"
        f"<dc:subject><rdf:Bag>{words}</rdf:Bag></dc:subject>",
        'photoshop:City="Padang" photoshop:Country="Indonesia" photoshop:Credit="ANTARA FOTO"',
    )
    return [exif_segment(exif), xmp_segment(xmp), iim_segment(iim, md5(iim))]


def _ours(paths: Sequence[Path]) -> None:
    for path in paths:
        with path.open("rb") as file, suppress(Unreadable):
            read_metadata(file, Source(path, path.name, "image/jpeg", path.parent))


def _documented(paths: Sequence[Path]) -> None:
    """Use exifread and Pillow as documented; a damaged file that they give up costs them less."""
    for path in paths:
        with path.open("rb") as file, suppress(Exception):
            exifread.process_file(file, details=False)
        with suppress(Exception), Image.open(path) as picture:
            picture.getexif()
            IptcImagePlugin.getiptcinfo(picture)
            picture.getxmp()


def _exiftool_each(paths: Sequence[Path]) -> None:
    for path in paths:
        subprocess.run(
            ["exiftool", "-json", "-G1", str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
        )


def _exiftool_kept_open(paths: Sequence[Path]) -> None:
    """Use one process for all files, which ends afterwards, because only then its CPU time is known."""
    asked = "".join(f"-json\n-G1\n{path}\n-execute\n" for path in paths) + "-stay_open\nFalse\n"
    command = ["exiftool", "-stay_open", "True", "-@", "-"]
    subprocess.run(command, input=asked, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


def _whole_read(folder: Path) -> Callable[[Sequence[Path]], None]:
    def run(paths: Sequence[Path]) -> None:
        for path in paths:
            read_photo(Source(path, path.name, "image/jpeg", folder))

    return run


def _thumbnails(folder: Path) -> Callable[[Sequence[Path]], None]:
    def run(paths: Sequence[Path]) -> None:
        for path in paths:
            thumbnail(str(path), str(folder), SIDE)

    return run


def _full_decode(paths: Sequence[Path]) -> None:
    for path in paths:
        with Image.open(path) as picture:
            picture.load()
            picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(io.BytesIO(), "JPEG", quality=85)


def _plain_thumbnail(paths: Sequence[Path]) -> None:
    for path in paths:
        with Image.open(path) as picture:
            picture.thumbnail((SIDE, SIDE))
            picture.save(io.BytesIO(), "JPEG", quality=85)


def _cpu() -> float:
    """Return the CPU seconds of this process and of its ended children."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def compare(title: str, rivals: Sequence[Rival], paths: Sequence[Path], rounds: int, goal: float | None) -> None:
    """Run every rival in every round, in turn, and print the medians as a table, ours first."""
    rates: dict[str, list[float]] = {rival.name: [] for rival in rivals}
    for _ in range(rounds):
        for rival in rivals:
            some = paths[: max(1, round(len(paths) * rival.share))]
            before = _cpu()
            rival.run(some)
            rates[rival.name].append(len(some) / (_cpu() - before))
    medians = {name: statistics.median(values) for name, values in rates.items()}
    ours = medians[rivals[0].name]
    print(f"\n{title}")
    for name, rate in medians.items():
        spread = f"{min(rates[name]):.1f} to {max(rates[name]):.1f}"
        print(f"  {name:44}{rate:10.1f} /s  ({spread}){'' if rate == ours else f'   ours is {ours / rate:.2f} x'}")
    if goal is not None:
        print(f"  goal {goal:g} a CPU second: {'reached' if ours >= goal else f'MISSED, {ours:.1f}'}")


def _metadata_rivals() -> list[Rival]:
    rivals = [Rival("press-archive", _ours), Rival("exifread and Pillow, as documented", _documented)]
    if which("exiftool"):
        rivals.append(Rival("exiftool kept open", _exiftool_kept_open, 0.5))
        rivals.append(Rival("exiftool, one process a file", _exiftool_each, 0.02))
    return rivals


def main() -> None:
    """Generate, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        paths = []
        for number in range(options.photos):
            path = folder / f"photo-{number:03}.jpg"
            path.write_bytes(photograph(number))
            paths.append(path)
        weight = sum(path.stat().st_size for path in paths) / len(paths) / 2**20
        about = f"{len(paths)} generated JPEGs of 8 to 12 megapixels, {weight:.1f} MB each"
        compare(f"metadata of {about}", _metadata_rivals(), paths * 20, options.rounds, METADATA_GOAL)
        real = sorted(REAL.glob("*.jp*g"))
        if real:
            compare(f"metadata of {len(real)} real JPEGs", _metadata_rivals(), real * 3, options.rounds, METADATA_GOAL)
        rivals = [
            Rival("press-archive, thumbnail", _thumbnails(folder)),
            Rival("press-archive, metadata, look and thumbnail", _whole_read(folder)),
            Rival("Pillow, full decode and resize", _full_decode, 0.5),
            Rival("Pillow, Image.thumbnail", _plain_thumbnail),
        ]
        compare(f"thumbnails of {SIDE} pixels, {about}", rivals, paths, options.rounds, THUMBNAIL_GOAL)


if __name__ == "__main__":
    main()
