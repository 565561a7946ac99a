"""A text with a date that is still in the future somewhere is never released before it, however old the text;
undecidable ones are held; texts that only mention embargoes are public. Whole texts in three languages, each at an
instant of ingest."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.record import Description, Status
from ingest.description.extraction import extract_description
from ingest.extract.embargo.sources import add_embargo_candidates
from ingest.files import restrictions
from ingest.files.restrictions import access_for, note_old
from tests.builders.described_texts import describe_text

OPEN, DECIDE = "open", "decide"
ENGLISH = (
    "The ministry opened a new pier on the river on Monday and said that the boats of the valley would use it from\n"
    "the spring. Farmers had asked for one since the flood, and the council agreed to pay for half of what it cost."
)
INDONESIAN = (
    "Wali kota membuka dermaga baru dan menyapa para nelayan yang datang sejak subuh. Warga menonton dari tepi sungai\n"
    "sambil menunggu kapal pertama. Dermaga itu dibangun selama dua tahun dengan dana provinsi."
)
VIETNAMESE = (
    "Thành phố đưa vào khai thác bến tàu mới trên sông và cảm ơn bà con đã nhường đất. Bến dài hai trăm mét, được xây\n"
    "trong hai năm bằng vốn của tỉnh. Nhiều người dân đã đến xem chuyến tàu đầu tiên cập bến."
)
NOW = "2026-11-28T09:00:00Z"


def outcome(text: str, now: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the outcome of ingesting a text at that instant: the end of the hold, `decide` or `open`."""
    instant = datetime.fromisoformat(now).astimezone(UTC)
    monkeypatch.setattr(restrictions, "utc_now", lambda: instant)
    description = describe_text(text)
    note_old(description, 30)
    access = access_for(description, Status.RELEASED)
    if access.status is Status.RELEASED:
        return OPEN
    return access.release_at or DECIDE


def old(language: str) -> str:
    """Return the dateline and body of a text that is over 30 days old."""
    return {
        "en": f"GENEVA, 3 March 2025 - {ENGLISH}",
        "id": f"Jakarta, 3 Maret 2025 - {INDONESIAN}",
        "vi": f"Hà Nội, ngày 3/3/2025 - {VIETNAMESE}",
    }[language]


def new(language: str) -> str:
    """Return the dateline and body of a recent text."""
    return {
        "en": f"GENEVA, 26 November 2026 - {ENGLISH}",
        "id": f"Jakarta, 26 November 2026 - {INDONESIAN}",
        "vi": f"Hà Nội, ngày 26/11/2026 - {VIETNAMESE}",
    }[language]


TITLES = {"en": "New pier opens on the river", "id": "Dermaga baru dibuka", "vi": "Khánh thành bến tàu mới"}

