"""Read the settings of an archive from archive.toml and PRESS_ARCHIVE_* variables, and write the first archive.toml. No
other module reads these."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import Field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from archive.errors import ConfigError
from archive.messages import Message
from archive.record import Status
from archive.settings import REPEATED, SECTIONS, AlertSection, Settings

FILE = "archive.toml"
PREFIX = "PRESS_ARCHIVE_"
DEFAULT_FOLDER = "press-archive-data"
DERIVED = "derived"  # the folder of an archive for everything that can be rebuilt


def load(folder: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of the archive in `folder`; variables (those of the process if None) override the file. Raise
    ConfigError for an unusable key, section, type or value, naming the nearest existing key."""
    path = folder / FILE
    values = _from_file(path)
    for name, key, value in _from_environment(os.environ if environment is None else environment):
        values.setdefault(name, {})[key] = value
    settings = {name: SECTIONS[name](**given) for name, given in values.items()}
    return Settings(**settings, alerts=_alerts_in(path))


def _alerts_in(path: Path) -> tuple[AlertSection, ...]:
    found = _table_of(path).get("alerts", [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise ConfigError(Message("settings-section-repeated", path=path, section="alerts"))
    alerts: dict[str, AlertSection] = {}
    for given in found:
        where = f"{path}: [[alerts]] "
        read = AlertSection(**{key: _checked(where + key, "alerts", key, value) for key, value in given.items()})
        for key in ("name", "to"):
            if not getattr(read, key):
                raise ConfigError(Message("alert-lacks", path=path, name=read.name or "?", key=key))
        if read.name in alerts:
            raise ConfigError(Message("alert-twice", path=path, name=read.name))
        alerts[read.name] = read
    return (*alerts.values(),)


def _table_of(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(Message("settings-unreadable", path=path, error=error)) from error


def _from_file(path: Path) -> dict[str, dict[str, Any]]:
    values: dict[str, dict[str, Any]] = {}
    for section, given in _table_of(path).items():
        if section in REPEATED:
            continue
        if section not in SECTIONS:
            raise ConfigError(
                Message("settings-section-unknown", path=path, section=section, instead=_nearest_key(section, SECTIONS))
            )
        if not isinstance(given, dict):
            raise ConfigError(Message("settings-section-flat", path=path, section=section))
        values[section] = {key: _checked(f"{path}: [{section}] {key}", section, key, given[key]) for key in given}
    return values


def _from_environment(environment: Mapping[str, str]) -> list[tuple[str, str, Any]]:
    found = []
    variables = {
        f"{PREFIX}{section}_{item.name}".upper(): (section, item) for section in SECTIONS for item in _items(section)
    }
    for name in sorted(environment):
        if not name.startswith(PREFIX):
            continue
        if name not in variables:
            raise ConfigError(Message("variable-unknown", name=name, instead=_nearest_key(name, variables)))
        section, item = variables[name]
        value = _parsed(environment[name], item.default)
        found.append((section, item.name, _checked(Message("variable-named", name=name), section, item.name, value)))
    return found


def _items(section: str) -> tuple[Field[Any], ...]:
    return fields(SECTIONS.get(section) or REPEATED[section])


def _parsed(text: str, default: Any) -> Any:
    """Return a variable's text in the type of its key; unchanged if it does not fit, so that the check rejects it."""
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
        raise ConfigError(Message("setting-unknown", where=where, instead=_nearest_key(key, known)))
    default, check = known[key].default, known[key].metadata["check"]
    if known[key].metadata["secret"] and not isinstance(value, str):
        raise ConfigError(Message("setting-refused-unshown", where=where, wrong=Message("must-be-text")))
    value = _typed(where, value, default)
    wrong = check(value) if check else None
    if wrong and known[key].metadata["secret"]:
        raise ConfigError(Message("setting-refused-unshown", where=where, wrong=wrong))
    if wrong:
        raise ConfigError(Message("setting-refused", where=where, value=repr(value), wrong=wrong))
    return Status(value) if isinstance(default, Status) else value


def _typed(where: str, value: Any, default: Any) -> Any:
    if isinstance(default, tuple):
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            wrong = Message("must-be-list")
            raise ConfigError(Message("setting-refused", where=where, value=repr(value), wrong=wrong))
        return tuple(value)
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    wanted = str if isinstance(default, Status) else type(default)
    if type(value) is not wanted:
        kinds = {str: "must-be-text", int: "must-be-whole", float: "must-be-number", bool: "must-be-switch"}
        wrong = Message(kinds[wanted])
        raise ConfigError(Message("setting-refused", where=where, value=repr(value), wrong=wrong))
    return value


def _nearest_key(word: str, known: Mapping[str, Any]) -> Message:
    near = get_close_matches(word, known, n=1, cutoff=0.5)
    return Message("key-near", name=near[0]) if near else Message("names-known", names=list(known))


def default_text(access: Status = Status.RELEASED) -> str:
    """Return archive.toml with every key at its default, each below its description."""
    lines = ["# The settings of this archive. A variable PRESS_ARCHIVE_<SECTION>_<KEY> wins over this file."]
    for section in SECTIONS:
        lines += ["", f"[{section}]"]
        for item in _items(section):
            value = access if (section, item.name) == ("intake", "access") else item.default
            lines += [f"# {item.metadata['sentence']}", f"{item.name} = {_toml(value)}"]
    for section in REPEATED:
        lines += ["", f"# [[{section}]], any number of times:"]
        lines += [f"#   {item.name}: {item.metadata['sentence']}" for item in _items(section)]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def write_default(folder: Path, access: Status = Status.RELEASED) -> None:
    """Write the default archive.toml into a folder that has none, atomically."""
    fresh = folder / f"{FILE}.new"
    with fresh.open("w", encoding="utf-8") as file:
        file.write(default_text(access))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / FILE)
