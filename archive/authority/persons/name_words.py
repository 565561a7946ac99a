"""Word lists for personal names in Indonesian, Vietnamese and English.

They list offices and honorifics, bodies and places between an office and a name, and frequent given names and surnames.
If capitals after an office begin with a frequent given name, no body is expected among them.
"""

from __future__ import annotations

from enum import StrEnum

from archive.authority.persons.non_persons import PLACES, phrases
from archive.text.fold import exact_form

_ACRONYMS = """
ri, as, pbb, dpr, mpr, dpd, dprd, tni, polri, kpk, kpu, ham, mk, ma, ky, by, bi, ojk, lps, mui, nu, pp, dpp, dpw, dpc,
psi, ppp, pan, pkb, pks, un, eu, us, uk, who, imf, pmk, umkm, ikn, ui, itb, pu, tp, pt, cv, bp, fa, pln, pssi, pkp
"""
_FIRMS = """
danantara, pertamina, telkom, telkom indonesia, telkomsel, indosat, garuda, garuda indonesia, pelni, mandiri, bca,
bri, bni, btn, bsi, danamon, antam, inalum, freeport, freeport indonesia, astra, astra international, bukalapak,
gojek, goto, grab, tokopedia, traveloka, blibli, shopee, sampoerna, djarum, unilever indonesia, indofood, wilmar,
sinar mas, lippo, agung podomoro, ciputra, adaro, bumi resources, krakatau steel, semen indonesia, pupuk indonesia,
angkasa pura, jasa marga, hutama karya, waskita karya, wijaya karya, adhi karya, kereta api indonesia, kereta api,
jasa raharja, taspen, asabri, pegadaian, bulog, persero, holding, group, biofarma, bio farma, kimia farma, pindad,
len, dirgantara indonesia, krakatau, antara, tempo, kompas, kompas gramedia, emtek, mnc, vingroup, vinfast, viettel,
fpt, petrovietnam, evn, vietcombank, vietinbank, agribank, techcombank, sacombank, vietnam airlines, vietjet, bamboo
airways, masan, hòa phát, hoà phát, thaco, novaland, sovico, vinamilk, becamex, apple, google, alphabet, microsoft,
meta, facebook, amazon, tesla, spacex, nvidia, openai, intel, samsung, samsung electronics, hyundai, toyota, honda,
boeing, airbus, tiktok, alibaba, huawei, baznas, basarnas, damkar, satpol, lemhannas, wantimpres, kompolnas,
ombudsman, perpusnas, brin, lipi, kemenlu, kemhan, kemenkeu, kemendagri, kemlu, bareskrim, densus, brimob, kopassus,
kostrad, korlantas, kejagung, kejaksaan agung, kejaksaan tinggi, kejati, kejari, pengadilan negeri, pengadilan tinggi,
tipikor
"""
_SCHOOLS = """
gadjah mada, airlangga, diponegoro, padjadjaran, hasanuddin, brawijaya, sebelas maret, andalas, sriwijaya, udayana,
mulawarman, sam ratulangi, syiah kuala, jenderal soedirman, soedirman, trisakti, tarumanagara, atma jaya, paramadina,
bina nusantara, islam indonesia, islam negeri, pendidikan indonesia, negeri jakarta, negeri yogyakarta
"""
_OTHERS = """
thông tấn xã việt nam, tân hoa xã, bách khoa, quốc gia, bạch mai, chợ rẫy, việt đức, hữu nghị, đại học quốc gia, học
viện, bệnh viện, ngân hàng, hội nhà văn, hội liên hiệp phụ nữ, tổng liên đoàn lao động, đoàn thanh niên, hội chữ thập
đỏ, nhà trắng, điện kremlin, lầu năm góc, harvard, oxford, cambridge, yale, stanford
"""
_CLUBS = """
real madrid, atletico madrid, barcelona, arsenal, chelsea, tottenham, tottenham hotspur, everton, leicester, leicester
city, manchester city, manchester united, newcastle, newcastle united, west ham, west ham united, aston villa, wolves,
brighton, fulham, brentford, crystal palace, nottingham forest, leeds, leeds united, juventus, inter milan, inter, ac
milan, napoli, as roma, roma, lazio, bayern, bayern munich, bayern muenchen, dortmund, borussia dortmund, psg, paris
saint-germain, benfica, porto, ajax, psv, feyenoord, inter miami, al nassr, al hilal, persib bandung, persija jakarta,
persebaya surabaya, arema fc, psm makassar, psis semarang, persis, persis solo, persik, persik kediri, borneo fc, dewa
united, madura united, bhayangkara, pss sleman, barito putera, persita, malut united, semen padang, hà nội fc, hagl,
hoàng anh gia lai, thể công, viettel, thể công viettel, công an hà nội, nam định, thép xanh nam định, becamex bình
dương, slna, sông lam nghệ an, lakers, warriors, celtics, yankees, mets, dodgers, ducati, yamaha, ferrari, mercedes,
mclaren, red bull, red bull racing, aprilia, ktm, timnas, tim merah putih, garuda muda
"""
_REGENCIES = """
ogan komering ilir, ogan komering ulu, ogan ilir, hulu sungai utara, hulu sungai selatan, hulu sungai tengah, musi
banyuasin, musi rawas, banyuasin, muara enim, lahat, empat lawang, pagar alam, prabumulih, lubuklinggau, deli serdang,
serdang bedagai, langkat, karo, dairi, toba, samosir, simalungun, asahan, labuhanbatu, nias, nias selatan, tapanuli
utara, tapanuli selatan, tapanuli tengah, mandailing natal, padang pariaman, tanah datar, agam, pasaman, pesisir
selatan, solok, sijunjung, dharmasraya, lima puluh kota, kampar, pelalawan, siak, bengkalis, rokan hulu, rokan hilir,
indragiri hulu, indragiri hilir, kuantan singingi, kepulauan meranti, karimun, bintan, natuna, lingga, anambas, muaro
jambi, kerinci, merangin, bungo, tebo, sarolangun, batanghari, tanjung jabung barat, tanjung jabung timur, rejang
lebong, mukomuko, seluma, lampung selatan, lampung tengah, lampung timur, lampung utara, lampung barat, pesawaran,
pringsewu, tanggamus, way kanan, tulang bawang, belitung, bangka, pandeglang, lebak, bandung barat, cimahi,
pangandaran, banjar, purbalingga, banjarnegara, kebumen, purworejo, wonosobo, temanggung, kendal, batang, pemalang,
grobogan, blora, rembang, pati, situbondo, sampang, pamekasan, sumenep, bangkalan, lombok barat, lombok tengah, lombok
timur, lombok utara, sumbawa, dompu, manggarai, manggarai barat, ende, sikka, alor, belu, malaka, rote ndao, sabu
raijua, sumba timur, sumba barat daya, nagekeo, ngada, sambas, bengkayang, landak, mempawah, sanggau, sintang, kapuas
hulu, ketapang, kubu raya, kotawaringin barat, kotawaringin timur, kapuas, barito utara, barito selatan, pulang pisau,
katingan, seruyan, tanah laut, tanah bumbu, kotabaru, tabalong, balangan, tapin, barito kuala, banjarbaru, kutai
kartanegara, kutai timur, kutai barat, penajam paser utara, paser, berau, mahakam ulu, bulungan, malinau, nunukan,
minahasa, minahasa utara, minahasa selatan, bolaang mongondow, sangihe, talaud, tomohon, kotamobagu, donggala, sigi,
parigi moutong, poso, morowali, morowali utara, banggai, tolitoli, buol, gowa, maros, bone, wajo, soppeng, sinjai,
bulukumba, bantaeng, jeneponto, takalar, pangkep, barru, pinrang, sidrap, enrekang, tana toraja, toraja utara, luwu,
luwu utara, luwu timur, palopo, mamuju, majene, polewali mandar, konawe, konawe selatan, kolaka, muna, buton,
wakatobi, baubau, bombana, halmahera utara, halmahera selatan, seram bagian barat, buru, maluku tengah, tual, merauke,
jayawijaya, mimika, nabire, biak numfor, manokwari, fakfak, raja ampat, kaimana, keerom, asmat, boven digoel, jakarta
pusat, jakarta selatan, jakarta barat, jakarta timur, jakarta utara, kepulauan seribu, aceh besar, aceh utara, aceh
timur, aceh barat, aceh tengah, pidie, pidie jaya, bireuen, lhokseumawe, langsa, gayo lues, nagan raya, simeulue,
tegal, thủ đức, ba đình, hoàn kiếm, biên hòa, tam kỳ, hội an, buôn ma thuột, pleiku, hậu giang, trà vinh, đồng tháp,
bình phước, bình thuận, ninh thuận, lai châu, yên bái, tuyên quang, hà nam, đắk nông, lạng giang, selangor, johor,
kedah, kelantan, perak, penang, pulau pinang, sabah, sarawak, terengganu, pahang, perlis, melaka, negeri sembilan,
putrajaya, wales, scotland, northern ireland, new south wales, queensland, bavaria, catalonia, hebei, guangdong,
guangxi, yunnan, vientiane, phnom penh
"""
_SURNAMES = """
nguyễn, trần, lê, phạm, hoàng, huỳnh, phan, vũ, võ, đặng, bùi, đỗ, hồ, ngô, dương, lý, đoàn, trịnh, đinh, lưu, mai,
tô, hà, trương, lâm, đào, vương, cao, chu, châu, phùng, tạ, thái, quách, tống, kiều, la, đàm, doãn, lương, nghiêm,
văn, vi, giàng, hầu, nông, triệu, khuất, lại, lục, mạc, ninh, tăng, thân, thạch, tôn, từ, uông, viên, cù, diệp, đồng,
hứa, khổng, mã, nhâm, ông, quản, sầm, tào, thiều, tiêu, ưng, xa, âu, bạch, bế, cầm, chử, cung, giáp, lò, lường, mùa,
vàng, thào, sùng, ksor
"""
_GROUPS = """
warga, petugas, polisi, tentara, anak, bayi, siswa, siswi, pelajar, mahasiswa, mahasiswi, peserta, pekerja, buruh,
relawan, pengunjung, penonton, penumpang, pendukung, suporter, prajurit, anggota, perwira, người, anh em, workers,
members, fans, students, residents, officials, players, singers, actors, leaders, presidents, ministers, student,
worker, fan, resident, pemain, atlet, tim, pasukan
"""
_TAKES_ONE = """
masjid, pt, cv, bank, universitas, partai, yayasan, rsud, rs, klub, koperasi, ponpes, sma, smk, rumah sakit, desa,
hotel
"""
_ENGLISH = """
chairman, chairwoman, chair, director, director-general, chief, head, executive, spokesman, spokeswoman, spokesperson,
commissioner, speaker, coach, leader, general
"""
_BODY_WORDS = """
kementerian, sekretariat, kedutaan, pemerintah, badan, lembaga, komisi, dewan, majelis, mahkamah, biro, humas,
panitia, kantor, dinas, direktorat, yayasan, perhimpunan, persatuan, asosiasi, organisasi, aliansi, koalisi, ministry,
office, secretariat, embassy, government, department, agency, organization, organisation, commission, committee,
council, association, union, federation, foundation, institute, university, bureau, authority, group, company,
corporation, bank, fund, assembly, party, parliament, league, alliance, coalition, board, press, news, times, bộ, ủy,
uỷ, văn phòng, sở, cục, viện, hội, liên, ban, phòng, quán, đoàn, tổng cục, trung tâm, tập, công ty, ministère,
ministerio, nations, force, navy, army, police, house
"""

