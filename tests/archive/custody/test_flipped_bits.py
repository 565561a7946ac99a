"""One bit is flipped in each kind of file of an archive: it is noticed, named, and healed where the file is derived."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from archive.access import ARCHIVIST
from archive.media_types import PDF
from archive.sandbox.pool import Pool
from archive.seal import seal, unseal
from archive.storage.archive import CATALOGUE, Archive
from archive.storage.renditions import Renditions
from tests.support.commands import json_lines, run, some

SAMPLES = Path(__file__).parents[3] / "sample_corpus"
DISK = [
    "photos/DSC_0412.jpg",
    "photos/DSC_0437.jpg",
    "photos/bendera-forum.png",
    "releases/2024-09-12-annual-report-2023.pdf",
]


def make_again(folder: Path) -> None:
    """Ask for all renditions of all records, as pages with them do."""
    with Archive.open(folder) as archive, Pool(1, folder / "derived" / "jobs") as pool:
        renditions = Renditions(folder / "derived" / "renditions", pool, archive.store.local)
        for record in some(archive.catalogue.get_many(archive.catalogue.changes(0), ARCHIVIST)):
            sha256 = record.original.sha256
            if record.original.media_type == PDF:
                assert renditions.page(sha256, 1)
                assert renditions.letters(sha256, 1)
                assert renditions.page(sha256, 1_000) is None  # there is no such page
            else:
                assert renditions.get(sha256, "thumbnail")
    shutil.rmtree(folder / "derived" / "jobs", ignore_errors=True)


def add_photo(folder: Path) -> None:
    run("ingest", "--archive", folder, SAMPLES / "photos/IMG_2231.jpg")


def command(*words: str) -> Callable[[Path], None]:
    def heal(folder: Path) -> None:
        run(*words, "--archive", folder)

    return heal


REBUILD, TABLES = command("index", "rebuild"), command("catalogue", "tables")
KINDS: dict[str, tuple[str, Callable[[Path], None] | None]] = {
    r"\.locks/(clock|settings)": ("derived", add_photo),
    r"archive\.toml": ("settings", None),
    r"authorities\.toml": ("settings", None),
    r"catalogue\.sqlite": ("catalogue", None),
    r".*(\.lock|_WRITELOCK|\.tmp)": ("empty", None),
    r"catalogue/.*": ("tables", TABLES),
    r"manifest-sha256\.txt": ("tables", TABLES),
    r"derived/index/.*(?<!_WRITELOCK)": ("index", REBUILD),
    r"derived/looks/.*": ("derived", add_photo),
    r"derived/renditions/.*": ("derived", make_again),
    r"originals/.*": ("altered", None),
}
"""For each kind of file, the part that reports the damage, and what heals it; None if only a backup does."""

SHOWN = [
    ".locks/clock",
    ".locks/settings",
    "archive.toml",
    "authorities.toml",
    "catalogue/catalogue.ndjson",
    "catalogue/current",
    "catalogue/names.csv",
    "catalogue/receipts.csv",
    "catalogue/records.csv",
    "manifest-sha256.txt",
    "derived/index/CURRENT",
    "derived/index/*/ENGINE",
    *(f"derived/index/*/{name}/{file}" for name in ("public", "held") for file in ("STATE", "CONTENTS", "*.toc")),
    *(f"derived/index/*/public/*.{suffix}" for suffix in ("col", "pst", "sum", "trm")),
    "derived/looks/hashes",
    "derived/looks/views",
    "derived/renditions/*/??/*-thumbnail.jpg",
    "derived/renditions/*/pages/??/*-page-1.jpg",
    "derived/renditions/*/pages/??/*-letters-1.json",
    "derived/renditions/*/pages/??/*-page-1000.failed",
    "originals/??/*",
]


def _picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(buffer, "JPEG")
    return buffer.getvalue()


PICTURE = _picture()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bits") / "archive"
    run("init", "--archive", folder)
    run("ingest", "--archive", folder, *(SAMPLES / name for name in DISK))
    make_again(folder)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "archive")
    return tmp_path / "archive"


def flip(path: Path, at: int | None = None) -> None:
    """Flip one bit of a file, in the middle by default. Nobody wrote it, so its time stays."""
    data, state = bytearray(path.read_bytes()), path.stat()
    data[len(data) // 2 if at is None else at] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)
    path.chmod(state.st_mode)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


def kind_of(path: Path, folder: Path) -> tuple[str, Callable[[Path], None] | None]:
    name = str(path.relative_to(folder))
    found = [kind for pattern, kind in KINDS.items() if re.fullmatch(pattern, name)]
    assert len(found) == 1, f"{name} is of a kind of which nobody notices damage"
    return found[0]


def test_each_file_of_an_archive_is_of_a_kind_that_is_tried(made: Path) -> None:
    tried = {path for pattern in SHOWN for path in some(made.glob(pattern))}
    alike = {path.suffix for path in tried}
    files = some(path for path in made.rglob("*") if path.is_file() and path.stat().st_size)
    for path in files:
        kind_of(path, made)
        assert path in tried or path.suffix in {*alike, ".sqlite"}, path


@pytest.mark.parametrize("pattern", SHOWN)
def test_a_flipped_bit_is_noticed_named_and_healed(folder: Path, pattern: str) -> None:
    assert "agree" in run("check", "--archive", folder).stdout
    path = max(some(folder.glob(pattern)), key=lambda path: path.stat().st_size)
    part, heal = kind_of(path, folder)
    flip(path)
    if part == "altered":
        told = json_lines(run("verify", "--json", "--archive", folder, code=1))
        assert [one["expected"] for one in told if one.get("state") == part] == [path.name]
        return
    told = json_lines(run("check", "--json", "--archive", folder, code=1))[:-1]
    assert part in {one["part"] for one in told}
    if "index" not in pattern:
        assert any(one["subject"] in (str(path), str(path.parent)) for one in told), told
    if heal is not None:
        heal(folder)
        assert "agree" in run("check", "--archive", folder).stdout


def test_a_flipped_bit_in_a_value_of_the_catalogue_is_found_by_verify(folder: Path) -> None:
    run("verify", "--archive", folder)
    run("catalogue", "tables", "--archive", folder)
    path = folder / CATALOGUE
    for found in re.finditer(b"DSC_0412.jpg", path.read_bytes()):
        flip(path, found.start())
    told = run("verify", "--archive", folder, code=1).stdout
    assert f"{path} is not as it was written: " in told
    assert "ESC_0412.jpg" in told
    assert "0 are not" in told  # of the originals


def test_an_edit_of_the_settings_is_named_logged_and_no_problem(folder: Path) -> None:
    path = folder / "archive.toml"
    path.write_text(f"# Ours\n{path.read_text()}")
    told = run("check", "--archive", folder).stdout
    assert f"settings: {path} was changed by hand after 2" in told
    assert "agree" in told
    add_photo(folder)
    assert "changed by hand" not in run("check", "--archive", folder).stdout
    (event,) = json_lines(run("log", "--type", "settings change", "--json", "--archive", folder))
    assert event["eventDetail"]["file"] == "archive.toml"
    assert event["eventDetail"]["after"] == hashlib.sha256(path.read_bytes()).hexdigest()
    run("log", "--verify", "--archive", folder)


def test_damaged_settings_are_named_until_somebody_saves_them(folder: Path) -> None:
    path = folder / "archive.toml"
    flip(path, path.read_bytes().index(b"#") + 2)
    add_photo(folder)
    assert f"{path} is damaged" in run("check", "--archive", folder, code=1).stdout
    path.touch()
    assert "was changed by hand" in run("check", "--archive", folder).stdout


@pytest.mark.parametrize(
    "content", [b'{"commit": 3}', b"for good\nIt has no such page.\n", PICTURE], ids=["json", "text", "jpeg"]
)
def test_every_flipped_bit_of_a_sealed_file_is_noticed(content: bytes) -> None:
    sealed = seal(content)
    assert unseal(sealed) == unseal(content) == content
    for at in range(8 * min(len(sealed), 60)):
        changed = bytearray(sealed)
        changed[at // 8] ^= 1 << at % 8
        with pytest.raises(ValueError, match="damaged"):
            unseal(bytes(changed))


def test_a_sealed_picture_is_still_a_picture(folder: Path) -> None:
    for path in some(folder.glob("derived/renditions/**/*.jpg")):
        with Image.open(path) as image:
            image.load()
            assert image.format == "JPEG"


def test_a_damaged_thumbnail_is_never_shown(folder: Path) -> None:
    path = some(folder.glob("derived/renditions/*/??/*-thumbnail.jpg"))[0]
    flip(path)
    with pytest.raises(ValueError, match="damaged"):
        unseal(path.read_bytes())
    make_again(folder)
    unseal(path.read_bytes())


def test_files_of_earlier_versions_without_checksums_are_read(folder: Path) -> None:
    for pattern in (".locks/clock", "derived/index/*/*/STATE", "derived/index/*/*/*.sum", "derived/renditions/**/*.*"):
        for path in some(folder.glob(pattern)):
            path.write_bytes(unseal(path.read_bytes()))
    for path in [folder / ".locks/settings", *some(folder.glob("derived/index/*/*/CONTENTS"))]:
        path.unlink()
    assert "agree" in run("check", "--archive", folder).stdout
    pictures = {path: path.stat().st_mtime_ns for path in some(folder.glob("derived/renditions/**/*.jpg"))}
    make_again(folder)
    assert pictures == {path: path.stat().st_mtime_ns for path in pictures}
    add_photo(folder)
    assert "agree" in run("check", "--archive", folder).stdout
