"""Messages of the archive's folder, originals, catalogue and index: what is missing, full, locked or newer."""

from __future__ import annotations

from collections.abc import Mapping

_FOLDER: Mapping[str, str] = {
    "archive-missing": "%(folder)s is not an archive: run `press-archive init --archive %(folder)s`.",
    "archive-missing-default": (
        "No archive at ./%(folder)s (default). Give one with --archive or $PRESS_ARCHIVE, or make one: "
        "press-archive init"
    ),
    "archive-part-missing": "%(path)s is missing from the archive: restore it from a backup.",
    "archive-catalogue-missing": (
        "%(path)s is missing from the archive: restore it from a backup, or type `press-archive catalogue rebuild`."
    ),
    "archive-is-file": "%(folder)s is a file: give a folder that is empty or not there yet.",
    "archive-exists": "%(folder)s is an archive already: use it as it is, or give another folder.",
    "archive-not-empty": "%(folder)s is not empty: give a folder that is empty or not there yet.",
    "folder-unwritable": "%(folder)s cannot be written (%(error)s): %(advice)s.",
    "advice-permissions": (
        "check its permissions, those of the folder around it, and that the disk is not mounted read-only"
    ),
    "advice-disk": "check the disk and run the command again",
    "advice-space": "%(free)s: %(advice)s",
    "advice-free": "free some space on that disk and run the command again; what the receipt names is kept",
    "disk-free": "%(size)s free on the disk of %(folder)s",
    "disk-free-needed": "%(size)s free on the disk of %(folder)s, %(needed)s needed",
    "locked": "%(holder)s: wait until it has finished and try again.",
    "lock-lost": (
        "This process lost its %(name)s lock on %(path)s, so another may have begun: check the connection to the "
        "database server, then run the command again; what the receipt names is kept. (%(error)s)"
    ),
    "locked-wait": "%(why)s With --wait this command waits by itself.",
}

_ORIGINALS: Mapping[str, str] = {
    "copy-gone": "The copy %(path)s is gone: run the command again.",
    "copy-cut": "%(path)s was not copied to its end: run the command again.",
    "store-not-folder": "%(path)s is not a folder: move it out of the store and run the command again.",
    "original-missing": "The original %(sha256)s is missing: restore %(path)s from a backup.",
    "original-not-file": "%(path)s is not a regular file: remove it and restore the original from a backup.",
    "original-unreadable": "%(path)s cannot be read (%(error)s): check its permissions and the disk.",
    "original-disk": "%(path)s cannot be read (%(error)s): check the disk.",
    "copy-altered": (
        "The original %(sha256)s was not copied, because it was altered: its SHA-256 is now %(found)s. Restore it from "
        "a backup."
    ),
    "export-exists": "%(path)s is there already: give another folder.",
    "bucket-driver-missing": "Originals in a bucket need obstore: pip install 'press-archive[s3]'.",
    "bucket-missing": "There is no bucket %(bucket)s: make it, or correct `url` under [originals].",
    "bucket-overwrites": (
        "%(bucket)s lets an object be overwritten that was only to be created (If-None-Match): use an object store "
        "that refuses this."
    ),
    "bucket-silent": "%(bucket)s did not answer just now: it will be tried again in a few seconds.",
    "bucket-refused": (
        "%(bucket)s refused a request: check that the object store runs and knows the access key, then run the "
        "command again. It said: %(error)s"
    ),
    "object-missing": "The object %(key)s is missing in %(bucket)s: restore it from a backup.",
    "object-altered": "The object %(key)s in %(bucket)s was altered: run `press-archive verify`.",
    "digest-malformed": "%(typed)s is not a SHA-256 in lower-case hexadecimal: check the address.",
}

