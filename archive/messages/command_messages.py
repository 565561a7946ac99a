"""Messages of commands: tables of corrections, files with text, accessions that cannot be retried."""

from __future__ import annotations

from collections.abc import Mapping

_TABLES: Mapping[str, str] = {
    "export-file-there": "%(path)s is there already: give --output another name.",
    "export-unwritten": "%(path)s cannot be written: %(error)s.",
    "table-not-file": "%(path)s cannot be read twice: give a regular file.",
    "table-empty": "%(path)s is empty: its first row names the columns, `id` or `filename`, and the keys to change.",
    "table-column-repeated": "%(path)s has two columns called %(name)s: leave one out.",
    "table-quote-open": (
        "%(path)s cannot be read from line %(line)s on (%(error)s): a quotation mark there may not be closed."
    ),
    "table-encoding-unknown": "There is no encoding %(name)s: it is one like utf-8, cp1252 or cp1258.",
    "table-unreadable": "%(path)s cannot be read (%(error)s).",
    "table-line-too-long": (
        "Line %(line)s of %(path)s is too long for a row of a table: save it from the spreadsheet as CSV UTF-8."
    ),
    "table-zero-character": (
        "%(path)s is not a text table (a NUL character in line %(line)s): save it from the spreadsheet as CSV UTF-8."
    ),
    "table-binary": (
        "%(path)s is not a text table, because it contains NUL characters: save it from the spreadsheet as CSV UTF-8."
    ),
    "table-other-encoding": (
        "%(path)s is not written in %(encoding)s (about line %(line)s): save it from the spreadsheet as CSV UTF-8, "
        "or say how it is written with --encoding."
    ),
    "table-without-records": ("No column says which record a row is about: call one `id`, `filename` or `sha256`."),
    "table-without-values": "No column says what to change: call one by its key, like `caption` or `keywords`.",
    "table-column-refused": "The table has a column that cannot be written: %(why)s",
    "table-changed": "%(path)s has changed meanwhile: import it again.",
    "row-nameless": "the row names none: fill in %(column)s",
    "row-unknown": "`press-archive search --held --json` gives ids and file names",
    "row-ambiguous": "it is %(records)s: give one of these as id",
    "row-repeated": "line %(line)s is about this record too: say all in one row",
    "row-too-long": "more cells than columns: a value with a separator stands in quotes",
}

_TEXTS: Mapping[str, str] = {
    "where-empty-of-edit": '--where is empty, which would mean every record: say which, like --where "kind:photo".',
    "where-empty": "--where is empty: leave it out to mean every record.",
    "text-of-file": "The text of %(record)s is the file's own: there is nothing to clear.",
    "text-unreadable": "%(path)s cannot be read (%(error)s): give a text file.",
    "text-too-large": "%(path)s is larger than %(size)s MB: give the text alone.",
    "text-not-utf8": "%(path)s is not UTF-8 text: save it as UTF-8 and try again.",
    "text-empty": "%(path)s is empty: give the text, or --clear for what was read.",
}

_INGEST: Mapping[str, str | tuple[str, str]] = {
    "index-behind": "the index is behind (%(why)s); run `press-archive index rebuild` when that is mended",
    "queue-without-server": (
        "A queue needs a catalogue on a PostgreSQL server: move it there with `press-archive catalogue copy` and set "
        "`url` under [catalogue], or ingest without a queue."
    ),
    "queue-driver-missing": "A queue needs procrastinate: pip install 'press-archive[queue]'.",
    "queue-other-version": (
        "The queue has jobs of %(found)s, and this machine has %(version)s: finish them with that version, or cancel "
        "them there with `press-archive ingest --cancel N`."
    ),
    "queue-no-files": "There are no files in %(folder)s: nothing was put into the queue.",
    "queue-folder-unseen": (
        "This machine does not see %(folder)s, which accession %(number)s needs: its jobs are left to others. Mount "
        "it here under the same path, or if it is gone for good, run `press-archive ingest --cancel %(number)s`."
    ),
    "queue-file-unreadable": (
        "This machine cannot read %(file)s, which accession %(number)s needs (%(why)s). Any machine tries again after "
        "%(seconds)s s."
    ),
    "queue-accession-done": "Accession %(number)s is done: `press-archive receipts show %(number)s`.",
    "queue-accession-stopped": (
        "Accession %(number)s is stopped: one of its files failed, and may hold photos that come later. `press-archive "
        "receipts show --outcome rejected %(number)s` names it, and `press-archive ingest --retry %(number)s` reads it "
        "and the rest."
    ),
    "queue-waits": "%(why)s Trying again every %(seconds)s s.",
    "job-failed-once": "A job of accession %(number)s went wrong (%(error)s) and is tried again.",
    "job-failed": (
        "reading it failed %(attempts)s times; the output of `press-archive ingest --work` says why. Try again with "
        "`press-archive ingest --retry %(number)s`"
    ),
    "accession-closed": "Accession %(number)s is closed: files read since then are not added.",
    "accession-not-queued": "Accession %(number)s is not in the queue.",
    "retry-under-way": "Accession %(number)s is still under way; wait until it has ended.",
    "retry-other-folder": (
        "Accession %(number)s was given paths from the folder %(folder)s: change to that folder and run this again, or "
        "ingest the same paths once more."
    ),
    "watch-too-many-folders": (
        "This system watches no more folders for this user: raise the limit (as root: sysctl "
        "fs.inotify.max_user_watches=1048576), or use --poll, which looks every few seconds instead."
    ),
    "watch-too-many-watchers": (
        "This system lets this user have no more watchers: raise the limit (as root: sysctl "
        "fs.inotify.max_user_instances=1024), or use --poll, which looks every few seconds instead."
    ),
    "watch-refused": "The system cannot watch these folders (%(why)s): use --poll, which looks every few seconds.",
    "scans-wait": (
        "%(lacks)s. 1 scan waits; nothing is lost meanwhile.",
        "%(lacks)s. %(count)s scans wait; nothing is lost meanwhile.",
    ),
}

COMMAND_MESSAGES: Mapping[str, str | tuple[str, str]] = {**_TABLES, **_TEXTS, **_INGEST}
