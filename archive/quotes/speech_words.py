"""Words with which English, Indonesian and Vietnamese texts attribute speech. No word of one language means something
else in another in these positions, so all languages are checked at once."""

from __future__ import annotations

from archive.authority.persons.non_persons import phrases

# After a name: `Lee said`, `Budi menegaskan`, `ông Cường nhấn mạnh`.
AFTER_NAME = phrases(
    """
said, says, told, tells, added, adds, stated, states, explained, explains, noted, notes, commented, comments,
remarked, remarks, stressed, stresses, emphasized, emphasised, emphasizes, emphasises, concluded, concludes,
continued, continues, shared, shares, recalled, recalls, wrote, writes, argued, argues, insisted, insists, warned,
warns, claimed, declared, declares, asked, asks, replied, replies, answered, responded, observed, observes,
pointed out, points out, exclaimed, announced, affirmed, affirms, reiterated, reiterates, highlighted, acknowledged,
went on, goes on to say, went on to say, was quoted as saying, is quoted as saying, put it this way, underlined,
underscored, summed up, summarized, elaborated, reflected, expressed, confessed, confesses, admitted, admits, details,
detailed, revealed, reveals, cautioned, cautions, joked, jokes, quipped, quips, recounted, recounts, mused, muses,
reminded, reminds,

kata, ujar, tutur, mengatakan, menyatakan, menyampaikan, menjelaskan, menegaskan, menambahkan, mengungkapkan,
menuturkan, memaparkan, menyebutkan, mengakui, mengaku, berkata, berujar, bertutur, menekankan, mengingatkan, menulis,
menjawab, bertanya, berpesan, menerangkan, menguraikan, mengemukakan, melanjutkan, memastikan, mengimbau, berpendapat,
menilai, berseru, menyebut, membeberkan, menceritakan, mengungkap,

nói, nói thêm, nói rõ, cho biết, cho biết thêm, cho hay, cho rằng, phát biểu, nhấn mạnh, khẳng định, chia sẻ,
chia sẻ thêm, bày tỏ, tuyên bố, nêu rõ, đánh giá, nhận định, nhận xét, giải thích, lưu ý, đề nghị, kêu gọi, chỉ rõ,
phân tích, trả lời, viết, kể, kể lại, nhắc lại, bổ sung, thông tin, tâm sự, hỏi, cảnh báo, chỉ đạo, trình bày,
thông báo, đáp, cam kết, tin tưởng, thừa nhận, tiết lộ, lý giải, bình luận, thổ lộ, căn dặn, dặn, tin rằng,
bộc bạch, giãi bày, trải lòng, thú nhận, nhớ lại, phản hồi, dẫn chứng, đúc kết, khuyên
"""
)

# After a name as well, but only next to a quote: elsewhere the subject need not speak.
AT_QUOTE = phrases(
    """
agreed, agrees, countered, opined, proclaimed, pledged, promised, testified, tweeted, urged, urges, vowed, enthused,
lamented, maintained, mentioned, reported,

mengklaim, mengusulkan, berharap, meminta, mendorong, bercerita, mengapresiasi, memuji, menyoroti, menyarankan,
menyinggung, menandaskan, memungkasi, menyerukan, membantah, menampik,
mengkritik, menandasi, meyakini, memungkas,

lo ngại, băn khoăn, đặt vấn đề, bức xúc, lo lắng, phân trần, than thở, thắc mắc, kiến nghị, quả quyết, hồi tưởng,
gợi ý, đề xuất, nói vui, nói đùa, tiếp lời, ngậm ngùi, nghẹn ngào, khóc nghẹn, nghẹn giọng, mong muốn, mong, hy vọng,
kỳ vọng, tự hào, khoe, thốt lên, yêu cầu, đặt câu hỏi, chất vấn, nêu, nêu vấn đề, nêu quan điểm, bày tỏ quan điểm,
cho biết cảm xúc, nhìn nhận, xúc động, phấn khởi, vui mừng, giới thiệu
"""
)

# Before a name, after the quote: `said Lee`, `kata Budi`. In `told Lee`, Lee is the listener.
BEFORE_NAME = phrases(
    """
said, says, added, adds, stated, states, explained, explains, noted, notes, commented, comments, remarked, remarks,
stressed, emphasized, emphasised, concluded, concludes, continued, continues, shared, recalled, recalls, wrote, writes,
argued, argues, insisted, warned, declared, asked, asks, replied, replies, answered, responded, observed, exclaimed,
announced, affirmed, emphasizes, emphasises, stresses, warns, insists, declares, shares, confessed, confesses, admitted,
admits, joked, jokes, quipped, quips, recounted, recounts, revealed, reveals, cautioned, cautions, according to,

kata, ujar, tutur, ucap, jelas, terang, tegas, tambah, imbuh, ungkap, papar, lanjut, sebut, tukas, tandas, cetus,
sambung, tulis, seru, pungkas, urai, beber, jawab, tanya, kenang, harap, pinta, imbau, pesan, puji, keluh, bebernya,
tutup, sahut, sindir, sentil, klaim, kisah, cerita, ajak, saran, kritik, bantah, tuding, dalih, kelakar, canda, ulas,
usul, timpal, sesal, yakin, minta, nilai,
menurut, demikian kata, demikian ujar, demikian dikatakan, demikian diutarakan, demikian disampaikan, demikian
diungkapkan, demikian ditegaskan, demikian disebutkan, demikian dijelaskan, demikian pernyataan,

theo, theo lời, lời
"""
)

