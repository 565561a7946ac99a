"""A batch with files that make their reader loop, use memory, print or fork: each gets an outcome, and the batch
continues."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from archive.access import PUBLIC
from archive.record import Outcome
from archive.sandbox.limits import Limits
from archive.sandbox.pool import Job, Pool
from archive.storage.archive import Archive
from ingest.files import file_reading, workers
from ingest.pipeline.pipeline import ingest

pytestmark = pytest.mark.usefixtures("own_workers")
MISDEEDS = (
    "loop",
    "loop_in_c",
    "eat",
    "print_much",
    "answer_much",
    "fork",
    "fork_and_hang",
    "segfault",
    "leave_at_once",
)
LIMITS = "[worker]\nprocesses = 2\nmemory_mb = 512\n"
SOON = {"wall_seconds": 3.0, "cpu_seconds": 2}  # for malicious files; the others have the usual time


class HastyPool(Pool):
    """A pool with a short timeout for malicious files."""

    def run(self, call: str, arguments: dict[str, Any], limits: Limits | None = None) -> Job:
        """Run a reader job, with less time if its file is named after a misdeed."""
        is_misdeed = Path(arguments["filename"]).stem in MISDEEDS
        return super().run(call, arguments, replace(limits or self._limits, **SOON) if is_misdeed else limits)


def test_each_misdeed_is_an_outcome_and_the_batch_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    for number, misdeed in enumerate(MISDEEDS):
        (disk / f"{misdeed}.txt").write_text(f"Siaran pers nomor {number} tentang dermaga.")
        (disk / f"zz-after-{misdeed}.txt").write_text(f"Berita nomor {number} tentang jembatan.")
    monkeypatch.setattr(file_reading, "DESCRIBE", "tests.hostile.reader:describe")
    monkeypatch.setattr(workers, "Pool", HastyPool)
    Archive.create(tmp_path / "archive").close()
    toml = tmp_path / "archive" / "archive.toml"
    before = toml.read_text(encoding="utf-8")
    toml.write_text(
        before[: before.index("\n[worker]\n") + 1] + LIMITS + before[before.index("[index]") :], encoding="utf-8"
    )
    outcomes: dict[str, tuple[Outcome, str]] = {}
    with Archive.open(tmp_path / "archive") as archive:
        receipt = ingest(
            [disk], archive, tell=lambda line, _: outcomes.update({line.path: (line.outcome, line.reason)})
        )
    assert receipt.files == 2 * len(MISDEEDS)
    for misdeed in MISDEEDS:
        outcome, reason = outcomes[f"{disk}/{misdeed}.txt"]
        assert outcome is Outcome.REJECTED, f"{misdeed}: {reason}"
        assert f"{misdeed}.txt" in reason
        assert outcomes[f"{disk}/zz-after-{misdeed}.txt"][0] is Outcome.ADDED
    left = [path for path in Path("/proc").glob("[0-9]*") if _started_here(path, tmp_path)]
    assert left == []


def test_a_photo_whose_decoder_crashes_is_kept_with_what_describes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    Image.new("RGB", (64, 48), "navy").save(disk / "segfault.jpg", comment="Kapal bersandar di dermaga timur.")
    Image.new("RGB", (64, 48), "olive").save(disk / "calm.jpg", comment="Kapal berlayar dari dermaga barat.")
    monkeypatch.setattr(file_reading, "DESCRIBE", "tests.hostile.reader:describe")
    with Archive.create(tmp_path / "archive") as archive:
        lines = {}
        ingest([disk], archive, tell=lambda line, _: lines.update({Path(line.path).name: line}))
        assert {name: line.outcome for name, line in lines.items()} == dict.fromkeys(lines, Outcome.ADDED)
        assert "the picture cannot be shown, its description was kept" in lines["segfault.jpg"].reason
        assert "cannot be shown" not in lines["calm.jpg"].reason
        kept = archive.catalogue.get(str(lines["segfault.jpg"].record), PUBLIC)
        assert kept is not None
        assert kept.values["caption"] == "Kapal bersandar di dermaga timur."
        assert (kept.values["width"], kept.values["height"]) == (64, 48)


def _started_here(process: Path, folder: Path) -> bool:
    """Return whether a process uses this test's folders."""
    try:
        return str(folder).encode() in (process / "environ").read_bytes()
    except OSError:
        return False
