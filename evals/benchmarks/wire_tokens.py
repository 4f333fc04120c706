"""Tokens a posting for several wire forms of the same facts: which form should a model write?

    python evals/benchmarks/wire_tokens.py LABELS.jsonl [--write evals/benchmarks/WIRE.md]

LABELS is a file of labelled postings (LABELLING format). Each label is put into each form as a model would write
it, and counted with the o200k vocabulary. Needs ``tiktoken``, and ``langextract`` for its row. tiktoken fetches
its vocabulary once; without a network take it out of litellm's wheel, which ships it:

    pip download --no-deps litellm && unzip -j litellm-*.whl 'litellm/litellm_core_utils/tokenizers/fb37*' -d vocabulary
    TIKTOKEN_CACHE_DIR=vocabulary python evals/benchmarks/wire_tokens.py LABELS.jsonl
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import tiktoken
from lossless import LabelWriter, cite

from jdextract.engines.llm.rendering import render_posting
from jdextract.engines.llm.wire import ANSWER_SCHEMA
from jdextract.prompting import load_prompt
from jdextract.segments import Segment, split_segments
from jdextract.taxonomy import Taxonomy

WORDS = {"required": "must", "preferred": "nice", "mentioned": "named"}
CHUNK = 1_000
"""Characters that langextract sends a call, its default."""

encode = tiktoken.get_encoding("o200k_base").encode
Fact = dict[str, Any]


@dataclass
class Labels:
    """A labelled posting whose labels cite segments."""

    text: str
    segments: list[Segment]
    skills: list[Fact]
    responsibilities: list[Fact]
    languages: list[Fact]

    def __len__(self) -> int:
        return len(self.skills) + len(self.responsibilities) + len(self.languages)


@dataclass
class Form:
    """How facts are written, and what is sent for them."""

    name: str
    write: Callable[[Labels], str]
    schema: Mapping[str, Any] = field(default_factory=dict)
    numbered: bool = True


def read_labels(path: Path) -> list[Labels]:
    """Read a label file and give each label the number of the segment that holds most of its evidence."""
    result = []
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        segments = split_segments(row["text"])
        kinds = [
            [label | {"segment": cite(label["evidence"], row["text"], segments)} for label in row.get(kind, [])]
            for kind in ("skills", "responsibilities", "languages")
        ]
        result.append(Labels(row["text"], segments, *kinds))
    return result


def strict(properties: dict[str, Any]) -> dict[str, Any]:
    """A strict object schema: every property required, no others."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def array(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


STRING, NUMBER = {"type": "string"}, {"type": "integer"}
MAYBE = {"type": ["string", "null"]}
MAYBE_NUMBER = {"type": ["integer", "null"]}


def quoting(labels: Labels) -> str:
    skill = ("name", "kind", "category", "requirement", "any_of", "evidence")
    duty = ("activity", "object", "summary", "evidence")
    language = ("language", "level", "requirement", "any_of", "evidence")
    return dump({
        "skills": [pick(label, skill) for label in labels.skills],
        "responsibilities": [pick(label, duty) for label in labels.responsibilities],
        "languages": [pick(label, language) for label in labels.languages],
    })  # fmt: skip


def citing(labels: Labels) -> str:
    skill = ("name", "requirement", "any_of", "segment")
    return dump({
        "skills": [pick(label, skill) for label in labels.skills],
        "responsibilities": [
            pick(label, ("activity", "object", "summary", "segment")) for label in labels.responsibilities
        ],
        "languages": [
            pick(label, ("language", "level", "requirement", "any_of", "segment")) for label in labels.languages
        ],
    })  # fmt: skip


