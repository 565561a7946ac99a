"""The settings of an archive: archive.toml and PRESS_ARCHIVE_* variables, read here and nowhere else."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import Field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from archive.errors import ConfigError
from archive.record import Status
from archive.settings import SECTIONS, Settings

FILE = "archive.toml"
FOLDER_VARIABLE = "PRESS_ARCHIVE"
PREFIX = "PRESS_ARCHIVE_"
DEFAULT_FOLDER = "press-archive-data"
DERIVED = "derived"  # the folder in an archive of all that can be made again


def archive_folder(given: Path | None = None) -> Path:
    """The archive that is meant: the one given, else PRESS_ARCHIVE, else ./press-archive-data."""
    return given or Path(os.environ.get(FOLDER_VARIABLE) or DEFAULT_FOLDER)


def load(folder: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of the archive in `folder`; variables (those of the process when None) win over the file. Raises
    ConfigError for a key, section, type or value that cannot be used, naming the nearest key there is."""
    path = folder / FILE
    values = _from_file(path)
    for name, key, value in _from_environment(os.environ if environment is None else environment):
        values.setdefault(name, {})[key] = value
    return Settings(**{name: SECTIONS[name](**given) for name, given in values.items()})


def _from_file(path: Path) -> dict[str, dict[str, Any]]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(
            f"{path} cannot be read: {error}. Correct it, or move it away to use the defaults."
        ) from error
    values: dict[str, dict[str, Any]] = {}
    for section, given in data.items():
        if section not in SECTIONS:
            raise ConfigError(f"{path}: there is no section [{section}]{_nearest(section, SECTIONS)}")
        if not isinstance(given, dict):
            raise ConfigError(f"{path}: [{section}] is a section: write its keys below a line [{section}].")
        values[section] = {key: _checked(f"{path}: [{section}] {key}", section, key, given[key]) for key in given}
    return values


def _from_environment(environment: Mapping[str, str]) -> list[tuple[str, str, Any]]:
    found = []
    variables = {_variable(section, item): (section, item) for section in SECTIONS for item in _items(section)}
    for name in sorted(environment):
        if not name.startswith(PREFIX):
            continue
        if name not in variables:
            raise ConfigError(f"The variable {name} means nothing here{_nearest(name, variables)}")
        section, item = variables[name]
        value = _parsed(environment[name], item.default)
        found.append((section, item.name, _checked(f"The variable {name}", section, item.name, value)))
    return found


def _variable(section: str, item: Field[Any]) -> str:
    return f"{PREFIX}{section}_{item.name}".upper()


def _items(section: str) -> tuple[Field[Any], ...]:
    return fields(SECTIONS[section])


def _parsed(text: str, default: Any) -> Any:
    """A variable's text as the type its key has; as it is when it does not look like that, for the check to refuse."""
    if isinstance(default, tuple):
        return [part.strip() for part in text.split(",") if part.strip()]
    if isinstance(default, bool):
        return {"true": True, "false": False}.get(text.strip().casefold(), text)
    if isinstance(default, int | float):
        try:
            return type(default)(text)
        except ValueError:
            return text
    return text


def _checked(where: str, section: str, key: str, value: Any) -> Any:
    known = {item.name: item for item in _items(section)}
    if key not in known:
        raise ConfigError(f"{where} means nothing{_nearest(key, known)}")
    default, check = known[key].default, known[key].metadata["check"]
    value = _typed(where, value, default)
    wrong = check(value) if check else None
    if wrong:
        raise ConfigError(f"{where} is {value!r}, and {wrong}.")
    return Status(value) if isinstance(default, Status) else value


def _typed(where: str, value: Any, default: Any) -> Any:
    if isinstance(default, tuple):
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ConfigError(f'{where} is {value!r}, and must be a list of texts, like ["a", "b"].')
        return tuple(value)
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    wanted = str if isinstance(default, Status) else type(default)
    if type(value) is not wanted:
        kinds = {str: 'a text in quotes, like "a"', int: "a whole number", float: "a number", bool: "true or false"}
        kind = kinds[wanted]
        raise ConfigError(f"{where} is {value!r}, and must be {kind}.")
    return value


def _nearest(word: str, known: Mapping[str, Any]) -> str:
    """The end of a sentence about a word that is not known."""
    near = get_close_matches(word, known, n=1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else f"; there are {', '.join(known)}."


def default_text(access: Status = Status.RELEASED) -> str:
    """archive.toml with every key at its default, each under the sentence that says what it is."""
    lines = ["# The settings of this archive. A variable PRESS_ARCHIVE_<SECTION>_<KEY> wins over this file."]
    for section in SECTIONS:
        lines += ["", f"[{section}]"]
        for item in _items(section):
            value = access if (section, item.name) == ("intake", "access") else item.default
            lines += [f"# {item.metadata['sentence']}", f"{item.name} = {_toml(value)}"]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def write_default(folder: Path, access: Status = Status.RELEASED) -> None:
    """Writes the default archive.toml into a folder that has none, whole or not at all."""
    fresh = folder / f"{FILE}.new"
    with fresh.open("w", encoding="utf-8") as file:
        file.write(default_text(access))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / FILE)
