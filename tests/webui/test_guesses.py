"""A photo linked to a text only by a shared number is a guess: it has no effect until an archivist confirms it."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image

from archive.search.index import index_sync
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from tests.builders.photo_builders import alternatives, jpeg, packet, xmp_segment
from tests.support.commands import run, some
from webui import create_app
from webui.services.services import OpenArchive

WORDS = {
    "id": ("Presiden menyambut", "Kapal layar di teluk", "Presiden {} menyambut tamu negara di istana pada pagi hari"),
    "vi": ("Chủ tịch nước đón", "Tàu buồm trên vịnh", "Chủ tịch nước {} đón đoàn đại biểu tại trụ sở vào buổi sáng"),
    "en": ("The president welcomes", "A sailing ship in the bay", "President {} welcomes delegates in the palace hall"),
}
NAMES = ("Lương Cường", "Siti Rahmawati", "Jonathan Hargreaves")
PAIRS = [(language, n) for language in WORDS for n in range(10)]


def number(language: str, n: int) -> int:
    return 836150000 + 100 * list(WORDS).index(language) + n


def look(seed: int) -> bytes:
    """Return a unique picture."""
    whole = io.BytesIO()
    noise = random.Random(seed).randbytes(64 * 48 * 3)
    Image.frombytes("RGB", (64, 48), noise).save(whole, "JPEG")
    return whole.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty texts, each with a file name and a caption. Each number is also the number of a photo of a ship."""
    folder = tmp_path_factory.mktemp("guesses")
    (folder / "photos").mkdir()
    (folder / "texts").mkdir()
    for language, n in PAIRS:
        title, ship, caption = WORDS[language]
        said = caption.format(NAMES[n % 3])
        text = f"{title} {n}\n\n25/10/2025\n\n{(said + '. ') * 3}\n\n{title} {number(language, n)}.jpg\n{said}\n"
        (folder / "texts" / f"{language}-{n}.txt").write_text(text, encoding="utf-8")
        frame = jpeg(
            xmp_segment(packet(alternatives("dc:description", x_default=ship))), base=look(number(language, n))
        )
        (folder / "photos" / f"{ship} {number(language, n)}.jpg").write_bytes(frame)
    with Archive.create(folder / "archive") as archive:
        ingest([folder / "photos", folder / "texts"], archive)
        index_sync.update(archive)
    return folder / "archive"


@pytest.fixture
def client(folder: Path) -> Iterator[FlaskClient]:
    services = OpenArchive(folder)
    yield create_app({"SERVICES": services}).test_client()
    services.close()


def found(client: FlaskClient, q: str) -> list[dict[str, Any]]:
    answer = client.get("/api/v1/search", query_string={"q": q, "page_size": 100}).get_json()
    results: list[dict[str, Any]] = answer["results"]
    return results


def guessed(client: FlaskClient) -> list[dict[str, Any]]:
    """Return the guessed links of the texts."""
    texts = [client.get(f"/api/v1/records/{one['id']}").get_json() for one in some(found(client, "-kind:photo"))]
    return [text | {"guess": link} for text in texts for link in text["mentions"] if link["doubtful"]]


def test_a_guess_is_told_as_one_and_counts_nowhere(client: FlaskClient) -> None:
    guesses = guessed(client)
    assert len(guesses) == len(PAIRS)
    for name in NAMES:
        assert found(client, f"kind:photo {name}") == []
        assert found(client, f'"{name}"') != []
    assert found(client, "has:photo -kind:photo") == []
    facets = client.get("/api/v1/search?q=kind:photo&facets=person").get_json()["facets"]
    assert facets.get("person", []) == []
    for text in guesses:
        page = client.get(text["url"]).get_data(as_text=True)
        folded = page[page.index('<details class="possible">') : page.index("</details>")]
        assert text["guess"]["url"] in folded
        assert text["guess"]["url"] not in page.replace(folded, "")
        photo = client.get(f"/api/v1/records/{text['guess']['record']}").get_json()
        assert [one["doubtful"] for one in photo["articles"]] == [True]
        assert [caption["origin"] for caption in photo["captions"]] == ["xmp:dc:description"]
        assert photo["shown"] == []
        assert text["guess"]["caption"] not in client.get(photo["url"]).get_data(as_text=True)


def test_a_confirmed_photo_counts_on_both_sides(client: FlaskClient, folder: Path) -> None:
    text = guessed(client)[0]
    run("mentions", "confirm", "--archive", folder, text["id"], text["guess"]["n"])
    with Archive.open(folder) as archive:
        index_sync.update(archive)
    (photo,) = found(client, f"kind:photo {text['guess']['caption']}")
    assert photo["id"] == text["guess"]["record"]
    assert [one["id"] for one in found(client, "has:photo -kind:photo")] == [text["id"]]
    assert '<details class="possible">' not in client.get(text["url"]).get_data(as_text=True)
    assert text["guess"]["caption"] in client.get(photo["url"]).get_data(as_text=True)
    run("mentions", "undo", "--archive", folder, text["id"], text["guess"]["n"])
    with Archive.open(folder) as archive:
        index_sync.update(archive)
    assert found(client, f"kind:photo {text['guess']['caption']}") == []
