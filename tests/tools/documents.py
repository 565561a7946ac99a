"""The reference pages of docs/ that are made from the code: `python -m tests.tools.documents` (`make docs`) writes
them, and tests/project/test_docs.py compares them with what stands there."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import fields
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import click

from archive.cli import COMMANDS, SUMMARIES
from archive.config import SECTIONS

DOCS = Path(__file__).parents[2] / "docs"
_SETTINGS = """An archive's settings stand in `archive.toml` in its folder. `press-archive init` writes the file with
every key and its default. Each key can be given in the environment as well: `PRESS_ARCHIVE_WEB_PORT` is `[web] port`.
An unknown key is an error that names the nearest known one."""
MADE = "<!-- Made by `make docs`. Change the code instead. -->"


def commands() -> str:
    """Return docs/cli.md: every command with its help and its options."""
    parts = ["# Commands", MADE, "Every command takes `--help`. Those with `--json` print one JSON object a line."]
    parts.append("\n".join(f"- [`{name}`](#press-archive-{name}): {SUMMARIES[name]}" for name in SUMMARIES))
    for point in sorted(entry_points(group=COMMANDS), key=lambda point: point.name):
        parts += _command(point.load(), f"press-archive {point.name}", 2)
    return "\n\n".join(parts) + "\n"


def _command(command: click.Command, name: str, level: int) -> Iterator[str]:
    context = click.Context(command, info_name=name)
    yield f"{'#' * level} {name}"
    yield f"```\n{' '.join([name, *command.collect_usage_pieces(context)])}\n```"
    yield from (" ".join(part.split()) for part in textwrap.dedent(command.help or "").split("\n\n"))
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    rows = [record for option in options if (record := option.get_help_record(context))]
    if rows:
        yield "| option | what it does |\n|---|---|\n" + "\n".join(f"| `{_cell(a)}` | {_cell(b)} |" for a, b in rows)
    if isinstance(command, click.Group):
        for called in command.list_commands(context):
            below = command.get_command(context, called)
            assert below is not None
            yield from _command(below, f"{name} {called}", level + 1)


def settings() -> str:
    """Return docs/config.md: every key of archive.toml with its default."""
    parts = ["# Settings", MADE, _SETTINGS]
    for name, section in SECTIONS.items():
        rows = [(item.name, _default(item), item.metadata["sentence"]) for item in fields(section)]
        table = "\n".join(f"| `{key}` | {default} | {_cell(sentence)} |" for key, default, sentence in rows)
        parts += [f"## [{name}]", f"| key | default | what it does |\n|---|---|---|\n{table}"]
    return "\n\n".join(parts) + "\n"


def _default(item: Any) -> str:
    value = list(item.default) if isinstance(item.default, tuple) else item.default
    said = json.dumps(value, ensure_ascii=False)
    return f"`{_cell(said)}`" if len(said) <= 40 else "(a list)"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


PAGES: dict[str, Callable[[], str]] = {"cli.md": commands, "config.md": settings}


def main() -> None:
    """Write them all."""
    for name, made in PAGES.items():
        (DOCS / name).write_text(made(), encoding="utf-8")


if __name__ == "__main__":
    main()
