"""Times of events in the archive: in its local time zone, on the pages that show them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from archive.access import PUBLIC, utc_now
from archive.search.index import index_sync
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from tests.support.web_fakes import memorable
from webui import create_app
from webui.i18n.moments import day, moment
from webui.services.services import OpenArchive


@pytest.mark.parametrize(
    ("zone", "instant", "told"),
    [
        ("Asia/Jakarta", "2026-05-03T17:05:59Z", "4 May 2026, 00:05 WIB"),
        ("Asia/Ho_Chi_Minh", "2026-05-03T03:00:00Z", "3 May 2026, 10:00 UTC+7"),
        ("Asia/Kathmandu", "2026-05-03T03:00:00Z", "3 May 2026, 08:45 UTC+5:45"),
        ("America/Caracas", "2026-01-01T01:00:00Z", "31 December 2025, 21:00 UTC-4"),
        ("UTC", "2026-05-03T03:00:00Z", "3 May 2026, 03:00 UTC"),
    ],
)
def test_an_instant_is_told_by_the_clock_of_the_archives_place(
    tmp_path: Path, zone: str, instant: str, told: str
) -> None:
    services = memorable(tmp_path)
    services.settings = replace(services.settings, archive=replace(services.settings.archive, timezone=zone))
    with create_app({"SERVICES": services}).test_request_context("/"):
        assert moment(instant) == told
        assert day(instant) == told.partition(",")[0]
        assert moment(None) == ""


def test_the_front_page_lists_what_came_last_and_nothing_held(tmp_path: Path) -> None:
    """Whatever its date: an old release added today comes before a new one added yesterday."""
    for number, (name, said) in enumerate([("baru", "2026-05-01"), ("lama", "1999-05-01")]):
        disk = tmp_path / str(number)
        disk.mkdir()
        (disk / f"{name}.txt").write_text(f"Siaran {name}\n\nJakarta, {said}. Isi siaran {name}.", encoding="utf-8")
        (disk / f"rahasia-{name}.txt").write_text(f"EMBARGO until 2099-01-01 10:00 WIB\n\nRahasia {name}.")
    came = utc_now()  # an index has a resolution of seconds
    with Archive.create(tmp_path / "archive") as archive:
        for number in range(2):
            with patch.object(archive.catalogue, "_clock", lambda at=came - timedelta(hours=2 - number): at):
                ingest([tmp_path / str(number)], archive)
        index_sync.update(archive)
        found = archive.catalogue.get_many(archive.catalogue.lately_added(PUBLIC, 5), PUBLIC)
    assert [record.filename for record in found] == ["lama.txt", "baru.txt"]
    services = OpenArchive(tmp_path / "archive")
    page = create_app({"SERVICES": services}).test_client().get("/").text
    services.close()
    lately = page.partition('class="lately"')[2].partition("</section>")[0]
    assert re.findall(r">(Siaran \w+)</a>", lately) == ["Siaran lama", "Siaran baru"]
    assert "ahasia" not in page
