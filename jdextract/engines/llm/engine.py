"""`LLMEngine`: one posting, one structured-output call, checked and grounded facts.

Each turn of a conversation is looked up in the cache under its own request, so a rerun makes no call, and
after a change of taxonomy or grounding only re-asks that are new are paid for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from jdextract.cache import Cache
from jdextract.engines.llm.answers import Answers
from jdextract.engines.llm.assembly import assemble
from jdextract.engines.llm.claims import Claims
from jdextract.engines.llm.classifier import NameClassifier
from jdextract.engines.llm.completion import Completion, CompletionClient, Message, Mode, Request
from jdextract.engines.llm.conversation import Answer, Exchange, Tally
from jdextract.engines.llm.grounding import Fact, Grounder
from jdextract.engines.llm.readings import Readings
from jdextract.engines.llm.reask import Turn, Verdict, judge
from jdextract.engines.llm.rendering import cut_windows, render_posting
from jdextract.engines.llm.second_look import SecondReader, left_out, only_asked, second_turn, shown_in
from jdextract.engines.llm.wire import ANSWER_SCHEMA, SCHEMA_NAME, Items
from jdextract.engines.protocol import Reading
from jdextract.errors import CacheError, EngineError, InputError
from jdextract.events import Listener, ReAsked
from jdextract.models import Extraction, Posting, Skill
from jdextract.prompting import Prompt, load_prompt
from jdextract.scratch import ScratchStore
from jdextract.segments import Segment, split_segments
from jdextract.taxonomy import Taxonomy

WINDOW_CHARS = 60_000
"""Characters of a posting that one call reads, about 20,000 tokens; hardly any posting is longer."""

WINDOW_OVERLAP = 1_500
"""Characters that a window shares with the one before."""

MAX_WINDOWS = 40
"""Calls that one posting may take: a text longer than some two million characters is no posting."""


class LLMEngine:
    """Reads postings with a language model behind ``client``.

    ``Reading.usage`` is what was paid in this run: turns out of the cache add neither usage nor attempts, and a
    reading without any call is ``cached``. Unusable answers (invalid, truncated, refused, filtered) are kept with
    their usage under a failure key, and their request is sent again in the next run, unless its follow-up succeeded.

    Args:
        client: where requests are sent.
        model: the model's name as the endpoint knows it.
        endpoint: what stands for the endpoint in cache keys: its host or a label.
        name: the engine's name in results; ``openai/`` and the model unless given.
        taxonomy: canonical names, aliases, activities; the shipped one unless given.
        cache: where completions are kept.
        owns_cache: whether `aclose` closes the cache too.
        scratch: where finished extractions are kept, so that reruns are fast; `aclose` closes it.
        prompt: its name, with or without a version.
        mode: how the endpoint is held to the schema.
        max_output_tokens: the limit of one answer; an answer that hits it is asked for once more with twice as much.
        temperature: sampling temperature; the endpoint's default unless given.
        seed: sampling seed, where the endpoint has one.
        reask: whether re-asks, and questions about names, may be sent; those in the cache are used in any case.
        classify: whether names that the taxonomy lacks are sorted by the model too, once a name: see `classifier`.
        second_reader: reads each posting too; the model is asked about required technologies that it left out.
        window_chars: characters of a posting that one call reads.
        on_cache_error: told of each answer that could not be stored.
        on_event: hears of re-asks.
    """

    def __init__(
        self,
        client: CompletionClient,
        *,
        model: str,
        endpoint: str,
        name: str | None = None,
        taxonomy: Taxonomy | None = None,
        cache: Cache | None = None,
        owns_cache: bool = False,
        scratch: ScratchStore | None = None,
        prompt: str | Prompt = "extract_posting.v2",
        mode: Mode = "json_schema",
        max_output_tokens: int = 4096,
        temperature: float | None = None,
        seed: int | None = None,
        reask: bool = True,
        classify: bool = True,
        second_reader: SecondReader | None = None,
        window_chars: int = WINDOW_CHARS,
        on_cache_error: Callable[[CacheError], None] | None = None,
        on_event: Listener | None = None,
    ) -> None:
        self._client = client
        self._name = name or f"openai/{model}"
        self._prompt = prompt if isinstance(prompt, Prompt) else load_prompt(prompt)
        taxonomy = taxonomy or Taxonomy.default()
        self._grounder = Grounder(taxonomy)
        self._answers = Answers(cache, on_cache_error)
        self._claims = Claims(cache, self._answers)
        self._owned_cache = cache if owns_cache else None
        self._reask = reask
        self._second_reader = second_reader
        self._on_event = on_event
        self._window_chars = window_chars
        self._template = Request(
            endpoint=endpoint,
            model=model,
            messages=(Message("system", self._prompt.system),),
            schema_name=SCHEMA_NAME,
            schema=ANSWER_SCHEMA,
            mode=mode,
            max_output_tokens=max_output_tokens,
            temperature=temperature,
            seed=seed,
        )
        self._readings: Readings | None = None
        if scratch is not None:
            asked = (self._template.identity(), self._prompt.user, window_chars)
            shape = (*asked, taxonomy.fingerprint, second_reader is not None)
            self._readings = Readings(scratch, self._answers, shape)
        self._classifier = NameClassifier(client, self._template, self._answers, may_ask=reask) if classify else None

    @property
    def name(self) -> str:
        """The engine's name in results: ``provider/model``."""
        return self._name

    @property
    def prompt(self) -> str:
        """The name and version of the prompt."""
        return self._prompt.id

    @property
    def classifier(self) -> NameClassifier | None:
        """What sorts names that the taxonomy lacks, once all postings are read: `pipeline` does it."""
        return self._classifier

    @property
    def lost_answers(self) -> int:
        """How many paid answers could not be stored (a full disk); they are in the readings all the same."""
        return self._answers.lost

    async def aclose(self) -> None:
        """Close the client, and the cache if it is the engine's own."""
        await self._client.aclose()
        if self._readings is not None:
            self._readings.close()
        if self._owned_cache is not None:
            self._owned_cache.close()

    async def extract(self, posting: Posting) -> Reading:
        """Read one posting with a visible text.

        Raises:
            InvalidAnswerError: no answer had the wire form, after two re-asks.
            TruncatedError: the answer hit the output limit, and twice the limit too.
            RefusedError: the model declined.
            ContentFilterError: the provider's filter stopped the answer.
            TransportError, RequestError, AccessError: as the client says.
            CacheError: the cache cannot be read.
            InputError: the text is too long for any model.
        """
        if self._readings is not None and (kept := self._readings.get(posting)) is not None:
            return Reading(kept, attempts=0, cached=True)
        tally = Tally(posting.id)
        segments = split_segments(posting.text)
        windows: list[list[Fact]] = []
        answers: list[Answer] = []
        try:
            for request in self._requests(posting, segments):
                answers.append(await self._first_answer(first := Turn(request), tally))
                if answers[-1].turn is not first:  # had what came before it been usable, that would count
                    tally.sources.miss()
                tally.sources.add(answers[-1].turn, answers[-1].completion)
                windows.append(await self._mended(answers[-1], segments, tally))
            for turn, asked in self._second_turns(posting, answers, windows):
                items = await self._answer_once(turn, tally)
                windows.append(only_asked(self._grounder.ground(items, segments), asked) if items else [])
        except EngineError as error:
            error.posting_id = posting.id
            error.attempts += tally.attempts
            error.usage = tally.usage + error.usage
            raise
        extraction = assemble(windows)
        if self._readings is not None:
            self._readings.keep(posting, extraction, tally.sources)
        return Reading(extraction, tally.usage, tally.attempts, cached=tally.attempts == 0)

    def recall(self, postings: Sequence[Posting]) -> list[Reading | None]:
        """For each posting the reading that was kept, if the cache still holds the answers that it was made of.

        Raises:
            CacheError: the cache cannot be read.
        """
        if self._readings is None:
            return [None] * len(postings)
        found = self._readings.get_many(postings)
        return [None if kept is None else Reading(kept, attempts=0, cached=True) for kept in found]

    def build_requests(self, posting: Posting) -> tuple[Request, ...]:
        """The first turn for each window of ``posting``: what a provider's batch would send; one for most postings.

        Raises:
            InputError: the text is too long for any model.
        """
        return self._requests(posting, split_segments(posting.text))

    def conversation(self, posting: Posting) -> list[Exchange]:
        """What was asked about ``posting`` so far, and, as ``open``, what is to be asked next; makes no call.

        Without an open exchange, an ordinary run over the same cache reads the posting without a call. Where all
        answers to a request and its follow-ups are unusable, the request itself is open again, as in a run.

        Raises:
            InputError: the text is too long for any model.
            CacheError: the cache cannot be read.
        """
        segments = split_segments(posting.text)
        exchanges: list[Exchange] = []
        answers: list[Answer] = []
        windows: list[list[Fact]] = []
        for request in self._requests(posting, segments):
            answer, asked = self._walk(Turn(request))
            exchanges += asked
            if answer is None:
                continue
            facts = self._grounder.ground(answer.items, segments)
            mending = answer.turn.after_problems(answer.completion, facts, answer.items.invalid)
            if mending is not None:
                exchanges += self._extra_exchange(mending, may_ask=self._reask)
                mended = self._usable_answer(mending)
                facts = self._replaced(facts, mended.items if mended else None, segments)
            answers.append(answer)
            windows.append(facts)
        if not any(exchange.state == "open" for exchange in exchanges):  # what was left out is known only at the end
            for turn, _ in self._second_turns(posting, answers, windows):
                exchanges += self._extra_exchange(turn, may_ask=True)
        return exchanges

    def _walk(self, turn: Turn) -> tuple[Answer | None, list[Exchange]]:
        """The usable answer that the cache leads to, if any, and the exchanges on the way."""
        asked: list[Exchange] = []
        while True:
            if answer := self._usable_answer(turn):
                asked.append(Exchange(turn.request, turn.key, "answered", answer.completion.usage))
                return answer, asked
            failed = self._answers.failed(turn)
            if failed is None:
                asked.append(Exchange(turn.request, turn.key, "open"))
                return None, asked
            follow_up = turn.after_failure(failed, judge(failed))
            if follow_up is None or (follow_up.reasks > turn.reasks and not self._reask):
                asked.append(Exchange(turn.request, turn.key, "failed"))
                asked[0] = replace(asked[0], state="open")
                return None, asked
            asked.append(Exchange(turn.request, turn.key, "failed"))
            turn = follow_up

    def _extra_exchange(self, turn: Turn, *, may_ask: bool) -> list[Exchange]:
        """A turn that is not asked again where its answer was unusable."""
        if answer := self._usable_answer(turn):
            return [Exchange(turn.request, turn.key, "answered", answer.completion.usage)]
        if self._answers.failed(turn):
            return [Exchange(turn.request, turn.key, "failed")]
        return [Exchange(turn.request, turn.key, "open")] if may_ask else []

    def is_answered(self, request: Request) -> bool:
        """Whether a usable answer to ``request``, or to its follow-ups, is in the cache."""
        return self._stored_answer(Turn(request)) is not None

    def store_completion(self, request: Request, completion: Completion) -> bool:
        """Keep a completion that was got some other way (a batch, an import); true if it is usable."""
        usable = judge(completion).items is not None
        self._answers.keep(Turn(request), completion, usable=usable)
        return usable

    def read_completion(self, posting: Posting, completion: Completion) -> Extraction:
        """Ground one completion in ``posting`` without any call or cache.

        Raises:
            InvalidAnswerError, TruncatedError, RefusedError, ContentFilterError: the completion is unusable.
        """
        verdict = judge(completion)
        if verdict.items is None:
            raise _error(verdict, completion)
        return assemble([self._grounder.ground(verdict.items, split_segments(posting.text))])

    def _requests(self, posting: Posting, segments: list[Segment]) -> tuple[Request, ...]:
        windows: Sequence[Sequence[Segment]] = [segments]
        if len(posting.text) > self._window_chars:
            overlap = min(WINDOW_OVERLAP, self._window_chars // 10)
            windows = cut_windows(segments, max_chars=self._window_chars, overlap=overlap)
        if len(windows) > MAX_WINDOWS:
            raise InputError(
                f"posting {posting.id!r} has {len(posting.text):,} characters, which would take {len(windows)} calls "
                f"(at most {MAX_WINDOWS}); check that its text is one posting"
            )
        title = posting.title if posting.title and posting.title not in posting.text else None
        return tuple(self._request(render_posting(window, title=title)) for window in windows)

    def _request(self, rendered: str) -> Request:
        user = Message("user", self._prompt.render(posting=rendered))
        return replace(self._template, messages=(*self._template.messages, user))

    def _stored_answer(self, turn: Turn | None) -> Answer | None:
        """The answer that the cache leads to, past unusable ones whose follow-up succeeded."""
        while turn is not None:
            if answer := self._usable_answer(turn):
                return answer
            failed = self._answers.failed(turn)
            turn = turn.after_failure(failed, judge(failed)) if failed else None
        return None

    def _usable_answer(self, turn: Turn) -> Answer | None:
        stored = self._answers.usable(turn)
        items = judge(stored).items if stored else None
        return Answer(turn, stored, items) if stored and items is not None else None

    async def _first_answer(self, turn: Turn, tally: Tally) -> Answer:
        """A usable answer to the posting, out of the cache or by as many turns as it takes and may take."""
        if stored := self._stored_answer(turn):
            return stored
        while True:
            completion, verdict = await self._call(turn, tally)
            if verdict.items is not None:
                return Answer(turn, completion, verdict.items)
            follow_up = turn.after_failure(completion, verdict)
            if follow_up and (stored := self._stored_answer(follow_up)):
                return stored
            if follow_up is None or (follow_up.reasks > turn.reasks and not self._reask):
                raise _error(verdict, completion)
            turn = follow_up

    async def _mended(self, answer: Answer, segments: list[Segment], tally: Tally) -> list[Fact]:
        """The facts of ``answer``, those that do not ground replaced by what one re-ask says of them.

        An unusable answer to that re-ask costs nothing but the mending: it is not asked again, in later runs neither.
        """
        facts = self._grounder.ground(answer.items, segments)
        turn = answer.turn.after_problems(answer.completion, facts, answer.items.invalid)
        if turn is None:
            return facts
        items = await self._answer_once(turn, tally, may_ask=self._reask)
        return self._replaced(facts, items, segments)

    def _replaced(self, facts: list[Fact], items: Items | None, segments: list[Segment]) -> list[Fact]:
        if items is None:
            return facts
        return [fact for fact in facts if not fact.problem] + self._grounder.ground(items, segments)

    def _second_turns(
        self, posting: Posting, answers: Sequence[Answer], windows: Sequence[list[Fact]]
    ) -> list[tuple[Turn, list[Skill]]]:
        """What is to be asked about the second reader's finds, a turn for each window that shows any."""
        if self._second_reader is None:
            return []
        rest = left_out(self._second_reader(posting), assemble(windows))
        turns = []
        for answer in answers:
            if asked := shown_in(answer.turn, rest):
                turns.append((second_turn(answer.turn, answer.completion, asked), asked))
                rest = [skill for skill in rest if skill not in asked]
        return turns

    async def _answer_once(self, turn: Turn, tally: Tally, *, may_ask: bool = True) -> Items | None:
        """The items of the stored answer to ``turn``, or of a new one, unless an unusable one is stored."""
        if answer := self._usable_answer(turn):
            tally.sources.add(turn, answer.completion)
            return answer.items
        if not may_ask or self._answers.failed(turn):
            tally.sources.miss()
            return None
        completion, verdict = await self._call(turn, tally)
        if verdict.items is None:
            tally.sources.miss()
        tally.sources.add(turn, completion)
        return verdict.items

    async def _call(self, turn: Turn, tally: Tally) -> tuple[Completion, Verdict]:
        async with self._claims.asking(turn) as answered:
            if answered is not None:  # to another process, which paid for it
                return answered, judge(answered)
            if self._on_event and (turn.reasks or turn.enlarged):
                self._on_event(ReAsked(tally.posting_id, turn.reasks + turn.enlarged))
            completion = await self._client.complete(turn.request)
            tally.attempts += completion.attempts
            tally.usage += completion.usage
            verdict = judge(completion)
            self._answers.keep(turn, completion, usable=verdict.items is not None)
            return completion, verdict


def _error(verdict: Verdict, completion: Completion) -> EngineError:
    kind = verdict.error or EngineError
    return kind(f"{verdict.reason} (model {completion.model!r})", raw=completion.text)
