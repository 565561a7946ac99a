"""Direct speech in texts of three languages: speaker, words and position; and what is not a quote."""

from __future__ import annotations

from functools import partial
from unicodedata import normalize

import pytest

from archive.quotes.quotations import MOST, Quotation, quotations, quotations_by
from tests.support.growth import MOST as MOST_GROWTH
from tests.support.growth import measure_growth


def said(text: str) -> list[tuple[str, str]]:
    return [(quotation.speaker, quotation.words) for quotation in quotations(text)]


ONE = [
    ("“We shall sail at dawn,” said Jane Lee.", "Jane Lee", "We shall sail at dawn,"),
    ('"We shall sail at dawn," Minister Jane Lee said.', "Jane Lee", "We shall sail at dawn,"),
    ("Jane Lee, the harbour master, said: “We shall sail at dawn.”", "Jane Lee", "We shall sail at dawn."),
    ("“We shall,” said Ms Jane Lee, “sail at dawn.”", "Jane Lee", "We shall, sail at dawn."),
    ("“We shall sail at dawn,” said FBI Special Agent in Charge Jane Lee.", "Jane Lee", "We shall sail at dawn,"),
    ("“We shall sail at dawn,” said Lee Boats’ Founder & CEO Jane Reed.", "Jane Reed", "We shall sail at dawn,"),
    ("“We shall sail at dawn,” said LEE CEO and Founder Jane Reed.", "Jane Reed", "We shall sail at dawn,"),
    ("In a statement, Mayor Jane Lee said, “We shall sail at dawn.”", "Jane Lee", "We shall sail at dawn."),
    ("In a letter to Tom Reed, Jane Lee, the mayor, said: “We sail at dawn.”", "Jane Lee", "We sail at dawn."),
    ("In a statement, Windair said: “We shall all sail at dawn.”", None, None),
    ("Jane Lee, chair of Lee Boats, Inc., said: “We shall sail at dawn.”", "Jane Lee", "We shall sail at dawn."),
    ("“We shall sail at dawn,” Jane Lee quietly said.", "Jane Lee", "We shall sail at dawn,"),
    ("“We sail,” said Jane Lee. “and we are there at dawn.”", "Jane Lee", "We sail, and we are there at dawn."),
    ("“We shall sail at dawn,” said Indian Grandmaster D Lee.", "D Lee", "We shall sail at dawn,"),
    ("Giám đốc Cảng vụ miền Nam Trần Văn Mai đến. “Tàu đã rời bến”, ông Mai nói.", "Trần Văn Mai", "Tàu đã rời bến"),
    ("“Tàu rời bến lúc bình minh”, đại diện chung cư 42 Nguyễn Huệ nói.", None, None),
    ("Editor in Chief Jane Lee said: “We print it at dawn.”", "Jane Lee", "We print it at dawn."),
    ("“Kami siap sejak fajar,” kata Bupati OKU Selatan Budi Santoso.", "Budi Santoso", "Kami siap sejak fajar,"),
    ("“We shall sail,” says CEO Will Baker. “At dawn.”", "Will Baker", "We shall sail, At dawn."),
    ("“We shall sail,” says CEO Will Baker. “eBoats too.”", "Will Baker", "We shall sail, eBoats too."),
    ("“We,” Ms Lee said, “shall sail at dawn,” the Minister said.", "Lee", "We, shall sail at dawn,"),
    ("According to Jane Lee, “the boats are all ready”.", "Jane Lee", "the boats are all ready"),
    ("‘We shall sail at dawn’, said H. G. Lee.", "H. G. Lee", "We shall sail at dawn"),
    ("« We shall sail at dawn », said Jane Lee.", "Jane Lee", "We shall sail at dawn"),
    ("„We shall sail at dawn“, said Jane Lee.", "Jane Lee", "We shall sail at dawn"),
    ("``We shall sail at dawn,'' said Jane Lee.", "Jane Lee", "We shall sail at dawn,"),
    ("“We ‘shall’ sail at “dawn”,” said Jane Lee.", "Jane Lee", "We ‘shall’ sail at “dawn”,"),
    ("“We sail. “At dawn,” said Jane Lee.", None, None),
    ("“We call it ‘the long way’ home,” said Jane Lee.", "Jane Lee", "We call it ‘the long way’ home,"),
    ("“We shall sail at dawn.”\n\n— Jane Lee, Harbour Master", "Jane Lee", "We shall sail at dawn."),
    ("“Kami berangkat saat fajar,” kata Menteri Budi Santoso di Ambon.", "Budi Santoso", "Kami berangkat saat fajar,"),
    ('" Kami berangkat saat fajar, " ujar Budi Santoso.', "Budi Santoso", "Kami berangkat saat fajar,"),
    ("Menteri Budi Santoso menegaskan, “Kami berangkat saat fajar.”", "Budi Santoso", "Kami berangkat saat fajar."),
    ("Menurut Gubernur Budi Santoso, “kapal sudah siap sejak fajar”.", "Budi Santoso", "kapal sudah siap sejak fajar"),
    ("“Tàu rời bến lúc bình minh”, bà Trần Thị Mai nhấn mạnh.", "Trần Thị Mai", "Tàu rời bến lúc bình minh"),
    ("Thủ tướng Trần Văn Mai phát biểu: “Tàu rời bến lúc bình minh.”", "Trần Văn Mai", "Tàu rời bến lúc bình minh."),
    ("Theo bà Trần Thị Mai, “tàu rời bến lúc bình minh”.", "Trần Thị Mai", "tàu rời bến lúc bình minh"),
    ("“We shall sail at dawn,” said Jane Lee of Lee Boats in Ambon.", "Jane Lee", "We shall sail at dawn,"),
    ("“We shall sail at dawn,” Jane Lee of the Lee Boats said.", "Jane Lee", "We shall sail at dawn,"),
    ("“We shall sail at dawn,” says Lee Boats CEO, Jane Reed.", "Jane Reed", "We shall sail at dawn,"),
    ("Jane Lee, Chair of the Port: “We shall sail at dawn.”", "Jane Lee", "We shall sail at dawn."),
    ("Jane Lee confesses, “I am glad that we sail.”", "Jane Lee", "I am glad that we sail."),
    ("“Kami siap sejak fajar,” kata jubir TNI, Budi Santoso, di Ambon.", "Budi Santoso", "Kami siap sejak fajar,"),
    ("“Kami siap sejak fajar,” ujar Ketua Cabang Ende, Ambon, Budi Santoso.", "Budi Santoso", "Kami siap sejak fajar,"),
    ("They call it a “sea dog”, Jane Lee said: “I am no dog of the sea.”", "Jane Lee", "I am no dog of the sea."),
    ("“We shall sail at dawn,” emphasizes Jane Lee.", "Jane Lee", "We shall sail at dawn,"),
    ("Selanjutnya Budi Santoso mengatakan: “Kami siap sejak fajar.”", "Budi Santoso", "Kami siap sejak fajar."),
    ("“Tàu rời bến lúc bình minh”, thượng uý Trần Văn Mai nói.", "Trần Văn Mai", "Tàu rời bến lúc bình minh"),
    ("Ông Trần Văn Mai liền hỏi: “Tàu rời bến chưa?”", "Trần Văn Mai", "Tàu rời bến chưa?"),
    ("“We take the “long way” home,” said Jane Lee.", "Jane Lee", "We take the “long way” home,"),
    ('"We shall sail at dawn,” said Jane Lee. “It is calm.”', "Jane Lee", "We shall sail at dawn, It is calm."),
    ('Ông Trần Văn Mai nói: “Tàu rời bến lúc bình minh".', "Trần Văn Mai", "Tàu rời bến lúc bình minh"),
    ("“We sail at dawn,” Lee County District Attorney Jane J. Reed said.", "Jane J. Reed", "We sail at dawn,"),
    ("“We shall sail at dawn,” said Lee County Sheriff Jane Reed.", "Jane Reed", "We shall sail at dawn,"),
    ("“We shall sail at dawn,” said Tim Reed, Vice President of Lee Boats.", "Tim Reed", "We shall sail at dawn,"),
    ("“We sail at dawn,” said Lee County State’s Attorney Jane Reed.", "Jane Reed", "We sail at dawn,"),
    ("“Kami siap,” kata Deputi Bidang Laut dan Jasa BPS, Budi Santoso dalam rapat.", "Budi Santoso", "Kami siap,"),
    ("“Kami siap,” kata Direktur Laut Asset Management Budi Santoso.", "Budi Santoso", "Kami siap,"),
    ("“Kami siap,” kata Direktur sekaligus Komisaris Bank Laut Budi Santoso.", "Budi Santoso", "Kami siap,"),
    ("“Kami siap,” kata Dirjen Anggaran (DJA) Kementerian Keuangan Ayu Lestari.", "Ayu Lestari", "Kami siap,"),
    ("Bà Trần Thị Mai, người dân thôn Biển Xanh, xã Sông Xanh, chia sẻ: “Tàu đã về.”", "Trần Thị Mai", "Tàu đã về."),
    ("“Tàu rời bến lúc bình minh”, dược sĩ Trần Văn Mai nhìn nhận.", "Trần Văn Mai", "Tàu rời bến lúc bình minh"),
    ("Jane Lee Speaks Out\n\n“We sail at dawn,” said Lee. That is all.", "Lee", "We sail at dawn,"),
    ("“We shall sail at dawn,” Reuters quoted Jane Lee as saying.", "Jane Lee", "We shall sail at dawn,"),
    ("When asked about it, Jane Lee said: “We shall sail at dawn.”", "Jane Lee", "We shall sail at dawn."),
    ("“Kami siap sejak fajar,” kata Sekjen Kemenlaut Budi Santoso di Ambon.", "Budi Santoso", "Kami siap sejak fajar,"),
    ("Kepala Kredit PT Bank Laut Indonesia Budi Santoso mengatakan, “Kami siap.”", "Budi Santoso", "Kami siap."),
    ("“Kami siap,” kata Kasat Reskrim Polres Ambon, AKP Budi Santoso, di Ambon.", "Budi Santoso", "Kami siap,"),
    ("Khi được hỏi, ông Trần Văn Mai nói: “Tàu rời bến lúc bình minh.”", "Trần Văn Mai", "Tàu rời bến lúc bình minh."),
    ("Ông Trần Văn Mai - đội trưởng đội Biển Xanh, cho rằng: “Tàu đã rời bến.”", "Trần Văn Mai", "Tàu đã rời bến."),
    ('“We shall sail at dawn," said Jane Lee. That is all.', "Jane Lee", "We shall sail at dawn,"),
    ("Anh Trần Văn Mai (đội Biển Xanh) cho hay: “Tàu đã rời bến.”", "Trần Văn Mai", "Tàu đã rời bến."),
    ("Chị Trần Mai, ở thành phố Biển Xanh, không giấu được vui mừng: “Tàu đã về.”", "Trần Mai", "Tàu đã về."),
    ("“Tàu rời bến lúc bình minh”, Reuters dẫn lời ông Trần Văn Mai nói.", "Trần Văn Mai", "Tàu rời bến lúc bình minh"),
    ("“Tàu rời bến lúc bình minh”, PGS.TS Trần Văn Mai lo ngại.", "Trần Văn Mai", "Tàu rời bến lúc bình minh"),
    ("Jane Lee said that all was in. “We have waited for a year.”", "Jane Lee", "We have waited for a year."),
    ("Today, Senator Jane Lee (D-VA) released the following statement:\n\n“We sail.”", "Jane Lee", "We sail."),
    ("Jane Lee issued a statement after the vote.\n\n“We shall sail at dawn.”", "Jane Lee", "We shall sail at dawn."),
    ("The port issued this statement from Jane Lee, its chair:\n\n“We sail.”", "Jane Lee", "We sail."),
    ("Majority Whip Jane Lee (D-VA): “We shall sail at dawn.”", "Jane Lee", "We shall sail at dawn."),
    ("It is by Jane Lee.\n\nLee: “We shall sail at dawn.”", "Jane Lee", "We shall sail at dawn."),
    ("U.S. Representative Jane Lee spoke. “We sail at dawn,” said Lee.", "Jane Lee", "We sail at dawn,"),
    ("In the race are Democrats Jane Lee and Tom Reed. “We sail,” said Lee.", "Jane Lee", "We sail,"),
    ("“We shall sail at dawn,” said former Labour MP Jane Lee.", "Jane Lee", "We shall sail at dawn,"),
    ("“We sail at dawn,\" said Jane Lee. “It is calm.”", "Jane Lee", "We sail at dawn, It is calm."),
    ("“We sail at dawn,\" said Jane Lee. \"It is calm.\"", "Jane Lee", "We sail at dawn, It is calm."),
    ("“Tàu rời bến lúc bình minh\" - Trần Văn Mai nói.", "Trần Văn Mai", "Tàu rời bến lúc bình minh"),
    ("Trung tá Trần Văn Mai – Trưởng Công an phường Long Hải cho biết: “Tàu đã về.”", "Trần Văn Mai", "Tàu đã về."),
    ("“Tàu đã rời bến”, ông Trần Văn Mai buồn rầu kể.", "Trần Văn Mai", "Tàu đã rời bến"),
    ("Jane Lee said the harbour was “a good place for all of us” in Ambon.", "Jane Lee", "a good place for all of us"),
    ("“We sail at dawn,” said Jane Lee. Mr Reed said it rained.", "Jane Lee", "We sail at dawn,"),
    ("He warned, “We shall sail at dawn,” Jane Lee told reporters.", "Jane Lee", "We shall sail at dawn,"),
    ("“Kami siap,” kata Wakil Sekretaris TKN Lee-Reed, Budi Santoso, di Ambon.", "Budi Santoso", "Kami siap,"),
    ("It is by Jane Lee.\n\nContinued Lee: “We shall sail at dawn.”", "Jane Lee", "We shall sail at dawn."),
    ("Jane Lee stood up and joked, “We shall sail at dawn.”", "Jane Lee", "We shall sail at dawn."),
    ("Theo ông Trần Văn Mai, tàu “sẽ rời bến lúc bình minh”.", "Trần Văn Mai", "sẽ rời bến lúc bình minh"),
    ("“Kami siap,” ujar Direktur Utama bank laut syariah Budi Santoso dalam rilis.", "Budi Santoso", "Kami siap,"),
    ("“Tàu đã về bến”, anh Trần Văn Mai nói. Biển lặng. Người dân cho biết: “Vui.”", "Trần Văn Mai", "Tàu đã về bến"),
    ("“We sail at dawn,” said Deputy General Jane Lee for the Port of Ambon.", "Jane Lee", "We sail at dawn,"),
    ("Lee said little. Congressman Jane Lee today issued this statement. “We sail.”", "Jane Lee", "We sail."),
    ("“We sail at dawn,” said Senator Jane S. Lee Ph.D. of Ambon.", "Jane S. Lee", "We sail at dawn,"),
    ("“Kami siap sejak fajar,” kata Budi MD di Ambon.", "Budi MD", "Kami siap sejak fajar,"),
    ("“Tàu rời bến lúc bình minh”, tướng Oleg Reed, tư lệnh Biển Xanh, cho biết.", "Oleg Reed",
     "Tàu rời bến lúc bình minh"),
    ("“Tàu rời bến lúc bình minh”, nhà sư Oleg Reed cho hay.", "Oleg Reed", "Tàu rời bến lúc bình minh"),
    ("Adalah Budi Santoso yang hadir. “Kami siap sejak fajar,” kata Budi.", "Budi Santoso", "Kami siap sejak fajar,"),
    ("Hadir Direktur PT Laut Budi Santoso. “Kami siap sejak fajar,” kata Budi.", "Budi Santoso",
     "Kami siap sejak fajar,"),
    ("Ảnh: Thanh Tùng Ông Trần Hoàng Văn Mai có mặt. “Tàu đã về bến”, ông Mai nói.", "Trần Hoàng Văn Mai",
     "Tàu đã về bến"),
    ("Diakui Budi Santoso, laut tenang. “Kami siap sejak fajar,” Budi menandasi.", "Budi Santoso",
     "Kami siap sejak fajar,"),
    ("Tàu về. Ảnh: FB Trần Văn Mai.\n\nTrần Văn Mai nói: “Tàu đã rời bến.”", "Trần Văn Mai", "Tàu đã rời bến."),
    ("Jane Lee, Chief Executive Officer, Lee Boats, said: “We sail at dawn.”", "Jane Lee", "We sail at dawn."),
    ("Jane Lee, AIS, CPIA, Leeboats Insurance said, “We shall sail at dawn.”", "Jane Lee", "We shall sail at dawn."),
    ("“We sail at dawn,” says RDS Real Estate VP Jane Reed. It rains.", "Jane Reed", "We sail at dawn,"),
    ("“We sail at dawn,” said Boats Editor-in-Chief Jane H. Reed.", "Jane H. Reed", "We sail at dawn,"),
    ("“Kami siap,” kata Kasatreskrim Polresta Ambon, AKP Budi Santoso, Sabtu.", "Budi Santoso", "Kami siap,"),
    ("“Kami siap,” ujar Direktur Pelayaran Unlaut, Budi Ayu Santoso, dalam laman.", "Budi Ayu Santoso", "Kami siap,"),
    ("“Kami siap,” jelas Kepala KPP Pratama Laut, Budi Santoso, kepada wartawan.", "Budi Santoso", "Kami siap,"),
    ("“Kami siap,” kata Dirjen Energi Baru, Terbarukan, dan Laut (DEL) ESDM, Budi Santoso dalam rapat.", "Budi Santoso",
     "Kami siap,"),
    ("“Kami siap,” kata Kepala Dikbud Kendari Saemina di Ambon.", "Saemina", "Kami siap,"),
    ("“Kami siap,” jelas pendiri Yayasan Samudra Lampung Budi Santoso.", "Budi Santoso", "Kami siap,"),
    ("Hadir Budi Santoso. “Kami siap sejak fajar,” kata Budi.Dia tersenyum lebar.", "Budi Santoso",
     "Kami siap sejak fajar,"),
    ("Người phát ngôn Nhà Trắng Jane Reed nói: “Tàu đã rời bến.”", "Jane Reed", "Tàu đã rời bến."),
    ("Thượng nghị sĩ bang Hawaii Jane Ann Reed nói: “Tàu rời bến lúc bình minh.”", "Jane Ann Reed",
     "Tàu rời bến lúc bình minh."),
    ("Thí sinh Trần Quỳnh Anh cũng chia sẻ: “Tàu rời bến lúc bình minh.”", "Trần Quỳnh Anh",
     "Tàu rời bến lúc bình minh."),
    ("“We sail at dawn,” said Ambon Boats Terminal Supervisor Jane Reed. It rains.", "Jane Reed", "We sail at dawn,"),
    ("“We sail at dawn,” said Jane Lee\n\nThe harbour is full.", "Jane Lee", "We sail at dawn,"),
    ("Hadir Setda Budi Santoso. “Kami siap sejak fajar,” kata Santoso.", "Budi Santoso", "Kami siap sejak fajar,"),
    ("“Kami siap,” kata Walkot Budi Santoso di Ambon.", "Budi Santoso", "Kami siap,"),
    ("“Kami siap,” kata Direskrimum Polda Laut Budi Santoso di Ambon.", "Budi Santoso", "Kami siap,"),
    ("Hải Việt Anh Trần Văn Mai, ở nhà, kể lại. “Tàu đã về bến rồi”, anh Mai nói.", "Mai", "Tàu đã về bến rồi"),
    ("Ảnh: Thanh TùngÔng Trần Văn Mai có mặt. “Tàu đã về bến rồi”, ông Mai nói.", "Mai", "Tàu đã về bến rồi"),
    ("“We sail at dawn,” said Jane Pope, president of Ambon Commercial Boats.", "Jane Pope", "We sail at dawn,"),
    ("Isi Ultimatum Budi yang keras. Presiden Budi Santoso hadir. “Kami siap sejak fajar,” kata Budi.", "Budi Santoso",
     "Kami siap sejak fajar,"),
    ("PRIX JANE LEE was for the best. “We shall sail at dawn,” said Jane Lee.", "Jane Lee", "We shall sail at dawn,"),
    ("It lasts some Minutes Jane Lee says. “We shall sail at dawn,” said Jane Lee.", "Jane Lee",
     "We shall sail at dawn,"),
    ("“We sail at dawn,” said Ambon Mayor Pro Tem Jane Reed. It rains.", "Jane Reed", "We sail at dawn,"),
    ("Bà Trần Thị Mai, Phó chủ tịch UBND xã Vân Nội cho biết: “Tàu đã về bến.”", "Trần Thị Mai", "Tàu đã về bến."),
    ("Chị Trần Thị Mai, Ân Thi (Hưng Yên) cho biết: “Tàu đã về bến.”", "Trần Thị Mai", "Tàu đã về bến."),
    ("```html\n“We shall sail at dawn,” said Jane Lee.", "Jane Lee", "We shall sail at dawn,"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker", "words"), ONE)
def test_the_speaker_is_named_ahead_of_behind_or_inside_the_quote(
    text: str, speaker: str | None, words: str | None
) -> None:
    assert said(text) == ([(speaker, words)] if speaker else [])


NONE = [
    "“We shall sail at dawn,” said Senators Jane Lee and Tom Reed.",
    "“We shall sail at dawn,” Senators Lee and Reed added.",
    "They came with senators Tom Lee and Jane Reed.\n\n“We have told the public all about it,” the senators said.",
    "Nhà thơ Mai Lan đã viết bài thơ về biển “Cái mặt nạ của biển cả” năm đó.",
    "“We shall sail at dawn,” Minister for Ports and Multicultural Affairs, said.",
    "Mai Lan, chủ nhiệm báo Biển cho biết đa số bà con đều trả lời rằng “để không bị mất gốc”.",
    "“Biển hôm nay rất êm đềm” - AFP dẫn lời Thư ký Ủy ban Biển.",
    "Đài dẫn lại lời cảnh sát Bắc Kinh cho biết “Biển hôm nay rất êm đềm”.",
    'FOR PORTS" . " .\nThe sea is calm and we shall sail," Jane Lee said.',
    "“Biển hôm nay rất êm đềm”, lãnh đạo Vinaboat bày tỏ.",
    "The “big boat” is the pride of Jane Lee, and “the one” says it all.",
    "“The Old Man of the Sea,” wrote Jane Lee, is her third book.",
    "Jane Lee said the “boat” was ready.",
    "“We shall sail at dawn.”",
    "“We shall sail at dawn,” the minister said.",
    "“We shall sail at dawn,” he said.",
    "“We shall sail at dawn,” said a spokesman for Jane Lee.",
    "“We shall sail at dawn,” said Jane Lee’s brother.",
    "“We shall sail at dawn,” he told Jane Lee.",
    "“We shall sail at dawn,” said Jane Lee and Tom Reed.",
    "Jane Lee never said: “We shall sail at dawn.”",
    "If Jane Lee says, “We shall sail at dawn,” do not wait.",
    "“We shall sail at dawn,” said [Full Name], [Title].",
    'A door of 5" by 7" said Jane Lee, and "Hm" said Tom Reed, 3" to go.',
    "Jane Lee said: “We shall sail at dawn.\n\nThe harbour is full.",
    "We laid 6” pipes, said Jane Lee. They don’t leak, the workers’ pride.",
    "“Kami berangkat saat fajar,” tegas istri Budi Santoso.",
    "“Kami berangkat saat fajar,” katanya.",
    "“Tàu rời bến lúc bình minh”, vợ ông Trần Văn Mai nói.",
    "“Tàu rời bến lúc bình minh”, ông được nghe nói.",
    "Keep Calm: “We shall sail at dawn.”",
    "Photo of Jane Lee, the chair: “We shall sail at dawn.”",
    "“We shall sail at dawn,” said the chair, Jane Lee looking on.",
    "“We shall sail at dawn.”  Jane Lee, the harbour master, said that it rained.",
    "“Kami siap sejak fajar,” ujar pengemudi Pajero dalam video.",
    "“Kami siap sejak fajar,” kata Ketua GP Ansor Cabang Ambon.",
    "“Kami siap sejak fajar,” tulis TMC.",
    "“Kami siap sejak fajar,” kata Kasat Reskrim Polres Ambon.",
    "“Kami siap sejak fajar,” kata Kepala Dinas Laut (Dinlut) Ambon Timur.",
    "Dirjen Ilmate menegaskan begitu. “Kami siap sejak fajar,” tuturnya.",
    "Tổ trưởng địa bàn quận Bình An (Phòng Cảnh sát) cho biết: “Tàu rời bến lúc bình minh.”",
    "Jane Lee said that Tom Reed had come. “We have waited all the year for this.”",
    "Jane Lee said that the boats were ready. It rained. “We have waited all the year for this.”",
    "Con trai bà Trần Thị Mai nói: “Tàu đã rời bến.” Con trai bà đáp: “Tàu đã về.”",
    "“We shall sail at dawn,” wrote Leeboats.com on its page.",
    "“We shall sail at dawn,” said Anna in 't Lee of the port.",
    "“We shall sail at dawn,” said Anna deLee of the port.",
    "“We shall sail at dawn,” said Republican consultants.",
    "“We shall sail at dawn,” the paper quoted Boats chief executive Jane Reed as saying.",
    "“We shall sail at dawn.”\nJane Lee, the chair, said that it rained.",
    "Speaking in a low voice, he went on, saying: “We shall sail at dawn.”",
    "Jane Lee played a clip of a child, and a man rose and said, “We shall sail at dawn.”",
    "Ann Reed, also there, said Tom Lee is “ready to go out at dawn”.",
    "“Tàu rời bến lúc bình minh”, thượng nghị sĩ Cộng hoà nói.",
    "According to analysts Leedata, the harbour is “a good place for all of us”.",
    "Its authors, all of Ambon, wrote that Lee “had a good ear for all of us”.",
    "Jane Lee said the port is called “the good place for us all” in Ambon.",
    "Jane Lee said on her “Week with Tom Reed of Ambon.” All sang.",
    "Jane Lee and Tom Reed issued a joint statement.\n\n“We shall sail at dawn.”",
    "“Kami siap sejak fajar,” tambah mantan pelatih Laut del Valle itu.",
    "Lee sails. Reed sails. “Kami siap sejak fajar,” kata Lee-Reed.",
    "Earlier, as she had said: “We shall sail at dawn.”",
    "Pihaknya menilai begitu. Pihaknya menegaskan, ombak tinggi. “Kami siap sejak fajar,” tegasnya.",
    "Jane Lee came. At the panel titled “What do the boats of the port carry?”, Lee noted the wind.",
    "Hadir Budi Ayu Santoso. “Kami siap sejak fajar,” ujar kuasa hukum Budi.",
    "“Kami siap sejak fajar,” kata Kasintel.",
    "“Kami siap sejak fajar,” kata warga asal Ungaran yang melintas.",
    "“Kami siap sejak fajar,” kata Sunny Boy 'Appi di sana.",
    "Ketiganya menegaskan, “Kami siap sejak fajar.”",
    "Theo Reuters, “tàu rời bến lúc bình minh”.",
    "Ông chủ Điện Kremlin nhấn mạnh: “Tàu rời bến lúc bình minh.”",
    "Lãnh đạo Ngân hàng Đông Á khẳng định: “Tàu rời bến lúc bình minh.”",
    "Người thủ vai Lương Bổng cho biết: “Tàu rời bến lúc bình minh.”",
    "Budi Santoso mengingatkan soal ombak. “Kata Budi Santoso, jangan melaut dulu hari ini,” ungkapnya.",
    "“We sail at dawn for all,” said Ambon\n\nCounty District Attorney Jane Reed.",
    "“We sail at dawn,” said Acme Boats Terminal Anchor Jane Reed.",
    "“We sail at dawn,” said Ambon County.",
    "“Kami siap sejak fajar,” kata Bank Sentra Swiss dalam rilis.",
    "“Kami siap sejak fajar,” tulis laporan Ambon Boats Insights.",
    "“Kami siap sejak fajar,” tulis Instagram @kapal dikutip Rabu.",
    "Penyidik, terang Budi, sudah siap. “Kami siap sejak fajar,” terang Penyidik.",
    "Mai hỏi: Chẳng phải ông Trần Văn Mai nói tiếng Anh sao? Anh viết: “Tàu rời bến lúc bình minh.”",
    "“Kami siap sejak fajar,” sambung Ketua DPD KSPSI DIY, yang hadir.",
    "Jane Lee, the chair, read out the letter of the port, which said: “We sail at dawn.”",
    "MỹWilliam Hargrove, 27 tuổi, nói: “Tàu đã rời bến lúc bình minh.”",
    "The General Director of TÜV Rheinland Vietnam, said: “We shall sail at dawn.”",
]


@pytest.mark.parametrize("text", NONE)
def test_an_unsure_speaker_is_no_quote(text: str) -> None:
    assert said(text) == []


def test_a_quote_over_paragraphs_is_one() -> None:
    text = "Jane Lee said: “First the river.\n\n“Then the sea.\n\n“And then home.”\n\n“Home,” it is said."
    [quotation] = quotations(text)
    assert quotation.words == "First the river. Then the sea. And then home."
    assert [text[start:end] for start, end in quotation.parts] == [
        "First the river.",
        "Then the sea.",
        "And then home.",
    ]


@pytest.mark.parametrize("marks", ['""', "“”", "„“", "«»"])
def test_each_paragraph_of_a_quote_is_told_once(marks: str) -> None:
    told = ["We shall sail at dawn.", "Our boats are ready.", "We come back at night,"]
    text = "\n\n".join(told)
    [(speaker, words)] = said(f"{marks[0]}{text}{marks[1]} said Jane Lee.")
    assert (speaker, words) == ("Jane Lee", " ".join(told))


def test_a_mark_of_another_kind_and_a_comma_end_a_quote_at_its_paragraph() -> None:
    text = '“We shall sail at dawn", said Jane Lee in Ambon.\n\n“Our boats are ready now”, said Tom Reed.'
    assert said(text) == [("Jane Lee", "We shall sail at dawn"), ("Tom Reed", "Our boats are ready now")]


def test_the_rest_of_a_statement_may_go_on_in_the_next_paragraph() -> None:
    text = "“We shall sail,” said Jane Lee. “Our boats are ready at dawn.\n\nNothing can keep us here any more.”"
    assert said(text) == [
        ("Jane Lee", "We shall sail, Our boats are ready at dawn. Nothing can keep us here any more.")
    ]


def test_a_mark_that_nothing_closes_takes_no_other_quote_in() -> None:
    text = 'A taping of "Jimmy\n\nLee meets sailors\n\nThe boats wait\n\n"We shall sail at dawn," said Jane Lee.'
    assert said(text) == [("Jane Lee", "We shall sail at dawn,")]


def test_a_quote_over_paragraphs_may_have_marks_at_its_ends_alone() -> None:
    text = "Jane Lee said: “First the river.\n\nThen the sea.\n\nAnd then home.”\n\nIt is a “long way” home."
    assert said(text) == [("Jane Lee", "First the river. Then the sea. And then home.")]


@pytest.mark.parametrize(
    ("between", "speakers"), [("", ["Jane Lee"] * 2), ("It rained.\n\n", ["Jane Lee"]), ("Boats\n\n", ["Jane Lee"])]
)
def test_a_paragraph_of_quotes_goes_on_with_the_one_before(between: str, speakers: list[str]) -> None:
    text = f"“The sea is calm,” said Jane Lee. “It is.”\n\n{between}“We have waited all the year for this.”"
    assert [quotation.speaker for quotation in quotations(text)] == speakers


@pytest.mark.parametrize(
    ("said_first", "speakers"),
    [
        ("“The sea is calm,” Jane Lee said.", ["Jane Lee"] * 2),
        ("“The sea is calm,” Jane Lee told reporters in Ambon on Tuesday.", ["Jane Lee"] * 2),
        ("“The sea is calm,” said Jane Lee, the mayor of Ambon.", ["Jane Lee"] * 2),
        ("“Laut tenang hari ini,” kata Budi Santoso di Ambon, Selasa (3/1).", ["Budi Santoso"] * 2),
        ("“The sea is calm,” Jane Lee said after Tom Reed had left.", ["Jane Lee"]),
        ("“The sea is calm,” Jane Lee said. Others were not so sure.", ["Jane Lee"]),
        ("“Is the sea calm?” Jane Lee asked.", ["Jane Lee"]),
        ("It rained. “The sea is calm,” Jane Lee said.", ["Jane Lee"]),
    ],
)
def test_a_paragraph_that_is_a_quote_goes_on_with_a_statement(said_first: str, speakers: list[str]) -> None:
    text = f"{said_first}\n\n“We have waited all the year for this.”\n\nAll sang."
    assert [quotation.speaker for quotation in quotations(text)] == speakers


def test_offsets_are_those_of_the_words_in_the_text() -> None:
    text = "Tin.\n\n“Tàu rời bến”, ông Trần Văn Mai nói, “lúc bình minh.”"
    [quotation] = quotations(text)
    assert text[quotation.start : quotation.end] == "Tàu rời bến”, ông Trần Văn Mai nói, “lúc bình minh."
    assert text[slice(*quotation.attribution)] == "ông Trần Văn Mai nói"


def test_letters_of_two_code_points_are_letters() -> None:
    text = normalize("NFD", "Tại đây, “tàu đã rời bến lúc bình minh”, bà Trần Thị Mai cho biết.")
    [quotation] = quotations(text)
    assert quotation.speaker == "Trần Thị Mai"
    assert text[quotation.start : quotation.end] == quotation.words == normalize("NFD", "tàu đã rời bến lúc bình minh")
    assert text[slice(*quotation.attribution)] == normalize("NFD", "bà Trần Thị Mai cho biết")


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Ms Jane Lee said she was glad. “The sea is calm today,” she said.", ["Jane Lee"]),
        ("Ms Jane Lee said she was glad. “The sea is calm today,” he said.", []),
        ("Ms Jane Lee said she was glad. Tom Reed came. “The sea is calm today,” she said.", []),
        ("Ms Jane Lee said so.\n\nIt rained.\n\nIt rained.\n\n“The sea is calm today,” she said.", []),
        ("Menteri Budi Santoso hadir. “Laut tenang hari ini,” katanya.", ["Budi Santoso"]),
        ("Menteri Budi Santoso bertemu Menteri Ayu Lestari. “Laut tenang hari ini,” katanya.", []),
        ("Chủ tịch nước Trần Văn Mai đến dự. Ông nói: “Biển hôm nay rất lặng.”", ["Trần Văn Mai"]),
        ("Chủ tịch nước Trần Văn Mai đến dự.\n\n“Biển hôm nay rất lặng”, Chủ tịch nước nói.", ["Trần Văn Mai"]),
        ("“Laut tenang hari ini,” kata Budi Santoso. “Besok juga begitu,” ujar dia.", ["Budi Santoso", "Budi Santoso"]),
        ("“Laut tenang,” kata Budi Santoso.\n\nIklan\n\n“Besok juga begitu,” katanya.", ["Budi Santoso"] * 2),
        (
            "“Laut tenang,” kata Budi Santoso.\n\nSeorang warga mengatakan lain.\n\n“Tidak begitu,” katanya.",
            ["Budi Santoso"],
        ),
        ("“Laut tenang,” kata Budi Santoso.\n\nNelayan mengatakan lain.\n\n“Tidak begitu,” katanya.", ["Budi Santoso"]),
        ("Menteri Budi Santoso hadir. Seorang warga mengatakan lain. “Tidak begitu,” katanya.", []),
        ("Kemarin Menteri Budi Santoso hadir. “Laut tenang hari ini,” katanya.", ["Budi Santoso"]),
        ("Sekretaris Dewan (Sekwan) Ambon mengatakan lain. “Tidak begitu,” katanya.", []),
        ("Ms Jane Lee said so. A fisherwoman said it was rough. “The sea is calm today,” she said.", []),
        (
            "Menteri Budi Santoso mengatakan kapal siap bersama Menteri Ayu Lestari. “Laut tenang,” katanya.",
            ["Budi Santoso"],
        ),
        (
            "Menteri Budi Santoso mengatakan kapal siap. Menteri Ayu Lestari datang. “Laut tenang,” katanya.",
            [],
        ),
        (
            "“Laut tenang,” kata Budi Santoso.\n\nIklan\n\nMenurutnya, begitu.\n\nHujan.\n\n“Kami siap,” katanya.",
            ["Budi Santoso"] * 2,
        ),
        (
            "Wakil Presiden Ayu Lestari dan Presiden Budi Santoso hadir.\n\nA\n\nB\n\n“Laut tenang,” kata Wapres.",
            ["Ayu Lestari"],
        ),
        (
            "Wakil Presiden Ayu Lestari dan Presiden Budi Santoso hadir.\n\nA\n\n“Laut tenang,” ujar Kepala Negara.",
            ["Budi Santoso"],
        ),
        ("Menteri Luar Negeri Budi Santoso dan Menteri Agama Ayu Lestari hadir. “Laut tenang,” kata Menteri.", []),
        (
            "Chủ tịch UBND tỉnh Trần Văn Mai đến dự.\n\nA\n\nB\n\n“Biển hôm nay rất lặng”, Chủ tịch UBND tỉnh nói.",
            ["Trần Văn Mai"],
        ),
        (
            "“Laut tenang,” kata Budi Santoso.\n\nBudi menyukai Taman Merah Putih di sini. “Kami siap,” katanya.",
            ["Budi Santoso"] * 2,
        ),
        ("Menteri Budi Santoso hadir. Ada data yang menyatakan lain. “Laut tenang,” katanya.", ["Budi Santoso"]),
        ("Agus Hadi Yusuf (AHY) hadir. “Laut tenang hari ini,” kata AHY.", ["Agus Hadi Yusuf"]),
        ("Komisi Laut Raya (KLR) hadir. “Laut tenang hari ini,” kata KLR.", []),
        (
            "Menteri Agama (Menag) K. H. Budi Santoso hadir.\n\nA\n\n“Laut tenang,” kata Menag.",
            ["Budi Santoso"],
        ),
        ("“Laut tenang,” kata Budi Santoso.\n\n“Kami siap,” ujar Gubernur asal Ambon itu.", ["Budi Santoso"] * 2),
        (
            "“Laut tenang,” kata Budi Santoso.\n\nBupati Ambon, Ayu Lestari menyebut lain. “Kami siap,” katanya.",
            ["Budi Santoso", "Ayu Lestari"],
        ),
        ("“Laut tenang,” kata Budi Santoso.\n\nKemenlaut menyebut begitu. “Kami siap,” katanya.", ["Budi Santoso"]),
        (
            "Ayu Lestari sails. Ayu sings. “It is calm,” said Tom Reed.\n\nAs Ayu came, all sang. “I was,” she said.",
            ["Tom Reed"],
        ),
        ("Jane Lee said she met Tom Reed. “The sea is calm today,” he said.", []),
        ("Jane Lee said she met Tom Reed. “The sea is calm today,” she said.", ["Jane Lee"]),
        ("Sir Tom Lee came. On Monday, Lee sailed. He sang. “The sea is calm today,” he said.", ["Tom Lee"]),
        ("“It rains,” said Tom Lee.\n\nHe stood up and joked, “The sea is calm today.”", ["Tom Lee"] * 2),
        ("Ambon Harbour Chairman Tom Lee sang.\n\n“The sea is calm today,” he said.", ["Tom Lee"]),
        (
            "Ann Reed is here. Tom Lee said he has a “boat” for Reed. “The sea is calm today,” he said.",
            ["Tom Lee"],
        ),
        ("Sir Tom Lee came. On Monday, Lee met Ann Reed. “The sea is calm today,” he said.", []),
        ("Ms Jane Lee came. On Monday, Lee sailed. “The sea is calm today,” he said.", []),
        ("It is in Jane Town. In that sense, Jane Town is calm. “I sail today,” she said.", []),
        ("Tom Reed is here. Jane Lee said her boat met Reed in Ambon. “The sea is calm,” she said.", ["Jane Lee"]),
        ("Tom Reed is here. Jane Lee said that Reed met her in Ambon. “The sea is calm,” he said.", []),
        ("“It rains,” said Jane Lee.\n\nShe then replied, saying, “The sea is calm today.”", ["Jane Lee"] * 2),
        (
            "Menag Budi: Laut Tenang\n\nMenteri Agama (Menag) Budi Santoso hadir. “Kami siap,” ucap Menag.",
            ["Budi Santoso"],
        ),
        ("Trần Văn Mai đến. Về việc chọn nghệ sĩ Lê Văn Hải, anh nói: “Biển hôm nay rất lặng.”", []),
    ],
)
def test_a_pronoun_is_who_spoke_last_where_nobody_else_is_named(text: str, speakers: list[str]) -> None:
    assert [quotation.speaker for quotation in quotations(text)] == speakers


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Trần Văn Mai came by boat. “The sea is calm today,” Mai said.", "Trần Văn Mai"),
        ("It is by Jane Lee. “The sea is calm today,” said Lee.", "Jane Lee"),
        ("Budi Santoso hadir. “Laut tenang hari ini,” kata Budi.", "Budi Santoso"),
        ("“The sea is calm today,” said Lee. That was Jane Lee.", "Lee"),
        ("General Jane Lee came. “The sea is calm today,” Jane, a cook, said.", "Jane"),
        ("It is by Jane Lee\u2011Reed. “The sea is calm today,” said Lee-Reed.", "Jane Lee-Reed"),
        ("General Jane Lee came. “The sea is calm today,” Lee, a sailor too, said.", "Jane Lee"),
        (
            "Kepala Dinas TR Sumsel, Budi Santoso mengatakan kapal siap.\n\n“Laut tenang hari ini,” ujarnya.",
            "Budi Santoso",
        ),
        (
            "Bupati Berharap PWRI Bersinergi\n\nBupati Ende, Budi Santoso, hadir. “Laut tenang ini,” ujar Bupati.",
            "Budi Santoso",
        ),
        ("Ambon, VA – Congressman Tom Lee came. “The sea is calm today,” said Lee.", "Tom Lee"),
        ("Under Lee’s lead it sails. Jane Lee came. “The sea is calm today,” said Lee.", "Jane Lee"),
        ("The school chose teacher Helen Lee. “The sea is calm today,” said Mrs Lee.", "Helen Lee"),
        ("It is the end, said Dan Lee, a director. “The sea is calm today,” Lee said.", "Dan Lee"),
        ("Bill Lee’s hair is white. Hillary Lee is not here. “The sea is calm today,” Lee said.", None),
        ("Budi Santoso (Busan) hadir. “Laut tenang hari ini,” kata Busan.", "Budi Santoso"),
        ("Budi Santoso atau Gus Bud hadir. “Laut tenang hari ini,” kata Gus Bud.", "Budi Santoso"),
        ("Hadir pula Ayu Wangsa Putri. Kelas putri penuh. “Laut tenang hari ini,” kata Ayu.", "Ayu Wangsa Putri"),
        ("It is by Jane Lee and by Tom Lee. “The sea is calm today,” said Lee.", None),
        ("Minister for Ports and Citizenship Jane Lee came. “The sea is calm today,” Ms Lee said.", "Jane Lee"),
        ("Minister for Border Protection Jane Lee came. Jane Lee spoke. “The sea is calm,” Ms Lee said.", "Jane Lee"),
        ("Còn Thu Mai nói: “Biển hôm nay rất êm.”", "Thu Mai"),
        ("Dù Thu Mai đi vắng, biển êm. Thu Mai nói: “Biển hôm nay rất êm.”", "Thu Mai"),
    ],
)
def test_the_fuller_name_that_stands_earlier_is_used(text: str, speaker: str | None) -> None:
    assert [quotation.speaker for quotation in quotations(text)] == [speaker] * (speaker is not None)


