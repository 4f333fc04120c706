"""An aside (the company, its benefits) must not swallow the work and the person behind it."""

from __future__ import annotations

import pytest

from jdextract.engines.lexicon.engine import LexiconEngine
from jdextract.models import Posting

ENGINE = LexiconEngine()
COMPANY = "\n".join(f"Our office number {number} stands by a river." for number in range(1, 8))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "About us\nWe rent boats.\n" + COMPANY + "\nSkills\nDjango\nRedis\nTerraform\n",
            {"Django", "Redis", "Terraform"},
        ),
        (
            "Benefits\nA pension.\nYou will be working on our booking services.\nWe want experience with Kotlin and SQL.\n",
            {"Kotlin", "SQL"},
        ),
        (
            "Your week\n- See that our privacy policy holds\n- Model tables with dbt\nYou, in short\n- Python\n- Airflow\n- SQL\n",
            {"dbt", "Python", "Airflow", "SQL"},
        ),
        (
            "You Should Have\nWe are an equal opportunity employer.\n- Linux\n- macOS\n- Docker\n",
            {"Linux", "macOS", "Docker"},
        ),
        ("Your profile\n- Python\n\nBenefits\n- a Kubernetes course\n- a MongoDB mug\n", {"Python"}),
        (
            "Your tasks\n- Run services\nYour profile\n- Python\nBenefits\nYou will learn Kubernetes in our academy.\n",
            {"Python"},
        ),
        (
            "About us\nWe rent boats.\nSkills, platforms etc.: Kotlin, Redis, Terraform\nYour profile\n- Patience\n",
            {"Kotlin", "Redis", "Terraform"},
        ),
        (
            "About us\nOur team keeps its libraries for Java, Kotlin and Python alive.\nYour profile\n- Patience\n",
            {"Java", "Kotlin", "Python"},
        ),
        (
            "About us\nOur customers use Java, Kotlin and Python. Boats are booked through AWS, Azure and GCP.\nYour profile\n- Rust\n",
            {"Rust"},
        ),
    ],
    ids=[
        "a company without end",
        "demands behind the benefits",
        "a duty about privacy is no legal text",
        "an equal opportunity in front of the demands",
        "benefits that stay benefits",
        "benefits behind the work and the person are the end of both",
        "a labelled stack in the company's words",
        "the languages of the team",
        "what customers use is no stack",
    ],
)
def test_an_aside_ends(text, found):
    skills = ENGINE.read(Posting(id="1", text=text)).skills
    assert {skill.name for skill in skills if skill.kind == "technology"} == found
