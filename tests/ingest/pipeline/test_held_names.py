"""The name of a held copy is not public, although its bytes are, until its release time or a decision."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.access import ARCHIVIST, PUBLIC
from archive.storage.archive import Archive
from tests.archive.storage.test_earlier_versions import Place
from tests.builders.photo_builders import encoded, jpeg
from tests.support.commands import desk_app, desk_client
from tests.support.desk_pages import previewed, said, tree
from tests.support.older_archives import set_back
from webui.services.services import OpenArchive

TEXT = "Dermaga baru dibuka\n\nWali kota membuka dermaga baru dan menyapa para nelayan yang datang sejak subuh.\n"
OTHER = (
    "Pasar ikan dipindah\n\nPasar ikan kota dipindahkan ke tepi sungai mulai bulan depan, kata kepala dinas pasar.\n"
)
DATED = "EMBARGO until 10:00 GMT 3 May 2099"


class Disk(Place):
    """A disk that is ingested repeatedly as a whole."""

    def put(self, name: str, data: str | bytes, *how: str) -> None:
        """Write this file, and ingest the disk."""
        path = self.disk / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        self.run("ingest", *how, str(self.disk))

    def record(self, name: str) -> str:
        """Return the record with a file of that name."""
        with Archive.open(self.folder) as archive:
            (found,) = archive.catalogue.meant("filename", name)
        return found

    def names(self, record: str) -> tuple[set[str], set[str]]:
        """Return the public names, and the additional ones that the archivist sees, without folders."""
        with Archive.open(self.folder) as archive:
            public, every = (
                {name.rpartition("/")[2] for asset in one.assets for name in asset.names}
                for viewer in (PUBLIC, ARCHIVIST)
                for one in archive.catalogue.get_many([record], viewer)
            )
        return public, every - public


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    return Disk(tmp_path)


@pytest.fixture
def web(disk: Disk) -> Iterator[FlaskClient]:
    """Yield a client for the public and the desk."""
    opened = OpenArchive(disk.folder)
    yield desk_client(desk_app(opened))
    opened.close()


@pytest.fixture
def copied(disk: Disk) -> str:
    """A public text with two held copies."""
    disk.put("rilis/a.txt", TEXT)
    disk.put(f"{DATED}/menteri_mundur.txt", TEXT)
    disk.put("rilis/besok.txt", TEXT, "--access", "held")
    return disk.record("a.txt")


def test_a_release_of_the_record_leaves_it_and_one_with_earlier_versions_opens_it(disk: Disk, copied: str) -> None:
    assert disk.names(copied) == ({"a.txt"}, {"menteri_mundur.txt", "besok.txt"})
    told = disk.run("access", "released", copied)
    assert "Nothing was changed" in told
    assert f"{DATED}/menteri_mundur.txt stays held until 2099-05-03T10:00:00Z" in told
    assert "rilis/besok.txt stays held until someone decides" in told
    disk.run("access", "withdrawn", copied)
    disk.run("access", "released", copied)
    assert disk.names(copied) == ({"a.txt"}, {"menteri_mundur.txt", "besok.txt"})
    assert "Change set 3" in disk.run("access", "released", copied, "--with-earlier-versions")
    assert disk.names(copied) == ({"a.txt", "menteri_mundur.txt", "besok.txt"}, set())
    disk.run("records undo", "3")
    assert disk.names(copied) == ({"a.txt"}, {"menteri_mundur.txt", "besok.txt"})
    disk.run("records undo", "4")
    assert disk.names(copied) == ({"a.txt", "menteri_mundur.txt", "besok.txt"}, set())


def test_a_copy_that_came_since_does_not_keep_a_change_from_being_taken_back(disk: Disk, copied: str) -> None:
    disk.run("access", "withdrawn", copied)
    disk.put("EMBARGO/lusa.txt", TEXT)
    disk.run("records undo", "1")
    assert disk.names(copied) == ({"a.txt"}, {"menteri_mundur.txt", "besok.txt", "lusa.txt"})


def test_a_name_that_was_public_stays_so(disk: Disk) -> None:
    disk.put("a.txt", TEXT)
    disk.put("salinan.txt", TEXT)
    disk.put("salinan.txt", TEXT, "--access", "held")
    assert disk.names(disk.record("a.txt")) == ({"a.txt", "salinan.txt"}, set())


def test_it_goes_where_its_file_goes_and_names_no_record(disk: Disk) -> None:
    """When merged, split and undone."""
    disk.put("a.txt", TEXT)
    disk.put("b.txt", OTHER)
    disk.put("EMBARGO/menteri_mundur.txt", OTHER)
    one, other = disk.record("a.txt"), disk.record("b.txt")
    disk.run("records merge", one, other, "--yes")
    assert disk.names(one) == ({"a.txt", "b.txt"}, {"menteri_mundur.txt"})
    (file,) = [asset.n for asset in disk.files(one) if any(name.endswith("b.txt") for name in asset.names)]
    made = json.loads(disk.run("records split", one, "--asset", str(file), "--yes", "--json"))["made"]
    assert disk.names(one) == ({"a.txt"}, set())
    assert disk.names(made) == ({"b.txt"}, {"menteri_mundur.txt"})
    disk.run("records undo")
    assert disk.names(one) == ({"a.txt", "b.txt"}, {"menteri_mundur.txt"})
    disk.run("records undo")
    assert disk.names(other) == ({"b.txt"}, {"menteri_mundur.txt"})


def test_a_photo_is_not_held_for_a_text_that_came_with_a_copy_of_it(disk: Disk) -> None:
    """Like any copy, it neither holds nor releases."""
    disk.put("foto/W-ALI_0411.jpg", jpeg(base=encoded("JPEG", 320, 200)))
    disk.put(f"{DATED}/W-ALI_0411.jpg", jpeg(base=encoded("JPEG", 320, 200)))
    disk.put(f"{DATED}/mundur.txt", f"{TEXT}\nW-ALI_0411.jpg\nWali kota di dermaga. Foto: Ali Ahmad/Antara\n")
    assert disk.names(disk.record("foto/W-ALI_0411.jpg")) == ({"W-ALI_0411.jpg"}, set())


def test_the_desk_shows_it_and_opens_it_when_asked(disk: Disk, copied: str, web: FlaskClient) -> None:
    page = tree(web.get(f"/desk/records/{copied}"))
    assert "menteri_mundur.txt This name is held until 3 May 2099, 10:00 UTC" in said(page)
    assert "Release…" in said(page)
    form = {"token": web.application.config["FORM_TOKEN"], "id": copied, "status": "released"}
    asked = tree(web.post("/desk/access", data=form))
    assert "also 2 names under which copies came held" in said(asked)
    found = "/api/v1/search?q=filename:menteri_mundur&relax=off"
    assert web.get(found).get_json()["total"] == 0
    web.post("/desk/access/apply", data={**form, "earlier": "yes", "previewed": previewed(asked)})
    assert web.get(found).get_json()["total"] == 1
    assert "2 names of held copies" in said(tree(web.get(f"/desk/records/{copied}")))


def test_an_older_archive_has_no_such_names_and_takes_them(disk: Disk, copied: str) -> None:
    """An archive made before names could be held."""
    set_back(disk.folder, "0011")
    assert disk.names(copied) == ({"a.txt", "menteri_mundur.txt", "besok.txt"}, set())
    disk.put("EMBARGO/lusa.txt", TEXT)
    assert disk.names(copied)[1] == {"lusa.txt"}
