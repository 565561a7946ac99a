"""What every engine must keep to while documents come and go, also when a writer is killed or others read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest

from archive.errors import ArchiveBusy, IndexUnusable
from archive.search.engines.engine import Document, Engine
from archive.search.engines.index_state import StateFile
from archive.search.engines.tantivy import TantivyEngine
from archive.search.query.plan import AnyOf, Everything, Phrase, Plan, Without
from tests.cases.engine_cases import doc, found, ranked, state, text


def test_an_update_replaces_and_removes(five: Engine) -> None:
    five.update([doc("A", "green pears"), doc("F", "fresh figs", kind="photo")], ["B", "nobody"], state(2))
    assert five.ids() == frozenset("ACDEF")
    assert five.count() == 5
    assert found(five, text("apples")) == ""
    assert found(five, text("pears")) == "A"
    assert found(five, text("bridge")) == "CE"
    assert found(five, Without(Everything(), text("pears"))) == "CDEF"
    assert five.search(Plan(Everything(), facets=("kind",))).facets["kind"] == (("photo", 3), ("speech", 1))
    assert five.search(Plan(Everything())).undated == 3


def test_of_two_with_one_id_in_one_update_the_last_counts(five: Engine) -> None:
    five.update([doc("F", "first"), doc("F", "second"), doc("G", "third")], (), state(2))
    assert found(five, text("first")) == ""
    assert found(five, text("second")) == "F"
    assert five.count() == 7


def test_an_id_both_gone_and_given_is_there(five: Engine) -> None:
    five.update([doc("A", "anew")], ["A"], state(2))
    assert found(five, text("anew")) == "A"
    assert five.count() == 5


def test_the_state_can_be_noted_alone(five: Engine) -> None:
    assert five.state() == state(1)
    five.update((), (), state(2))
    assert five.state() == five.search(Plan(Everything())).state == state(2)
    assert five.count() == 5


def test_no_state_is_taken_for_an_earlier_one_whose_inode_it_got(tmp_path: Path) -> None:
    """Their sizes are the same, and so are their times, as they are of files written within one tick of the clock."""
    kept, known = StateFile(tmp_path), []
    for number in range(100, 200):
        kept.write(state(number))
        os.utime(tmp_path / "STATE", ns=(1, 1))
        if number % 2 == 0:  # a reader that looks now and then
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


def test_the_form_of_each_document_is_kept(five: Engine) -> None:
    five.update(
        [replace(doc("F", "figs"), form="00ff00ff00ff00ff"), replace(doc("G", "grapes"), form="f" * 16)],
        ["A"],
        state(2),
    )
    for n in range(8):
        five.update([doc(f"x{n}", "more")], (), state(3 + n))  # merges
    assert five.forms(["A", "B", "F", "G", "nobody"]) == {"B": "", "F": "00ff00ff00ff00ff", "G": "f" * 16}
    assert five.forms([]) == {}
    five.update((), ["F"], state(20))
    assert five.forms(["F"]) == {}


def test_an_update_that_fails_changes_nothing(five: Engine) -> None:
    def broken() -> Iterator[Document]:
        yield doc("F", "fine")
        raise RuntimeError("the catalogue went away")

    with pytest.raises(RuntimeError, match="went away"):
        five.update(broken(), ["A"], state(2))
    assert (five.state(), five.count()) == (state(1), 5)
    five.update([doc("F", "fine")], (), state(3))
    assert five.ids() == frozenset("ABCDEF")


def test_another_reader_sees_each_update_at_once(kind: type[Engine], five: Engine, tmp_path: Path) -> None:
    reader = kind.open(tmp_path / "index")
    assert reader.ids() == five.ids()
    five.update([doc("F", "fresh figs")], ["A"], state(2))
    assert reader.search(Plan(text("figs"))).ids == ("F",)
    assert reader.state() == state(2)
    reader.close()


def test_what_is_closed_opens_again(kind: type[Engine], five: Engine, tmp_path: Path) -> None:
    five.close()
    again = kind.open(tmp_path / "index")
    assert (again.state(), again.ids()) == (state(1), frozenset("ABCDE"))
    assert found(again, text("bridge")) == "BCE"
    again.close()


def test_an_empty_index_answers(kind: type[Engine], tmp_path: Path) -> None:
    engine = kind.create(tmp_path / "deep" / "index", state(7))
    results = engine.search(Plan(AnyOf((text("x"), Everything())), facets=("kind",), sort="-date"))
    assert (results.ids, results.total, results.undated, results.facets) == ((), 0, 0, {"kind": ()})
    assert (engine.count(), engine.ids(), engine.state()) == (0, frozenset(), state(7))
    engine.close()


def test_creating_replaces_what_stood_there(kind: type[Engine], five: Engine, tmp_path: Path) -> None:
    five.close()
    anew = kind.create(tmp_path / "index", state(0))
    assert anew.count() == 0
    anew.close()


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


def test_many_updates_leave_the_same_answers_as_one(kind: type[Engine], tmp_path: Path) -> None:
    """Merging, deleting and replacing in any order: what is found is what is there."""
    many = kind.create(tmp_path / "many", state(0))
    kept: dict[str, Document] = {}
    for n in range(40):
        given = [doc(f"{i:02}", f"word{i % 7} shared n{n}", dates=(20200000 + i,) * 2) for i in range(n % 5, n + 1, 5)]
        gone = [f"{(n * 3) % 40:02}"]
        for letter in gone:
            kept.pop(letter, None)
        kept |= {d.id: d for d in given}
        many.update(given, gone, state(n))
    one = kind.create(tmp_path / "one", state(0))
    one.update(kept.values(), (), state(1))
    assert many.ids() == one.ids() == frozenset(kept)
    for node in (text("shared"), text("word3"), text("n39"), Phrase("text_text", ("word3", "shared")), Everything()):
        assert found(many, node, limit=99) == found(one, node, limit=99)
        assert ranked(many, node, limit=99, sort="date") == ranked(one, node, limit=99, sort="date")
    many.close()
    one.close()


def test_many_small_updates_do_not_leave_many_files(kind: type[Engine], tmp_path: Path) -> None:
    """An archive that grows by a file a day for months stays as quick to search."""
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
            latest = own.state().revision + 1  # it is noted right after the documents
            if results.total % 2 or not results.state.revision <= results.total // 2 <= latest:
                wrong.append(results)
            if counted.get("photo", 0) != counted.get("speech", 0):
                wrong.append(results)
            if len(own.search(Plan(Phrase("text_text", ("pair", "of")), limit=500)).ids) % 2:
                wrong.append("half an update")

    other = kind.open(tmp_path / "index")
    threads = [threading.Thread(target=read, args=(e,)) for e in (engine, engine, other, other)]
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
    """Nothing that was reported is lost, no update is there by halves, the State is never ahead of the documents, and
    the next writer goes on."""
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
