from __future__ import annotations

from pathlib import Path

import pytest

from jdextract.taxonomy import Taxonomy
from jdextract.taxonomy.checks import Problem, check, ordinary_words


def problems_of(tmp_path: Path, text: str) -> list[Problem]:
    file = tmp_path / "skills.yaml"
    file.write_text(f"category: tools\ngroups: {{Known group: for the tests}}\n{text}", encoding="utf-8")
    return check(Taxonomy.load(file, replace=True))


@pytest.mark.parametrize(
    ("text", "skill", "kind", "said"),
    [
        pytest.param(
            "technology: {Kubernetes: {aliases: [K8s]}, Kubelet: {aliases: [k8s]}}",
            "Kubelet",
            "duplicate_name",
            "'Kubernetes'",
            id="an alias twice",
        ),
        pytest.param(
            "technology: {Node.js: {}, Nodal: {aliases: [Node JS]}}",
            "Nodal",
            "duplicate_name",
            "'Node.js'",
            id="an alias that is another's name in other spelling",
        ),
        pytest.param(
            "technology: {Node.js: {}, NodeJS: {}}", "NodeJS", "duplicate_name", "'Node.js'", id="two names alike"
        ),
        pytest.param(
            "technology: {Terragrunt: {implies: [Terraform]}}",
            "Terragrunt",
            "unknown_implication",
            "'Terraform'",
            id="implies nobody",
        ),
        pytest.param(
            "technology: {Kubernetes: {aliases: [K8s]}, Kubectl: {implies: [K8s]}}",
            "Kubectl",
            "unknown_implication",
            "write 'Kubernetes'",
            id="implies an alias",
        ),
        pytest.param(
            "technology: {Kubectl: {implies: [Kubectl]}}",
            "Kubectl",
            "implication_cycle",
            "Kubectl → Kubectl",
            id="implies itself",
        ),
        pytest.param(
            "technology: {Kubectl: {implies: [Kubelet]}, Kubelet: {implies: [Kubeadm]}, Kubeadm: {implies: [Kubectl]}}",
            "Kubectl",
            "implication_cycle",
            "Kubectl → Kubelet → Kubeadm → Kubectl",
            id="a longer cycle, told once",
        ),
        pytest.param(
            "technology: {Kubectl: {groups: [Known group, Lost group]}}",
            "Kubectl",
            "unknown_group",
            "'Lost group'",
            id="an unknown group",
        ),
        pytest.param(
            "technology: {Kubectl: {guard: {level: case, forms: [kubeadm]}}}",
            "Kubectl",
            "unknown_guard_form",
            "'kubeadm'",
            id="a guard for no name",
        ),
        pytest.param(
            "technology: {Harbor: {guard: {level: context, never: [HARBOR]}}}",
            "Harbor",
            "barred_guard_form",
            "'harbor'",
            id="a guard that never lets its name pass",
        ),
        pytest.param(
            "concept: {migration: {guard: {level: context, forms: [Migration, Migrationen]}, aliases: [Migrationen]}}",
            "migration",
            "barred_name",
            "'Migration'",
            id="a guard that allows the name in another case alone",
        ),
        pytest.param("technology: {Harbor: {}}", "Harbor", "unguarded_name", "'Harbor'", id="an English word"),
        pytest.param("technology: {Rust-lang: {aliases: [Rust]}}", "Rust-lang", "unguarded_name", "'Rust'", id="alias"),
        pytest.param("technology: {Zweig: {}}", "Zweig", "unguarded_name", "'Zweig'", id="a German word"),
        pytest.param("technology: {Qx: {}}", "Qx", "unguarded_name", "two letters", id="two letters"),
    ],
)
def test_finds_the_problem(tmp_path: Path, text: str, skill: str, kind: str, said: str) -> None:
    (problem,) = problems_of(tmp_path, text)
    assert (problem.skill, problem.kind) == (skill, kind)
    assert said in problem.message


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("technology: {Kubectl: {aliases: [kubectl, Kube-Ctl]}}", id="spellings of one skill"),
        pytest.param("technology: {Harbor: {guard: {level: context}}}", id="a guard on the name"),
        pytest.param(
            "technology: {Rust-lang: {aliases: [Rust], guard: {level: case, forms: [Rust]}}}", id="a guard on an alias"
        ),
        pytest.param("concept: {testing: {aliases: [test]}}", id="concepts are ordinary words"),
        pytest.param("soft: {drive: {guard: {level: context, never: [to drive]}}}", id="a phrase around the name"),
        pytest.param(
            "concept: {migration: {aliases: [Umzug-Planung], guard: {level: context, forms: [migration, Umzug-Planung]}}}",
            id="a guard that allows every case in use",
        ),
        pytest.param("concept: {pairing: {cues: [PW], guard: {level: case, forms: [PW]}}}", id="a guard on a cue"),
        pytest.param("technology: {S3: {}, 'C#': {}}", id="two characters that no word has"),
        pytest.param(
            "technology: {Kubectl: {implies: [Kubelet]}, Kubeadm: {implies: [Kubelet]}, Kubelet: {}}",
            id="implied twice is no cycle",
        ),
        pytest.param(
            "technology: {Kubectl: {implies: [Kubelet], groups: [Known group, Containers]}, Kubelet: {}}",
            id="own and shipped groups",
        ),
    ],
)
def test_leaves_what_is_right_alone(tmp_path: Path, text: str) -> None:
    assert problems_of(tmp_path, text) == []


def test_problems_come_in_the_order_of_the_skills(tmp_path: Path) -> None:
    found = problems_of(tmp_path, "technology: {Harbor: {groups: [Lost group]}, Kubectl: {implies: [Helm]}, Zweig: {}}")
    assert [problem.skill for problem in found] == ["Harbor", "Harbor", "Kubectl", "Zweig"]


def test_the_shipped_taxonomy_has_no_problem() -> None:
    assert check(Taxonomy.default()) == []


def test_ordinary_words_are_sorted_lower_case_words() -> None:
    words = sorted(ordinary_words())
    assert len(words) > 1_500
    assert all(word == word.lower() and word.isalpha() and len(word) > 2 for word in words)
