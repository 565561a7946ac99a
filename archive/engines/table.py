"""The engines there are, by the name that archive.toml gives them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from archive.engines.base import Engine
from archive.errors import ConfigError

ENGINES: Mapping[str, str] = MappingProxyType(
    {
        "whoosh": "archive.engines.whoosh:WhooshEngine",
        "tantivy": "archive.engines.tantivy:TantivyEngine",
    }
)
"""Where each engine is: it is loaded when it is asked for, as some need what need not be installed. Every engine here
passes tests/test_engines.py."""

ROOM: Mapping[str, int] = MappingProxyType({"whoosh": 200_000})
"""The records up to which an engine answers at once on a small machine; an engine that is not here has no such end."""


def engine_named(name: str) -> type[Engine]:
    """The engine of that name. ConfigError when there is none, or when what it needs is not installed."""
    if name not in ENGINES:
        raise ConfigError(f"There is no search engine {name!r}; there are {', '.join(ENGINES)}.")
    module, _, class_name = ENGINES[name].partition(":")
    try:
        engine: type[Engine] = getattr(import_module(module), class_name)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("archive"):
            raise
        raise ConfigError(
            f"The search engine {name} is not installed here. Install it with `pip install 'press-archive[{name}]'`, "
            "or take the one that is always there: `press-archive index rebuild --engine whoosh`."
        ) from error
    return engine
