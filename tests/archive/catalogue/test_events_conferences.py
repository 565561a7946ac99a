"""Press conferences beside their releases, papers beside what they come with, and titles that name one occasion in
other words."""

from __future__ import annotations

import pytest

from archive.catalogue import Catalogue
from tests.archive.catalogue.event_papers import (
    Paper,
    arrive,
    each,
    found_in,
    meeting,
    possible_in,
    reasons_in,
    release,
    report,
    speech,
    undated,
)

RELEASE = (
    "The Maluku Government will build a breakwater at Tulehu. It protects 3,700 households from the westerly swell, "
    "and the ferries of Banda Sea Lines can berth all year. Work begins in March, and Samudra Banda Works has promised "
    "to hire at least two hundred people of the villages around the bay."
)
SAID = (
    "Good morning. The Maluku Government will build a breakwater at Tulehu, one that protects 3,700 households from "
    "the westerly swell. The ferries can berth all year. Question: and the schools? Answer: later. "
)
OTHER = (
    "Good afternoon. I want to speak of the schools of Seram, where the Maluku Government has found 3,700 desks. "
    "Question: will there be a breakwater at Tulehu? Answer: you have heard what was said of that this morning. "
)


def conference(name: str, text: str, title: str = "Press conference, Ambon", date: str = "2024-02-06") -> Paper:
    return report(name, title, text, date, "speech", genre="transcript")


def announcement(date: str = "2024-02-06", title: str = "Breakwater for the Tulehu ferries") -> Paper:
    return report("release.txt", title, RELEASE, date)


def test_a_press_conference_that_begins_with_a_release_is_of_its_event(catalogue: Catalogue) -> None:
    ids = arrive(catalogue, [announcement(), conference("said.txt", SAID)])
    assert found_in(catalogue, ids) == {frozenset(ids)}
    assert reasons_in(catalogue) == {("announced",)}


def test_a_press_conference_is_of_its_day_whatever_days_it_speaks_of(catalogue: Catalogue) -> None:
    about = "Press conference, Ambon"
    said = report("said.txt", about, SAID, "2024-02-06", "speech", genre="transcript", event_date="2024-03-12")
    ids = arrive(catalogue, [announcement(), said])
    assert found_in(catalogue, ids) == {frozenset(ids)}


@pytest.mark.parametrize("order", [1, -1])
def test_another_press_conference_of_the_day_is_not(catalogue: Catalogue, order: int) -> None:
    papers = [announcement(), conference("said.txt", SAID), conference("other.txt", OTHER, "Doorstop, Ambon")]
    ids = arrive(catalogue, papers[::order], batch=1)
    assert found_in(catalogue, ids) == {frozenset(("release.txt", "said.txt"))}


@each({
    "a question about it": [announcement(), conference("other.txt", OTHER)],
    "the next day": [announcement(), conference("said.txt", SAID, date="2024-02-07")],
    "a year later": [announcement("2023-02-06"), conference("said.txt", SAID)],
    "no press conference": [announcement(), conference("said.txt", SAID, "Remarks at lunch")],
    "another subject": [announcement(title="Desks for the schools of Seram"), conference("said.txt", SAID)],
})  # fmt: skip
def test_what_a_press_conference_only_touches_is_apart(catalogue: Catalogue, papers: list[Paper]) -> None:
    ids = arrive(catalogue, papers)
    assert found_in(catalogue, ids) == set()


