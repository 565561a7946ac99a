"""With a catalogue on a server, the server's clock decides which embargoes have ended. Only `utc_now` uses it."""

from __future__ import annotations

import ast

from tests.project.test_layers import modules

ASKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "localtime")}

# Modules that may read this machine's clock, and why.
MAY = {
    "archive.access",  # utc_now itself, without a server
    "archive.catalogue.schema.postgresql",  # compares the two clocks
    "archive.storage.locks",  # reports since when a lock on this machine is held
    "archive.text.dates.date_finder",  # in workers, which have no catalogue: the century of a two-digit year
    "archive.text.dates.name_dates",  # in workers: a year that is too far ahead
    "ingest.extract.dates.issue_date",  # in workers: a year that is too far ahead
}


def test_no_other_module_asks_the_clock_of_this_machine() -> None:
    asked = {
        name
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and (node.value.id, node.attr) in ASKS
    }
    assert asked == MAY
