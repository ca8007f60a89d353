"""Dutch, written from docs/locales.md: what points to somebody is found, and ordinary sentences are left alone."""

from __future__ import annotations

import pytest
from multicase.anonymise import decide, lexicon, locale, register
from multicase.anonymise.detect import Settings, detect

NL = locale.load("nl_NL")
KNOWN = register.build((), (), None, NL)
SETTINGS = Settings(locale="nl_NL")


def found(text):
    """(words, kind, rule) of everything found."""
    spans = detect(text, known=KNOWN, lexicon=lexicon.of_texts([text], NL), locale=NL, settings=SETTINGS)
    return {(text[span.start : span.end], span.kind, span.rule_id) for span in spans}


def words(text):
    return {it for it, _, _ in found(text)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Vandaag belde mevrouw De Vries me op.", "mevrouw De Vries"),
        ("Toen kwam dhr. Yılmaz binnen.", "dhr. Yılmaz"),
        ("Meneer Bakker is met pensioen.", "Meneer Bakker"),
        ("Ik sprak wethouder Van den Berg daarover.", "wethouder Van den Berg"),
        ("Het was mr. A.B. Kok die dat zei.", "mr. A.B. Kok"),
        ("Ik vroeg prof. dr. H. van der Linden om raad.", "prof. dr. H. van der Linden"),
        ("Drs. P.J. de Boer was er ook.", "Drs. P.J. de Boer"),
        ("Daar lag zuster Jansen te slapen.", "zuster Jansen"),
        ("We gingen naar oom Piet toe.", "oom Piet"),
        ("Ik ken Klaas van Dijk al jaren.", "Klaas van Dijk"),
        ("Zij zag Anna van 't Hof lopen.", "Anna van 't Hof"),
        ("Daar woont Peter ter Horst nu.", "Peter ter Horst"),
        ("Toen zei Fatima el Amrani iets.", "Fatima el Amrani"),
        ("Daar was P.J. de Boer weer.", "P.J. de Boer"),
        ("Dat wist De Vries allang.", "De Vries"),
        ("Van den Berg wist het niet.", "Van den Berg"),
        ("De Vries zei dat het kon.", "De Vries"),
        ("Mijn buurman Mohammed Bouazza hielp.", "Mohammed Bouazza"),
        ("Gisteren belde Agnieszka Nowak op.", "Agnieszka Nowak"),
        ("Daar zat Nguyen Thi Lan.", "Nguyen Thi Lan"),
        ("Mevrouw Van de Ven-Jansen belde.", "Mevrouw Van de Ven-Jansen"),
    ],
)
def test_names_with_and_without_titles_and_particles(text, name):
    assert name in words(text)


@pytest.mark.parametrize(
    ("text", "it"),
    [
        ("Ik woon op 3511ab dus.", "3511ab"),
        ("Ik woon op 3511 ab Utrecht dus.", "3511 ab Utrecht"),
        ("Daar stond ab-12-cd geparkeerd.", "ab-12-cd"),
        ("Ik zag 12-AB-34 staan.", "12-AB-34"),
        ("Mijn postcode is 1017 xh.", "1017 xh"),
        ("Ik woon op 1017 xh, bij de gracht.", "1017 xh"),
        ("1017 xh", "1017 xh"),
        ("Is dat 3511 bk?", "3511 bk"),
        ("Hij reed met 12-xtz-3 weg.", "12-xtz-3"),
        ("De auto 1-ktr-23 stond er.", "1-ktr-23"),
        ("De auto gb-12-34 stond er.", "gb-12-34"),
    ],
)
def test_postcodes_and_plates_in_small_letters(text, it):
    assert it in words(text)


@pytest.mark.parametrize(
    "text",
    [
        "De 1000de keer.",
        "Het woog 1500 kg.",
        "Dat was in 2014 in de zomer.",
        "Ik had 2000 mg.",
        "Het was 2000 lu.",
        "Is dat op 12-en-34?",
        "De ma-12-34 of de di-12-34.",
        "Van 3-tot-12 was het.",
        "Dat was in 2014 uh, later.",
        "Van 12-dan-3 en 1-ook-23.",
        "Op vr-12-05 belde hij.",
        "Het kostte 1500 fl.",
    ],
)
def test_numbers_before_short_words_are_no_postcodes(text):
    assert not {kind for _, kind, _ in found(text)} & {"place", "code"}


