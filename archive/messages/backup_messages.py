"""Messages of backups: folders that are none, files that are missing or damaged, archives that are restored."""

from __future__ import annotations

from collections.abc import Mapping

_FOLDER: Mapping[str, str] = {
    "backup-none": "There is no backup in %(folder)s: give the folder that you gave `press-archive backup create`.",
    "backup-no-generation": "There is no backup %(number)s: `press-archive backup list` shows which there are.",
    "backup-no-folder": "%(folder)s is not a folder: give one, best on another disk.",
    "backup-not-empty": "%(folder)s is not empty and has no backups: give a folder of its own.",
    "backup-of-another": "%(folder)s has backups of another archive: give another folder.",
    "backup-inside": (
        "%(folder)s and the archive %(archive)s overlap: give a folder outside of the archive, best on another disk."
    ),
    "backup-unreadable": "%(path)s cannot be read (%(error)s): check its permissions and the disk.",
    "backup-no-space": "The disk is too small: %(free)s. Free some space there, or give a folder on another disk.",
    "backup-open": (
        "The disk of %(folder)s keeps no permissions: anyone who can read it can read held records in the backup. Lock "
        "it away, or encrypt it."
    ),
}

_FILES: Mapping[str, str] = {
    "backup-newer": "%(path)s was written by a later press-archive: install that version or a later one.",
    "backup-damaged": "%(path)s is damaged: use another backup.",
    "backup-missing-file": "%(path)s is missing or cannot be read: make a new backup.",
    "backup-altered": "%(path)s is altered: its SHA-256 is not that of the manifest. Make a new backup.",
}

_RESTORE: Mapping[str, str] = {
    "restore-damaged": (
        "Nothing was restored: %(path)s is missing or altered. Use another copy of the backup, or an older backup: "
        "give its number with --generation."
    ),
    "restore-incomplete": (
        "Nothing was restored: originals are missing in the backup (%(count)s; the first are %(names)s). Use another "
        "copy of the backup, or restore what there is with --incomplete."
    ),
    "restore-settings": (
        "Nothing was restored: archive.toml of the backup names servers in a form that cannot be read. In a copy of "
        "the backup, write each of these settings on a line of its own."
    ),
    "restore-variable": (
        "The variable %(variable)s names a server, which the restored archive would write to: unset it, and try again."
    ),
    "restore-as-then": (
        "What was held or withdrawn after the backup of %(instant)s is as it was then, and may be public. Hold it "
        "again before anyone can see it, or restore with --hold, which holds every record that is public."
    ),
}

_TABLES: Mapping[str, str] = {
    "tables-missing": "%(path)s is missing: restore the catalogue from a backup.",
    "tables-damaged": "catalogue.ndjson is damaged in line %(line)s: restore the catalogue from a backup.",
    "tables-unwritten": "The tables in the folder catalogue could not be updated. %(why)s",
    "tables-behind": (
        "The catalogue was changed after catalogue.ndjson was written. Records that were held or withdrawn since would "
        "be public again. Restore a backup that is newer, or give --hold, which holds every public record until you "
        "release it, or --as-written."
    ),
    "rebuild-exists": "%(path)s exists: move it out of the folder, and keep it.",
    "rebuild-server": "The catalogue is on a database server: restore it from a backup of that server.",
}

BACKUP_MESSAGES: Mapping[str, str] = {**_FOLDER, **_FILES, **_RESTORE, **_TABLES}
