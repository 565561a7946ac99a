"""Folders of releases in several languages, in which numbers differ by language: what is one release, and what is not.

Each case is the files of a disk, and the groups of them that are one release in several languages; all else is apart.
"""

from __future__ import annotations

from typing import NamedTuple

from tests.cases.translation_stories import DAY, bulletin, release

SERIES = {"id": "{}/SP/SPC/IV/2025", "en": "MPS/PR/2025/{:03}", "vi": "{}/TCBC-BTKC"}  # each language has its own
ONE = "{}/SP/SPC/IV/2025"  # one for all

Group = frozenset[str]


class Case(NamedTuple):
    """What lies on a disk, and which of it is one release."""

    files: dict[str, str]
    one: list[Group]


def each(story: str, names: dict[str, str], numbers: dict[str, str], **days: int | None) -> dict[str, str]:
    """A release in several languages: its files by language, and the number of each."""
    return {
        name: release(story, language, numbers.get(language, ""), days.get(language, DAY))
        for language, name in names.items()
    }


def own(**counters: int) -> dict[str, str]:
    """A number in the series of each language."""
    return {language: SERIES[language].format(counter) for language, counter in counters.items()}


def shared(**counters: int) -> dict[str, str]:
    """Numbers of one series, another for each language."""
    return {language: ONE.format(counter) for language, counter in counters.items()}


def _marked(stem: str, *languages: str, end: str = "txt", how: str = "{stem}.{language}.{end}") -> dict[str, str]:
    return {language: how.format(stem=stem, language=language, end=end) for language in languages}


def _all(files: dict[str, str]) -> Case:
    return Case(files, [frozenset(files)])


def _apart(*parts: dict[str, str], one: tuple[dict[str, str], ...] = ()) -> Case:
    files = {name: text for part in (*parts, *one) for name, text in part.items()}
    return Case(files, [frozenset(part) for part in one])


THREE = ("en", "id", "vi")
_THREE_OWN = own(id=11, en=7, vi=12)
_OWN_NAMES = {"id": "feri-malam.txt", "en": "night-ferry.txt", "vi": "pha-dem.txt"}