@pytest.mark.parametrize(
    "address",
    [
        "jan punt de vries apenstaartje gmail punt com",
        "jan (apenstaartje) kpn.nl",
        "jan @ kpn . nl",
        "jan.devries at kpn punt nl",
        "jan punt van der berg apenstaartje kpn punt nl",
    ],
)
def test_addresses_told_aloud_are_found_whole(address):
    assert (address, "email", "email_spelled") in found(f"Mijn mail is {address}, schrijf maar.")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Op 5-mei-2014 was het.", "5-mei-2014"),
        ("Op 2014/05/05 was het.", "2014/05/05"),
        ("OP 5 MEI 2014 WAS HET.", "5 MEI 2014"),
        ("Op vijf mei was het.", "vijf mei"),
        ("Op 5-5-'14 was het.", "5-5-'14"),
        ("Op 05 mei 14.", "05 mei 14"),
        ("In het weekend van 3/4 juni was het.", "3/4 juni"),
    ],
)
def test_dates_in_other_forms(text, date):
    assert date in {it for it, kind, _ in found(text) if kind == "date"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Roos zei dat het goed was.", "Roos"),
        ("Toen ging Merel weg.", "Merel"),
        ("Ik vroeg het aan Floor en zij wist het.", "Floor"),
        ("Hope belde me gisteren.", "Hope"),
        ("Ik heb Jan de Wit gesproken.", "Jan de Wit"),
        ("Gisteren was Visser er niet.", "Visser"),
        ("Toen belde Bakker weer.", "Bakker"),
        ("Die Smit is gek.", "Smit"),
    ],
)
def test_names_that_are_words(text, name):
    assert name in words(text)


@pytest.mark.parametrize(
    "text", ["De roos bloeit weer.", "De vloer is nat.", "Een merel zong in de tuin.", "Het wit is mooi."]
)
def test_words_that_are_names_are_words_in_small_letters(text):
    assert not words(text)


