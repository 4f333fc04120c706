from __future__ import annotations

import pytest

from jdextract.taxonomy import Taxonomy

SKILLS = """
category: tools
technology:
  Python: {category: languages_frameworks, aliases: [py]}
  Go:
    category: languages_frameworks
    aliases: [Golang]
    guard: {level: context, forms: [Go], never: [go live, go to]}
  Java: {category: languages_frameworks}
  Kotlin: {category: languages_frameworks}
  Node.js: {category: languages_frameworks, aliases: [NodeJS]}
  .NET: {category: languages_frameworks, aliases: [dotnet]}
  PostgreSQL: {category: databases, aliases: [Postgres, psql]}
  Kubernetes: {category: devops_cloud, aliases: [K8s]}
  AWS: {category: devops_cloud, aliases: [Amazon Web Services]}
  Amazon S3: {category: devops_cloud, aliases: [S3]}
  Google Cloud: {category: devops_cloud, aliases: [GCP]}
  Entity Framework: {category: databases}
concept:
  REST APIs: {category: apis_architecture, aliases: [RESTful services, REST]}
  fault tolerance: {category: apis_architecture}
  code review: {category: testing_practices, aliases: [code reviews]}
  debugging: {category: testing_practices, cues: [bug triage]}
soft:
  teamwork: {category: soft_skills, aliases: [Teamgeist]}
  communication: {category: soft_skills}
"""


@pytest.fixture(scope="session")
def taxonomy(tmp_path_factory: pytest.TempPathFactory) -> Taxonomy:
    file = tmp_path_factory.mktemp("taxonomy") / "skills.yaml"
    file.write_text(SKILLS)
    return Taxonomy.load(file, replace=True)
