"""Two users edit the same thing: the second is told what the first did, by whom and when, and gets the form again as
typed.

The table has every form of the desk that changes something. A new form fails until it has an entry.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from archive.access import ARCHIVIST
from archive.catalogue import EDIT, Writer
from archive.catalogue.accounts.passwords import hash_password
from archive.catalogue.accounts.roles import Role
from archive.catalogue.history.event_log import LogFilter
from archive.edits import link_decisions, merging
from archive.edits.edits import Edit, change, decide
from archive.login_name import acting_as
from archive.record import Mention, Status
from tests.support.commands import some
from tests.support.desk_pages import said, tree
from tests.webui.desk.test_desk_events import EventDesk
from webui.desk.forms.notices import AGENT

PASSWORD = "tujuh kapal di dermaga"
WHY = "Kata Ibu Nur: salah"
# Forms that do not depend on anything another user may have changed since.
EXCEPTIONS: Mapping[str, str] = {
    "log_in": "opens a session",
    "log_out": "ends one's own session",
    "change_own_password": "asks for the present password of oneself",
    "preview_fields": "shows a preview, writes nothing",
    "confirm_access": "shows a preview, writes nothing",
    "add_user": "adds; a name that was taken meanwhile is refused",
    "create_token": "adds",
    "revoke_token": "ends a token for good; one that was ended meanwhile is told",
    "begin_intake": "adds files of one's own",
    "resume_intake": "adds files of one's own",
    "take_piece": "adds files of one's own",
    "forget_file": "drops a file that is no part of the archive yet",
    "start_intake": "adds files; a receipt tells what became of each",
    "stop_intake": "stops what runs now, whoever began it",
    "discard_drop": "drops files that are no part of the archive yet",
    "try_password": "adds what could not be opened; nothing is replaced",
    "stop_passwords": "stops what runs now, whoever began it",
    "preview_collection_rule": "shows a preview, writes nothing",
    "preview_rule_lift": "shows a preview, writes nothing",
    "preview_legal_hold": "shows a preview, writes nothing",
    "set_collection_rule": "carries out what its preview showed, or shows it again: test_desk_rules",
    "lift_collection_rule": "carries out what its preview showed, or shows it again: test_desk_rules",
    "set_legal_hold": "carries out what its preview showed, or shows it again: test_desk_rules",
    "lift_legal_hold": "ends a hold; one that was lifted meanwhile is told",
    "request_due_disposal": "requests; each record is looked at again when another person carries it out",
    "cancel_due_disposal": "drops a request; what was carried out meanwhile stays so",
    "preview_erasure": "shows a preview, writes nothing",
    "request_erasure": "carries out what its preview showed, or shows it again: test_desk_erasures",
    "cancel_erasure": "drops a request; one that was dropped or carried out meanwhile is told",
    "edit_accession_sheet": "refused, and told what somebody else wrote: test_desk_accession_sheet",
    "read_scans": "reads pages that nobody has read",
    "stop_scans": "stops what runs now, whoever began it",
}


class Office(EventDesk):
    """A desk used by Ratna, while Budi changes the same elsewhere."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        hashed = hash_password(PASSWORD, "")
        with self.archive.catalogue.write() as writer:
            writer.add_user("ratna", "Ratna", Role.ADMIN, hashed)
            writer.add_user("sari", "Sari", Role.EDITOR, hashed)
        self.client = self.app.test_client()
        assert self.client.post("/desk/login", data={"name": "ratna", "password": PASSWORD}).status_code == 303
        self.token = re.findall(r'name="token" value="([^"]+)"', self.client.get("/desk/account").text)[0]
        self.opened: dict[str, Any] = {}

    def post(self, path: str, **data: Any) -> TestResponse:
        return self.client.post(path, data={"token": self.token, **data})

    def send(self, page: html.HtmlElement, action: str, holds: str = "true()", **typed: str) -> TestResponse:
        """Send the form of a page with that action and typed values. `holds`: selects one of several."""
        leads = f"(@action='{action}' or .//button[@formaction='{action}'])"
        (form,) = page.xpath(f"//main//form[@method='post' and {leads}][{holds}]")
        kept = [(name, value) for name, value in form.form_values() if name not in typed]
        return self.client.post(action, data=MultiDict([*kept, *typed.items()]))

    def by_budi(self, do: Callable[[Writer], object]) -> None:
        with acting_as("budi"), self.archive.catalogue.write(AGENT) as writer:
            do(writer)

    def edit(self, record: str, given: str) -> int:
        change_set, _ = change(
            self.archive, [record], Edit.of([given], (), ()).each, (EDIT, f"{record} {given}"), AGENT
        )
        return change_set or 0

    def city(self, record: str) -> object:
        found = self.archive.catalogue.get(record, ARCHIVIST)
        return found.values.get("city") if found else None

    def edit_by_budi(self, record: str, given: str) -> None:
        with acting_as("budi"):
            self.edit(record, given)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with closing(Office(tmp_path_factory.mktemp("office") / "archive")) as opened:
        yield opened


