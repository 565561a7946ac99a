"""The documents, the help of the commands and the page "How to search" use short sentences."""

from __future__ import annotations

import pytest

from tests.tools.sentences import MEDIAN, P90, ROOT, count_words, measure, pages, split_sentences

PAGES = pages()


@pytest.mark.parametrize("name", PAGES)
def test_sentences_are_short(name: str) -> None:
    found = measure(PAGES[name])
    assert found.median <= MEDIAN
    assert found.p90 <= P90, f"python -m tests.tools.sentences {name} lists the longest"


@pytest.mark.parametrize("name", ["--help", "docs/config.md", "help.html"])
def test_no_sentence_of_the_help_pages_and_of_the_settings_is_long(name: str) -> None:
    assert [sentence for sentence in PAGES[name] if count_words(sentence) > P90] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One fact a sentence. `serve` prints its address.", 2),
        ("A list that goes on; and on: and on, e.g. here.", 1),
        ("These are its points:\n- the first point is short\n- the second one as well", 3),
        ("| a cell of one table | and a cell beside it |", 2),
        ("# A heading of four words\n\n```\na line of code here\n```\n", 0),
        ("![a picture that has a caption](a.png)\n\nToo short.", 0),
    ],
)
def test_sentences_are_told_apart(text: str, found: int) -> None:
    assert len(split_sentences(text)) == found


def test_the_readme_is_read_in_a_few_minutes() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150
