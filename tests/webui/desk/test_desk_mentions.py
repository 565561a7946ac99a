"""The desk's page of mentions: the photo that an article means is reviewed, decided by a click, and undone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from html import escape, unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask

from archive.catalogue.history.shown_links import digest_of_mention
from archive.catalogue.image_links import match_rules
from archive.catalogue.image_links.evidence import Support
from archive.messages import Message, join_messages
from archive.record import Mention
from tests.support.deciding_shelf import BODY, CAPTION, HOSTILE, Shelf
from webui.desk.links.mention_rows import around, sign
from webui.i18n.message_lookup import localised_message

PATH = "/desk/mentions"
GONE, GUESSED, PLAIN = "tidak-ada.jpg", "dai-bieu.jpg", "W-HAI_1275.jpg"
AT = len("Warga Wolio menyambut\n\n") + BODY.index("Warga")


class Named(Shelf):
    """An article with a photo that is found, one that is guessed, and one that is missing but has a likely
    candidate."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        with self.archive.catalogue.write() as writer:
            self.found = self.photo(writer, f"a/{PLAIN}", 3, "Kapal bersandar di dermaga pagi hari")
            self.guess = self.photo(writer, "b/Đại biểu.jpg", 5, "Các đại biểu")
            self.likely = self.photo(writer, "c/foto-utama.jpg", 7, CAPTION)
            self.held = self.photo(writer, "d/rahasia.jpg", 9, held=True)
            names = (
                Mention(PLAIN),
                Mention(GUESSED, "Các đại biểu tham dự", "Humas/Sinta", None, AT, None, "vi"),
                Mention(GONE, CAPTION, None, None, AT),
                Mention(HOSTILE, HOSTILE, HOSTILE, None, AT),
            )
            self.article = self.text(writer, "Warga Wolio menyambut", *names)

    def said(self, n: int) -> dict[str, object]:
        (naming,) = [one for one in self.archive.catalogue.namings(self.article) if one.n == n]
        shown = {"name": sign(naming.mention.filename), "previewed": digest_of_mention(naming)}
        return {"article": self.article, "n": n, **shown}

    def tied(self, n: int) -> tuple[str | None, bool]:
        """Return the public photo in the JSON of the n-th mention after indexing, and whether it is a guess."""
        self.index()
        told = self.client.get(f"/api/v1/records/{self.article}").json
        assert told is not None
        return told["mentions"][n]["record"], told["mentions"][n]["doubtful"]


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Named]:
    with closing(Named(tmp_path)) as opened:
        yield opened


def entries(page: str) -> list[str]:
    return re.findall(r'<li id="item-\d+".*?(?=<li id="item-|</ol>\s*<)', page, re.DOTALL)


def test_a_guess_is_shown_with_the_words_around_it_and_why(shelf: Named) -> None:
    (entry,) = entries(shelf.page(PATH))
    text = " ".join(re.sub(r"<[^>]*>", "", entry).split())
    assert f"nelayan. {GUESSED} Warga menyambut" in text
    assert "Caption there: Các đại biểu tham dự Photo: Humas/Sinta" in text
    assert '<q lang="vi">' in entry
    assert "the same words without their accents" in text
    assert f'src="/desk/records/{shelf.guess}/thumbnail"' in entry
    assert "Doubtful 1 Not found 2 Found by rules 1 Decided by you 0" in shelf.words(PATH)
    assert 'Photos in articles</a> <span class="count">3<' in shelf.page("/desk")


def test_a_confirmed_photo_is_no_guess_any_more_on_the_page_of_its_article(shelf: Named) -> None:
    assert shelf.tied(1) == (shelf.guess, True)
    assert "Possible photo, unconfirmed" in shelf.page(f"/records/{shelf.article}")
    status, address, _ = shelf.post(PATH, photo=shelf.guess, ids=shelf.guess, **shelf.said(1))
    assert status == 303
    assert shelf.tied(1) == (shelf.guess, False)
    assert "Possible photo, unconfirmed" not in shelf.page(f"/records/{shelf.article}")
    after = shelf.words(address)
    assert f"Confirmed: {GUESSED} – Warga Wolio menyambut – Đại biểu.jpg" in after
    assert "nothing waits here" in after
    assert f"Confirmed: {GUESSED} – Đại biểu.jpg" in shelf.words(f"/desk/records/{shelf.article}")
    assert "You confirmed this photo." in shelf.words(f"{PATH}?show=decided")