ACRONYMS = frozenset(phrases(_ACRONYMS))
"""Fields that count only in capitals: `UN`, but not the `Un` of `Kim Jong Un`."""

BODIES = [*phrases(_FIRMS), *phrases(_OTHERS), *(f"universitas {name}" for name in phrases(_SCHOOLS)), *phrases(_CLUBS)]
REGIONS = phrases(_REGENCIES)

LOCAL = frozenset(
    ["pertama", "kedua", "ketiga", "keempat", "tỉnh", "thành", "huyện", "quận", "xã", "phường", "thị", "tp", "ngành"]
)
"""First words of fields that count in small letters too: `tỉnh Nghệ An`."""

SURNAMES = frozenset(phrases(_SURNAMES))

TAKES_ONE = frozenset(phrases(_TAKES_ONE))
"""Fields whose name is the word after them: `PT Telkom`, `Universitas Trisakti`."""

ENGLISH = frozenset(phrases(_ENGLISH))
"""Last words of English offices: the name follows them at once, whatever else Indonesian and Vietnamese would say."""

GROUPS = frozenset(phrases(_GROUPS))
"""Words for people after which one capital word says what they belong to: `pekerja Freeport`."""

BODY_WORDS = frozenset(phrases(_BODY_WORDS))
"""Of words that are one speaker, those that only bodies have."""


