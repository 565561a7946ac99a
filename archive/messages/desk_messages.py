"""Messages of the archivist's desk: forms that are not taken, files that cannot be sent, values that were typed."""

from __future__ import annotations

from collections.abc import Mapping

_FORMS: Mapping[str, str] = {
    "form-foreign": "That form was sent from another site: nothing was changed.",
    "form-outdated": (
        "The server was restarted after that page was made, so its form was not taken: nothing was changed."
    ),
    "form-of-earlier-server": (
        "The page was made before the server was restarted: nothing was changed. Load it again and repeat."
    ),
    "selection-empty": "No record is chosen: tick some, or choose all.",
    "rule-gone": "No rule says so any more: the list is up to date now, and nothing was done.",
    "zone-unknown": "That is not a time zone: write it like Asia/Jakarta.",
    "hour-malformed": "Write the day like 2026-05-03 and the hour like 10:00.",
    "hour-passed": "That hour has passed: it would be public at once.",
    "field-missing": "Choose a field.",
    "value-missing": "Write a value, or give back what the files say.",
    "record-changed-since": "It was changed since this page was made. Look at what it is now, and save again.",
    "candidate-gone": "That value is no longer offered: choose one of those that are.",
}

_UPLOADS: Mapping[str, str | tuple[str, str]] = {
    "upload-over": "These files can no longer be sent; choose them again.",
    "upload-unannounced": "That file is not one of those that were announced.",
    "upload-grown": "It is larger than it was announced; it may have changed. Choose it again.",
    "upload-elsewhere": "Files are being sent from other pages; wait until they have arrived.",
    "upload-unwritable": "It could not be written to disk (%(why)s). Free some space and send it again.",
    "upload-too-many": (
        "%(count)s file at once is the most; add them with `press-archive ingest FOLDER`.",
        "%(count)s files at once are the most; add them with `press-archive ingest FOLDER`.",
    ),
    "upload-too-large": (
        "These files have %(size)s, and the disk of the archive has room for %(room)s. Add less at once, or use "
        "`press-archive ingest FOLDER`, which needs no second copy."
    ),
    "upload-no-inodes": "The disk of the archive has no room for the names of %(files)s files.",
    "upload-path-outside": "Its path does not lead into the folder that you added.",
    "upload-path-too-long": "Its path is too long; add a folder that lies nearer to it.",
    "upload-busy": "These files are being added or sent right now.",
    "intake-no-command": "The command press-archive is not where this server runs from; install it again.",
    "intake-not-started": "The intake cannot be started (%(why)s). Try again.",
}

_SCRIPTS: Mapping[str, str | tuple[str, str]] = {
    "ingest-not-here": (
        "This server accepts no files. Send them to a server that may write to the archive, or ask the operator for "
        "`ingest_mb` under [web]."
    ),
    "ingest-busy": "Several uploads are being added already. Send this one again in a moment.",
    "ingest-no-form": "Send the files as multipart/form-data, each in a field `file`.",
    "ingest-malformed": "The body is not a complete form (multipart/form-data). Send it again.",
    "ingest-file-field": "Files are sent in fields named `file`, not %(name)s.",
    "ingest-no-name": "A file has no name. Give each its file name.",
    "ingest-no-file": "send at least one file",
    "ingest-paths": (
        "there is 1 file, but %(paths)s paths: send a path for each file, or none",
        "there are %(count)s files, but %(paths)s paths: send a path for each file, or none",
    ),
    "ingest-too-large": "One request takes %(size)s MB and %(files)s files at most. Send fewer at once.",
    "ingest-disk-full": (
        "The disk of the archive has no room for this. Ask the operator to make room, then send it again."
    ),
    "ingest-key-malformed": "write up to 255 printable ASCII characters without spaces",
    "ingest-key-reused": (
        "This Idempotency-Key came with other files or values before. Use a new key for each new set of files."
    ),
    "ingest-unknown": "This token sent no upload with this id in the last week. Ask the archivist for the receipt.",
}

DESK_MESSAGES: Mapping[str, str | tuple[str, str]] = {**_FORMS, **_UPLOADS, **_SCRIPTS}
