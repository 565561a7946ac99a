"""`press-archive search` for people: the same notes as on the search page, and equivalent options."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.access import PUBLIC
from archive.cli import main
from archive.record import Kind
from archive.search.execution.requests import SearchRequest
from archive.search.index import index_sync
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from tests.support.index_damage import index_folder
from tests.support.web_fakes import CARD, FakeServices, memorable, record, with_cards
from webui.search_listing import list_results

TEXTS = {
    "jembatan.txt": "Jembatan baru dibuka\n\nKUPANG, 3 Mei 2025 - Jembatan baru itu dibuka untuk umum.\n",
    "pasar.txt": "Pasar baru ditutup\n\nKUPANG, 4 Juni 2024 - Pasar lama itu ditutup untuk umum.\n",
    "ferry.txt": "The new ferry sails\n\nKUPANG, 5 June 2023 - The new ferry sails to the islands at last.\n",
}


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    return with_cards(memorable(tmp_path))


def said(services: FakeServices, q: str, **more: object) -> list[str]:
    request = SearchRequest(q, facets=(), **more)  # type: ignore[arg-type]
    return [*list_results(services.searcher.search(request, PUBLIC))]


def test_names_and_meanings_are_told(services: FakeServices) -> None:
    lines = said(services, "Cuong PBB", relax=True)
    assert lines[0] == "1 record"
    assert (
        "Cuong: found in all forms of Lương Cường, person (--no-names: only as typed)\n  " + "; ".join(CARD.forms)
        in lines
    )
    assert "PBB may mean: Perserikatan Bangsa-Bangsa; Partai Bulan Bintang" in lines
    assert "No record has all these words; these have some of them (--no-relax: only with all)." in lines


def test_other_readings_and_offers_are_told(services: FakeServices) -> None:
    services.searcher.meant["konvnsi"] = "konvensi"
    services.searcher.said["foto"] = ("kind", "photo")
    assert "Did you mean: konvensi" in said(services, "konvnsi")
    assert "“foto” is also Kind: Photo, 1 record" in said(services, "foto")
    assert "Read as: konvensi without hanoi" in said(services, "konvensi NOT hanoi")
    assert not [line for line in said(services, "konvensi") if line.startswith("Read as")]


def test_why_nothing_is_told(services: FakeServices) -> None:
    assert said(services, "konvensi zzz", filters={"kind": ("document", "speech")}) == [
        "0 records",
        "Why no results?",
        "  konvensi: alone in 2 records, without it 0 records",
        "  zzz: alone in 0 records, without it 1 record",
        "  Kind: Document, Speech: alone in 2 records, without it 0 records",
    ]


def test_what_an_entry_stands_for_is_told(services: FakeServices) -> None:
    for number in range(3):
        services.add(record(f"frame{number}", Kind.PHOTO, f"A_{number}.jpg", {}))
        services.searcher.groups[f"frame{number}"] = ("sequence", "run7")
    lines = said(services, "A_", collapse=("sequence",))
    assert (lines[0], lines[-1]) == ("3 records in 1 entry", "  and 2 more like it")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("listing")
    disk = folder / "disk"
    disk.mkdir()
    for name, text in TEXTS.items():
        (disk / name).write_text(text, encoding="utf-8")
    with Archive.create(folder / "archive") as made:
        ingest([disk], made)
        index_sync.update(made)
    return folder / "archive"


def run(archive: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["search", "--archive", str(archive), *arguments])


def found(archive: Path, *arguments: str) -> list[str]:
    result = run(archive, "--json", *arguments)
    assert result.exit_code == 0, result.output
    return [one["filename"] for one in json.loads(result.stdout)["results"]]


def test_options_narrow_and_order(archive: Path) -> None:
    assert found(archive, "--sort", "date", "KUPANG") == ["ferry.txt", "pasar.txt", "jembatan.txt"]
    assert found(archive, "--sort", "-date", "KUPANG") == ["jembatan.txt", "pasar.txt", "ferry.txt"]
    assert found(archive, "--from", "2024", "--to", "2024-06", "KUPANG") == ["pasar.txt"]
    assert found(archive, "--language", "en", "KUPANG") == ["ferry.txt"]
    assert found(archive, "--sort", "date", "--limit", "1", "--page", "2", "KUPANG") == ["pasar.txt"]


def test_several_languages_in_one_option_are_refused_with_advice(archive: Path) -> None:
    refused = run(archive, "--language", "id,vi", "KUPANG")
    assert refused.exit_code == 2
    assert "'id,vi' is not a language tag such as id. For several, repeat --language." in refused.output


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_a_search_that_meets_damage_makes_the_index_anew_and_answers(
    archive: Path, tmp_path: Path, engine: str
) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(archive, folder)
    with Archive.open(folder) as opened:
        index_sync.rebuild(opened, engine=engine)
        index = index_folder(opened)
    for path in [*index.rglob("*.pst"), *index.rglob("*.idx"), *index.rglob("*.fast")]:
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    first = run(folder, "KUPANG")
    assert first.exit_code == 0, first.output
    assert first.stdout.startswith("3 records\n")
    assert "made anew" in first.stderr or "made from the catalogue" in first.stderr


def test_people_get_some_of_the_words_and_scripts_only_when_they_ask(archive: Path) -> None:
    assert found(archive, "jembatan", "zzzz") == []
    assert found(archive, "--relax", "jembatan", "zzzz") == ["jembatan.txt"]
    assert run(archive, "jembatan", "zzzz").stdout.startswith("1 record\n")
    assert run(archive, "--no-relax", "jembatan", "zzzz").stdout.startswith("0 records\nWhy no results?")


def test_facets_are_counted_when_asked_for(archive: Path) -> None:
    assert "Year" not in run(archive, "KUPANG").stdout
    lines = run(archive, "--facets", "year,language", "KUPANG").stdout.splitlines()
    assert lines[lines.index("Year") + 1 :][:3] == ["  2023  1", "  2024  1", "  2025  1"]
    assert lines[lines.index("Language") + 1 :] == ["  Indonesian  2", "  English  1"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--from", "2025-13"], "--from: write it as YYYY"),
        (["--from", "2025", "--to", "2024"], "--to: it lies before"),
        (["--facets", "colour"], "--facets: "),
        (["--page", "501"], "--page: "),
    ],
)
def test_options_that_cannot_be_taken_say_why(archive: Path, arguments: list[str], said: str) -> None:
    result = run(archive, *arguments, "KUPANG")
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_h_alone_asks_for_help_and_in_a_query_leaves_out_a_word(archive: Path) -> None:
    for alone in (["-h"], ["--held", "-h"]):
        assert run(archive, *alone).output.startswith("Usage: ")
    assert run(archive, "jembatan", "-h").output.startswith("1 record\n")


def test_the_state_of_the_index_tells_what_everyone_sees_from_what_is_held(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    (disk / "out.txt").write_text("Jembatan baru dibuka untuk umum.", encoding="utf-8")
    (disk / "back.txt").write_text("EMBARGO: sampai 3 Mei 2099 pukul 10.00 WIB\n\nPasar ditutup.", encoding="utf-8")
    with Archive.create(tmp_path / "archive") as made:
        ingest([disk], made)
    told = CliRunner().invoke(main, ["index", "status", "--archive", str(tmp_path / "archive")]).output
    assert "seen by everyone: 1 record, " in told
    assert "held or withdrawn: 1 record, " in told
