"""Finding files: each once, in a fixed order, and never through a loop."""

from __future__ import annotations

import os
from pathlib import Path

from ingest.walk import walk


def shown(tmp_path: Path, *given: str, skip: tuple[str, ...] = (), never: tuple[Path, ...] = ()) -> list[str]:
    found = walk([tmp_path / name for name in given], skip, never)
    return [str(Path(item.shown).relative_to(tmp_path)) for item in found]


def test_folders_are_walked_in_name_order(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a/3.txt", "c.txt"):
        (tmp_path / "disk" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "disk" / name).write_text("x")
    assert shown(tmp_path, "disk") == ["disk/a/3.txt", "disk/b/1.txt", "disk/b/2.txt", "disk/c.txt"]


def test_a_path_given_twice_is_walked_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    assert shown(tmp_path, "a.txt", "a.txt") == ["a.txt"]


def test_links_are_named_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk" / "loop").symlink_to(tmp_path / "disk")
    (tmp_path / "disk" / "a.txt").write_text("x")
    found = list(walk([tmp_path / "disk"], (), ()))
    assert [(item.path.name, item.skip is not None) for item in found] == [("a.txt", False), ("loop", True)]


def test_pipes_are_named_and_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (found,) = walk([tmp_path], (), ())
    assert found.skip is not None
    assert "not a file" in found.skip


def test_system_files_are_skipped_whatever_their_case(tmp_path: Path) -> None:
    for name in ("thumbs.DB", "._a.jpg", "a.jpg"):
        (tmp_path / name).write_text("x")
    kept = [item.path.name for item in walk([tmp_path], ("Thumbs.db", "._*"), ()) if item.skip is None]
    assert kept == ["a.jpg"]


def test_the_archive_is_never_taken_into_itself(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "catalogue.sqlite").write_text("x")
    (found,) = walk([tmp_path], (), (tmp_path / "archive",))
    assert found.skip is not None


def test_a_name_that_is_not_utf8_comes_through(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/foto\xff.jpg"
    with open(raw, "wb") as file:  # noqa: PTH123
        file.write(b"x")
    (found,) = walk([tmp_path], (), ())
    assert os.fsencode(found.path) == raw


def test_a_path_that_is_not_there_is_an_outcome(tmp_path: Path) -> None:
    (found,) = walk([tmp_path / "gone"], (), ())
    assert found.reject is not None


def test_a_very_deep_tree_is_walked(tmp_path: Path) -> None:
    here = tmp_path
    for _ in range(300):
        here = here / "d"
    here.mkdir(parents=True)
    (here / "a.txt").write_text("x")
    assert len(list(walk([tmp_path], (), ()))) == 1


def test_a_folder_inside_the_archive_is_not_taken_either(tmp_path: Path) -> None:
    (tmp_path / "archive" / "originals").mkdir(parents=True)
    (found,) = walk([tmp_path / "archive" / "originals"], (), (tmp_path / "archive",))
    assert found.skip is not None
