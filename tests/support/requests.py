"""Requests as the engine would make them."""

from __future__ import annotations

from jdextract.engines.llm.completion import Message, Mode, Request
from jdextract.engines.llm.wire import ANSWER_SCHEMA, SCHEMA_NAME

SYSTEM = "Read the posting and answer with its facts."
POSTING = """<posting>
1: Backend Engineer at Nordwind Ledger
2: You must know Python and Postgres.
3: Nice to have: Kubernetes
4: You deploy our services and write tests.
5: German is required.
</posting>"""
FACTS = (
    '{"must":["2 PostgreSQL","2 Python"],"nice":["3 Kubernetes"],"named":[],'
    '"duties":["4 deploy_services","4 build_services","4 write_tests"],"languages":["5 de must"]}'
)
"""What the model server finds in `POSTING`."""


def make_request(
    posting: str = POSTING,
    *,
    model: str = "m",
    endpoint: str = "model.example",
    mode: Mode = "json_schema",
    max_output_tokens: int = 1000,
    temperature: float | None = None,
    seed: int | None = None,
) -> Request:
    return Request(
        endpoint=endpoint,
        model=model,
        messages=(Message("system", SYSTEM), Message("user", posting)),
        schema_name=SCHEMA_NAME,
        schema=ANSWER_SCHEMA,
        mode=mode,
        max_output_tokens=max_output_tokens,
        temperature=temperature,
        seed=seed,
    )
