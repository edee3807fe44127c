"""The closed table of rules: id, severity, a Dutch sentence and what to do about it.

Each rule has its smallest bad course in tests/check/problems/<rule-id>.yml; a test checks that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Rule:
    """A sentence and a hint with {holes}, and whether it stops a build."""

    sentence: str
    hint: str
    severity: Literal["error", "warning"] = "error"


def _warning(sentence: str, hint: str) -> Rule:
    return Rule(sentence, hint, "warning")


YAML_DETAILS: Mapping[str, str] = {
    "expected ',' or ']'": "er ontbreekt een komma of een ]",
    "expected ',' or '}'": "er ontbreekt een komma of een }",
    "expected key": "hier moet een sleutel staan, zoals “naam:”",
    "expected <block end>": "deze regel springt anders in dan de regels ervoor",
    "expected '-' indicator": "hier moet een streepje staan",
    "expected node content": "hier ontbreekt een waarde",
    "expected the node content": "hier ontbreekt een waarde",
    "mapping values are not allowed": "hier mag geen dubbelepunt staan",
    "could not find expected ':'": "er ontbreekt een dubbelepunt",
    "found unexpected end of stream": "er ontbreekt een aanhalingsteken",
    "found character": "hier staat een tab of een teken dat niet mag",
    "block sequence entries are not allowed": "hier mag geen streepje staan",
    "sequence entries are not allowed": "hier mag geen streepje staan",
    "found unknown escape character": "na een schuine streep staat een teken dat niet mag",
    "expected <document start>": "deze regel hoort niet bij wat ervoor staat",
    "expected '<document start>'": "deze regel hoort niet bij wat ervoor staat",
    "expected comment or line break": "na | of > komt niets meer op dezelfde regel",
}
"""How what the two YAML readers say begins (libyaml's without “did not find”), and its Dutch."""
YAML_CAUSES: Mapping[str, str] = {
    "unclosed": "dit aanhalingsteken wordt niet gesloten; zet er een aan het einde van de zin",
    "tab": "hier staat een tab; gebruik spaties",
    "colon": "in deze tekst staat een dubbelepunt; zet de hele tekst tussen rechte aanhalingstekens",
    "curly": "in deze tekst staat een dubbelepunt, en krulaanhalingstekens tellen niet; zet er rechte aanhalingstekens rond",
    "sign": "een tekst mag niet met {sign} beginnen; zet hem tussen rechte aanhalingstekens",
}
"""What lies behind the most common of them, by its name."""
YAML_OTHER = "er klopt iets niet met de schrijfwijze"

BIBTEX_CAUSES: Mapping[str, str] = {
    "brace": "er ontbreekt een accolade",
    "comma": "er ontbreekt een komma vóór “{name}”",
    "bare": "zet “{name}” tussen accolades",
    "brace-or-comma": "er ontbreekt een accolade of een komma",
    "character": "er ontbreekt een teken",
    "commas": "author heeft te veel komma’s: schrijf and tussen twee namen",
    "key": "de sleutel heeft een teken dat niet kan",
    "no-author": "author ontbreekt",
    "no-title": "title ontbreekt",
    "other": "er klopt iets niet met de schrijfwijze",
    "url": "url is geen adres met https://",
}
"""What is wrong with an entry of references.bib."""

VALUE_CAUSES: Mapping[str, str] = {
    "too_short": "te weinig: {actual_length}, en minstens {min_length}",
    "too_long": "te veel: {actual_length}, en hoogstens {max_length}",
    "string_too_short": "leeg",
    "string_too_long": "te lang",
    "string_type": "hier hoort tekst",
    "tuple_type": "hier hoort een lijst, met een streepje per regel",
    "dict_type": "hier horen sleutels met een waarde",
    "model_type": "hier horen sleutels met een waarde",
    "model_attributes_type": "hier horen sleutels met een waarde",
    "int_parsing": "hier hoort een geheel getal",
    "decimal_parsing": "hier hoort een getal met een punt: 4.50",
    "bool_parsing": "hier hoort true of false",
    "url_parsing": "hier hoort een adres met https://",
    "time_parsing": 'hier hoort een uur: "13:30"',
    "greater_than_equal": "te klein",
    "less_than_equal": "te groot",
    "extensions_missing": "{names} ontbreekt",
    "extensions_foreign": "{names} kan hier niet",
}
"""What is wrong with a value, by the type of pydantic's error, with {holes} for its context."""
VALUE_OTHER = "verkeerde vorm"
RULES: Mapping[str, Rule] = {
    # Files
    "file-missing": Rule("het bestand bestaat niet", "Zet het terug, of haal de verwijzing ernaar weg."),
    "file-unreadable": Rule(
        "het bestand kan niet gelezen worden", "Kijk of het een gewoon bestand is dat je mag openen."
    ),
    "file-too-large": Rule(
        "het bestand is te groot ({size} MB)",
        "Een tekstbestand van de cursus is hoogstens {most} MB. Is het wel het juiste bestand?",
    ),
    "text-dense": Rule(
        "deze alinea is te lang of heeft te veel haakjes en tekens van opmaak",
        "Hoogstens {most} tekens op een regel. Maak alinea’s met een lege regel ertussen.",
    ),
    "file-not-utf8": Rule("het bestand is geen UTF-8", "Bewaar het opnieuw met codering UTF-8."),
    "folder-not-course": Rule(
        "deze map is geen cursus: {missing} ontbreekt",
        "Ga naar de map met _config.yml en book/, of geef die map mee.",
    ),
    "yaml-syntax": Rule(
        "de YAML is niet leesbaar ({detail})",
        "Kijk naar het inspringen, de dubbelepunten en de aanhalingstekens op deze regel en de regel ervoor.",
    ),
    "yaml-character": Rule(
        "het bestand bevat een teken dat niet in YAML mag",
        "Verwijder stuurtekens; kopieer de tekst opnieuw als gewone tekst.",
    ),
    "yaml-alias": Rule("een verwijzing met * kan hier niet", "Schrijf de tekst voluit."),
    "yaml-depth": Rule("de lijst is te diep genest", "Hoogstens {most} niveaus. Kijk naar het inspringen."),
    "yaml-key": Rule("een sleutel moet gewone tekst zijn", "Schrijf sleutel: waarde."),
    "notebook-invalid": Rule(
        "het notebook is niet leesbaar", "Open het in JupyterLab en bewaar het opnieuw."
    ),
    "notebook-failed": Rule(
        "cel {cell} van het notebook loopt niet, regel {line}: {detail}",
        "Voer het notebook uit in JupyterLab, verbeter de cel, en bewaar het.",
    ),
    "yaml-duplicate-key": Rule(
        "de sleutel “{key}” staat hier twee keer", "Verwijder er één; anders gaat een waarde verloren."
    ),
    # Values and their form
    "key-unknown": Rule("onbekende sleutel “{key}”", "{nearest}"),
    "key-missing": Rule("de sleutel “{key}” ontbreekt", "Voeg “{key}:” toe."),
    "value-invalid": Rule(
        "“{value}” kan niet bij “{key}” ({detail})",
        "Kijk bij een ander item hoe het moet, of in CONTRIBUTING.",
    ),
    "value-unknown": Rule("“{value}” bestaat niet bij “{key}”", "{nearest}"),
    "date-invalid": Rule("“{value}” is geen datum", "Schrijf jaar-maand-dag, bijvoorbeeld 2026-11-23."),
    # No error: the computer's own clock may be behind.
    "date-future": _warning("de datum {value} ligt in de toekomst", "Controleer het jaartal."),
    "id-invalid": Rule(
        "“{value}” is geen goede id",
        "Kleine letters, cijfers en koppeltekens; geen accenten of spaties; hoogstens 80 tekens.",
    ),
    "id-duplicate": Rule(
        "de id “{value}” bestaat al ({first})", "Geef een andere id. Hergebruik nooit een oude."
    ),
    # What a page or an item refers to
    "reference-unknown": Rule("{kind} “{value}” bestaat niet", "{nearest}"),
    "page-missing": Rule(
        "de pagina “{value}” bestaat niet", "{nearest}Maak het bestand of pas _toc.yml aan."
    ),
    "name-case": Rule(
        "“{value}” en “{other}” verschillen enkel in hoofdletters",
        "Geef een van de twee een andere naam: op veel computers is het hetzelfde bestand.",
    ),
    "name-character": Rule(
        "de naam “{value}” heeft een teken dat niet in elke bestandsnaam kan",
        "Gebruik letters, cijfers, koppeltekens en spaties.",
    ),
    "hashes-invalid": Rule(
        "de lijst met stukjes van de bron is niet leesbaar",
        "Zet published_faq.hashes terug zoals het was; zonder die lijst valt overgeschreven tekst niet op.",
    ),
    "page-twice": Rule(
        "de pagina “{value}” staat al in _toc.yml ({first})", "Haal één van de twee regels weg."
    ),
    "source-invalid": Rule(
        "bron “{value}” is niet leesbaar ({detail})",
        "Begin met @misc{{sleutel, zet er een title en een author in, en sluit elke {{ met een }}.",
    ),
    "page-not-in-toc": _warning(
        "de pagina staat niet in _toc.yml", "Voeg ze toe aan _toc.yml, of verwijder het bestand."
    ),
    "page-no-title": Rule("de pagina heeft geen titel", "Begin met één regel “# Titel”."),
    "item-unused": _warning(
        "{kind} “{value}” wordt nergens gebruikt",
        "Gebruik het op een pagina of in een quiz, of verwijder het.",
    ),
    "item-shown-twice": Rule(
        "{kind} “{value}” staat twee keer op deze pagina",
        "Haal één van de twee weg. Bij {{quiz}} kies je met :questions: welke vragen het blok toont.",
    ),
    "fact-not-listed": Rule(
        "feit “{value}” staat in geen enkele lijst van feiten",
        "Geef het de topic van een lijst die er is, of zet onder een nieuwe kop een lijst voor zijn topic. {nearest}",
    ),
    "directive-unknown": Rule("onbekend blok of rol “{value}”", "{nearest}"),
    "block-not-read": Rule(
        "“{value}” lijkt een blok, maar wordt niet zo gelezen: deelnemers zouden het als tekst zien",
        "Begin een blok met ```{{naam}} en een spatie, tegen de kantlijn of onder zijn punt van een lijst; het buitenste blok heeft meer tekens dan het binnenste.",
    ),
    "block-not-closed": Rule(
        "het blok “{value}” is niet gesloten",
        "Sluit het met een regel van dezelfde tekens, evenveel als de eerste regel, niet verder ingesprongen.",
    ),
    "block-unknown": Rule(
        "“{value}” begint geen blok",
        "Schrijf de naam tussen accolades, met een spatie erna: ```{{case}} Titel. Voor code: ```text of ```python.",
    ),
    "option-not-read": Rule(
        "“{value}” wordt als optie van het blok gelezen",
        "Schrijf elke optie één keer, als :naam: waarde, zonder #, aanhalingstekens of een dubbelepunt in de waarde; laat een lege regel voor tekst die met : of --- begint.",
    ),
    "front-not-read": Rule(
        "deze {value} begint een tweede kop van de pagina", "Haal ze weg: alleen bovenaan mag een kop staan."
    ),
    "brace-in-text": Rule(
        "“{value}”: een accolade in gewone tekst is een rol of blok dat niet gelezen wordt",
        "Schrijf een rol als {{fact}}`id`, zonder spatie ertussen.",
    ),
    "markup-unused": Rule(
        "“{value}” doet in dit boek niets",
        "Doorstrepen, vinkjes, lijnen (---), +++, ^^^, ^[…] en $…$ bestaan hier niet. Schrijf het gewoon, of een formule met {{math}}.",
    ),
    "page-only": Rule(
        "“{value}” kan niet in een tekst van _data",
        "Schrijf gewone tekst: deze tekst komt ook in exports en op papier. Een afbeelding hoort op een pagina.",
    ),
    "text-plain": Rule(
        "“{value}” is opmaak, en die kan hier niet",
        "Schrijf gewone tekst: deze tekst staat ook in titels en lijsten, die geen opmaak kennen.",
    ),
    "text-blocks": Rule(
        "deze tekst is meer dan één alinea",
        "Schrijf één alinea zonder lijst of titel; *nadruk*, **vet** en een link kunnen.",
    ),
    "heading-level": Rule(
        "de kop “{value}” slaat een niveau over", "Na # komt ##, en na ## komt ### of weer ##."
    ),
    "title-twice": Rule("de pagina heeft een tweede titel met #", "Begin een onderdeel met ##."),
    "character-hidden": Rule(
        "hier staat een teken dat niemand ziet ({value})",
        "Verwijder het; kopieer de tekst opnieuw als gewone tekst.",
    ),
    "file-not-public": Rule(
        "“{value}” mag niet gepubliceerd worden",
        "Zet het bestand zelf in book/, niet in _data en niet als snelkoppeling naar elders.",
    ),
    "file-kind": Rule("“{value}” is geen soort bestand dat hier mag", "Dit kan: {kinds}."),
    "file-broken": Rule(
        "“{value}” kan niet getoond worden ({detail})", "Bewaar het bestand opnieuw, als PNG of JPEG in RGB."
    ),
    "block-not-alone": Rule(
        "voor het blok “{value}” staat nog iets op de regel",
        "Begin het blok op een eigen regel: niet in een citaat, en in een lijst onder het punt.",
    ),
    "note-in-item": Rule(
        "{{{value}}} kan niet in een tekst van _data",
        "Zet het op een pagina: deze tekst komt, zoals hij hier staat, ook in exports voor deelnemers.",
    ),
    "option-unknown": Rule("het blok “{name}” kent “:{value}:” niet", "{nearest}Of haal de regel weg."),
    "argument-invalid": Rule(
        "achter de naam van het blok “{name}” staat niet wat daar hoort",
        "Een titel hoort bij de blokken die er een vragen, en na grid komen een of vier getallen tot 12.",
    ),
    "block-twice": Rule(
        "het blok “{value}” staat al op een pagina ({first})",
        "Haal één van de twee weg: links leiden naar één plaats.",
    ),
    "block-empty": Rule("het blok “{name}” is leeg", "Schrijf er iets in, of haal het weg."),
    "block-place": Rule(
        "het blok “{name}” staat niet waar het kan",
        "Zet tab-item recht in tab-set en grid-item-card recht in grid, met niets anders ernaast; zet language niet in language.",
    ),
    "block-no-text": Rule("in het blok “{name}” hoort geen tekst", "Zet de tekst onder het blok."),
    "block-not-list": Rule(
        "in het blok “{name}” hoort één lijst", "Begin elk punt met een -, en zet er niets naast."
    ),
    "figure-caption": Rule(
        "figure begint niet met een onderschrift", "Zet er eerst een zin, of gebruik image."
    ),
    "footnote-twice": Rule("er zijn twee voetnoten “{value}”", "Geef een van de twee een andere naam."),
    "footnote-nested": Rule("een voetnoot verwijst naar een voetnoot", "Zet de verwijzing in de tekst zelf."),
    "link-twice": Rule("het adres van de link “{value}” staat er twee keer", "Haal er een weg."),
    "table-shape": Rule(
        "in dit blok staat niet één tabel met rijen van evenveel cellen",
        "In list-table is elke rij een * en elke cel een -, ook een lege, met minstens één rij na de koppen; in table staat één tabel met |. Achter :widths: komt een getal per kolom.",
    ),
    "label-twice": Rule(
        "de naam “{value}” van een plaats bestaat al ({first})", "Geef deze plaats een andere naam."
    ),
    "label-no-title": Rule(
        "de link naar “{value}” heeft geen tekst",
        "Schrijf er een: {{ref}}`tekst <{value}>`. Enkel een kop heeft er zelf een.",
    ),
    "option-value": Rule(
        "“:{name}:” kan niet “{value}” zijn",
        "Een breedte is een deel, zoals 50%; :gutter: en :widths: vragen getallen, :link-type: vraagt doc, en wat je aan- of uitzet, vraagt niets.",
    ),
    "option-number": Rule(
        "“:{name}:” vraagt een getal, en hier staat “{value}”", "Schrijf bijvoorbeeld :{name}: 10."
    ),
    # The course as a whole
    "redirect-of-page": Rule(
        "“{value}” is nog een pagina, en staat bij redirects",
        "Haal de pagina weg, of deze regel bij redirects.",
    ),
    "number-typed": _warning(
        "“{value}” staat hier getypt, en verandert niet mee", "Schrijf {role} in de plaats."
    ),
    "phone-invalid": Rule(
        "“{value}” is geen telefoonnummer",
        "Schrijf één nummer, zoals 1712 of 03 201 16 90; uren en uitleg horen bij hours en description.",
    ),
    "site-invalid": Rule(
        "“{value}” is geen naam van een website", "Schrijf de naam zonder https://, zoals awel.be."
    ),
    "recheck-expired": _warning(
        "“{value}” moest nagekeken zijn voor {date}",
        "Kijk de bron na. Klopt het nog, voer dan uit: vorming checked {id}. Anders: vorming desk.",
    ),
    "faq-not-taught": Rule(
        "veelgestelde vraag “{value}” komt in geen les voor {audience}",
        "Zet {{faq}} in een les van die module, of haal het publiek weg.",
    ),
    "faq-entry-missing": Rule(
        "bron {value} heeft geen veelgestelde vraag", "Voeg een item met source_entry: {value} toe."
    ),
    "objective-unused": _warning(
        "leerdoel “{value}” heeft geen vraag", "Zet de id bij covers van een vraag."
    ),
    "lesson-unused": Rule(
        "les “{value}” staat in geen module", "Voeg ze toe aan lessons van een module in course.yml."
    ),
    "lesson-minutes": Rule(
        "de stappen duren samen {total} minuten, de les {minutes}",
        "Laat de stappen bij run samen even lang duren als minutes.",
    ),
    "programme-lesson-missing": _warning(
        "les “{value}” staat in geen enkel programma van module “{module}”",
        "Zet de les bij parts van een programma, of haal ze uit lessons.",
    ),
    "step-unknown": Rule(
        "stap “{step}” noemt {kind} “{value}”, en die heeft deze les niet",
        "{nearest}Een blok heet zoals zijn :name:, een tabel zoals (naam)= erboven; bij fills staan enkel tabellen uit uses.",
    ),
    "step-short": _warning(
        "de oefeningen van stap “{step}” vragen samen {count} minuten, en de stap duurt er {most}",
        "Geef de stap meer tijd, of maak de oefening korter: :minutes: zegt hoelang ze duurt.",
    ),
    "objective-not-taught": Rule(
        "geen enkele stap brengt het leerdoel “{value}” aan", "Zet de id bij objectives van een stap van run."
    ),
    "programme-minutes": Rule(
        "les “{value}” heeft in een programma geen eigen minuten",
        "Haal minutes weg: de stappen zeggen hoelang de les duurt.",
    ),
    "programme-slack": Rule(
        "programma “{programme}” heeft {slack} minuten ruimte; er zijn er minstens {least} nodig",
        "Voeg toe bij parts: {{kind: slack, title: Ruimte voor vragen, minutes: {least}}}, of laat stappen weg.",
    ),
    "programme-impossible": Rule("volgens het programma “{programme}” kan geen dag verlopen", "{reason}"),
    "fact-parts-sum": Rule(
        "de delen van “{value}” zijn samen {total}, niet {expected}", "Verbeter de delen of het totaal."
    ),
    "fact-value-unsaid": Rule(
        "de zin van “{value}” noemt {said}, maar de waarde is {expected}",
        "Schrijf in statement dezelfde getallen als bij value en parts.",
    ),
    "source-unused": _warning(
        "bron “{value}” wordt nergens gebruikt", "Verwijder ze uit references.bib of verwijs ernaar."
    ),
    "own-words": Rule(
        "twaalf woorden op een rij staan zo in de bron: “{value}”", "Zeg het in eigen woorden."
    ),
    "attribute-missing": Rule(
        "{value} mist kenmerk “{key}”",
        "Elk rechtsgebied heeft een waarde per kenmerk; gebruik unknown als je het niet weet.",
    ),
    "country-unknown": Rule(
        "“{value}” is geen ISO 3166-code", "Zoek de code van het land (BE) of van het deel ervan (AU-VIC)."
    ),
    "fact-no-value": Rule(
        "feit “{value}” heeft geen waarde om te tonen",
        "Geef het feit een value of een date in facts.yml, of gebruik {{fact-box}}.",
    ),
    "glossary-missing": Rule(
        "“{value}” leidt naar de begrippen, en die staan op geen enkele pagina",
        "Zet een blok {{glossary-list}} op een pagina, of haal {{term}} weg.",
    ),
    "helpline-no-number": Rule(
        "hulplijn “{value}” heeft geen nummer om te tonen",
        "Geef de hulplijn een phone in helplines.yml, of schrijf haar naam zonder {{helpline}}.",
    ),
    "lesson-missing": Rule(
        "{{{value}}} staat op een pagina die geen les is",
        "Zet een blok lesson: in de kop van de pagina, of haal het weg.",
    ),
    "colours-contrast": Rule(
        "de kleur {value} is op {ground} niet goed te lezen (contrast {found}, minstens {least} nodig)",
        "Kies een donkerdere kleur, of voor een donkere achtergrond een lichtere.",
    ),
    "config-language": Rule(
        "de taal in _config.yml is “{value}”, en in course.yml “{language}”",
        "Schrijf in _config.yml language: {language}, onder sphinx en config.",
    ),
    "language-unchecked": _warning(
        "spelling en leesbaarheid worden in deze taal (“{value}”) niet nagekeken",
        "Laat de tekst nalezen. Alleen voor het Nederlands is er een woordenboek.",
    ),
    "address-placeholder": _warning(
        "het adres van de site is nog niet ingevuld",
        "Vul site_address in course.yml in voor je pakketten uitdeelt.",
    ),
    # The comparison of policies
    "tile-taken": Rule(
        "“{value}” staat op de kaart op dezelfde plaats als “{first}”", "Kies een andere column of row."
    ),
    "chart-words": Rule(
        "in deze tekst van een grafiek staat iets tussen accolades dat niet ingevuld kan worden",
        "Hier kan: {holes}. Bij yes en partly hoort een kenmerk: {{yes[kenmerk]}}.",
    ),
    "policy-source-missing": Rule(
        "{value}: “{key}” heet nagekeken, maar heeft geen bron",
        "Voeg source: toe met een sleutel uit references.bib, of schrijf confidence: unverified.",
    ),
    "chart-empty": Rule(
        "de grafiek “{value}” heeft niets om te tonen", "Vul de gegevens aan, of haal de grafiek weg."
    ),
    # Questions
    "quiz-one-right": Rule(
        "vraag “{question}” heeft {count} juiste antwoorden",
        "Zet correct: true bij precies één antwoord, of kies type: multiple.",
    ),
    "quiz-multiple-one-sided": Rule(
        "vraag “{question}” heeft geen {missing} antwoord", "Geef minstens één juist en één fout antwoord."
    ),
    "quiz-options-count": Rule(
        "vraag “{question}”: het aantal antwoorden is {count}",
        "Geef er minstens 2 en hoogstens {most}; bij multiple hoogstens {most} juiste en {most} foute.",
    ),
    "quiz-text-twice": Rule(
        "vraag “{question}”: “{text}” staat er twee keer",
        "Maak de teksten verschillend; anders zijn er twee juiste antwoorden of geen.",
    ),
    "quiz-text-blocks": Rule(
        "vraag “{question}”: deze tekst is meer dan één alinea",
        "Schrijf één alinea zonder lijst of titel; *nadruk*, **vet** en een link kunnen.",
    ),
    "quiz-role": Rule(
        "vraag “{question}”: de rol “{role}” kan niet in een vraag",
        "Gebruik alleen {{fact}} en {{term}}; bronnen horen bij het feit.",
    ),
    "quiz-position-word": _warning(
        "vraag “{question}”: “{words}” klopt niet meer als de antwoorden geschud worden",
        "Noem het antwoord zelf, niet zijn plaats of letter.",
    ),
    "quiz-length-cue": _warning(
        "vraag “{question}”: het juiste antwoord is veel langer ({right} tekens) dan de andere ({wrong})",
        "Wie niets weet, kiest het langste. Zet het waarom in de feedback, of maak een fout antwoord voller.",
    ),
    "quiz-statements-one-sided": _warning(
        "alle stellingen van module “{value}” zijn {answer}",
        "Maak er enkele anders: dan leert niemand dat het antwoord altijd hetzelfde is.",
    ),
    "quiz-feedback-missing": _warning(
        "vraag “{question}”: het foute antwoord “{text}” heeft geen feedback",
        "Zeg in één zin waarom dit niet klopt.",
    ),
    "quiz-feedback-verdict": Rule(
        "vraag “{question}”: de feedback begint met “{word}”",
        "Laat dat woord weg: de pagina zegt zelf of het juist is.",
    ),
    "quiz-covers-nothing": Rule(
        "vraag “{question}” hoort bij geen leerdoel, feit of veelgestelde vraag",
        "Zet bij covers waar de vraag naar peilt.",
    ),
    "quiz-unconfirmed": Rule(
        "vraag “{question}” telt mee, maar “{value}” is nog te bevestigen",
        "Maak er een poll of open vraag van, of kies een bevestigd feit.",
    ),
    "quiz-order-size": Rule("vraag “{question}”: het aantal stappen is {count}", "Geef er 3 tot 8."),
    "quiz-match-size": Rule(
        "vraag “{question}”: het aantal paren is {count}",
        "Geef 2 tot {most} paren en hoogstens {most} afleiders.",
    ),
    "quiz-numeric-answer": Rule(
        "vraag “{question}” moet één getal als antwoord hebben", "Geef answer: of answer_fact:, niet allebei."
    ),
    "quiz-fact-no-value": Rule(
        "vraag “{question}”: het feit “{fact}” heeft geen getal", "Kies een feit met value:, of geef answer:."
    ),
    "quiz-tolerance": Rule(
        "vraag “{question}”: de tolerantie {tolerance} is kleiner dan nul", "Geef nul of meer."
    ),
    "quiz-wrong-value-right": Rule(
        "vraag “{question}”: de foute waarde {value} wordt juist gerekend",
        "Maak tolerance: kleiner of haal de waarde weg.",
    ),
    "quiz-scene-unreachable": Rule(
        "vraag “{question}”: niets leidt naar scène “{scene}”",
        "Verwijs ernaar met next:, of verwijder de scène.",
    ),
    "quiz-scene-choices": Rule(
        "vraag “{question}”: scène “{scene}” heeft geen twee keuzes en is geen einde",
        "Geef minstens twee choices:, of end: true zonder choices.",
    ),
    "quiz-scenario-endless": Rule(
        "vraag “{question}”: vanuit scène “{scene}” komt er nooit een einde",
        "Laat een keuze naar een scène met end: true leiden.",
    ),
    "quiz-poll-form": Rule(
        "vraag “{question}” moet antwoorden of een schaal hebben", "Geef options: of scale:, niet allebei."
    ),
    "quiz-exam-on-page": Rule(
        "“{value}” is een toets en mag niet op een pagina",
        "Haal het blok weg: de toets staat in het pakket en in de exports. Of zet use: practice.",
    ),
    "quiz-use": Rule(
        "“{value}” heeft use: {use}, en dat past hier niet",
        "Een eindtoets heeft use: exam, de vragen van een les hebben use: practice. Kies een andere bank, of verbeter haar use.",
    ),
    "quiz-question-elsewhere": Rule("vraag “{question}” staat niet in “{bank}”", "{nearest}"),
    "quiz-not-scenario": Rule(
        "vraag “{question}” is geen scenario", "Gebruik {{quiz}} met :questions: voor een andere vraag."
    ),
    "faq-not-asked": _warning(
        "veelgestelde vraag “{value}” wordt in geen enkele quiz gevraagd",
        "Zet de id bij covers van een vraag.",
    ),
    # Slides
    "slide-empty": _warning(
        "de dia “{value}” heeft niets om te tonen",
        "Zet er een lijst, een tabel of {{slide}} bij, of {{no-slide}} als dit geen dia hoeft te zijn.",
    ),
    "slide-crowded": _warning(
        "de dia “{value}” heeft {count} woorden; hoogstens {most}",
        "Kort het in, of zet een {{slide}} met enkel de kern.",
    ),
    "day-long": _warning(
        "{value} van programma “{programme}” telt {count} bladzijden of dia’s; hoogstens {most}",
        "Laat een stap, een vraag of een notitie van dit programma weg.",
    ),
    "log-counts": Rule(
        "bij vraag “{value}” staan {count} totalen; ze heeft {expected} antwoorden",
        "Schrijf één getal per antwoord, in de volgorde van de letters; 0 als er geen handen waren.",
    ),
    "log-personal": Rule(
        "“{value}” lijkt een adres of een nummer van iemand",
        "Haal het weg. Een verslag bevat geen namen, adressen of nummers.",
    ),
    "log-comment": Rule(
        "een verslag heeft geen commentaar (#)",
        "Haal het weg. Een opmerking hoort bij remark, zonder namen, adressen of nummers.",
    ),
    "notes-no-minutes": _warning(
        "de notities bij “{value}” zeggen niet hoelang het duurt",
        "Zet :minutes: bij een {{trainer-note}} van dit deel.",
    ),
    # Packs and days
    "pack-node-unknown": Rule(
        "een cursuspakket kan “{value}” niet zetten",
        "Gebruik een ander blok, of vraag om dit blok toe te voegen.",
    ),
    "pack-number-twice": Rule(
        "het nummer {value} staat al op een ander pakket ({first})",
        "Zet packs.yml terug zoals het was: enkel `vorming release` schrijft erin.",
    ),
    "pack-place-unknown": Rule(
        "“{value}” zou in pakket {number} staan; er zijn er {most}",
        "Zet packs.yml terug zoals het was: enkel `vorming release` schrijft erin.",
    ),
    "pack-not-pdf": Rule(
        "dit is geen PDF die gelezen kan worden", "Geef een cursuspakket, of een nummer met --since."
    ),
    "pack-no-number": Rule(
        "deze PDF draagt geen nummer van een pakket",
        "Is het een cursuspakket? Het nummer staat onderaan elke bladzijde; geef het met --since.",
    ),
    "pack-number-unknown": Rule(
        "het nummer {value} staat niet in de lijst van uitgegeven pakketten",
        "{nearest}Kijk het na op de omslag, of onderaan een bladzijde. Is het pakket gemaakt zonder `vorming release`? Druk het dan opnieuw. Een eigen dag staat er nooit in: maak die opnieuw met `vorming day`.",
    ),
    "pack-not-set": Rule(
        "het pakket “{value}” kon niet gezet worden ({detail})",
        "Kijk naar de tekst op deze plaats. De andere pakketten zijn wel gemaakt.",
    ),
    "glyph-missing": Rule(
        "geen lettertype van het pakket heeft het teken “{value}”",
        "Schrijf het voluit of kies een ander teken.",
    ),
    "image-missing": Rule(
        "de afbeelding “{value}” bestaat niet", "Zet het bestand terug of verbeter de verwijzing."
    ),
    "alt-missing": Rule(
        "de afbeelding “{value}” heeft geen beschrijving",
        "Zeg met :alt: in één zin wat er te zien is; in een notebook met mystnb, image en alt in de metadata van de cel.",
    ),
    "table-no-header": Rule(
        "deze tabel heeft geen kopregel", "Geef een eerste rij die zegt wat er in elke kolom staat."
    ),
    "table-wide": Rule(
        "deze tabel heeft meer dan {most} kolommen",
        "Geen scherm en geen blad is zo breed. Maak er twee tabellen van.",
    ),
    "footnote-missing": Rule(
        "voetnoot “{value}” bestaat niet",
        "Schrijf de voetnoot, of haal de verwijzing weg. Een voetnoot in een blok voor de begeleider geldt enkel daar.",
    ),
    "raw-html": Rule("dit stuk HTML komt niet op papier", "Schrijf het als Markdown."),
    "maths-unknown": Rule(
        "de formule gebruikt “{value}”, dat dit boek niet kent",
        "Schrijf de formule eenvoudiger, of in woorden.",
    ),
    # Language
    "language-stigma": Rule(
        "“{value}” kwetst: {why}",
        "Zeg “{say}”. Is het een citaat of de naam van een wet? Zet het met de reden in language.yml, bij waivers of allowed.",
    ),
    "language-term": _warning("“{value}” heet hier “{say}”", "{why}."),
    "language-sentence-long": _warning(
        "de zin heeft {count} woorden, hier hoogstens {most}",
        "Maak er twee zinnen van, of zet het begin van de zin met de reden bij waivers in language.yml.",
    ),
    "language-readability": _warning(
        "de tekst voor {reader} leest moeilijk: {value}, hier minstens {least}",
        "Maak zinnen korter en kies gewone woorden; “vorming readability” toont alle cijfers.",
    ),
    "language-spelling": Rule(
        "“{value}” staat niet in het woordenboek",
        "{nearest}Is het een naam of een goed woord? Zet het bij words in language.yml.",
    ),
    "language-abbreviation": _warning(
        "de afkorting “{value}” is niet uitgelegd",
        "Schrijf ze hier eerst voluit met de afkorting tussen haakjes, of zet ze in glossary.yml.",
    ),
    "language-waiver-unused": _warning(
        "“{value}” komt niet meer voor in wat deze regel toelaat", "Verwijder het uit waivers."
    ),
    # Pages and outputs
    "html-unsafe": Rule(
        "de pagina bevat HTML die niet mag: {value}",
        "Schrijf het als Markdown. Een opmerking voor jezelf begint met %.",
    ),
    "image-elsewhere": Rule(
        "de afbeelding “{value}” komt van een andere website",
        "Zet het bestand in de cursus: de site vraagt niets aan anderen.",
    ),
    "link-dead": Rule(
        "de link “{value}” leidt nergens heen",
        "Verbeter de naam van de pagina of het bestand, of haal de link weg.",
    ),
    "output-leak": Rule(
        "deze tekst is niet voor deelnemers, maar staat in {value}",
        "De uitvoer is niet geplaatst. Kijk waar deze woorden op een pagina of in een item voor deelnemers staan.",
    ),
    "output-block": Rule(
        "de uitvoer toont een blok als tekst: {value}",
        "De uitvoer is niet geplaatst. Verbeter de eerste regel van het blok op de pagina.",
    ),
    "output-foreign": Rule(
        "“{value}” hoort niet in de uitvoer",
        "De uitvoer is niet geplaatst. Haal de link of de instelling weg die dit bestand meebrengt.",
    ),
    "policy-broken": Rule(
        "de gemaakte pagina bevat {value}, en dat verbiedt haar beveiliging",
        "Zoek op deze pagina wat geen gewone tekst, tabel of grafiek is, en haal het weg.",
    ),
}
