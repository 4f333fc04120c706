"""Sentences that a careless reader gets wrong: every level, demand and phrasing, English and German.

An expected language reads ``code level demand group``: ``de C1 +`` is required, ``?`` is preferred, ``-`` stands
for no level, and languages with a common number are alternatives.
"""

from __future__ import annotations

import pytest

from jdextract.engines.lexicon.languages import find_languages
from jdextract.engines.lexicon.structure import read_structure

CASES = [
    # --- levels, English ---
    ("Fluent English", "en C1 +"),
    ("You are fluent in Spanish.", "es C1 +"),
    ("Fluency in written and spoken Dutch", "nl C1 +"),
    ("You speak Italian fluently.", "it C1 +"),
    ("Business fluent German", "de C1 +"),
    ("Excellent command of French", "fr C1 +"),
    ("Very good Polish", "pl C1 +"),
    ("Strong English skills", "en C1 +"),
    ("Full professional proficiency in Swedish", "sv C1 +"),
    ("Advanced Portuguese", "pt C1 +"),
    ("Good English", "en B2 +"),
    ("Solid knowledge of Czech", "cs B2 +"),
    ("Professional working proficiency in English", "en B2 +"),
    ("Upper-intermediate English or better", "en B2 +"),
    ("Intermediate Hungarian", "hu B1 +"),
    ("English: Intermediate", "en B1 +"),
    ("Conversational Japanese", "ja A2 +"),
    ("Basic Danish", "da A2 +"),
    ("Basic knowledge of the Greek language", "el A2 +"),
    ("Native German speaker", "de native +"),
    ("Korean: mother tongue", "ko native +"),
    ("Native or C2 level French", "fr C2 +"),
    ("Near-native English", "en C2 +"),
    ("Proficiency in Turkish", "tr - +"),
    # --- levels, German ---
    ("Verhandlungssicheres Deutsch", "de C1 +"),
    ("Verhandlungssichere Englischkenntnisse in Wort und Schrift", "en C1 +"),
    ("Fließende Deutschkenntnisse", "de C1 +"),
    ("Du sprichst fliessend Französisch.", "fr C1 +"),
    ("Sehr gute Polnischkenntnisse", "pl C1 +"),
    ("Ausgezeichnete Kenntnisse der deutschen Sprache", "de C1 +"),
    ("Gute Englischkenntnisse", "en B2 +"),
    ("Sicheres Englisch", "en B2 +"),
    ("Dein Englisch ist gut.", "en B2 +"),
    ("Grundkenntnisse in Spanisch", "es A2 +"),
    ("Deutsch-Grundkenntnisse", "de A2 +"),
    ("Deutsch als Muttersprache", "de native +"),
    ("Muttersprachler Deutsch", "de native +"),
    ("Deutsch auf Muttersprachniveau", "de native +"),
    ("Gute bis sehr gute Deutschkenntnisse", "de B2 +"),
    ("Deutsch in Wort und Schrift", "de - +"),
    ("Du beherrschst Englisch.", "en - +"),
    # --- CEFR ---
    ("German C1", "de C1 +"),
    ("C2 English", "en C2 +"),
    ("German (B2 or higher)", "de B2 +"),
    ("At least B1 in Norwegian", "no B1 +"),
    ("Finnish at B1-B2 level", "fi B1 +"),
    ("English B2/C1", "en B2 +"),
    ("Fluent German (minimum B2)", "de B2 +"),
    ("Deutschkenntnisse mindestens auf C1-Niveau", "de C1 +"),
    ("Englisch (mind. B2)", "en B2 +"),
    ("Deutsch: C2", "de C2 +"),
    ("Deutsch A2 genügt", "de A2 +"),
    ("A1 German is enough to start.", "de A1 +"),
    # --- several at once ---
    ("Fluent in English and German", "en C1 + | de C1 +"),
    ("English (C1), German (B2)", "en C1 + | de B2 +"),
    ("Deutsch (C1) und Englisch (B2)", "de C1 + | en B2 +"),
    ("Gute Deutsch- und Englischkenntnisse", "de B2 + | en B2 +"),
    ("Sehr gute Deutschkenntnisse sowie gute Englischkenntnisse", "de C1 + | en B2 +"),
    ("Fließende Englisch- und gute Deutschkenntnisse", "en C1 + | de B2 +"),
    ("Deutsch und Englisch auf C1-Niveau", "de C1 + | en C1 +"),
    ("Sehr gute Kenntnisse der deutschen und englischen Sprache", "de C1 + | en C1 +"),
    ("Du sprichst fließend Deutsch und kommunizierst sicher auf Englisch", "de C1 + | en B2 +"),
    ("German, English and French skills", "de - + | en - + | fr - +"),
    ("Languages: English, Arabic", "en - + | ar - +"),
    ("Sprachen: Deutsch (C1), Englisch (B2)", "de C1 + | en B2 +"),
    ("Native German, fluent English and basic Mandarin", "de native + | en C1 + | zh A2 +"),
    # --- alternatives ---
    ("Fluent in English or Dutch", "en C1 + 1 | nl C1 + 1"),
    ("Deutsch oder Englisch fließend", "de C1 + 1 | en C1 + 1"),
    ("Fluency in either Swedish or Norwegian", "sv C1 + 1 | no C1 + 1"),
    ("Good knowledge of German, French or Italian", "de B2 + 1 | fr B2 + 1 | it B2 + 1"),
    ("Fluent English is a must, and either Czech or Slovak", "en C1 + | cs - + 1 | sk - + 1"),
    # --- preferred ---
    ("German is a plus", "de - ?"),
    ("Knowledge of Romanian would be an advantage.", "ro - ?"),
    ("Deutschkenntnisse von Vorteil", "de - ?"),
    ("Englischkenntnisse sind wünschenswert", "en - ?"),
    ("Idealerweise sprichst du Niederländisch.", "nl - ?"),
    ("Ideally, you also speak Ukrainian.", "uk - ?"),
    ("Basic German preferred", "de A2 ?"),
    ("Fluent English required; German is a strong plus", "en C1 + | de - ?"),
    ("You are fluent in English, French is a plus.", "en C1 + | fr - ?"),
    ("Fluency in English (Spanish is a plus)", "en C1 + | es - ?"),
    ("Sehr gute Englischkenntnisse (C1), Deutschkenntnisse von Vorteil", "en C1 + | de - ?"),
    ("German or French is a plus", "de - ? 1 | fr - ? 1"),
    ("Spanish and Portuguese skills are a plus", "es - ? | pt - ?"),
    ("German helps, but it is not a requirement.", "de - ?"),
    ("Deutsch ist kein Muss, aber von Vorteil.", "de - ?"),
    ("Nice to have: Finnish", "fi - ?"),
    ("Nice to have\n- Fluent German\n- Rust", "de C1 ?"),
    ("Von Vorteil\n- Sehr gute Tschechischkenntnisse", "cs C1 ?"),
    # --- the adjective is on the communication ---
    ("Strong communication skills in English", "en - +"),
    ("Excellent verbal and written communication in German", "de - +"),
    ("You communicate clearly in English.", "en - +"),
    ("Sehr gute Kommunikationsfähigkeit in deutscher Sprache", "de - +"),
    ("Du kommunizierst klar auf Deutsch und Englisch.", "de - + | en - +"),
    (
        "Du kommunizierst offen und verbindlich - auf Polnisch und auf Englisch - mit allen Beteiligten",
        "pl - + | en - +",
    ),
    ("You communicate with suppliers and partners in Italian.", "it - +"),
    ("You speak at conferences across the Spanish market.", ""),
    ("Deutsch- (mind. C1) und Englischkenntnisse (mind. B2)", "de C1 + | en B2 +"),
    ("Dutch (min B2 level, able to write reports)", "nl B2 +"),
    ("English -C1 or above", "en C1 +"),
    ("Einwandfreie Deutschkenntnisse", "de C1 +"),
    ("guteFranzösischkenntnisse, fließendeEnglischkenntnissein Wort und Schrift", "fr B2 + | en C1 +"),
    # --- the company's language ---
    ("Our company language is English.", "en - +"),
    ("English is our working language.", "en - +"),
    ("Unsere Unternehmenssprache ist Englisch.", "en - +"),
    ("Strong English skills (our company language is English)", "en C1 +"),
    ("Working language: English, German is not required.", "en - +"),
    ("What we offer\n- Free lunch\n- English is our company language", "en - +"),
    # --- forms ---
    ("fluent english, basic german", "en C1 + | de A2 +"),
    ("English level\nIntermediate+", "en B1 +"),
    ("We are looking for a German-speaking developer.", "de - +"),
    ("Wir suchen deutschsprachige Entwickler (m/w/d).", ""),
    # --- none ---
    ("German is not required.", ""),
    ("No German needed.", ""),
    ("You don't need to speak German.", ""),
    ("Deutschkenntnisse sind nicht erforderlich.", ""),
    ("Deutsch ist keine Voraussetzung.", ""),
    ("Our German customers love us.", ""),
    ("We lead the French market and grow in the Italian one.", ""),
    ("Come and have an English breakfast in our Polish office.", ""),
    ("Polish the UI until it shines.", ""),
    ("Free German classes for everyone", ""),
    ("We pay for English courses and Spanish lessons.", ""),
    ("Kostenlose Deutschkurse", ""),
    ("Please send your CV in English.", ""),
    ("Bewerbungen in englischer Sprache sind willkommen.", ""),
    ("Mehr als 300 Standorte in Deutschland, deutschlandweit remote", ""),
    ("Swiss precision, Dutch design and Japanese craft", ""),
    ("Explain it in plain English.", ""),
    ("Experience with the German tax system is a plus.", ""),
    ("Fluent in Python, Go and SQL", ""),
    ("You will work with our Danish team.", ""),
    ("Find more English Speaking Jobs here", ""),
    ("Bereitschaft, Deutsch zu lernen", ""),
    ("Citizenship: German or Austrian", ""),
]


def show(text: str) -> str:
    found = find_languages(read_structure(text))
    return " | ".join(
        f"{item.language} {item.level or '-'} {'+' if item.requirement == 'required' else '?'}"
        + (f" {item.any_of}" if item.any_of else "")
        for item in found
    )


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:60].replace("\n", " / ") for text, _ in CASES])
def test_sentence(text, expected):
    assert show(text) == expected


def test_there_are_enough_of_them():
    assert len({text for text, _ in CASES}) == len(CASES) >= 80