# (language, line, outcome of an old text with the line at its head or foot, outcome of a new one)
LINES = (
    ("id", "EMBARGO SAMPAI 15 Desember 2026 pukul 10.00", "2026-12-16T12:00:00Z", "2026-12-16T12:00:00Z"),
    ("id", "Embargo hingga Selasa, 15 Desember 2026", "2026-12-16T12:00:00Z", "2026-12-16T12:00:00Z"),
    ("id", "Mohon tidak disiarkan sebelum 15 Desember 2026 pukul 10.00 waktu setempat", *["2026-12-16T12:00:00Z"] * 2),
    ("id", "EMBARGO SAMPAI 28 November 2026 pukul 16.30 WIB", "2026-11-28T09:30:00Z", "2026-11-28T09:30:00Z"),
    ("id", "EMBARGO SAMPAI 28 November 2026 pukul 15.59 WIB", OPEN, OPEN),
    ("id", "EMBARGO SAMPAI 27 November 2026", "2026-11-28T12:00:00Z", "2026-11-28T12:00:00Z"),
    ("id", "EMBARGO SAMPAI 26 November 2026", OPEN, OPEN),
    ("id", "Diembargo sampai 15 Desember 2026 pukul 4 siang WITA", "2026-12-15T08:00:00Z", "2026-12-15T08:00:00Z"),
    ("id", "MOHON DITAHAN DULU", OPEN, DECIDE),
    ("id", "Jangan disebarkan dulu", OPEN, DECIDE),
    ("id", "KONSEP — belum disetujui", OPEN, DECIDE),
    ("id", "DRAF 3", OPEN, DECIDE),
    ("id", "Embargo sampai pidato selesai dibacakan", OPEN, DECIDE),
    ("id", "Embargo sampai Rabu, 15 Desember 2026 pukul 10.00 WIB", DECIDE, DECIDE),
    ("id", "RAHASIA", DECIDE, DECIDE),
    ("en", "Embargoed until 4 a.m. CT/5 a.m. ET, Monday, December 14, 2026", *["2026-12-14T10:00:00Z"] * 2),
    ("en", "EMBARGOED UNTIL 9:00 a.m. MT / 8 a.m. PT / 11 a.m. ET, December 14, 2026", *["2026-12-14T16:00:00Z"] * 2),
    ("en", "Hold for release until 6 p.m. AKT on December 14, 2026", *["2026-12-15T03:00:00Z"] * 2),
    ("en", "Not for release before 10:00 CST, 14 December 2026", *["2026-12-15T12:00:00Z"] * 2),
    ("en", "EMBARGOED UNTIL 10:00 XQT 14 DECEMBER 2026", *["2026-12-15T12:00:00Z"] * 2),
    ("en", "Embargoed until 10:00 IST (New Delhi), 14 December 2026", *["2026-12-14T04:30:00Z"] * 2),
    ("en", "EMBARGOED UNTIL 00:01 GMT 14 DECEMBER 2026 (7:01 p.m. ET 13 December 2026)", *["2026-12-14T00:01:00Z"] * 2),
    ("en", "Embargoed until midnight GMT on 14 December 2026", *["2026-12-15T00:00:00Z"] * 2),
    ("en", "Embargoed until 5/12/2026", "2026-12-06T12:00:00Z", "2026-12-06T12:00:00Z"),
    ("en", "EMBARGOED UNTIL NOVEMBER 27, 2026", "2026-11-28T12:00:00Z", "2026-11-28T12:00:00Z"),
    ("en", "ＥＭＢＡＲＧＯＥＤ ＵＮＴＩＬ １０：００ ＧＭＴ １４ ＤＥＣＥＭＢＥＲ ２０２６",
     *["2026-12-14T10:00:00Z"] * 2),
    ("en", "ЕMBАRGOED until 10:00 GMT 14 December 2026", *["2026-12-14T10:00:00Z"] * 2),
    ("en", "E M B A R G O E D  until 10:00 GMT 14 December 2026", *["2026-12-14T10:00:00Z"] * 2),
    ("en", "EMB\u00adAR\u200bGO: 14 December 2026, 10:00 GMT", *["2026-12-14T10:00:00Z"] * 2),
    ("en", "EMBARGO:\u00a014\u00a0December\u00a02026,\u00a010:00\u00a0GMT", *["2026-12-14T10:00:00Z"] * 2),
    ("en", "NOT FOR PUBLICATION OR BROADCAST\nBEFORE 10:00 GMT ON MONDAY 14 DECEMBER 2026",
     *["2026-12-14T10:00:00Z"] * 2),
    ("en", "The contents of this statement may not be quoted, summarised\nor broadcast before 10 GMT 14 December 2026.",
     *["2026-12-14T10:00:00Z"] * 2),
    ("en", "HOLD FOR RELEASE", OPEN, DECIDE),
    ("en", "STRICTLY EMBARGOED", OPEN, DECIDE),
    ("en", "INTERNAL – do not forward", OPEN, DECIDE),
    ("en", "DRAFT 3", OPEN, DECIDE),
    ("en", "Embargoed until Friday", OPEN, DECIDE),
    ("en", "CONFIDENTIAL", DECIDE, DECIDE),
    ("en", "Embargo: none", OPEN, OPEN),
    ("en", "FOR IMMEDIATE RELEASE", OPEN, OPEN),
    ("en", "Embargoed copies will be made available to accredited media", OPEN, OPEN),
    ("vi", "Cấm vận đến 10h00 ngày 14/12/2026 (giờ Hà Nội)", *["2026-12-14T03:00:00Z"] * 2),
    ("vi", "CẤM VẬN TIN: 10h00 ngày 14/12/2026", *["2026-12-15T12:00:00Z"] * 2),
    ("vi", "Không đăng tải trước ngày 14/12/2026", *["2026-12-15T12:00:00Z"] * 2),
    ("vi", "Đề nghị quý báo không đăng trước 8 giờ tối ngày 14/12/2026 (GMT+7)", *["2026-12-14T13:00:00Z"] * 2),
    ("vi", "CẤM ĐĂNG", OPEN, DECIDE),
    ("vi", "DỰ THẢO", OPEN, DECIDE),
    ("vi", "MẬT", DECIDE, DECIDE),
    ("vi", "Dự thảo Luật lấy ý kiến nhân dân", OPEN, OPEN),
    ("vi", "Lệnh cấm vận vũ khí được gia hạn đến 14/12/2026", OPEN, OPEN),
)  # fmt: skip


