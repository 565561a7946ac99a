"""Embargoes, and similar words that are not, that one rule must read in every language: each case in three wordings."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.record import Status
from ingest.files.restrictions import access_for, note_old
from tests.builders.described_texts import describe_text

NEWS = (
    "Jakarta, 1 May 2026 - Wali kota membuka dermaga baru dan menyapa para nelayan yang datang sejak subuh. "
    "Warga menonton acara itu dari jembatan sampai sore, lalu berjalan pulang bersama anak-anak mereka. "
    "Dermaga lama tetap dipakai oleh perahu kecil."
)
DECIDE, OPEN = None, "open"


def held(words: str, place: str) -> str | None:
    """Return `until` of the embargo of a text with the words at its head or foot; `open` if it has none."""
    title = "Dermaga baru dibuka"
    text = f"{words}\n\n{title}\n\n{NEWS}" if place == "head" else f"{title}\n\n{NEWS}\n\n{words}"
    description = describe_text(text, "release.txt")
    until: str | None = description.values.get("embargo", {"until": OPEN})["until"]
    return until


ORDERS = [
    # an unfilled template
    ("EMBARGOED UNTIL {{ embargo_date }}", DECIDE),
    ("EMBARGO SAMPAI ${tanggal}", DECIDE),
    ("CẤM ĐĂNG TRƯỚC %%NGAY_GIO%%", DECIDE),
    ("Embargoed until undefined", DECIDE),
    # the end of the embargo as a field, with an invalid hour
    ("Expiry of embargo: NaN:NaN 17/12/2051 (GMT+7)", "2051-12-18T12:00:00Z"),
    ("Akhir embargo: NaN 17 Desember 2051", "2051-12-18T12:00:00Z"),
    ("Hết hạn embargo: NaN:NaN ngày 17/12/2051", "2051-12-18T12:00:00Z"),
    # asked as a question
    ("PS: could you sit on this one until Thursday?", DECIDE),
    ("PS: can you hold this one until Thursday?", DECIDE),
    ("NB: bisa tolong rilis ini disimpan sampai Kamis?", DECIDE),
    ("TB: giữ giúp em bài này đến thứ Năm được không?", DECIDE),
    # not without someone's approval
    ("CẤM ĐĂNG khi chưa có ý kiến của Ban tổ chức.", DECIDE),
    ("DILARANG MEMUAT selama belum ada izin panitia.", DECIDE),
    ("Do not publish unless we have cleared it.", DECIDE),
    # zones after words for noon, midnight and parts of the day
    ("Hold until noon MT / 11am PT / 2pm ET on 9 Dec 2051", "2051-12-09T19:00:00Z"),
    ("EMBARGO SAMPAI 9 Desember 2051 pukul 2 siang ET", "2051-12-09T19:00:00Z"),
    ("EMBARGO ĐẾN 2 giờ chiều ET ngày 9/12/2051", "2051-12-09T19:00:00Z"),
    # one instant on both sides of the date line, in several zones
    (
        "EMBARGOED UNTIL 15 December 2051, 17:00 GMT (12 noon New York, 18:00 Geneva, 02:00 on 16 December 2051 Tokyo)",
        "2051-12-15T17:00:00Z",
    ),
    (
        "EMBARGO SAMPAI 15 Desember 2051 pukul 17.00 GMT (18.00 Jenewa, 02.00 pada 16 Desember 2051 Tokyo)",
        "2051-12-15T17:00:00Z",
    ),
    # the time a message was sent is not that of its embargo
    ("[14:05] minh.pr: no post trước 9 AM PT / 11 AM ET ngày 12/12/2051 nhé", "2051-12-12T17:00:00Z"),
    ("[23:05] Dewi: jangan dimuat sebelum 12 Desember 2051 pukul 09.00 WIB ya", "2051-12-12T02:00:00Z"),
    ("[11/12/2051, 23:05] Bob: do not publish before 9:00 GMT on 12 December 2051", "2051-12-12T09:00:00Z"),
    # `thư này` is not a Thursday
    ("Thư này không đăng trước 0h01 ngày 1/1/2052 giờ Việt Nam", "2051-12-31T17:01:00Z"),
    # a label above its date
    (
        "Media are asked to respect the release time:\nSat. 28 October 2051 - 20:00 CEST (2 p.m. ET)",
        "2051-10-28T18:00:00Z",
    ),
    # a word that breaks over two lines, and the year on the last
    (
        "The media are asked not to run this story, in print, online or on air, be-\nfore Wednesday 6 December\n2051.",
        "2051-12-07T12:00:00Z",
    ),
    # all together on one day
    ("nb: keep dulu ya kak, naiknya barengan tgl 9 Des 2051 aja", "2051-12-10T12:00:00Z"),
    # no use before
    ("NO USE BEFORE 14:00 XQT 11 December 2051 // made by PressMate", "2051-12-12T12:00:00Z"),
    ("!!! ém tới 24 giờ ngày 9/12/2051 giờ Hà Nội rồi hãy đăng !!!", "2051-12-09T17:00:00Z"),
    ("[TIN CHỜ] đừng bấm nút trước", DECIDE),
    # the country before its zone
    ("UNDER EMBARGO UNTIL: Dec. 11, 2051, 2:00 p.m. U.S. ET", "2051-12-11T19:00:00Z"),
    ("Embargoed until 11 December 2051, 2pm (US EST)", "2051-12-11T19:00:00Z"),
    ("Embargoed until 2 p.m. Eastern US time on 11 December 2051", "2051-12-11T19:00:00Z"),
    # a date right after the colon of its label
    ("EMBARGO:11 Desember 2051 pukul 14.00 WIT", "2051-12-11T05:00:00Z"),
    ("embargoUntil:2051-12-11T08:00:00+07:00", "2051-12-11T01:00:00Z"),
    # until an embargo is lifted, which has not happened
    ("Do not use until the embargo has been lifted.", DECIDE),
    ("Hold until our embargo is lifted by the minister's office", DECIDE),
    ("Jangan dimuat sebelum embargo dicabut.", DECIDE),
    # words that release a text, or end a mail, next to an embargo
    ("Không đăng ngay, chờ đến 10h00 ngày 11/12/2051 giờ Việt Nam.", "2051-12-11T03:00:00Z"),
    ("Not to be shared with third parties before 10:00 GMT on 11 December 2051.", "2051-12-11T10:00:00Z"),
    ("Embargoed until 10:00 GMT on 11 December 2051, when we lift it.", "2051-12-11T10:00:00Z"),
    # times after a slash, each with its own zone
    ("EMBARGO SAMPAI 7 Desember 2051 pukul 08.00 WIB/10.00 WITA/10.00 WIT", "2051-12-07T02:00:00Z"),
    ("Embargoed until 7 December 2051, 08:00 GMT/10:00 CET", "2051-12-07T09:00:00Z"),
    ("Embargoed until 7 December 2051, 8am GMT/10am CET", "2051-12-07T09:00:00Z"),
    ("Cấm đăng trước 8h00 GMT+7/10h00 GMT+8 ngày 7/12/2051", "2051-12-07T02:00:00Z"),
    ("Embargoed until 7 December 2051 08:00/03:00 GMT/ET", "2051-12-08T12:00:00Z"),
    ("Boleh naik tayang 7 Desember 2051 mulai pukul 08.00 WIB/10.00 WITA/10.00 WIT, tidak lebih awal.",
     "2051-12-07T02:00:00Z"),
    # a date, a time or a zone broken by a narrow column
    ("Harap tidak disebarluaskan,\nseluruhnya pun, sebelum lewat pukul\n24.00 WIB hari Jumat, 8\nDesember 2051.",
     "2051-12-08T17:00:00Z"),
    ("Thông tin trên chỉ\nđược phép đến với công\nchúng kể từ 15 giờ\nngày 30/12/2051, múi giờ\nGMT+7.",
     "2051-12-30T08:00:00Z"),
    # the status and the time in two rows of a table
    ("Status     |  Not for publication yet\nLift       |  9 Dec 2051   |  14.30  |  ICT", "2051-12-09T07:30:00Z"),
    ("Sifat   | Terbatas utk redaksi, belum boleh tayang\nTayang  | Sabtu, 9 Desember 2051 | pkl. 13.00 | WITA",
     "2051-12-09T05:00:00Z"),
    ("Trạng thái | Chưa phát hành\nĐược đăng từ | 10h00 | ngày 15/12/2051 | GMT+7", "2051-12-15T03:00:00Z"),
    # spaced letters and digits; a misspelt month
    ("E M B A R G O   0 0 : 0 1   G M T ,   4   J u n e   2 0 5 1", "2051-06-04T00:01:00Z"),
    ("E M B A R G O   s a m p a i   4   J u n i   2 0 5 1   1 0 . 0 0   W I B", "2051-06-04T03:00:00Z"),
    ("EMBRAGO SAMPAI  KAMMIS 14 DESMBER 2051 PKUL 08.00  WIT", "2051-12-13T23:00:00Z"),
    ("EMBARGOED UNTIL 14 Decmeber 2051 08:00 GMT", "2051-12-14T08:00:00Z"),
    ("Embargoed until Novembr 14, 2051, 08:00 GMT", "2051-11-14T08:00:00Z"),
    # an embargo on reviews, and waiting for a signal
    ("ЕMBАRGО ON ALL REVIEWS - WАIT FOR WORD FROM THE FESTIVAL PRESS ROOM", DECIDE),
    ("EMBARGO ON ALL COVERAGE", DECIDE),
    ("Off the record for now. I'll text you when it can go.", DECIDE),
    ("Masih embargo. Jam tayang menyusul.", DECIDE),
    ("Cuma untuk dibaca Pemred. Nanti saya kabari kalau sudah boleh naik.", DECIDE),
    ("Tin vẫn đang embargo nhé mọi người.", DECIDE),
    # use from a time on, and not earlier
    ("Editorial use only after 20:00 CET (19:00 GMT) on 19 December 2051, never before.", "2051-12-19T19:00:00Z"),
    ("Foto hanya untuk dipakai setelah 19 Desember 2051 pukul 20.00 WIB, tidak sebelumnya.", "2051-12-19T13:00:00Z"),
    ("Sử dụng từ 7 giờ 00, ngày 1/12/2051 (giờ Việt Nam).", "2051-12-01T00:00:00Z"),
    ("Bahan ini untuk terbitan tanggal 2 Januari 2052, jangan dipakai lebih cepat dari itu.", "2052-01-03T12:00:00Z"),
    ("This is for the edition of 2 January 2052, do not use it any earlier than that.", "2052-01-03T12:00:00Z"),
    # a request to wait
    ("Yang kemarin curi start, kali ini tolong tunggu: 15 Desember 2051, pukul 14.00 WIB.", "2051-12-15T07:00:00Z"),
    ("Lần này mong các anh chị đợi đúng 14h, ngày 3/12/2051, giờ Hà Nội.", "2051-12-03T07:00:00Z"),
    ("Danh sách chỉ dùng để chuẩn bị bài, xin đợi đến 11h00 ngày 19/12/2051 giờ Hà Nội.", "2051-12-19T04:00:00Z"),
    ("Sếp em dặn: 15h ngày 30/12/2051, giờ VN, ai lên sớm thì lần sau không mời nữa.", "2051-12-30T08:00:00Z"),
    # lock-ups, and results that may be reported on a date that does not exist
    ("Under press lock-up until 09:00 CET on Friday 17 January 2051", DECIDE),
    ("Under budget lock-up until 09:00 GMT on 17 January 2051", "2051-01-17T09:00:00Z"),
    ("The result may be reported at 5 pm GMT on Friday 6 December 2051. Breach = off our list!", DECIDE),
    ("You're getting this under embargo, which we lift on 16 December 2051 at 7pm in Lagos (WAT).",
     "2051-12-16T18:00:00Z"),
    # checkboxes and answers that negate something else
    ("[ ] EMBARGOED UNTIL 10:00 GMT 15 December 2051", "2051-12-15T10:00:00Z"),
    ("[ ] DO NOT PUBLISH [ ]", DECIDE),
    ("□ DO NOT PUBLISH\n□ Photographs: press office", DECIDE),
    ("□ CẤM ĐĂNG", DECIDE),
    ("Embargo lifted? No.\nHold this release until 10:00 GMT, 15 December 2051", "2051-12-15T10:00:00Z"),
    ("(x) EMBARGO SAMPAI 15 Desember 2051 pukul 17.00 WIB", "2051-12-15T10:00:00Z"),
    ("EMBARGO [ ] đến 17h ngày 15/12/2051 (GMT+7)", "2051-12-15T10:00:00Z"),
    ("MẬT\nÔng Nguyễn Văn An nhậm chức", DECIDE),
    ("MẬT\nHOA KỲ VÀ VIỆT NAM HỌP", DECIDE),
    ("Embargo atas permintaan jurnal sampai 15 Desember 2051 pukul 17.00 WIB", "2051-12-15T10:00:00Z"),
    ("Tin có embargo tới 17h ngày 15/12/2051 (GMT+7) theo yêu cầu của tạp chí.", "2051-12-15T10:00:00Z"),
    # spaced letters before an ordinary end, short embargoes, text messages, thanks, notes on a draft, and forms that
    # say yes
    ('E M B A R G O  s.d. Jumat, 15 Desember 2051 pukul 17.00 WIB', '2051-12-15T10:00:00Z'),
    ('E M B A R G O s.d. 15 Desember 2051 pukul 17.00 WIB', '2051-12-15T10:00:00Z'),
    ('E M B A R G O S/D 15 Desember 2051 pukul 17.00 WIB', '2051-12-15T10:00:00Z'),
    ('E.M.B.A.R.G.O. until 15 December 2051, 10:00 GMT', '2051-12-15T10:00:00Z'),
    ('E M B A R G O  đến 17h ngày 15/12/2051 (GMT+7)', '2051-12-15T10:00:00Z'),
    ('Perihal: Fwd: Re: EMBARGO!! s/d Sabtu yaaa - keris pulang', DECIDE),
    ('Subject: Fwd: EMBARGO!! till Saturday pls - the bronze comes home', DECIDE),
    ('EMBARGO!!! đến thứ Bảy nhé', DECIDE),
    ('[[ EMBARGO >>> 5/6/2051 <<< ]]', '2051-06-06T12:00:00Z'),
    ('[[ EMBARGO S.D. 5/6/2051 ]]', '2051-06-06T12:00:00Z'),
    ('[[ CẤM ĐĂNG TRƯỚC 5/6/2051 ]]', '2051-06-06T12:00:00Z'),
    ('[[ EMBARGO ]]', DECIDE),
    ('EMBARGOED UNTIL [[ embargo_date ]]', DECIDE),
    ('-> -> NOT B4 2PM UK <- <- [ 11/12/2051 ] <- <- bev t, sent from my phone', '2051-12-11T14:00:00Z'),
    ('not b4 10am gmt, 11 dec 2051', '2051-12-11T10:00:00Z'),
    ('TIDAK SEBELUM pukul 10.00 WIB, 11 Desember 2051', '2051-12-11T03:00:00Z'),
    ('KHÔNG TRƯỚC 10h ngày 11/12/2051 (GMT+7)', '2051-12-11T03:00:00Z'),
    ('tlg baru diberitakan stlh jam 7 mlm WIT tgl 30 Nov 2051 ok, spy pak dirut yg bilang duluan',
     '2051-11-30T10:00:00Z'),
    ('pls dont post b4 7pm GMT on 30 Nov 2051, so the boss can say it 1st', '2051-11-30T19:00:00Z'),
    ('mn đừng đăng trc 19h ngày 30/11/2051 giờ VN nha', '2051-11-30T12:00:00Z'),
    ('Em gửi trước để anh chị chuẩn bị, nhưng xin giữ đến 20/12 giúp em nhé 🙏', DECIDE),
    ('Saya kirim duluan biar siap, tapi mohon ditahan sampai 20/12 ya', DECIDE),
    ('Sending this early so you can prepare, but please hold until 20/12', DECIDE),
    ('Đợi chim quen chỗ đã: tin này chỉ xài sau khi qua hết mùng 5 tháng 12 năm 2051.', '2051-12-06T12:00:00Z'),
    ('Berita ini hanya dipakai setelah lewat tanggal 5 Desember 2051.', '2051-12-06T12:00:00Z'),
    ("Thanks to our friends in the press for sitting on this one till the club's own channels have put it out.",
     DECIDE),
    ('Thank you all for keeping this under wraps until the club has announced it.', DECIDE),
    ('Terima kasih sudah menahan berita ini sampai klub mengumumkannya.', DECIDE),
    ('Cảm ơn anh chị đã giữ tin này cho đến khi câu lạc bộ công bố.', DECIDE),
    ('(Bản nháp của phòng Truyền thông, chưa trình Ban Giám hiệu duyệt)', DECIDE),
    ('(Draf dari humas, belum diparaf rektor)', DECIDE),
    ('[Draft by the press office, not yet seen by the vice-chancellor]', DECIDE),
    ('Embargo? (Y/N): Y', DECIDE),
    ('[x] Embargo s.d. 15 Desember 2051 pukul 17.00 WIB\n[ ] Langsung tayang', '2051-12-15T10:00:00Z'),
    ('Giữ tin: [ ] Không   [X] Có, đến ngày 15/12/2051', '2051-12-16T12:00:00Z'),
    ('Embargo: ☐ No ☒ Yes, until 15 December 2051, 10:00 GMT', '2051-12-15T10:00:00Z'),
    # an embargo broken by a narrow column, also within a word
    ("For\nattention of desks: kindly do\nnot\npublish - in any form - be-\nfore 7 a.m. on Thursday,\n15 June\n2051.",
     "2051-06-16T12:00:00Z"),
    ("EMBARGOED\nUNTL 6 a.m. AKT/10\na.m. ET on Thurs-\nday, June 15,\n2051", "2051-06-15T14:00:00Z"),
    ("Hanya boleh\ndimuat mulai\n15.30 WIB\ntanggal 4/12/2051", "2051-12-04T08:30:00Z"),
    ("Chỉ được\ncông bố từ 15h30\nngày 4/12/2051\n(GMT+7)", "2051-12-04T08:30:00Z"),
    # a dateline below an embargo is not its end
    ("Do not publish\nbefore we say so\nPORT ELLIS\n18 June 2026", DECIDE),
    ("Jangan disiarkan\nsebelum ada izin\nKUPANG\n18 Juni 2026", DECIDE),
    ("Chưa đăng bài này\nkhi chưa có ý kiến\nHÀ NỘI\n18/6/2026", DECIDE),
    # until something happens, whatever it is
    ("Under embargo until the judgment has been handed down in open court", DECIDE),
    ("Under embargo until the ink is dry", DECIDE),
    # `until then` refers to the date before it
    ("Time of release: 20:00 ICT, Wednesday, 15 November 2051. Please hold it until then.", "2051-11-15T13:00:00Z"),
    ("Waktu tayang: Rabu, 15 November 2051 pukul 20.00 WIB. Mohon ditahan sampai saat itu.", "2051-11-15T13:00:00Z"),
    ("Thời điểm được công bố: 20:00 ICT, thứ Tư, 15/11/2051. Quý báo vui lòng giữ tin tới lúc đó.",
     "2051-11-15T13:00:00Z"),
    # no spaces after punctuation; a misspelt month after an ordinal; a zone with its label
    ("Utk rekan wartawan:bahan ini baru boleh dikutip setelah Rabu,15 November 2051 jam 14.00WIB",
     "2051-11-15T07:00:00Z"),
    ("3. Embargo 00.01hrs GMT Wednesday 15th Novemeber 2051", "2051-11-15T00:01:00Z"),
    ("( ) send now   (x) hold back to: day 15 Nov 2051 | clock 10:00 | zone CT", "2051-11-15T16:00:00Z"),
    # spaced letters of several words, with no-break spaces
    ("C\u00a0Ấ\u00a0M\u00a0\u00a0\u00a0Đ\u00a0Ă\u00a0N\u00a0G\u00a0 trước 24h00 ngày 15/11/2051 (GMT+7)",
     "2051-11-15T17:00:00Z"),
    ("C Ấ M C Ô N G B Ố trước 24h00 ngày 15/11/2051 (GMT+7)", "2051-11-15T17:00:00Z"),
    # a stamp in the right column next to the office
    ("ỦY BAN NHÂN DÂN TỈNH                    MẬT\nSỞ NGOẠI VỤ", DECIDE),
    ("PEMERINTAH PROVINSI                    RAHASIA\nDINAS SOSIAL", DECIDE),
    ("MINISTRY OF TRADE                    TOP SECRET\nPRESS OFFICE", DECIDE),
]  # fmt: skip


@pytest.mark.parametrize("place", ["head", "foot"])
@pytest.mark.parametrize(("words", "until"), ORDERS)
def test_orders_hold_at_the_head_and_at_the_foot(words: str, until: str | None, place: str) -> None:
    assert held(words, place) == until


OTHERS = [
    # an embargo withdrawn in the same paragraph
    "Correction: our earlier e-mail asked you to hold this story until noon. That request no longer stands.",
    "RALAT: embargo pukul 15.00 WITA pada rilis sebelumnya kami cabut. Silakan dimuat kapan saja.",
    "Đính chính: tin trước có ghi embargo đến 15 giờ. Yêu cầu đó không còn hiệu lực, các báo cứ đăng.",
    # people, seats and tables can be held too
    "TẠM GIỮ ĐẾN NGÀY 20/12/2051 BA ĐỐI TƯỢNG TRỘM CHÓ",
    "DITAHAN SAMPAI 20 DESEMBER 2051 TIGA TERSANGKA PENCURIAN",
    "HELD UNTIL 20 DECEMBER 2051: THREE SUSPECTS",
    "Ghế đặt qua điện thoại chỉ được giữ đến 19h ngày 10/12/2051, quá giờ nhường cho khách đứng.",
    "Kursi yang dipesan disimpan sampai pukul 19.00 tanggal 10 Desember 2051.",
    "Seats are held until 7 p.m. on 10 December 2051.",
    # quotes from court
    "Kepada hakim jaksa menyampaikan: mohon ditahan dulu, Yang Mulia, sampai pemeriksaan selesai.",
    "The prosecutor told the judge: please hold him until the hearing ends.",
    # the titles of works and columns
    "Judul lagu berikutnya: Belum Disetujui.",
    '"Embargoed until midnight": how three words run the science desk',
    "Hợp tác xã cam kết không pha trộn và gắn mã truy xuất trên từng lọ.",
    # bans on other things, available copies, and times of events
    "Cấm khai thác trong bán kính mười hải lý từ 00h00 ngày 01/4/2051 đến hết ngày 30/6/2051.",
    "Dilarang menangkap ikan dalam radius sepuluh mil sejak 1 April 2051 pukul 00.00 WIB.",
    "No fishing within ten miles from 1 April 2051, 00:00 GMT until 30 June 2051.",
    "Bản báo cáo có embargo sẽ được gửi cho các báo đã ghi tên từ ngày 12/12/2051.",
    "Never before has the harbour frozen so early; it opened at 10:00 GMT on 3 May 2026.",
    "Photographs never before seen will be on view from 10:00 GMT on 3 May 2051.",
    "Kereta 08.00 WIB/10.00 WITA berangkat 7 Desember 2051.",
    "Mời quý vị chờ đón chương trình lúc 14h ngày 3/12/2051.",
    "Penonton menunggu di dermaga sejak pukul 08.00 WIB tanggal 7 Desember 2051.",
    "Giấy phép có hiệu lực từ 7 giờ 00, ngày 1/12/2051 (giờ Việt Nam).",
    # forms that say no, examples, honey, names protected by law, and copies under embargo on request
    "Submission #88213\nEmbargo? (Y/N): N\nHold for approval? (Y/N): N\nIf Y, until when: __________\nConfidential: no",
    "Embargo? (Y/T): T\nDraf: tidak",
    "Embargo (Có/Không): Không\nBản nháp: không",
    (
        "FORMULIR KIRIM BERITA DESA\n[x] Langsung tayang\n[ ] Embargo s.d. tanggal ....../....../...... pukul ......\n"
        "[ ] Tahan, tunggu persetujuan kepala desa\n[ ] Draf"
    ),
    "[ ] Embargo   [ ] Draft   [x] For immediate release",
    "Embargo: ☐ Yes ☒ No",
    "Embargo: Yes [ ] No [x]",
    "Giữ tin: [X] Không   [ ] Có, đến ngày ___/___/______\nBản nháp: [X] Không   [ ] Phải\nMức độ mật: không",
    (
        'Contoh: "Embargo sampai 5 Desember 2051 pukul 10.00 WIB."\n'
        "Contoh tersebut hanya untuk latihan dan tidak berlaku bagi berita ini."
    ),
    'Example: "Embargoed until 5 December 2051, 10:00 GMT."',
    'Ví dụ: "Cấm đăng trước 10h ngày 5/12/2051."',
    "MẬT\nONG HOA NHÃN NGUYÊN CHẤT - bảo mật thông tin khách hàng - điện thoại 0210 555 0166",
    (
        "Catatan: sesuai undang-undang peradilan anak, media dilarang memuat nama, foto, dan alamat anak. "
        "Selebihnya rilis ini bebas dikutip."
    ),
    "Note: by law, the media must not publish the names of the children. The rest of this release is free to use.",
    "Lưu ý: theo luật trẻ em, báo chí không được đăng tên, ảnh và địa chỉ của các em. Phần còn lại được sử dụng tự do.",
    (
        "Salinan atlas dalam status embargo dapat diminta wartawan terakreditasi melalui humas@geologi.example "
        "paling lambat dua hari sebelum acara."
    ),
    "Copies of the atlas under embargo can be requested by accredited reporters from press@geology.example.",
    "Bản sao có embargo được cung cấp theo yêu cầu cho phóng viên đã đăng ký.",
    # a lifted embargo followed by more words
    (
        "The embargo of 10 December 2051 printed on yesterday's version no longer applies and has been withdrawn; "
        "please use this text at will."
    ),
    (
        "Note to newsdesks: the embargo of 09:00 GMT on 30 November 2051 that was set for this announcement no longer "
        "applies. It was lifted by the Department this morning and you are free to use the story now."
    ),
    "Embargo sampai 10 Desember 2051 pada naskah kemarin tidak berlaku lagi dan silakan dipakai kapan saja.",
    # an invitation with a deadline and badges
    (
        "Kính mời quý phóng viên đến dự lễ khai mạc lúc 10h00 ngày 12/12/2051. Vui lòng đăng ký trước 17h00 ngày "
        "9/12/2051; thẻ tác nghiệp không phát trước ngày khai mạc."
    ),
    "Reporters register before 17:00 on 9 December 2051; press passes are not handed out before the opening.",
    "Wartawan mendaftar sebelum 9 Desember 2051 pukul 17.00; kartu pers tidak dibagikan sebelum pembukaan.",
    # a trade ban as a headline, and a draft that somebody mentions
    "LỆNH CẤM VẬN ĐẾN HẾT NGÀY 30/6/2051: LIÊN HIỆP QUỐC GIỮ NGUYÊN BIỆN PHÁP TRỪNG PHẠT",
    "Ketua panitia kerja mengatakan naskah belum final.",
    "The chair of the committee said the text is not final.",
    "For your diary: the Delta Report comes out on 18 January 2051.",
]


@pytest.mark.parametrize("place", ["head", "foot"])
@pytest.mark.parametrize("words", OTHERS)
def test_other_words_leave_a_text_open(words: str, place: str) -> None:
    assert held(words, place) == OPEN


@pytest.mark.parametrize(
    "words",
    [
        "The embargo has not been lifted: hold this story until noon.",
        "Tin này chưa được đăng, embargo chưa được gỡ.",
    ],
)
def test_an_order_that_is_not_taken_back_holds(words: str) -> None:
    assert held(words, "foot") is DECIDE


@pytest.mark.parametrize("place", ["head", "foot"])
@pytest.mark.parametrize(
    "words",
    [
        "Please hold this until 10:00 GMT on 3 May 2051. Please do not publish it before 10:00 GMT on 5 May 2051.",
        "Colleagues, sit on this until 10:00 GMT on 3 May 2051. Nothing may run before 10:00 GMT on 5 May 2051.",
        "EMBARGOED UNTIL 10:00 GMT 3 MAY 2051. DO NOT PUBLISH BEFORE 10:00 GMT 5 MAY 2051.",
        "Please hold this until 10:00 GMT on 3 May 2051. For the pictures it is 5 May 2051.",
        "Sit on this until 10:00 GMT on 3 May 2051, please. The film comes out on 5 May 2051, with its story.",
        "Mohon ditahan sampai 3 Mei 2051 pukul 10.00 WIB. Jangan disiarkan sebelum 5 Mei 2051 pukul 10.00 WIB.",
        "Tolong simpan dulu sampai 3 Mei 2051 pukul 10.00 WIB. Untuk fotonya 5 Mei 2051 pukul 10.00 WIB ya.",
        "Anh em giữ giúp bài này đến 10h ngày 3/5/2051 giờ Việt Nam. Ảnh thì 10h ngày 5/5/2051 giờ Việt Nam.",
        "Cấm đăng trước 10h ngày 3/5/2051 (GMT+7). Riêng hình ảnh là ngày 5/5/2051.",
    ],
)
def test_two_days_in_two_sentences_wait_for_a_decision(words: str, place: str) -> None:
    assert held(words, place) is DECIDE


@pytest.mark.parametrize(
    "line",
    ["[ TỐI MẬT ]  bản chụp lần 3, mờ", "[ SANGAT RAHASIA ]  salinan ketiga", "[TOP SECRET] third copy, page two"],
)
@pytest.mark.parametrize("place", ["head", "foot"])
def test_a_stamp_of_secrecy_before_other_words_holds_an_old_text(
    line: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.files.restrictions.utc_now", lambda: datetime(2031, 1, 1, tzinfo=UTC))
    text = f"{line}\n\n{NEWS}" if place == "head" else f"{NEWS}\n\n{line}"
    description = describe_text(text, "release.txt")
    note_old(description, 30)
    assert access_for(description, Status.RELEASED).status is not Status.RELEASED