_CATALOGUE: Mapping[str, str] = {
    "catalogue-newer": (
        "%(path)s was written by a later press-archive (schema %(version)s, this one knows %(known)s): install that "
        "version or a later one."
    ),
    "catalogue-older": (
        "%(path)s was written by an earlier press-archive: run `press-archive catalogue upgrade` as the account that "
        "owns it. It keeps a copy of the old one. If the disk is read-only, copy the archive first."
    ),
    "catalogue-busy": "Another process is writing to %(path)s: wait until it has finished and try again.",
    "catalogue-full": ("No space is left for %(path)s (%(free)s): free some on that disk and run the command again."),
    "catalogue-unwritable": (
        "%(path)s cannot be written: check the permissions of the file and of its folder, and that the disk is not "
        "mounted read-only."
    ),
    "catalogue-damaged": "%(path)s is damaged: restore it from a backup, then run `press-archive check`.",
    "copy-other-schema": "%(path)s is of another version of press-archive: open it with this one first.",
    "copy-not-empty": "%(path)s holds an archive already: name an empty database.",
    "copy-file-exists": "%(path)s is there already: name a file that is new, or a folder without it.",
    "copy-same-keys": (
        "Nothing was copied. In the table %(table)s, two rows would be one: a PostgreSQL server does not keep the "
        "character U+0000, in which they differ. Leave the catalogue in its file. The server said: %(error)s"
    ),
    "copy-differs": "The copy in %(path)s differs from the catalogue in the table %(table)s, and was not kept.",
    "catalogue-twice": (
        "The catalogue is on a server, and there is %(path)s too, which may not know what was held since: move it out "
        "of the folder, or leave [catalogue] url and url_file out to use the file."
    ),
    "catalogue-driver-missing": "A catalogue on a server needs psycopg: pip install 'press-archive[postgresql]'.",
    "catalogue-unreachable": (
        "%(path)s cannot be reached: check that the database server runs and lets this login in, then try again."
        " It said: %(error)s"
    ),
    "catalogue-refused": (
        "%(path)s rejects this user and password: correct them in archive.toml, in the file that "
        "[catalogue] url_file or PGPASSFILE names, or on the server. It said: %(error)s"
    ),
    "catalogue-unproven": (
        "The certificate of %(path)s could not be verified (%(error)s): check sslrootcert and the host in the address, "
        "and the certificate itself."
    ),
    "catalogue-no-database": (
        "%(path)s: there is no such database. Its server makes it with: createdb --encoding=UTF8 --template=template0 "
        "NAME. It said: %(error)s"
    ),
    "catalogue-lost": (
        "The connection to %(path)s broke: check that the database server runs, then run the command again; what the "
        "receipt names is kept. It said: %(error)s"
    ),
    "catalogue-server-full": (
        "No space is left on the database server of %(path)s: free some there and run the command again."
    ),
    "catalogue-in-use": (
        "%(path)s is the catalogue of an archive already: copy archive.toml and authorities.toml of that archive into "
        "the folder, or name an empty database."
    ),
    "catalogue-server-read-only": (
        "%(path)s cannot be written: let this user create tables in the database and write them, and name the server "
        "that takes changes, not a copy that only follows it."
    ),
    "catalogue-address": (
        "The address of the catalogue cannot be used: write it as postgresql+psycopg://USER@HOST/DATABASE."
    ),
    "catalogue-encoding": (
        "%(path)s has the encoding %(encoding)s: make a database with createdb --encoding=UTF8 --template=template0 "
        "NAME, and name it in [catalogue] url."
    ),
    "catalogue-old-server": (
        "%(path)s is on PostgreSQL %(version)s: move it to a server of version %(least)s or later."
    ),
    "catalogue-other-tables": (
        "%(path)s holds tables of another program: name a database, or a schema, of its own in [catalogue] url."
    ),
    "catalogue-disk": "The disk that holds %(path)s reports an error: check the disk before anything else.",
    "catalogue-foreign": "%(path)s is not a catalogue: move it away and run `press-archive init`.",
    "catalogue-not-copied": (
        "The catalogue could not be copied to %(folder)s (%(error)s; %(free)s): free some space there, or give a "
        "folder on another disk, with TMPDIR if you gave none."
    ),
}

_INDEX: Mapping[str, str] = {
    "index-missing": "There is no index; `press-archive index rebuild` makes it.",
    "index-not-yet": "There is no index yet; it is being made, or `press-archive index rebuild` makes it.",
    "index-unsigned": (
        "The index in %(folder)s does not say who made it; `press-archive index rebuild` does it again."
    ),
    "index-broken": "The index in %(folder)s cannot be used (%(why)s): run press-archive index rebuild.",
    "index-other-version": "The index was made by another version; `press-archive index rebuild` makes it again.",
    "index-busy": "The index is being written by another process: wait for it, then try again.",
    "index-read-only": (
        "%(folder)s may only be read here, and has no index that can be: make one where it may be written "
        "(`press-archive index rebuild --engine whoosh`), or search a copy."
    ),
    "index-lags": (
        "Search is paused: the index is behind recent changes. It catches up by itself; please try again shortly."
    ),
    "index-unconfirmed": (
        "The change is stored, but the search index is behind. Until it catches up, public searches leave out what is "
        "no longer public. %(why)s"
    ),
    "index-silent": "The index does not answer now: try again later.",
    "search-server-gone": (
        "The search server does not answer (%(error)s). Check that it runs, and [index] urls in archive.toml. What is "
        "written is kept, and comes into the index when the server is back."
    ),
    "search-server-unproven": (
        "The certificate of the search server could not be verified (%(error)s): check [index] ca_file, and that urls "
        "has the name in the certificate."
    ),
    "search-server-refused": (
        "The search server at %(url)s refuses access (status %(status)s): check the user and password in the file that "
        "[index] credentials_file names, and what this user may do."
    ),
    "index-part-failed": "A process that made a part of the index ended with an error: look at what it said above.",
    "search-server-unnamed": (
        "The index is to be on an OpenSearch cluster, and archive.toml names none: write the addresses of its nodes "
        "into [index] urls."
    ),
    "search-server-wrong": (
        "The search server could not do this (%(error)s). See its log; `press-archive index rebuild` rebuilds the "
        "index."
    ),
    "search-server-busy": (
        "The search server is too busy (%(error)s). What is written is kept, and comes into the index when the server "
        "has less to do."
    ),
    "search-server-full": (
        "The search server accepts no writes now (%(error)s); its disk may be full. What is written is kept, and comes "
        "into the index when there is space again."
    ),
    "search-server-file": "%(path)s, which [index] names for the search server, cannot be used: %(error)s",
    "search-server-plain": (
        "%(url)s is not https: the password of the search server would cross the network for all to read. Use https, "
        "or leave the password out."
    ),
    "search-server-version": (
        "The search server is %(found)s. This version of press-archive works with OpenSearch %(known)s: upgrade one of "
        "the two."
    ),
    "engine-unknown": "There is no search engine %(name)s; there are %(names)s.",
    "engine-missing": (
        "The search engine %(name)s is not installed here. Install it with `pip install 'press-archive[%(name)s]'`, "
        "or take the one that is always there: `press-archive index rebuild --engine whoosh`."
    ),
    "metrics-driver-missing": (
        "`metrics_port` under [web] needs prometheus-client: pip install 'press-archive[metrics]'."
    ),
    "port-taken": (
        "Cannot listen on %(host)s port %(port)s (%(error)s): stop what uses it, or choose another with --port."
    ),
}

STORAGE_MESSAGES: Mapping[str, str] = {**_FOLDER, **_ORIGINALS, **_CATALOGUE, **_INDEX}
