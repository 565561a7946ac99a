"""Every word of the pages is a message, and every message is translated, complete and with all its placeholders."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
from babel.messages.catalog import Catalog, Message
from hatchling.builders.wheel import WheelBuilder
from lxml import html

from archive.authority.authorities import KINDS as CARD_KINDS
from archive.authority.credits.flags import FLAGS as CREDIT_FLAGS
from archive.catalogue.relations.relations import INVERSE
from archive.record import Kind, Outcome, Role, Status
from archive.search.query.fields import FIELDS as QUERIED
from archive.search.query.plan import Sort
from tests.tools.messages import TRANSLATED, in_source, messages, translated, update
from webui.http.parameters import FILTERS, Facet
from webui.i18n import languages, words
from webui.i18n.field_names import CARDS, FIELDS, FLAGS
from webui.i18n.help_words import ASKS

WEBUI = languages.FOLDER.parent
TEMPLATES = sorted((WEBUI / "templates").rglob("*.html"))
MODULES = [path for path in sorted(WEBUI.rglob("*.py")) if "api" not in path.relative_to(WEBUI).parts]

LETTER = re.compile(r"[^\W\d_]")
JINJA = re.compile(r"\{% block page_class %\}.*?\{% endblock %\}|\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
SPOKEN = ("alt", "title", "placeholder", "aria-label", "aria-description", "data-label", "data-on", "data-off")
NAMES = {"JSON", "SHA-256", "RIS", "BibTeX", "CSL-JSON", "Atom", "CSV", "NDJSON", "ZIP", "RSS", "IIIF"}
"""Names that are the same in every language."""


def bare(source: str) -> Iterator[str]:
    """Yield the words of a template that are not in a message."""
    tree = html.fragment_fromstring(JINJA.sub(" ", source), create_parent="div")
    for node in tree.iter():
        if not isinstance(node.tag, str) or node.tag in ("code", "pre", "script", "style"):
            texts: list[Any] = [node.tail]
        else:
            texts = [node.text, node.tail, *(node.get(name) for name in SPOKEN)]
            texts += [node.get("value")] if node.tag == "input" and node.get("type") in ("submit", "button") else []
        yield from (text.strip() for text in texts if text and LETTER.search(text) and text.strip() not in NAMES)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_word_of_a_template_is_outside_the_catalogue(path: Path) -> None:
    assert [*bare(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Back</p>",
        "<p>{{ _('Back') }} to {{ name }}</p>",
        '<img alt="A photo" src="x">',
        '<input placeholder="Words">',
        '<nav aria-label="Pages {{ n }}"></nav>',
        '<input type="submit" value="Go">',
        "<ul>{% for x in y %}<li>{{ x }}</li>{% else %}none{% endfor %}</ul>",
    ],
)
def test_the_rule_finds_bare_words(source: str) -> None:
    assert [*bare(source)]
    assert not [*bare("<p>{{ _('Back') }}, <code>press-archive</code> {{ 3 }}: × <a href='/x'>JSON</a></p>")]


def at_import(source: str) -> list[int]:
    """Return the lines on which a message is translated before there is a reader: those outside functions."""
    found = []

    def walk(node: ast.AST) -> None:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            return
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
            found.append(node.lineno)
        for child in ast.iter_child_nodes(node):
            walk(child)

    walk(ast.parse(source))
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(WEBUI)))
def test_no_module_translates_while_it_is_imported(path: Path) -> None:
    lines = at_import(path.read_text(encoding="utf-8"))
    assert lines == [], "mark these with `marked` and translate them with `_` where they are shown, or use `Words`"


def test_the_rule_finds_what_is_translated_too_early() -> None:
    assert at_import('A = {"a": _("Photo")}') == [1]
    assert at_import('class A:\n    b = _("Photo")') == [2]
    assert at_import('def a():\n    return _("Photo")\nB = marked("Photo")') == []


VALUE = re.compile(r"%(?:\((\w+)\))?[sd%]")
ENDS = ".:?!"


def wrong(source: Catalog, catalogue: Catalog) -> list[str]:
    """Return the faults in the translations of a catalogue."""
    return [f"{message.id!r}: {said}" for message in messages(source) for said in _faults(message, catalogue)]


def _faults(message: Message, catalogue: Catalog) -> Iterator[str]:
    known = catalogue.get(message.id)
    written = [known.string] if known and isinstance(known.string, str) else [*known.string] if known else []
    if not written or not all(written):
        yield "not translated"
        return
    if known.fuzzy:
        yield "fuzzy"
    several = isinstance(message.id, tuple | list)
    meant = message.id[-1] if several else message.id
    for text in written:
        if sorted(VALUE.findall(text)) != sorted(VALUE.findall(meant)):
            yield f"other values in {text!r}"
        if (text[:1].isspace(), text[-1:].isspace()) != (meant[:1].isspace(), meant[-1:].isspace()):
            yield f"other blanks around {text!r}"
        ends = {end[-1] if end[-1:] in ENDS else "" for end in (text, meant)}
        if len(ends) > 1:
            yield f"another end of {text!r}"
        if "<" in text.replace("> < <=", ""):
            yield f"markup in {text!r}"


@pytest.mark.parametrize("tag", TRANSLATED)
def test_every_message_is_translated(tag: str) -> None:
    assert wrong(in_source(), translated(tag)) == []


@pytest.mark.parametrize("tag", TRANSLATED)
def test_the_catalogue_is_that_of_the_source(tag: str) -> None:
    assert update(tag, in_source()) == languages.path(tag).read_bytes(), "run `make messages`"


def test_the_catalogues_come_with_a_wheel() -> None:
    files = {file.distribution_path for file in WheelBuilder(str(WEBUI.parent)).recurse_included_files()}
    assert {f"webui/translations/{tag}/LC_MESSAGES/messages.po" for tag in TRANSLATED} <= files


@pytest.mark.parametrize(
    ("written", "flags", "said"),
    [
        ("", (), "not translated"),
        ("%(num)s foto", ("fuzzy",), "fuzzy"),
        ("%(nun)s foto", (), "other values"),
        ("foto", (), "other values"),
        ("%(num)s foto ", (), "other blanks"),
        ("%(num)s foto.", (), "another end"),
        ("%(num)s <b>foto</b>", (), "markup"),
        ("%(num)s foto", (), None),
    ],
)
def test_the_rule_finds_bad_translations(written: str, flags: tuple[str, ...], said: str | None) -> None:
    source, catalogue = Catalog(), Catalog(locale="id")
    source.add(("%(num)s photo", "%(num)s photos"))
    catalogue.add(("%(num)s photo", "%(num)s photos"), (written,), flags=flags)
    found = wrong(source, catalogue)
    assert len(found) == (said is not None)
    assert said is None or said in found[0]
    assert wrong(source, Catalog(locale="id"))


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (words.KINDS, Kind), (words.KINDS_MANY, Kind), (words.STATUSES, Status), (words.OUTCOMES, Outcome),
        (words.ROLES, Role), (words.FACETS, FILTERS), (words.FACETS, get_args(Facet)), (words.SORTS, get_args(Sort)),
        (words.RELATIONS, [*INVERSE, *INVERSE.values()]), (CARDS, CARD_KINDS), (FLAGS, CREDIT_FLAGS),
        (FIELDS, {*QUERIED} - {"has", "ocr", "status", "year", "month", "text"}), (ASKS, QUERIED),
    ],
)  # fmt: skip
def test_every_value_that_pages_name_has_a_word(told: Mapping[str, Any], wanted: Iterable[str]) -> None:
    assert [value for value in wanted if value not in told] == []


# Words that duplicated other terms, or were translated literally from English: one word for each concept.
ASTRAY = {
    "id": (
        r"\bbita\b|hasil pindai|dinyalakan ulang|dimulai ulang|[Pp]emasukan|dimasukkan|[Pp]astikan|dengan tangan|nasib"
    ),
    "vi": (
        r"gười lưu trữ|\)s trên (?:%\(|64)|được giao|Đã giao|bằng tay|được nhập|việc nhập|lượt nhập|kịch bản|tiếp xúc"
    ),
}


@pytest.mark.parametrize("tag", TRANSLATED)
def test_one_word_stands_for_one_concept(tag: str) -> None:
    said = ["".join(message.string) for message in messages(translated(tag)) if message.string]
    assert len(said) > 1000
    assert [one for one in said if re.search(ASTRAY[tag], one)] == []
