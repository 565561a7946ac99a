"""`press-archive names`: finding cards, showing one, and checking an archive's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.authority.authorities import FILE
from archive.cli import main


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["names", words[0], "--archive", str(folder), *words[1:]])


def test_words_find_the_cards_that_have_just_these_first(tmp_path: Path) -> None:
    found = run(tmp_path, "find", "pbb")
    assert found.exit_code == 0
    keys = [line.split()[0] for line in found.stdout.splitlines()]
    assert keys[:3] == ["body-united-nations", "body-partai-bulan-bintang", "concept-pajak-bumi-dan-bangunan"]
    assert "body-un-security-council" in keys[3:]


def test_cards_that_are_found_are_told_to_scripts(tmp_path: Path) -> None:
    (line,) = run(tmp_path, "find", "tập", "cận", "bình", "--json").stdout.splitlines()
    assert json.loads(line) == {
        "key": "person-xi-jinping",
        "kind": "person",
        "name": "Xi Jinping",
        "forms": ["Tập Cận Bình"],
    }


def test_nothing_found_says_where_own_cards_go(tmp_path: Path) -> None:
    found = run(tmp_path, "find", "zzz")
    assert found.exit_code == 1
    assert f"{tmp_path / FILE}, which explains itself" in found.stderr


def test_a_card_shows_its_forms_terms_and_what_else_they_mean(tmp_path: Path) -> None:
    shown = run(tmp_path, "show", "office-president-of-indonesia").stdout
    assert "  2004-10-20 to 2014-10-20: Susilo Bambang Yudhoyono\n" in shown
    assert "  2024-10-20 to now: Prabowo Subianto\n  known up to 2025-10-31\n" in shown
    assert "PBB also is body-partai-bulan-bintang" in run(tmp_path, "show", "body-united-nations").stdout
    told = json.loads(run(tmp_path, "show", "place-germany", "--json").stdout)
    assert told["common"] == ["Đức"]
    assert told["forms"]["id"] == ["Jerman", "Republik Federal Jerman"]


def test_a_key_that_is_not_known_is_refused(tmp_path: Path) -> None:
    shown = run(tmp_path, "show", "person-nobody")
    assert (shown.exit_code, shown.stdout) == (1, "")
    assert "`press-archive names find WORDS` tells the keys" in shown.stderr


def test_own_cards_are_listed_first(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('[[card]]\nkind = "place"\nname = "Kota Lama"\nforms = ["Old Town"]\n')
    listed = run(tmp_path, "list", "--kind", "place")
    assert listed.stdout.startswith("place-kota-lama  Kota Lama; Old Town\n")
    assert "person-" not in listed.stdout
    assert "there is 1 now" in listed.stderr


CHECKED = """
[[card]]
kind = "body"
name = "Paguyuban Bakul"
forms = ["PBB", "Bakul Beras"]
short = ["Bakul Beras"]

[[card]]
kind = "person"
name = "Nobody Else"
remove = true

[[card]]
kind = "person"
name = "Wayan Sudarta"

[[card]]
kind = "person"
name = "wayan sudarta"
forms = ["?!"]

[[card]]
kind = "place"
name = "Lembah"
forms = ["Bakul Beras"]
"""


def test_check_says_line_by_line_what_is_doubtful(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(CHECKED)
    checked = run(tmp_path, "check")
    assert checked.exit_code == 1
    assert checked.stdout.splitlines() == [
        "line 2: 'Bakul Beras' also is a form of 'Lembah': it is offered, and never searched by itself.",
        "line 2: 'Bakul Beras' is a full form too; take it off short, or off forms.",
        "line 8: There is no shipped person 'Nobody Else' to remove; `names find` tells the names.",
        "line 13: 'Wayan Sudarta' has no other forms yet, so its card finds nothing more; add some.",
        "line 17: '?!' has no letter or digit that could be searched; take it off.",
        "line 17: 'wayan sudarta' has a card in line 13 too; they were read as one.",
        "line 22: 'Bakul Beras' also is a form of 'Paguyuban Bakul': it is offered, and never searched by itself.",
    ]
    faults = [json.loads(line) for line in run(tmp_path, "check", "--json").stdout.splitlines()]
    assert [fault["line"] for fault in faults] == [2, 2, 8, 13, 17, 17, 22]


def test_a_file_that_cannot_be_read_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("[[card]]\nkind =")
    checked = run(tmp_path, "check")
    assert checked.exit_code == 1
    assert "line 2" in checked.stderr


@pytest.mark.parametrize("text", ["", "# nothing\n", '[[card]]\nkind = "agency"\nname = "Kabar"\n'])
def test_a_good_file_is_said_to_be_good(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    checked = run(tmp_path, "check")
    assert (checked.exit_code, checked.stdout[:17]) == (0, "Nothing is wrong.")
