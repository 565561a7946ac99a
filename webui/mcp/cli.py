"""The command `press-archive mcp`."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli import archive_option
from webui.app import create_app
from webui.mcp.server import serve
from webui.services.services import OpenArchive


@click.command()
@archive_option
def mcp(folder: Path) -> None:
    """Serve the public records by the Model Context Protocol.

    A client starts this command, writes to its standard input and reads its standard output. It ends with the input,
    or with Ctrl-C. Tools: search, record, passages, quotes, cite. They change nothing and show nothing held.
    """
    services = OpenArchive(folder)
    try:
        serve(create_app({"SERVICES": services}))
    finally:
        services.close()
