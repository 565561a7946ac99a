"""`press-archive init` and `press-archive doctor`."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any, Literal

import click

from archive.access import clock_doubt, instant, utc_now
from archive.catalogue.alert_deliveries import FAILED, alert_error
from archive.catalogue.schema.database import CLOCK_APART, ServerState
from archive.cli import archive_option, can_ask, json_option, print_json
from archive.config import load
from archive.converter import FORMATS, PACKAGES, find_converter
from archive.edits.typed_instants import describe, describe_doubt
from archive.errors import ConfigError, IndexUnavailable, PressArchiveError, StoreError
from archive.messages import Message, message_of, reason_to_json
from archive.messages.message import code_and_params
from archive.record import Status
from archive.sandbox.confinement import abilities
from archive.sandbox.pool import Pool
from archive.sandbox.worker_errors import list_missing_confinement
from archive.search.index.generations import generations_of
from archive.settings import OcrSection
from archive.storage import permissions
from archive.storage.archive import Archive
from archive.storage.job_queue import count_jobs
from archive.storage.originals import explain_store_errors
from archive.tesseract import installed
from archive.virus_scanner import VirusScanner

LOW_SPACE = 1 << 30  # bytes
NETWORK_FILE_SYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p", "ceph"}


_CONFINEMENT_CURES = {"worker-files-open": "worker-files-cure", "worker-calls-open": "worker-calls-cure"}


@dataclass(frozen=True, slots=True)
class SetupFinding:
    """The result of one check. `state` is ok, missing (something will not work) or advice; `found` and `cure`, the
    remedy, are messages, or a version."""

    subject: str
    state: Literal["ok", "missing", "advice"]
    found: str
    cure: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return it as `--json` prints it: `code`, `params` and `messages` are those of `found`."""
        cure = code_and_params(self.cure) if self.cure else None
        return asdict(self) | reason_to_json(self.found) | {"cure_message": cure}


def examine(folder: Path) -> Iterator[SetupFinding]:
    """Yield everything that `doctor` checks, in order."""
    yield SetupFinding("Python", "ok", ".".join(map(str, sys.version_info[:3])))
    yield from _required_packages()
    yield _sqlite()
    yield _worker()
    yield from confinement_findings()
    yield _recognition(folder)
    yield _conversion(folder)
    yield from _archive(folder)


def _required_packages() -> Iterator[SetupFinding]:
    for requirement in requires("press-archive") or []:
        if "extra ==" in requirement:
            continue
        name = requirement.split(";")[0].strip()
        for mark in "<>=!~[ (":
            name = name.split(mark)[0]
        try:
            yield SetupFinding(f"package {name}", "ok", version(name))
        except PackageNotFoundError:
            yield SetupFinding(f"package {name}", "missing", Message("not-installed"), Message("install-locked"))


def _sqlite() -> SetupFinding:
    found = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < (3, 35):
        return SetupFinding("SQLite", "missing", found, Message("sqlite-cure"))
    return SetupFinding("SQLite", "ok", found)


def _worker() -> SetupFinding:
    """Check that a worker can be started: if process limits are forbidden, nothing can be ingested."""
    try:
        with (
            tempfile.TemporaryDirectory(prefix="press-archive-doctor-") as scratch,
            Pool(1, Path(scratch)) as pool,
            pool.run("archive.sandbox.limits:probe", {}),
        ):
            return SetupFinding("workers", "ok", Message("worker-started"))
    except (PressArchiveError, OSError) as error:
        return SetupFinding("workers", "missing", message_of(error), Message("worker-cure"))


def confinement_findings() -> Iterator[SetupFinding]:
    """Yield what the kernel cannot confine; files are still read."""
    lacks = list_missing_confinement()
    for one in lacks:
        yield SetupFinding("confinement", "advice", one, Message(_CONFINEMENT_CURES[one.code]))
    if not lacks:
        yield SetupFinding("confinement", "ok", Message("worker-confined", abi=abilities().landlock))


