"""The reference pages of docs/ that are made from the code: `python -m tests.tools.documents` (`make docs`) writes
them, and tests/project/test_docs.py compares them with what stands there."""

from __future__ import annotations

import json
import re
import textwrap
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from functools import cache
from importlib.metadata import entry_points, metadata, requires
from pathlib import Path
from typing import Any

import click

from archive.cli import COMMANDS, SUMMARIES
from archive.converter import FORMATS
from archive.media_types import TYPES
from archive.settings import REPEATED, SECTIONS
from ingest.readers.registry import READERS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
_SETTINGS = """The settings of an archive are in the file `archive.toml` in its folder. `press-archive init` writes this
file with every key and its default: change the values there.

Each key can be given in the environment as well: `PRESS_ARCHIVE_WEB_PORT=9000` is `[web] port = 9000`. Separate
the items of a list with commas: `PRESS_ARCHIVE_WEB_TRUSTED_HOSTS=a.example.org,b.example.org`. The environment wins
over the file. An option of a command, such as `--port`, wins over both. An unknown key is an error that names the
nearest known one."""
_COMMANDS = """Every command takes `--help`. Those with `--json` print one JSON object a line.

ID, RECORD, ARTICLE, PHOTO, SUBJECT and OBJECT are ids of records, such as `bhzug6bpeojjl3jg`. `press-archive search`
prints them, `press-archive access list` those of held records. An *accession* is one run of `ingest`; its *receipt*
lists what became of each file. The [archivist's guide](archivist.md) explains the outcomes."""
_FORMATS = """`press-archive ingest` recognises a format by the content of a file. The suffix only helps where the
content leaves a choice. `press-archive inspect FILE` shows what is read from one file.

EXIF, IPTC-IIM and XMP are standards for date, caption, credit and other facts inside a photo file."""
_OTHER_FORMATS = """A file of any other format is kept too, as a record with its name but without its text.
Unless it is a picture, sound or film, it is [held](archivist.md#files-that-were-not-read) until someone decides. The
formats in this table can be read after a step by hand:"""
_CONVERTED = """If `[intake] converter` is set, LibreOffice makes a PDF of files of these formats, or a workbook
of a spreadsheet, and the text of that is read: {suffixes}. Nothing else changes: the original is kept, and the record
says what converted it. A file that cannot be converted is kept without its text, and held until someone decides."""
_DEPENDENCIES = """All packages are pinned with hashes: in `requirements.lock` to run and build, in
`requirements-test.lock` to test and for extras. Each package that is needed to run can be used under a licence other
than the GPL and AGPL."""
MADE = "<!-- Made by `make docs`. Change the code instead. -->"


def commands() -> str:
    """Return docs/cli.md: every command with its help and its options."""
    parts = ["# Commands", MADE, _COMMANDS]
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
    titles = {f"[{name}]": section for name, section in SECTIONS.items()}
    titles |= {f"[[{name}]]": section for name, section in REPEATED.items()}
    for title, section in titles.items():
        rows = [(item.name, _default(item), item.metadata["sentence"]) for item in fields(section)]
        table = "\n".join(f"| `{key}` | {default} | {_cell(sentence)} |" for key, default, sentence in rows)
        parts += [f"## {title}", f"| key | default | what it does |\n|---|---|---|\n{table}"]
    return "\n\n".join(parts) + "\n"


def _default(item: Any) -> str:
    value = list(item.default) if isinstance(item.default, tuple) else item.default
    return f"`{_cell(json.dumps(value, ensure_ascii=False))}`"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def formats() -> str:
    """Return docs/formats.md: every format that a reader takes, and those that need a step before."""
    readers = dict.fromkeys(reader for reader in READERS.values() if reader.suffixes)
    rows = [(reader.label, _suffixes(reader.suffixes), reader.reads) for reader in readers]
    advised = [row for row in TYPES if row.advice]
    others = {
        advice: [f".{one}" for row in advised if row.advice == advice for one in row.suffixes]
        for advice in dict.fromkeys(row.advice for row in advised)
    }
    parts = ["# Formats", MADE, _FORMATS, _table("format | suffixes | what is read", sorted(rows, key=_by_name))]
    parts += ["## Converted", _CONVERTED.format(suffixes=_suffixes(FORMATS)), "## Not read", _OTHER_FORMATS]
    parts.append(
        _table(
            "suffixes | what to do",
            [(_suffixes(found), f"{advice[0].upper()}{advice[1:]}.") for advice, found in others.items()],
        )
    )
    return "\n\n".join(parts) + "\n"


def _by_name(row: tuple[str, ...]) -> str:
    return row[0].casefold()


