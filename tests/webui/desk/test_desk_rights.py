"""Rights review: which photos and texts are on which list, and how one gets from there to setting a field."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient

from archive.access import utc_now
from archive.catalogue import Access, NamedFile, NewAsset
from archive.edits.values import edits_of
from archive.record import Description, Mention, Outcome, Status
from webui.desk.records.rights import review, urgent
from webui.services.services import OpenArchive

GOOD = {"credit": "ANTARA FOTO/Budi", "copyright": "© Antara", "usage_terms": "Editorial use only"}


def day(days: int) -> str:
    """Return the date this many days from now."""
    return (utc_now() + timedelta(days=days)).date().isoformat()


def put(opened: OpenArchive, *records: tuple[str, dict[str, object]], kind: str = "photo", **more: object) -> None:
    """Add records with these titles and values. `status` and `mentions` apply to all of them."""
    with opened.archive.catalogue.write() as w:
        for title, values in records:
            media = "image/jpeg" if kind == "photo" else "text/plain"
            said = Description(media, "test", 1, mentions=list(more.get("mentions", ())))  # type: ignore[call-overload]
            for key, value in {"kind": kind, "title": title, **values}.items():
                said.offer(key, value, "test")
            digest = hashlib.sha256(title.encode()).hexdigest()
            status = more.get("status", Status.RELEASED)
            assert isinstance(status, Status)
            w.add_record(said, NewAsset(digest, 10, media), Access(status))


def listed(at_desk: FlaskClient, query: str) -> set[str]:
    """Return the titles on a list."""
    page = at_desk.get(f"/desk/rights?{query}")
    assert page.status_code == 200
    return {unescape(found) for found in re.findall(r'id="title-[^>]*>([^<]*)</a>', page.text)}


def test_each_list_has_what_lacks_something(opened: OpenArchive, at_desk: FlaskClient) -> None:
    put(
        opened,
        ("whole", GOOD),
        ("bare", {}),
        ("istimewa", GOOD | {"credit": "Foto: Istimewa"}),
        ("by its maker", GOOD | {"credit": "", "creator": ["Siti"]}),
        ("no line", GOOD | {"copyright": " "}),
        ("instructed", GOOD | {"usage_terms": "", "instructions": "No archives"}),
        ("over", GOOD | {"expiry_date": day(-1)}),
        ("last day", GOOD | {"expiry_date": f"{day(0)}T10:00:00"}),
        ("soon", GOOD | {"expiry_date": day(90)}),
        ("later", GOOD | {"expiry_date": day(91)}),
        ("this year", GOOD | {"expiry_date": f"{utc_now().year + 1}"}),
        ("long ago", GOOD | {"expiry_date": "2001-05"}),
    )
    put(opened, ("withdrawn", {}), status=Status.WITHDRAWN)
    put(opened, ("held", GOOD | {"expiry_date": "2020-01-01"}), status=Status.HELD)
    assert listed(at_desk, "show=expired") == {"over", "long ago", "held"}
    assert listed(at_desk, "show=expires-soon") == {"last day", "soon"}
    assert listed(at_desk, "show=no-credit") == {"bare"}
    assert listed(at_desk, "show=owner-unknown") == {"istimewa"}
    assert listed(at_desk, "show=no-copyright") == {"bare", "no line"}
    assert listed(at_desk, "show=no-terms") == {"bare"}
    assert listed(at_desk, "") == {"over", "long ago", "held"}
    assert urgent(opened.archive) == 7
    page = at_desk.get("/desk/rights").text
    assert "Expired 3" in page
    assert "No usage terms 1" in page
    assert 'href="/desk/records?q=flag%3Aowner-unknown"' in at_desk.get("/desk/rights?show=owner-unknown").text


def test_texts_have_lists_of_their_own(opened: OpenArchive, at_desk: FlaskClient) -> None:
    put(opened, ("siaran", {"expiry_date": "2020-01-01"}), kind="press-release")
    assert listed(at_desk, "of=text") == {"siaran"}
    assert listed(at_desk, "of=text&show=no-terms") == {"siaran"}
    assert listed(at_desk, "of=text&show=no-credit") == {
        "siaran"
    }  # not a list of texts: the first that is not empty is shown
    assert listed(at_desk, "") == set()
    assert "nothing is missing here" in at_desk.get("/desk/rights").text


def test_what_an_article_credits_is_credited(opened: OpenArchive, at_desk: FlaskClient) -> None:
    put(opened, ("kapal", {}), ("perahu", {}))
    with opened.archive.catalogue.write() as w:
        number = w.open_accession({}, Status.RELEASED)
        root = w.root("/disk")

        for title, path in (("kapal", "W-1.jpg"), ("perahu", "W-2.jpg")):
            digest = hashlib.sha256(title.encode()).hexdigest()
            (record,) = w.records_of(digest)
            w.put_name(NamedFile(root, path, "", digest, record, Outcome.ADDED, 10, 1, 1), number)
    put(opened, ("berita", {}), kind="article", mentions=[Mention("W-1.jpg", credit="Foto: Rudi/Antara")])
    assert listed(at_desk, "show=no-credit") == {"perahu"}


def test_a_field_that_is_set_takes_the_record_off_the_list(opened: OpenArchive, at_desk: FlaskClient) -> None:
    put(opened, ("satu", {}), ("dua", {}))
    ids = review(opened.archive)["photo", "no-credit"]
    assert len(ids) == 2
    token = {"token": at_desk.application.config["FORM_TOKEN"]}
    page = at_desk.get("/desk/rights?show=no-credit").text
    assert 'action="/desk/fields"' in page
    form = at_desk.post("/desk/fields", data=token | {"query": "", "scope": "ticked", "id": ids[0]})
    assert form.status_code == 200
    assert "1 record" in form.text
    with opened.archive.catalogue.write() as w:
        w.set_value(ids[0], "credit", "Antara")
    assert review(opened.archive)["photo", "no-credit"] == ids[1:]
    assert f'href="/desk/records/{ids[1]}"' in at_desk.get("/desk/rights?show=no-credit").text


def test_a_long_list_is_paged(opened: OpenArchive, at_desk: FlaskClient) -> None:
    put(opened, *((f"photo {n}", {}) for n in range(120)))
    seen = [listed(at_desk, f"show=no-terms&page={page}") for page in (1, 2, 3)]
    assert [len(one) for one in seen] == [50, 50, 20]
    assert len(set.union(*seen)) == 120
    assert 'href="/desk/rights?show=no-terms&amp;page=3"' in at_desk.get("/desk/rights?show=no-terms&page=2").text
    assert "nothing on this page" in at_desk.get("/desk/rights?show=no-terms&page=9").text


@pytest.mark.parametrize("query", ["page=0", "page=x", "show=never", "of=film", "unknown=1"])
def test_what_cannot_be_asked_is_refused(at_desk: FlaskClient, query: str) -> None:
    assert at_desk.get(f"/desk/rights?{query}").status_code == 400


def test_odd_values_do_no_harm(opened: OpenArchive, at_desk: FlaskClient) -> None:
    odd = {"credit": ["<b>IST</b>", 7], "copyright": {"a": 1}, "usage_terms": 5, "expiry_date": "soon"}
    put(opened, ("<script>alert(1)</script>", odd), ("list", GOOD | {"expiry_date": ["2001-01-01"]}))
    for show in ("expired", "expires-soon", "no-credit", "owner-unknown", "no-copyright", "no-terms"):
        page = at_desk.get(f"/desk/rights?show={show}").text
        assert "<script>alert" not in page
        assert "<b>IST" not in page


def test_many_records_are_looked_through_once_for_each_state(opened: OpenArchive) -> None:
    put(opened, *((f"photo {n}", {"credit": f"Fotografer {n}/Kantor"}) for n in range(3000)))
    found = review(opened.archive)
    assert len(found["photo", "no-terms"]) == 3000
    assert review(opened.archive) is found


def test_the_end_of_use_is_set_where_it_was_extended(opened: OpenArchive, at_desk: FlaskClient) -> None:
    put(opened, ("over", GOOD | {"expiry_date": "2020-01-01"}))
    (record,) = review(opened.archive)["photo", "expired"]
    token = {"token": at_desk.application.config["FORM_TOKEN"]}
    form = at_desk.post(
        "/desk/fields", data=token | {"query": "", "scope": "ticked", "id": record, "key": "expiry_date"}
    )
    assert "A year, a month or a day" in form.text
    for said, answer in (("besok", "Expiry date: 'besok' is not a date"), ("2999-12-31", "Set 1 field")):
        data = token | {"query": "", "scope": "ticked", "id": record, "key": "expiry_date", "value": said}
        assert answer in unescape(at_desk.post("/desk/fields", data=data | {"how": "set"}).text), said
    with opened.archive.catalogue.write() as w:
        for key, value in edits_of(["expiry_date=2999-12-31"]).items():
            w.set_value(record, key, value)
    assert review(opened.archive)["photo", "expired"] == []