@dataclass(frozen=True)
class Form:
    """A form: `show` returns its page, `send` sends it, `overtake` is Budi's action in between, and `told` the message
    about it. `state`: what must stay as Budi left it. `again`: whether the form of the response can be sent again."""

    show: Callable[[Office], html.HtmlElement]
    send: Callable[[Office, html.HtmlElement], TestResponse]
    overtake: Callable[[Office], None]
    told: tuple[str, ...]
    state: Callable[[Office], object]
    typed: tuple[str, ...] = (WHY,)
    again: bool = True
    prepare: Callable[[Office], None] = field(default=lambda _office: None)


def record(office: Office) -> str:
    return office.ids["ferry.txt"]


def two_texts(office: Office) -> None:
    office.opened["pair"] = (office.shelf.add("Siaran satu"), office.shelf.add("Siaran dua"))


def relation(office: Office, holds: bool) -> None:
    one, other = office.opened["pair"]
    link_decisions.relate(office.archive, (one, "corrects", other), AGENT, holds=holds)


def related(office: Office) -> None:
    two_texts(office)
    one, other = office.opened["pair"]
    with office.archive.catalogue.write() as writer:
        writer.relate(one, "corrects", other, "rule:name", 0.6)


def refuse_by_budi(office: Office) -> None:
    with acting_as("budi"):
        relation(office, holds=False)


def relations_now(office: Office) -> object:
    return {one.origin for one in office.archive.catalogue.related(office.opened["pair"][0]) if one.type == "corrects"}


def named(office: Office) -> None:
    photo, article = office.photo("Kapal bersandar", filename="kapal-07.jpg"), office.shelf.add("Kapal tiba")
    with office.archive.catalogue.write() as writer:
        writer.add_mentions(article, [Mention("kapal-08.jpg", "Kapal", "", "", 0)])
    office.opened["mention"] = (article, photo)


def mention(office: Office) -> Any:
    return link_decisions.naming(office.archive, office.opened["mention"][0], 0)


def refuse_mention(office: Office) -> None:
    with acting_as("budi"):
        link_decisions.reject_decision(office.archive, mention(office), (office.opened["mention"][1],), AGENT)


def merged(office: Office) -> None:
    two_texts(office)
    merging.merge(office.archive, office.opened["pair"], AGENT)


def split_page(office: Office) -> html.HtmlElement:
    here = f"/desk/records/{office.opened['pair'][0]}/split"
    page = office.page(here)
    (n,) = page.xpath("//main//form[not(@method='post')]//*[@name='asset']/@value")[:1]
    return office.page(f"{here}?asset={n}")


def edited(office: Office) -> None:
    office.opened["change"] = office.edit(record(office), "state=Maluku")


def edited_twice(office: Office) -> None:
    office.opened["edited"] = office.shelf.add("Siaran tiga", city="Hue")
    office.edit(office.opened["edited"], "city=Ende")


def one_series(office: Office) -> None:
    with office.archive.catalogue.write() as writer:
        writer.add_series({"level": "fonds", "code": "KPA", "title": "Kantor Pers"})


def taken_out(office: Office) -> None:
    answer = office.decide(office.ferry, "confirm", ids=office.ids["near.txt"])
    (office.opened["act"],) = office.follow(answer).xpath("//div[@class='done']//input[@name='decision']/@value")


def press_event(office: Office, name: str) -> object:
    return office.key(name)


