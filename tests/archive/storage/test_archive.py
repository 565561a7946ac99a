"""An archive is one folder: created once, opened often, one process at a time where it matters."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from archive.errors import ArchiveBusy, ArchiveExists, ArchiveMissing
from archive.record import Status
from archive.storage.archive import Archive


def test_a_new_archive_has_its_parts_and_opens_again(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "new" / "archive") as made:
        assert made.catalogue.revision() == 0
    assert sorted(path.name for path in made.folder.iterdir() if not path.name.startswith(("catalogue", "."))) == [
        "archive.toml",
        "authorities.toml",
        "derived",
        "originals",
    ]
    with Archive.open(made.folder) as again:
        assert again.settings.intake.access is Status.RELEASED


def test_init_can_say_that_new_records_are_held(tmp_path: Path) -> None:
    Archive.create(tmp_path / "a", access=Status.HELD).close()
    with Archive.open(tmp_path / "a") as again:
        assert again.settings.intake.access is Status.HELD


def test_a_folder_that_is_no_archive_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ArchiveMissing, match="run `press-archive init"):
        Archive.open(tmp_path)


def test_an_archive_that_lost_its_catalogue_is_not_given_an_empty_one(tmp_path: Path) -> None:
    Archive.create(tmp_path / "a").close()
    (tmp_path / "a" / "catalogue.sqlite").unlink()
    with pytest.raises(ArchiveMissing, match="restore it from a backup"):
        Archive.open(tmp_path / "a")
    assert not (tmp_path / "a" / "catalogue.sqlite").exists()


def test_init_leaves_alone_what_is_there(tmp_path: Path) -> None:
    Archive.create(tmp_path / "a").close()
    with pytest.raises(ArchiveExists, match="is an archive already"):
        Archive.create(tmp_path / "a")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine")
    with pytest.raises(ArchiveExists, match="is not empty"):
        Archive.create(tmp_path / "full")
    with pytest.raises(ArchiveExists, match="is a file"):
        Archive.create(tmp_path / "full" / "thesis.txt")
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["thesis.txt"]


def test_an_init_that_was_cut_short_is_finished_by_the_next(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "whole", access=Status.HELD) as whole:
        parts = sorted(path.name for path in whole.folder.iterdir())
    Archive.create(tmp_path / "a").close()
    (tmp_path / "a" / "archive.toml").unlink()  # written last: an interruption leaves this state
    with pytest.raises(ArchiveMissing, match="run `press-archive init"):
        Archive.open(tmp_path / "a")
    Archive.create(tmp_path / "a", access=Status.HELD).close()
    with Archive.open(tmp_path / "a") as finished:
        assert sorted(path.name for path in finished.folder.iterdir()) == parts
        assert finished.settings.intake.access is Status.HELD
        assert finished.catalogue.revision() == 0


def test_originals_without_settings_are_not_taken_for_an_init_that_was_cut_short(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "a") as archive:
        (tmp_path / "x.txt").write_text("x")
        archive.store.settle([archive.store.incoming(tmp_path / "x.txt")])
    (tmp_path / "a" / "archive.toml").unlink()
    with pytest.raises(ArchiveExists):
        Archive.create(tmp_path / "a")


HOLDER = textwrap.dedent(
    """
    import sys, time
    from pathlib import Path
    from archive.storage.archive import Archive
    with Archive.open(Path(sys.argv[1])) as archive, archive.lock("ingest"):
        print("held", flush=True)
        time.sleep(60)
    """
)


def test_a_lock_names_its_holder_and_ends_with_it(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "a") as archive:
        command = [sys.executable, "-c", HOLDER, str(tmp_path / "a")]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == "held\n"
            with pytest.raises(ArchiveBusy, match=rf"Process {other.pid} \(-c .*\) holds the ingest lock"):
                archive.lock("ingest", wait=0.2).__enter__()
            with archive.lock("index"):
                pass
            other.send_signal(signal.SIGKILL)
        with archive.lock("ingest", wait=5):
            pass
        with archive.lock("ingest"):
            pass
