"""The engines there are, by the name that archive.toml gives them."""

from __future__ import annotations

from archive.engines.base import Engine
from archive.engines.whoosh import WhooshEngine

ENGINES: dict[str, type[Engine]] = {WhooshEngine.name: WhooshEngine}
"""Every engine here passes tests/test_engines.py."""
