"""The seed and the sample corpus in one archive, with invented articles whose photo shares only a number with another:
unconfirmed links have no effect on either side until confirmed at the desk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.access import PUBLIC
from archive.catalogue.history.shown_links import digest_of_mention
from archive.search.execution.requests import SearchRequest
from archive.search.index import index_sync
from archive.search.searcher import Searcher
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from tests.builders.release_folders import photo as picture
from tests.support.commands import desk_app, desk_client
from webui.desk.links.mention_rows import sign
from webui.services.services import OpenArchive

ROOT = Path(__file__).parents[2]
SEED = ROOT.parent / "shared" / "seed"
SAMPLES = ROOT / "sample_corpus"
pytestmark = pytest.mark.skipif(not SEED.is_dir(), reason="../shared is not here")

GUESS = "Possible photo, unconfirmed"
NAMES = {  # for each language: the people, the text of the article, its caption, and the name of the photo
    "en": (
        ("Odalys Brackenridge", "Tobias Ferrante", "Wilhelmina Oakes", "Casimir Rowntree", "Leopold Hargreave",
         "Ottoline Prewitt", "Barnaby Quillfeather", "Seraphina Dunmore", "Ambrose Tillotson", "Cordelia Vanterpool"),
        "The minister opened the new crossing on Monday, and the boats will run every hour until the evening.",
        "Minister {0} greets the crew at the opening of the crossing.",
        "Minister {0} greets crew {1}.jpg", "sloop-{1}.jpg",
    ),
    "id": (
        ("Wirasena Tambunan", "Kartikawati Lubis", "Prabaswara Hutagalung", "Melati Simanjorang", "Ginandjar Mondoring",
         "Sulastri Wanggai", "Baharuddin Mokoginta", "Ratnadewi Palenewen", "Sasongko Marpaung", "Yustina Rumbiak"),
        "Menteri membuka dermaga baru pada hari Senin dan kapal akan berangkat setiap jam sampai malam hari.",
        "Menteri {0} menyapa awak kapal pada pembukaan dermaga.", "Menteri {0} menyapa awak {1}.jpg", "perahu-{1}.jpg",
    ),
    "vi": (
        ("Lò Thị Hạnh Nguyên", "Vừ Bá Cẩm Sơn", "Giàng Seo Phúc Lâm", "Đinh Hữu Quế Trân", "Hoàng Khắc Tường Vân",
         "Mạc Đăng Thúy Liễu", "Tôn Nữ Bích Khuê", "Âu Dương Trọng Khiêm", "Phí Đình Nhật Hạ", "Khúc Thừa Diệp Anh"),
        "Bộ trưởng khai trương bến phà mới vào thứ Hai và phà sẽ chạy mỗi giờ một chuyến cho đến tối.",
        "Bộ trưởng {0} chào thủy thủ tại lễ khai trương bến phà.",
        "Bộ trưởng {0} chào thủy thủ {1}.jpg", "thuyen-{1}.jpg",
    ),
}  # fmt: skip
PAIRS = [
    (language, person, 704150311 + 9137 * (10 * which + n))
    for which, (language, (people, *_)) in enumerate(NAMES.items())
    for n, person in enumerate(people)
]


class Desk:
    """The archive, its desk, and public searches in it."""

    def __init__(self, folder: Path, archive: Archive) -> None:
        self.archive = archive
        self.app = desk_app(OpenArchive(folder))
        self.client = desk_client(self.app)
        ids = sorted(index_sync.ids(archive)["public"])
        self.articles = {one.filename: one.id for one in archive.catalogue.get_many(ids, PUBLIC)}

    def found(self, words: str) -> list[str]:
        with closing(Searcher(self.archive)) as searcher:
            return [hit.record.id for hit in searcher.search(SearchRequest(words), PUBLIC).hits]

    def photos(self, words: str) -> list[str]:
        return self.found(f"kind:photo {words}")

    def article(self, name: str) -> str:
        return self.articles[name]

    def guesses(self, article: str) -> list[tuple[int, str, str]]:
        """Return (number, name, photo) of each mention that is linked to a photo as a guess."""
        told = self.client.get(f"/api/v1/records/{article}").json
        assert told is not None
        return [(n, one["filename"], one["record"]) for n, one in enumerate(told["mentions"]) if one["doubtful"]]

    def page(self, article: str) -> str:
        return self.client.get(f"/records/{article}", headers={"Accept-Language": "en"}).text

    def confirm(self, article: str, n: int, name: str, photo: str) -> None:
        form = {"photo": photo, "ids": photo, "article": article, "n": n, "name": sign(name)}
        (naming,) = (one for one in self.archive.catalogue.namings(article) if one.n == n)
        form["previewed"] = digest_of_mention(naming)
        answer = self.client.post("/desk/mentions", data={"token": self.app.config["FORM_TOKEN"], **form})
        assert answer.status_code == 303
        index_sync.update(self.archive)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("unconfirmed")
    made = folder / "made"
    made.mkdir()
    for seed, (language, person, number) in enumerate(PAIRS, start=100):
        _, body, caption, name, photo = NAMES[language]
        words = (f"{name.format(person, number)}\n{caption.format(person)}", body, body)
        (made / f"story-{number}.txt").write_text(f"{person}\n\n" + "\n\n".join(words), encoding="utf-8")
        (made / photo.format(person, number)).write_bytes(picture(seed))
    with Archive.create(folder / "archive") as archive:
        ingest([SEED, SAMPLES / "photos", SAMPLES / "releases", made], archive)
        yield Desk(folder / "archive", archive)


def test_a_shared_number_brings_no_photo_under_the_name_of_a_person(desk: Desk) -> None:
    assert desk.photos("luong cuong") == []
    assert {person: found for _, person, _ in PAIRS if (found := desk.photos(person))} == {}
    assert all(desk.found(person) for _, person, _ in PAIRS)
    assert all(desk.guesses(desk.article(f"story-{number}.txt")) for *_, number in PAIRS)  # each has a guess


def test_an_article_has_an_unconfirmed_photo_only_folded(desk: Desk) -> None:
    for name in [next(SEED.iterdir()).name, *(f"story-{number}.txt" for *_, number in PAIRS)]:
        article = desk.article(name)
        for _, _, photo in desk.guesses(article):
            shown = re.sub(r"<details.*?</details>", "", desk.page(article), flags=re.DOTALL)
            assert GUESS in desk.page(article)
            assert photo not in shown


def test_one_click_at_the_desk_makes_it_count_for_both(desk: Desk) -> None:
    first = [(next(SEED.iterdir()).name, "luong cuong")]
    for name, person in first + [(f"story-{PAIRS[n][2]}.txt", PAIRS[n][1]) for n in (0, 10, 20)]:
        article = desk.article(name)
        n, mention, photo = desk.guesses(article)[0]
        desk.confirm(article, n, mention, photo)
        assert photo in desk.photos(person)
        assert photo in re.sub(r"<details.*?</details>", "", desk.page(article), flags=re.DOTALL)
        assert mention not in [one for _, one, _ in desk.guesses(article)]