# `katanya`: the word means that a person named before speaks.
WITH_PRONOUN = phrases(
    """
katanya, ujarnya, tuturnya, ucapnya, jelasnya, terangnya, tegasnya, tambahnya, imbuhnya, ungkapnya, paparnya,
lanjutnya, sebutnya, tukasnya, tandasnya, cetusnya, sambungnya, tulisnya, serunya, pungkasnya, urainya, bebernya,
jawabnya, tanyanya, kenangnya, harapnya, pintanya, imbaunya, pesannya, tutupnya, sentilnya, klaimnya, keluhnya,
sindirnya, sahutnya, kisahnya, ceritanya, ajaknya, sarannya, bantahnya, tudingnya, dalihnya, kelakarnya, candanya,
ulasnya, usulnya, timpalnya, sesalnya
"""
)

# Before a name, before the quote: `Menurut Budi, "..."`.
ACCORDING = phrases(
    "according to, in the words of, as quoted by, to quote, menurut, kata, ujar, mengutip, mengutip ucapan, theo, "
    "theo lời, như lời"
)

# The full form of an abbreviated office, or another name for it.
SAME_OFFICE = {
    "wapres": "wakil presiden",
    "kepala negara": "presiden",
    "kepala pemerintahan": "presiden",
    "wagub": "wakil gubernur",
    "wabup": "wakil bupati",
    "wawali": "wakil wali kota",
    "walikota": "wali kota",
    "sekda": "sekretaris daerah",
    "sekjen": "sekretaris jenderal",
    "dirjen": "direktur jenderal",
    "dirut": "direktur utama",
    "ketum": "ketua umum",
    "jubir": "juru bicara",
    "menlu": "menteri luar negeri",
    "mendagri": "menteri dalam negeri",
    "menkeu": "menteri keuangan",
    "menkes": "menteri kesehatan",
    "menhan": "menteri pertahanan",
    "menag": "menteri agama",
    "menhub": "menteri perhubungan",
    "mensos": "menteri sosial",
    "mendag": "menteri perdagangan",
    "menperin": "menteri perindustrian",
    "mentan": "menteri pertanian",
    "menaker": "menteri ketenagakerjaan",
    "menpora": "menteri pemuda dan olahraga",
    "the head of state": "president",
    "nguyên thủ quốc gia": "chủ tịch nước",
}
# Before an office, changing its meaning.
OF_ANOTHER_OFFICE = frozenset(
    phrases("wakil, deputy, vice, assistant, associate, phó, former, mantan, eks, cựu, nguyên, shadow, acting, plt, pj")
)
# Before a name: an occupation missing in the list of offices and roles.
SMALL_TITLES = frozenset(
    [
        "",
        *phrases(
            """
dược sĩ, hướng dẫn viên, chuyên viên, chuyên gia, nhân viên, kiến trúc sư, điều dưỡng, y tá, tài xế, phụ huynh, nghệ sĩ,
du khách, nhà giáo, giảng viên, kỹ thuật viên, bí thư đoàn, cán bộ, tướng, nhà sư, phi công, nhà văn, họa sĩ, ca sĩ,
diễn viên, đạo diễn, nông dân, ngư dân, cựu binh, nhạc sĩ, nhà thơ, võ sĩ, cầu thủ
"""
        ),
    ]
)
# Before the field of an office, which is not a name: `Dirjen Ilmate`.
TAKES_FIELD = frozenset(
    phrases(
        """
dirjen, jenderal, menteri, kepala, direktur, deputi, sekretaris, ketua, kadis, kabid, asisten, bicara, jubir, komandan,
kapolres, kapolda, kapolsek, bupati, kota, gubernur, camat, lurah, rektor, manajer, kasi, kabag, umum, utama, đạo,
diện
"""
    )
)

STATEMENT_VERBS = ("issued", "released", "made", "gave", "shared", "offered")  # `released the following statement`
ENGLISH_VERBS = frozenset(STATEMENT_VERBS) | frozenset(
    word
    for word in (*AFTER_NAME, *BEFORE_NAME)
    if word.endswith(("s", "ed", "id", "ld", "ote")) and f"{word}nya" not in WITH_PRONOUN  # `jelas`
)

# Refers to the sentence before the quote: `Hubbard spoke of it, stating: "..."`.
PARTICIPLES = phrases(
    "saying, stating, adding, noting, explaining, writing, declaring, remarking, stressing, emphasizing, emphasising, "
    "concluding, commenting, tweeting, joking, asking, "
    "seraya mengatakan, seraya menambahkan, sambil berkata, dengan mengatakan"
)

