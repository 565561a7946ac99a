"""Companions of a file: found by its name, whatever else is on the disk."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from archive.catalogue import Catalogue
from tests.archive.catalogue.shelf import photo


@pytest.mark.sqlite
def test_what_stands_beside_a_file_is_looked_up_by_its_name(catalogue: Catalogue) -> None:
    asked: list[tuple[str, Any]] = []
    with catalogue.write() as writer:
        for n in range(20):
            photo(writer, f"a/DSC_{n:04}.jpg")
        beside = photo(writer, "a/DSC_0007.NEF")
        event.listen(
            catalogue._database.engine, "before_cursor_execute", lambda *told: asked.append((told[2], told[3]))
        )
        found = writer.standing("disk", "a/DSC_0007.xmp", "")
    assert [one.filename for one in found] == ["DSC_0007.NEF", "DSC_0007.jpg"]
    assert beside in {one.record for one in found}
    statement, parameters = next((s, p) for s, p in asked if "JOIN assets" in s)
    with catalogue.snapshot() as conn:
        plan = [row.detail for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    assert any("names USING INDEX ix_names_key" in step for step in plan), plan
