"""`press-archive originals`: list, count, export and move the originals, to a bucket of an object store or back."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import click

from archive.catalogue.receipts.audit import AuditedAsset, all_assets, media_types, original_sizes
from archive.cli import archive_option, json_option, print_json, progress_line, say
from archive.errors import ServerUnreachable, StoreError, describe_size, many
from archive.format_risks import format_at_risk
from archive.format_versions import HEAD_BYTES, is_told_by_bytes, puid_by_bytes
from archive.media_types import puid_of
from archive.messages.message import code_and_params
from archive.setting_checks import BUCKET
from archive.storage.archive import Archive, store_of
from archive.storage.store_copy import copy_originals, export_original

FOLDER = "folder"  # the name for the archive's own folder


@click.group()
def originals() -> None:
    """List, export, count or move the originals.

    Originals are the files as they came, including rejected ones.
    """


def _each_original(archive: Archive, *, rejected: bool) -> dict[str, list[AuditedAsset]]:
    """Return the known data of each original, by digest."""
    found: dict[str, list[AuditedAsset]] = {}
    with archive.catalogue.snapshot() as conn:
        for asset in all_assets(conn):
            if asset.rejected or not rejected:
                found.setdefault(asset.sha256, []).append(asset)
    return found


@originals.command("list")
@archive_option
@json_option
@click.option("--rejected", is_flag=True, help="Only rejected files that were kept.")
def list_command(folder: Path, as_json: bool, rejected: bool) -> None:
    """List the originals: SHA-256, size in bytes, record and name of each."""
    with Archive.open(folder) as archive:
        found = _each_original(archive, rejected=rejected)
        with archive.catalogue.snapshot() as conn:
            types = media_types(conn)
    for sha256, assets in found.items():
        records = [asset.record for asset in assets if asset.record is not None]
        names = list(dict.fromkeys(name for asset in assets for name in asset.names))
        if as_json:
            told = {"sha256": sha256, "size": assets[0].size, "records": records, "names": names}
            told |= {"media_type": types.get(sha256), "puid": puid_of(types.get(sha256, "")) or None}
            print_json(told | {"rejected": assets[0].rejected})
        else:
            owner = ", ".join(records) or ("rejected" if assets[0].rejected else "no record")
            say(f"{sha256}  {assets[0].size}  {owner}  {', '.join(names)}")


@originals.command("formats")
@archive_option
@json_option
def formats_command(folder: Path, as_json: bool) -> None:
    """Count the originals of each format, and show formats at risk.

    A format is a media type and, where it is known, its identifier in PRONOM (PUID). At risk are formats whose
    programs are hard to find, such as WordPerfect and PageMaker.
    """
    counts: Counter[tuple[str, str, str]] = Counter()
    sizes: Counter[tuple[str, str, str]] = Counter()
    with Archive.open(folder) as archive:
        with archive.catalogue.snapshot() as conn:
            types = media_types(conn)
        known = _each_original(archive, rejected=False)
        line = progress_line("original", "looked at")
        for done, (sha256, (asset, *_)) in enumerate(known.items()):
            line(done, len(known))
            media_type = types.get(sha256, "")
            risk = format_at_risk(media_type, asset.names[0] if asset.names else "")
            one = (media_type, _puid(archive, sha256, media_type), risk)
            counts[one] += 1
            sizes[one] += asset.size
    for (media_type, puid, risk), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        size = sizes[media_type, puid, risk]
        if as_json:
            told = {"media_type": media_type or None, "puid": puid or None, "count": count, "bytes": size}
            print_json(told | {"at_risk": risk or None})
        else:
            warning = f"  at risk: {risk}" if risk else ""
            say(f"{count:>9,}  {describe_size(size):>9}  {puid or '-':<10}  {media_type or 'rejected'}{warning}")


def _puid(archive: Archive, sha256: str, media_type: str) -> str:
    """Return the PUID of an original; that of its type if its bytes cannot be read."""
    if not is_told_by_bytes(media_type):
        return puid_of(media_type)
    try:
        with archive.store.open(sha256) as file:
            return puid_by_bytes(media_type, file.read(HEAD_BYTES))
    except ServerUnreachable:
        raise
    except (StoreError, OSError):
        return ""


@originals.command("export")
@archive_option
@json_option
@click.option("--rejected", is_flag=True, help="Export all rejected files that were kept.")
@click.option(
    "--to",
    "target",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Folder for the copies. It is made if it is missing.",
)
@click.argument("digests", metavar="[SHA256]...", nargs=-1)
def export_command(folder: Path, as_json: bool, rejected: bool, target: Path, digests: tuple[str, ...]) -> None:
    """Copy originals into FOLDER, named by digest and file name. Exit code 1 when one cannot be copied.

    Rejected files may be damaged or harmful: open them with care. Nothing is overwritten.
    """
    if rejected == bool(digests):
        raise click.UsageError("Give the SHA-256 of originals, or --rejected.")
    failed = 0
    with Archive.open(folder) as archive:
        known = _each_original(archive, rejected=rejected)
        for sha256 in digests or known:
            names = known[sha256][0].names if sha256 in known else ()
            try:
                path = export_original(archive.store, sha256, target, names[0] if names else "")
            except StoreError as error:
                failed += 1
                if as_json:
                    print_json({"sha256": sha256, **code_and_params(error.message)})
                else:
                    say(str(error))
                continue
            if as_json:
                print_json({"sha256": sha256, "path": str(path)})
            else:
                say(str(path))
    if failed:
        raise SystemExit(1)


@originals.command("copy")
@archive_option
@json_option
@click.option(
    "--to",
    "target",
    required=True,
    metavar=f"s3://BUCKET|{FOLDER}",
    help="Where to: a bucket of the object store that [originals] in archive.toml describes, or the folder of the "
    "archive.",
)
def copy_command(folder: Path, as_json: bool, target: str) -> None:
    """Copy all originals to a bucket, or back to the archive's folder. Exit code 1 when one cannot be copied.

    Nothing is removed or overwritten where the originals are now. Each is read, and its SHA-256 compared, before it is
    stored. If you stop the command, run it again to continue.

    The archive uses the other place once you have set `url` under [originals] in archive.toml. Run `press-archive
    verify` after that.
    """
    if target != FOLDER and not BUCKET.fullmatch(target):
        raise click.BadParameter(f"must be s3://BUCKET or {FOLDER}", param_hint="--to")
    url = "" if target == FOLDER else target
    copied = there = failed = 0
    with Archive.open(folder) as archive:
        if url == archive.settings.originals.url:
            raise click.BadParameter("the originals are there already", param_hint="--to")
        settings = replace(archive.settings, originals=replace(archive.settings.originals, url=url))
        other = store_of(archive.folder, settings)
        with archive.lock("ingest"):
            other.create()
            with archive.catalogue.snapshot() as conn:
                known = list(original_sizes(conn))
            line = progress_line("original", "copied or there")
            for result in copy_originals(known, len(known), archive.store, other, line):
                if result.message:
                    failed += 1
                    if as_json:
                        print_json({"sha256": result.sha256, **code_and_params(result.message)})
                    else:
                        say(str(result.message))
                copied, there = copied + result.copied, there + (not result.copied and not result.message)
    if as_json:
        print_json({"summary": True, "copied": copied, "there": there, "failed": failed})
    else:
        told = many(copied, "original was copied", "originals were copied")
        click.echo(f"{told}, {many(there, 'was', 'were')} there already, {failed} could not be copied.")
        if not failed:
            click.echo(f'Next: set url = "{url}" under [originals] in archive.toml, then run `press-archive verify`.')
    if failed:
        raise SystemExit(1)
