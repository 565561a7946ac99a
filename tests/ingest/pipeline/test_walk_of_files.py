"""Finding files: each once, in a fixed order, and never through a loop."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ingest.files.walk import walk


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


def test_a_link_that_is_given_is_not_told_of_where_it_is_met(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "disk" / "link").symlink_to(tmp_path / "a.txt")
    assert shown(tmp_path, "disk", "disk/link") == ["disk/link"]
    assert [item.skip for item in walk([tmp_path / "disk", tmp_path / "disk" / "link"], (), ())] == [None]


def test_what_lies_in_the_folder_one_is_in_is_told_without_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "photos").mkdir()
    for name in ("a.txt", "photos/b.txt"):
        (tmp_path / name).write_text("x")
    monkeypatch.chdir(tmp_path)
    assert [item.shown for item in walk([Path()], (), ())] == ["a.txt", "photos/b.txt"]


def test_of_an_archive_only_what_a_browser_sent_is_entered(tmp_path: Path) -> None:
    sent = tmp_path / "derived" / "dropped" / "1" / "dropped"
    for folder in (sent / "photos", tmp_path / "originals"):
        folder.mkdir(parents=True)
        (folder / "a.txt").write_text("x")
    never = (tmp_path,)
    assert shown(tmp_path, str(sent.relative_to(tmp_path)), never=never) == ["derived/dropped/1/dropped/photos/a.txt"]
    for folder in (tmp_path, tmp_path / "originals", sent.parent, sent.parent.parent, sent / "photos"):
        assert [item.path for item in walk([folder], (), never) if item.skip is None] == [], folder


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


def test_a_socket_is_named_and_not_opened(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as plug, at_home(tmp_path):  # the path of a socket may have 108 bytes
        plug.bind("plug")
        (found,) = walk([tmp_path], (), ())
    assert found.skip is not None
    assert "socket" in found.skip


def test_a_path_longer_than_the_system_takes_is_an_outcome_that_says_so(tmp_path: Path) -> None:
    with at_home(tmp_path):
        for _ in range(21):
            os.mkdir("d" * 200)  # noqa: PTH102
            os.chdir("d" * 200)
        Path("a.txt").write_text("x")
    (found,) = walk([tmp_path], (), ())
    assert found.reject is not None
    assert "nearer to the top" in found.reject


def test_a_path_of_four_thousand_bytes_is_found(tmp_path: Path) -> None:
    with at_home(tmp_path):
        for _ in range((3980 - len(os.fspath(tmp_path))) // 201):
            os.mkdir("d" * 200)  # noqa: PTH102
            os.chdir("d" * 200)
        Path("a" * 90).write_text("x")
    (found,) = walk([tmp_path], (), ())
    assert (found.path.name, found.reject) == ("a" * 90, None)


def test_a_loop_of_links_that_is_given_is_an_outcome(tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to(tmp_path / "two")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    (found,) = walk([tmp_path / "one"], (), ())
    assert "link" in (found.reject or found.skip or "")


def test_a_file_that_is_gone_is_told_also_beside_the_folder_it_was_in(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    kept, gone = walk([tmp_path, tmp_path / "b.txt", tmp_path / "a.txt"], (), ())
    assert (kept.path.name, kept.reject) == ("a.txt", None)
    assert (gone.path.name, "not there any more" in str(gone.reject)) == ("b.txt", True)


@contextmanager
def at_home(folder: Path) -> Iterator[None]:
    """Use `folder` as the working directory, because paths below it may be too long as absolute paths."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