def grouped(labels: Labels) -> str:
    def short(label: Fact) -> Fact:
        return {"s": label["segment"], "n": label["name"], "g": label.get("any_of")}

    return dump({
        **{
            word: [short(label) for label in labels.skills if label["requirement"] == requirement]
            for requirement, word in WORDS.items()
        },
        "duties": [
            {"s": label["segment"], "a": label["activity"], "o": label.get("summary") or label.get("object")}
            for label in labels.responsibilities
        ],
        "languages": [
            {"s": label["segment"], "c": label["language"], "l": label["level"], "r": WORDS[label["requirement"]]}
            for label in labels.languages
        ],
    })  # fmt: skip


def one_string_a_fact(labels: Labels) -> str:
    """The form in use; names that the taxonomy lacks carry their category, other wordings the words."""
    return dump({
        **{
            word: [
                f"{label['segment']} {in_full(label, labels.segments)}"
                for label in labels.skills
                if label["requirement"] == requirement
            ]
            for requirement, word in WORDS.items()
        },
        "duties": [f"{label['segment']} {duty_of(label)}" for label in labels.responsibilities],
        "languages": [f"{label['segment']} {language_of(label)}" for label in labels.languages],
    })  # fmt: skip


def one_string_a_segment(labels: Labels) -> str:
    def joined(facts: Iterable[Fact], write: Callable[[Fact], str]) -> list[str]:
        by_segment: dict[int, list[str]] = {}
        for fact in facts:
            by_segment.setdefault(fact["segment"], []).append(write(fact))
        return [f"{segment} {'; '.join(names)}" for segment, names in by_segment.items()]

    return dump({
        **{
            word: joined(
                (label for label in labels.skills if label["requirement"] == requirement),
                lambda label: in_full(label, labels.segments),
            )
            for requirement, word in WORDS.items()
        },
        "duties": joined(labels.responsibilities, duty_of),
        "languages": joined(labels.languages, language_of),
    })  # fmt: skip


_writer = LabelWriter(Taxonomy.default())


def in_full(label: Fact, segments: list[Segment]) -> str:
    """A skill with all that the form in use may add to it: group, category and kind, words."""
    return _writer.skill(label, label["segment"], segments)


def duty_of(label: Fact) -> str:
    detail = label.get("summary") or label.get("object")
    return label["activity"] + (f": {detail}" if detail else "")


def language_of(label: Fact) -> str:
    parts = (label["language"], label["level"], WORDS[label["requirement"]])
    return " ".join(part for part in parts if part)


def dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def pick(label: Fact, fields: Iterable[str]) -> Fact:
    return {name: label.get(name) for name in fields}


FORMS = [
    Form(
        "quotes: an object a fact, with its words",
        quoting,
        strict({
            "skills": array(strict({"name": STRING, "kind": STRING, "category": STRING, "requirement": STRING, "any_of": MAYBE_NUMBER, "evidence": STRING})),
            "responsibilities": array(strict({"activity": STRING, "object": MAYBE, "summary": MAYBE, "evidence": STRING})),
            "languages": array(strict({"language": STRING, "level": MAYBE, "requirement": STRING, "any_of": MAYBE_NUMBER, "evidence": STRING})),
        }),
        numbered=False,
    ),
    Form(
        "citing objects",
        citing,
        strict({
            "skills": array(strict({"name": STRING, "requirement": STRING, "any_of": MAYBE_NUMBER, "segment": NUMBER})),
            "responsibilities": array(strict({"activity": STRING, "object": MAYBE, "summary": MAYBE, "segment": NUMBER})),
            "languages": array(strict({"language": STRING, "level": MAYBE, "requirement": STRING, "any_of": MAYBE_NUMBER, "segment": NUMBER})),
        }),
    ),
    Form(
        "citing objects, short keys, grouped by requirement",
        grouped,
        strict({
            **{word: array(strict({"s": NUMBER, "n": STRING, "g": MAYBE_NUMBER})) for word in WORDS.values()},
            "duties": array(strict({"s": NUMBER, "a": STRING, "o": MAYBE})),
            "languages": array(strict({"s": NUMBER, "c": STRING, "l": MAYBE, "r": STRING})),
        }),
    ),
    Form("**one string a fact, grouped by requirement (in use)**", one_string_a_fact, ANSWER_SCHEMA),
    Form("one string a segment, grouped by requirement", one_string_a_segment, ANSWER_SCHEMA),
]  # fmt: skip


