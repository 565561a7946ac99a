"""Ingests of a mixed disk whose processes are killed while they run, and the resulting state of the archive."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.access import ARCHIVIST
from archive.storage.archive import Archive
from tests.bench.mixed_files import written
from tests.builders.packed_files import zipped
from tests.support.commands import COMMAND, clean_environment, run, run_apart

FILES = 60


def make_mixed_disk(folder: Path) -> Path:
    """Write texts, PDFs, photographs and office documents in folders, a ZIP, and an article that names a photograph."""
    for n in range(FILES):
        name, data = written(n)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    inside = {f"dalam/{n}.txt": f"Berita {n} di dalam paket\n\nKapal nomor {n} tiba di pelabuhan.\n" for n in range(8)}
    (folder / "paket.zip").write_bytes(zipped(inside))
    photo = next(folder.rglob("*.jpg"))
    (folder / "artikel.txt").write_text(f"Kapal tiba\n\n{photo.name}\nKapal di dermaga, Sabtu.\n", encoding="utf-8")
    return folder


def undisturbed(folder: Path) -> tuple[Path, dict[str, Any]]:
    """Return a mixed disk, and the content of an archive that ingested it without disturbance."""
    disk, archive = make_mixed_disk(folder / "disk"), folder / "archive"
    run("init", "--archive", archive)
    run("ingest", "--archive", archive, disk)
    return disk, told(archive)


def told(archive: Path) -> dict[str, Any]:
    """Return the content of an archive by file names instead of ids: values, text, status, relations, mentions."""
    with Archive.open(archive) as opened:
        ids = sorted(opened.catalogue.visible_ids(ARCHIVIST))
        records = opened.catalogue.get_many(ids, ARCHIVIST)
        texts = opened.catalogue.texts(ids, ARCHIVIST)
        name = {record.id: sorted(n for asset in record.assets for n in asset.names) for record in records}
        return {
            str(name[record.id]): {
                "kind": record.kind.value,
                "status": record.status.value,
                "values": record.values,
                "text": hashlib.sha256(texts[record.id].encode()).hexdigest(),
                "relations": sorted((r.type, str(name[r.record])) for r in record.relations),
                "photos": sorted(str(name.get(str(link.record))) for link in record.photos),
                "assets": sorted((asset.role.value, asset.sha256) for asset in record.assets),
            }
            for record in records
        }


def disturbed(archive: Path, disk: Path, seed: int) -> str:
    """Run an ingest, and kill the command or one of its processes at a random moment. Return which."""
    chance = random.Random(seed)
    process = subprocess.Popen(
        [str(COMMAND), "ingest", "--archive", str(archive), str(disk)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=clean_environment(),
    )
    moment, parent = chance.uniform(0.2, 6.0), chance.random() < 0.5
    ends = time.monotonic() + moment
    while time.monotonic() < ends and process.poll() is None:
        time.sleep(0.02)
    victims = [process.pid] if parent else sorted(_below(process.pid))
    victim = chance.choice(victims or [process.pid])
    if process.poll() is None:
        try:
            os.kill(victim, signal.SIGKILL)
        except ProcessLookupError:
            victim = 0
    process.wait()
    return f"seed {seed}: {'the command' if victim == process.pid else 'a process of it'} after {moment:.1f} s"


def _below(pid: int) -> Iterator[int]:
    """Yield the child processes of a process."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
        if parent == pid:
            yield int(status.parent.name)


def assert_as_undisturbed(tmp_path: Path, disk: Path, wanted: dict[str, Any], seed: int) -> None:
    """Assert that after a kill and another run the parts agree, and the content is the same as without the kill."""
    archive = tmp_path / "archive"
    run("init", "--archive", archive)
    what = disturbed(archive, disk, seed)
    run_apart("ingest", "--archive", archive, disk)
    assert_same(archive, wanted, what)


def assert_same(archive: Path, wanted: dict[str, Any], what: str) -> None:
    """Assert that the parts agree, and the content is as wanted. `what`: the disturbance, for the message."""
    run("check", "--archive", archive)
    found = told(archive)
    differs = {name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name)}
    first = min(differs, default="")
    assert not differs, f"{what}: {len(differs)} differ, as {first}: {wanted.get(first)} became {found.get(first)}"