def _recognition(folder: Path) -> SetupFinding:
    """Check tesseract. Without it, only scans have to wait."""
    try:
        languages = load(folder).ocr.languages
    except ConfigError:
        languages = OcrSection().languages  # settings errors are reported for the archive
    found = installed()
    if (lacks := found.lacks(languages)) is not None:
        packages = lacks.params["packages"]
        names = lacks.params.get("languages")
        why = Message("tesseract-without", languages=names) if names else Message("tesseract-absent")
        unread = Message("scans-unreadable", why=why)
        return SetupFinding("scans", "advice", unread, Message("apt-install", packages=packages))
    said = Message("scans-readable", program=found.program, languages=languages.split("+"))
    return SetupFinding("scans", "ok", said)


def _conversion(folder: Path) -> SetupFinding:
    """Check LibreOffice. Without it, only old office documents have no text."""
    try:
        wanted = load(folder).intake.converter
    except ConfigError:
        wanted = ""  # settings errors are reported for the archive
    formats = " ".join(FORMATS)
    if not wanted:
        return SetupFinding("old office documents", "ok", Message("conversion-off", formats=formats))
    if (found := find_converter(wanted)) is None:
        absent = Message("conversion-absent", program=wanted, formats=formats)
        return SetupFinding("old office documents", "advice", absent, Message("apt-install", packages=PACKAGES))
    said = Message("conversion-on", program=found.program, name=found.name, formats=formats)
    return SetupFinding("old office documents", "ok", said)


def _archive(folder: Path) -> Iterator[SetupFinding]:
    if not os.access(folder, os.F_OK) or (os.access(folder, os.X_OK) and not (folder / "archive.toml").exists()):
        absent = Message("archive-absent", folder=folder)
        yield SetupFinding("archive", "advice", absent, Message("archive-init", folder=folder))
        return
    try:
        with Archive.open_to_read(folder) as archive:
            opened = Message("archive-opened", folder=archive.folder, revision=archive.catalogue.revision())
            yield SetupFinding("archive", "ok", opened)
            jumped = _jumped_clock(archive)
            if (server := archive.catalogue.server()) is not None:
                yield from _server(archive.catalogue.address, server)
                yield from jumped
                yield _queue(archive)
            else:
                yield from jumped or [_own_clock(archive)]
            group = archive.settings.archive.group
            if archive.settings.originals.url:
                yield _bucket(archive)
            yield from _index_server(archive)
            yield from _alerts(archive)
            yield from _virus_scanner(archive)
    except PressArchiveError as error:
        yield SetupFinding("archive", "missing", message_of(error), Message("see-message"))
        return
    if not os.access(folder, os.W_OK):
        closed = Message("archive-read-only", folder=folder)
        yield SetupFinding("writing", "missing", closed, Message("archive-read-only-cure"))
    yield _permissions(folder, group)
    free = shutil.disk_usage(folder).free
    state: Literal["ok", "advice"] = "ok" if free > LOW_SPACE else "advice"
    room = Message("space-free", count=free >> 20)
    yield SetupFinding("space", state, room, "" if state == "ok" else Message("space-cure"))
    kind = _file_system(folder)
    if kind in NETWORK_FILE_SYSTEMS:
        network = Message("network-file-system", type=kind)
        yield SetupFinding("file system", "advice", network, Message("network-file-system-cure"))


def _alerts(archive: Archive) -> Iterator[SetupFinding]:
    """Report failed searches and deliveries of alerts; only their last reports count."""
    alerts = archive.settings.alerts
    if not alerts:
        return
    progress, last = archive.catalogue.alert_progress(), archive.catalogue.last_deliveries()
    wrong = False
    for alert in alerts:
        known, delivery = progress.get(alert.name), last.get(alert.name)
        error = alert_error(known, delivery)
        if error:
            wrong = True
            code = "alert-failed" if delivery is not None and delivery.state == FAILED else "alert-waits"
            said = Message(code, name=alert.name, error=error)
            yield SetupFinding("alerts", "advice", said, Message("alert-cure", name=alert.name))
    if not wrong:
        yield SetupFinding("alerts", "ok", Message("alerts-fine", count=len(alerts)))


