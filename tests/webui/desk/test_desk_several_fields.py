"""Several fields set at once: one form, one preview, one change set, one undo. Items are added to and removed from
lists."""

from __future__ import annotations

import pytest
from lxml import html

from archive.edits.edits import Edit
from archive.errors import NotEditable
from tests.support.commands import run
from tests.support.desk_pages import Desk, said, tree, values


def form(*rows: tuple[str, str, str]) -> dict[str, list[str]]:
    return {name: [row[n] for row in rows] for n, name in enumerate(("key", "how", "value"))}


def typed(page: html.HtmlElement) -> list[tuple[str, str, str]]:
    """Return the fields of the form with their current values."""
    return [
        (
            next(iter(row.xpath(".//select[@name='key']//option[@selected]/@value")), ""),
            row.xpath(".//select[@name='how']//option[@selected]/@value")[0],
            row.xpath(".//textarea")[0].text_content().strip(),
        )
        for row in page.xpath("//fieldset[@class='field-edit']")
    ]


def test_several_fields_are_previewed_set_and_undone_as_one(desk: Desk) -> None:
    old = desk.shelf.add("Jembatan lama", city="Jakarta", keywords=["jembatan", "salah"])
    bare = desk.shelf.add("Jembatan baru")
    before = [values(desk, one) for one in (old, bare)]
    rows = (("city", "set", "Kupang"), ("keywords", "add", "pita; jembatan"), ("keywords", "remove", "salah"))
    wanted = {"id": [old, bare], **form(*rows)}
    preview = tree(desk.post("/desk/fields", **wanted))
    assert typed(preview) == [*rows]
    told = said(preview.xpath("//ol[@class='revised']"))
    assert "City Jakarta test → Kupang The archivist" in told
    assert "Keywords jembatan; salah test → jembatan; pita The archivist" in told
    assert preview.xpath("//form[@action='/desk/fields/apply']//button[text()='Set 3 fields']")
    assert [values(desk, one) for one in (old, bare)] == before

    desk.follow(desk.set_fields(**wanted))
    assert [(values(desk, one)["city"], values(desk, one)["keywords"]) for one in (old, bare)] == [
        ("Kupang", ["jembatan", "pita"]),
        ("Kupang", ["pita", "jembatan"]),
    ]
    assert len(desk.archive.catalogue.change_sets()) == 1
    desk.follow(desk.undo(1))
    assert [values(desk, one) for one in (old, bare)] == before


def test_a_list_that_has_it_so_is_left_as_it_is_and_one_may_become_empty(desk: Desk) -> None:
    record = desk.photo("Pita dipotong", persons=["Ali"])
    same = tree(desk.post("/desk/fields", id=record, key="persons", how="add", value="Ali"))
    assert "0 records would change" in said(same)
    desk.follow(desk.set_fields(id=record, key="persons", how="remove", value="Ali"))
    assert values(desk, record)["persons"] == []
    assert "Ali → nothing" in said(desk.page("/desk/changes/1"))
    assert desk.page(f"/desk/records/{record}") is not None
    assert desk.get(f"/api/v1/records/{record}").status_code == 200
    desk.follow(desk.undo(1))
    assert values(desk, record)["persons"] == ["Ali"]


def test_fields_are_added_to_the_form_and_taken_out_with_what_was_typed(desk: Desk) -> None:
    record = desk.shelf.add("Jembatan")
    rows = (("title", "set", "Satu\nDua"), ("city", "clear", ""))
    more = tree(desk.post("/desk/fields", id=record, more="1", **form(*rows)))
    assert typed(more) == [*rows, ("", "set", "")]
    assert more.xpath("//select[@autofocus]/@id") == ["key-3"]
    assert more.xpath("//section[@class='preview']") == []
    less = tree(desk.post("/desk/fields", id=record, less="0", **form(*rows)))
    assert typed(less) == [rows[1]]
    none = tree(desk.post("/desk/fields", id=record, less="0", **form(rows[0])))
    assert typed(none) == [("", "set", "")]
    many = tree(desk.post("/desk/fields", id=record, more="1", **form(*[rows[0]] * 500)))
    assert len(typed(many)) < 60


def test_the_fields_to_choose_from_are_in_groups_and_none_is_left_out(desk: Desk) -> None:
    record = desk.shelf.add("Jembatan")
    page = tree(desk.post("/desk/fields", id=record))
    assert page.xpath("//select[@name='key']/optgroup/@label") == [
        "Caption and subject",
        "People",
        "Date and place",
        "Credit and rights",
        "Other fields",
    ]
    offered = page.xpath("//select[@name='key']//option/@value")
    assert len(offered) == len(set(offered)) > 40
    assert {"caption", "persons", "city", "usage_terms", "rating", "collection"} < set(offered)


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([("city", "set", "Kupang"), ("", "set", "x")], {2: "Choose a field"}),
        ([("city", "set", ""), ("date", "set", "besok")], {1: "Write a value", 2: "is not a date"}),
        ([("city", "set", "Kupang"), ("city", "clear", "")], {2: "City is to be set and to be cleared"}),
        ([("city", "set", "Kupang"), ("city", "set", "Hue")], {2: "City is one value"}),
        ([("keywords", "set", "a"), ("keywords", "add", "b")], {2: "Keywords is set, and also added to"}),
        ([("keywords", "clear", ""), ("keywords", "remove", "b")], {2: "to be cleared"}),
        ([("city", "add", "Kupang")], {1: "City has a single value"}),
        ([("status+", "set", "released")], {1: "not a key that can be edited"}),
        ([("city", "set", "Kupang"), ("keywords", "add", " ; ")], {2: "Write a value"}),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    desk: Desk, rows: list[tuple[str, str, str]], wrong: dict[int, str]
) -> None:
    record = desk.shelf.add("Jembatan")
    for path in ("/desk/fields", "/desk/fields/apply"):
        answer = desk.post(path, id=record, **form(*rows))
        assert answer.status_code == 400
        shown = tree(answer).xpath("//fieldset[@class='field-edit']")
        told = {n: said(row.xpath(".//*[@role='alert']")) for n, row in enumerate(shown, 1)}
        assert {n for n, words in told.items() if words} == wrong.keys()
        assert all(words in told[n] for n, words in wrong.items())
    assert desk.archive.catalogue.change_sets() == []


def test_a_form_of_several_fields_from_before_a_restart_loses_none(desk: Desk) -> None:
    record = desk.shelf.add("Jembatan")
    rows = (("city", "set", "Kupang"), ("keywords", "add", "pita"))
    desk.client.environ_base["HTTP_ORIGIN"] = "http://localhost"
    answer = desk.client.post("/desk/fields", data={"token": "old", "id": record, **form(*rows)})
    assert answer.status_code == 403
    again = tree(answer).xpath("//main//form[@action='/desk/fields']")[0]
    sent = [(one.get("name"), one.get("value")) for one in again.xpath(".//input")]
    assert [value for name, value in sent if name == "value"] == ["Kupang", "pita"]
    assert [value for name, value in sent if name == "key"] == ["city", "keywords"]


def test_the_command_adds_to_lists_and_takes_from_them(desk: Desk) -> None:
    record = desk.shelf.add("Jembatan", keywords=["a", "b"])
    run("records", "edit", "--archive", desk.archive.folder, record, "keywords+=c; d", "keywords-=a")
    assert values(desk, record)["keywords"] == ["b", "c", "d"]
    assert "keywords+=c; d keywords-=a" in desk.archive.catalogue.change_sets()[0].what
    with pytest.raises(NotEditable, match="has a single value"):
        Edit.of(["city+=Hue"], (), ())