@pytest.mark.parametrize(("language", "line", "of_old", "of_new"), LINES)
def test_at_the_head_and_at_the_foot(
    language: str, line: str, of_old: str, of_new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    title = TITLES[language]
    for body, expected in ((old(language), of_old), (new(language), of_new)):
        assert outcome(f"{line}\n\n{title}\n\n{body}\n", NOW, monkeypatch) == expected
        assert outcome(f"{title}\n\n{body}\n\n{body[-150:]}\n\n{line}\n", NOW, monkeypatch) == expected


@pytest.mark.parametrize("line", ["HOLD FOR RELEASE", "STRICTLY EMBARGOED", "Mohon ditahan dulu", "CẤM ĐĂNG"])
def test_in_a_text_without_a_day_of_its_own_an_order_holds(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert outcome(f"{line}\n\nNew pier opens\n\n{ENGLISH}\n", NOW, monkeypatch) == DECIDE


UNDATED = [  # in which an old day is not that of the text
    "{body}\n\nForm 7, revised 3 May 2018",
    "{body}\n\nISO 14001 certificate of 12 March 2017",
    "{body}\n\nKupang, 12 January 2015",
    "{body}\n\n(c) Port of Kupang, 5 May 2016",
    "{body}\n\nDecree of the council, 4 April 2019",
    "{body} They remembered the flood of 27 January 2006.",
    "{body}\n\nPage last updated: March 2021",
    "Your letter of 7 July 2017\n\nA new pier\n\n{body}",
]
READ_BOTH_WAYS = ["Date: 12/01/2026", "Released 1/12/2026", "12-01-2026", "Kupang, 12.1.26"]  # on 1 December


@pytest.mark.parametrize(
    "order", ["EMBARGOED UNTIL THE MINISTER HAS SPOKEN", "JANGAN DISIARKAN SEBELUM PIDATO SELESAI"]
)
@pytest.mark.parametrize("layout", UNDATED)
def test_an_old_day_elsewhere_in_a_text_makes_it_not_old(
    order: str, layout: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"{order}\n\n{layout.format(body=ENGLISH)}"
    assert outcome(text, NOW, monkeypatch) == DECIDE


@pytest.mark.parametrize("day", READ_BOTH_WAYS)
def test_a_day_that_can_be_read_as_a_new_one_makes_no_text_old(day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"EMBARGOED UNTIL THE MINISTER HAS SPOKEN\n\n{day}\n\nA new pier\n\n{ENGLISH}"
    assert outcome(text, "2026-12-01T09:00:00Z", monkeypatch) == DECIDE


@pytest.mark.parametrize("day", ["Date: 25/01/2026", "GENEVA, 3 March 2025", "Released 5/2/2019"])
def test_a_text_that_is_old_however_it_is_read_is_public(day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"EMBARGOED UNTIL THE MINISTER HAS SPOKEN\n\n{day}\n\nA new pier\n\n{ENGLISH}"
    assert outcome(text, NOW, monkeypatch) == OPEN


def test_the_days_and_the_name_of_a_file_make_no_text_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restrictions, "utc_now", lambda: datetime.fromisoformat(NOW))
    description = Description("text/plain", "text", 1, text=f"HOLD FOR RELEASE\n\nNew pier opens\n\n{ENGLISH}\n")
    for key in ("document_created", "date"):
        description.offer(key, "2019-05-03", "docx:created", 0.4)
    extract_description(description, "2019-05-03 pier.txt", "2019/2019-05-03 pier.txt")
    note_old(description, 30)
    assert access_for(description, Status.RELEASED).status is Status.HELD


@pytest.mark.parametrize(
    ("line", "until"),
    [
        ("Embargoed until 1:30 a.m. ET, November 1, 2026", "2026-11-01T06:30:00Z"),  # occurs twice: the later one
        ("Embargoed until 2:30 a.m. ET, March 8, 2026", "2026-03-08T07:30:00Z"),  # does not exist
        ("Embargoed until 10:00 EDT, December 14, 2026", "2026-12-14T15:00:00Z"),  # not used in winter
        ("Embargoed until 10:00 ET, July 14, 2026", "2026-07-14T14:00:00Z"),
        ("Embargoed until 10:00 CT, July 14, 2026", "2026-07-14T15:00:00Z"),
        ("Embargoed until 10:00 MT, July 14, 2026", "2026-07-14T16:00:00Z"),
        ("Embargoed until 10:00 PT, July 14, 2026", "2026-07-14T17:00:00Z"),
        ("Embargoed until 10:00 AKT, July 14, 2026", "2026-07-14T18:00:00Z"),
        ("Embargoed until 10:00 HT, July 14, 2026", "2026-07-14T20:00:00Z"),
        ("Embargo sampai 14 Juli 2026 pukul 4 siang WIB", "2026-07-14T09:00:00Z"),
        ("Embargo sampai 14 Juli 2026 pukul 5 siang WIB", "2026-07-15T12:00:00Z"),
        ("Embargo sampai 14 Juli 2026 pukul 11 siang WIB", "2026-07-14T04:00:00Z"),
        ("Embargo sampai 14 Juli 2026 pukul 1 siang WIB", "2026-07-14T06:00:00Z"),
        ("Embargo sampai 14 Juli 2026 pukul 6 sore WIB", "2026-07-14T11:00:00Z"),
        ("Embargo sampai 14 Juli 2026 pukul 7 petang WIB", "2026-07-14T12:00:00Z"),
        ("Embargo sampai 14 Juli 2026 pukul 12 malam WIB", "2026-07-14T17:00:00Z"),
        ("EMBARGO: 1 giờ trưa ngày 14/7/2026 giờ Việt Nam", "2026-07-14T06:00:00Z"),
        ("EMBARGO: 12 giờ đêm ngày 14/7/2026 giờ Việt Nam", "2026-07-14T17:00:00Z"),
    ],
)  # fmt: skip
def test_clocks(line: str, until: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert outcome(f"{line}\n\nNew pier opens\n\n{ENGLISH}\n", "2026-01-01T00:00:00Z", monkeypatch) == until


SAME = (
    "EMBARGO SAMPAI 14 Desember 2051 pukul 10.00 WIB", "Embargoed until 10.00 GMT 14 December 2051",
    "Cấm công bố trước 10h00 ngày 14.12.2051", "JANGAN DISIARKAN", "CẤM ĐĂNG", "NOT FOR PUBLICATION", "RAHASIA",
    "DRAFT 3",     "KONSEP - belum disetujui", "DỰ THẢO", "INTERNAL - do not forward", "mohon ditahan dulu",
)  # fmt: skip


@pytest.mark.parametrize("words", SAME)
def test_the_same_words_hold_as_folder_name_field_head_foot_and_caption(words: str) -> None:
    def held(text: str, filename: str, relpath: str, kind: str = "text/plain", **offers: object) -> bool:
        description = Description(kind, "text", 1, text=text)
        for key, value in offers.items():
            description.offer(key, value, "iim:2:40", 1.0)
        extract_description(description, filename, relpath)
        return "embargo" in description.values

    text = f"New pier opens\n\n{ENGLISH}"
    assert held(text, "a.txt", f"{words}/a.txt")
    assert held(text, f"{words}.txt", f"{words}.txt")
    assert held(f"{words}\n\n{text}", "a.txt", "a.txt")
    assert held(f"{text}\n\n{words}", "a.txt", "a.txt")
    assert held("", "a.jpg", "a.jpg", "image/jpeg", instructions=words)
    assert held("", "a.jpg", "a.jpg", "image/jpeg", caption=words)


def test_a_photo_of_long_ago_waits_for_nobody() -> None:
    """An embargo without a time zone ended when its day ended everywhere on earth."""
    photo = Description("image/jpeg", "photo", 1)
    photo.offer("instructions", "Embargo until 10 May 2010", "iim:2:40")
    add_embargo_candidates(photo, "a.jpg", "")
    assert photo.values["embargo"]["until"] == "2010-05-11T12:00:00Z"
    assert access_for(photo, Status.RELEASED).status is Status.RELEASED


def test_what_is_held_to_the_end_of_its_day_says_so() -> None:
    description = describe_text(f"EMBARGO SAMPAI 15 Desember 2051\n\nDermaga\n\n{INDONESIAN}", "a.txt", "a.txt")
    assert description.values["embargo"]["assumed"] == "end of day"
    (note,) = description.notes
    assert note.startswith("the embargo names no hour with its zone: EMBARGO SAMPAI 15 Desember 2051; it lasts until")


DAY = "2026-12-15T12:00:00Z"  # the end of 14 December everywhere on earth
# Informal sentences around a text, as press officers write them. The last of each hold nothing.
AROUND = (
    ("en", "The figures in this note are for your eyes until 14 December 2026; nothing should run earlier.", DAY),
    ("en", "Editors: we would be grateful if none of the photographs went online ahead of 14 December 2026.", DAY),
    ("en", "This story lifts at 09:30 GMT on Monday, 14 December 2026.", "2026-12-14T09:30:00Z"),
    ("en", "rel. 0930 14 Dec 2026, not before", DAY),
    ("en", "EMBARGO 0930 CST, 14 DECEMBER 2026", DAY),
    ("en", "No mention of the award may be made before 10.00 GMT on 14 December 2026.", "2026-12-14T10:00:00Z"),
    ("en", "The list is yours from 10 a.m. GMT on 14 December 2026 and not a minute sooner.", "2026-12-14T10:00:00Z"),
    ("en", "The family asks reporters to keep this to themselves through 14 December 2026.", DAY),
    ("en", "Hi all, early copy for you lot only, so please sit on it till Thursday!", DECIDE),
    ("en", "You have this story early; keep it under your hat until the minister has spoken.", DECIDE),
    ("en", "Pictures go live 14/12/2026 at 10:00 GMT; until then they stay with you.", "2026-12-14T10:00:00Z"),
    ("en", "We must insist that outlets wait until 14 December 2026 with any story from this report.", DAY),
    ("en", "*** HOLD *** nothing out until 14 December 2026 10:00 GMT ***", "2026-12-14T10:00:00Z"),
    ("en", 'A reader asks what "embargoed until 14 December 2026" at the foot of a story means to an editor.', OPEN),
    ("en", "The report recommends extending the embargo on timber until 14 December 2026.", OPEN),
    ("en", "Embargoed until 14 December 2026: council backs ban on arms sales", DAY),
    ("en", "Embargo until 14 December 2027: council backs ban on arms sales", OPEN),
    ("en", "Draft Fisheries (Embargo) Order 2026 goes to committee", OPEN),
    ("en", "Visitors may not park on the pier before 14 December 2026.", OPEN),
    ("en", "The next bulletin will be published at 9.30am on 14 December 2026.", OPEN),
    ("en", "Tickets can be bought until 14 December 2026 from the harbour office.", OPEN),
    ("en", "The council will not release water from the dam before Friday.", OPEN),
    ("id", "Humas kementerian meminta rekan-rekan media tidak menayangkan daftar ini sebelum 14 Desember 2026.", DAY),
    ("id", "Mohon kerja samanya, foto dan naskah baru naik hari Senin, 14 Desember 2026 pukul 10.00 WIB.",
     "2026-12-14T03:00:00Z"),
    ("id", "naskah + foto JANGAN keluar dulu sampai tgl 14 Desember 2026 jam 9 pagi", DAY),
    ("id", "Rilis ini disimpan dulu di meja masing-masing ya, nanti kami kabari.", DECIDE),
    ("id", "Ringkasan ini tidak\nuntuk ditayangkan se-\nbelum 14 Desem-\nber 2026", DAY),
    ("id", "teman2 wartawan, tolong jangan naik dulu ya beritanya, tunggu kabar dari humas", DECIDE),
    ("id", "Hasil survei ini dipegang dulu sampai Kamis, ya teman-teman.", DECIDE),
    ("id", "Kami titip agar tak satu pun media memuat isi laporan ini hingga 14 Desember 2026.", DAY),
    ("id", "Sebelum 14 Desember 2026 pukul 10.00 WIB isi naskah ini belum boleh muncul di mana pun.",
     "2026-12-14T03:00:00Z"),
    ("id", "EMBARGO pkl 10.00, 14 DESEMBER 2026", DAY),
    ("id", "Dokumen ini kami bagikan lebih awal dengan syarat baru dikutip setelah 14 Desember 2026.", DAY),
    ("id", "Redaksi dimohon bersabar: berita ini tayang serentak 14 Desember 2026 pukul 10.00 WIB, jangan mendahului.",
     "2026-12-14T03:00:00Z"),
    ("id", "Tahan dulu ya beritanya, menunggu kabar dari direksi.", DECIDE),
    ("id", 'Kalau di kaki naskah tertulis "mohon jangan tayang dulu", tanyakan kepada pengirimnya.', OPEN),
    ("id", "Embargo hingga 14 Desember 2027: parlemen dukung larangan jual senjata", OPEN),
    ("id", "Warga tidak boleh menyeberang sebelum 14 Desember 2026.", OPEN),
    ("id", "Pendaftaran dibuka sampai 14 Desember 2026 pukul 10.00 WIB.", OPEN),
    ("id", "Draf peraturan tentang embargo itu dibahas pada 14 Desember 2026.", OPEN),
    ("id", "Laporan lengkap akan diterbitkan pada 14 Desember 2026.", OPEN),
    ("id", "Penumpang belum boleh naik kapal sebelum 14 Desember 2026.", OPEN),
    ("vi", "Sở trân trọng đề nghị các cơ quan báo chí không công bố danh sách trước 17h ngày 14/12/2026.", DAY),
    ("vi", "Anh chị em nhà báo thương nhau thì khoan hãy lên bài nhé, ký xong rồi hẵng đăng.", DECIDE),
    ("vi", ">>> TẠM CHƯA ĐĂNG / chờ ý kiến lãnh đạo Sở <<<", DECIDE),
    ("vi", "Đề nghị báo chí GIỮ TIN tới 09h30 (GMT + 7) – 14\u201112\u20112026", "2026-12-14T02:30:00Z"),
    ("vi", "Các anh chị giữ giúp bản tin này đến hết ngày 14/12/2026 ạ.", DAY),
    ("vi", "Bài chỉ được lên trang từ 10 giờ sáng ngày 14/12/2026 (giờ Việt Nam).", "2026-12-14T03:00:00Z"),
    ("vi", "Mong quý báo đợi đến ngày 14/12/2026 rồi hãy đưa tin.", DAY),
    ("vi", "Ảnh và số liệu kèm theo xin đừng đưa lên mạng cho tới khi lễ ký kết kết thúc.", DECIDE),
    ("vi", "Trước 10h ngày 14/12/2026 (GMT+7), mọi nội dung trong tài liệu này không được xuất hiện trên báo.",
     "2026-12-14T03:00:00Z"),
    ("vi", "EMBARGO 10h ngày 14/12/2026", DAY),
    ("vi", "Nhờ các bạn phóng viên để dành tin này, thứ Hai hãy đăng.", DECIDE),
    ("vi", "Xin quý báo chưa đưa tin này, chờ Sở xác nhận.", DECIDE),
    ("vi", "Tin này hẹn đăng 14/12/2026, xin đừng đăng sớm hơn.", DAY),
    ("vi", 'Hãy tìm năm thông cáo cũ có câu kiểu như "không đăng trước 10 giờ ngày mai" và cho biết câu nào rõ.', OPEN),
    ("vi", "Tàu thuyền không được cập bến trước ngày 14/12/2026.", OPEN),
    ("vi", "Bến tàu mở cửa đến hết ngày 14/12/2026.", OPEN),
    ("vi", "Danh sách đầy đủ sẽ được công bố vào ngày 14/12/2026.", OPEN),
    ("vi", "Dự thảo Nghị định về cấm vận được trình ngày 14/12/2026.", OPEN),
    ("vi", "Người dân chưa được dùng bến trước ngày 14/12/2026.", OPEN),
    ("vi", "Hội thảo về lệnh cấm vận kết thúc lúc 10h ngày 14/12/2026.", OPEN),
)  # fmt: skip


@pytest.mark.parametrize(("language", "line", "expected"), AROUND)
def test_sentences_of_other_forms(language: str, line: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    title, body = TITLES[language], new(language)
    assert outcome(f"{title}\n\n{body}\n\n{line}\n", NOW, monkeypatch) == expected
    assert outcome(f"{title}\n\n{line}\n\n{body}\n", NOW, monkeypatch) == expected