def _virus_scanner(archive: Archive) -> Iterator[SetupFinding]:
    """Check whether the virus scanner answers, what waits for it, and what it found."""
    intake, subject = archive.settings.intake, "virus scanner"
    if not intake.virus_scanner:
        yield SetupFinding(subject, "ok", Message("virus-scanner-off"))
    elif version := VirusScanner(intake.virus_scanner, intake.virus_scanner_seconds).version():
        yield SetupFinding(subject, "ok", Message("virus-scanner-answers", version=version))
    else:
        silent = Message("virus-scanner-silent", address=intake.virus_scanner)
        yield SetupFinding(subject, "missing", silent, Message("virus-scanner-cure"))
    if waiting := len(archive.catalogue.unscanned_records()):
        wait = Message("virus-files-wait", count=waiting)
        yield SetupFinding(subject, "advice", wait, Message("virus-files-wait-cure"))
    if found := archive.catalogue.count_viruses():
        yield SetupFinding(subject, "advice", Message("virus-found-in", count=found), Message("virus-found-cure"))


def _bucket(archive: Archive) -> SetupFinding:
    """Check the bucket by creating an object in it and removing it."""
    try:
        archive.store.create()
    except StoreError as error:
        return SetupFinding("originals", "missing", error.message, Message("see-message"))
    return SetupFinding("originals", "ok", Message("bucket-answers", bucket=archive.settings.originals.url))


def _index_server(archive: Archive) -> Iterator[SetupFinding]:
    try:
        found = generations_of(archive).health()
    except IndexUnavailable as error:
        yield SetupFinding("index", "missing", error.message, Message("see-message"))
        return
    if found is None:
        return
    told = Message("index-server", name=found.name, version=found.version, nodes=found.nodes, status=found.status)
    if found.status == "green":
        yield SetupFinding("index", "ok", told)
    elif found.status == "yellow":
        yield SetupFinding("index", "advice", told, Message("index-server-yellow"))
    else:
        yield SetupFinding("index", "missing", told, Message("index-server-red"))


def _server(address: str, server: ServerState) -> Iterator[SetupFinding]:
    told = Message(
        "catalogue-server",
        address=address,
        version=server.version,
        encoding=server.encoding,
        collation=server.collation,
    )
    yield SetupFinding("catalogue", "ok", told)
    seconds = f"{abs(server.ahead):.1f}"
    if abs(server.ahead) <= CLOCK_APART:
        yield SetupFinding("clock", "ok", Message("clock-agrees", seconds=seconds))
        return
    differs = Message("clock-ahead" if server.ahead > 0 else "clock-behind", seconds=seconds)
    yield SetupFinding("clock", "advice", differs, Message("clock-cure"))


def _jumped_clock(archive: Archive) -> list[SetupFinding]:
    doubt = clock_doubt()
    if doubt is None:
        return []
    cure = Message("clock-jumped-cure", folder=archive.folder)
    return [SetupFinding("clock", "missing", describe_doubt(doubt, archive.settings.archive.zone), cure)]


def _accept_clock(folder: Path) -> SetupFinding:
    """Trust the clock's present time. Raise PressArchiveError."""
    with Archive.open(folder) as archive, explain_store_errors(archive.folder):
        archive.clock.accept()
        now = describe(instant(utc_now()), archive.settings.archive.zone)
        return SetupFinding("clock", "ok", Message("clock-accepted", now=now))


def _own_clock(archive: Archive) -> SetupFinding:
    """Check this machine's clock, by which embargoes end. It must be wrong if something was done later than now."""
    newest, zone = archive.catalogue.newest_event(), archive.settings.archive.zone
    now = utc_now()
    if newest is None or newest <= instant(now + timedelta(seconds=CLOCK_APART)):
        return SetupFinding("clock", "ok", Message("clock-plausible", now=describe(instant(now), zone)))
    earlier = Message("clock-before-event", now=describe(instant(now), zone), newest=describe(newest, zone))
    return SetupFinding("clock", "missing", earlier, Message("clock-before-event-cure"))


def _queue(archive: Archive) -> SetupFinding:
    counts = count_jobs(archive.settings.catalogue.address(archive.folder))
    told = Message("queue-jobs", waiting=counts.waiting, running=counts.running, failed=counts.failed)
    if counts.failed:
        return SetupFinding("queue", "advice", told, Message("queue-jobs-cure"))
    return SetupFinding("queue", "ok", told)