PATTERNS = {
    "Ik woon in de Kerkstraat 12 daar.": ("Kerkstraat 12", "place"),
    "Dat is aan de Prins Bernhardlaan gebeurd.": ("Prins Bernhardlaan", "place"),
    "Ze woont op de Oudegracht 34 bis nu.": ("Oudegracht 34 bis", "place"),
    "Toen zaten we op het Julianaplein samen.": ("Julianaplein", "place"),
    "Het adres is Lange Hof 3, 1234 AB Zeist.": ("1234 AB Zeist", "place"),
    "Hij ligt op kamer 14 nu.": ("kamer 14", "place"),
    "Zij komt uit De Bilt en ik niet.": ("De Bilt", "place"),
    "Wij wonen in Den Haag nu.": ("Den Haag", "place"),
    "Dat is nu 's-Hertogenbosch geworden.": ("'s-Hertogenbosch", "place"),
    "De gemeente Houten betaalt dat.": ("Houten", "place"),
    "Zij lag in het Julianaziekenhuis daar.": ("Julianaziekenhuis", "organisation"),
    "Hij zat op basisschool De Regenboog toen.": ("basisschool De Regenboog", "organisation"),
    "Zij werkt bij huisartsenpraktijk De Linde nu.": ("huisartsenpraktijk De Linde", "organisation"),
    "Ze lag in Ziekenhuis Rijnstate toen.": ("Ziekenhuis Rijnstate", "organisation"),
    "Hij kwam op 3 mei 2014 weer.": ("3 mei 2014", "date"),
    "Hij kwam op 3-5-2014 weer.": ("3-5-2014", "date"),
    "Dat was in mei 2014 zo.": ("mei 2014", "date"),
    "Maart 2014 was koud.": ("Maart 2014", "date"),
    "Sinds oktober is het rustig.": ("oktober", "date"),
    "Dat was op de derde april zo.": ("derde april", "date"),
    "Het was woensdag 6 maart 2024 toen.": ("woensdag 6 maart 2024", "date"),
    "Hij is geboren op 3 mei 1944 daar.": ("3 mei 1944", "date"),
    "Mijn geboortedatum is 03-05-1944 hoor.": ("03-05-1944", "date"),
    "Dat was in de zomer van 2014 zo.": ("de zomer van 2014", "date"),
    "Dat was in de jaren zestig zo.": ("jaren zestig", "date"),
    "Het begint om 8.30 uur daar.": ("8.30 uur", "date"),
    "We zien elkaar maandag de 3e weer, maandag de 3e.": ("3e", "date"),
    "Zij is 84 jaar en fit.": ("84 jaar", "age"),
    "Er kwam een vrouw van 71 langs.": ("71", "age"),
    "Hij is in de veertig nu.": ("veertig", "age"),
    "Hij werd tachtig.": ("tachtig", "age"),
    "Ik ben zevenenvijftig.": ("zevenenvijftig", "age"),
    "Een 84-jarige man belde.": ("84", "age"),
    "Een tachtigjarige man belde.": ("tachtig", "age"),
    "Op zijn 55e stopte hij ermee.": ("55e", "age"),
    "Op mijn achttiende ging ik weg.": ("achttiende", "age"),
    "Een zestiger liep voorbij.": ("zestiger", "age"),
    "Haar zoontje van vier sliep.": ("vier", "age"),
    "Toen kwam Jan (62) weer.": ("62", "age"),
    "Toen kwam Piet, 71, weer.": ("71", "age"),
    "Mijn vader, 84 jaar, woont thuis.": ("84 jaar", "age"),
    "Dat kostte € 4.200 toen.": ("€ 4.200", "quantity"),
    "Dat kostte € 12,50 toen.": ("€ 12,50", "quantity"),
    "Dat kostte 12.000 euro toen.": ("12.000 euro", "quantity"),
    "Dat kostte twaalfduizend euro toen.": ("twaalfduizend euro", "quantity"),
    "We kregen vijf ton subsidie toen.": ("vijf ton", "quantity"),
    "Daarvan was 12% weg.": ("12%", "quantity"),
    "Het is vijf kilometer lopen.": ("vijf kilometer", "quantity"),
    "Ik werkte daar elf jaar lang.": ("elf jaar", "quantity"),
    "Mijn BSN is 111222333 hoor.": ("111222333", "code"),
    "Het KvK-nummer is 12345678 hoor.": ("12345678", "code"),
    "Haar BIG-nummer is 19012345601 hoor.": ("19012345601", "code"),
    "Het staat op NL123456782B90 daar.": ("NL123456782B90", "code"),
    "De auto was 12-ABC-3 toen.": ("12-ABC-3", "code"),
    "De auto was G-001-BB toen.": ("G-001-BB", "code"),
    "Het kenteken is ab-12-cd hoor.": ("ab-12-cd", "code"),
    "Mijn polisnummer is AB 123456 hoor.": ("AB 123456", "code"),
    "Zie dossier 2014/778-KL daarover.": ("2014/778-KL", "code"),
    "Bel maar 030-2345678 dan.": ("030-2345678", "phone"),
    "Bel maar 06 12 34 56 78 dan.": ("06 12 34 56 78", "phone"),
    "Bel nul zes twaalf vierendertig zesenvijftig achtenzeventig maar.": (
        "nul zes twaalf vierendertig zesenvijftig achtenzeventig", "phone",
    ),
    "Mail jan punt devries apenstaartje huis punt com maar.": ("jan punt devries apenstaartje huis punt com", "email"),
    "Zij is op insta roosje_84 hoor.": ("roosje_84", "url"),
}  # fmt: skip


@pytest.mark.parametrize("text", PATTERNS)
def test_patterns(text):
    assert PATTERNS[text] in {(it, kind) for it, kind, _ in found(text)}


@pytest.mark.parametrize(
    ("text", "it"),
    [
        ("Hij was bakker.", "bakker"),
        ("Toen werd zij tandarts.", "tandarts"),
        ("Ze is een Poolse verpleegkundige.", "Poolse verpleegkundige"),
        ("Hij heeft een Poolse vrouw.", "Poolse"),
        ("Hij komt uit Marokko.", "Marokko"),
        ("Mijn moeder kreeg een beroerte.", "beroerte"),
        ("Ze was toen al gescheiden.", "gescheiden"),
        ("Hij is streng gereformeerd.", "gereformeerd"),
        ("Zij was alleenstaande moeder van vier kinderen.", "alleenstaande moeder van vier kinderen"),
    ],
)
def test_what_many_share(text, it):
    assert it in words(text)


