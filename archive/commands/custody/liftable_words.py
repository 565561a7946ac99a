"""Rules of collections and legal holds in the lists of their commands."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from archive.catalogue.rules.collection_rules import CollectionRule
from archive.catalogue.rules.legal_holds import LegalHold


def set_and_lifted(one: CollectionRule | LegalHold) -> str:
    """Return by whom, when and why it was set, and lifted."""
    lifted = f"; lifted {one.lifted_at} by {one.lifted_by}: {one.lifted_reason}" if one.lifted_at else ""
    return f"set {one.set_at} by {one.set_by}: {one.reason}{lifted}"


def numbered_json(name: str, one: CollectionRule | LegalHold) -> dict[str, Any]:
    """Return it as plain values, with its number under this name."""
    told = asdict(one)
    return {name: told.pop("n"), **told}
