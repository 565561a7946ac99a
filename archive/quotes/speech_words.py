"""Words by which English, Indonesian and Vietnamese texts say who speaks. None of one language means something else in
another where these are looked for, so all are known at once."""

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
menilai, berseru,

nói, nói thêm, nói rõ, cho biết, cho biết thêm, cho hay, cho rằng, phát biểu, nhấn mạnh, khẳng định, chia sẻ,
chia sẻ thêm, bày tỏ, tuyên bố, nêu rõ, đánh giá, nhận định, nhận xét, giải thích, lưu ý, đề nghị, kêu gọi, chỉ rõ,
phân tích, trả lời, viết, kể, kể lại, nhắc lại, bổ sung, thông tin, tâm sự, hỏi, cảnh báo, chỉ đạo, trình bày,
thông báo, đáp, cam kết, tin tưởng, thừa nhận, tiết lộ, lý giải, bình luận, thổ lộ, căn dặn, dặn, tin rằng,
bộc bạch, giãi bày, trải lòng, thú nhận, nhớ lại, phản hồi, dẫn chứng, đúc kết, khuyên
"""
)

# Before a name, behind the quote: `said Lee`, `kata Budi`. `told Lee` is what somebody told him.
BEFORE_NAME = phrases(
    """
said, says, added, adds, stated, states, explained, explains, noted, notes, commented, comments, remarked, remarks,
stressed, emphasized, emphasised, concluded, concludes, continued, continues, shared, recalled, recalls, wrote, writes,
argued, argues, insisted, warned, declared, asked, asks, replied, replies, answered, responded, observed, exclaimed,
announced, affirmed, emphasizes, emphasises, stresses, warns, insists, declares, shares, confessed, confesses, admitted,
admits, joked, jokes, quipped, quips, recounted, recounts, revealed, reveals, cautioned, cautions, according to,

kata, ujar, tutur, ucap, jelas, terang, tegas, tambah, imbuh, ungkap, papar, lanjut, sebut, tukas, tandas, cetus,
sambung, tulis, seru, pungkas, urai, beber, jawab, tanya, kenang, harap, pinta, imbau, pesan, puji, keluh, bebernya,
tutup, sahut, sindir, sentil, klaim,
menurut, demikian kata, demikian ujar, demikian dikatakan, demikian diutarakan, demikian disampaikan, demikian
diungkapkan, demikian ditegaskan, demikian disebutkan, demikian dijelaskan, demikian pernyataan,

theo, theo lời, lời
"""
)

# `katanya`: the word says that a person named before speaks.
WITH_PRONOUN = phrases(
    """
katanya, ujarnya, tuturnya, ucapnya, jelasnya, terangnya, tegasnya, tambahnya, imbuhnya, ungkapnya, paparnya,
lanjutnya, sebutnya, tukasnya, tandasnya, cetusnya, sambungnya, tulisnya, serunya, pungkasnya, urainya, bebernya,
jawabnya, tanyanya, kenangnya, harapnya, pintanya, imbaunya, pesannya, tutupnya, sentilnya, klaimnya, keluhnya,
sindirnya, sahutnya
"""
)

# Before a name, ahead of the quote: `Menurut Budi, "..."`.
ACCORDING = phrases(
    "according to, in the words of, as quoted by, to quote, menurut, kata, ujar, mengutip, mengutip ucapan, theo, "
    "theo lời, như lời"
)

ENGLISH_VERBS = frozenset(word for word in (*AFTER_NAME, *BEFORE_NAME) if word.endswith(("s", "ed", "id", "ld", "ote")))

# Of what the sentence ahead of the quote has said: `Hubbard spoke of it, stating: "..."`.
PARTICIPLES = phrases(
    "saying, stating, adding, noting, explaining, writing, declaring, remarking, stressing, emphasizing, emphasising, "
    "concluding, commenting, seraya mengatakan, seraya menambahkan, sambil berkata, dengan mengatakan"
)

# Between a name and its verb.
BETWEEN = phrases(
    "also, then, later, further, once, recently, famously, has, had, have, today, again, often, always, rightly, "
    "juga, kemudian, lalu, pun, kembali, lantas, telah, sempat, pernah, cũng, đã, còn, vừa, từng, tiếp tục, lại, "
    "nhiều lần, thẳng thắn, xúc động, vui vẻ, hồ hởi, liền, lập tức, bèn, thì"
)

HE = frozenset(["he", "ông", "anh", "ông ấy", "anh ấy", "ông này", "anh này"])
SHE = frozenset(["she", "bà", "chị", "cô", "bà ấy", "chị ấy", "cô ấy", "bà này", "chị này", "cô này"])
EITHER = frozenset(["dia", "ia", "beliau", "cụ", "cụ ấy", "vị này"])
ENGLISH_PRONOUNS = frozenset(["he", "she"])
PRONOUNS = HE | SHE | EITHER
HIS = frozenset(["mr", "sir", "mister", "lord", "bapak", "pak", "bung", "tuan", "ông", "anh", "chú", "mas", "kang"])
HERS = frozenset(
    ["mrs", "ms", "miss", "madam", "madame", "lady", "dame", "ibu", "bu", "nyonya", "nona", "bà", "chị", "cô"]
)

# Before a name at the start of a sentence, in capitals as the name is, and no part of it.
OPENERS = frozenset(
    phrases(
        """
lalu, lantas, kemudian, selanjutnya, sebelumnya, awalnya, mulanya, akhirnya, diketahui, sementara, sedangkan, namun,
tetapi, tapi, bahkan, kemarin, tadi, kini, belakangan, sontak, spontan, singkatnya, intinya, sebaliknya, karenanya,
yesterday, today, earlier, later, meanwhile, finally, then, afterwards, recently, however, instead, rồi, nay
"""
    )
)

# Before a thing that somebody drives or owns, or the name of whoever does.
OF_A_THING = frozenset(
    phrases(
        "pengemudi, sopir, pengendara, pemilik, penumpang, pengguna, perekam, penjual, driver, owner, user, passenger"
    )
)

# What a clause ends its speech with before the mark.
THAT = ("that", "bahwa", "rằng", "là")

# Before a name: it is not who speaks, but whose spokesman, wife or book it is.
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
SUPPOSED = frozenset(["if", "when", "whenever", "should", "jika", "kalau", "bila", "apabila", "nếu", "khi", "unless"])