def _permissions(folder: Path, group: str) -> SetupFinding:
    """Check the permissions of every file and folder: an open one can reveal what is held."""
    try:
        found = list(permissions.strays(folder, permissions.gid_of(group)))
    except ConfigError as error:
        return SetupFinding("permissions", "missing", message_of(error), Message("see-message"))
    if found:
        wrong = Message("permissions-wrong", count=len(found), path=found[0].path, mode=f"{found[0].mode:04o}")
        return SetupFinding("permissions", "advice", wrong, Message("permissions-cure", folder=folder))
    closed = Message("permissions-group", group=group) if group else Message("permissions-closed")
    return SetupFinding("permissions", "ok", closed)


def mend(folder: Path) -> Iterator[SetupFinding]:
    """Set the correct permissions on every file and folder of the archive. Raise ConfigError."""
    gid = permissions.gid_of(load(folder).archive.group)
    left, fixed = [], 0
    for stray in permissions.strays(folder, gid):
        if permissions.fix(stray, gid):
            fixed += 1
        else:
            left.append(stray)
    yield SetupFinding("permissions", "ok", Message("permissions-fixed", count=fixed))
    if left:
        refused = Message("permissions-refused", count=len(left), path=left[0].path)
        yield SetupFinding("permissions", "missing", refused, Message("permissions-refused-cure", folder=folder))


def _file_system(folder: Path) -> str | None:
    """Return the type of the mounted file system with `folder`; None if /proc does not show it."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return None
    here = str(folder.resolve())
    best, kind = "", None
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        _, point, this_kind, *_ = line.split(" ")
        inside = here == point or here.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, this_kind
    return kind


@click.command()
@archive_option
@json_option
@click.option(
    "--fix",
    is_flag=True,
    help="Before the check, correct the permissions of the archive's files and folders; as root, their owner too.",
)
@click.option(
    "--accept-clock",
    is_flag=True,
    help="Before the check, accept the present time after the clock jumped. Embargoes end by it again.",
)
def doctor(folder: Path, as_json: bool, fix: bool, accept_clock: bool) -> None:
    """Show what is missing on this machine and how to get it.

    Exit code 1 when a line says MISSING. A line that says `advice` is optional: you need not do it.
    """
    accepted = [_accept_clock(folder)] if accept_clock else []
    mended = mend(folder) if fix and (folder / "archive.toml").exists() else ()
    findings = [*accepted, *mended, *examine(folder)]
    for finding in findings:
        if as_json:
            print_json(finding.to_json())
            continue
        mark = {"ok": "ok      ", "missing": "MISSING ", "advice": "advice  "}[finding.state]
        click.echo(
            f"{mark}{finding.subject}: {finding.found}" + (f"\n        -> {finding.cure}" if finding.cure else "")
        )
    if any(finding.state == "missing" for finding in findings):
        raise SystemExit(1)


def _ask_access(folder: Path) -> str:
    """Ask for the status of new records, if an archive can be created."""
    if (folder / "archive.toml").exists():
        return "released"  # `Archive.create` reports why it cannot
    click.echo("New records can be released (everyone sees them at once) or held (until you release them).", err=True)
    answer = click.prompt("New records are", type=click.Choice(["released", "held"]), default="released", err=True)
    return str(answer)


@click.command()
@archive_option
@click.option(
    "--access",
    type=click.Choice(["released", "held"]),
    show_default="asked on a terminal, else released",
    help="Status of new records: released (everyone sees them) or held (only the archivist does, until they are "
    "released).",
)
def init(folder: Path, access: str | None) -> None:
    """Make a new archive.

    On a terminal, it asks whether new records are public at once, unless you say so with --access.
    """
    if access is None:
        access = _ask_access(folder) if can_ask() else "released"
    seen_by = {"released": "everyone can see", "held": "only the archivist can see, until someone releases them"}[
        access
    ]
    with Archive.create(folder, access=Status(access)) as archive:
        click.echo(f"Made an archive in {archive.folder}. New records are {access}: {seen_by}.")
        click.echo(f"Next: press-archive ingest --archive {folder} FOLDER")
