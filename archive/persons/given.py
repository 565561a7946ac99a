"""Given names that are often met: where a run of capitals after an office begins with one, no part of it is a body."""

from __future__ import annotations

from archive.persons.things import phrases

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