TOGETHER: dict[str, Case] = {
    "marks in the name, a series each": _all(each("ferry", _marked("2025-04-19-ferry", *THREE), _THREE_OWN)),
    "a folder a language, a series each": _all(
        each("ferry", _marked("ferry", *THREE, how="{language}/{stem}.{end}"), _THREE_OWN)
    ),
    "folders with the languages' names": _all(
        each(
            "crane",
            {"id": "Bahasa Indonesia/derek.txt", "en": "English/derek.txt", "vi": "Tiếng Việt/derek.txt"},
            _THREE_OWN,
        )
    ),
    "names of their own, a series each": _all(each("ferry", _OWN_NAMES, _THREE_OWN)),
    "names of their own beside another release": _apart(
        one=(
            each("ferry", _OWN_NAMES, _THREE_OWN),
            each("crane", {"id": "derek.txt", "en": "old-crane.txt"}, own(id=12, en=8)),
        )
    ),
    "marks in capitals after a stroke": _all(
        each("oysters", {"id": "Tiram_ID.txt", "en": "Tiram_EN.txt"}, own(id=40, en=9))
    ),
    "marks in words": _all(
        each(
            "oysters",
            {
                "id": "Lasolo (Bahasa Indonesia).txt",
                "en": "Lasolo (Bahasa Inggris).txt",
                "vi": "Lasolo (Tiếng Việt).txt",
            },
            _THREE_OWN,
        )
    ),
    "one has a mark, the other none": _all(each("crane", {"id": "derek.txt", "en": "derek-en.txt"}, own(id=2, en=1))),
    "few names, a series each": _all(each("choir", _marked("choir", *THREE), _THREE_OWN)),
    "no day, a series each": _all(each("crane", _marked("crane", *THREE), _THREE_OWN, en=None, id=None, vi=None)),
    "a day later, a series each": _all(each("crane", _marked("crane", "id", "en"), own(id=3, en=4), en=DAY + 1)),
    "one series, a number for each language": _all(
        each("ferry", _marked("ferry", *THREE), shared(id=101, en=102, vi=103))
    ),
    "one series, a folder a language": _all(
        each("crane", _marked("crane", "id", "en", how="{language}/{stem}.{end}"), shared(id=101, en=102))
    ),
    "one series, few names": _all(each("choir", _marked("choir", "id", "en"), shared(id=7, en=8))),
    "one series, a mark on one alone": _all(
        each("oysters", {"id": "tiram.txt", "en": "tiram-en.txt"}, shared(id=31, en=30))
    ),
    "one series, names that say no more than a release and its language": _all(
        each("ferry", {"id": "siaran-pers-id.txt", "en": "press-release-en.txt"}, shared(id=20, en=21))
    ),
    "bare names, a series each": _all(
        each("ferry", {"id": "siaran-pers.txt", "en": "press-release.txt", "vi": "thong-cao.txt"}, _THREE_OWN)
    ),
    "a folder a release, bare marks, a series each": _apart(
        one=(
            each("ferry", _marked("0419 ferry", *THREE, how="{stem}/{language}.{end}"), _THREE_OWN),
            each("crane", _marked("0419 crane", *THREE, how="{stem}/{language}.{end}"), own(id=12, en=8, vi=13)),
        )
    ),
    "a number that ends in the language": _all(
        each("choir", {"id": "paduan.txt", "en": "choir.txt"}, {"id": "9/SP/SPC/2025/ID", "en": "9/SP/SPC/2025/EN"})
    ),
    "a series that holds the language": _all(
        each("ferry", _OWN_NAMES, {"id": "15/SPC-ID/2025", "en": "14/SPC-EN/2025", "vi": "16/SPC-VN/2025"})
    ),
    "the symbol of the United Nations beside a Vietnamese number": _all(
        each("oysters", {"en": "lasolo-en.txt", "vi": "lasolo-vi.txt"}, {"en": "SG/SM/22345", "vi": "45/TB-BNG"})
    ),
    "one is numbered, the others are not": _all(each("ferry", _marked("ferry", *THREE), own(id=11))),
    "two releases of a day, in step": _apart(
        one=(
            each("ferry", _marked("ferry", *THREE), own(id=11, en=11, vi=11)),
            each("crane", _marked("crane", *THREE), own(id=12, en=12, vi=12)),
        )
    ),
    "two releases of a day, out of step": _apart(
        one=(
            each("ferry", _marked("ferry", "id", "en"), own(id=11, en=12)),
            each("crane", _marked("crane", "id", "en"), own(id=12, en=11)),
        )
    ),
    "two releases of a day in one series of four numbers": _apart(
        one=(
            each("ferry", _marked("ferry", "id", "en"), shared(id=51, en=52)),
            each("crane", _marked("crane", "id", "en"), shared(id=53, en=54)),
        )
    ),
    "annexes that are called so in each language": _all(
        {
            "lampiran-1.id.txt": "LAMPIRAN 1\n\nBagian lensa Barbier\n\nPrisma atas 24 buah\nPrisma bawah 36 buah\n",
            "annex-1.en.txt": "ANNEX 1\n\nParts of the lens by Barbier\n\nUpper prisms 24\nLower prisms 36\n",
        }
    ),
    "corrections that are called so in each language": _all(
        {
            "ralat.txt": f"RALAT\n\n{release('crane', 'id', SERIES['id'].format(13), 20)}",
            "correction.txt": f"CORRECTION\n\n{release('crane', 'en', SERIES['en'].format(9), 20)}",
        }
    ),
    "numbers of their languages for names, the same release": _all(
        each("ferry", {"id": "id/011.txt", "en": "en/007.txt"}, own(id=11, en=7))
    ),
    "bulletins of five days, named by the day": _apart(
        one=tuple(
            {
                f"buletin-2025-04-{day}.{language}.txt": bulletin(
                    language, day, SERIES[language].format(counter), (90 + 7 * day, 3 * day)
                )
                for language, counter in (("id", day + 80), ("en", day + 30))
            }
            for day in range(15, 20)
        )
    ),
    "bulletins of five days, a folder a language": _apart(
        one=tuple(
            {
                f"{language}/2025-04-{day}.txt": bulletin(
                    language, day, SERIES[language].format(counter), (90 + 7 * day, 3 * day)
                )
                for language, counter in (("id", day + 80), ("vi", day + 30))
            }
            for day in range(15, 20)
        )
    ),
}