def count_form(form: Form, postings: list[Labels], system: str) -> tuple[list[int], list[int]]:
    """Input and output tokens a posting; the rules are the same for every form."""
    fixed = len(encode(system)) + len(encode(dump(form.schema)))
    inputs = [
        fixed + len(encode(render_posting(p.segments) if form.numbered else f"<posting>\n{p.text}\n</posting>"))
        for p in postings
    ]
    return inputs, [len(encode(form.write(posting))) for posting in postings]


def count_langextract(postings: list[Labels], system: str) -> tuple[list[int], list[int]]:
    """What langextract sends and receives: rules and one example before every chunk, its JSON back.

    Every fact is an extraction with its words and its attributes, in the chunk where they stand.
    """
    from langextract import prompting  # noqa: PLC0415 - only its own row needs it
    from langextract.core import data, format_handler  # noqa: PLC0415

    handler = format_handler.FormatHandler()
    example = data.ExampleData(
        text="You know Postgres well. Design REST APIs. German B2.",
        extractions=[
            data.Extraction(
                "skill", "Postgres", attributes={"name": "PostgreSQL", "kind": "technology", "category": "databases", "requirement": "required"}
            ),
            data.Extraction("responsibility", "Design REST APIs", attributes={"activity": "build_apis"}),
            data.Extraction("language", "German B2", attributes={"language": "de", "level": "B2", "requirement": "required"}),
        ],
    )  # fmt: skip
    generator = prompting.QAPromptGenerator(prompting.PromptTemplateStructured(system, [example]), handler)
    classes = (("skill", "skills"), ("responsibility", "responsibilities"), ("language", "languages"))
    inputs, outputs = [], []
    for posting in postings:
        sent = received = 0
        for start in range(0, len(posting.text), CHUNK):
            sent += len(encode(generator.render(posting.text[start : start + CHUNK])))
            found = [
                data.Extraction(
                    name,
                    label["evidence"],
                    attributes={k: v for k, v in label.items() if k not in {"evidence", "segment"}},
                )
                for name, field_name in classes
                for label in getattr(posting, field_name)
                if start <= posting.text.index(label["evidence"]) < start + CHUNK
            ]
            received += len(encode(handler.format_extraction_example(found)))
        inputs.append(sent)
        outputs.append(received)
    return inputs, outputs


def table(postings: list[Labels]) -> str:
    prompt = load_prompt("extract_posting")
    facts = sum(map(len, postings))
    rows = [(form.name, *count_form(form, postings, prompt.system)) for form in FORMS]
    try:
        rules = prompt.system.partition("# Example")[0]
        rows.append((f"langextract {version('langextract')}, one example", *count_langextract(postings, rules)))
    except PackageNotFoundError:
        print("langextract is not installed: its row is left out")
    base = sum(rows[0][2])
    lines = [
        "| form | input a posting | output a posting | output a fact | of quoting |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for name, inputs, outputs in rows:
        share = f"{sum(outputs) / base:.0%}"
        lines.append(
            f"| {name} | {statistics.mean(inputs):,.0f} | {statistics.mean(outputs):,.0f} | {sum(outputs) / facts:.1f} | {share} |"
        )
    return (
        f"{len(postings)} labelled postings, {facts} facts, o200k, prompt {prompt.id} "
        f"({len(encode(prompt.system)):,} tokens, the same for every posting).\n\n" + "\n".join(lines) + "\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table into FILE, between its markers")
    options = parser.parse_args()
    text = table(read_labels(options.labels))
    print(text)
    if options.write:
        head, begin, rest = options.write.read_text(encoding="utf-8").partition("<!-- table -->\n")
        _, end, tail = rest.partition("<!-- /table -->")
        options.write.write_text(f"{head}{begin}\n{text}\n{end}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
