"""Words that stand before names and are no part of them: offices, honorifics and what an office is for, in Indonesian,
Vietnamese and English."""

from __future__ import annotations

from enum import StrEnum

from archive.persons.bodies import BODIES, REGIONS
from archive.persons.things import PLACES, phrases


class Sort(StrEnum):
    """What a phrase is to the name after it."""

    OFFICE = "office"  # the name may follow at once
    OPEN = "open"  # an office whose field or place comes first
    HONORIFIC = "honorific"
    ROLE = "role"  # singer, player, captain
    SOMEBODY = "somebody"  # farmer, wife, suspect: no part of the name after it, but no proof that it is one
    NAME = "name"  # part of a name although its words are not: `Gus Dur`
    FIELD = "field"  # what an office is for: a subject, a body, a place; counts only after an office


_OFFICE = """
hoàng thái hậu, thái hậu, thái thượng hoàng,
emperor, empress, tsar, shah, earl, viscount, count, countess, baron, baroness, secretary of war, high commissioner,
presiden, wakil presiden, perdana menteri, wakil perdana menteri, menteri, wakil menteri, menko, menlu, wamenlu,
menhan, menkeu, mendagri, menag, menkes, mensesneg, seskab, kapolri, wakapolri, panglima, pangdam, kapolda,
pangkostrad, wapres, wamen, menteri koordinator, menteri negara, sekretaris negara, sekretaris kabinet, sekretaris
jenderal, sekjen, wakil sekretaris jenderal, duta besar, dubes, wakil duta besar, ibu negara, putra mahkota, kaisar,
paus, uskup, kardinal, jaksa agung, pm, jenderal, letnan jenderal, letjen, mayor jenderal, mayjen, brigadir jenderal,
brigjen, kolonel, kol, letkol, mayor, kapten, inspektur, inspektur jenderal, laksamana, laksamana madya, jenderal pol,
jenderal tni, komjen pol, irjen pol, brigjen pol, kombes pol, laksdya, laksda, laksma, marsekal, komjen, irjen,
kombes, akbp, akp, chủ tịch nước, phó chủ tịch nước, nguyên chủ tịch nước, chủ tịch quốc hội, phó chủ tịch quốc hội,
chủ tịch, phó chủ tịch, nguyên chủ tịch quốc hội, thủ tướng, phó thủ tướng, phó thủ tướng thường trực, nguyên thủ
tướng, thủ tướng chính phủ, phó thủ tướng chính phủ, tổng bí thư, nguyên tổng bí thư, tổng thống, phó tổng thống,
nguyên tổng thống, cựu tổng thống, bộ trưởng, thứ trưởng, nguyên bộ trưởng, quyền bộ trưởng, đại sứ, tổng lãnh sự,
tổng thư ký, phó tổng thư ký, quốc vương, hoàng hậu, nữ hoàng, thái tử, hoàng tử, thường trực ban bí thư, ủy viên bộ
chính trị, uỷ viên bộ chính trị, đại tướng, thượng tướng, trung tướng, thiếu tướng, đại tá, thượng tá, trung tá, thiếu
tá, đại úy, ngoại trưởng, giáo hoàng, president, vice president, former president, then-president, prime minister,
deputy prime minister, former prime minister, premier, minister, deputy minister, vice minister, secretary, secretary
of state, secretary general, secretary-general, deputy secretary-general, undersecretary, ambassador, governor,
senator, congressman, congresswoman, chancellor, king, queen, prince, princess, pope, first lady, crown prince,
general, lt. gen, gen, maj. gen, admiral, adm, colonel, col, captain, capt, major, sergeant, sgt, lieutenant, lt,
commander, foreign secretary, attorney general, first minister, sen, rep, gov, sec, vice premier, chief justice,
justice, hakim, hakim ketua, hakim agung, jaksa, jaksa penuntut umum, chancellor of the exchequer, exchequer,
tánaiste, imam besar, tổng tham mưu trưởng, phó tổng tham mưu trưởng, tổng tư lệnh, thứ trưởng thường trực, associate
justice, associate justices, justices, senators, governors, mayors, ambassadors, generals, princes, princesses, lord
mayor, majority leader, minority leader, majority whip, minority whip, whip, princess royal, prince regent, queen
mother, queen consort, deputi gubernur senior, uskup agung, emir, sheikh, sultan, infanta, infante, crown princess,
grand duke, duke, duchess, archduke, archbishop, cardinal, bishop, patriarch, imam, ayatollah, grand ayatollah, dalai
lama, taoiseach, field marshal, air chief marshal, air marshal, rear admiral, vice admiral, lieutenant general, major
general, brigadier general, brigadier, lieutenant colonel, staff sgt, cpl, corporal, pvt, detective, acting attorney
general, deputy attorney general, solicitor general, surgeon general, shadow chancellor, defense secretary, menteri
besar, ketua menteri, timbalan perdana menteri, timbalan menteri, yang di-pertuan agong, raja, ratu, pangeran, putri
mahkota, permaisuri, adipati, menpora, menpan, menparekraf, mendikbud, mendiktisaintek, mendikdasmen, mentan,
menperin, mendag, menhub, menaker, menteri pu, menpu, mensos, menkop, menkum, menimipas, menkomdigi, wamenhan,
wamenkeu, wamendagri, wamenag, menkopolkam, ksad, ksal, ksau, kasad, kasal, kasau, wakasad, wakasal, kasum tni,
kabareskrim, aiptu, aipda, bripka, brigadir, bripda, briptu, iptu, ipda, kompol, sersan, serma, serka, serda, kopral,
koptu, pratu, praka, prada, letda, lettu, letnan, pelda, peltu, komandan pleton, laksamana tni, marsekal tni, mayor
inf, kolonel inf, letkol inf, jenderal tni purn, đại sứ đặc mệnh toàn quyền, phu nhân, chủ tịch hđqt, phó chủ tịch
hđqt, chủ tịch ubnd, chủ tịch hđnd, chủ tịch ubtw mttq, phó chủ tịch ubnd, tổng thanh tra, tổng kiểm toán, thống đốc,
phó thống đốc, đô đốc, phó đô đốc, chuẩn đô đốc, chuẩn tướng, thiếu úy, trung úy, thượng úy, thượng sĩ, binh nhất,
hồng y, giám mục, tổng giám mục, đức giáo hoàng, hòa thượng, thượng tọa, đại đức, ni sư, linh mục, nhà vua, vua, công
chúa, thủ hiến, bộ trưởng ngoại giao, bộ trưởng quốc phòng, chủ tịch trung quốc, thủ tướng trung quốc, đặc phái viên
"""
_OPEN = """
gubernur, wakil gubernur, bupati, wakil bupati, wali kota, walikota, wakil wali kota, ketua, wakil ketua, ketua umum,
ketum, kepala, wakil kepala, direktur, direktur utama, dirut, direktur jenderal, dirjen, juru bicara, jubir, rektor,
kepala staf, komandan, camat, lurah, sekretaris, ketua dewan, anggota, deputi, staf khusus, utusan khusus, penjabat
gubernur, pj gubernur, komisaris, komisaris utama, ceo, manajer, pelatih, asisten, kapolres, danrem, dandim, danlanal,
danlanud, kapolsek, kajati, kajari, kakanwil, kadis, kasat, kabid, kabid humas, kasi, kabag, karo, karo penmas,
dansat, sekda, plt, plh, pj, pjs, pejabat, wagub, wabup, wawali, cagub, cawagub, cabup, cawabup, capres, cawapres,
bendahara umum, ketua dpp, ketua harian, coo, cfo, cto, cio, presdir, presiden direktur, direktur keuangan, direktur
eksekutif, chief executive officer, managing director, dewan komisaris, wadirut, dekan, wakil rektor, guru besar,
atase, konsul jenderal, konjen, staf ahli, tenaga ahli, kurator, general manager, pimpinan, pemimpin redaksi, pemred,
redaktur, pengamat, pakar, ketua tim, pendiri, pemilik, ketua fraksi, ketua komisi, ketua mahkamah, penasihat, hakim
konstitusi, bí thư đảng ủy, trưởng phòng, phó trưởng phòng, phó viện trưởng, phó cục trưởng, phó vụ trưởng, phó tư
lệnh, phó hiệu trưởng, phó tổng giám đốc, phó trưởng đoàn, trưởng khoa, phó trưởng khoa, chủ tịch hội, phó chủ tịch
hội, tổng biên tập, phó tổng biên tập, tổng cục trưởng, phó tổng cục trưởng, chánh văn phòng, phó chánh văn phòng,
viện trưởng viện kiểm sát, tham mưu trưởng, chủ nhiệm ủy ban, đội trưởng, nhóm trưởng, nhà sáng lập, đồng sáng lập,
giám đốc điều hành, giám đốc sở, phó giám đốc sở, trưởng thôn, già làng, trưởng bản, chủ tịch xã, nhà lãnh đạo, lãnh
đạo, nghị sĩ, thượng nghị sĩ, hạ nghị sĩ, dân biểu, nhà ngoại giao, nhà đàm phán, nhà nghiên cứu, nhà vật lý, nhà
thiết kế, nhà sản xuất, trưởng nhóm, phó trưởng phái đoàn, thị trưởng, bí thư, phó bí thư, bí thư thành ủy, bí thư
tỉnh ủy, chủ nhiệm, phó chủ nhiệm, giám đốc, phó giám đốc, tổng giám đốc, hiệu trưởng, trưởng ban, phó trưởng ban,
viện trưởng, chánh án, cục trưởng, vụ trưởng, tư lệnh, chính ủy, người phát ngôn, đại biểu, trưởng đoàn, chairman,
chairwoman, chair, director, director-general, director general, chief, head, chief executive, spokesman, spokeswoman,
spokesperson, commissioner, speaker, coach, leader
"""
_HONORIFIC = """
bapak, ibu, pak, bu, bung, tuan, nyonya, nona, saudara, saudari, haji, hajah, h, hj, kh, kyai, kiai, ustaz, ustadz,
habib, gus, tgb, prof, dr, drs, dra, ir, drg, ning, mas, mbak, kang, yang mulia, purn, ông, bà, anh, chị, đồng chí,
giáo sư, tiến sĩ, bác sĩ, gs, ts, pgs, gs.ts, pgs.ts, ts.bs, ths, luật sư, kỹ sư, thạc sĩ, nhà báo, nhà văn, datuk,
datuk seri, dato, dato seri, datuk sri, tan sri, tun, puan sri, datin, datin seri, syekh, buya, pendeta, pdt, romo,
pastor, suster, mgr, monsinyur, r.a, rm, krt, kph, gkr, kgpaa, gbph, brm, gpba, nyi, tgh, abah, opung, eyang, gs.tskh,
tskh, gs.bs, pgs.ts.bs, ts.kts, kts, ths.bs, nghệ nhân, cụ, chú, cô, bé, ngài, luật gia, shri, smt, mr, mrs, ms, miss,
mister, sir, dame, lord, lady, madam, madame, rev, h.e, hon, the hon, monsignor
"""
_ROLE = """
actors, actresses, singers, players, ministers, presidents, officials, leaders, singer-songwriter, musician, chef,
penyanyi, aktor, aktris, artis, musisi, pemain, atlet, pelatih, petinju, pembalap, petenis, pebulu tangkis, sutradara,
penulis, sastrawan, penyair, pengusaha, wartawan, jurnalis, seniman, pelukis, nakhoda, advokat, pengacara, kiper,
striker, bek, gelandang, peneliti, dokter, dosen, aktivis, ca sĩ, nghệ sĩ, nsnd, nsưt, diễn viên, đạo diễn, nhạc sĩ,
họa sĩ, cầu thủ, thủ môn, huấn luyện viên, hlv, thuyền trưởng, vận động viên, vđv, hoa hậu, á hậu, phóng viên, doanh
nhân, tác giả, singer, actor, actress, player, goalkeeper, director, author, writer, artist, professor, doctor, judge,
skipper, athlete, sprinter, boxer, photographer, journalist, activist, philanthropist, businessman, entrepreneur, tiền
đạo, trung vệ, hậu vệ, tiền vệ, đội trưởng, tay vợt, kình ngư, võ sĩ, kỳ thủ, đô cử, cua-rơ, nhà thơ, nhà sử học, nhà
khoa học, người mẫu, siêu mẫu, mc, rapper, nữ diễn viên, nam diễn viên, nữ ca sĩ, nghệ sĩ nhân dân, nghệ sĩ ưu tú,
biên đạo, ca sĩ - nhạc sĩ, penyerang, pemain sayap, pedangdut, personel, vokalis, gitaris, basis, drumer, komposer,
pembawa acara, selebgram, youtuber, finalis, legenda, pendakwah, penceramah, motivator, komedian, pelawak, pesinden,
dalang, penari, koreografer, desainer, perancang busana, presenter, pesulap, pegulat, pesepak bola, perenang, pelari,
lifter, pemanah, penembak, karateka, pesilat, pecatur, pegolf, pebasket, pevoli, pebalap, comedian, drummer,
guitarist, bassist, pianist, violinist, conductor, composer, filmmaker, producer, novelist, poet, playwright,
historian, physicist, economist, footballer, cricketer, golfer, swimmer, cyclist, gymnast, jockey, midfielder,
defender, winger, quarterback, pitcher, astronaut, cosmonaut, lawyer, attorney, billionaire, broadcaster, supermodel,
designer, architect
"""
_SOMEBODY = """
wisatawan, karyawan, karyawati, pengendara, pemudik, penumpang, pengungsi, jemaah, jamaah, pendaki, peziarah,
demonstran,
đại diện thương mại, đại diện,
người đồng cấp, đồng cấp, sejawat, terdakwa, tersangka, terpidana, saksi, korban, petani, nelayan, warga, pedagang,
siswa, siswi, pelajar, guru, mahasiswa, mahasiswi, pekerja, buruh, relawan, pengunjung, petugas, polisi, tentara,
anak, putra, putri, istri, suami, ayah, ibunda, ayahanda, kakek, nenek, cucu, menantu, adik, kakak, pemilik, perajin,
pengrajin, pengemudi, sopir, pilot, pramugari, perawat, bidan, prajurit, pemandu, penyintas, juara, peraih medali,
kandidat, calon presiden, calon wakil presiden, calon gubernur, tokoh, ulama, budayawan, vợ, chồng, con trai, con gái,
cha, mẹ, cháu, em, nông dân, ngư dân, công nhân, học sinh, sinh viên, bị cáo, bị can, nghi phạm, nạn nhân, nhân chứng,
chiến sĩ, cựu binh, cựu chiến binh, thương binh, anh hùng, giáo viên, thầy, cô giáo, thầy giáo, chủ quán, member,
founder, co-founder, wife, husband, widow, son, daughter, mother, father, brother, sister, survivor, victim, suspect,
defendant, witness, resident, farmer, fisherman, teacher, nurse, student, worker, soldier, officer, veteran, monk,
candidate, nominee, laureate, winner, champion, medalist, runner-up, partner, fiancee, fiance, girlfriend, boyfriend,
counterpart, owner, volunteer, curator, organizer, organiser, manager, trainer, team-mate, teammate, rival, opponent,
host, guest, model, forward
"""
_NAME = """
gus dur, bung karno, bung tomo, bung hatta, pak harto, sri sultan, bác hồ, bác tôn, ki hajar, tuan guru bajang, buya
hamka, mbah moen, cik di tiro, bu tejo, cut nyak dien, anh thơ, đức phúc, mỹ linh, mỹ tâm, mỹ lệ, marine le, queen
latifah
"""
_FIELD = """
institut, institut teknologi bandung, politeknik, sekolah tinggi, akademi, fakultas, kedokteran, senior, madya, thường
trực, masjid, komisi, fraksi, pertama, kedua, ketiga, keempat, mahkamah agung, metro jaya, bareskrim polri, luar,
polkam, polhukam, pmk, marves, kumham, imipas, kesra, investasi, ri, perserikatan bangsa-bangsa, departemen,
departemen luar negeri, departemen keuangan, kesejahteraan rakyat, republik indonesia, as, pbb, dpr, mpr, dpd, dprd,
dpr ri, mpr ri, tni, polri, kpk, kpu, bawaslu, bnpb, bmkg, bumn, esdm, ham, umkm, pan-rb, panrb, pupr, pkp, ppn,
bappenas, kadin, pssi, koni, pdip, pdi-p, pdi perjuangan, partai, pkb, pks, golkar, gerindra, demokrat, nasdem, psi,
ppp, pan, mk, ma, by, bi, ojk, lps, mui, nu, pbnu, muhammadiyah, pp, dpp, luar negeri, dalam negeri, keuangan,
pertahanan, koordinator, bidang, perekonomian, politik, keamanan, hukum, kesehatan, pendidikan, kebudayaan, riset,
teknologi, agama, sosial, perhubungan, perdagangan, perindustrian, pertanian, kehutanan, kelautan, perikanan,
lingkungan, lingkungan hidup, energi, sumber daya mineral, pekerjaan umum, perumahan, kawasan, permukiman, pariwisata,
ekonomi kreatif, komunikasi, digital, informatika, hilirisasi, ketenagakerjaan, tenaga kerja, pemuda, olahraga,
agraria, tata ruang, pertanahan, desa, daerah tertinggal, transmigrasi, koperasi, perempuan, pemberdayaan perempuan,
perlindungan anak, sekretaris negara, pembangunan, manusia, pembangunan manusia, kependudukan, keluarga, imigrasi,
pemasyarakatan, hak asasi manusia, haji, umrah, transportasi, pangan, kemaritiman, infrastruktur, kewilayahan,
pemberdayaan masyarakat, dasar, menengah, pendidikan dasar, pendidikan tinggi, sains, aparatur negara, reformasi
birokrasi, perencanaan, pembangunan nasional, badan, lembaga, dewan, majelis, mahkamah, agung, konstitusi, nasional,
gizi, gizi nasional, intelijen, siber, sandi, narkotika, bank, bank indonesia, kantor, staf, kepresidenan,
kementerian, dinas, perwakilan rakyat, daerah, provinsi, kabupaten, kota, kecamatan, umum, angkatan darat, angkatan
laut, angkatan udara, metro, jaya, polda, kodam, komite, kerajaan, negara, federal, rakyat, timnas, tim, tim nasional,
persib, persija, persebaya, arema, bali united, psm, psis, putra, putri, u-23, pt, cv, tbk, penyelenggara, pengawas,
eksekutif, legislatif, harian, pusat, otoritas, ibu kota nusantara, ikn, khusus, bersama, liên hợp quốc, liên hiệp
quốc, quốc hội, chính phủ, ngoại giao, quốc phòng, công an, tài chính, công thương, y tế, nội vụ, giáo dục, giáo dục
và đào tạo, tư pháp, xây dựng, giao thông vận tải, nông nghiệp, nông nghiệp và môi trường, khoa học và công nghệ, văn
hóa, thể thao và du lịch, lao động, thương mại, kinh tế, môi trường, tài nguyên và môi trường, thông tin và truyền
thông, bộ, ubnd, hđnd, mttq, tp, ngành, xã, phường, thị xã, thị trấn, thành phố, tỉnh, huyện, quận, thành ủy, tỉnh ủy,
hội đồng, asean, ủy ban, uỷ ban, trung ương, đảng, viện, sở, cục, đảng ủy, mặt trận tổ quốc, trường, đại học, tập
đoàn, công ty, đặc mệnh toàn quyền, bộ ngoại giao, đội tuyển, clb, câu lạc bộ, un, eu, us, u.s, uk, u.k, u.n, nato,
imf, who, world bank, foreign, defense, defence, finance, trade, interior, treasury, health, education, affairs,
foreign affairs, home, justice, transport, labor, labour, energy, agriculture, environment, commerce, state, homeland
security, council, commission, committee, parliament, senate, house, national, security, general, republic, united
nations, european commission, european council, assembly, kingdom, navy, army, air force, police, port, secretariat,
maritime, corridor, culture, tourism, home affairs, fisheries, marine, development, opposition, party, elect,
pajak, perpajakan, bea dan cukai, bea cukai, cukai, anggaran, perbendaharaan, kekayaan negara, perimbangan keuangan,
kepabeanan, kepegawaian, kearsipan, perpustakaan, statistik, protokol, humas, hubungan masyarakat, penerangan,
pelabuhan, bandara, bandar udara, stasiun, terminal, pasar, kebersihan, pertamanan, pemakaman, pemadam kebakaran,
pemadam, ekspor, impor, logistik, perhubungan darat, perhubungan laut, perhubungan udara, perkeretaapian,
penerbangan, pelayaran, minyak, gas, migas, mineral, minerba, batu bara, listrik, ketenagalistrikan, air minum,
sumber daya air, bina marga, cipta karya, jalan tol, konservasi, peternakan, perkebunan, hortikultura, pengadaan,
lelang, pelayanan, perizinan, penanaman modal, penerimaan, pengeluaran, utang, aset, persandian, kesbangpol,
kebencanaan, penyuluhan, kurikulum, guru dan tenaga kependidikan,
thuế, tổng cục thuế, hải quan, kho bạc, dự trữ nhà nước, chứng khoán, hàng hải, hàng không, đường sắt, đường bộ,
đăng kiểm, thống kê, kiểm lâm, lâm nghiệp, thủy lợi, thủy sản, chăn nuôi, trồng trọt, viễn thông, báo chí, xuất bản,
bảo hiểm xã hội, điện lực, cấp nước, đấu thầu,
tax, taxation, taxes, revenue, customs, excise, budget, statistics, immigration, fire, water, electricity, transit,
ports, harbour, harbours, aviation, railways, highways, procurement, planning, licensing, archives
"""

PHRASES: dict[tuple[str, ...], Sort] = {
    tuple(phrase.split()): sort
    for sort, listed in (
        (Sort.FIELD, [*PLACES, *REGIONS, *BODIES, *phrases(_FIELD)]),
        (Sort.SOMEBODY, phrases(_SOMEBODY)),
        (Sort.ROLE, phrases(_ROLE)),
        (Sort.HONORIFIC, phrases(_HONORIFIC)),
        (Sort.OPEN, phrases(_OPEN)),
        (Sort.OFFICE, phrases(_OFFICE)),
        (Sort.NAME, phrases(_NAME)),
    )
    for phrase in listed
}
"""Phrases in small letters, as words without final stops, and what each is; the later sort of two wins."""

LONGEST: dict[str, int] = {}
"""How many words the longest phrase has that begins with a word."""
for _phrase in PHRASES:
    LONGEST[_phrase[0]] = max(LONGEST.get(_phrase[0], 0), len(_phrase))
