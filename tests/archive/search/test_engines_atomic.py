"""Requirements for every atomic engine: one process writes a folder, and each update is visible completely or not at
all. The guarantees of others are tested in tests/distributed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from archive.errors import ArchiveBusy, IndexUnusable
from archive.search.engines.engine import Document, Engine
from archive.search.engines.index_state import StateFile
from archive.search.engines.tantivy import TantivyEngine
from archive.search.query.plan import Phrase, Plan
from tests.cases.engine_cases import doc, state, text


def test_these_engines_say_that_they_are_atomic(kind: type[Engine]) -> None:
    assert kind.atomic


def test_no_state_is_taken_for_an_earlier_one_whose_inode_it_got(tmp_path: Path) -> None:
    """Their sizes are equal, and so are their times, as for files written within one clock tick."""
    kept, known = StateFile(tmp_path), []
    for number in range(100, 200):
        kept.write(state(number))
        os.utime(tmp_path / "STATE", ns=(1, 1))
        if number % 2 == 0:  # an occasional reader
            known.append((number, kept.read().revision))
    assert [read for _, read in known] == [number for number, _ in known]


def test_an_update_without_changes_leaves_the_index_as_it_is(five: Engine, tmp_path: Path) -> None:
    def files() -> dict[str, tuple[int, int]]:
        found = {path.relative_to(tmp_path).as_posix(): path.stat() for path in tmp_path.rglob("*") if path.is_file()}
        return {name: (stat.st_ino, stat.st_mtime_ns) for name, stat in found.items() if not name.endswith("/STATE")}

    before = files()
    five.update((), (), state(2))
    assert len(before) > 1
    assert files() == before


def test_a_crash_before_the_state_is_noted_leaves_the_earlier_one(
    five: Engine, kind: type[Engine], tmp_path: Path
) -> None:
    with patch.object(StateFile, "write", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        five.update([doc("F", "fresh figs")], ["A"], state(2))
    five.close()
    again = kind.open(tmp_path / "index")
    assert (again.ids(), again.state()) == (frozenset("BCDEF"), state(1))
    again.update([doc("F", "fresh figs")], ["A"], state(2))
    assert (again.ids(), again.state()) == (frozenset("BCDEF"), state(2))
    again.close()


@pytest.mark.parametrize("damage", ["missing", "empty", "torn"])
def test_what_cannot_be_read_is_said(kind: type[Engine], five: Engine, tmp_path: Path, damage: str) -> None:
    five.close()
    folder = tmp_path / "index"
    if damage == "missing":
        folder = tmp_path / "nowhere"
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        if damage == "empty":
            file.unlink()
        else:
            file.write_bytes(file.read_bytes()[:7])
    with pytest.raises(IndexUnusable, match="index rebuild"):
        kind.open(folder)


def test_only_one_may_write(kind: type[Engine], five: Engine, tmp_path: Path) -> None:
    other = kind.open(tmp_path / "index")

    def meanwhile() -> Iterator[Document]:
        with pytest.raises(ArchiveBusy):
            other.update([doc("G", "late")], (), state(9))
        yield doc("F", "fine")

    five.update(meanwhile(), (), state(2))
    assert other.ids() == frozenset("ABCDEF")
    other.close()


def test_many_small_updates_do_not_leave_many_files(kind: type[Engine], tmp_path: Path) -> None:
    """Searching stays as fast in an archive that grows by a file a day for months."""
    engine = kind.create(tmp_path / "index", state(0))
    for n in range(48):
        engine.update([doc(f"{n:02}", f"word{n}", "title", (20240101, 20240101), kind="photo")], (), state(n))
        assert sum(1 for _ in (tmp_path / "index").rglob("*")) < 160
    assert engine.count() == 48
    engine.close()


def test_readers_in_threads_see_whole_updates_while_one_writes(kind: type[Engine], tmp_path: Path) -> None:
    engine = kind.create(tmp_path / "index", state(0))
    wrong: list[object] = []
    done = threading.Event()

    def read(own: Engine) -> None:
        while not done.is_set():
            results = own.search(Plan(text("pair"), facets=("kind",), limit=500))
            counted = dict(results.facets["kind"])
            latest = own.state().revision + 1  # it is written right after the documents
            if results.total % 2 or not results.state.revision <= results.total // 2 <= latest:
                wrong.append(results)
            if counted.get("photo", 0) != counted.get("speech", 0):
                wrong.append(results)
            if len(own.search(Plan(Phrase("text_text", ("pair", "of")), limit=500)).ids) % 2:
                wrong.append("half an update")

    other = kind.open(tmp_path / "index")
    threads = [threading.Thread(target=read, args=(e,), daemon=True) for e in (engine, engine, other, other)]
    for thread in threads:
        thread.start()
    for n in range(1, 26):
        pair = [doc(f"x{n}", f"pair of n{n}", kind="photo"), doc(f"y{n}", f"pair of n{n}", kind="speech")]
        engine.update(pair, (), state(n))
    done.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert engine.search(Plan(text("pair"))).total == 50
    other.close()
    engine.close()


_WRITER = """
import sys
from pathlib import Path
from archive.search.engines.engine import Document, State
from archive.search.engines.engine import engine_named
engine = engine_named(sys.argv[1]).open(Path(sys.argv[2]))
n = engine.state().revision
while True:
    n += 1
    filler = [(f"w{i}", i) for i in range(400)]
    documents = [Document(f"{n}-{i}", {"text_text": [("kept", 0), *filler]}) for i in range(3)]
    engine.update(documents, [f"{n - 2}-{i}" for i in range(3)], State(n, "", 1))
    print(n, flush=True)
"""


def test_a_writer_killed_at_any_moment_leaves_a_whole_index(kind: type[Engine], tmp_path: Path) -> None:
    """Nothing confirmed is lost, no update is partly visible, the State is never ahead of the documents, and the next
    writer can continue."""
    folder = tmp_path / "index"
    kind.create(folder, state(0)).close()
    for lines in (1, 4, 6):
        arguments = [sys.executable, "-W", "ignore", "-c", _WRITER, kind.name, str(folder)]
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, env=environment) as writer:
            assert writer.stdout is not None
            reported = 0
            for _ in range(lines):
                reported = int(writer.stdout.readline())
            writer.send_signal(signal.SIGKILL)
        engine = kind.open(folder)
        revision = engine.state().revision
        assert revision >= reported
        newest = max(int(id_.partition("-")[0]) for id_ in engine.ids())
        assert newest in (revision, revision + 1)
        batches = {n for n in (newest - 1, newest) if n > 0}
        assert engine.ids() == {f"{n}-{i}" for n in batches for i in range(3)}
        assert engine.search(Plan(text("kept"))).total == 3 * len(batches)
        engine.update((), (), engine.state())
        engine.close()


def test_an_index_of_tantivy_whose_terms_were_written_otherwise_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr("archive.search.engines.tantivy.fields.TOKENIZER", "raw")
        TantivyEngine.create(tmp_path / "index", state(0)).close()
    with pytest.raises(IndexUnusable, match="earlier version"):
        TantivyEngine.open(tmp_path / "index")