# Between a name and its verb.
BETWEEN = phrases(
    "also, then, later, further, once, recently, famously, has, had, have, today, again, often, always, rightly, "
    "first, quietly, simply, bluntly, flatly, proudly, angrily, jokingly, repeatedly, publicly, previously, "
    "subsequently, separately, candidly, wryly, calmly, softly, "
    "juga, kemudian, lalu, pun, kembali, lantas, telah, sempat, pernah, cũng, đã, còn, vừa, từng, tiếp tục, lại, "
    "nhiều lần, buồn rầu, buồn bã, tự tin, dõng dạc, mỉm cười, cười, "
    "thẳng thắn, xúc động, vui vẻ, hồ hởi, liền, lập tức, bèn, thì"
)

HE = frozenset(["he", "ông", "anh", "ông ấy", "anh ấy", "ông này", "anh này"])
SHE = frozenset(["she", "bà", "chị", "cô", "bà ấy", "chị ấy", "cô ấy", "bà này", "chị này", "cô này"])
EITHER = frozenset(["dia", "ia", "beliau", "cụ", "cụ ấy", "vị này"])
INDONESIAN_PRONOUNS = frozenset(["-nya", "dia", "ia", "beliau"])
ENGLISH_PRONOUNS = frozenset(["he", "she"])
PRONOUNS = HE | SHE | EITHER
HIS = frozenset(["mr", "sir", "mister", "lord", "bapak", "pak", "bung", "tuan", "ông", "anh", "chú", "mas", "kang"])
HERS = frozenset(
    ["mrs", "ms", "miss", "madam", "madame", "lady", "dame", "ibu", "bu", "nyonya", "nona", "bà", "chị", "cô"]
)

# Before a name at the start of a sentence, capitalised like the name, and not part of it.
OPENERS = frozenset(
    phrases(
        """
lalu, lantas, kemudian, hadir, selanjutnya, sebelumnya, awalnya, mulanya, akhirnya, diketahui, sementara, sedangkan,
namun, tetapi, tapi, bahkan, adalah, ialah, yakni, yaitu, diakui, dikatakan, dijelaskan, disampaikan, disebutkan,
diungkapkan, ditambahkan, ditegaskan, dituturkan, dipaparkan, kemarin, tadi, kini, belakangan, sontak, spontan,
singkatnya, intinya, sebaliknya, karenanya, yesterday, today, earlier, later, meanwhile, finally, then, afterwards,
recently, however, instead, rồi, nay, dù, tuy, nếu, vì, bởi, nhưng, còn
"""
    )
)

# Before a thing that somebody drives or owns, or the name of its owner.
OF_A_THING = frozenset(
    phrases(
        "pengemudi, sopir, pengendara, pemilik, penumpang, pengguna, perekam, penjual, driver, owner, user, passenger"
    )
)

# Ends a clause before the quotation mark.
THAT = ("that", "bahwa", "rằng", "là")

# Before a name: not the speaker, but the person whose spokesman, wife or book it is.
NOT_SPEAKING = frozenset(
    [
        *("of", "for", "by", "to", "with", "from", "at", "in", "on", "about", "against", "from", "unlike", "after"),
        *(
            "untuk",
            "di",
            "ke",
            "pada",
            "kawasan",
            "dari",
            "oleh",
            "kepada",
            "dengan",
            "bagi",
            "soal",
            "tentang",
            "terhadap",
            "bersama",
            "bahwa",
        ),
        *("quận", "huyện", "tỉnh", "xã", "phường", "phố", "trấn", "thôn", "ấp", "làng", "đường", "ty", "trường"),
        *("của", "cho", "với", "bởi", "tại", "ở", "trong", "đến", "tới", "về", "từ", "cùng", "được", "bị"),
        *("istri", "suami", "anak", "ayah", "ayahanda", "ibunda", "kakak", "adik", "pengacara", "ajudan", "asisten"),
        *("putra", "putri", "kuasa", "cucu", "menantu", "kerabat", "keluarga", "vợ", "chồng", "con", "cha", "mẹ"),
        *("bố", "cháu", "em", "trai", "gái", "trợ", "like"),
    ]
)
KIN = frozenset(
    phrases(
        """
istri, suami, anak, ayah, kakak, adik, pengacara, putra, putri, cucu, menantu, vợ, chồng, con, cha, mẹ, cháu, em
"""
    )
)
AND = frozenset(["and", "dan", "và", "serta", "cùng", "or", "atau", "hoặc"])
ARTICLES = frozenset(
    ["a", "an", "one", "another", "some", "his", "her", "their", "its", "our", "my", "seorang", "salah"]
)
SUPPOSED = frozenset(["if", "whenever", "should", "jika", "kalau", "bila", "apabila", "nếu", "unless"])
WHEN = frozenset(["when", "khi", "ketika", "saat"])
# Directly before a mark: what stands behind it is the title of a work, a motto or a theme.
TITLED = phrases(
    """
titled, entitled, called, named, dubbed, themed, bertajuk, berjudul, bertema, bertemakan, mang tên, có tên, tựa đề,
nhan đề, chủ đề, intitulé, intitulée, titulado, titulada, intitulado, intitulada, mit dem titel, unter dem motto, unter
der überschrift, unter dem titel, sous le titre, bajo el título, con el título, sob o título, com o título, headlined
"""
)
