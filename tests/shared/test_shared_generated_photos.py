"""Files that exiftool writes, with every tag of ours in turn: whatever it reads back from them, we hold."""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path

import pytest
from photo_builders import picture
from test_shared_photos import TAGS, compare

pytestmark = pytest.mark.skipif(shutil.which("exiftool") is None, reason="needs exiftool")

WORDS = "Presiden Lương Cường menerima delegasi Hà Nội ký Công ước café Zürich “quoted” – Nẵng & <b> Đặng".split()  # noqa: SIM905
KINDS = {"JPEG": ".jpg", "PNG": ".png", "TIFF": ".tif", "WEBP": ".webp", "AVIF": ".avif"}
SEVERAL = ("keywords", "creator", "persons", "organisations")
TIMES = ("TimeCreated", "CreationTime")
PLACE = ("-GPSLatitude=6.175", "-GPSLatitudeRef=S", "-GPSLongitude=106.8", "-GPSLongitudeRef=E")
ONE_EACH = ("Artist", "XPAuthor", "XPKeywords")


def _words(chance: random.Random, most: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, most)))


def _moment(chance: random.Random, name: str) -> str:
    day = f"{chance.randint(1950, 2026)}:{chance.randint(1, 12):02d}:{chance.randint(1, 28):02d}"
    if name == "DateCreated" and chance.random() < 0.5:
        return day[: chance.choice((4, 7, 10))]
    return f"{day} {chance.randint(0, 23):02d}:{chance.randint(0, 59):02d}:{chance.randint(0, 59):02d}"


def _arguments(chance: random.Random, group: str, name: str, key: str) -> list[str]:
    if key == "orientation":
        return [f"-{group}:{name}#={chance.randint(1, 8)}"]
    if key in ("rating", "priority"):
        values = [str(chance.randint(1, 5))]
    elif "Date" in name or "Time" in name:
        moment = _moment(chance, name if group == "XMP-photoshop" else "")
        values = [moment[:10] if group == "IPTC" else moment]
    elif key in SEVERAL and name not in ONE_EACH:
        values = list(dict.fromkeys(_words(chance, 3) for _ in range(chance.randint(1, 4))))
    else:
        values = ["VNM" if key == "country_code" else _words(chance, 30)]
    return [f"-{group}:{name}={value}" for value in values]


def _writable(kind: str) -> list[tuple[str, str, str]]:
    """(group, name, key) of the tags that exiftool can write into such a file; no times without their dates."""
    absent = {"File", "PNG", "RIFF", "Composite"} | ({"IPTC"} if kind in ("WEBP", "AVIF") else set())
    named = [(*tag.split(":"), key) for tag, key in TAGS.items()]
    return [(group, name, key) for group, name, key in named if group not in absent and not name.endswith(TIMES)]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_we_hold_what_exiftool_wrote(tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(kind)
    for index in range(4):
        path = tmp_path / f"{index}{KINDS[kind]}"
        picture(80, 60).save(path, kind)
        written = [argument for one in chance.sample(_writable(kind), 40) for argument in _arguments(chance, *one)]
        command = ["exiftool", "-q", "-m", "-overwrite_original", *written, *PLACE, str(path)]
        done = subprocess.run(command, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
    result = compare(tmp_path)
    with capsys.disabled():
        print(f"\n{kind}: {result.held} of {result.asked} values held")
    assert result.asked > 100
    assert result.missing == []