def test_a_refused_photo_is_taken_off_its_article(shelf: Named) -> None:
    status, address, _ = shelf.post(PATH, act="none", ids=shelf.guess, **shelf.said(1))
    assert status == 303
    assert shelf.tied(1) == (None, False)
    assert f"Refused: {GUESSED}" in shelf.words(address)
    assert "You ruled out: Đại biểu.jpg" in shelf.words(f"{PATH}?show=unresolved")


def test_the_likely_photo_of_a_name_that_is_not_here_is_one_click_away(shelf: Named) -> None:
    entry = entries(shelf.page(f"{PATH}?show=unresolved"))[0]
    assert "its caption, which says the same" in entry
    assert "No photo by this name is here".lower() in entry.lower()
    button = re.search(r'<button name="photo" value="(\w+)"', entry)
    assert button
    assert button[1] == shelf.likely
    shelf.post(PATH, photo=button[1], show="unresolved", **shelf.said(2))
    assert shelf.tied(2) == (shelf.likely, False)
    assert GONE not in entries(shelf.page(f"{PATH}?show=unresolved"))[0]


@pytest.mark.parametrize("by", ["photo", "none", "other"])
def test_what_was_done_is_taken_back_from_where_it_is_told(shelf: Named, by: str) -> None:
    before = shelf.archive.catalogue.namings()
    said: dict[str, object] = {
        "photo": {"photo": shelf.found},
        "none": {"act": "none", "ids": f"{shelf.guess},{shelf.likely}"},
        "other": {"act": "other", "other": f"http://localhost/records/{shelf.held}#x"},
    }[by]
    _, address, _ = shelf.post(PATH, **said, **shelf.said(1))
    assert shelf.archive.catalogue.namings() != before
    number = re.search(r'name="decision" value="(\d+)"', shelf.page(address))
    assert number
    for _ in range(2):  # if sent twice, it is done once
        status, back, _ = shelf.post(PATH, act="undo", decision=number[1])
        assert (status, "Undone:" in shelf.words(back)) == (303, True)
    assert shelf.archive.catalogue.namings() == before


def test_a_form_that_is_sent_twice_does_nothing_twice(shelf: Named) -> None:
    for said in ({"photo": shelf.guess}, {"act": "none", "ids": shelf.guess}):
        addresses = {shelf.post(PATH, **said, **shelf.said(1))[1] for _ in range(2)}
        assert len(addresses) == 1
    said_of_it = [one for one in shelf.archive.catalogue.events(shelf.article) if "mention" in one["detail"]]
    assert len(said_of_it) == 2


@pytest.mark.parametrize("typed", ["never-was", "", "article", "../../x", HOSTILE])
def test_what_is_no_photo_is_said_at_the_field_where_it_was_typed(shelf: Named, typed: str) -> None:
    given = shelf.article if typed == "article" else typed
    status, _, page = shelf.post(PATH, act="other", other=given, show="unresolved", **shelf.said(2))
    assert status == 400
    first, second = entries(page)
    assert re.search(r'<input id="other-0"[^>]*aria-invalid="true"[^>]*aria-describedby="wrong-0"', first)
    assert '<details class="other-photo" open>' in first
    assert f'value="{escape(given)}"'.replace("&#x27;", "&#39;").replace("&quot;", "&#34;") in first
    assert "aria-invalid" not in second
    assert shelf.tied(2) == (None, False)


def test_an_article_that_was_changed_meanwhile_gives_a_page_that_says_so(shelf: Named) -> None:
    said = shelf.said(1)
    with shelf.archive.catalogue.write() as writer:
        writer.add_mentions(shelf.article, [Mention(PLAIN), Mention("lain.jpg")])
    status, _, page = shelf.post(PATH, photo=shelf.guess, **said)
    assert (status, "The article was changed since" in page) == (409, True)
    assert shelf.post(PATH, photo=shelf.guess, **(said | {"article": "neverwas"}))[0] == 409
    assert not shelf.archive.catalogue.decisions([shelf.article])


@pytest.mark.parametrize("wrong", [{"n": "-1"}, {"ids": "a b"}, {"photo": "<b>"}, {"show": "x"}, {"act": "burn"}])
def test_a_form_that_none_of_these_pages_made_is_not_taken(shelf: Named, wrong: dict[str, str]) -> None:
    assert shelf.post(PATH, **({"photo": shelf.guess} | shelf.said(1) | wrong))[0] == 400
    assert not shelf.archive.catalogue.decisions([shelf.article])