APART: dict[str, Case] = {
    "other releases of one day and series": _apart(
        {"siaran.txt": release("ferry", "id", ONE.format(11)), "release.txt": release("crane", "en", ONE.format(12))}
    ),
    "other releases of one day, a series each": _apart(
        each("ferry", {"id": "feri.txt"}, own(id=11)), each("crane", {"en": "crane.txt"}, own(en=12))
    ),
    "other releases that happen to have one counter": _apart(
        each("ferry", {"id": "feri.txt"}, own(id=11)), each("oysters", {"en": "oysters.txt"}, own(en=11))
    ),
    "numbers of each language for names": _apart(
        each("ferry", {"id": "id/011.txt"}, own(id=11)), each("crane", {"en": "en/011.txt"}, own(en=11))
    ),
    "numbers of each language for names, without numbers in the text": _apart(
        each("ferry", {"id": "id/11.txt"}, {}), each("crane", {"en": "en/11.txt"}, {})
    ),
    "the day for a name, two releases of it": _apart(
        each("ferry", {"id": "id/2025-04-19.txt"}, own(id=11)), each("oysters", {"vi": "vi/2025-04-19.txt"}, own(vi=4))
    ),
    "a word for a release and the day for a name": _apart(
        each("ferry", {"id": "siaran-pers-2025-04-19.id.txt"}, own(id=11)),
        each("oysters", {"vi": "thong-cao-2025-04-19.vi.txt"}, own(vi=4)),
    ),
    "bare names, other releases": _apart(
        each("ferry", {"id": "siaran-pers.txt"}, own(id=11)), each("crane", {"en": "press-release.txt"}, own(en=4))
    ),
    "bare names with marks, other releases": _apart(
        each("ferry", {"id": "siaran-pers-id.txt"}, shared(id=11)),
        each("crane", {"en": "press-release-en.txt"}, shared(en=12)),
    ),
    "bare names without marks, one series, all alike": _apart(
        {"siaran-pers.txt": bulletin("id", DAY, ONE.format(11), (120, 14))},
        {"press-release.txt": bulletin("en", DAY, ONE.format(12), (160, 21))},
    ),
    "bare names without marks, a series each, all alike": _apart(
        {"siaran-pers.txt": bulletin("id", DAY, SERIES["id"].format(11), (120, 14))},
        {"press-release.txt": bulletin("en", DAY, SERIES["en"].format(12), (160, 21))},
    ),
    "bulletins with marks, the English one of last week": _apart(
        {"buletin.id.txt": bulletin("id", 19, ONE.format(16), (120, 14))},
        {"buletin.en.txt": bulletin("en", 12, ONE.format(15), (160, 21))},
    ),
    "bulletins of two days, numbered in one series": _apart(
        {"buletin-101.txt": bulletin("id", 18, ONE.format(101), (120, 14))},
        {"bulletin-102.txt": bulletin("en", 19, ONE.format(102), (160, 21))},
    ),
    "bulletins of two days, a series each": _apart(
        {"buletin-a.txt": bulletin("id", 18, SERIES["id"].format(101), (120, 14))},
        {"bulletin-b.txt": bulletin("en", 19, SERIES["en"].format(55), (160, 21))},
    ),
    "bulletins of a morning and an evening": _apart(
        {"buletin-pagi.txt": bulletin("id", 19, SERIES["id"].format(101), (120, 14))},
        {"bulletin-evening.txt": bulletin("en", 19, SERIES["en"].format(55), (160, 21))},
    ),
    "bulletins of a morning and an evening, of one name but for its number": _apart(
        {"buletin 1.id.txt": bulletin("id", 19, SERIES["id"].format(101), (120, 14))},
        {"buletin 2.en.txt": bulletin("en", 19, SERIES["en"].format(55), (160, 21))},
    ),
    "bulletins by the dozen, in one folder, in turns": _apart(
        *(
            {f"gelombang-{n}.txt": bulletin(lang, DAY, SERIES[lang].format(60 + n), (100 + 13 * n, 10 + n))}
            for n, lang in enumerate(["id", "en", "vi"] * 4)
        )
    ),
    "bulletins by the dozen, of a month, in turns": _apart(
        *(
            {f"gelombang-{n}.txt": bulletin(lang, n + 1, ONE.format(60 + n), (100 + 13 * n, 10 + n))}
            for n, lang in enumerate(["id", "en", "vi"] * 4)
        )
    ),
    "marks that are countries": _apart(
        {"laporan-vn.txt": bulletin("en", DAY, ONE.format(31), (120, 14))},
        {"laporan-id.txt": bulletin("id", DAY, ONE.format(32), (160, 21))},
    ),
    "one name in two folders": _apart(
        each("ferry", {"id": "April/berita.txt"}, own(id=11)), each("crane", {"en": "Mei/berita-en.txt"}, own(en=12))
    ),
    "the same name, another release": _apart(
        each("ferry", {"id": "berita.id.txt"}, shared(id=11)), each("crane", {"en": "berita.en.txt"}, shared(en=12))
    ),
    "the same name, a series each, another release": _apart(
        each("ferry", {"id": "berita.id.txt"}, own(id=11)), each("crane", {"vi": "berita.vi.txt"}, own(vi=12))
    ),
    "the same name and series, of another day": _apart(
        each("ferry", {"id": "feri.id.txt"}, shared(id=11)), each("ferry", {"en": "feri.en.txt"}, shared(en=60), en=29)
    ),
    "the annex in another language": _apart(
        each("ferry", {"id": "feri.id.txt"}, own(id=11)),
        {"feri-annex.en.txt": "ANNEX\n\nList of the ships\n\nKM Sangiang, 320 berths\nKM Tirta, 46 lorries\n"},
    ),
    "annexes of two numbers": _apart(
        {
            "lampiran-1.txt": "LAMPIRAN 1\n\nBagian lensa Barbier\n\nPrisma atas 24 buah\nPrisma bawah 36 buah\n",
            "annex-2.txt": "ANNEX 2\n\nParts of the lens by Barbier\n\nUpper prisms 24\nLower prisms 36\n",
        }
    ),
    "annexes of other things": _apart(
        {
            "lampiran.txt": "LAMPIRAN\n\nBagian lensa Barbier\n\nPrisma atas 24 buah\nPrisma bawah 36 buah\n",
            "annex.txt": "ANNEX\n\nShips that called at Barbier Point\n\nIn May 41 ships\nIn June 57 ships\n",
        }
    ),
    "the correction in another language": _apart(
        each("ferry", {"id": "feri.id.txt"}, own(id=11)),
        {"feri-correction.en.txt": f"CORRECTION\n\n{release('ferry', 'en', SERIES['en'].format(8), 20)}"},
    ),
    "one language, two numbers": _apart(
        each("ferry", {"id": "feri.txt"}, shared(id=11)), {"feri-2.txt": release("ferry", "id", ONE.format(12))}
    ),
}