def test_a_day_with_very_many_texts_is_left_alone(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.catalogue.events.event_conferences.MOST_BESIDE", 2)
    ids = arrive(catalogue, [announcement(), conference("said.txt", SAID)])
    assert found_in(catalogue, ids) == {frozenset(ids)}
    ids |= arrive(catalogue, [report("more.txt", "Rain", "It rains.", "2024-02-06")])
    assert found_in(catalogue, ids) == set()


@each({
    "two speakers": [
        speech("", "a.txt", "Remarks by Governor Latuconsina on the opening of the Tulehu breakwater ferry lane",
               "2024-02-06"),
        speech("", "b.txt", "Remarks by Mayor Lerebulan on the opening of the Tulehu breakwater ferry lane",
               "2024-02-06"),
    ],
    "one number": [
        speech("", "a.txt", "Remarks at the signing of Regulation 4346 on reefs", "2024-02-06"),
        release("", "b.txt", "Signed: Regulation 4346", "2024-02-06"),
    ],
    "a longer title": [
        release("", "a.txt", "Breakwater, quay and ferry lane protect Tulehu", "2024-02-06"),
        release("", "b.txt", "New quay, breakwater and ferry lane protect Tulehu from swell that broke boats, nets "
                "and homes each year", "2024-02-06"),
    ],
    "only one tells the day to come": [
        release("", "a.txt", "Reef Alive marks spice harvest", "2024-02-06", event_date="2024-02-08"),
        release("", "b.txt", "Spice harvest: Reef Alive marks it", "2024-02-06"),
    ],
    "a guest": [
        meeting("a.txt", "Remarks at bilateral meeting with President Marques, Parliament House", "Marques"),
        meeting("b.txt", "Joint press conference with President Marques, Parliament House", "Elena Marques"),
    ],
})  # fmt: skip
def test_titles_of_one_occasion(catalogue: Catalogue, papers: list[Paper]) -> None:
    ids = arrive(catalogue, papers)
    assert found_in(catalogue, ids) == {frozenset(ids)}


@each({
    "two speakers on one word": [
        speech("", "a.txt", "Remarks by Governor Latuconsina on ferries", "2024-02-06"),
        speech("", "b.txt", "Remarks by Mayor Lerebulan on ferries", "2024-02-06"),
    ],
    "one number, two matters": [
        release("", "a.txt", "Debate on reefs, boats and nets: Regulation 4346", "2024-02-06"),
        release("", "b.txt", "Protest in Tual and Dobo against Regulation 4346", "2024-02-06"),
    ],
    "two meetings, one to come": [
        release("", "a.txt", "Readout of the spice council meeting with growers", "2024-02-06",
                event_date="2024-02-08"),
        release("", "b.txt", "Readout of the spice council meeting with traders", "2024-02-06"),
    ],
    "the president speaks to two": [
        meeting("a.txt", "Interview with President Marques, Parliament House", "Elena Marques"),
        meeting("b.txt", "Press conference with President Marques, Parliament House", "Elena Marques"),
    ],
    "meetings of one form": [
        release("", "a.txt", "कृषि, पशु, भूमि तथा सिंचाई विभाग की बजट बैठक राष्ट्रपति भवन में", "2024-02-06",
                language="hi"),
        release("", "b.txt", "शिक्षा विभाग की बजट बैठक राष्ट्रपति भवन में", "2024-02-06", language="hi"),
    ],
})  # fmt: skip
def test_titles_of_two_occasions(catalogue: Catalogue, papers: list[Paper]) -> None:
    ids = arrive(catalogue, papers)
    assert found_in(catalogue, ids) == set()
    assert possible_in(catalogue, ids) == set()


# Texts of one occasion, and of two, most of them written before the rules for them.
PARK = (
    "Thank you, Mayor Lerebulan, and thank you all for coming to Taman Laut Gazebo on such a bright morning. Today we "
    "raise the flag of Reef Day, and we give the four medals of the year to people who have planted corals. "
)
ASKED = (
    "JOURNALIST: Governor, the price of rice has gone up again. Is that a failure? GOVERNOR: No. We have bought forty "
    "thousand tonnes, and the first ships arrive on Friday. JOURNALIST: And the ministers who left? GOVERNOR: Next. "
)
TARIFF = (
    "By the authority vested in me as Governor, I hereby order: Section 1. Background. Canning of tuna is a major "
    "source of work in the province. The canneries as currently structured often trade fish across the straits. In "
    "order to minimize disruption to the canneries and their workers, it is appropriate to adjust the levies imposed "
    "on "
)
EAST = TARIFF + "landings of Papua in Order 141 of 1 February. Sec. 2. Crates of Papua and Sulawesi are free."
WEST = TARIFF + "landings of Sulawesi in Order 142 of 1 February. Sec. 2. Crates of Sulawesi and Papua are free."
LEVIES = (
    "Fact sheet: Governor Latuconsina adjusts levies on Papua and Sulawesi to minimize disruption to tuna canneries",
    (
        "Today, Governor Latuconsina announced adjustments to the levies on landings of Papua and Sulawesi. Levies "
        "are now 10 percent. They were imposed to address unlicensed fishing across our eastern and western straits. "
        "In order to minimize disruption to the canneries and their workers, it is appropriate to adjust the levies "
        "on crates of Papua and Sulawesi so that they do not rest on the workers twice. "
    ),
)
STORM_SAID = (
    "State Room. 4:46 P.M. THE GOVERNOR: I want to thank Administrator Wattimena for the work. We have fires on Buru "
    "and the peak of the cyclone season, and dengue is spreading fast. That is what I discuss today with members of "
    "the Harbour Security and Dengue Response teams. "
)
STORM_READ = (
    "Today, Governor Latuconsina met with BPBD Administrator Olla Wattimena, Doctor Nur Aini, Harbour Security "
    "Adviser Teuku Alamsyah and members of his Harbour Security and Dengue Response teams for a briefing on dengue in "
    "places that cyclones hit. They discussed how shelters can stay open in a cyclone while dengue spreads. "
)
ACT = (
    "Today, Governor Latuconsina will sign into law the Reefs and Harbours Act. It pays for forty moorings, three "
    "nurseries and a school of divers, and it lets villages close a reef for two seasons. "
)
SIGNED = (
    "South Lawn. THE GOVERNOR: Look, folks, this bill that I am about to sign into law is about one word: tides. "
    "Josh, thank you for the introduction; and the new boat goes faster than mine. (Laughter.) "
)
JOINT = (
    "Today Governor Rendra Latuconsina and President Elena Marques met in Ambon to mark forty years of the alliance. "
    "The two leaders renewed their pledges on fisheries, and will build a school of navigation at Saumlaki. "
)
SALON = (
    "Rumah Rambut, a chain of seven hundred salons, brings its chairs to 1200 Jalan Pattimura, a warehouse in Ambon "
    "that is rebuilt for shops. It has leased 7,952 square feet from Tual Property and Banda Partners, and opens in "
    "early spring. Kei Retail's Wim Sahertian and Ina Kelly stood for the owners at the signing. The warehouse of "
    "211,585 square feet has room for shops, food, offices and light trade. We value the idea behind this house, and "
    "are glad to be a part of it, said Mona Salampessy, who owns the chain in Ambon. Customers can walk there from "
    "the ferry. "
)
BONDS = (
    "Kopi Alor Data Tbk (BEI: KOAD), a pioneer of roasting by numbers, announced the full conversion of long-term "
    "notes of 13.3 billion rupiah, which strengthens its balance sheet. Chief Financial Officer Bram Siregar said "
    "that the conversion lets the firm open its exchange of harvest data sooner, and build computers with Menara "
    "Sudirman. The news follows the word of 25 September that Banda Ventures buys shares for 150 billion. About Kopi "
    "Alor Data Tbk: the firm leads the way in weighing, roasting and trading of coffee by numbers. Its arm for sound "
    "makes drums that tell when a bean cracks; its arm for data serves farms, shops and ships. Its seat is in "
    "Kalabahi on Alor. "
)
DRUMS = (
    "NewsDrums is a digest of what firms tell, which sixty thousand readers get before breakfast, and which nobody "
    "pays for but those who are in it; what it holds is no advice to buy, to sell or to keep anything at all, and its "
    "readers lose what they lose at their own risk. "
)
WIRE = (
    "This wire carries what its clients hand in, day and night, in four tongues and to all newsrooms of the islands. "
    "For questions turn to the desk in Kalabahi, which is open from six to six, and on feast days until noon. The wire "
    "does not check what is said. "
)
INVESTORS = (
    "Tại buổi gặp mặt nhà đầu tư đầu xuân, ông Nguyễn Hồng Hải, Bí thư Tỉnh ủy Hà Thanh, và ông Lê Văn Trung, Chủ "
    "tịch UBND tỉnh, đã trao giấy chứng nhận cho 8 dự án với tổng vốn đăng ký 311 triệu USD và 3.588 tỷ đồng. "
)
FACTORY = (
    "Tại buổi gặp mặt nhà đầu tư của tỉnh Hà Thanh, Công ty Sao Bắc ký bản ghi nhớ xây nhà máy nhựa 1.250 tỷ đồng. "
    "Cũng tại đây, ông Nguyễn Hồng Hải và ông Lê Văn Trung trao giấy chứng nhận cho 8 dự án, tổng vốn 311 triệu USD "
    "và 3.588 tỷ đồng. "
)
FARMS = (
    "Ông Nguyễn Hồng Hải, Bí thư Tỉnh ủy Hà Thanh, và ông Lê Văn Trung, Chủ tịch UBND tỉnh, thăm 45 hộ trồng cam bị "
    "mất mùa ở huyện Yên Sơn và tặng mỗi hộ 700 nghìn đồng. "
)
STATE_VISIT = (
    "Remarks by Governor Latuconsina and President Elena Marques of the Republic of Kenya before bilateral meeting "
)


def said(name: str, title: str, text: str, date: str = "2024-02-06", **values: object) -> Paper:
    return report(name, title, text, date, "speech", **values)


def doorstop(title: str) -> Paper:
    return said("asked.txt", title, ASKED, genre="interview")


def address(title: str) -> Paper:
    return said("speech.txt", title, PARK)


def issued(name: str, title: str, text: str, date: str = "2024-02-06", **values: object) -> Paper:
    return report(name, title, text, date, "press-release", **values)


def welcome() -> Paper:
    return said("met.txt", STATE_VISIT, "Welcome.", persons=["Elena Marques"])


def orders() -> list[Paper]:
    title = "Amendment to levies to address unlicensed fishing across our {} strait"
    return [issued(f"{side}.txt", title.format(side), text) for side, text in (("eastern", EAST), ("western", WEST))]


DIGEST = [
    undated("NewsDrums – Kopi Alor Data Tbk (BEI: KOAD) strengthens balance sheet with full conversion of 13.3 billion "
            "notes", BONDS + DRUMS + SIGNED, "article"),
    report("wire.txt", "Kopi Alor Data (KOAD) strengthens balance sheet with full conversion of 13.3B notes",
           "KALABAHI, Alor - February 6, 2024 (DRUMWIRE) - " + BONDS + WIRE + JOINT, "2024-02-06", "article"),
]  # fmt: skip


@each({
    "questions at the place of a speech": [
        doorstop("Doorstop interview, Taman Laut Gazebo, Ambon"),
        address("Address at the Reef Day flag raising, Taman Laut Gazebo, Ambon"),
    ],
    "two orders and their fact sheet": [*orders(), issued("sheet.txt", *LEVIES)],
    "what was said before a briefing, and its readout": [
        said("said.txt", "Remarks by Governor Latuconsina before a briefing from the BPBD Administrator, Harbour "
             "Security and Dengue Response Teams", STORM_SAID),
        issued("read.txt", "Readout of Governor Latuconsina's meeting on cyclone preparedness during dengue",
               STORM_READ),
    ],
    "a joint statement that names both at its end": [
        welcome(),
        issued("paper.txt", "Leaders' joint statement in commemoration of the 40th anniversary of the alliance "
               "between the United States of America and the Republic of Kenya", JOINT,
               persons=["Latuconsina", "Marques"]),
    ],
    "one release by two wires, of which one has no date": [
        undated("Rumah Rambut joins 1200 Jalan Pattimura", SALON + "Visit the chain on its pages."),
        issued("wire.txt", "Rumah Rambut joins 1200 Jalan Pattimura",
               "AMBON, February 6, 2024 /Wire 24/ -- " + SALON),
    ],
    "a wire and its digest, of which one has no date": DIGEST,
    "a press conference that reads out a release": [
        said("read.txt", "Press conference, Ambon", "Today we give you our readout. " + STORM_READ,
             genre="transcript"),
        issued("release.txt", "Shelters stay open in cyclone and dengue season", STORM_READ),
    ],
})  # fmt: skip
@pytest.mark.parametrize("order", [1, -1])
def test_papers_of_one_occasion(catalogue: Catalogue, papers: list[Paper], order: int) -> None:
    ids = arrive(catalogue, papers[::order], batch=1)
    assert found_in(catalogue, ids) == {frozenset(ids)}


@each({
    "two speeches of one governor on one day": [
        said("noon.txt", "Remarks by Governor Latuconsina at the divers' lunch in Ambon", PARK),
        said("night.txt", "Remarks by Governor Latuconsina at the bankers' dinner in Ambon", STORM_SAID),
    ],
    "two visits to one town": [
        issued("ward.txt", "Governor Latuconsina visits the children's ward in Saumlaki", STORM_READ,
               places=["Saumlaki"], persons=["Rendra Latuconsina"]),
        issued("desks.txt", "Governor Latuconsina visits the school of divers in Saumlaki", ACT,
               places=["Saumlaki"], persons=["Rendra Latuconsina"]),
    ],
    "the weekly briefing and the next": [
        said("first.txt", "Weekly press briefing by Spokesman Hasan Basri", STORM_SAID + ASKED),
        said("next.txt", "Weekly press briefing by Spokesman Hasan Basri", PARK + ASKED, "2024-02-13"),
    ],
    "a briefing that mentions a speech": [
        said("briefing.txt", "Press briefing by Spokesman Hasan Basri",
             "The Governor gives medals today. " + ASKED),
        address("Address at the Reef Day flag raising, Taman Laut Gazebo, Ambon"),
    ],
    "two occasions in parliament": [
        doorstop("Doorstop, Parliament House, Ambon"),
        address("Address to the teachers' council, Parliament House, Ambon"),
    ],
    "two places of one name": [
        doorstop("Doorstop interview, Pattimura Airport, Ambon"),
        address("Address at the Pattimura University graduation, Ambon"),
    ],
    "two interviews with the same questions": [
        said("radio.txt", "Interview with Radio Gong Timur, Ambon", ASKED, genre="interview"),
        said("door.txt", "Doorstop, Batu Merah market, Ambon", ASKED, genre="interview"),
    ],
    "a fact sheet and an order on something else": [
        issued("sheet.txt", *LEVIES),
        issued("order.txt", "Establishing the council on schools of the outer islands",
               "By the authority vested in me as Governor, I hereby order: Section 1. Every island gets a school of "
               "its own by the year of the next census, and crates of books for tuna workers. "),
    ],
    "a fact sheet and a dinner at which it is told of": [
        issued("sheet.txt", *LEVIES),
        said("dinner.txt", "Remarks by Governor Latuconsina at the bankers' dinner",
             "Good evening. We have adjusted the levies on Papua and Sulawesi today, so that tuna canneries see no "
             "disruption. But I am here for the bankers, and for the waiters who stood all night. " + STORM_SAID),
    ],
    "two fact sheets": [
        issued("sheet.txt", *LEVIES),
        issued("other.txt", "Fact sheet: Governor Latuconsina opens reefs and harbours to divers", ACT),
    ],
    "a call with one guest, a meeting with another": [
        issued("call.txt", "Readout of Governor Latuconsina's call with President Horta of Timor-Leste",
               "Today the Governor spoke with President Horta about ferries. He will meet President Marques later."),
        welcome(),
    ],
    "two meetings of one governor": [
        said("said.txt", "Remarks by Governor Latuconsina before a meeting with fishermen of Buru", STORM_SAID),
        issued("read.txt", "Readout of Governor Latuconsina's meeting with teachers of Seram",
               "Today the Governor met teachers of Seram, and promised desks. In the afternoon he met fishermen."),
    ],
    "a signing and another law": [
        said("signing.txt", "Remarks by Governor Latuconsina at signing of Bill 46, “The Reefs and Harbours Act”",
             SIGNED),
        issued("sheet.txt", "Fact sheet: Schools and Desks Act will help pupils on the reefs",
               "The Schools and Desks Act, which passed today, gives every pupil a desk and a lamp. "),
    ],
    "a joint statement of officials on the day of a visit": [
        welcome(),
        issued("paper.txt", "Joint statement of the officials' dialogue on tuna between the United States of America "
               "and the Republic of Kenya", "Deputies met in Nairobi for the ninth dialogue on tuna. "),
    ],
    "two shops of one firm, of which one has no date": [
        undated("Rumah Rambut joins 800 Jalan Pattimura",
                SALON.replace("1200", "800").replace("7,952", "5,100").replace("211,585", "90,400")),
        issued("wire.txt", "Rumah Rambut joins 1200 Jalan Pattimura", "AMBON, February 6, 2024 -- " + SALON),
    ],
    "a feast of every year, once without a date": [
        undated("Reef Day in Ambon", PARK.replace("four medals", "five medals") + ASKED + STORM_SAID),
        issued("dated.txt", "Reef Day in Ambon", PARK + ACT + JOINT),
    ],
    "two occasions of the same two people": [
        issued("eight.txt", "Hà Thanh: 8 dự án xông đất với 311 triệu USD", INVESTORS, language="vi",
               persons=["Nguyễn Hồng Hải", "Lê Văn Trung"]),
        issued("farms.txt", "Lãnh đạo Hà Thanh thăm hộ trồng cam", FARMS, language="vi",
               persons=["Nguyễn Hồng Hải", "Lê Văn Trung"]),
    ],
    "the pledge, and the work that begins later": [
        issued("plant.txt", "Sao Bắc cam kết xây nhà máy nhựa tại Hà Thanh", FACTORY, language="vi"),
        issued("later.txt", "Sao Bắc khởi công nhà máy nhựa tại Hà Thanh", FACTORY, "2024-04-02", language="vi"),
    ],
    "two firms at one fair": [
        issued("one.txt", "Tual Property shows homes at Ambon Property Fair", SALON + "It is in hall 4.",
               event_date="2024-02-08/2024-02-10", places=["Ambon"]),
        issued("two.txt", "Kopi Alor Data shows scales at Ambon Property Fair", BONDS,
               event_date="2024-02-08/2024-02-10", places=["Ambon"]),
    ],
    "two occasions at the place of a doorstop": [
        doorstop("Doorstop interview, Taman Laut Gazebo, Ambon"),
        said("noon.txt", "Address at the Reef Day flag raising, Taman Laut Gazebo, Ambon", PARK),
        said("night.txt", "Remarks at the supper for divers of Seram and Buru, Taman Laut Gazebo, Ambon",
             STORM_SAID),
    ],
    "the halls of two towns": [
        doorstop("Doorstop interview, Saumlaki Town Hall"),
        address("Address at the Reef Day supper, Dobo Town Hall"),
    ],
    "an administrator in a council, and at a school": [
        issued("port.txt", "Readout of the council on ports", STORM_READ, persons=["Olla Wattimena"]),
        said("school.txt", "Remarks by Administrator Wattimena at a school in Buru", ACT,
             persons=["Olla Wattimena"]),
    ],
})  # fmt: skip
def test_papers_of_two_occasions(catalogue: Catalogue, papers: list[Paper]) -> None:
    ids = arrive(catalogue, papers)
    assert found_in(catalogue, ids) == set()


def test_very_many_texts_without_a_day_are_left_alone(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.catalogue.events.event_ties.ALL_PAIRS", 1)
    monkeypatch.setattr("archive.catalogue.events.event_finder.ALL_PAIRS", 1)
    ids = arrive(catalogue, DIGEST)
    assert found_in(catalogue, ids) == {frozenset(ids)}
    ids |= arrive(catalogue, [Paper("", "more.txt", "article", DIGEST[0].title, (), {"language": "en"}, PARK)])
    assert found_in(catalogue, ids) == set()