_GIVEN = """
abdul, abdullah, achmad, adam, ade, adi, aditya, agung, agus, ahmad, ahmed, ainun, airlangga, ali, alim, amir, amran,
anas, andi, andika, andre, andrew, ang, anies, anisa, anna, anthony, anton, antonius, ari, arief, arif, arifin, aris,
arsjad, arya, asep, ayu, aziz, azwar, bagus, bahlil, bambang, basuki, bayu, benny, bima, boy, budi, burhanuddin,
cahya, carlos, catherine, chairul, charles, christian, christina, dadan, dadang, daniel, darma, darmawan, david, dedi,
dedy, deni, denny, desi, dewi, dian, didik, dimas, djoko, dody, donald, dony, dwi, eddy, edi, edy, eko, elizabeth,
emil, endang, eri, erick, erwin, eva, fachri, fadli, fahri, faisal, fajar, farid, febri, ferdinand, ferry, firman,
francis, frans, fransiskus, gabriel, galih, ganjar, gatot, george, gita, hadi, hamzah, handoko, hari, hariyanto,
hartono, haryo, hasan, hasto, hendra, hendri, hendro, henry, herman, heru, hery, hidayat, husein, ibrahim, ida, imam,
iman, indah, indra, intan, irfan, irma, irwan, iswanto, ivan, jack, jaka, james, jan, jane, jean, jennifer, jenny,
jeremy, jimmy, joe, johan, johannes, john, joko, jonathan, jose, joseph, juan, julia, kamaruddin, karen, kartika,
kevin, khofifah, kofifah, krisna, kurnia, laksmi, laura, lestari, lia, lilis, linda, lisa, listyo, luhut, lukman,
lutfi, made, mahfud, margaret, maria, mario, mark, martin, maruli, mary, maya, mega, megawati, meutya, michael, mira,
mochamad, moeldoko, moh, mohammad, mohammed, muchamad, muh, muhaimin, muhamad, muhammad, muhammed, mukhtar, mulyadi,
mustafa, nadia, nadiem, nanik, nasrul, nicholas, nico, nina, noor, novi, nugroho, nur, nurul, nyoman, oscar, paul,
paulus, peter, philip, pramono, prasetyo, puan, putu, rachmat, raden, rahmat, rano, ratih, ratna, reda, retno, reza,
ria, ridwan, rina, rini, rio, risma, rizal, rizky, robert, roberto, robin, rosan, rudi, rudy, rusdi, said, salim,
samuel, sandiaga, santi, sarah, sari, satya, setyo, sigit, simon, siti, slamet, sofyan, sri, stefan, stephen, steven,
sudirman, sugeng, suharso, sukma, sultan, sunarto, surya, susan, susi, sutan, sutrisno, syahrul, tania, taufik, teddy,
teguh, thomas, titi, titin, tito, todung, tony, tri, triyono, tutik, untung, utami, veronica, victor, vina, wahyu,
wati, wawan, wayan, widodo, william, wira, yahya, yandri, yani, yanto, yayan, yoga, yohanes, yuli, yulia, yuni,
yusril, yusuf, zainal, zainudin, zulhas, zulkifli
"""
_NOT_KINDS = """
adams, adrian, agnes, alexander, alexandros, amber, andes, archer, asher, bastian, baxter, bertrand, brian, buster,
carmen, carter, chandler, charles, chester, christopher, constant, cooper, damian, dexter, dieter, dolores, durant,
elmer, esther, evans, fabian, ferdinand, fletcher, florian, foster, frans, gardner, giles, gillian, ginger, grover,
gunter, gunther, günter, hans, hayes, heather, hector, holmes, homer, hunter, james, jasper, jennifer, jens, jillian,
jules, julian, kimberlé, lars, lester, lillian, luther, marian, mats, mercedes, miles, myles, oliver, palmer, parker,
peter, peters, porter, rainer, reiner, rens, reynolds, rivers, rodgers, roger, rogers, rupert, sebastian, siebers,
skyler, spencer, summers, sumner, tanner, trent, tucker, turner, tyler, victor, vincent, vivian, walter, webster,
wens, werner, wesley, williams, xavier
"""

