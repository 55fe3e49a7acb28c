"""The repairs of entities, one by one."""

from __future__ import annotations

import re

import pytest

from annotator.model.spans import Span
from annotator.suggest.entities.bodies import with_longest_bodies
from annotator.suggest.entities.dates import (
    with_dates,
    with_day_parts,
    with_iso_dates,
    with_relative_dates,
)
from annotator.suggest.entities.edges import with_clean_edges, with_names_split
from annotator.suggest.entities.found import FoundEntity
from annotator.suggest.entities.heads import with_forms, with_headed, with_heads
from annotator.suggest.entities.listed import (
    with_compounds,
    with_diseases,
    with_languages,
    with_listed,
    without_words,
)
from annotator.suggest.entities.numbers import with_measures, without_lookalikes
from annotator.suggest.entities.people import with_particles, with_rulers, with_surnames
from annotator.suggest.entities.places import (
    with_datelines,
    with_official_names,
    with_places_in_context,
    with_provinces,
)
from annotator.suggest.entities.repairs import REPAIRS, repaired
from annotator.suggest.entities.repeats import with_abbreviations, with_same_strings
from annotator.suggest.entities.titled_people import (
    with_people_in_apposition,
    with_swallowed_people,
    with_titled_people,
)
from annotator.suggest.entities.titles import without_titles
from annotator.suggest.prepare import prepare

MARK = re.compile(r"\[([^\]]*)\]([A-Z_]+)")


def marked(notation):
    """The text of ``[Ann]PERSON said`` and its entities."""
    text, found, at = "", [], 0
    for mark in MARK.finditer(notation):
        text += notation[at : mark.start()]
        found.append(FoundEntity(Span(len(text), len(text) + len(mark[1])), mark[2], "ner"))
        text += mark[1]
        at = mark.end()
    return text + notation[at:], found


def notation(text, found):
    pieces, at = [], 0
    for entity in sorted(found):
        pieces += [text[at : entity.span.start], f"[{entity.span.text(text)}]{entity.label}"]
        at = entity.span.end
    return "".join([*pieces, text[at:]])


