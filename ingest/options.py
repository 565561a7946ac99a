"""Options that several commands have, in a module that is loaded at once."""

from __future__ import annotations

from pathlib import Path

import click

GIVEN = ("collection", "location")  # what may be said of all that is handed in together

passwords_option = click.option(
    "--pdf-passwords",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of passwords, UTF-8, one a line, that are tried on PDFs which need one. They are kept nowhere.",
)
