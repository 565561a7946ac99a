"""Versions of one text in non-Latin scripts: they name the same people and figures on the same day."""

from __future__ import annotations

from itertools import combinations

import pytest

from archive.catalogue import Catalogue
from archive.catalogue.events.event_scripts import Told, told_in, versions_among, versions_without
from archive.text.skeletons import skeleton
from tests.archive.catalogue.event_papers import Paper, arrive, each, found_in, possible_in, reasons_in, report

DAY = "2024-02-06"
PORT = {
    "en": "Minister Dewi Anggraini opened the ferry port of Saumlaki in Tanimbar. Captain Teuku Alamsyah and Mayor Ina "
    "Lerebulan thanked 1,250 workers. The quay is 340 metres long and cost 785 billion.",
    "hi": "मंत्री देवी अंगराइनी ने तनिम्बर के साउमलाकी में नौका घाट खोला। कप्तान तेउकु आलमस्याह और मेयर इना लेरेबुलान ने 1,250 "
    "मज़दूरों को धन्यवाद दिया। घाट 340 मीटर लंबा है और 785 अरब में बना।",
    "ta": "அமைச்சர் தேவி அங்கராய்னி தனிம்பாரின் சவும்லாகியில் படகுத் துறையைத் திறந்தார். கேப்டன் தேவுகு ஆலம்ஸ்யாஹ், மேயர் இனா "
    "லெரெபுலான் ஆகியோர் 1,250 பேருக்கு நன்றி தெரிவித்தனர். துறை 340 மீட்டர் நீளமானது, 785 பில்லியன் செலவானது.",
}
HOMES = {
    "en": "Minister Dewi Anggraini met Judge Sinta Paramita and Inspector Markus Rumahorbo in Wainitu about homes for "
    "orphans. They saw 37 homes of 912 children, and Yosef Manuputty of Yayasan Terang showed 4,600 names.",
    "hi": "मंत्री देवी अंगराइनी ने वाइनितु में न्यायाधीश सिंता परमिता और निरीक्षक मार्कुस रुमाहोर्बो से अनाथालयों पर बात की। उन्होंने "
    "912 बच्चों वाले 37 घर देखे, और योसेफ़ मनुपुत्ती ने 4,600 नाम दिखाए।",
}
TITLES = {
    "port-en.txt": "Saumlaki has a port", "port-hi.txt": "नया नौका घाट", "port-ta.txt": "புதிய படகுத் துறை",
    "homes-en.txt": "Talks about orphans", "homes-hi.txt": "अनाथालयों पर बात",
}  # fmt: skip


def paper(name: str, date: str = DAY) -> Paper:
    subject, language = name.removesuffix(".txt").split("-")
    text = (PORT if subject == "port" else HOMES)[language]
    return report(name, TITLES[name], text, date, language=language)


@pytest.mark.parametrize("word", [("Latuconsina", "लातुकोन्सिना"), ("Lerebulan", "லெரெபுலான்"), ("Kumara", "කුමාර"),
                                  ("Zelenskiy", "Зеленский"), ("Akalanka", "அகலங்க"), ("Herath", "හේරත්")])  # fmt: skip
def test_a_name_has_the_same_consonants_in_any_script(word: tuple[str, str]) -> None:
    assert skeleton(word[0]) == skeleton(word[1]) != ""


@pytest.mark.parametrize("order", [1, -1])
def test_versions_in_three_scripts_are_of_one_event(catalogue: Catalogue, order: int) -> None:
    ids = arrive(catalogue, [paper(name) for name in TITLES][::order], batch=2)
    port, homes = (frozenset(name for name in TITLES if name.startswith(subject)) for subject in ("port", "homes"))
    assert found_in(catalogue, ids) == {port, homes}
    assert reasons_in(catalogue) == {("same-in-script",)}


def test_the_only_texts_of_a_day_need_figures_in_common(catalogue: Catalogue) -> None:
    ids = arrive(catalogue, [paper("port-en.txt"), paper("port-hi.txt")])
    assert found_in(catalogue, ids) == {frozenset(ids)}


@each({
    "two occasions of one minister": [paper("port-en.txt"), paper("homes-hi.txt")],
    "a follow-up of the next day": [paper("port-en.txt"), paper("port-hi.txt", "2024-02-07")],
    "an anniversary": [paper("port-en.txt"), paper("port-hi.txt", "2025-02-06")],
    "one script": [paper("port-en.txt"), paper("homes-en.txt")],
})  # fmt: skip
def test_other_texts_in_other_scripts_are_apart(catalogue: Catalogue, papers: list[Paper]) -> None:
    ids = arrive(catalogue, papers)
    assert found_in(catalogue, ids) == set()


