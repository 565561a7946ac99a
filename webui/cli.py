"""The commands `press-archive serve` and `press-archive desk`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from socket import socket

import click

from archive.cli import archive_option, progress
from archive.errors import PressArchiveError
from archive.messages import Message
from archive.settings import WebSection
from archive.storage.archive import Archive
from webui import create_app
from webui.desk import secret
from webui.desk.ingest.side_jobs import side_jobs_of
from webui.desk.ingest.upload_process import ended_with_us
from webui.desk.session import address as opening_address
from webui.desk.session import new_secret
from webui.http.index_process import Indexer, command
from webui.http.metrics import serve_metrics
from webui.http.request_logs import log_as_json
from webui.http.server import (
    Server,
    address,
    freeze_loaded,
    is_loopback,
    near_address,
    on_signals,
    open_listener,
    share_heap,
)
from webui.identity.rate_limits import quotas_of
from webui.services.services import OpenArchive

REFUSED = 2


class DeskClosed(PressArchiveError):
    """No desk is open that this account may enter."""


@click.command()
@archive_option
@click.option(
    "--host",
    help="Address to listen on. 0.0.0.0 lets other machines in. Default: `host` under `[web]` in archive.toml.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="Port to listen on. 0 takes a free one. Default: `port` under `[web]` in archive.toml, 8080 in a new archive.",
)
@click.option(
    "--desk",
    is_flag=True,
    help="Serve the desk too, the pages where you edit. Only browsers on this machine reach it. `desk open` prints its "
    "secret address.",
)
@click.option(
    "--name",
    "names",
    multiple=True,
    help="One more host name at which visitors may open the archive, in addition to `trusted_hosts` under `[web]` in "
    "archive.toml. Repeat --name for several. The server refuses all other names.",
)
@click.option(
    "--indexer/--no-indexer",
    default=None,
    help="Whether to keep the index up to date, or leave that to `press-archive index follow`. Default: `indexer` "
    "under `[web]` in archive.toml.",
)
def serve(
    folder: Path, host: str | None, port: int | None, names: tuple[str, ...], desk: bool, indexer: bool | None
) -> None:
    """Serve the archive to browsers and scripts, until Ctrl-C."""
    share_heap()
    services = OpenArchive(folder)
    try:
        if not services.writes:
            _say_reading_only(folder, desk=desk)
        web = services.settings.web
        host = web.host if host is None else host
        with open_listener(host, web.port if port is None else port) as listener:
            secrets = _secrets(services) if services.writes and (desk or web.closed) else {}
            app = create_app({"SERVICES": services, "DESK": desk, **secrets})
            for advice in what_is_unset(web, listener):
                progress(advice)
            app.config["ALLOWED_HOSTS"] = (*app.config["ALLOWED_HOSTS"], host, *names)
            if web.log == "json":
                log_as_json(app)
            server = Server(app, listener, web.threads)
            with ExitStack() as beside:
                beside.enter_context(on_signals(server.stop))
                index_process = Indexer(command(folder.resolve()), progress)
                if services.writes and (web.indexer if indexer is None else indexer):
                    beside.enter_context(index_process)
                if web.metrics_port:
                    beside.enter_context(serve_metrics(app, web.metrics_host, web.metrics_port))
                stop_intakes = beside.enter_context(ended_with_us(services.archive))
                kept = _desk_kept(services, listener, app.config["DESK_TOKEN"]) if desk else nullcontext()
                say_desk = beside.enter_context(kept)
                click.echo(address(listener))
                if say_desk:
                    say_desk()
                freeze_loaded()

                def stop_others() -> None:
                    index_process.begin_stop()
                    stop_intakes()
                    side_jobs_of(app).stop_all()

                server.run(stop_others)
    finally:
        services.close()


def what_is_unset(web: WebSection, listener: socket) -> Iterator[Message]:
    """Yield what is missing in the settings about the address of the archive and its proxies."""
    if not (is_loopback(listener) or web.public_url):
        yield Message("serve-without-public-url")
    if quotas_of(web) and not web.trusted_proxies and (is_loopback(listener) or web.public_url):
        yield Message("serve-counts-proxy")


def _say_reading_only(folder: Path, *, desk: bool) -> None:
    """Say that another account keeps the index up to date. Raise DeskClosed if the desk was requested too."""
    if desk:
        raise DeskClosed(Message("desk-needs-owner", folder=folder))
    progress(Message("serve-reads-only", folder=folder))


def _secrets(services: OpenArchive) -> dict[str, str]:
    """Return the secret that opens the desk of this run, and the key that signs its sessions."""
    return {"DESK_TOKEN": new_secret(), "SECRET_KEY": secret.key_of(services.archive.derived)}


@contextmanager
def _desk_kept(services: OpenArchive, listener: socket, token: str) -> Iterator[Callable[[], None]]:
    """Keep the secret address of the desk for `desk open` while the server runs. The yielded function says where it is:
    it prints the address for a person at a terminal; elsewhere, in a log, it only names the file."""
    base = near_address(listener)
    if base is None:
        yield lambda: progress(Message("desk-unreachable", address=address(listener)))
        return
    opening = opening_address(base, token)
    with secret.kept(services.archive.derived, opening) as path:

        def say() -> None:
            if sys.stdout.isatty():
                click.echo(opening)
                progress(Message("desk-address-printed"))
            else:
                progress(Message("desk-address-kept", path=path, folder=services.archive.folder))

        yield say


@click.group()
def desk() -> None:
    """Print the address of the desk, the pages where you edit.

    `serve --desk` starts the desk. `desk open` prints its secret address. Open that in a browser on the same machine.
    """


@desk.command("open")
@archive_option
def desk_open(folder: Path) -> None:
    """Print the secret address of the desk. The server must run, with `serve --desk`."""
    try:
        with Archive.open_to_read(folder) as archive:
            found, has_users = secret.running(archive.derived), archive.catalogue.has_users()
    except PermissionError as error:
        raise DeskClosed(Message("desk-of-another", folder=folder)) from error
    if not found:
        raise DeskClosed(Message("desk-not-running", folder=folder))
    for one in found:
        click.echo(one.partition("?")[0] if has_users else one)  # the secret opens nothing in that case
