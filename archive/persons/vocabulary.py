"""Words that stand before names and are no part of them: offices, honorifics and what an office is for, in Indonesian,
Vietnamese and English."""

from __future__ import annotations

from enum import StrEnum

from archive.persons.things import PLACES, phrases


class Sort(StrEnum):
    """What a phrase is to the name after it."""

    OFFICE = "office"  # the name may follow at once
    OPEN = "open"  # an office whose field or place comes first
    HONORIFIC = "honorific"
    ROLE = "role"  # singer, player, captain
    FIELD = "field"  # what an office is for: a subject, a body, a place; counts only after an office


_OFFICE = """
presiden, wakil presiden, perdana menteri, wakil perdana menteri, menteri, wakil menteri, menko, menlu, wamenlu,
menhan, menkeu, mendagri, menag, menkes, mensesneg, seskab, kapolri, wakapolri, panglima, pangdam, kapolda,
pangkostrad, wapres, wamen, menteri koordinator, menteri negara, sekretaris negara, sekretaris kabinet, sekretaris
jenderal, sekjen, wakil sekretaris jenderal, duta besar, dubes, wakil duta besar, ibu negara, putra mahkota, kaisar,
paus, uskup, kardinal, jaksa agung, pm, jenderal, letnan jenderal, letjen, mayor jenderal, mayjen, brigadir
jenderal, brigjen, kolonel, kol, letkol, mayor, kapten, inspektur, inspektur jenderal, laksamana, laksamana madya,
jenderal pol, jenderal tni, komjen pol, irjen pol, brigjen pol, kombes pol,
laksdya, laksda, laksma, marsekal,
komjen, irjen, kombes, akbp, akp, chủ tịch nước, phó chủ tịch nước, nguyên chủ tịch nước, chủ tịch quốc hội, phó chủ
tịch quốc hội, chủ tịch, phó chủ tịch, nguyên chủ tịch quốc hội, thủ tướng, phó thủ tướng, phó thủ tướng thường
trực, nguyên thủ tướng, thủ tướng chính phủ, phó thủ tướng chính phủ, tổng bí thư, nguyên tổng bí thư, tổng thống,
phó tổng thống, nguyên tổng thống, cựu tổng thống, bộ trưởng, thứ trưởng, nguyên bộ trưởng, quyền bộ trưởng, đại sứ,
tổng lãnh sự, tổng thư ký, phó tổng thư ký, quốc vương, hoàng hậu, nữ hoàng, thái tử, hoàng tử, thường trực ban bí
thư, ủy viên bộ chính trị, uỷ viên bộ chính trị, đại tướng, thượng tướng, trung tướng, thiếu tướng, đại tá, thượng
tá, trung tá, thiếu tá, đại úy, ngoại trưởng, giáo hoàng, president, vice president, former president,
then-president, prime minister, deputy prime minister, former prime minister, premier, minister, deputy minister,
vice minister, secretary, secretary of state, secretary general, secretary-general, deputy secretary-general,
undersecretary, ambassador, governor, senator, congressman, congresswoman, chancellor, king, queen, prince,
princess, pope, first lady, crown prince, general, lt. gen, gen, maj. gen, admiral, adm, colonel, col, captain,
capt, major, sergeant, sgt, lieutenant, lt, commander, foreign secretary, attorney general, first minister, sen,
rep, gov, sec, vice premier, chief justice, justice
"""
_OPEN = """
gubernur, wakil gubernur, bupati, wakil bupati, wali kota, walikota, wakil wali kota, ketua, wakil ketua, ketua
umum, ketum, kepala, wakil kepala, direktur, direktur utama, dirut, direktur jenderal, dirjen, juru bicara, jubir,
rektor, kepala staf, komandan, camat, lurah, sekretaris, ketua dewan, anggota, deputi, staf khusus, utusan khusus,
penjabat gubernur, pj gubernur, komisaris, komisaris utama, ceo, manajer, pelatih, asisten, kapolres, danrem,
dandim, thị trưởng, bí thư, phó bí thư, bí thư thành ủy, bí thư tỉnh ủy, chủ nhiệm, phó chủ nhiệm, giám đốc, phó
giám đốc, tổng giám đốc, hiệu trưởng, trưởng ban, phó trưởng ban, viện trưởng, chánh án, cục trưởng, vụ trưởng, tư
lệnh, chính ủy, người phát ngôn, đại biểu, trưởng đoàn, chairman, chairwoman, chair, director, director-general,
director general, chief, head, chief executive, spokesman, spokeswoman, spokesperson, commissioner, speaker, coach,
leader
"""
_HONORIFIC = """
bapak, ibu, pak, bu, bung, tuan, nyonya, nona, saudara, saudari, haji, hajah, h, hj, kh, kyai, kiai, ustaz, ustadz,
habib, gus, tgb, prof, dr, drs, dra, ir, drg, ning, mas, mbak, kang, yang mulia, purn, ông, bà, anh, chị, đồng
chí, giáo sư, tiến sĩ, bác sĩ, gs, ts, pgs, gs.ts, pgs.ts, ts.bs, ths, luật sư, kỹ sư, thạc sĩ, nhà báo, nhà văn,
mr, mrs, ms, miss, mister, sir, dame, lord, lady, madam, madame, rev, h.e, hon, the hon, monsignor
"""
_ROLE = """
actors, actresses, singers, players, ministers, presidents, officials, leaders, singer-songwriter, musician, chef,
penyanyi, aktor, aktris, artis, musisi, pemain, atlet, pelatih, petinju, pembalap, petenis, pebulu tangkis,
sutradara, penulis, sastrawan, penyair, pengusaha, wartawan, jurnalis, seniman, pelukis, nakhoda, advokat,
pengacara, kiper, striker, bek, gelandang, peneliti, dokter, guru, dosen, mahasiswa, aktivis, ca sĩ, nghệ sĩ, nsnd,
nsưt, diễn viên, đạo diễn, nhạc sĩ, họa sĩ, cầu thủ, thủ môn, huấn luyện viên, hlv, thuyền trưởng, vận động viên,
vđv, hoa hậu, á hậu, phóng viên, doanh nhân, tác giả, singer, actor, actress, player, goalkeeper, director, author,
writer, artist, professor, doctor, judge, skipper, athlete, sprinter, boxer, photographer, journalist, activist,
philanthropist, businessman, entrepreneur
"""
_FIELD = """
polkam, polhukam, pmk, marves, kumham, imipas, kesra, investasi,
ri, perserikatan bangsa-bangsa, departemen, departemen luar negeri, departemen keuangan, kesejahteraan rakyat,
kesra, republik indonesia, as, pbb, dpr, mpr, dpd, dprd, dpr ri, mpr ri, tni, polri, kpk, kpu, bawaslu, bnpb, bmkg,
bumn, esdm, ham, umkm, pan-rb, panrb, pupr, pkp, ppn, bappenas, kadin, pssi, koni, pdip, pdi-p, pdi perjuangan,
partai, pkb, pks, golkar, gerindra, demokrat, nasdem, psi, ppp, pan, mk, ma, by, bi, ojk, lps, mui, nu, pbnu,
muhammadiyah, pp, dpp, luar negeri, dalam negeri, keuangan, pertahanan, koordinator, bidang, perekonomian, politik,
keamanan, hukum, kesehatan, pendidikan, kebudayaan, riset, teknologi, agama, sosial, perhubungan, perdagangan,
perindustrian, pertanian, kehutanan, kelautan, perikanan, lingkungan, lingkungan hidup, energi, sumber daya mineral,
pekerjaan umum, perumahan, kawasan, permukiman, pariwisata, ekonomi kreatif, komunikasi, digital, informatika,
investasi, hilirisasi, ketenagakerjaan, tenaga kerja, pemuda, olahraga, agraria, tata ruang, pertanahan, desa,
daerah tertinggal, transmigrasi, koperasi, perempuan, pemberdayaan perempuan, perlindungan anak, sekretaris negara,
pembangunan, manusia, pembangunan manusia, kependudukan, keluarga, imigrasi, pemasyarakatan, hak asasi manusia,
haji, umrah, transportasi, pangan, kemaritiman, infrastruktur, kewilayahan, pemberdayaan masyarakat, dasar,
menengah, pendidikan dasar, pendidikan tinggi, sains, aparatur negara, reformasi birokrasi, perencanaan, pembangunan
nasional, badan, lembaga, komisi, dewan, majelis, mahkamah, agung, konstitusi, nasional, gizi, gizi nasional,
intelijen, siber, sandi, narkotika, bank, bank indonesia, kantor, staf, kepresidenan, kementerian, dinas, perwakilan
rakyat, daerah, provinsi, kabupaten, kota, kecamatan, umum, angkatan darat, angkatan laut, angkatan udara, metro,
jaya, polda, kodam, komite, kerajaan, negara, federal, rakyat, timnas, tim, tim nasional, persib, persija,
persebaya, arema, bali united, psm, psis, putra, putri, u-23, pt, cv, tbk, penyelenggara, pengawas, eksekutif,
legislatif, harian, pusat, otoritas, ibu kota nusantara, ikn, khusus, bersama, liên hợp quốc, liên hiệp quốc, quốc
hội, chính phủ, ngoại giao, quốc phòng, công an, tài chính, công thương, y tế, nội vụ, giáo dục, giáo dục và đào
tạo, tư pháp, xây dựng, giao thông vận tải, nông nghiệp, nông nghiệp và môi trường, khoa học và công nghệ, văn hóa,
thể thao và du lịch, lao động, thương mại, kinh tế, môi trường, tài nguyên và môi trường, thông tin và truyền thông,
bộ, ubnd, hđnd, mttq, tp, thành phố, tỉnh, huyện, quận, thành ủy, tỉnh ủy, hội đồng, asean, ủy ban, uỷ ban, trung
ương, đảng, viện, sở, cục, đảng ủy, mặt trận tổ quốc, trường, đại học, tập đoàn, công ty, đặc mệnh toàn quyền, bộ
ngoại giao, đội tuyển, clb, câu lạc bộ, un, eu, us, u.s, uk, u.k, u.n, nato, imf, who, world bank, foreign, defense,
defence, finance, trade, interior, treasury, health, education, affairs, foreign affairs, home, justice, transport,
labor, labour, energy, agriculture, environment, commerce, state, homeland security, council, commission, committee,
parliament, senate, house, national, security, general, republic, united nations, european commission, european
council, assembly, kingdom, navy, army, air force, police, port, secretariat, maritime, corridor, culture, tourism,
home affairs, fisheries, marine, development, opposition, party, elect
"""

PHRASES: dict[tuple[str, ...], Sort] = {
    tuple(phrase.split()): sort
    for sort, listed in (
        (Sort.FIELD, [*PLACES, *phrases(_FIELD)]),
        (Sort.ROLE, phrases(_ROLE)),
        (Sort.HONORIFIC, phrases(_HONORIFIC)),
        (Sort.OPEN, phrases(_OPEN)),
        (Sort.OFFICE, phrases(_OFFICE)),
    )
    for phrase in listed
}
"""Phrases in small letters, as words without final stops, and what each is; the later sort of two wins."""

LONGEST = max(map(len, PHRASES))
"""How many words the longest of them has."""