CASES = {
    "a possessive mark is no part of a name": (
        with_clean_edges, "[Azerbaijan's]GPE and [Kyiv’s]GPE", "[Azerbaijan]GPE's and [Kyiv]GPE’s"
    ),
    "nor a dangling dash or bracket": (
        with_clean_edges, "[Red Cross - of]ORG, [WHO (]ORG, [Orra Accord (OA]LAW)",
        "[Red Cross]ORG - of, [WHO]ORG (, [Orra Accord]LAW (OA)",
    ),
    "nor a bracket that opens nowhere": (
        with_clean_edges, "the [WHO)]ORG left", "the [WHO]ORG) left"
    ),
    "a name ends before its abbreviation": (
        with_clean_edges,
        "[World Bank (WB) Regional]ORG head", "[World Bank]ORG (WB) Regional head",
    ),
    "an abbreviation has the label of its name": (
        with_abbreviations,
        "the [World Bank]ORG (WB) and [WB]GPE", "the [World Bank]ORG ([WB]ORG) and [WB]ORG",
    ),
    "a bracket that abbreviates nothing is left alone": (
        with_abbreviations, "the [World Bank]ORG (PDF)", "the [World Bank]ORG (PDF)"
    ),
    "a title alone is no name": (without_words, "the [President]PERSON left", "the President left"),
    "a word in lower case is no name": (without_words, "a [green deal]ORG", "a green deal"),
    "a number may be in lower case": (
        without_words, "[more than 80]CARDINAL ships", "[more than 80]CARDINAL ships"
    ),
    "a disease is a disease": (
        with_diseases, "[COVID-19]PRODUCT and measles", "[COVID-19]DISEASE and [measles]DISEASE"
    ),
    "a body named after a disease stays a body": (
        with_diseases,
        "the [National COVID-19 Task Force]ORG", "the [National COVID-19 Task Force]ORG",
    ),
    "an ISO date is a date": (
        with_iso_dates, " date [2023]DATE-10-06 + 16 px", " date [2023-10-06]DATE + 16 px"
    ),
    "no month thirteen": (with_iso_dates, "file 2023-13-06", "file 2023-13-06"),
    "a body that swallowed a person gives them back": (
        with_names_split,
        "[Jane Roe]PERSON; [Health Agency Jane Roe]ORG",
        "[Jane Roe]PERSON; [Health Agency]ORG [Jane Roe]PERSON",
    ),
    "a body called after a person stays whole": (
        with_names_split,
        "[John Kennedy]PERSON; [John Kennedy Airport]FAC",
        "[John Kennedy]PERSON; [John Kennedy Airport]FAC",
    ),
    "a well-known name has its label": (
        with_listed, "[Kazakh]PERSON and [NATO]GPE", "[Kazakh]NORP and [NATO]ORG"
    ),
    "a summit is an event": (
        with_heads, "a [Summit of the Nations]ORG", "a [Summit of the Nations]EVENT"
    ),
    "one name, one label": (
        with_same_strings,
        "[Kyiv]GPE [Kyiv]GPE [Kyiv]ORG", "[Kyiv]GPE [Kyiv]GPE [Kyiv]GPE",
    ),
    "a name is found in all its places": (
        with_same_strings, "[Khankendi]GPE and Khankendi", "[Khankendi]GPE and [Khankendi]GPE"
    ),
    "but not inside a word or a longer name": (
        with_same_strings,
        "[Iran]GPE, Iranian, [Bank of Iran]ORG", "[Iran]GPE, Iranian, [Bank of Iran]ORG",
    ),
    "months do not spread": (
        with_same_strings, "[May]DATE and May Smith", "[May]DATE and May Smith"
    ),
    "a number has its unit": (
        with_measures, "some 12.5 hectares, 40 kilograms per square meter, 7 GWh",
        "[some 12.5 hectares]QUANTITY, [40 kilograms per square meter]QUANTITY, [7 GWh]QUANTITY",
    ),
    "its currency": (
        with_measures,
        "[about 2.3 billion]MONEY euros, BYN [520]CARDINAL, US$4.5 million, 8 billion U.S. dollars",
        "[about 2.3 billion euros]MONEY, [BYN 520]MONEY, [US$4.5 million]MONEY, "
        "[8 billion U.S. dollars]MONEY",
    ),
    "its per cent": (
        with_measures, "[the 3 percent]PERCENT goal, 17 per cent, [3.2]CARDINAL percentage points",
        "the [3 percent]PERCENT goal, [17 per cent]PERCENT, [3.2 percentage points]PERCENT",
    ),
    "and its approximation": (
        with_measures,
        "some [400]CARDINAL ships, nearly [12]CARDINAL ports, talks about [3]CARDINAL",
        "[some 400]CARDINAL ships, [nearly 12]CARDINAL ports, talks about [3]CARDINAL",
    ),
    "a number without a unit is not found": (
        with_measures, "won 12 medals, 5 feats, Article 7", "won 12 medals, 5 feats, Article 7"
    ),
    "years are no measures": (
        with_measures, "[2023]DATE percent, [3 years]DATE", "[2023]DATE percent, [3 years]DATE"
    ),
    "telephone numbers and addresses are nothing": (
        without_lookalikes,
        "(+374 60) [620 000]CARDINAL, [ann@x.org]ORG, [###]MONEY, [a tonne]QUANTITY of salt",
        "(+374 60) 620 000, ann@x.org, ###, a tonne of salt",
    ),
    "a number at the side of a sum stays": (
        without_lookalikes, "5 + [620 000]CARDINAL [two tonnes]QUANTITY, the [first]ORDINAL day",
        "5 + [620 000]CARDINAL [two tonnes]QUANTITY, the [first]ORDINAL day",
    ),
    "dates in figures and capitals": (
        with_dates, "[10.08]CARDINAL.2023 14/03/2024 [23]CARDINAL [MAY 2023]DATE, 5-6 April",
        "[10.08.2023]DATE [14/03/2024]DATE [23 MAY 2023]DATE, [5-6 April]DATE",
    ),
    "a longer date stays": (
        with_dates, "[Monday, 3 May 2023]DATE; version 1.2.2023.4, in May",
        "[Monday, 3 May 2023]DATE; version 1.2.2023.4, in May",
    ),
    "this year before a possessive": (
        with_relative_dates, "this [year's spring]DATE, [earlier today]TIME, as of today",
        "[this year]DATE's spring, [earlier today]DATE, as of [today]DATE",
    ),
    "no article before a date": (
        with_relative_dates, "[the April 13]DATE talks, [the 2021]DATE floods, [the 1990s]DATE",
        "the [April 13]DATE talks, the [2021]DATE floods, [the 1990s]DATE",
    ),
    "daily is no date": (with_relative_dates, "[daily]DATE, [2 days]DATE", "daily, [2 days]DATE"),
    "a night is a time": (
        with_day_parts, "on [Wednesday]DATE [night]TIME at [3 p.m.]TIME local time",
        "on [Wednesday night]TIME at [3 p.m. local time]TIME",
    ),
    "a day is none": (
        with_day_parts, "[Wednesday]DATE, at [noon]TIME", "[Wednesday]DATE, at [noon]TIME"
    ),
    "heads tell the label": (
        with_heads,
        "[Velm State Hospital]ORG, [the Orra Charter]ORG, [Velm Health Agency]GPE, "
        "the [Rain Report]ORG",
        "[Velm State Hospital]FAC, [the Orra Charter]LAW, [Velm Health Agency]ORG, "
        "the [Rain Report]WORK_OF_ART",
    ),
    "but not of a body that somebody chairs": (
        with_heads, "Chairman of [the Orra Conference]ORG", "Chairman of [the Orra Conference]ORG"
    ),
    "nor of one word": (with_heads, "[Charter]ORG", "[Charter]ORG"),
    "names are found by their heads": (
        with_headed,
        "exported via the Velm Gas Corridor, at the [14th]ORDINAL Orra Summit of Lake States",
        "exported via [the Velm Gas Corridor]FAC, at [the 14th Orra Summit of Lake States]EVENT",
    ),
    "generic heads name nothing": (
        with_headed, "a Joint Declaration; Summit of states; the Orra Charter Secretariat",
        "a Joint Declaration; Summit of states; the Orra Charter Secretariat",
    ),
    "forms give names away": (
        with_forms,
        "under UN Security Council Resolution 2254, COP29, after Cyclone Ulma, "
        "from aboard an [F-16]ORG, USS Roe",
        "under [UN Security Council Resolution 2254]LAW, [COP29]EVENT, after [Cyclone Ulma]EVENT, "
        "from aboard an [F-16]PRODUCT, [USS Roe]PRODUCT",
    ),
    "laws and routes too": (
        with_forms, "the Law “On Public Order”; the [Velm]GPE–Orra railway; the Velm power plant",
        "[the Law “On Public Order”]LAW; [the Velm–Orra railway]FAC; [the Velm power plant]FAC",
    ),
    "what is like them is none": (
        with_forms, "a resolution, this airport, an Iraqi airport, COP, the railway, P-5",
        "a resolution, this airport, an Iraqi airport, COP, the railway, P-5",
    ),
    "a name after a title and a country is a person": (
        with_titled_people,
        "met President of [Serbia Milan Roevic]ORG; Minister of Health of Malta Ann Roe said",
        "met President of [Serbia]GPE [Milan Roevic]PERSON; "
        "Minister of Health of [Malta]GPE [Ann Roe]PERSON said",
    ),
    "after a title and a body": (
        with_titled_people, "Secretary General of [the Orra Secretariat]ORG Ann Roe left",
        "Secretary General of [the Orra Secretariat]ORG [Ann Roe]PERSON left",
    ),
    "right after titles": (
        with_titled_people, "HH Sheikh [Omar]ORG bin Saad received the Speaker [Tolm]GPE",
        "HH Sheikh [Omar bin Saad]PERSON received the Speaker [Tolm]PERSON",
    ),
    "a king has a name": (
        with_titled_people, "received by Queen Maxima", "received by Queen [Maxima]PERSON"
    ),
    "but his airport is no person": (
        with_titled_people, "landed at King Khalid Sea Airport; [King Tolm Airport]FAC was shut",
        "landed at King Khalid Sea Airport; [King Tolm Airport]FAC was shut",
    ),
    "other words after a title are not": (
        with_titled_people,
        "President Administration, Minister of Health Monday, Ambassador to Peru, General Staff",
        "President Administration, Minister of Health Monday, Ambassador to Peru, General Staff",
    ),
    "nor are the words of headlines": (
        with_titled_people, "President Of Serbia Receives Foreign Guests Today",
        "President Of Serbia Receives Foreign Guests Today",
    ),
    "a body that runs on into a person is cut": (
        with_swallowed_people, "Speaker of [the Senate of the Republic of Palau Ann Roe]ORG",
        "Speaker of [the Senate of the Republic of Palau]ORG [Ann Roe]PERSON",
    ),
    "a body named after its country is whole": (
        with_swallowed_people, "Head of [the Bank of Malta]ORG; [the Malta Sea Museum]ORG",
        "Head of [the Bank of Malta]ORG; [the Malta Sea Museum]ORG",
    ),
    "a name between commas after a title is a person": (
        with_people_in_apposition,
        "Its president, [Ann Roe]NORP, said; [Brah Sere]GPE, Ambassador of Peru",
        "Its president, [Ann Roe]PERSON, said; [Brah Sere]PERSON, Ambassador of Peru",
    ),
    "a body there is none": (
        with_people_in_apposition, "its president, [Orra Bank]ORG, said",
        "its president, [Orra Bank]ORG, said",
    ),
    "titles are no part of a name": (
        without_titles,
        "[Councilor Ann Roe]PERSON, [the Chair of the Orra Board]ORG, [Velm Press]ORG Secretary",
        "Councilor [Ann Roe]PERSON, the Chair of [the Orra Board]ORG, [Velm]ORG Press Secretary",
    ),
    "titles and portfolios alone are no names": (
        without_titles,
        "[Interior]ORG Minister, [Permanent Representative]ORG, Minister of [Health]ORG",
        "Interior Minister, Permanent Representative, Minister of Health",
    ),
    "nor are further portfolios and titles": (
        without_titles,
        "Minister of Trade and [Culture]ORG; [the Board - Minister of Health]ORG; "
        "[Hall Ambassador Ann Roe]PERSON",
        "Minister of Trade and Culture; [the Board]ORG - Minister of Health; "
        "Hall Ambassador [Ann Roe]PERSON",
    ),
    "a body may have a title in its name": (
        without_titles, "[the Office of the President]ORG, [the Prosecutor General's Office]ORG",
        "[the Office of the President]ORG, [the Prosecutor General's Office]ORG",
    ),
    "a name goes on over bint and bin": (
        with_particles, "Dr. [Hessa]PERSON bint [Omar Al Noor]PERSON",
        "Dr. [Hessa bint Omar Al Noor]PERSON",
    ),
    "a first name that was left out is found": (
        with_particles, "attended by Pak [Yong Chol]PERSON; Yesterday [Ann Roe]PERSON left",
        "attended by [Pak Yong Chol]PERSON; Yesterday [Ann Roe]PERSON left",
    ),
    "two halves of a name are one person": (
        with_particles, "[Yousef]PERSON Mana [Al Noor]PERSON spoke",
        "[Yousef Mana Al Noor]PERSON spoke",
    ),
    "two people stay two": (
        with_particles, "[Ann Roe]PERSON, [John Doe]PERSON and [Omar]PERSON met",
        "[Ann Roe]PERSON, [John Doe]PERSON and [Omar]PERSON met",
    ),
    "datelines": (
        with_datelines, "ASTANA, 14 March – A\n[VELM]PERSON/GENEVA, 3 May (Orra) -- B",
        "[ASTANA]GPE, [14 March]DATE – A\n[VELM]GPE/[GENEVA]GPE, [3 May]DATE ([Orra]ORG) -- B",
    ),
    "datelines of other kinds": (
        with_datelines,
        "Damascus, [ORA-The Home Office]ORG\nBaku. ORRA –\nVELM, Malta\nDoha (ORA) - He",
        "[Damascus]GPE, [ORA]ORG-[The Home Office]ORG\n[Baku]GPE. [ORRA]ORG –\n"
        "[VELM]GPE, [Malta]GPE\n[Doha]GPE ([ORA]ORG) - He",
    ),
    "what only begins like one": (
        with_datelines, "Question: Why?\nMinisters met – again\nNOTE – this\nAnn, hello",
        "Question: Why?\nMinisters met – again\nNOTE – this\nAnn, hello",
    ),
    "an official name is one name": (
        with_official_names, "the Sultanate of [Oman]GPE, the Islamic Republic of Pakistan",
        "[the Sultanate of Oman]GPE, [the Islamic Republic of Pakistan]GPE",
    ),
    "a head of state is none": (
        with_official_names, "the Head of State of [Oman]GPE", "the Head of State of [Oman]GPE"
    ),
    "well-known names are found": (
        with_listed, "in [Aleppo]NORP and Herat, the UN said ISIL’s men left the Black Sea",
        "in [Aleppo]GPE and [Herat]GPE, [the UN]ORG said [ISIL]ORG’s men left [the Black Sea]LOC",
    ),
    "not inside longer names": (
        with_listed, "the Baku Higher School, Tehran Times, Serbia-born",
        "the Baku Higher School, Tehran Times, Serbia-born",
    ),
    "nor are doubtful names people": (
        with_listed, "[Jordan]PERSON said; in [Jordan]PERSON; Nice Charlotte",
        "[Jordan]PERSON said; in [Jordan]GPE; Nice Charlotte",
    ),
    "a list of names is taken apart": (
        with_listed,
        "[Iraq and Syria]ORG; [Iraq Body Count]ORG; [the Russian Foreign Ministry]ORG",
        "[Iraq]GPE and [Syria]GPE; [Iraq Body Count]ORG; [the Russian Foreign Ministry]ORG",
    ),
    "names inside compounds": (
        with_compounds, "counter-ISIL, the U.S.-led team, [Kazakh-Turkmen]ORG ties",
        "counter-[ISIL]ORG, the [U.S.]GPE-led team, [Kazakh]NORP-[Turkmen]NORP ties",
    ),
    "a double name is no compound": (
        with_compounds, "Ann Sudan-Roe, al-Iraq, [Baku-Velm Canal]FAC",
        "Ann Sudan-Roe, al-Iraq, [Baku-Velm Canal]FAC",
    ),
    "provinces and towns": (
        with_provinces,
        "in [Velm Oblast and Orra Oblast]ORG, [Tolm]PERSON province, the town of Ulm",
        "in [Velm Oblast]GPE and [Orra Oblast]GPE, [Tolm]GPE province, the town of [Ulm]GPE",
    ),
    "regions of the world are none": (
        with_provinces,
        "the [Black Sea]LOC region, Northern Region, District Court, the capital of art",
        "the [Black Sea]LOC region, Northern Region, District Court, the capital of art",
    ),
    "a language is spoken": (
        with_languages,
        "the teaching of [Chinese]NORP, in Chichewa for all, speaks Arabic and Dari.",
        "the teaching of [Chinese]LANGUAGE, in [Chichewa]LANGUAGE for all, "
        "speaks [Arabic]LANGUAGE and [Dari]LANGUAGE.",
    ),
    "a people is no language": (
        with_languages,
        "in [Russian]NORP ports, the [Thai]NORP side", "in [Russian]NORP ports, the [Thai]NORP side"
    ),
    "a body goes on to its country": (
        with_longest_bodies,
        "[the Ministry of Trade]ORG of [the Republic of Palau]GPE, [the Main Board]ORG of the "
        "[Bank of Malta]ORG, [the Orra Embassy]ORG in [Peru]GPE, "
        "the Embassy of [Oman]GPE",
        "[the Ministry of Trade of the Republic of Palau]ORG, "
        "[the Main Board of the Bank of Malta]ORG, "
        "[the Orra Embassy in Peru]ORG, [the Embassy of Oman]ORG",
    ),
    "other names do not": (
        with_longest_bodies,
        "[Orra]ORG of [Palau]GPE, [the Navy]ORG in [Peru]GPE, [Ann]PERSON of [Malta]GPE",
        "[Orra]ORG of [Palau]GPE, [the Navy]ORG in [Peru]GPE, [Ann]PERSON of [Malta]GPE",
    ),
    "initials that stand alone are the body": (
        with_abbreviations, "[the Orra Energy and Water Authority]ORG said. OEWA grows. OEW",
        "[the Orra Energy and Water Authority]ORG said. [OEWA]ORG grows. OEW",
    ),
    "one word after in is a place": (
        with_places_in_context,
        "in [Marol]PERSON; in [Baku]GPE and [Orra]ORG; to [Kabul]GPE and [Herol]NORP",
        "in [Marol]GPE; in [Baku]GPE and [Orra]GPE; to [Kabul]GPE and [Herol]GPE",
    ),
    "unless it is known, or money goes into it": (
        with_places_in_context,
        "[Ann Roe]PERSON; in [Roe]PERSON; invested in [Orra]ORG; in [NATO]ORG",
        "[Ann Roe]PERSON; in [Roe]PERSON; invested in [Orra]ORG; in [NATO]ORG",
    ),
    "before regime stands a person": (
        with_rulers, "the [Tolm]ORG regime, the [Syrian]NORP regime, the [Tolm]ORG bank",
        "the [Tolm]PERSON regime, the [Syrian]NORP regime, the [Tolm]ORG bank",
    ),
    "a surname is its person": (
        with_surnames, "[Ann Votelska]PERSON. [Votelska]ORG said. Then Votelska left.",
        "[Ann Votelska]PERSON. [Votelska]PERSON said. Then [Votelska]PERSON left.",
    ),
    "a word or a place is no surname": (
        with_surnames, "[Ann Cook]PERSON, [Li Baku]PERSON: [Baku]GPE; they cook. Cook well.",
        "[Ann Cook]PERSON, [Li Baku]PERSON: [Baku]GPE; they cook. Cook well.",
    ),
    "what is sure outweighs the majority": (
        lambda found, text: with_same_strings(with_titled_people(found, text), text),
        "[Ann Roe]ORG [Ann Roe]ORG, President of Malta Ann Roe",
        "[Ann Roe]PERSON [Ann Roe]PERSON, President of [Malta]GPE [Ann Roe]PERSON",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("repair", "before", "after"), CASES.values(), ids=CASES.keys())
def test_a_repair(repair, before, after):
    text, found = marked(before)
    assert notation(text, repair(found, text)) == after


def test_an_entity_names_what_made_it_and_every_repair():
    text, found = marked("[Velm's]ORG [Velm]GPE [Velm]GPE Velm COVID-19")
    assert [entity.rule for entity in repaired(found, prepare(text))] == [
        "ner+edges+same-string", "ner", "ner", "same-string", "disease-list"
    ]  # fmt: skip


@pytest.mark.parametrize("name", REPAIRS)
def test_a_repair_that_is_off_leaves_no_trace(name):
    text = "[World Bank's]ORG (WB) [President]PERSON [Kazakh]GPE 2023-10-06, COVID-19, WB"
    text += " [Jane Roe]PERSON [Health Agency Jane Roe]ORG [Summit of Nations]ORG World Bank"
    text += " [Roe]ORG said in [Velm]PERSON: 5 km, 3 May [today]TIME, Monday night, Aleppo, the UN,"
    text += " counter-ISIL, Orra Oblast, in Arabic, the Paris Agreement, COP29, the Velm regime,"
    text += " 23 MAY 2023; President of Malta Ann Doe, [Ministry of Trade]ORG of [Palau]GPE,"
    text += " the State of Palau"
    text, found = marked(text)
    done = repaired(found, prepare(text), {name})
    assert not any(name in entity.rule.split("+") for entity in done)


def test_repairs_that_know_english_leave_other_languages_alone():
    text, found = marked("[Anna Roe]PERSON ist in Berlin, 5 km, COVID-19")
    german = [entity._replace(language="de") for entity in found]
    labels = [entity.label for entity in repaired(german, prepare(text))]
    assert labels == ["PERSON", "DISEASE"]
