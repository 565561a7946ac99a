"""A folder or file with a name that newsrooms use for held material is held; one with a name that merely mentions it is
not."""

from __future__ import annotations

import pytest

from archive.record import Description
from ingest.extract.embargo.sources import add_embargo_candidates
from tests.cases.hold_names import (
    FILES_THAT_HOLD,
    FILES_THAT_HOLD_NOTHING,
    FOLDERS_THAT_HOLD,
    FOLDERS_THAT_HOLD_NOTHING,
    MORE_THAT_HOLD,
    MORE_THAT_HOLD_NOTHING,
    PATHS_THAT_HOLD,
    PATHS_THAT_HOLD_NOTHING,
)


def held(filename: str, relpath: str = "") -> bool:
    description = Description("text/plain", "text", 1, text="Dermaga baru dibuka")
    add_embargo_candidates(description, filename, relpath)
    return "embargo" in description.values


@pytest.mark.parametrize("name", FOLDERS_THAT_HOLD)
def test_a_folder_holds_all_below_it(name: str) -> None:
    assert held("naskah.txt", f"{name}/naskah.txt")
    assert held("naskah.txt", f"2026/{name}/dermaga/naskah.txt")


@pytest.mark.parametrize("name", [*FILES_THAT_HOLD, *MORE_THAT_HOLD])
def test_a_file_is_held_by_its_name(name: str) -> None:
    assert held(name)


@pytest.mark.parametrize("name", [*FOLDERS_THAT_HOLD_NOTHING, *FILES_THAT_HOLD_NOTHING, *MORE_THAT_HOLD_NOTHING])
def test_a_name_that_tells_of_such_things_holds_nothing(name: str) -> None:
    assert not held(name)
    assert not held("naskah.txt", f"{name}/naskah.txt")


@pytest.mark.parametrize("path", PATHS_THAT_HOLD)
def test_paths_that_hold(path: str) -> None:
    assert held(path.rpartition("/")[2], path)


@pytest.mark.parametrize("path", PATHS_THAT_HOLD_NOTHING)
def test_paths_that_hold_nothing(path: str) -> None:
    assert not held(path.rpartition("/")[2], path)


@pytest.mark.parametrize("unit", ["1", "1 ", "4 des ", "12 2026 ", "v2 ", "rilis 1 ", "siap rilis "])
@pytest.mark.parametrize("before", ["", "hold ", "HOLD_", "draft "])
def test_the_longest_names_are_read_as_short_ones_are(before: str, unit: str) -> None:
    """They once took forever, because the numbers in a name can be split in very many ways."""
    long = before + unit * (240 // len(unit))
    assert held(f"{long} q.pdf") == held(f"{before}{unit * 4} q.pdf")
