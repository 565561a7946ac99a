"""Messages of receipts: what became of a file, what is held with it, and why it was skipped."""

from __future__ import annotations

from collections.abc import Mapping

_OUTCOMES: Mapping[str, str | tuple[str, str]] = {
    "new": "new",
    "new-version": "new bytes at a known name: a new version of its record",
    "name-reused": ("new bytes at a known name, and the earlier bytes live on under another name: a separate record"),
    "another-photo": "another photograph at a known name (%(why)s): a separate record",
    "another-photo-paired": "another photograph at a known name: %(what)s",
    "no-photo": "it is not a photo",
    "not-written-by-cameras": "%(type)s is what no camera writes beside %(name)s",
    "made-otherwise": "made %(taken)s, not %(before)s",
    "looks-different": "it looks different, %(bits)s of 64 bits",
    "same-bytes-here": "same bytes as before under this name",
    "same-bytes": "same bytes as %(path)s",
    "bytes-were-there": "%(path)s had when it was last read",
    "earlier-version": "an earlier version of that record",
    "kept-once": "kept once, known by both names",
    "moved": "moved: these bytes were at %(path)s, where no file is any more",
    "untouched": "untouched",
    "untouched-rejected": "untouched since it was rejected",
    "untouched-skipped": "untouched since it was skipped",
    "untouched-encrypted": "untouched since it was encrypted",
    "earlier-receipt": "receipt %(receipt)s says why, --retry %(again)s tries again",
    "merged-file-changed": "new bytes of a file that was merged into its record",
    "camera-file-changed": "new bytes of the camera's other file of %(name)s",
    "its-record": "its record",
    "earlier-kept": "the earlier ones are kept",
    "original-altered": "its original in the archive is altered: `press-archive verify` says what to do",
    "original-restored": "its original in the archive was missing or altered and is whole again",
    "virus-found": "held, because a virus was found in it: %(signature)s",
    "virus-unscanned": "held until scanned for viruses: %(why)s",
    "readable-now": "it needed a password when it came, and could be read now",
}

_ATTACHED: Mapping[str, str | tuple[str, str]] = {
    "container": "container: %(what)s",
    "no-files-inside": "no files inside it",
    "files-inside": (
        "1 file inside it, a separate record where possible",
        "%(count)s files inside it, each a separate record where possible",
    ),
    "files-inside-earlier": ("1 file inside it", "%(count)s files inside it"),
    "lines-inside": (
        "1 line with content, a separate record where possible",
        "%(count)s lines with content, each a separate record where possible",
    ),
    "results-inside": (
        "1 result was found in it, a separate record",
        "%(count)s results were found in it, each a separate record",
    ),
    "items-inside": (
        "1 item was found in it, added as a separate record",
        "%(count)s items were found in it, each added as a separate record",
    ),
    "caption-table": (
        "caption table: 1 row, about a photo by its file name",
        "caption table: %(count)s rows, each about a photo by its file name",
    ),
    "sidecar": "sidecar of %(names)s",
    "sidecar-of-raw": "sidecar of %(names)s, not of %(others)s: a sidecar of this name is the raw file's",
    "sidecar-of-several": "sidecar of %(names)s: its name fits each of them",
    "sidecar-waits": "waits for its photo: %(name)s, in the same folder",
    "any-picture-named": "%(stem)s with the suffix of a picture",
    "sidecar-moved": "moved: it was at %(path)s, where no file is any more",
    "described-by-sidecar": "described by its sidecar %(name)s",
    "sidecar-stays": "%(names)s beside it describes what stood here before, and stays with that",
    "sidecar-replaced": "in place of the earlier one, which is kept",
    "camera-file": "the camera's %(format)s of %(name)s (same folder, same name, made at the same second)",
    "camera-file-likely": "the camera's %(format)s of %(name)s (same folder, same name, nothing contradicts it)",
    "raw-file": "the raw file of %(name)s (same folder, same name, made at the same second)",
    "raw-file-likely": "the raw file of %(name)s (same folder, same name, nothing contradicts it)",
    "no-camera-file": "%(why)s: a separate record",
    "another-picture-beside": "another picture than %(name)s beside it (%(differences)s)",
    "same-frame-unknown": "nothing shows that it is of one frame with %(name)s beside it",
    "camera-file-known": "%(name)s beside it has another file of this sort already",
    "camera-file-of-two": "it may be the camera's other file of %(names)s, which are two",
    "another-camera": "made by %(here)s, not %(there)s",
    "another-shape": "of another shape",
}