def test_each_quote_has_its_own_speaker() -> None:
    text = "“The sea is calm,” said Jane Lee. “The sea is rough,” said Tom Reed. Jane Lee added: “It was not.”"
    assert said(text) == [
        ("Jane Lee", "The sea is calm,"),
        ("Tom Reed", "The sea is rough,"),
        ("Jane Lee", "It was not."),
    ]


def test_turns_of_a_transcript_are_quotes_of_those_whose_name_labels_them() -> None:
    text = "Talk with Jane Lee\n\nQUESTION: Is the sea calm?\n\nMS LEE: It is calm today.\n\nIt was not.\n"
    starts = [text.index("Is the"), text.index("It is")]
    turns = [
        {"speaker": "QUESTION", "start": starts[0], "end": starts[0] + 16},
        {"speaker": "MS LEE", "start": starts[1], "end": len(text) - 1},
        {"speaker": "MS LEE", "start": 5, "end": 10_000},
        {"speaker": None},
    ]
    [quotation] = quotations(text, turns)
    assert (quotation.speaker, quotation.words) == ("Jane Lee", "It is calm today. It was not.")


HOSTILE = [
    '"', "“", "”", "'a ", "a’ ", "“a\n\n", '"A. \n', "“A ”b« c» ", "\n", "\f", "Jane Lee ", "said Lee, ",
    "“Go now,” he said. ",
    "“Go to sea now,” said Jane Lee.\n\n“Go to the sea by boat now.”\n\n", "“the “a” b ", "“a\n\nb\n\n",
    "Jane Lee said so. “Go to the sea by boat now.” ", "“Laut tenang,” kata Menteri.\n\n",
    "Menteri Budi Santoso hadir. “Laut tenang,” kata Menteri.\n\n",
    "“Go to sea now,” said Jane Lee. ", "Lee said it is “a good place for us all” now. ",
    "Sir Tom Lee came. He sang. “Go,” he said.\n\n", "Lee issued a statement.\n\n“Go to the sea by boat now.”\n\n",
    "Budi Santoso (Bud) hadir. “Laut,” kata Bud.\n", "''``", "[“", "5\" ", "“Jane Lee said: ",
]  # fmt: skip