def test_hostile_names_stay_text(shelf: Named) -> None:
    page = shelf.page(f"{PATH}?show=unresolved").partition("<main")[2]
    assert "<script>" not in page
    assert "<b>bold</b>" not in page
    assert "\u202e" not in " ".join(re.findall(r"<mark.*?</mark>", page))  # a name is displayed in its stored order
    status, address, _ = shelf.post(PATH, photo=shelf.found, **shelf.said(3))
    assert status == 303
    assert "<script>alert" not in shelf.page(address)


@pytest.mark.parametrize(
    "name", ["a\x01b\x00.jpg", " x .jpg ", "baris\r\ndua.jpg", "\u202egpj.exe", "n" * 3000 + ".jpg"]
)
def test_a_name_that_no_page_can_hold_is_decided_like_any_other(shelf: Named, name: str) -> None:
    with shelf.archive.catalogue.write() as writer:
        article = shelf.text(writer, "Nama aneh", Mention(name, None, None, None, 3))
    (entry,) = [one for one in entries(shelf.page(f"{PATH}?show=unresolved")) if "Nama aneh" in one]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', entry))
    fields.pop("token")
    status, address, _ = shelf.post(PATH, **(fields | {"act": "other", "other": shelf.found}))
    assert (status, "Confirmed:" in shelf.words(address)) == (303, True)
    assert [one.photo for one in shelf.archive.catalogue.namings(article)] == [shelf.found]


def test_photos_of_one_name_are_shown_side_by_side_and_all_refused_at_once(shelf: Named) -> None:
    with shelf.archive.catalogue.write() as writer:
        twins = [shelf.photo(writer, f"{n}/kembar.jpg", 10 + n) for n in range(3)]
        article = shelf.text(writer, "Kembar di dermaga", Mention("kembar.jpg", None, None, None, 3))
    page = shelf.page(f"{PATH}?show=unresolved")
    (entry,) = [one for one in entries(page) if "kembar.jpg" in one]
    assert all(f'value="{photo}"' in entry for photo in twins)
    assert "None of these" in entry
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', entry)) | {"ids": ",".join(twins)}
    fields.pop("token")
    assert shelf.post(PATH, **(fields | {"act": "none"}))[0] == 303
    (naming,) = shelf.archive.catalogue.namings(article)
    assert (naming.photo, set(naming.refused)) == (None, set(twins))
    (entry,) = [one for one in entries(shelf.page(f"{PATH}?show=unresolved")) if "Kembar di" in one]
    assert "No photo of the archive is similar." in entry


def test_the_next_of_the_list_comes_after_what_was_done(shelf: Named) -> None:
    _, address, _ = shelf.post(PATH, photo=shelf.likely, show="unresolved", at=0, **shelf.said(2))
    assert urlsplit(address).fragment == "item-0"
    assert re.search(r'class="done".*?<li id="item-0" tabindex="-1"', shelf.page(address), re.DOTALL)


def test_a_held_photo_is_said_to_be_held_and_told_to_nobody_else(shelf: Named) -> None:
    shelf.post(PATH, photo=shelf.held, **shelf.said(1))
    entry = next(one for one in entries(shelf.page(f"{PATH}?show=decided")) if "rahasia.jpg" in one)
    assert "Held" in entry
    assert f'href="/desk/records/{shelf.held}"' in entry
    assert shelf.tied(1)[0] is None


@pytest.mark.parametrize(("tag", "said"), [("id", "Konfirmasi foto ini"), ("vi", "Xác nhận ảnh này")])
def test_the_page_speaks_the_language_of_its_reader(shelf: Named, tag: str, said: str) -> None:
    for show in ("doubtful", "unresolved"):
        shown = shelf.words(f"{PATH}?show={show}", tag)
        assert said in shown
        for english in ("the same", "no photo", "caption", "and the day"):
            assert english not in shown


