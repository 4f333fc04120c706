from __future__ import annotations

import pytest

from jdextract.postings.languages import language, language_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("You will build the services that our customers use, and you will own them with your team.", "en"),
        ("Du entwickelst die Dienste, die unsere Kunden nutzen, und arbeitest mit dem Team an der Plattform.", "de"),
        ("Vous développez les services de notre plateforme avec une équipe qui est dans le même bureau.", "fr"),
        ("Desarrollarás los servicios de la plataforma con el equipo para que nuestros clientes crezcan.", "es"),
        ("Je bouwt met het team aan de diensten van onze klanten en je bent trots op een goed product.", "nl"),
        ("Python Django PostgreSQL", None),
        ("", None),
    ],
)
def test_language_of_a_text(text, code):
    assert language(text) == code


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("en", "en"),
        ("de-DE", "de"),
        ("en_US", "en"),
        ("German", "de"),
        ("English (US)", "en"),
        ("?", None),
        (None, None),
    ],
)
def test_language_code_of_a_field(value, code):
    assert language_code(value) == code
