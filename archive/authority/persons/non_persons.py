"""Capitalised words that are not part of personal names, in Indonesian, Vietnamese and English.

The English list has words of firms, pages, headlines and things.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.authority.persons.tokens import NameWord

_PLACES = """
thu duc, ho chi minh city, monas, borobudur, prambanan, istiqlal, senayan, menteng, kemayoran, kuta, ubud, ba đình,
hoàn kiếm, indonesia, vietnam, viet nam, malaysia, singapura, singapore, thailand, filipina, philippines, kamboja,
cambodia, laos, myanmar, brunei, brunei darussalam, timor-leste, timor leste, jepang, japan, tiongkok, china, cina,
korea, korea selatan, south korea, korea utara, north korea, india, pakistan, bangladesh, sri lanka, nepal, australia,
selandia baru, new zealand, papua nugini, amerika, amerika serikat, united states, america, kanada, canada, meksiko,
mexico, brasil, brazil, argentina, chile, peru, kolombia, colombia, kuba, cuba, venezuela, inggris, england, britain,
great britain, united kingdom, prancis, perancis, france, jerman, germany, italia, italy, spanyol, spain, portugal,
belanda, netherlands, belgia, belgium, swiss, switzerland, austria, polandia, poland, rusia, russia, ukraina, ukraine,
turki, turkey, türkiye, turkiye, mesir, egypt, arab saudi, saudi arabia, iran, irak, iraq, israel, palestina,
palestine, yordania, lebanon, suriah, syria, qatar, uea, uae, kuwait, oman, yaman, afghanistan, afrika selatan, south
africa, nigeria, kenya, ethiopia, swedia, sweden, norwegia, norway, denmark, finlandia, finland, yunani, greece,
hungaria, hungary, ceko, irlandia, ireland, eropa, europe, asia, afrika, africa, vatikan, vatican, hong kong, ba tư,
costa rico, taiwan, serbia, rumania, romania, kazakhstan, uzbekistan, jakarta, dki jakarta, dki, surabaya, bandung,
semarang, medan, makassar, palembang, yogyakarta, diy, denpasar, batam, bogor, bekasi, depok, tangerang, tangerang
selatan, solo, surakarta, malang, manado, padang, pekanbaru, pontianak, banjarmasin, balikpapan, samarinda, ambon,
jayapura, kupang, mataram, palu, kendari, gorontalo, bengkulu, jambi, lampung, bandar lampung, banten, serang,
cilegon, cirebon, tasikmalaya, sukabumi, kediri, madiun, magelang, tegal, pekalongan, salatiga, batu, blitar,
pasuruan, probolinggo, mojokerto, dumai, binjai, pematangsiantar, bukittinggi, banda aceh, aceh, sabang,
tanjungpinang, pangkalpinang, tarakan, bontang, singkawang, palangkaraya, palangka raya, ternate, tidore, sorong,
bitung, parepare, bau-bau, bima, banyuwangi, sleman, bantul, kulon progo, gunungkidul, sidoarjo, gresik, jember,
garut, karawang, indramayu, subang, cianjur, purwakarta, sumedang, kuningan, majalengka, ciamis, banyumas, cilacap,
kudus, jepara, demak, klaten, sragen, boyolali, wonogiri, karanganyar, sukoharjo, brebes, lumajang, bondowoso,
situbondo, lamongan, tuban, bojonegoro, ngawi, ponorogo, pacitan, trenggalek, tulungagung, nganjuk, badung, gianyar,
südamerika, nordamerika, lateinamerika, mittelamerika, osteuropa, westeuropa, südostasien, zentralasien, ostafrika,
westafrika, nordafrika,
tabanan, buleleng, karangasem, lombok, sumba, flores, jawa barat, jawa tengah, jawa timur, jabar, jateng, jatim,
sumatera utara, sumatra utara, sumatera barat, sumatera selatan, sumut, sumbar, sumsel, riau, kepulauan riau, kepri,
bangka belitung, babel, bali, nusa tenggara barat, nusa tenggara timur, ntb, ntt, kalimantan barat, kalimantan timur,
kalimantan selatan, kalimantan tengah, kalimantan utara, kalbar, kaltim, kalsel, kalteng, kaltara, sulawesi selatan,
sulawesi utara, sulawesi tengah, sulawesi tenggara, sulawesi barat, sulsel, sulut, sulteng, sultra, sulbar, maluku,
maluku utara, papua, papua barat, papua tengah, papua selatan, papua pegunungan, papua barat daya, jawa, sumatera,
sumatra, kalimantan, sulawesi, hà nội, ha noi, hanoi, thành phố hồ chí minh, tp hồ chí minh, tp.hcm, tphcm, đà nẵng,
da nang, hải phòng, cần thơ, huế, quảng ninh, nghệ an, thanh hóa, hà tĩnh, quảng bình, quảng trị, quảng nam, quảng
ngãi, bình định, phú yên, khánh hòa, nha trang, lâm đồng, đà lạt, đồng nai, bình dương, long an, tiền giang, bến tre,
vĩnh long, an giang, kiên giang, phú quốc, cà mau, bạc liêu, sóc trăng, bà rịa, vũng tàu, tây ninh, gia lai, đắk lắk,
kon tum, hà giang, cao bằng, lào cai, lạng sơn, điện biên, sơn la, hòa bình, thái nguyên, bắc ninh, bắc giang, hải
dương, hưng yên, nam định, thái bình, ninh bình, vĩnh phúc, phú thọ, việt nam, mỹ, hoa kỳ, trung quốc, nhật bản, hàn
quốc, triều tiên, nga, anh, pháp, đức, ý, ấn độ, úc, lào, campuchia, thái lan, xin-ga-po, tây ban nha, bồ đào nha, hà
lan, bỉ, thụy sĩ, thụy điển, na uy, đan mạch, phần lan, ba lan, séc, thổ nhĩ kỳ, ai cập, nam phi, đông timor, châu âu,
châu á, london, paris, new york, washington, beijing, tokyo, seoul, moscow, berlin, rome, manila, bangkok, kuala
lumpur, sydney, texas, california, florida, illinois, georgia, ohio, virginia, massachusetts, pennsylvania, liverpool,
downing street, zimbabwe, belarus, belarusia, yugoslavia, ekuador, ecuador, bolivia, uruguay, paraguay, panama,
nikaragua, honduras, guatemala, el salvador, kosta rika, costa rica, haiti, jamaika, jamaica, republik dominika,
kroasia, croatia, slovenia, slovakia, bosnia, albania, bulgaria, makedonia, montenegro, kosovo, estonia, latvia,
lithuania, lituania, moldova, armenia, azerbaijan, turkmenistan, tajikistan, kirgizstan, kyrgyzstan, mongolia, mông
cổ, bhutan, maladewa, maldives, fiji, samoa, tonga, vanuatu, kepulauan solomon, solomon islands, palau, maroko,
morocco, aljazair, algeria, tunisia, libya, sudan, sudan selatan, somalia, uganda, rwanda, tanzania, zambia, malawi,
mozambik, mozambique, angola, namibia, botswana, kongo, congo, kamerun, cameroon, gabon, ghana, pantai gading, ivory
coast, senegal, mali, niger, chad, liberia, sierra leone, guinea, madagaskar, mauritius, seychelles, islandia,
iceland, luksemburg, luxembourg, malta, siprus, cyprus, uni eropa, uni soviet, soviet union, hy lạp, đài loan, áo,
rumani, ả rập xê út, pa-le-xtin, liên xô, eu, inggris raya, bắc kinh, thượng hải, hồng kông, quảng châu, vũ hán, tân
cương, tây tạng, são paulo, rio de janeiro, minas gerais, mato grosso, brasília, porto alegre, belo horizonte, buenos
aires
"""
_ADJECTIVES = """
latvian, lithuanian, estonian, hungarian, czech, slovak, romanian, bulgarian, serbian, croatian, slovenian, greek,
danish, norwegian, swedish, finnish, icelandic, irish, scottish, welsh, argentine, chilean, peruvian, colombian,
venezuelan, cuban, bolivian, kenyan, nigerian, ethiopian, sudanese, somali, moroccan, algerian, tunisian, libyan,
lebanese, yemeni, omani, qatari, kuwaiti, emirati, afghan, nepali, sri lankan, bangladeshi, laotian, mongolian,
kazakh, uzbek, taiwanese, bruneian, armenian, albanian, cypriot, indonesian, vietnamese, malaysian, singaporean, thai,
filipino, philippine, cambodian, japanese, chinese, korean, south korean, north korean, indian, pakistani, australian,
american, canadian, mexican, brazilian, british, french, german, italian, spanish, portuguese, dutch, belgian, swiss,
austrian, polish, russian, ukrainian, turkish, egyptian, saudi, iranian, iraqi, israeli, palestinian, jordanian,
syrian, european, african, asian, former, then, acting, incoming, outgoing, deputy, vice, assistant, late, mantan,
eks, plt, plh, pj, wakil, calon, cựu, nguyên, cố, phó, quyền, tân, u.s, us, uk
"""
_THINGS = """
kapal, perahu, gedung, jembatan, masjid, gereja, katedral, candi, pura, vihara, menara, tugu, monumen, patung,
pesawat, helikopter, mobil, motor, truk, bus, kereta, kereta api, kantor, rumah, istana, museum, pasar, pelabuhan,
dermaga, bandara, stasiun, terminal, jalan, tol, sungai, gunung, pulau, danau, pantai, laut, hutan, taman, kebun,
sawah, sekolah, universitas, kampus, stadion, hotel, mal, pabrik, tambang, waduk, bendungan, peta, bendera, lukisan,
foto, gambar, poster, logo, spanduk, baliho, buku, piala, medali, bola, meja, kursi, pintu, jendela, tangga, tembok,
lampu, kamera, senjata, meriam, tank, rudal, satelit, roket, drone, kapal selam, kri, kapal perang, klm, km, pohon,
ikan, sapi, gajah, harimau, badak, burung, anjing, kucing, ayam, kambing, komodo, orangutan, warga, petugas, polisi,
tentara, anak, anak-anak, bayi, wanita, pria, perempuan, laki-laki, siswa, siswi, pelajar, mahasiswa, peserta, pemain,
pekerja, buruh, relawan, nelayan, petani, pedagang, pengunjung, penonton, penumpang, tersangka, terdakwa, korban,
saksi, seorang, dua, tiga, para, sejumlah, massa, demonstran, pengunjuk, kendaraan, bangunan, suasana, tampak, tim,
kabinet, ceremonia, acto, tanah, air, api, asap, awan, langit, matahari, bulan, kota, desa, kampung,
provinsi, kabupaten, delegasi, rombongan,
tamu, pejabat, menteri-menteri, model, alat, mesin, produk, tas, baju, batik, keris, wayang, rancangan, dokumen,
surat, uang, emas, sampah, plastik, lahan, kolam, cầu, tòa, toà, tòa nhà, tháp, chùa, đền, tượng, tàu, thuyền, máy,
máy bay, xe, ô tô, nhà cổ, nhà sàn, nhà tù, nhà văn hóa, nhà trưng bày, nhà cao tầng, trụ, trụ sở, cột, cờ, lá, đường,
phố, sông, núi, đảo, biển, bãi, rừng, vườn, công viên, hồ gươm, hồ tây, hồ hoàn kiếm, trường học, sân, khách sạn, chợ,
cảng, bến, bức, tranh, ảnh, bản, bản đồ, quyển, sách, cúp, huy chương, người, những, các, một, nhiều, học sinh, sinh
viên, công nhân, nông dân, ngư dân, du khách, khách, trẻ, trẻ em, cảnh sát, bộ đội, chiến sĩ, quang cảnh, toàn cảnh,
con, cây
"""
_ENGLISH_THINGS = """
mall, plaza, arena, skyscraper, the, a, an, this, that, bridge, tower, building, ship, boat, ferry, tug, temple,
church, mosque, cathedral, statue, monument, castle, palace, hall, museum, street, road, river, mount, mountain, lake,
island, bay, beach, park, garden, square, station, airport, airplane, plane, aircraft, jet, helicopter, car, truck,
bus, train, flag, map, logo, painting, picture, photo, image, poster, book, trophy, cup, medal, house, home, school,
university, college, stadium, hotel, market, harbour, harbor, quay, pier, port, lighthouse, factory, mine, dam,
volcano, forest, tree, flower, dog, cat, horse, cow, elephant, tiger, bird, fish, workers, people, men, women, man,
woman, boy, girl, children, child, students, protesters, police, soldiers, officers, visitors, fans, players,
residents, farmers, fishermen, members, delegates, two, three, four, some, several, many, left, right, centre, center,
gate, old, new, north, south, east, west, view, scene, top, bottom, inset, file, uss, hms, mv, ss, mt, model, before,
after, cross, crescent, supporters, demonstrators, tourists, passengers, rescuers, firefighters, united, city, rovers,
fc
"""
_MORE_THINGS = """
phiến quân, lực lượng, quân đội, towers, phà, bão, siêu bão, typhoon, hurricane, storm, cyclone, topan, badai, siklon,
gempa, maskot, mascot, linh vật, tanker, frigate, vessel, yacht, submarine, carrier, destroyer, barge, trawler,
schooner, cruiser, warship, freighter, portrait, bust, mural, replica, wax figure, effigy, cutout, saturn, jupiter,
neptune, pluto, dog, sheep, goat, pig, lamb, tarian, saham, bưởi, cam, xoài, chuối, sầu riêng, vải, nhãn, trường thpt,
trường tiểu học, js, rss, hmas, kd, ins, usns, rv, brp, roks, jds, hnlms, fgs, hdms, kp, kn, kmp, ss, sv, kerbau,
kuda, rusa, buaya, ular, monyet, kera, kelinci, bebek, domba, babi, lumba-lumba, paus, penyu, lele, udang, kepiting,
kopi, teh, beras, padi, jagung, kedelai, cabai, bawang, kelapa, sawit, durian, mangga, nasi, sate, rendang, soto,
bakso, kue, roti, tempe, tahu, jamu, obat, vaksin, ambulans, traktor, sepeda, sepeda motor, becak, andong, delman,
angkot, gerbong, lokomotif, truk tangki, alat berat, ekskavator, derek, kapal feri, kapal induk, kapal cepat, kapal
tunda, jet tempur, pesawat tempur, bandar udara, trâu, bò, lợn, gà, vịt, chó, mèo, ngựa, voi, hổ, gấu, khỉ, cá, tôm,
cua, rùa, chim, dê, cừu, sân bay, nhà ga, nhà máy, nhà thờ, nhà hát, bảo tàng, thư viện, lăng, miếu, cổng, làng, thác,
hang, đèo, vịnh, ruộng, cánh đồng, rau, lúa, cà phê, gạo, bánh, phở, bún, áo dài, nón lá, trống, chiêng, súng, pháo,
tên lửa, xe tăng, xe máy, xe đạp, xe buýt, tàu điện, tàu hỏa, tàu cá, tàu ngầm, tàu chiến, máy bay không người lái,
đội, đoàn, phái đoàn, khu, khu vực, vùng, hội trường, giải thưởng, biển báo, biển hiệu, bằng, giấy, thẻ, tem, cloud,
moon, sun, earth, mars, rocket, satellite, missile, drone, tank, gun, sword, ring, crown, throne, bear, lion, tiger,
panda, whale, shark, cross
"""
_INSTITUTIONS = """
government, congress, cabinet, administration, olimpiade, ministry, secretariat, embassy, kedutaan, sekretariat,
pemerintah, council, command, department, league, association, agency, university, industry, departemen, ilmu,
pengetahuan, organisasi, asosiasi, penelitian, pengembangan, pengendalian, pemilihan, uni, perusahaan, industri,
rekayasa, operasi, pasukan, komando, urusan, nomor, bagian, wilayah, pusat, lembaga, yayasan, perwakilan, dialog,
karantina, koordinasi, tenaga, kelembagaan, anggaran, manufacturing, regional, internasional, dunia, akademik,
pengairan, bisnis, pemasaran, operasional, pelaksana, teknik, program, perencanaan, pelayanan, kebijakan, republik,
negara, nasional, indonesia, provinsi, kabupaten, kementerian, badan, dinas, komite, komisi, dewan, himpunan, ikatan,
persatuan, gabungan, serikat, federasi, fakultas, jurusan, institut, universitas, sekolah, rumah sakit, laboratorium,
balai, utama, tenggara, udara, hospital, honoris, luar, biasa, pembina, penyakit, perunding, sumber, daya
"""
_HOUSES_SHORT = "rs, rsud, rsup, rsia, rspad, rsj, puskesmas, pt, cv, sma, smk, smp"
_PEOPLE = """
warga, petugas, polisi, tentara, anak, bayi, wanita, pria, perempuan, siswa, siswi, pelajar, mahasiswa, peserta,
pemain, pekerja, buruh, relawan, nelayan, petani, pedagang, pengunjung, penonton, penumpang, tersangka, terdakwa,
korban, saksi, tamu, pejabat, model, tim, delegasi, học sinh, sinh viên, khách, trẻ, con, người, nông dân, chiến sĩ,
cảnh sát, man, woman, boy, girl, child, police, members, players, supporters
"""
_CITIES = """
jakarta, surabaya, bandung, semarang, makassar, palembang, yogyakarta, denpasar, batam, bogor, bekasi, depok,
tangerang, malang, manado, padang, pekanbaru, pontianak, banjarmasin, balikpapan, samarinda, jayapura, kupang,
indonesia, vietnam, việt nam, malaysia, thailand, singapura, singapore, hà nội, hồ chí minh city, sài gòn, đà nẵng,
hải phòng, tokyo, beijing, moscow, seoul, nusantara, city, united, airlines, airways, group, corporation, inc, ltd
"""
_COMMON = """
senin, selasa, rabu, kamis, jumat, jum'at, sabtu, minggu, januari, februari, maret, april, mei, juni, juli, agustus,
september, oktober, november, desember, january, february, march, may, june, july, august, october, december, monday,
tuesday, wednesday, thursday, friday, saturday, sunday, pertiwi, bangsa, sekalian, hadirin, tangga, yang, pun, saja,
speaker, chairman, madam, honourable, honorable, excellency, elect, pro, tem, designate, dan, serta, kota, guru,
terpilih, tersebut, itu, ini, juga, pada, telah, akan, ketua, kepala, direktur, his, her, our, my, we, i, she, they,
it, who, will, has, is, was, and, or, but, if, in, at, for, of, god, lord, jesus, christ, saya, kami, kita, mereka,
ia, tôi, chúng, anh, em, quý, vị, thưa, kính, trong, tại, và, với, khi, nhân, ngày, đã, as, when, while, since,
because, then, there, here, today, yesterday, tomorrow, this, that, these, those, now, how, what, why, where, which,
with, from, ketika, saat, menurut, sementara, namun, tetapi, bahkan, seperti, karena, jika, bila, maka, sebagai,
dengan, dari, untuk, oleh, dalam, kepada, sedangkan, setelah, sebelum, sejak, hingga, kemudian, nhưng, nếu, vì, bởi,
sau, trước, từ, đến, để, này, đó, các, những, sẽ, cho, về, là, có, theo, cùng
"""


def phrases(text: str) -> list[str]:
    """Return the phrases of a comma-separated list, with single blanks between words."""
    return " ".join(text.split()).split(", ")


PLACES = frozenset(phrases(_PLACES))
ADJECTIVES = frozenset(phrases(_ADJECTIVES))
PEOPLE = frozenset(phrases(_PEOPLE))
INSTITUTIONS = frozenset(phrases(_INSTITUTIONS)) | frozenset(phrases(_HOUSES_SHORT))
COMMON = frozenset(phrases(_COMMON))

THINGS = frozenset([*phrases(_THINGS), *phrases(_ENGLISH_THINGS), *phrases(_MORE_THINGS.strip(" ,\n"))]) - {
    "park",
    "lake",
    "bay",
    "page",
    "may",
    "st",
    "mt",
}
"""Those that a name of a thing begins with; park, lake and the like also begin names of people."""

CITIES = frozenset(phrases(_CITIES))
"""What names of bodies end with: `Persija Jakarta`."""

NOUNS = (
    THINGS
    - PEOPLE
    - frozenset(
        phrases(
            "the, a, an, this, that, two, three, four, some, several, many, left, right, old, new, before, after, "
            "top, bottom, inset, view, file, north, south, east, west, centre, center, united, city, "
            "seorang, dua, tiga, para, sejumlah, tampak, một, các, những, nhiều"
        )
    )
)
"""Those that make a thing of the name after them: `kapal Dewaruci`, `a statue of Queen Victoria`."""

HEADS = frozenset(phrases(_ENGLISH_THINGS)) - frozenset(
    phrases("the, a, an, this, that, two, three, four, some, several, many, left, right, old, new, before, after")
)
"""Those that an English name of a thing ends with."""

NAME_LIKE = frozenset(
    phrases(
        "tim, marine, trường, sandi, metro, agung, putra, putri, jaya, ma, by, pan, ham, house, home, port, mk, bi, who"
    )
)
"""Fields of office that also begin names of people."""

_PLACING = frozenset(["di", "ke", "dari", "at", "in", "from", "near", "ở", "tại", "đến", "tới", "trên", "on", "over"])
_JOINING = frozenset(
    ["dan", "and", "và", "bersama", "dengan", "with", "oleh", "by", "kepada", "to", "untuk", "milik", "cùng", "với"]
)
_NAMING = frozenset(
    ["bernama", "bermerek", "berjenis", "jenis", "merek", "tipe", "named", "called", "tên", "hiệu", "mang"]
)
_DOING = re.compile(
    r"(?:me[mnlrwy]|ber|ter|di)\w{4,}|\w+(?:ed|ing)"
)  # a verb: what precedes it does not own what follows


def is_of_a_thing(words: Sequence[NameWord], begin: int, sorts: Sequence[object], titled: bool) -> bool:
    """Return whether the preceding words show that what begins at that word is the name of a thing or a place: `kapal
    Dewaruci`, `mobil listrik Wuling`, `a statue of Queen Victoria`, `di Menteng`."""
    if begin == 0 or set(words[begin].gap) & set(".,;:()\n"):
        return False
    if words[begin - 1].low in {"of", "của"}:
        return begin > 1 and words[begin - 2].low in NOUNS
    if words[begin - 1].low in _PLACING and words[begin].gap.isspace():
        return not titled
    n = begin - 1
    while n >= max(0, begin - 4):
        low = words[n].low
        pair = f"{words[n - 1].low} {low}" if n else low
        if low in NOUNS or pair in NOUNS or (low.endswith("s") and low[:-1] in NOUNS):
            return n < 1 or sorts[n - 1] is None or words[n + 1].low in _NAMING
        if sorts[n] is not None or low in COMMON or titled or (low not in _NAMING and _DOING.fullmatch(low)):
            return False
        if low in _JOINING or not words[n].text[0].islower() or set(words[n].gap) & set(".,;:()\n"):
            return False
        n -= 1
    return False


_PAGES = """
news, newsroom, copyright, rights, reserved, website, websites, link, links, email, e-mail, phone, contact, contacts,
media, press, release, releases, hotline, tipline, helpline, anonymous, line, desk, menu, search, homepage,
pages, store, stores, click, read, subscribe, newsletter, login, share, download, upload, privacy, policy,
cookie, cookies, terms, details, information, info, section, chapter, article, author, authors, editor, editors,
photograph, photographs, photo, photos, image, images, video, videos, cover, caption, viewing, ticket, tickets,
admission, appendix, index, summary, overview, background, note, notes, advertisement, comments, faq, tags, topics,
related
"""
_BODIES = """
corporation, corporate, company, companies, group, holdings, holding, international, global, worldwide, national,
federal, regional, municipal, foundation, fund, funds, trustees, bank, banking, finance, financial, investment,
investments, investor, investors, partners, partnership, alliance, association, society, council, committee,
commission, board, bureau, department, ministry, office, agency, authority, administration, government, parliament,
congress, senate, university, college, academy, institute, institution, centre, center, hospital, clinic, laboratory,
laboratories, studios, studio, network, networks, channel, services, service, advisory, consulting, solutions, systems,
industries, industrial, manufacturing, engineering, logistics, airlines, airways, railway, railways, transport,
transportation, police, military, league, club, team, teams, theatre, theater, museum, gallery, library, restaurant,
hotel, hotels, resort, resorts, stadium, campus, district, authorities, union, federation, coalition, assembly,
secretariat, court, courts, tribunal, electric, electronics, motors, automotive, pharma, pharmaceuticals, biotech
"""
_MATTERS = """
laws, legal, liability, insurance, product, products, prices, pricing, market, markets, marketing, sales,
business, trade, economy, economic, economics, energy, electricity, petroleum, mining, minerals, technology,
technologies, tech, software, digital, mobile, cyber, cybersecurity, automation, intelligence, artificial, data,
internet, online, health, healthcare, medical, medicine, surgery, dental, wellness, science, sciences, studies, study,
survey, research, education, training, security, defense, defence, safety, emergency, environment, environmental,
housing, homes, construction, property, properties, estate, development, infrastructure, agriculture, agricultural,
tourism, travel, travels, sports, football, basketball, baseball, soccer, hockey, cricket, championship, championships,
olympic, olympics, tour, tournament, festival, exhibition, showcase, conference, summit, forum, workshop, ceremony,
season, series, show, television, radio, film, films, movie, movies, music, album, award, awards, prize, medal,
election, elections, campaign, campaigns, initiative, initiatives, project, projects, program, programme, programs,
programmes, agreement, treaty, convention, declaration, resolution, amendment, constitution, regulation, regulations,
standards, guidelines, report, reports, results, statement, statements, order, auto, detailing, container, legislature,
community, communities, neighborhood, neighbourhood, population, statistics, inflation, budget, tax, taxes, revenue
"""
_PLACE_NOUNS = """
boulevard, avenue, highway, expressway, airport, plaza, county, city, country, island, islands, pacific, atlantic,
eastern, western, northern, southern, central, hispanic, latino, latina, latin, caribbean, mediterranean, street,
road, terminal, harbour, harbor, district, square
"""
_TITLE_VERBS = """
announces, announced, announcing, announcement, launches, launched, celebrates, celebrating, celebration, takes, makes,
brings, wins, joins, opens, unveils, introduces, receives, expands, returns, premiere, premieres, achieves, appoints,
appointed, acquires, completes, delivers, signs, honors, honours, hosts, named, names, welcomes, releases, hires, adds,
offers, partners, promotes, selects, secures, earns, action, visit, visits, meets, says, said, calls, urges, warns,
reveals, confirms, denies, backs, faces, gets, becomes, leads, helps, wants, seeks
"""
_SMALL = """
djenderal, djendral,
the, this, that, these, those, all, over, more, most, many, other, others, each, every, both, any, some, new,
first, second, third, next, latest, top, great, about, after, before, during, under, above, between, into, onto,
around, against, within, without, not, only, also, just, please, yes, today, daily, weekly, monthly, annual, how,
why, what, when, where, who, whom, which, our, your, their, its, his, her, we, you, they, us
"""

BODIES = frozenset(phrases(_BODIES))
"""Of these, the words that firms, schools and offices are called with."""

NO_NAMES = frozenset(
    word for part in (_PAGES, _BODIES, _MATTERS, _PLACE_NOUNS, _TITLE_VERBS, _SMALL) for word in phrases(part)
)
"""No name has one of these. Left out are those that surnames are made of: art, best, church, day, field,"
" house, park."""