_EXPORTED: Mapping[str, str] = {
    "export-of-own": "an export of the record %(record)s, which is in this archive",
    "export-of-own-same": "an export of the record %(record)s, which is in this archive and says the same",
    "export-not-used": (
        "nothing was changed by it, though it differs in %(keys)s: `press-archive records edit` and `records import` "
        "change values"
    ),
    "export-later": "another export of a record elsewhere that is here: a new version of it",
    "export-picture": "the picture of a photo that came as an export",
    "export-known": "the export of a record that is here",
    "export-same": "the export of a record elsewhere that is here as %(record)s, and says the same",
    "export-without-picture": (
        "a photo without its picture, which is not among an export: ingest that too, from where it was exported"
    ),
}

_HELD: Mapping[str, str | tuple[str, str]] = {
    "held": "held until someone decides: press-archive access",
    "held-because": "held until someone decides (press-archive access): %(words)s",
    "held-until": "held until %(instant)s: %(words)s",
    "held-until-read": "held until they are read, because they may contain an embargo",
    "public-copy": "public all the same, though this copy is held back (%(words)s)",
    "hide": "to hide it: press-archive access held %(record)s",
    "held-copy": "its record is held, and this copy does not let it out",
    "hidden-now": "it was public until now, with all its versions",
    "holds-others": ("holds back with it: 1 record", "holds back with it: %(count)s records"),
    "scan-unread": "scan, its words are not read yet",
    "scan-pages-unread": "scan, the words of %(pages)s are not read yet",
    "read-scans": "`press-archive ocr --pending`",
    "read-locked-scans": "`press-archive ocr --pending` with `--pdf-passwords FILE`, because it needs its password",
}

_SKIPPED: Mapping[str, str] = {
    "system-file": "system file (%(pattern)s)",
    "system-folder": "system folder (%(pattern)s)",
    "change-skip": "change `skip` in archive.toml to take it in",
    "link": "symbolic link",
    "give-target": "add the file it points to",
    "no-file": "not a file (a pipe, socket or device)",
    "regular-files-only": "only regular files are taken in",
    "regular-files-only-given": "only regular files are taken in, add the file it points to",
    "archive-other": "this belongs to another archive or to its backup",
    "ingest-bag-instead": "taken in like this, its files would lose their names and embargoes; make a bag there with "
    "`press-archive bag create` and ingest that",
    "archive-itself": "this is the archive itself",
    "give-folders-beside": "it is never taken into itself, add the folders beside it",
    "small-picture": "a picture under %(pixels)s pixels a side, as logos and icons are",
    "save-out": "save it out and ingest it if it matters",
    "small-picture-of-page": "a picture of a saved page under %(pixels)s pixels a side",
    "part-of-page": "part of a saved page (styles, scripts, frames)",
    "take-out-of-folder": "take it out of that folder and ingest it if it matters",
    "signature": "the mail's digital signature; it stays in the mail, look there",
    "path-leads-out": "its path leads out of the file it is in",
    "unpack-with-care": "unpack that with care, and ingest what you trust",
    "other-name-inside": "another name of a file that stands in the archive under its own",
    "that-one-taken": "that one is taken in",
}

_CHECKSUMS: Mapping[str, str | tuple[str, str]] = {
    "checksum-verified": "checksum as in %(list)s",
    "checksum-differs": "differs from %(list)s: checksum %(expected)s there, %(found)s here",
    "checksum-not-listed": "not listed in %(list)s",
    "checksum-missing": "listed in %(list)s, but not there",
    "checksum-ask": "ask its donor for the file again",
    "checksum-list": ("checksums of 1 file", "checksums of %(count)s files"),
    "checksum-list-missing": ("1 of them is not there", "%(count)s of them are not there"),
    "checksum-list-outside": (
        "1 line names a file outside this folder and was not used",
        "%(count)s lines name files outside this folder and were not used",
    ),
}

_ASKED: Mapping[str, str] = {
    "no-such-reason": "No reason in receipt %(number)s has the code %(code)s. The codes in it: %(codes)s.",
}

RECEIPT_MESSAGES: Mapping[str, str | tuple[str, str]] = {
    **_OUTCOMES,
    **_ATTACHED,
    **_EXPORTED,
    **_HELD,
    **_SKIPPED,
    **_CHECKSUMS,
    **_ASKED,
}
