"""Answers in the wire form, made of the segments that a request shows: grounded facts by a short word list.

Written without jdextract's own parser and taxonomy, so that the server agrees with them only where both
keep to the wire form.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.support.dialects import Ask

MAX_SKILLS, MAX_DUTIES = 24, 8

_SEGMENT = re.compile(r"^(\d+): (.*)$", re.MULTILINE)
_WORD = re.compile(r"[a-z][\w+#]*(?:\.(?:js|net))?")
_NICE = frozenset(["nice", "bonus", "preferred", "ideally", "plus", "vorteil", "wünschenswert"])
_DEMAND = frozenset(["require", "required", "requirements", "must", "qualifications", "bring", "profil"])
_NAMES = (
    "Python Java Kotlin Scala TypeScript JavaScript PHP Ruby SQL HTML CSS Django Flask FastAPI Laravel Symfony Rails Angular React "
    "Vue.js Node.js .NET GraphQL gRPC microservices PostgreSQL MySQL MariaDB MongoDB Redis Elasticsearch Cassandra DynamoDB Oracle "
    "AWS GCP Azure Docker Kubernetes Jenkins GitHub GitLab Prometheus Grafana Terraform Ansible Helm Serverless Kafka RabbitMQ Spark "
    "Airflow Snowflake Hadoop Pandas NumPy PyTorch TensorFlow Linux Git Bash Jira Agile Scrum Kanban pytest JUnit Selenium Cypress "
    "OAuth SAML Okta Stripe Hibernate Maven Gradle Nginx Celery Databricks Tableau Datadog Splunk communication ownership teamwork"
)
_SKILLS: Mapping[str, str] = {
    **{name.lower().lstrip("."): name for name in _NAMES.split()},
    "postgres": "PostgreSQL",
    "golang": "Go",
    "k8s": "Kubernetes",
    "c#": "C#",
    "c++": "C++",
    "nodejs": "Node.js",
}
_DUTIES = {
    "api": "build_apis",
    "apis": "build_apis",
    "features": "build_services",
    "services": "build_services",
    "database": "optimize_databases",
    "queries": "optimize_databases",
    "integrate": "integrate_systems",
    "integrations": "integrate_systems",
    "refactor": "maintain_legacy",
    "teams": "work_cross_team",
    "reviews": "code_review",
    "stakeholders": "stakeholder_communication",
    "deploy": "deploy_services",
    "pipelines": "implement_ci_cd",
    "monitor": "monitor_operate",
    "infrastructure": "manage_infrastructure",
    "tests": "write_tests",
    "documentation": "write_documentation",
    "architecture": "design_architecture",
    "mentor": "mentor",
    "performance": "tune_performance",
}
_LANGUAGES = {
    "english": "en",
    "englisch": "en",
    "englischkenntnisse": "en",
    "german": "de",
    "deutsch": "de",
    "deutschkenntnisse": "de",
}
_CUES = _NICE | _DEMAND
_WORDS = frozenset({*_SKILLS, *_DUTIES, *_LANGUAGES, *_CUES})
_KEYS = ("must", "nice", "named", "duties", "languages")


def segments_of(ask: Ask) -> Iterator[tuple[int, str]]:
    """The numbered segments of the first user message."""
    for match in _SEGMENT.finditer(ask.first_user_text):
        yield int(match[1]), match[2]


def facts_of(ask: Ask) -> dict[str, list[str]]:
    """Up to about 30 facts, each grounded in the segment that it cites."""
    facts: dict[str, list[str]] = {key: [] for key in _KEYS}
    seen: set[str] = set()
    under, skills = "named", 0
    for number, text in segments_of(ask):
        words = _WORDS.intersection(_WORD.findall(text.lower()))
        level = under if words.isdisjoint(_CUES) else "must" if words.isdisjoint(_NICE) else "nice"
        if len(text) < 60:  # a heading speaks for what follows
            under = level
        for word in sorted(words - _CUES):
            fact = _SKILLS.get(word) or _DUTIES.get(word) or _LANGUAGES[word]
            if fact in seen:
                continue
            seen.add(fact)
            if word in _SKILLS and skills < MAX_SKILLS:
                skills += 1
                facts[level].append(f"{number} {fact}")
            elif word in _DUTIES and len(facts["duties"]) < MAX_DUTIES:
                facts["duties"].append(f"{number} {fact}")
            elif word in _LANGUAGES:
                facts["languages"].append(f"{number} {fact} {'must' if level == 'named' else level}")
    return facts


def answer_grounded(ask: Ask) -> str:
    """The facts, or for a schema that is not of the posting's facts the emptiest value that fits it."""
    if ask.schema and not set(_KEYS) <= set(ask.schema.get("properties", ())):
        return _compact(emptiest(ask.schema))
    return _compact(facts_of(ask))


def answer_ungrounded(ask: Ask) -> str:
    """The facts, and three that are not there: a segment beyond the last, a name and a language not in theirs."""
    if ask.schema and not set(_KEYS) <= set(ask.schema.get("properties", ())):
        return answer_grounded(ask)
    facts = facts_of(ask)
    return _compact(
        {
            **facts,
            "must": [*facts["must"], "99999 Fortran", "1 COBOL"],
            "languages": [*facts["languages"], "99998 fr C1 must"],
        }
    )


def emptiest(schema: Mapping[str, Any]) -> Any:
    """The emptiest value that fits a plain JSON schema: no items, no optional members, first of an enum."""
    if "enum" in schema:
        return schema["enum"][0]
    if options := schema.get("anyOf") or schema.get("oneOf"):
        return None if {"type": "null"} in options else emptiest(options[0])
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    kind = str(kind).lower()
    if kind == "object":
        members = schema.get("properties", {})
        return {name: emptiest(members[name]) for name in schema.get("required", ())}
    plain = {"array": list, "integer": int, "number": int, "boolean": bool, "string": str}
    return plain[kind]() if kind in plain else None


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
