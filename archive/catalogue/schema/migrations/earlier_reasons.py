"""How reasons of receipts were written before they had codes, for the migration that gives them codes.

Frozen: what these sentences said is on disk in archives of that time. A reason is clauses with "; " between them. Each
clause is found by its form, the first that fits; what no form fits keeps its words under the code `legacy`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

_LEGACY = "legacy"
_LONGEST = 600  # characters of a clause, as before
_SHORTEST = 5  # letters of the name of a file that is taken out of a reason before it is looked up
_NAME = "\0"  # stands for it meanwhile: no reason holds one
_VALUE = re.compile(r"%\((\w+)\)s")
_WITHIN = "said_"  # how values begin that are clauses themselves
_COUNTED = "count"

_CLAUSES = (
    ("new", "new"),
    ("new-version", "new bytes at a known name: a new version of its record"),
    (
        "name-reused",
        "new bytes at a known name, and the earlier bytes live on under another name: a record of its own",
    ),
    ("another-photo", "another photograph at a known name (%(said_why)s): a record of its own"),
    ("made-otherwise", "made %(taken)s, not %(before)s"),
    ("looks-different", "it looks different, %(bits)s of 64 bits"),
    ("same-bytes-here", "same bytes as before under this name"),
    ("same-bytes", "same bytes as %(path)s"),
    ("kept-once", "kept once, known by both names"),
    ("moved", "moved: these bytes were at %(path)s, where no file is any more"),
    ("untouched", "untouched"),
    ("untouched-rejected", "untouched since it was rejected"),
    ("untouched-skipped", "untouched since it was skipped"),
    ("untouched-encrypted", "untouched since it was encrypted"),
    ("earlier-receipt", "receipt %(receipt)s says why, --retry %(again)s tries again"),
    ("merged-file-changed", "new bytes of a file that was merged into its record"),
    ("camera-file-changed", "new bytes of the camera's other file of %(name)s"),
    ("earlier-kept", "the earlier ones are kept"),
    ("original-restored", "its original in the archive was missing or altered and is whole again"),
    ("container", "container: %(said_what)s"),
    ("no-files-inside", "no files inside it"),
    ("files-inside-earlier", "1 file inside it"),
    ("files-inside", "1 file inside it, a record of its own where it can be"),
    ("files-inside-earlier", "%(count)s files inside it"),
    ("files-inside", "%(count)s files inside it, each a record of its own where it can be"),
    ("lines-inside", "1 line with something in it, a record of its own where it can be"),
    ("lines-inside", "%(count)s lines with something in them, each a record of its own where it can be"),
    ("results-inside", "1 result was found in it, a record of its own"),
    ("results-inside", "%(count)s results were found in it, each a record of its own"),
    ("items-inside", "1 item was found in it, taken in as a record of its own"),
    ("items-inside", "%(count)s items were found in it, each taken in as a record of its own"),
    ("caption-table", "caption table: 1 row, about a photo by its file name"),
    ("caption-table", "caption table: %(count)s rows, each about a photo by its file name"),
    ("sidecar", "sidecar of %(names)s"),
    ("sidecar-waits", "waits for its photo: %(name)s, in the same folder"),
    ("described-by-sidecar", "described by its sidecar %(name)s"),
    ("sidecar-replaced", "in place of the earlier one, which is kept"),
    ("camera-file", "the camera's %(format)s of %(name)s (same folder, same name, made at the same second)"),
    ("raw-file", "the raw file of %(name)s (same folder, same name, made at the same second)"),
    ("export-of-own", "an export of the record %(record)s, which is in this archive"),
    (
        "export-not-used",
        (
            "nothing was changed by it, though it differs in %(keys)s: `press-archive records edit` and "
            "`records import` change values"
        ),
    ),
    ("export-later", "another export of a record elsewhere that is here: a new version of it"),
    ("export-known", "the export of a record that is here"),
    (
        "export-without-picture",
        ("a photo without its picture, which is not among an export: ingest that too, from where it was exported"),
    ),
    ("hidden", "not in the text, though the original has them: %(said_what)s"),
    ("hidden-slides", "1 hidden slide"),
    ("hidden-slides", "%(count)s hidden slides"),
    ("hidden-rows", "1 hidden row"),
    ("hidden-rows", "%(count)s hidden rows"),
    ("hidden-columns", "1 hidden column"),
    ("hidden-columns", "%(count)s hidden columns"),
    ("read-locked-scans", "`press-archive ocr --pending` with `--pdf-passwords FILE`, for it needs its password"),
    ("year-doubtful", "the year of %(day)s is not likely: compare it with the original"),
    ("breaks-off", "it breaks off before its end"),
    ("rest-here", "what stood before that is here: have it sent again"),
    (
        "file-day-doubtful",
        ("its file says it was made on %(made)s, and its text names %(named)s: no day of issue is taken from that"),
    ),
    ("held", "held until someone decides: press-archive access"),
    ("held-because", "held until someone decides (press-archive access): %(words)s"),
    ("held-until-read", "held until they are read, for they may name an embargo"),
    ("held-until", "held until %(instant)s: %(words)s"),
    ("public-copy", "public all the same, though this copy is held back (%(words)s)"),
    ("hide", "to hide it: press-archive access held %(record)s"),
    ("held-copy", "its record is held, and this copy does not let it out"),
    ("hidden-now", "it was public until now, with all its versions"),
    ("holds-others", "holds back with it: 1 record"),
    ("holds-others", "holds back with it: %(count)s records"),
    ("scan-unread", "scan, its words are not read yet"),
    ("read-scans", "`press-archive ocr --pending`"),
    ("system-file", "system file (%(pattern)s)"),
    ("change-skip", "change `skip` in archive.toml to take it in"),
    ("regular-files-only", "only regular files are taken in"),
    ("link", "symbolic link"),
    ("give-target", "hand over the file it points to"),
    ("no-file", "not a file (a pipe, socket or device)"),
    ("regular-files-only-given", "only regular files are taken in, hand over what it stands for"),
    ("archive-itself", "this is the archive itself"),
    ("give-folders-beside", "it is never taken into itself, hand over the folders beside it"),
    ("small-picture", "a picture under %(pixels)s pixels a side, as logos and icons are"),
    ("small-picture-of-page", "a picture of a saved page under %(pixels)s pixels a side"),
    ("part-of-page", "part of a saved page (styles, scripts, frames)"),
    ("take-out-of-folder", "take it out of that folder and ingest it if it matters"),
    ("save-out", "save it out and ingest it if it matters"),
    ("path-leads-out", "its path leads out of the file it is in"),
    ("unpack-with-care", "unpack that with care, and ingest what you trust"),
    ("other-name-inside", "another name of a file that stands in the archive under its own"),
    ("that-one-taken", "that one is taken in"),
    ("empty-file", "empty file: %(file)s has no bytes"),
    ("copy-again", "copy it again from where it came from"),
    ("larger-than-limit", "larger than %(size)s MB"),
    ("raise-limit", "raise intake.max_file_mb in archive.toml and ingest it again"),
    ("no-permission", "no permission to read it"),
    ("give-permission", "give this user read permission and ingest again"),
    ("gone", "it is not there any more"),
    ("vanished", "it vanished before it could be read"),
    ("ingest-again", "ingest again if it should be there"),
    ("it-changed", "it changed while it was read: give it again."),
    ("it-changing", "it changed while it was copied: give it again when nothing writes to it."),
    ("encrypted", "%(file)s needs a password: give a copy without password"),
    (
        "encrypted-word",
        "%(file)s needs a password: give a copy without password, or open it in Word and save it without one",
    ),
    (
        "encrypted-office",
        (
            "%(file)s needs a password: give a copy without password, or open it in Word, Excel or "
            "PowerPoint and save it without one"
        ),
    ),
    (
        "encrypted-powerpoint",
        "%(file)s needs a password: give a copy without password, or save it in PowerPoint without one",
    ),
    ("encrypted-inside", "it needs a password"),
    ("unpack-with-password", "unpack the archive with it and ingest the folder"),
    ("encrypted-members", "1 of them needs a password"),
    ("encrypted-members", "%(count)s of them need a password"),
    (
        "encrypted-passwords-tried",
        (
            "%(file)s needs a password, and none of those given opens it: give a copy without password, "
            "or open it and save it without one"
        ),
    ),
    (
        "give-passwords",
        (
            "or write its password into a file, one a line, and run `press-archive ingest --retry N "
            "--pdf-passwords FILE` with the number of this receipt"
        ),
    ),
    (
        "damaged-pdf",
        (
            "%(file)s is a damaged PDF that neither pdfium nor pypdf can open: copy it again from where "
            "it came from, or open it in a viewer and print it to a new PDF"
        ),
    ),
    (
        "damaged-document",
        (
            "%(file)s is %(said_what)s that is damaged: copy it again from where it came from, or open "
            "it in %(said_program)s and save it anew"
        ),
    ),
    ("word-processor", "a word processor"),
    ("spreadsheet-program", "a spreadsheet program"),
    ("presentation-program", "a presentation program"),
    (
        "damaged-word-file",
        (
            "%(file)s is a damaged Word file: copy it again from where it came from, or open it in a "
            "word processor and save it anew"
        ),
    ),
    (
        "rtf-too-deep",
        (
            "%(file)s is an RTF document that was not read, for its groups stand too deep in each other: "
            "see where it came from, or open it in a word processor and save it anew"
        ),
    ),
    ("too-many-members", "for it has %(count)s members"),
    (
        "document-declares-entities",
        (
            "%(file)s is %(said_what)s that was not opened, for it declares entities: see where it came "
            "from, and if it is real open it in the program that made it and save it anew"
        ),
    ),
    (
        "document-too-large",
        (
            "%(file)s is %(said_what)s that was not opened, %(said_why)s: see where it came from, and "
            "split it if it is real"
        ),
    ),
    ("a-word-document", "a Word document"),
    ("a-spreadsheet", "a spreadsheet"),
    ("a-workbook", "a workbook"),
    ("a-presentation", "a presentation"),
    ("an-opendocument-text", "an OpenDocument text"),
    ("member-unpacks", "for one member unpacks from %(packed)s to %(size)s"),
    ("parts-too-deep", "for its parts stand too deep in each other"),
    ("json-unreadable", "%(file)s is no JSON that can be read (%(why)s): export it again"),
    ("xml-unreadable", "%(file)s is no XML that can be read (%(why)s): export it again"),
    (
        "line-unreadable",
        "line %(line)s is no JSON that can be read (%(why)s): put it right and ingest the file again",
    ),
    ("zip-damaged", "the ZIP archive is damaged or cut off (%(why)s)"),
    ("packed-damaged", "it is damaged or cut off (%(why)s)"),
    ("member-too-deep", "it lies %(deep)s files deep in %(file)s"),
    ("unpack-outer", "unpack that and ingest the folder"),
    ("unpacks-too-large", "it unpacks to over %(times)s times its size, as what is made to do harm"),
    ("unpack-and-look", "unpack it and look at it"),
    ("entries-overlap", "its entries overlap, as in what is made to do harm"),
    ("pack-again", "open it in the program that made it and pack its files again"),
    ("worker-killed", "Reading %(file)s crashed the worker (%(signal)s)"),
    (
        "maybe-harmful",
        (
            "it may be damaged or made to do harm: open it in the program that made it, save it again "
            "and hand it in again."
        ),
    ),
    ("picture-unreadable", "neither a picture nor a description could be read from it (%(why)s)"),
    ("save-picture", "open it in a picture program, save a copy and ingest that"),
    ("save-smaller-picture", "open it in a picture program, save a smaller copy and ingest that"),
    ("encrypted-mail", "an encrypted mail"),
    ("save-decrypted", "open it in the program of its recipient, save it decrypted and ingest that"),
    ("no-page", "no page in it: %(file)s has no part that is HTML"),
    ("save-page-again", "save the page again"),
    ("no-reader", "no reader for %(type)s: kept and described without its text"),
    ("pictures-only", "no words in it: it may hold only pictures"),
    ("empty-cells", "no words in it: only empty cells"),
    ("picture-truncated", "the picture is truncated: %(why)s"),
    ("picture-damaged", "the picture is damaged: %(why)s"),
    ("description-kept", "what describes it was kept"),
    ("rest-shown", "what there is of it is shown"),
    ("pages-unreadable", "%(pages)s could not be read"),
    ("look-at-original", "look at the original"),
    ("embargo-no-zone", "the embargo names no time zone: %(words)s"),
    ("embargo-everywhere", "held until that time has come everywhere"),
    (
        "enrich-failed",
        (
            "the words of this file could not be worked out (%(error)s): it is held, because nobody "
            "knows whether it is under an embargo"
        ),
    ),
    ("embargo-not-enforced", "words of an embargo in a text of %(date)s are not enforced: %(words)s"),
    ("empty-cues", "no words in it: its cues are empty"),
    ("nothing-shown", "no words in it: no element that is shown"),
    ("page-by-script", "no words in it: the page may be made by a script"),
    ("export-without-text", "no words in it: an export of what is known of the record, without its text"),
    ("rtf-cut", "it ends before its last group is closed: compare the text with the original"),
    ("pages-unread", "the words of %(pages)s could not be read: %(why)s"),
    ("export-same", "the export of a record elsewhere that is here as %(record)s, and says the same"),
    ("export-of-own-same", "an export of the record %(record)s, which is in this archive and says the same"),
    ("name-contradicts", "its name says %(said_name)s, its content is %(said_content)s"),
    ("format-text", "text"),
    ("format-table", "table"),
    ("format-document", "word processor document"),
    ("format-spreadsheet", "spreadsheet"),
    ("format-presentation", "presentation"),
    ("format-container", "archive of files"),
    ("format-media", "sound or film"),
    ("format-raw", "camera raw file"),
    ("content-page", "an HTML page"),
    ("content-text", "plain text"),
    ("content-mail", "an e-mail"),
    ("content-picture", "a picture"),
    ("content-pdf", "a PDF"),
    ("content-document", "a word processor document"),
    ("content-office", "an office document"),
    ("content-container", "an archive of files"),
    ("content-sound", "sound"),
    ("content-film", "a film"),
    ("content-unknown", "nothing that is known"),
)

# Two clauses that are one message now.
_PAIRS = (
    (
        "picture-too-large",
        (
            "the picture cannot be shown: it is too large to open safely: %(width)s x %(height)s pixels, "
            "more than %(most)s"
        ),
        "what describes it was kept",
    ),
    (
        "picture-pixels",
        "the picture cannot be shown: it is too large to open safely: more than %(most)s pixels",
        "what describes it was kept",
    ),
    (
        "picture-codec-missing",
        "the picture cannot be shown: it is packed with %(codec)s, for which there is no decoder here",
        "what describes it was kept",
    ),
    (
        "embargo-end-of-day",
        "the embargo names no hour with its zone: %(words)s",
        "it lasts until the end of that day everywhere",
    ),
    (
        "xml-unreadable",
        "%(file)s is no XML that can be read (it declares entities of its own, which are not read",
        "take the DOCTYPE out of it): export it again",
    ),
    (
        "cells-not-read",
        "kept, but its cells were not read: a sheet spans more than %(count)s cells",
        "delete its empty rows and columns",
    ),
)
# What their messages say within, by the code of the pair.
_INNER: Mapping[str, str] = {"xml-unreadable": "declares-entities", "cells-not-read": "sheet-spans"}


def messages_of_reason(reason: str, path: str) -> str:
    """Return the messages of an earlier reason as JSON: `[{"code": ..., "params": {...}}, ...]`.

    `path` is that of the file. Its name is taken out for the look-up, so that reasons that differ in it alone are
    recognized once.
    """
    name = path.rpartition("/")[2]
    if len(name) >= _SHORTEST and name in reason and _NAME not in reason:
        found = _recognized(reason.replace(name, _NAME))
        if _LEGACY not in found[:20]:
            return found.replace("\\u0000", json.dumps(name, ensure_ascii=False)[1:-1])
    return _recognized(reason)


def messages_of_note(note: str) -> str:
    """Return a note on a record as JSON: its words with their messages, or its words alone where they have no code."""
    found = _recognized(note)
    if _LEGACY in found[:20]:
        return json.dumps(note, ensure_ascii=False)
    return f'{{"text":{json.dumps(note, ensure_ascii=False)},"messages":{found}}}'


@lru_cache(maxsize=10_000)
def _recognized(reason: str) -> str:
    found = list(_messages(reason.split("; ")))
    if None in found:
        found = [{"code": _LEGACY, "params": {"text": reason}}]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _messages(clauses: list[str]) -> Iterator[dict[str, Any] | None]:
    at = 0
    while at < len(clauses):
        pair = _pair(*clauses[at : at + 2]) if at + 1 < len(clauses) else None
        yield pair or _clause(clauses[at])
        at += 2 if pair else 1


def _clause(clause: str) -> dict[str, Any] | None:
    if len(clause) > _LONGEST:
        return None
    for code, template, form in _FORMS:
        if match := form.fullmatch(clause):
            return {"code": code, "params": _params(template, match.groupdict())}
    return None


def _pair(first: str, second: str) -> dict[str, Any] | None:
    for code, form, following in _PAIRED:
        if second == following and len(first) <= _LONGEST and (match := form.fullmatch(first)):
            params = _params("", match.groupdict())
            if code in _INNER:
                counted = {name: params.pop(name) for name in (_COUNTED,) if name in params}
                params["why"] = {"code": _INNER[code], "params": counted}
            return {"code": code, "params": params}
    return None


def _params(template: str, values: dict[str, str]) -> dict[str, Any]:
    params: dict[str, Any] = {}
    for name, value in values.items():
        if name.startswith(_WITHIN):
            params[name.removeprefix(_WITHIN)] = _clause(value) or value
        elif name == "keys":
            params[name] = value.split(", ")
        elif name == _COUNTED:
            params[name] = int(value.replace(",", "")) if value.replace(",", "").isdecimal() else value
        else:
            params[name] = value
    if template[:1] == "1" or ": 1 " in template:  # the form for one
        params.setdefault(_COUNTED, 1)
    return params


def pattern_of(template: str) -> re.Pattern[str]:
    """Return what the clauses of a template look like. Each value but the last ends where the words behind it first
    stand: if any end fits, that one does, so no other is tried."""
    first, *rest = _VALUE.split(template)
    values = [f"(?P<{name}>.*?){re.escape(following)}" for name, following in zip(rest[::2], rest[1::2], strict=True)]
    return re.compile("".join([re.escape(first), *(f"(?>{value})" for value in values[:-1]), *values[-1:]]), re.DOTALL)


_FORMS = tuple((code, template, pattern_of(template)) for code, template in _CLAUSES)
_PAIRED = tuple((code, pattern_of(first), second) for code, first, second in _PAIRS)
