"""Bulk writes to an index: in pieces of limited size, one after the other, retrying those the cluster had no capacity
for.

An update is collected in a file before any of it is sent, so that a failure while its documents are made changes
nothing.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import IO

from archive.errors import IndexUnavailable
from archive.messages import Message
from archive.search.engines.engine import Document
from archive.search.engines.opensearch.mapping import source_of, word_id, words_of
from archive.search.engines.opensearch.server import BLOCKED, PAUSES, Json, RequestRefused, Server

PIECE_BYTES = 4 << 20  # of one request
_IN_MEMORY = 16 << 20  # bytes of an update kept in memory
_UNAVAILABLE = 503
_NO_ROOM = frozenset({429, _UNAVAILABLE})
_CONFLICT = 409
MOST_KNOWN = 300_000  # sent words that a writer remembers, so as not to send them again

Operation = tuple[str, ...]
"""The lines of one operation of a bulk request: an action, and a document where it has one."""


class BulkWriter:
    """Send operations to the index behind an alias."""

    def __init__(self, server: Server, alias: str, sleep: Callable[[float], None] = time.sleep) -> None:
        self._server = server
        self._path = f"/{alias}/_bulk"
        self._sleep = sleep

    def send(self, operations: Iterable[Operation]) -> None:
        """Send all operations, in order. Raise IndexUnavailable if one is refused, or was rejected several times for
        lack of capacity; those before it may have been executed."""
        for piece in _pieces(operations):
            self._send(piece)

    def _send(self, piece: list[Operation]) -> None:
        refusal: RequestRefused | None = None
        for pause in (*PAUSES, None):
            data = "".join(f"{line}\n" for operation in piece for line in operation).encode()
            told = self._server.send(
                "POST", self._path, data, "application/x-ndjson", require_alias="true", timeout="10s"
            )
            if not told["errors"]:
                return
            piece, refusal = self._unsent(piece, told)
            if not piece:
                return
            if pause is not None:
                self._sleep(pause)
        assert refusal is not None
        code = "search-server-gone" if refusal.status == _UNAVAILABLE else "search-server-busy"
        raise IndexUnavailable(Message("search-server-full" if refusal.kind == BLOCKED else code, error=refusal.why))

    def _unsent(self, piece: list[Operation], told: Json) -> tuple[list[Operation], RequestRefused | None]:
        """Return the operations rejected for lack of capacity, and the last reason. It is no error if the same or a
        later version of a document is present."""
        again, refusal = [], None
        for operation, item in zip(piece, told["items"], strict=True):
            [result] = item.values()
            status = int(result["status"])
            if "error" not in result or status == _CONFLICT:
                continue
            refusal = RequestRefused(status, str(result["error"].get("type")), str(result["error"].get("reason"))[:500])
            if status not in _NO_ROOM:
                raise refusal
            again.append(operation)
        return again, refusal


class GatheredUpdate:
    """The documents of an update, and their words, ready to be sent. Raise ValueError if an id is too long."""

    def __init__(self, documents: Iterable[Document], gone: Collection[str], known: set[str], as_of: int) -> None:
        self.words: set[str] = set()
        self._gone = gone
        self._version: Json = {"version": as_of, "version_type": "external_gte"}
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by `close`
        try:
            for document in documents:
                source = json.dumps(source_of(document))
                self._file.write(f"{self._action('index', document.id)}\n{source}\n".encode())
                self.words.update(word for word in words_of(document) if word not in known)
        except BaseException:
            self._file.close()
            raise

    def operations(self) -> Iterator[Operation]:
        """Yield deletions and insertions, in this order."""
        for doc_id in self._gone:
            yield (self._action("delete", doc_id),)
        self._file.seek(0)
        lines = (line.decode().rstrip("\n") for line in self._file)
        yield from zip(lines, lines, strict=True)

    def _action(self, action: str, doc_id: str) -> str:
        return json.dumps({action: {"_id": doc_id, **self._version}})

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def word_operations(words: Iterable[str]) -> Iterator[Operation]:
    """Yield the operations that add missing words."""
    for word in words:
        yield json.dumps({"create": {"_id": word_id(word)}}), json.dumps({"word": word})


def _pieces(operations: Iterable[Operation]) -> Iterator[list[Operation]]:
    piece: list[Operation] = []
    size = 0
    for operation in operations:
        length = sum(map(len, operation))
        if piece and size + length > PIECE_BYTES:
            yield piece
            piece, size = [], 0
        piece.append(operation)
        size += length
    if piece:
        yield piece
