"""The Engine protocol on a tantivy index.

tantivy merges segments automatically, and Python cannot stop it. Small commits must be visible at once, so the engine
predicts which segments a commit would merge; see `writer_process`.
"""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain, groupby
from pathlib import Path
from typing import Self, TypeVar

import tantivy

from archive.errors import ArchiveBusy, IndexUnusable
from archive.messages import Message
from archive.search.engines.engine import Document, EngineResults, State
from archive.search.engines.index_state import FileVersion, StateFile, clear_folder, make_unusable_error
from archive.search.engines.tantivy.fields import FORM, ids_at, prepare, schema
from archive.search.engines.tantivy.footer_checksums import find_changed_file
from archive.search.engines.tantivy.queries import Compiler, CostlyMatcher
from archive.search.engines.tantivy.ranking import TantivyGeneration, search
from archive.search.engines.tantivy.term_dictionary import Dictionary, NewTermCollector, TermStatistics
from archive.search.engines.tantivy.writer import TOKENIZER, TantivyWriter
from archive.search.engines.tantivy.writer_process import WriterProcess
from archive.search.query.plan import Everything, Plan
from archive.text import DocumentTerms

META = "meta.json"  # tantivy's own; replaced by renaming with every commit and merge

QUICK = 200  # documents that a small commit may merge
BULK = 16  # times its own documents that a large commit may merge
MANY = 1_000  # documents; a commit of this many merges what is due,
MANY_PIECES = 100_000  # and so does one with this many pieces of text
MOST = 64  # segments; more are not left to idle time

_SUFFIXES = (".fast", ".fieldnorm", ".idx", ".pos", ".store", ".term")
# Constants of tantivy's LogMergePolicy.
_FEWEST = 8  # segments of one level that are merged
_SMALL = 10_000  # documents; smaller segments count as equal in size
_LEVEL = 0.75  # of a logarithm to base 2


def segments(folder: Path) -> list[int]:
    """Return the number of documents in each segment of the index in `folder`, without deleted ones."""
    told = json.loads((folder / META).read_bytes())["segments"]
    return [int(one["max_doc"]) - int((one["deletes"] or {}).get("num_deleted_docs", 0)) for one in told]


def _files(folder: Path) -> list[str]:
    """Return the names of the files of all segments. A killed writer may leave unused files of deletions."""
    names = []
    for one in json.loads((folder / META).read_bytes())["segments"]:
        segment = str(one["segment_id"]).replace("-", "")
        names += [f"{segment}{suffix}" for suffix in _SUFFIXES]
        if one["deletes"]:
            names.append(f"{segment}.{one['deletes']['opstamp']}.del")
    return names


def merged(sizes: Sequence[int]) -> int:
    """Return how many documents in segments of these sizes tantivy would rewrite."""
    highest = math.inf

    def level(size: int) -> float:
        nonlocal highest
        now = math.log2(max(size, _SMALL))
        if now < highest - _LEVEL:
            highest = now
        return highest

    levels = [list(group) for _, group in groupby(sorted(sizes, reverse=True), level)]
    return sum(sum(group) for group in levels if len(group) >= _FEWEST)


def looms(sizes: Sequence[int], new: int) -> bool:
    """Return whether a commit of this many documents must leave merging to idle time."""
    return len(sizes) < MOST and merged([*sizes, new]) > max(QUICK, BULK * new)


def _first_of(documents: Iterator[Document]) -> tuple[list[Document], bool]:
    """Return some documents of a commit, and whether there may be more: all of a small one; for a large one, as many as
    fit into memory."""
    first: list[Document] = []
    pieces = 0
    for document in documents:
        first.append(document)
        pieces += DocumentTerms.of(document.terms).size
        if len(first) >= MANY or pieces >= MANY_PIECES:
            return first, True
    return first, False


W = TypeVar("W")


