"""With a catalogue on a server, its clock decides which embargoes are over. Only `utc_now` knows it."""

from __future__ import annotations

import ast

from tests.project.test_layers import modules

ASKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "localtime")}

# What may ask this machine, and why.
MAY = {
    "archive.access",  # utc_now itself, where there is no server
    "archive.catalogue.schema.postgresql",  # compares the two
    "archive.storage.locks",  # says since when a lock of this machine is held
    "archive.text.dates.date_finder",  # in workers, which have no catalogue: the century of a year of two digits
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