@pytest.mark.parametrize(
    "text",
    [
        "Kinderen spelen graag buiten als het weer goed is.",
        "Huisartsen hebben steeds minder tijd voor hun patiënten.",
        "Wachtlijsten worden langer, dat merkt iedereen.",
        "Vertrouwen komt te voet en gaat te paard.",
        "Gisteren was er weer een overleg over de roosters.",
        "Wandelen helpt tegen van alles.",
        "De vloer was nat, maar het viel mee.",
        "Bakken kan ik niet, koken wel.",
        "Eerlijk gezegd weet ik het niet meer.",
        "Stel dat er niemand komt, wat doen we dan?",
        "Sommige bewoners willen liever alleen eten.",
        "Schoonmaken doen we met zijn allen.",
        "Natuurlijk vond ik dat moeilijk.",
        "Thuiszorg is duur en moeilijk te krijgen.",
        "Ze zei dat het zou lukken, en dat klopte.",
        "Mijn collega's waren boos op het bestuur.",
        "Zulke dingen vergeet je niet.",
        "Ouders bellen vaak pas als het te laat is.",
        "Voor ons is dat geen probleem.",
        "Zorg is mensenwerk, vind ik altijd.",
        "Twee keer per week komt er iemand langs.",
        "Formulieren invullen kost ons de hele ochtend.",
        "Lezen en schrijven leerde ik pas later.",
        "Gemeenten moeten dat zelf regelen.",
        "Het ziekenhuis is ver weg en de bus rijdt niet.",
        "Opeens stond het water in de kelder.",
        "Fietsen is hier gevaarlijk geworden.",
        "Boeren hebben het zwaar in deze streek.",
        "Het is een mooie straat met oude bomen.",
        "Volgens mij ligt dat aan de communicatie.",
        "Beleid wordt elders gemaakt, wij voeren het uit.",
        "Wie dat bedacht heeft, mag het zeggen.",
        "Goedemorgen, gaat u zitten.",
        "Geluk zit in kleine dingen, zei mijn oma.",
        "Vergaderingen duren hier altijd te lang.",
        "De Kamer heeft dat besloten, en de Belastingdienst voert het uit.",
        "Onderweg zagen we de snelweg en een supermarkt.",
        "Wit is geen kleur, zeggen ze.",
        "Uitzondering daarop is de huizenmarkt.",
        "Ouderenzorg en dagopvang kosten veel geld.",
    ],
)  # fmt: skip
def test_ordinary_sentences_are_left(text):
    assert not words(text)


@pytest.mark.parametrize(
    ("age", "shown"),
    [("vierentachtig", "[80-89]"), ("84 jaar", "[80-89]"), ("veertig", "[40-49]"), ("zestiger", "[zestiger]"),
     ("55e", "[50-59]"), ("achttiende", "[leeftijd]"), ("vijf", "[onder de 13]"), ("96", "[90 of ouder]")],
)  # fmt: skip
def test_ages_become_bands(age, shown):
    assert decide.band(age, NL) == shown


@pytest.mark.parametrize(
    ("date", "shown"),
    [("3 mei 2014", "[voorjaar 2014]"), ("3 mrt 2014", "[voorjaar 2014]"), ("maart 2014", "[voorjaar 2014]"),
     ("12-11-2023", "[najaar 2023]"), ("juli", "[zomer]"), ("ooit", "[datum]")],
)  # fmt: skip
def test_dates_become_seasons(date, shown):
    assert decide.season(date, NL) == shown


@pytest.mark.parametrize("first", ["Wietske", "Henk-Jan", "Piet", "Sjoukje", "Mohamed-Amin"])
@pytest.mark.parametrize(
    "last", ["de Groot", "de Boer", "de Wit", "de Koning", "de Lange", "van den Heuvel", "van 't Hoff"]
)
def test_a_surname_behind_its_particles_belongs_to_a_first_name_of_nowheres_list(first, last):
    assert [span[0] for span in found(f"Ik sprak met {first} {last} en ging weg.")] == [f"{first} {last}"]


