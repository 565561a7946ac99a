"""The types of columns: how values are stored, so that each database stores the same."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from sqlalchemy import REAL, BigInteger, Double, Integer, Table, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from archive.catalogue.schema.filenames import printable, replace_lone_surrogates, restore_path
from archive.messages import VERBATIM, has_code, message_from_json, message_to_json


def plain(value: Any) -> Any:
    """Return a JSON value that SQLite and every JSON parser accept: no lone surrogates, no NaN, no infinity."""
    if isinstance(value, str):
        return replace_lone_surrogates(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {replace_lone_surrogates(str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def _without_zero(value: Any) -> Any:
    """Return a JSON value without zero characters, which only SQLite can store."""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")
    if isinstance(value, dict):
        return {_without_zero(str(key)): _without_zero(item) for key, item in value.items()}
    return [_without_zero(item) for item in value] if isinstance(value, list | tuple) else value


def kept_by_all(table: Table, row: Sequence[Any]) -> list[Any]:
    """Return a stored row in the form that every database can store: without zero characters, also in JSON."""
    values = [value.replace("\0", "\ufffd") if isinstance(value, str) else value for value in row]
    for n, column in enumerate(table.columns):
        if isinstance(column.type, Json | Notes) and "\\u0000" in (values[n] or ""):
            values[n] = encode_json(_without_zero(json.loads(values[n])))
    return values


def encode_json(value: Any) -> str:
    """Return a JSON value as stored text."""
    return json.dumps(plain(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


class Json(TypeDecorator[Any]):
    """Plain JSON values, stored as text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return encode_json(value if dialect.name == "sqlite" else _without_zero(value))

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else json.loads(value)


class Messages(Json):
    """Code and params of each message of the text in the column beside it, in the form of `message_to_json`."""

    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else super().process_bind_param(value, dialect)


class Notes(TypeDecorator[Any]):
    """Notes on a record as JSON: each is its text, or `{"text", "messages"}` if it has codes."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:  # noqa: ARG002
        return encode_json(
            [
                note if has_code(note, VERBATIM) else {"text": note, "messages": message_to_json(note)}
                for note in value or ()
            ]
        )

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else notes_of(value)


def notes_of(stored: str) -> list[str]:
    """Return the notes in such a column."""
    found = [] if stored == "[]" else json.loads(stored)
    return [one if isinstance(one, str) else message_from_json(one["messages"], one["text"]) for one in found]


class Words(TypeDecorator[str]):
    """Text from foreign files, which may contain what UTF-8 cannot encode."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else replace_lone_surrogates(value)


class PathText(TypeDecorator[str]):
    """A path as `os.fsdecode` returns it, stored printable and restored exactly."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else printable(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else restore_path(value)


class Whole(TypeDecorator[int]):
    """An integer of any size, as text: inodes are unsigned 64 bits, and SQLite's integers are not."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else str(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else int(value)


Large: TypeEngine[int] = BigInteger().with_variant(Integer(), "sqlite")
Certainty: TypeEngine[float] = Double().with_variant(REAL(), "sqlite")
