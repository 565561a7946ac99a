"""There is one list of suffixes, first bytes and media types of pictures, and lookups in it are correct."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import combinations

import pytest

from archive import media_types
from archive.media_types import BY_NAME, BY_SUFFIX, PHOTOS, PICTURES, TYPES, Family
from ingest.readers.registry import READERS
from tests.project.test_layers import modules
from tests.support.commands import some

# Sources of photo metadata and types of camera files, which are named like their formats.
NAMES = {"png", "jpeg", "raw", "heic", "wp"}
WORDS = BY_SUFFIX.keys() - {"key", "pages", "numbers", "text", "log", "raw", "dat", "dot", "pot", "ps", "ai"}


def other_modules() -> list[tuple[str, ast.Module]]:
    """Return all modules except the table itself and the one of formats at risk, many of which have no reader and so no
    row in it."""
    return [(name, tree) for name, tree in modules() if name not in ("archive.media_types", "archive.format_risks")]


def literals(tree: ast.AST) -> Iterator[tuple[int, list[str]]]:
    """Yield each string of a tree on its own, and those together in a list, set, tuple or dictionary."""
    documents = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body
        if isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documents:
            yield node.lineno, [node.value]
        elif isinstance(node, ast.List | ast.Set | ast.Tuple | ast.Dict):
            values = [*node.keys, *node.values] if isinstance(node, ast.Dict) else node.elts
            yield (
                node.lineno,
                [one.value for one in values if isinstance(one, ast.Constant) and isinstance(one.value, str)],
            )


def is_list_of_suffixes(texts: list[str]) -> bool:
    """Return whether strings name several types by their suffixes: `.jpg` and `.png`, `jpe?g|png`, `jpg png tif`."""
    said = set()
    for text in texts:
        plain = text.replace("jpe?g", "jpg").replace("tiff?", "tif")
        parts = [part for part in re.split(r"[\s|]+", plain) if part]
        if len(parts) > 1 or re.fullmatch(r"\.[a-z0-9]{2,5}", plain):
            said |= {part.strip("\\.()?:") for part in parts}
    return len({media_types.usual_suffix(one) for one in (said & WORDS) - NAMES}) > 1


@pytest.mark.parametrize(
    "texts",
    [
        [".jpg", ".webp"],
        ["jpg jpeg tif"],
        [r"\.(?:jpe?g|tiff?|gif)\Z"],
        [".html", ".mht"],
        ["pdf|docx?|zip"],
    ],
)
def test_a_list_of_suffixes_is_told(texts: list[str]) -> None:
    assert is_list_of_suffixes(texts)


@pytest.mark.parametrize(
    "texts", [[".jpg", ".jpeg"], ["png", "jpeg"], ["a text that speaks of png files"], ["photo.jpg"]]
)
def test_other_texts_are_none(texts: list[str]) -> None:
    assert not is_list_of_suffixes(texts)


def test_there_is_no_other_list_of_suffixes() -> None:
    found = [
        f"{name}:{line}: {texts}"
        for name, tree in other_modules()
        for line, texts in literals(tree)
        if is_list_of_suffixes(texts)
    ]
    assert found == [], "take it from archive/media_types.py"


def test_no_other_module_names_a_media_type_of_pictures() -> None:
    found = [
        f"{name}:{line}: {text}"
        for name, tree in other_modules()
        for line, texts in literals(tree)
        for text in texts
        if text in BY_NAME and BY_NAME[text].family is Family.PICTURE
    ]
    assert found == [], "archive/media_types.py has a name for it"


def test_no_other_module_knows_how_pictures_begin() -> None:
    """Check signatures of at least four bytes: shorter ones also occur in other things."""
    marks = {one.bytes for row in TYPES if row.family is Family.PICTURE for one in row.magic if len(one.bytes) > 3}
    brands = {brand for row in TYPES for brand in row.brands}
    found = [
        f"{name}:{node.lineno}: {node.value!r}"
        for name, tree in other_modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, bytes) and node.value in marks | brands
    ]
    assert found == [], "archive/media_types.py has it"


def test_no_type_stands_twice_and_no_beginning_is_another_ones() -> None:
    names = [row.name for row in TYPES]
    assert len(names) == len(set(names))
    marks = [(one.offset, one.bytes, row.name) for row in TYPES for one in row.magic]
    for one, other in combinations(marks, 2):
        alike = one[0] == other[0] and (one[1].startswith(other[1]) or other[1].startswith(one[1]))
        assert not alike or one[2] == other[2], (one, other)
    brands = [brand for row in TYPES for brand in row.brands]
    assert len(brands) == len(set(brands))
    assert all(len(brand) == 4 for brand in brands)


def test_suffixes_of_pictures_are_of_pictures_alone() -> None:
    for row in some(TYPES):
        for suffix in row.suffixes:
            assert (BY_SUFFIX[suffix].family is Family.PICTURE) == (row.family is Family.PICTURE), suffix
    assert PHOTOS < PICTURES


def test_a_type_that_is_read_has_a_reader_and_no_other_has_one() -> None:
    assert set(READERS) == {row.name for row in TYPES if row.reader}


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.JPG", "image/jpeg"),
        ("a.b.jxl", "image/jxl"),
        ("CRW_0001.CRW", "image/x-canon-crw"),
        ("a.tar.gz", "application/gzip"),
        ("jpg", None),
        (".jpg", None),
        ("a.", None),
        ("a.unheard", None),
    ],
)
def test_what_a_suffix_says(name: str, media_type: str | None) -> None:
    row = media_types.of_suffix(name)
    assert (row.name if row else None) == media_type


def test_the_usual_suffix_of_a_type() -> None:
    assert media_types.usual_suffix("jpeg") == media_types.usual_suffix("jfif") == "jpg"
    assert media_types.usual_suffix("hif") == "heic"
    assert media_types.usual_suffix("xyz") == "xyz"
    assert media_types.suffix_of("image/jpeg") == ".jpg"
    assert media_types.suffix_of("image/heif") == ""