@pytest.mark.parametrize("text", ["Toen deed Wietske de WMO.", "Toen belde Wietske de huisarts."])
def test_an_article_before_what_is_no_name_joins_nothing(text):
    assert "Wietske" in words(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Daar was een mentor, Lang, Peter Lang, die het wist. Dat duurde lang.", "Peter Lang"),
        ("Toen kwam Anna Zomer binnen. Het was een mooie zomer.", "Anna Zomer"),
        ("Ik vroeg Els Klein om raad, en een klein beetje hulp.", "Els Klein"),
        ("Daar lag het boek van Tom Goed. Dat is goed.", "Tom Goed"),
        ("Ik ga naar mevrouw Zomer. In de zomer niet.\nZomer zit bij het raam.", "Zomer"),
        ("Het duurde lang bij dhr. Lang.\nLang zei daar niets over.", "Lang"),
        ("Ik sprak meneer Winter. Winter schreef dat op.", "Winter"),
    ],
)
def test_surnames_that_open_sentences_as_words_are_found_where_somebody_has_them(text, name):
    assert name in words(text)
    for word in ("zomer", "lang", "klein", "goed"):
        assert word not in words(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ben je daar geweest? Ben ik te laat? Ik ben ziek. Wie ben jij?",
        "Elke leerling heeft een nummer. Omdat hij er elke ochtend staat. Elke maandag kwam hij.",
        "Toon het maar. Op een andere toon. Ik leen dat. Een roman lezen. Mijn job is leuk.",
        "Morgen, zei ze. Morgen was het. Avond is het nu. Stil, zei ze. Stil was het. Rond is de tafel.",
        "Grote, zei hij. Kleine was er niet. Oude, die wel.",
        "Lang stond hij daar. Lang geleden. Klein begonnen we. Zomer en winter. Goed, dacht ik. Groot was de vreugde.",
    ],
)
def test_words_that_open_sentences_are_nobody_where_nobody_is_called_so(text):
    assert {it for it, kind, _ in found(text) if kind in {"person", "other", "unclear"}} == set()


def test_a_given_name_that_is_a_small_word_is_found_and_the_word_left():
    text = (
        "Ik ben laat. Ben je daar geweest? Toen zei Ben dat hij koos. Ik vroeg Koos om raad, elke dag. Elke zei niets."
    )
    assert {"Ben", "Koos", "Elke"} <= words(text)
    assert not {"ben", "koos"} & words(text)


@pytest.mark.parametrize(
    "text", ["Ik ben er. Vraag het {} maar.", "We hebben het {} gevraagd, elke dag.", "Toen het {} opviel, ging ik."]
)
@pytest.mark.parametrize("name", ["Ben", "Elke", "Koos", "Leen"])  # fmt: skip
def test_a_given_name_that_is_no_noun_is_one_behind_an_article(text, name):
    assert name in words(text.format(name))
    assert name.lower() not in words(text.format(name))


@pytest.mark.parametrize(
    "text",
    [
        "Ik ben vorig jaar vijftig geworden.", "Zij is in mei 62 geworden.", "Vijftig word ik dan.", "Vorig jaar ben ik vijftig geworden.",
        "Mijn moeder is tachtig geworden.", "Jan is in mei zestig geworden.", "Toen mijn vader zestig was geworden, stopte hij.",
    ],
)  # fmt: skip
def test_an_age_that_somebody_has_become_is_found(text):
    assert {kind for _, kind, _ in found(text)} >= {"age"}


@pytest.mark.parametrize(
    "text",
    [
        "Het aantal is twintig geworden.", "De prijs is 50 geworden.", "Het is 30 geworden.", "De klas is 25 geworden.",
        "Pagina 50 werd ze moe van.", "Artikel 50 werd je voorgelezen.", "Om twintig werd hij moe.", "Met z'n twintig geworden.",
        "Het zijn er twintig geworden.", "OC: wie beslist hier?", "Onderwerp: RE: FW: Telefoons", "Het is stil geworden.",
    ],
)  # fmt: skip
def test_numbers_of_things_and_marks_of_mails_and_observers_are_left(text):
    assert words(text) == set()
