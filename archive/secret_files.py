"""Secrets that settings keep in separate files."""

from __future__ import annotations

from pathlib import Path

from archive.errors import ConfigError
from archive.messages import Message


def read_secret(path: Path, key: str) -> str:
    """Return the secret in a file that the setting `key` names, without byte order mark and surrounding blanks. Raise
    ConfigError if the file cannot be read or is empty."""
    try:
        secret = path.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(Message("secret-unreadable", path=path, key=key, error=error)) from error
    if not secret:
        raise ConfigError(Message("secret-empty", path=path, key=key))
    return secret
