"""Read this project's exports: a record as JSON (`/api/v1/records/{id}`), search results, or lines of either."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from archive.errors import Unreadable
from archive.media_types import BY_NAME, JSON_LINES, RESULTS, SIDECAR, has_suffix
from archive.messages import Message, message_of
from archive.record import PAGE_BREAK, Description, Kind
from archive.text.charset import clean_text, decode_text
from ingest.extract import metadata_values
from ingest.readers.base import json_input, news_values
from ingest.readers.base.members import LINES, MOST_FILES, MemberShelf, inner_path
from ingest.readers.base.sniff import detect_text_type
from ingest.readers.base.source import VERSION, Source
from ingest.readers.news import exported_values
from ingest.readers.text.plain_text import cut

NAME = "records"
PICTURELESS = Message("export-without-picture")
LONGEST_LINE = json_input.MAX_BYTES
_LONGEST_NAME = 200  # characters
# For input other than a single record, whatever it contains.
_READ_BY_SUFFIX = frozenset(BY_NAME[JSON_LINES].suffixes + BY_NAME[SIDECAR].suffixes)


def read_source(source: Source) -> Description:
    """Return the text of a record with the photos it names, all its values with origin `export:<origin there>`; what
    was not public there is held here. Each record in lines or results becomes a member; a line that is not JSON is
    rejected with its number. Raise Unreadable if it is not JSON at all."""
    description = Description(source.media_type, NAME, VERSION)
    if source.media_type == JSON_LINES:
        _lines(source, MemberShelf(description, source.folder), description)
        return description
    data = json_input.load(source)
    if source.media_type == RESULTS and isinstance(data, dict):
        _results(data, MemberShelf(description, source.folder), description)
    elif isinstance(data, dict):
        _record(data, description)
    else:
        raise Unreadable(Message("no-record-inside", file=source.filename))
    return description


def _lines(source: Source, shelf: MemberShelf, description: Description) -> None:
    description.reader = LINES
    for n, line in _numbered(source):
        if shelf.count >= MOST_FILES:
            raise Unreadable(Message("too-many-lines", file=source.filename, most=f"{MOST_FILES:,}"))
        text = decode_text(line).text.strip().lstrip("\ufeff")
        if not text:
            continue
        try:
            item = json_input.parse(text) if len(line) < LONGEST_LINE else None
            why = None if isinstance(item, dict) and detect_text_type(text) else _other(item, n)
        except ValueError as error:
            item, why = None, Message("line-unreadable", line=n, why=message_of(error))
        if why is None and isinstance(item, dict):
            shelf.put(_member_name(item, n), [text.encode("utf-8", "replace")])
        elif why is not None:
            shelf.refuse(f"line-{n}.json", why)
    description.notes.append(Message("lines-inside", count=shelf.count))


def _other(item: Any, n: int) -> Message:
    if item is None:
        return Message("line-too-long", line=n, size=LONGEST_LINE >> 20)
    if isinstance(item, dict) and item:
        return Message("line-lacks-keys", line=n, keys=metadata_values.one_line(", ".join(item), 200))
    return Message("line-no-record", line=n)


def _numbered(source: Source) -> Iterator[tuple[int, bytes]]:
    """Yield the lines with their numbers from 1; only the beginning of an overlong one."""
    with source.path.open("rb") as file:
        n = 0
        while line := file.readline(LONGEST_LINE):
            n += 1
            yield n, line
            while line and not line.endswith(b"\n"):
                line = file.readline(LONGEST_LINE)


def _member_name(item: dict[str, Any], n: int) -> str:
    """Return the record's file name, in a folder named by its id, so that texts find the photos that they name. If it
    has none, or one that affects how the line is read, the id is the file name."""
    said = item.get("id")
    id_ = metadata_values.one_line(said, 40) if isinstance(said, str) else ""
    stem = id_ if id_.isalnum() else f"line-{n}"
    given = item.get("filename")
    path = inner_path(given.replace("/", "_")[:_LONGEST_NAME]) if isinstance(given, str) else None
    if path is None or has_suffix(path, _READ_BY_SUFFIX):
        return f"{stem}.json"
    return f"{stem}/{path}"


def _results(data: dict[str, Any], shelf: MemberShelf, description: Description) -> None:
    description.reader = LINES
    found = data.get("results")
    for n, item in enumerate(found if isinstance(found, list) else [], start=1):
        if isinstance(item, dict):
            shelf.put(_member_name(item, n), [json.dumps(item).encode()])
    description.notes.append(Message("results-inside", count=shelf.count))


def _record(data: dict[str, Any], description: Description) -> None:
    exported_values.offer(data, description)
    _offer_holds(data, description)
    text = data.get("text")
    if exported_values.is_whole(description):
        description.text = cut(clean_text(text), description) if isinstance(text, str) else ""
        description.mentions = exported_values.mentions(data, len(description.text))
        description.furniture = exported_values.furniture(data)
        description.offer("turns", exported_values.turns(data, len(description.text)), "export:turns")
    else:
        parts = [clean_text(text).strip("\n")] if isinstance(text, str) else _passages(data, description)
        description.text = cut(news_values.joined([*parts, *_photo_blocks(data, description)]), description)
    if PAGE_BREAK in description.text:
        description.pages = description.text.split(PAGE_BREAK)
    if data.get("kind") == Kind.PHOTO.value:
        description.notes.append(PICTURELESS)
    elif not description.text.strip():
        description.notes.append(Message("export-without-text"))


def _offer_holds(data: dict[str, Any], description: Description) -> None:
    """Hold what was not public there; its own embargo counts as well."""
    holds = news_values.NewsRestrictions(description)
    values = data.get("values")
    embargo = values.get("embargo") if isinstance(values, dict) else None
    if isinstance(embargo, dict) and embargo.get("enforced") is not False:
        holds.known(embargo.get("until"), embargo.get("words"), "export:embargo")
    if data.get("status") != "released":
        holds.known(data.get("release_at"), f"{data.get('status')} where it was exported", "export:status")
    holds.offer()


def _passages(data: dict[str, Any], description: Description) -> list[str]:
    """Return the passages of the text shown in a search, if that is all there is."""
    shown = data.get("highlights")
    parts = [part for part in shown if isinstance(part, dict)] if isinstance(shown, list) else []
    found = [part.get("text") for part in parts if part.get("field") == "text"]
    texts = [clean_text(text).replace(PAGE_BREAK, " ").strip() for text in found if isinstance(text, str)]
    if texts:
        description.notes.append(Message("passages-only"))
    return texts


def _photo_blocks(data: dict[str, Any], description: Description) -> list[str]:
    language = str(description.values.get("language") or "") or None
    named = data.get("mentions")
    blocks = []
    for mention in [m for m in named if isinstance(m, dict)][:2000] if isinstance(named, list) else []:
        said = {key: mention[key] if isinstance(mention.get(key), str) else "" for key in ("caption", "credit")}
        if name := news_values.picture_name(mention.get("filename")):
            blocks.append(news_values.block(name, news_values.caption(said["caption"], said["credit"], language)))
    return blocks