def _suffixes(found: Iterable[str]) -> str:
    return " ".join(f"`{suffix}`" for suffix in found)


def _table(heading: str, rows: Iterable[Iterable[str]]) -> str:
    lines = [heading, "|".join("---" for _ in heading.split(" | ")), *(" | ".join(map(_cell, row)) for row in rows)]
    return "\n".join(f"|{line}|" if line.startswith("---") else f"| {line} |" for line in lines)


# Where a package's metadata name no licence of the SPDX list, or more than what is installed of it.
_LICENCES = {
    "anyascii": "ISC",
    "blinker": "MIT",
    "defusedxml": "PSF-2.0",
    "editables": "MIT",
    "exifread": "BSD-3-Clause",
    "itsdangerous": "BSD-3-Clause",
    "jinja2": "BSD-3-Clause",
    "justext": "BSD-2-Clause",
    "tinytag": "MIT",
    "libarchive-c": "CC0-1.0",
    "markdown-it-py": "MIT",
    "mdurl": "MIT",
    "numpy": "BSD-3-Clause",
    "obstore": "MIT",
    "olefile": "BSD-2-Clause",
    "pathspec": "MPL-2.0",
    "pi-heif": "BSD-3-Clause (its wheel holds libheif, LGPL-3.0)",
    "procrastinate": "MIT",
    "prometheus-client": "Apache-2.0",
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
    "trove-classifiers": "Apache-2.0",
    "waitress": "ZPL-2.1",
    "whoosh": "BSD-2-Clause",
}


def dependencies() -> str:
    """Return docs/dependencies.md: what pyproject.toml asks for, with its comments, and what the lock adds to that."""
    project = tomllib.loads(_project())
    groups = project["dependency-groups"]
    asked = [*project["project"]["dependencies"], *groups["build"]]
    extras = [one for extra in project["project"]["optional-dependencies"].values() for one in extra]
    brought = sorted(locked("requirements.lock").keys() - set(_names(asked)))
    heading = "name | version | licence | what for"
    parts = ["# Dependencies", MADE, _DEPENDENCIES]
    parts += ["## To run", _table(heading, _packages(project["project"]["dependencies"]))]
    parts += ["## Extras, such as press-archive[tantivy]", _table(heading, _packages(extras))]
    parts += ["## To build", _table(heading, _packages(groups["build"]))]
    parts += ["## Needed by these", _table("name | version | licence | needed by", _packages(brought, needed_by))]
    parts += [
        "## To test",
        _table("name | version | what for", ((a, b, d) for a, b, _, d in _packages(groups["test"]))),
    ]
    return "\n\n".join(parts) + "\n"


def _packages(asked: Iterable[str], why: Callable[[str], str] | None = None) -> list[tuple[str, str, str, str]]:
    versions, why = locked("requirements-test.lock"), why or purpose
    return [(name, versions[name], licence(name), why(name)) for name in _names(asked)]


def locked(lock: str) -> dict[str, str]:
    """Return the packages of a lock file with their versions, the oldest Python's where there are several."""
    found: dict[str, str] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^ ;\\]+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE):
        found.setdefault(name, version)
    return found


def licence(name: str) -> str:
    """Return the licence of an installed package, as an SPDX expression where there is one."""
    told = metadata(name)
    return _LICENCES.get(name) or told.get("License-Expression") or told["License"]


def purpose(name: str) -> str:
    """Return what a package is for: the comment that stands beside it in pyproject.toml."""
    found = re.search(rf'^  "{re.escape(name)}[^"\w-]?[^"]*",  # (.+)$', _project(), re.MULTILINE)
    assert found is not None, f"say in pyproject.toml what {name} is for"
    return found[1]


@cache
def needed_by(name: str) -> str:
    """Return which packages of the lock require a package, or bring it as an extra where none does."""
    asked = {one: requires(one) or () for one in locked("requirements.lock")}
    plain = [one for one, given in asked.items() if name in _names(r for r in given if "extra ==" not in r)]
    return ", ".join(plain or [one for one, given in asked.items() if name in _names(given)])


@cache
def _project() -> str:
    return (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def _names(requirements: Iterable[str]) -> list[str]:
    return [re.split(r"[^\w.-]", requirement)[0].lower().replace("_", "-") for requirement in requirements]


PAGES: dict[str, Callable[[], str]] = {
    "cli.md": commands,
    "config.md": settings,
    "formats.md": formats,
    "dependencies.md": dependencies,
}


def main() -> None:
    """Write them all."""
    for name, made in PAGES.items():
        (DOCS / name).write_text(made(), encoding="utf-8")


if __name__ == "__main__":
    main()