FORMS: Mapping[str, Form] = {
    "change_record": Form(
        lambda office: office.page(f"/desk/records/{record(office)}"),
        lambda office, page: office.send(
            page, f"/desk/records/{record(office)}", "*//option[@value='city'] or .//input[@name='key'][@value='city']"
            "/..//input[@value='set']", key="city", value="Kupang", reason=WHY
        ),
        lambda office: office.edit_by_budi(record(office), "city=Medan"),
        ("Fields set", "City", "Medan"),
        lambda office: office.city(record(office)),
        ("Kupang", WHY),
    ),
    "put_back_value": Form(
        lambda office: office.page(f"/desk/records/{office.opened['edited']}/history"),
        lambda office, page: office.send(
            page, f"/desk/records/{office.opened['edited']}/history", ".//input[@name='key'][@value='city']", reason=WHY
        ),
        lambda office: office.edit_by_budi(office.opened["edited"], "city=Bima"),
        ("City", "Bima"),
        lambda office: office.city(office.opened["edited"]),
        prepare=edited_twice,
    ),
    "change_series": Form(
        lambda office: office.page("/desk/series"),
        lambda office, page: office.send(
            page, "/desk/series", ".//button[@value='edit']", act="edit", title="Kantor Pers Kepresidenan", reason=WHY
        ),
        lambda office: office.by_budi(lambda w: w.edit_series("KPA", {"dates": "1998"})),
        ("Series changed", "KPA"),
        lambda office: [(one.title, one.dates) for one in office.archive.catalogue.series_units()],
        ("Kantor Pers Kepresidenan", WHY),
        prepare=one_series,
    ),
    "set_fields": Form(
        lambda office: tree(
            office.post("/desk/fields", id=record(office), key="city", how="set", value="Ambon", reason=WHY)
        ),
        lambda office, page: office.send(page, "/desk/fields/apply", reason=WHY),
        lambda office: office.edit_by_budi(record(office), "city=Padang"),
        ("City", "Padang"),
        lambda office: office.city(record(office)),
        ("Ambon", WHY),
    ),
    "set_access": Form(
        lambda office: tree(office.post("/desk/access", id=record(office), status="held")),
        lambda office, page: office.send(page, "/desk/access/apply", reason=WHY, when="tomorrow 10:00"),
        lambda office: _withdraw(office),
        ("Withdrawn", "Released"),
        lambda office: office.archive.catalogue.of_status(Status.WITHDRAWN) == [record(office)],
        (WHY, "tomorrow 10:00"),
    ),
    "take_change_back": Form(
        lambda office: office.page(f"/desk/changes/{office.opened['change']}/undo"),
        lambda office, page: office.send(page, f"/desk/changes/{office.opened['change']}/undo", reason=WHY),
        lambda office: office.edit_by_budi(record(office), "state=Jawa"),
        ("Jawa",),
        lambda office: office.archive.catalogue.change_sets()[0].n,
        (),
        again=False,
        prepare=edited,
    ),
    "relation_decided": Form(
        lambda office: office.page("/desk/relations"),
        lambda office, page: office.send(
            page, "/desk/relations", f".//input[@name='one'][@value='{office.opened['pair'][0]}']",
            act="confirm", reason=WHY,
        ),
        refuse_by_budi,
        ("Refused", "Corrects"),
        relations_now,
        prepare=related,
    ),
    "relation_added": Form(
        lambda office: office.page("/desk/relations"),
        lambda office, page: office.send(
            page, "/desk/relations/add", subject=office.opened["pair"][0], relation="corrects",
            object=office.opened["pair"][1], reason=WHY,
        ),
        refuse_by_budi,
        ("Refused", "Corrects"),
        relations_now,
        prepare=two_texts,
    ),
    "mention_decided": Form(
        lambda office: office.page("/desk/mentions?show=unresolved"),
        lambda office, page: office.send(
            page, "/desk/mentions",
            f".//input[@name='article'][@value='{office.opened['mention'][0]}'] and .//input[@name='other']",
            act="other", other=office.opened["mention"][1], reason=WHY,
        ),
        refuse_mention,
        ("Refused", "kapal-08.jpg"),
        lambda office: mention(office).photo,
        prepare=named,
    ),
    "decide_event_act": Form(
        lambda office: tree(office.preview(office.parade, "split", ids=[office.ids["p0.jpg"], office.ids["p1.jpg"]])),
        lambda office, page: office.send(page, f"/desk/events/{office.parade}", reason=WHY),
        lambda office: office.by_budi(lambda w: w.confirm_member(office.drill, office.ids["p2.jpg"])),
        ("Event decided",),
        lambda office: office.key("p0.jpg"),
    ),
    "undo_event_act": Form(
        lambda office: office.page("/desk/events?show=decided"),
        lambda office, page: office.send(
            page, "/desk/events", f".//input[@name='decision'][@value='{office.opened['act']}']", reason=WHY
        ),
        lambda office: office.by_budi(lambda w: w.reject_member(office.ferry, office.ids["near.txt"])),
        ("Event decided",),
        lambda office: office.key("near.txt"),
        (),
        again=False,
        prepare=taken_out,
    ),
    "merge_record": Form(
        lambda office: office.page("/desk/records/{}/merge?other={}".format(*office.opened["pair"])),
        lambda office, page: office.send(page, f"/desk/records/{office.opened['pair'][0]}/merge", reason=WHY),
        lambda office: office.edit_by_budi(office.opened["pair"][1], "city=Bogor"),
        ("City", "Bogor"),
        lambda office: office.city(office.opened["pair"][1]),
        prepare=two_texts,
    ),
    "split_record": Form(
        split_page,
        lambda office, page: office.send(page, f"/desk/records/{office.opened['pair'][0]}/split", reason=WHY),
        lambda office: office.edit_by_budi(office.opened["pair"][0], "city=Solo"),
        ("City", "Solo"),
        lambda office: len(office.archive.catalogue.of_status(Status.RELEASED)),
        prepare=merged,
    ),
    "change_user": Form(
        lambda office: office.page("/desk/users"),
        lambda office, page: office.send(
            page, "/desk/users/sari", ".//select[@name='role']", act="role", role="archivist", reason=WHY
        ),
        lambda office: office.by_budi(lambda w: w.set_role("sari", Role.READER)),
        ("Role changed", "Editor", "Reader"),
        lambda office: [one.role for one in office.archive.catalogue.users() if one.name == "sari"],
    ),
}  # fmt: skip