def test_a_text_without_a_version_joins_none(catalogue: Catalogue) -> None:
    ids = arrive(catalogue, [paper("port-en.txt"), paper("homes-en.txt"), paper("homes-hi.txt")])
    assert found_in(catalogue, ids) == {frozenset(("homes-en.txt", "homes-hi.txt"))}
    assert possible_in(catalogue, ids) == set()


def test_a_text_of_two_occasions_joins_neither(catalogue: Catalogue) -> None:
    both = report("both-hi.txt", "दो काम", f"{PORT['hi']} {HOMES['hi']}", DAY, language="hi")
    ids = arrive(catalogue, [paper("port-en.txt"), paper("homes-en.txt"), both])
    assert found_in(catalogue, ids) == set()
    ids |= arrive(catalogue, [paper("port-hi.txt"), paper("homes-hi.txt")])
    assert frozenset(("port-en.txt", "both-hi.txt")) not in found_in(catalogue, ids)


def test_a_held_text_makes_no_pair_of_others() -> None:
    """Whatever is hidden, the remaining pairs are the same as without the hidden texts."""
    told = [
        {name: told_in(paper(name).text, language == "en") for name in TITLES if f"-{language}" in name}
        for language in ("en", "hi", "ta")
    ]
    sure: set[tuple[str, str]] = set()
    leaked: list[tuple[set[str], tuple[str, str]]] = []
    for several in range(len(TITLES)):
        for hidden in map(set, combinations(TITLES, several)):
            seen = [{name: one for name, one in script.items() if name not in hidden} for script in told]
            alone = {(one, other) for one, other, is_sure in versions_among(seen) if is_sure}
            made = {(one, other) for one, other, is_sure in versions_without(told, hidden) if is_sure}
            sure |= {pair for pair in made if hidden.isdisjoint(pair)}
            leaked += [(hidden, pair) for pair in made - alone if hidden.isdisjoint(pair)]
    assert len(sure) == 4  # the port in three scripts, the homes in two
    assert leaked == []


def telling(*facts: str) -> Told:
    """Return a text with these names, each a letter with a number: `p1-3` is p01, p02, p03."""
    names: set[str] = set()
    for fact in facts:
        first, _, last = fact[1:].partition("-")
        names |= {f"{fact[0]}{n:02}" for n in range(int(first), int(last or first) + 1)}
    return Told(frozenset(), frozenset(), frozenset(names), frozenset(names), 25)


# One visit: the port (p), the wreath (w) that shares some of its names, and the dinner (d). All name the guest (g).
VISIT = [
    {
        "port-en": telling("p1-12", "g1-4"),
        "wreath-en": telling("w1-5", "p8-9", "s1-3", "g1-4"),
        "dinner-en": telling("d1-9"),
        "rain": telling("r1-3"),
    },
    {
        "port-hi": telling("p1-12", "s1-3", "g1-4"),
        "wreath-hi": telling("w1-5", "g1-4"),
        "dinner-hi": telling("d1-9", "g1-4"),
        "fair": telling("f1-3"),
    },
]


def sure_in(told: list[dict[str, Told]]) -> set[frozenset[str]]:
    return {frozenset((one, other)) for one, other, is_sure in versions_among(told) if is_sure}


def test_a_text_whose_version_is_found_is_no_rival_of_others() -> None:
    both = [*VISIT[0].items(), *VISIT[1].items()]
    without = [{name: one for name, one in script.items() if not name.startswith("port-en")} for script in VISIT]
    assert frozenset(("wreath-en", "wreath-hi")) not in sure_in(without)  # port-hi is equally close to the wreath
    assert sure_in(VISIT) == {
        frozenset(name for name, _ in both if name.startswith(of)) for of in ("port", "wreath", "dinner")
    }


def test_the_last_texts_of_a_day_are_versions_only_if_three_scripts_agree() -> None:
    last = telling("g1-4", "w1-3")
    three = [{f"port-{n}": telling("p1-12", "w1-2", "g1-4"), f"last-{n}": last} for n in range(3)]
    assert frozenset(("last-0", "last-1")) not in sure_in(three[:2])
    assert {frozenset(("last-0", "last-1")), frozenset(("last-1", "last-2"))} <= sure_in(three)
    other = {"port-2": telling("p1-12", "g1-4"), "last-2": telling("g1-4", "x1-3")}
    assert not any("last" in name for pair in sure_in([*three[:2], other]) for name in pair)


def test_a_day_with_very_many_texts_of_a_script_is_left_alone(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.catalogue.events.event_scripts.MOST_OF_SCRIPT", 1)
    ids = arrive(catalogue, [paper("port-en.txt"), paper("port-hi.txt")])
    assert found_in(catalogue, ids) == {frozenset(ids)}
    ids |= arrive(catalogue, [paper("homes-en.txt")])
    assert found_in(catalogue, ids) == set()