class TantivyEngine:
    """See archive.search.engines.engine.Engine.

    tantivy fsyncs what it commits. Its lock is the kernel's, and released when a writer dies. Its scores and
    `frequencies` count deleted documents until they are merged away.
    """

    name = "tantivy"
    joins = False
    atomic = True
    many_writers = False

    def __init__(self, folder: Path, index: tantivy.Index, dictionary: Dictionary) -> None:
        self._folder = folder
        self._state = StateFile(folder)
        self._index: tantivy.Index | None = index
        self._dictionary = dictionary
        self._lock = threading.Lock()
        self._generation: TantivyGeneration | None = None
        index.config_reader("manual")

    @classmethod
    def create(cls, folder: Path, state: State) -> Self:
        """Return a new, empty index in `folder`. An existing one is replaced."""
        clear_folder(folder)
        StateFile(folder).write(state)
        return cls(folder, tantivy.Index(schema(), str(folder)), Dictionary.create(folder))

    @classmethod
    def open(cls, folder: Path, beside: Path | None = None) -> Self:
        """Return the index in `folder`. Raise IndexUnusable if there is none that can be read, ValueError for an index
        `beside` it."""
        if beside is not None:
            raise ValueError("tantivy answers from one index at a time.")
        try:
            if f'"{TOKENIZER}"' not in (folder / META).read_text(encoding="utf-8"):
                raise make_unusable_error(folder, "it was made by an earlier version")
            engine = cls(folder, tantivy.Index.open(str(folder)), Dictionary.open(folder))
            engine._current()
            engine._state.read()
        except (IndexUnusable, KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # tantivy's panics are not Exceptions
            raise make_unusable_error(folder, f"{type(error).__name__}: {error}") from error
        return engine

    def update(
        self,
        documents: Iterable[Document],
        gone: Collection[str],
        state: State,
        *,
        as_of: int = 0,  # noqa: ARG002 - only one writes
    ) -> None:
        """Write all changes in one commit, none for no changes. Large merges of a small update are left to `tidy`.
        Raise ArchiveBusy if another process is writing."""
        if documents or gone:
            self._commit(documents, gone)
        if state != self._state.read():
            self._state.write(state)

    def _commit(self, documents: Iterable[Document], gone: Collection[str]) -> None:
        rest = iter(documents)
        writer: TantivyWriter | WriterProcess
        writer = _locked(lambda: TantivyWriter(self._opened(), self._dictionary.index))
        try:
            first, is_large = _first_of(rest)
        except BaseException:
            writer.close()
            raise
        if not is_large and looms(segments(self._folder), max(len(first), 1)):
            writer.close()
            writer = self._apart()
        words = NewTermCollector(self._dictionary)
        try:
            for doc_id in gone:
                writer.remove(doc_id)
            for document, met in prepare(chain(first, rest)):
                writer.put(document)
                writer.note(words.new(met))
            if isinstance(writer, WriterProcess):
                writer.leave()
            else:
                writer.commit()
        finally:
            writer.close()
        self._current()  # releases merged segments

    def tidy(self, stop: Callable[[], bool]) -> bool:
        """Do due merges, in a process that ends when `stop` returns true. Raise ArchiveBusy as `update` does."""
        sizes = segments(self._folder)
        if not merged(sizes):
            return False
        writer = self._apart()
        try:
            if not writer.merge(stop):
                return False
        finally:
            writer.close()
        self._current()
        left = segments(self._folder)
        return len(left) < len(sizes) and merged(left) > 0

    def search(self, plan: Plan) -> EngineResults:
        """Return the results as of the last finished update."""
        state = self._state.read()  # first: the index may be ahead of its state, never behind it
        return search(plan, self._current(), state)

    def count(self) -> int:
        """Return the number of documents."""
        return self._current().searcher.num_docs

    def ids(self) -> frozenset[str]:
        """Return the ids of all documents."""
        now = self._current()
        everything = Compiler(now.schema, now.searcher, now.telling).query(Everything())
        hits = now.searcher.search(everything, limit=max(now.searcher.num_docs, 1), count=False).hits
        return frozenset(ids_at(now.searcher, [address for _, address in hits]))

    def forms(self, ids: Collection[str]) -> dict[str, str]:
        """Return the forms of those that exist."""
        now = self._current()
        compiler = Compiler(now.schema, now.searcher, now.telling)
        if not ids or not now.searcher.num_docs:
            return {}
        hits = now.searcher.search(compiler.among([*ids]), limit=len(ids), count=False).hits
        addresses = [address for _, address in hits]
        forms = now.searcher.fast_field_values(FORM, addresses)
        said = (f"{int(form):016x}" if form else "" for form in forms)
        return dict(zip(ids_at(now.searcher, addresses), said, strict=True))

    def terms(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return terms with this prefix and their numbers of documents."""
        return self._current().telling.terms(field, prefix, limit)

    def near(self, field: str, term: str, limit: int) -> list[tuple[str, int]]:
        """Return terms one edit away and their numbers of documents; none for fields of pairs."""
        return self._current().telling.near(field, term, limit)

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """Return numbers of documents, including deleted ones until they are merged away."""
        return self._current().telling.frequencies(field, terms)

    def values(self, column: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return values of a facet column with a word that has this prefix, and their numbers of documents."""
        return self._current().telling.values(column, prefix, limit)

    def state(self) -> State:
        """Return the state of this index."""
        return self._state.read()

    def damaged_file(self, stop: Callable[[], bool] = lambda: False) -> str:
        """Return the path, relative to its folder, of a damaged file; empty if there is none or `stop` returns true.
        Files removed by a merge meanwhile do not count."""
        for folder in (self._folder, self._dictionary.folder):
            found = find_changed_file(folder, _files(folder), stop)
            if found and found in _files(folder):
                return str((folder / found).relative_to(self._folder))
        return ""

    def close(self) -> None:
        """Release files and memory."""
        with self._lock:
            self._generation = None
            self._index = None

    def _opened(self) -> tantivy.Index:
        if self._index is None:
            raise ValueError("This index has been closed.")
        return self._index

    def _apart(self) -> WriterProcess:
        return _locked(lambda: WriterProcess(self._folder, self._dictionary.folder))

    def _current(self) -> TantivyGeneration:
        """Return the newest generation. Commits and merges are noticed by a new table of contents, which is checked
        before the index is read, so that later changes are seen next time."""
        with self._lock:
            try:
                if self._generation is None or not self._generation.version.is_current():
                    self._generation = self._read(FileVersion(self._folder / META))
            except FileNotFoundError as error:
                raise make_unusable_error(self._folder, "there is no index here") from error
            return self._generation

    def _read(self, version: FileVersion) -> TantivyGeneration:
        index = self._opened()
        index.reload()
        searcher = index.searcher()
        self._dictionary.reload()
        telling = TermStatistics(index.schema, searcher, self._dictionary.neighbours())
        return TantivyGeneration(version, index.schema, searcher, telling, CostlyMatcher(index.schema, searcher))


def _locked(make: Callable[[], W]) -> W:
    try:
        return make()
    except ValueError as error:
        if "LockBusy" not in str(error):
            raise
        raise ArchiveBusy(Message("index-busy")) from error