GIVEN = frozenset(phrases(_GIVEN))
NOT_KINDS = frozenset(phrases(_NOT_KINDS))
"""Names that end as words for people do: `Alexander`, `Vivian`."""


class PhraseKind(StrEnum):
    """How a phrase relates to the name after it."""

    OFFICE = "office"  # the name may follow immediately
    OPEN = "open"  # an office whose field or place comes first
    HONORIFIC = "honorific"
    ROLE = "role"  # singer, player, captain
    SOMEBODY = "somebody"  # farmer, wife, suspect: not part of the name after it, and no proof that it is a name
    NAME = "name"  # part of a name although its words are not: `Gus Dur`
    FIELD = "field"  # a subject, body or place that an office is for; counts only after an office


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
designer, architect, danh ca, danh hài, giám khảo, ông bầu
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
host, guest, model, forward, khán giả, thí sinh
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

PHRASES: dict[tuple[str, ...], PhraseKind] = {
    words: sort
    for sort, listed in (
        (PhraseKind.FIELD, [*PLACES, *REGIONS, *BODIES, *phrases(_FIELD)]),
        (PhraseKind.SOMEBODY, phrases(_SOMEBODY)),
        (PhraseKind.ROLE, phrases(_ROLE)),
        (PhraseKind.HONORIFIC, phrases(_HONORIFIC)),
        (PhraseKind.OPEN, phrases(_OPEN)),
        (PhraseKind.OFFICE, phrases(_OFFICE)),
        (PhraseKind.NAME, phrases(_NAME)),
    )
    for phrase in listed
    for words in {tuple(phrase.split()), tuple(map(exact_form, phrase.split()))}  # `họa sĩ` and `hoạ sĩ`
}
"""Phrases in small letters, as words without final stops, and what each is; the later sort of two wins."""

LONGEST: dict[str, int] = {}
"""How many words the longest phrase has that begins with a word."""
for _phrase in PHRASES:
    LONGEST[_phrase[0]] = max(LONGEST.get(_phrase[0], 0), len(_phrase))