def _withdraw(office: Office) -> None:
    with acting_as("budi"):
        decide(office.archive, [record(office)], Status.WITHDRAWN, None, AGENT)


def test_every_form_of_the_desk_is_in_the_table(office: Office) -> None:
    posts = {
        rule.endpoint.rpartition(".")[2]
        for rule in office.app.url_map.iter_rules()
        if rule.endpoint.startswith("desk.") and "POST" in (rule.methods or ())
    }
    assert posts == FORMS.keys() | EXCEPTIONS.keys()
    assert not FORMS.keys() & EXCEPTIONS.keys()


@pytest.mark.parametrize("view", FORMS)
def test_whoever_was_overtaken_is_told_and_loses_nothing(office: Office, view: str) -> None:
    form = FORMS[view]
    form.prepare(office)
    office.index()
    page = form.show(office)
    form.overtake(office)
    state = form.state(office)
    answer = form.send(office, page)
    assert answer.status_code == 409, answer.text
    assert form.state(office) == state
    shown = tree(answer)
    (note,) = shown.xpath("//section[@aria-labelledby='meanwhile']")
    (first, *_) = some(note.xpath(".//li"))
    assert "budi" in said(first), said(note)
    assert re.search(r"\d\d:\d\d WIB", said(first))
    for words in form.told:
        assert words in said(note)
    for words in form.typed:
        kept = [*shown.xpath("//main//form[@method='post']//@value"), *shown.xpath("//main//textarea/text()")]
        assert words in [one.strip() for one in kept], (words, kept)
    if form.again:
        (sent,) = some(one for one in shown.xpath("//main//form[@method='post']") if _is_the_form(one, form, view))[:1]
        before = office.archive.catalogue.last_event()
        done = office.client.post(sent.action, data=MultiDict(_with_button(sent)))
        assert done.status_code == 303, done.text
        assert form.state(office) != state
        assert WHY in {one.reason for one in office.archive.catalogue.log(LogFilter()) if one.n > before}


@pytest.mark.parametrize("view", [view for view in FORMS if not FORMS[view].again])
def test_an_undo_keeps_its_reason(office: Office, view: str) -> None:
    form, before = FORMS[view], office.archive.catalogue.last_event()
    form.prepare(office)
    assert form.send(office, form.show(office)).status_code == 303
    assert WHY in {one.reason for one in office.archive.catalogue.log(LogFilter()) if one.n > before}


def test_users_and_tokens_are_changed_for_a_reason(office: Office) -> None:
    forms = office.page("/desk/users").xpath("//main//form[@method='post']")
    for form in some(forms):
        assert form.xpath(".//input[@name='reason']"), form.action
    before = office.archive.catalogue.last_event()
    added = {"name": "tuti", "full_name": "", "role": "reader", "password": PASSWORD}
    assert office.post("/desk/users", **added, reason=WHY).status_code == 303
    assert office.post("/desk/tokens", name="t", scope="read", days="9", reason=WHY).status_code == 200
    assert office.post("/desk/tokens/1", reason=WHY).status_code == 303
    told = [one.reason for one in office.archive.catalogue.log(LogFilter()) if one.n > before]
    assert told == [WHY, WHY, WHY]


def _is_the_form(found: html.FormElement, form: Form, view: str) -> bool:
    """Return whether it contains the typed values."""
    values = [value.strip() for _, value in found.form_values()]
    return all(words in values for words in form.typed) and (
        view != "change_user" or "act" in str(html.tostring(found))
    )


def _with_button(form: html.FormElement) -> list[tuple[str, str]]:
    buttons = form.xpath(".//button[@name and @value and not(@formaction)]")
    given = [(name, value.removeprefix("\n")) for name, value in form.form_values()]
    return [*given, *((one.get("name"), one.get("value")) for one in buttons[:1])]
