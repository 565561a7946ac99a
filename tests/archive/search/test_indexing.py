"""The index follows the catalogue: changes, ended embargoes, withdrawals; and it can always be rebuilt."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.access import ARCHIVIST, PUBLIC, Viewer, instant, utc_now
from archive.catalogue import Access, Catalogue, NamedFile, NewAsset
from archive.errors import ConfigError, StoreError
from archive.record import Description, Kind, Mention, Outcome, Record, Status
from archive.search.engines.engine import Document
from archive.search.execution.requests import SearchRequest
from archive.search.index import index_daemon, index_folders, index_sync
from archive.search.index.documents import document
from archive.search.index.index_folders import IndexFolder
from archive.search.searcher import Searcher
from archive.storage.archive import Archive
from tests.support.index_damage import damage_index, index_folder, noisy, remove_index


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "archive") as opened:
        yield opened


def add(
    archive: Archive,
    text: str,
    access: Access = Access(),  # noqa: B008 - frozen
    filename: str = "",
    mentions: tuple[Mention, ...] = (),
) -> str:
    """Add a record as ingest writes it; a photo if the file name is that of a picture."""
    photo = filename.endswith(".jpg")
    description = Description("image/jpeg" if photo else "text/plain", "test", 1, text="" if photo else text)
    description.offer("kind", Kind.PHOTO.value if photo else Kind.ARTICLE.value, "rule:test")
    description.offer("title", text.split(".")[0], "first line")
    description.mentions.extend(mentions)
    filename = filename or f"{abs(hash(text))}.txt"
    digest = f"{abs(hash((text, filename))):064x}"[-64:]
    with archive.catalogue.write() as w:
        accession = w.open_accession({}, Status.RELEASED)
        root = w.root("/disk")
        record = w.add_record(description, NewAsset(digest, 10, description.media_type), access)
        w.put_name(NamedFile(root, filename, "", digest, record, Outcome.ADDED, 10, 1, 1), accession)
        w.close_accession(accession)
    return record


def answers(archive: Archive, query: str, viewer: Viewer = PUBLIC) -> list[str]:
    with closing(Searcher(archive)) as searcher:
        return [hit.record.id for hit in searcher.search(SearchRequest(query), viewer).hits]


def test_a_new_record_is_found_after_an_update(archive: Archive) -> None:
    record = add(archive, "Jembatan dibuka.")
    index_sync.update(archive)
    later = add(archive, "Jembatan ditutup.")
    index_sync.update(archive)
    assert sorted(answers(archive, "jembatan")) == sorted([record, later])


def test_what_both_indexes_show_alike_is_made_once(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def counted(record: Record, *others: Any) -> Document:
        made.append(record.id)
        return document(record, *others)

    monkeypatch.setattr(index_sync, "document", counted)
    alike, shown = add(archive, "Jembatan dibuka."), add(archive, "Kapal", filename="kapal.jpg")
    told = (Mention("kapal.jpg", caption="Kapal perang merapat."),)
    held = add(archive, "Rahasia negara.", Access(Status.HELD), mentions=told)
    index_sync.update(archive)
    assert sorted(made) == sorted([alike, shown, shown, held])
    assert answers(archive, "merapat") == []


def test_a_record_that_comes_while_the_changes_are_read_is_indexed_next_time(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, later = add(archive, "Jembatan dibuka."), []
    changes = Catalogue.changes

    def slow(catalogue: Catalogue, since: int) -> list[str]:
        found = changes(catalogue, since)
        if not later:
            later.append(add(archive, "Jembatan ditutup."))
        return found

    monkeypatch.setattr(Catalogue, "changes", slow)
    index_sync.update(archive)
    index_sync.update(archive)
    assert sorted(answers(archive, "jembatan")) == sorted([first, *later])


def test_what_is_taken_back_is_gone_for_the_public_and_stays_for_the_archivist(archive: Archive) -> None:
    record = add(archive, "Jembatan dibuka.")
    index_sync.update(archive)
    with archive.catalogue.write() as w:
        w.set_status(record, Access(Status.WITHDRAWN))
    assert answers(archive, "jembatan") == []  # at once: the catalogue is asked again
    index_sync.update(archive)
    assert index_sync.ids(archive) == {"public": frozenset(), "held": frozenset([record])}
    assert answers(archive, "jembatan", ARCHIVIST) == [record]


def turn_clock(monkeypatch: pytest.MonkeyPatch, archive: Archive, to: datetime) -> None:
    """Change the time for the catalogue and the index."""
    monkeypatch.setattr(archive.catalogue, "_clock", lambda: to)
    for module in (index_sync, index_daemon):
        monkeypatch.setattr(module, "utc_now", lambda: to)


def test_a_held_record_comes_out_at_its_hour(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    hour = utc_now() + timedelta(hours=1)
    record = add(archive, "Pemenang lentera diumumkan.", Access(Status.HELD, release_at=instant(hour)))
    index_sync.update(archive)
    assert index_sync.ids(archive)["public"] == frozenset()
    turn_clock(monkeypatch, archive, hour)
    index_sync.update(archive)
    assert answers(archive, "lentera") == [record]


def test_a_caption_in_a_held_article_is_not_in_the_public_index(archive: Archive) -> None:
    photo = add(archive, "Dermaga.", filename="W-ALI_0412.jpg")
    words = Mention("W-ALI_0412.jpg", caption="Menteri memegang lentera", offset=0)
    article = add(archive, "Kabar dermaga.", Access(Status.HELD), mentions=(words,))
    index_sync.update(archive)
    assert answers(archive, "lentera") == []
    assert sorted(answers(archive, "lentera", ARCHIVIST)) == sorted([photo, article])
    with archive.catalogue.write() as w:
        w.set_status(article, Access(Status.RELEASED))
    index_sync.update(archive)
    assert sorted(answers(archive, "lentera")) == sorted([photo, article])


def test_a_photo_is_found_by_its_caption_when_the_hour_of_the_article_comes(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = add(archive, "Dermaga.", filename="W-ALI_0412.jpg")
    words = Mention("W-ALI_0412.jpg", caption="Menteri memegang lentera", offset=0)
    hour = utc_now() + timedelta(hours=1)
    article = add(archive, "Kabar dermaga.", Access(Status.HELD, release_at=instant(hour)), mentions=(words,))
    index_sync.update(archive)
    assert answers(archive, "lentera") == []
    turn_clock(monkeypatch, archive, hour)
    index_sync.update(archive)
    assert sorted(answers(archive, "lentera")) == sorted([photo, article])


@pytest.mark.parametrize("engines", [(None, None, None), ("tantivy", "whoosh", "tantivy")])
def test_searches_go_on_during_a_rebuild_and_use_the_new_index_after_it(
    archive: Archive, engines: tuple[str | None, ...]
) -> None:
    for n in range(60):
        add(archive, f"Jembatan nomor {n} dibuka.")
    index_sync.update(archive)
    wrong: list[object] = []
    stop = threading.Event()
    with closing(Searcher(archive)) as searcher:

        def ask() -> None:
            while not stop.is_set():
                try:
                    total = searcher.search(SearchRequest("jembatan", highlight=False), PUBLIC).total
                except Exception as error:
                    wrong.append(error)
                else:
                    wrong.extend([total] if total != 60 else [])

        threads = [threading.Thread(target=ask, daemon=True) for _ in range(3)]
        for thread in threads:
            thread.start()
        for engine in engines:
            index_sync.rebuild(archive, engine=engine)
        stop.set()
        for thread in threads:
            thread.join()
        assert not wrong
        later = add(archive, "Terowongan dibuka.")
        index_sync.update(archive)
        assert [hit.record.id for hit in searcher.search(SearchRequest("terowongan"), PUBLIC).hits] == [later]
    assert index_folder(archive) == archive.derived / "index" / "4"
    told = index_sync.status(archive)
    assert (told["engine"], told["configured"]) == (engines[-1] or "whoosh", "whoosh")


def test_an_index_is_read_and_made_again_by_the_engine_it_was_made_with(archive: Archive) -> None:
    record = add(archive, "Jembatan dibuka.")
    index_sync.rebuild(archive, engine="tantivy")
    folder = index_folder(archive)
    assert (folder / "public" / "meta.json").is_file()
    assert answers(archive, "jembatan") == [record]
    (folder / "public" / "meta.json").write_text("garbage")
    assert index_sync.status(archive)["state"] == "none"
    index_sync.update(archive)
    assert (index_sync.status(archive)["engine"], answers(archive, "jembatan")) == ("tantivy", [record])
    index_sync.rebuild(archive)  # with the engine in the settings
    assert index_sync.status(archive)["engine"] == "whoosh"


def test_an_index_that_does_not_say_its_engine_is_of_the_first_and_one_of_an_unknown_is_made_again(
    archive: Archive,
) -> None:
    record = add(archive, "Jembatan dibuka.")
    index_sync.update(archive)
    folder = index_folder(archive)
    (folder / "ENGINE").unlink()
    assert index_sync.status(archive)["engine"] == "whoosh"
    (folder / "ENGINE").write_text("steam")
    assert index_sync.status(archive)["state"] == "none"
    index_sync.update(archive)
    assert (index_sync.status(archive)["state"], answers(archive, "jembatan")) == ("current", [record])


def test_an_engine_that_is_not_installed_is_said_and_left_for_another(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = add(archive, "Jembatan dibuka.")
    index_sync.rebuild(archive, engine="tantivy")
    for module in [name for name in sys.modules if name.startswith("archive.search.engines.tantivy")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "tantivy", None)
    with pytest.raises(ConfigError, match=r"pip install 'press-archive\[tantivy\]'"):
        answers(archive, "jembatan")
    with pytest.raises(ConfigError, match="not installed"):
        index_sync.rebuild(archive, engine="tantivy")
    index_sync.rebuild(archive, engine="whoosh")
    assert answers(archive, "jembatan") == [record]


def test_the_status_says_when_an_archive_has_outgrown_its_engine(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(archive, "Jembatan dibuka.")
    add(archive, "Terowongan dibuka.")
    index_sync.update(archive)
    assert index_sync.status(archive)["outgrown"] is False
    monkeypatch.setattr(index_sync, "ROOM", {"whoosh": 1})
    assert index_sync.status(archive)["outgrown"] is True
    index_sync.rebuild(archive, engine="tantivy")
    assert index_sync.status(archive)["outgrown"] is False


def test_what_came_during_a_rebuild_is_found_as_soon_as_the_new_index_answers(archive: Archive) -> None:
    add(archive, "Jembatan dibuka.")
    index_sync.update(archive)
    later: list[str] = []

    def meanwhile(_done: int, _of: int) -> None:
        if not later:
            later.append(add(archive, "Terowongan dibuka."))
            index_sync.update(archive)

    index_sync.rebuild(archive, meanwhile)
    assert answers(archive, "terowongan") == later


def test_an_index_that_was_just_replaced_stays_for_the_searches_that_use_it(archive: Archive) -> None:
    add(archive, "Jembatan dibuka.")
    index_sync.update(archive)
    index_sync.rebuild(archive)
    index_sync.update(archive)
    assert (archive.derived / "index" / "1" / "public").is_dir()


def test_an_index_that_was_replaced_is_removed_when_nobody_can_be_using_it(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(archive, "Jembatan dibuka.")
    index_sync.update(archive)
    index_sync.rebuild(archive)
    assert (archive.derived / "index" / "1").is_dir()
    monkeypatch.setattr(index_folders, "GRACE_SECONDS", 0.0)
    index_sync.update(archive)
    assert sorted(entry.name for entry in (archive.derived / "index").iterdir()) == ["2", "CURRENT"]


@pytest.mark.parametrize("damage", ["all of derived", "the folder", "CURRENT", "garbage"])
def test_a_lost_or_damaged_index_is_made_again_and_said(archive: Archive, damage: str) -> None:
    record = add(archive, "Jembatan dibuka.")
    index_sync.update(archive)
    folder = index_folder(archive)
    if damage == "all of derived":
        shutil.rmtree(archive.derived)
    elif damage == "the folder":
        remove_index(folder)
    elif damage == "CURRENT":
        (archive.derived / "index" / "CURRENT").write_text("../../../etc")
    else:
        for file in (folder / "public").iterdir():
            file.write_bytes(b"garbage")
    said: list[str] = []
    index_sync.update(archive, say=said.append)
    assert said
    assert answers(archive, "jembatan") == [record]


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
@pytest.mark.parametrize("damage", [_cut, noisy])
def test_a_damaged_file_of_the_index_is_noticed_and_the_index_made_again(
    archive: Archive, engine: str, damage: Callable[[bytes], bytes]
) -> None:
    record = add(archive, "Jembatan dibuka di Kupang. " * 40)
    index_sync.rebuild(archive, engine=engine)
    index_sync.update(archive)
    assert not index_sync.damaged_file(archive)
    first = index_folder(archive)
    kept = archive.folder / "kept"
    shutil.copytree(first, kept)
    files = [path.relative_to(kept) for path in kept.rglob("*.*") if path.stat().st_size > 3]
    files = [path for path in files if path.name[0] not in "._" and path.name != "meta.json"]
    assert len(files) > 5
    for file in files:
        folder = index_folder(archive)
        remove_index(folder)
        shutil.copytree(kept, folder)
        (folder / file).write_bytes(damage((kept / file).read_bytes()))
        found = index_sync.look_for_damage(archive)
        assert (
            str(folder / file) in found or "cannot be used" in found
        )  # some damage is detected when the index is opened
        index_sync.update(archive)
        assert index_folder(archive) != folder
        assert answers(archive, "jembatan") == [record]


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_a_search_that_fails_because_of_damage_says_so(archive: Archive, engine: str) -> None:
    record = add(archive, "Jembatan dibuka di Kupang. " * 40)
    index_sync.rebuild(archive, engine=engine)
    folder = index_folder(archive)
    for path in [*(folder / "public").glob("*.pst"), *(folder / "public").glob("*.idx")]:
        path.write_bytes(noisy(path.read_bytes()))
    with suppress(Exception):  # it may fail in various ways, or find less
        answers(archive, "jembatan")
    IndexFolder(folder).mark_suspect()
    said: list[str] = []
    index_sync.update(archive, say=said.append)
    assert said
    assert answers(archive, "jembatan") == [record]


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_what_a_killed_writer_left_is_no_damage(archive: Archive, engine: str) -> None:
    add(archive, "Jembatan dibuka di Kupang. " * 40)
    index_sync.rebuild(archive, engine=engine)
    folder = index_folder(archive)
    for path in [*(folder / "public").glob("*.trm"), *(folder / "public").glob("*.term")]:
        path.with_suffix(".new").write_bytes(b"{")
        path.with_suffix(".999.del").write_bytes(b"")
        path.with_suffix(".sum").unlink(missing_ok=True)
    add(archive, "Jembatan ditutup di Kupang. " * 40)
    index_sync.update(archive)
    assert index_sync.damaged_file(archive) == ""


def test_a_damaged_index_is_told_each_time_and_is_behind(archive: Archive) -> None:
    add(archive, "Jembatan dibuka di Kupang. " * 40)
    index_sync.update(archive)
    postings = damage_index(archive, "*.pst")
    assert index_sync.damaged_file(archive) == index_sync.damaged_file(archive) == str(postings)
    assert index_sync.status(archive)["state"] == "current"
    assert index_sync.look_for_damage(archive)
    assert index_sync.status(archive)["state"] == "behind"


def test_a_record_whose_hour_comes_while_it_is_indexed_is_found(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = add(archive, "Jembatan dibuka.")
    index_sync.update(archive)
    for status in (Status.HELD, Status.RELEASED):
        with archive.catalogue.write() as w:
            w.set_status(record, Access(status))
    looks: list[Viewer] = []

    def seen(_ids: Sequence[str], viewer: Viewer) -> list[str]:
        looks.append(viewer)
        return []  # held when deletions are checked, and due when it is read

    with monkeypatch.context() as patch:
        patch.setattr(archive.catalogue, "visible", seen)
        index_sync.update(archive)
    assert looks
    assert answers(archive, "jembatan") == [record]


def test_the_watcher_looks_for_damage_when_there_is_nothing_else_to_do(archive: Archive) -> None:
    record = add(archive, "Jembatan dibuka di Kupang. " * 40)
    index_sync.update(archive)
    folder = damage_index(archive, "*.trm").parents[1]
    index_daemon.watch(archive, rounds(*[lambda: None] * 40), idle=0)
    assert index_folder(archive) != folder
    assert answers(archive, "jembatan") == [record]


def test_an_index_of_another_version_is_made_again(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    record = add(archive, "Jembatan dibuka.")
    index_sync.update(archive)
    monkeypatch.setattr(index_sync, "ANALYSIS_VERSION", index_sync.ANALYSIS_VERSION + 1)
    assert index_sync.status(archive)["state"] == "none"
    index_sync.update(archive)
    assert index_sync.status(archive)["state"] == "current"
    assert answers(archive, "jembatan") == [record]


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_an_index_that_is_made_anew_is_one_segment(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    monkeypatch.setattr(index_sync, "COMMIT", 2)
    records = [add(archive, f"Jembatan nomor {n} dibuka.") for n in range(19)]
    steps: list[tuple[int, int]] = []
    index_sync.rebuild(archive, lambda done, of: steps.append((done, of)), engine=engine)
    assert steps[-1] == (19, 19)
    assert sorted(answers(archive, "jembatan")) == sorted(records)
    folder = index_folder(archive)
    with closing(index_sync.open_index(IndexFolder(folder), "public")) as public:
        assert not public.tidy(lambda: False)


def no_link(source: object, target: object) -> None:
    raise OSError(errno.EPERM, "no second names on this disk")


@pytest.mark.parametrize(("engine", "links"), [("whoosh", True), ("tantivy", True), ("tantivy", False)])
def test_an_index_that_is_made_anew_answers_and_changes_for_each_viewer_by_itself(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, engine: str, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", no_link)
    photo = add(archive, "Dermaga.", filename="W-ALI_0412.jpg")
    words = Mention("W-ALI_0412.jpg", caption="Menteri memegang lentera", offset=0)
    held = add(archive, "Kabar dermaga.", Access(Status.HELD), mentions=(words,))
    shown = [add(archive, f"Jembatan nomor {n} dibuka.") for n in range(3)]
    index_sync.rebuild(archive, engine=engine)
    assert index_sync.ids(archive) == {"public": frozenset([photo, *shown]), "held": frozenset([photo, held, *shown])}
    assert answers(archive, "lentera") == []
    assert sorted(answers(archive, "lentera", ARCHIVIST)) == sorted([photo, held])
    with archive.catalogue.write() as w:
        w.set_status(shown[0], Access(Status.WITHDRAWN))
        w.set_status(held, Access(Status.RELEASED))
    index_sync.update(archive)
    assert sorted(answers(archive, "jembatan")) == sorted(shown[1:])
    assert sorted(answers(archive, "jembatan", ARCHIVIST)) == sorted(shown)
    assert sorted(answers(archive, "lentera")) == sorted([photo, held])
    index_sync.rebuild(archive, engine=engine)
    assert index_sync.ids(archive) == {
        "public": frozenset([photo, held, *shown[1:]]),
        "held": frozenset([photo, held, *shown]),
    }
    assert index_sync.damaged_file(archive) == ""


def test_a_disk_that_is_full_stops_the_copying_at_once_and_the_index_there_answers(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = add(archive, "Jembatan dibuka.")
    index_sync.rebuild(archive, engine="tantivy")
    copied: list[object] = []

    def full(source: object, target: object) -> None:
        copied.append(source)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "link", no_link)
    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(OSError, match="No space") as raised:
        index_sync.rebuild(archive, engine="tantivy")
    assert raised.value.errno == errno.ENOSPC
    assert len(copied) == 1
    assert answers(archive, "jembatan", ARCHIVIST) == [record]


@pytest.mark.parametrize("joins", [True, False])
def test_an_index_that_is_made_anew_has_each_document_made_once(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, joins: bool
) -> None:
    made: list[str] = []

    def counted(record: Record, *others: Any) -> Document:
        made.append(record.id)
        return document(record, *others)

    records = [add(archive, f"Jembatan nomor {n} dibuka.") for n in range(5)]
    monkeypatch.setattr(index_sync, "document", counted)
    index_sync.rebuild(archive, engine="whoosh" if joins else "tantivy")
    assert sorted(made) == sorted(records)


def test_a_stop_between_two_commits_misses_nothing(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    records = [add(archive, f"Jembatan nomor {n} dibuka.") for n in range(5)]
    index_sync.update(archive)
    records += [add(archive, f"Jembatan angka {n} dibuka.") for n in range(5)]
    monkeypatch.setattr(index_sync, "COMMIT", 2)

    def stop_at_the_second(done: int, of: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index_sync.update(archive, stop_at_the_second)
    assert index_sync.status(archive)["state"] == "behind"
    index_sync.update(archive)
    assert index_sync.ids(archive)["public"] == frozenset(records)


def test_a_stop_while_documents_are_made_misses_nothing(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    first = add(archive, "Jembatan dibuka.")
    index_sync.update(archive)
    later = add(archive, "Jembatan ditutup.")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(index_sync, "document", stop)
        with pytest.raises(KeyboardInterrupt):
            index_sync.update(archive)
    index_sync.update(archive)
    assert sorted(answers(archive, "jembatan")) == sorted([first, later])


def test_the_watcher_follows_changes_and_mends_what_is_lost(archive: Archive) -> None:
    stop = threading.Event()
    watcher = threading.Thread(target=index_daemon.watch, args=(archive, stop.wait, 0.02), daemon=True)
    watcher.start()
    try:
        record = add(archive, "Jembatan dibuka.")
        assert _soon(lambda: index_sync.ids(archive)["public"] == frozenset([record]))
        archive.derived.rename(archive.folder / "lost")  # in one step, because the watcher is faster than a removal
        assert _soon(lambda: answers(archive, "jembatan") == [record])
    finally:
        stop.set()
        watcher.join()


def rounds(*steps: Callable[[], object]) -> Callable[[float], bool]:
    """Return a replacement for the wait of `watch`: it runs one step before each round, then ends."""
    left = iter(steps)

    def stopped(_seconds: float) -> bool:
        step = next(left, None)
        if step is not None:
            step()
        return step is None

    return stopped


def test_the_watcher_mends_a_lost_index_though_nothing_changed(archive: Archive) -> None:
    record = add(archive, "Jembatan dibuka.")
    index_daemon.watch(archive, rounds(lambda: None, lambda: shutil.rmtree(archive.derived)))
    assert answers(archive, "jembatan") == [record]


def test_the_watcher_lets_a_held_record_out_at_its_hour_though_nothing_changed(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = utc_now() + timedelta(hours=1)
    record = add(archive, "Pemenang lentera diumumkan.", Access(Status.HELD, release_at=instant(hour)))
    index_daemon.watch(archive, rounds(lambda: None, lambda: turn_clock(monkeypatch, archive, hour)))
    assert answers(archive, "lentera") == [record]


def test_the_watcher_tidies_up_when_idle_and_a_record_that_comes_meanwhile_is_not_kept_waiting(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    later: list[str] = []
    told: list[str] = []

    def tidy(_engine: object, stop: Callable[[], bool]) -> bool:
        told.append("tidied")
        if not later:
            later.append(add(archive, "Jembatan ditutup."))
            assert _soon(stop)
            return False
        return False

    def update(archive: Archive, **_: object) -> None:
        told.append("updated")
        made(archive)

    made = index_sync.update
    first = add(archive, "Jembatan dibuka.")
    made(archive)
    monkeypatch.setattr("archive.search.engines.whoosh.WhooshEngine.tidy", tidy)
    monkeypatch.setattr(index_sync, "update", update)
    turns = iter(range(500))
    index_daemon.watch(archive, lambda _: next(turns, None) is None, 0.0, idle=0.0)
    assert told[:2] == ["updated", "tidied"]
    assert told.count("updated") == 2
    assert told[-2:] == ["tidied"] * 2  # both indexes
    assert len(told) <= 6  # and not over and over
    assert sorted(answers(archive, "jembatan")) == sorted([first, *later])


def test_the_watcher_says_a_failure_and_tries_again(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    record = add(archive, "Jembatan dibuka.")

    def full(*_: object, **__: object) -> None:
        raise StoreError("No space is left.")

    with monkeypatch.context() as patched:
        patched.setattr(index_sync, "update", full)
        index_daemon.watch(archive, rounds(lambda: None, patched.undo))
    assert "No space is left." in capsys.readouterr().err
    assert answers(archive, "jembatan") == [record]


def _soon(holds: object, seconds: float = 120.0) -> bool:
    assert callable(holds)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if holds():
                return True
        except Exception:
            time.sleep(0.02)
        time.sleep(0.02)
    return False