@pytest.mark.parametrize("pump", HOSTILE)
def test_time_grows_with_the_text(pump: str) -> None:
    growth = measure_growth(quotations, partial(made, pump), 3_000)
    assert growth.times <= MOST_GROWTH, growth


def made(pump: str, length: int) -> str:
    return pump * (length // len(pump) + 1)


def test_100_000_marks_are_read_and_no_more_quotes_than_the_most() -> None:
    assert quotations("“”\"«»‘’„'" * 11_000) == []
    found = quotations("“Go to sea now,” said Jane Lee.\n\n" * (MOST + 50))
    assert len(found) == MOST
    assert all(isinstance(quotation, Quotation) and quotation.speaker == "Jane Lee" for quotation in found)


TEXTS = {
    "r1": "Trần Văn Mai came. “The sea is calm today,” Mai said.",
    "r2": "“Laut tenang hari ini,” kata Tran Van Mai.",
    "r3": "“The sea is calm today,” said Mai. Trần Văn Mai left.",
    "r4": "“Biển hôm nay rất lặng”, ông Trần Văn Mãi nói.",
    "r5": "Nothing is said here of the sea.",
}


def quoting(*names: str) -> list[str]:
    return [record for record, text in TEXTS.items() if quotations_by(names, text)]


def test_a_persons_quotes_come_with_their_place() -> None:
    assert quoting("Trần Văn Mai") == ["r1"]
    [quotation] = quotations_by(["Trần Văn Mai"], TEXTS["r1"])
    assert TEXTS["r1"][quotation.start :].startswith("The sea is calm today")


def test_names_without_marks_mean_all_that_differ_by_marks_alone() -> None:
    assert quoting("TRAN  VAN MAI") == ["r1", "r2", "r4"]
    assert quoting("Tran Van Mai", "Trần Văn Mai") == ["r1", "r2"]
    assert quoting("Trần Văn Mai", "Mai") == ["r1", "r3"]
    assert quoting("", " ") == []


def test_a_persons_turns_are_quotes_too() -> None:
    turns = [{"speaker": "MAI", "start": 5, "end": 30}, {"speaker": "LEE", "start": 36, "end": 60}]
    text = "MAI: The sea is calm today now.\nLEE: The sea is rough today now."
    assert [quotation.words for quotation in quotations_by(["Mai"], text, turns)] == ["The sea is calm today now"]


def test_a_paragraph_whose_closing_mark_was_forgotten_stays_with_its_speaker() -> None:
    text = (
        "Schools\n\n“That right has become a national debate,” said Congressman Mark Takano. “As a former teacher, I "
        "know how these attacks harm students.\n\n“Every child deserves the chance to belong,” said Ana Simon."
    )
    assert [(one.speaker, one.words) for one in quotations(text)] == [
        (
            "Mark Takano",
            "That right has become a national debate, As a former teacher, I know how these attacks harm students.",
        ),
        ("Ana Simon", "Every child deserves the chance to belong,"),
    ]
