"""Words beside a name that are no part of it."""

from __future__ import annotations

from archive.authority.persons import named_in
from archive.quotes.quotations import quotations


def test_a_wide_gap_ends_a_name() -> None:
    assert named_in(f"The board heard Senator Harold Reed{' ' * 40}Marlpit on Monday.") == ["Harold Reed"]


def test_a_fuller_name_is_not_taken_from_a_headline_or_a_common_word() -> None:
    text = (
        "Budiman MD resmi mengundurkan diri. Baca juga: Budiman MD Mundur dari Kabinet, Kalla: Kita Tunggu... Ia pamit."
        "\n\nSikap Budiman dihormati.\n\n"
        '"Saya sangat menghindari konflik kepentingan dan intervensi politik," ungkap Budiman.'
    )
    assert [quotation.speaker for quotation in quotations(text)] == ["Budiman MD"]