@pytest.mark.parametrize(
    ("text", "offset", "name", "expected"),
    [
        ("Satu dua. a.jpg Tiga.", 10, "a.jpg", ("Satu dua.", "Tiga.")),
        ("Satu dua. Tiga.", 10, "a.jpg", ("Satu dua.", "Tiga.")),
        ("Satu dua. Tiga.", 12, "a.jpg", ("Satu dua.", "Tiga.")),
        ("Satu", 99, "a.jpg", ("Satu", "")),
        ("", 5, "", ("", "")),
        ("x" * 999, 500, "a.jpg", None),
    ],
)
def test_the_words_around_a_name(text: str, offset: int, name: str, expected: tuple[str, str] | None) -> None:
    found = around(text, offset, name)
    assert expected in (None, found)
    assert max(map(len, found)) < 300


def test_every_reason_is_worded_in_the_languages(shelf: Named) -> None:
    app: Flask = shelf.app
    nobody = Support(False, 0, False, False, None)
    supports = [
        Support(True, 2, True, False, None, said=True, words=frozenset({"dermaga", "warga", "balai"})),
        Support(False, 3, False, True, None),
        Support(False, 3, True, False, None),
    ]
    assert nobody.reason == ""
    several = [Message("photo-of-several", photos=3, why=support.reason) for support in supports]
    reasons = [join_messages([match_rules._HOW[match_rules.Level.TYPE], one]) for one in several]
    reasons += [match_rules.explain_ambiguity(level, 3) for level in match_rules.RULES]
    with app.test_request_context(headers={"Accept-Language": "vi"}):
        shown = [localised_message(reason) for reason in reasons]
    assert [one for one in shown if re.search(r"\b(the|same|photos|caption|and|it)\b", one)] == []
    assert "dermaga, balai, warga" in shown[0]


def test_another_photo_is_picked_from_likely_ones_and_leads_back_to_its_place(shelf: Named) -> None:
    shelf.index()
    link = re.search(r'<a href="([^"]*)">Another photo', entries(shelf.page(f"{PATH}?show=unresolved"))[0])
    assert link is not None
    page = shelf.page(unescape(link[1]))
    for photo in (shelf.found, shelf.likely, shelf.held):
        assert f'name="photo" value="{photo}"' in page, "of that day, held ones too"
    assert "that day or the day before" in page
    form = page.partition('class="picking"')[2]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form)) | {"photo": shelf.likely}
    status, location, _ = shelf.post(PATH, **fields)
    assert (status, urlsplit(location).fragment) == (303, "item-0")
    assert "show=unresolved" in location
    assert shelf.tied(2) == (shelf.likely, False)


def test_photos_are_found_by_number_by_names_and_by_what_is_typed(shelf: Named) -> None:
    with shelf.archive.catalogue.write() as writer:
        named = shelf.photo(writer, "e/lain.jpg", 11, "Sinta Dewi Larasati di dermaga")
        numbered = shelf.photo(writer, "e/KUP_0417.jpg", 13)
        article = shelf.text(writer, "Judul lain", Mention("lama-0417.jpg", "Foto Sinta Dewi Larasati tersenyum"))
    shelf.index()
    page = shelf.page(f"{PATH}/{article}/0")
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    first = re.findall(r'name="photo" value="(\w+)"', page)[:2]
    assert set(first) == {named, numbered}, "those with two reasons come first"
    assert "same number; that day" in page
    assert "names of the caption; that day" in page
    found = shelf.page(f"{PATH}/{article}/0?q=0417")
    assert re.findall(r'name="photo" value="(\w+)"', found) == [numbered]
    assert "No photos found" in shelf.words(f"{PATH}/{article}/0?q=takadasamasekali")
    assert shelf.client.get(f"{PATH}/{article}/0?q=%22").status_code in (200, 400)


def test_a_photo_that_was_rejected_is_not_offered_again(shelf: Named) -> None:
    shelf.index()
    shelf.post(PATH, act="none", ids=shelf.guess, **shelf.said(1))
    assert f'value="{shelf.guess}"' not in shelf.page(f"{PATH}/{shelf.article}/1")


def test_the_picker_is_the_archivists_alone_and_takes_any_address(shelf: Named) -> None:
    shelf.index()
    assert shelf.app.test_client().get(f"{PATH}/{shelf.article}/0").status_code == 404
    for path in (f"{shelf.article}/99", f"{shelf.article}/x", f"{shelf.article}/-1", f"{shelf.held}/0", "nosuch/0"):
        assert shelf.client.get(f"{PATH}/{path}").status_code == 404, path
    assert "<script>alert" not in shelf.page(f"{PATH}/{shelf.article}/3")
