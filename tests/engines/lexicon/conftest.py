"""A small taxonomy for tests of single modules, independent of the entries that ship."""

from __future__ import annotations

import pytest

from jdextract.taxonomy import Taxonomy

_YAML = """
technology:
  Python: {category: languages_frameworks}
  Java: {category: languages_frameworks}
  Kotlin: {category: languages_frameworks}
  JavaScript: {category: languages_frameworks, aliases: [JS], guard: {level: case, forms: [JS]}}
  Go:
    category: languages_frameworks
    aliases: [Golang]
    guard: {level: context, forms: [Go], never: [Go live, Go to], near: [goroutines]}
  R: {category: languages_frameworks, guard: {level: context, forms: [R]}}
  C: {category: languages_frameworks, guard: {level: context, forms: [C]}}
  C#: {category: languages_frameworks}
  C++: {category: languages_frameworks}
  .NET: {category: languages_frameworks}
  Django: {category: languages_frameworks, implies: [Python], groups: [Python web frameworks]}
  Flask: {category: languages_frameworks, implies: [Python], groups: [Python web frameworks]}
  Spring: {category: languages_frameworks, guard: {level: context, forms: [Spring]}}
  Spring Boot: {category: languages_frameworks, implies: [Spring]}
  Redis: {category: databases}
  PostgreSQL: {category: databases, aliases: [Postgres], groups: [SQL databases]}
  MySQL: {category: databases, groups: [SQL databases]}
  SQL: {category: languages_frameworks}
  SQL Server: {category: databases, groups: [SQL databases]}
  AWS: {category: devops_cloud, groups: [Cloud platforms]}
  GCP: {category: devops_cloud, aliases: [Google Cloud], groups: [Cloud platforms]}
  Azure: {category: devops_cloud, groups: [Cloud platforms]}
  Amazon S3: {category: devops_cloud, aliases: [S3], implies: [AWS]}
  Kubernetes: {category: devops_cloud, aliases: [K8s]}
  HTML: {category: languages_frameworks}
  CSS: {category: languages_frameworks}
concept:
  microservices: {core: true, category: apis_architecture}
  code review: {core: true, category: testing_practices}
  relational databases: {core: true, category: databases, aliases: [relationale Datenbank]}
  scalability: {core: true, category: apis_architecture, aliases: [scalable]}
  backend development: {core: true, category: languages_frameworks, aliases: [backend]}
soft:
  teamwork: {core: true, category: soft_skills, aliases: [team player]}
  ownership: {core: true, category: soft_skills, aliases: [take ownership]}
"""


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Taxonomy:
    path = tmp_path_factory.mktemp("taxonomy") / "skills.yaml"
    path.write_text(_YAML, encoding="utf-8")
    return Taxonomy.load(path, replace=True)
