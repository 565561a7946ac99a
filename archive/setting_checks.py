"""Checks of settings: each returns what is wrong with a value, or None."""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import ip_network
from typing import Any

from archive.messages import Message

LANGUAGE_PACKS = re.compile(r"[a-zA-Z]\w{1,30}(?:\+[a-zA-Z]\w{1,30}){0,15}", re.ASCII)
BUCKET = re.compile(r"s3://[^/\s]+(/\S*)?")
_ADDRESS = re.compile(r"https?://[^/\s@]+/?")
_PUBLIC_URL = re.compile(
    r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?(?:/[\w~-][\w.~-]*)*/?", re.ASCII
)
_LINK = re.compile(r"https?://[^\s@\"<>/]+(/[^\s\"<>]*)?")
_EMAIL = re.compile(r"[^\s@,;:<>\"]{1,64}@[^\s@,;:<>\"]{1,190}")
_ISSUER = re.compile(r"(https://[^\s@\"<>?#/]+|http://(127\.0\.0\.1|localhost)(:[0-9]+)?)(/[^\s\"<>?#]*)?")
_ROLE_VALUE = re.compile(r".+=(reader|editor|archivist|admin)")
_HEADER = re.compile(r"X-[A-Za-z0-9-]{1,60}|Remote-[A-Za-z0-9-]{1,60}", re.ASCII)
_ALERT_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
_HOST_AND_PORT = re.compile(r"([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]):([0-9]{1,5})", re.ASCII)
_LONGEST_TEXT = 20_000  # characters of a text on a page
_INDEX_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}", re.ASCII)
POSTGRESQL = "postgresql+psycopg://"  # prefix of the address of a catalogue's server
Check = Callable[[Any], Message | None]  # what is wrong with a value, or None


def between(low: int, high: int) -> Check:
    """Return a check that a number is in [low, high]."""
    return lambda value: None if low <= value <= high else Message("must-be-between", low=low, high=high)


def one_of(*allowed: str) -> Check:
    """Return a check that a text is one of these."""
    return lambda value: None if value in allowed else Message("must-be-one-of", values=allowed)


def are_packs(value: str) -> Message | None:
    """Return what is wrong with a value that should be names of language packs of tesseract."""
    return None if LANGUAGE_PACKS.fullmatch(value) else Message("must-be-packs")


def is_bucket(value: str) -> Message | None:
    """Return what is wrong with a value that should be the address of a bucket, or empty."""
    return None if not value or BUCKET.fullmatch(value) else Message("must-be-bucket")


def is_database(value: str) -> Message | None:
    """Return what is wrong with a value that should be the address of a PostgreSQL database, or empty."""
    return None if not value or value.startswith(POSTGRESQL) else Message("must-be-database", begin=POSTGRESQL)


def are_addresses(value: tuple[str, ...]) -> Message | None:
    """Return what is wrong with a value that should be addresses of servers."""
    return None if all(_ADDRESS.fullmatch(one) for one in value) else Message("must-be-addresses")


def is_header(value: str) -> Message | None:
    """Return what is wrong with a value that should be the name of a header that proxies add, or empty."""
    return None if not value or _HEADER.fullmatch(value) else Message("must-be-header")


def is_index_name(value: str) -> Message | None:
    """Return what is wrong with a value that should be the beginning of names of indexes."""
    return None if _INDEX_NAME.fullmatch(value) else Message("must-be-index-name")


def not_blank(value: str) -> Message | None:
    """Return what is wrong with a value that should be not blank."""
    return None if value.strip() else Message("must-not-be-empty")


def is_link(value: str) -> Message | None:
    """Return what is wrong with a value that should be the address of a page, or empty."""
    return None if not value or _LINK.fullmatch(value) else Message("must-be-link")


def is_public_url(value: str) -> Message | None:
    """Return what is wrong with a value that should be the address of an archive, or empty."""
    return None if not value or _PUBLIC_URL.fullmatch(value) else Message("must-be-public-url")


def is_issuer(value: str) -> Message | None:
    """Return what is wrong with a value that should be the address of an OpenID Connect provider, or empty. Without TLS
    it must be on this machine."""
    return None if not value or _ISSUER.fullmatch(value) else Message("must-be-issuer")


def are_role_values(value: tuple[str, ...]) -> Message | None:
    """Return what is wrong with a value that should be values of a claim, each with a role."""
    return None if all(_ROLE_VALUE.fullmatch(one) for one in value) else Message("must-be-role-values")


def are_networks(value: tuple[str, ...]) -> Message | None:
    """Return what is wrong with a value that should be IP addresses or networks."""
    try:
        for one in value:
            ip_network(one, strict=False)
    except ValueError:
        return Message("must-be-networks")
    return None


def is_email(value: str) -> Message | None:
    """Return what is wrong with a value that should be an e-mail address, or empty."""
    return None if not value or _EMAIL.fullmatch(value) else Message("must-be-email")


def is_short_enough(value: str) -> Message | None:
    """Return what is wrong with a value that should be short enough for a page."""
    return None if len(value) <= _LONGEST_TEXT else Message("must-be-shorter", most=_LONGEST_TEXT)


def clamd_address(value: str) -> str | tuple[str, int]:
    """Return the address of a clamd, the path of its socket or host and port. Raise ValueError for anything else."""
    if value.startswith("/"):
        return value
    found = _HOST_AND_PORT.fullmatch(value)
    if found is None or not 0 < int(found[2]) < 65536:
        raise ValueError(value)
    return found[1].strip("[]"), int(found[2])


def is_clamd(value: str) -> Message | None:
    """Return what is wrong with a value that should be the address of a clamd, or empty."""
    try:
        if value:
            clamd_address(value)
    except ValueError:
        return Message("must-be-clamd")
    return None


def is_alert_name(value: str) -> Message | None:
    """Return what is wrong with a value that should be the name of an alert."""
    return None if _ALERT_NAME.fullmatch(value) else Message("must-be-alert-name")


def is_destination(value: str) -> Message | None:
    """Return what is wrong with a value that should be a web address or a mail address."""
    return None if _LINK.fullmatch(value) or _EMAIL.fullmatch(value) else Message("must-be-destination")
