"""Where the items of a list begin that has lost its line breaks: "Build services Write tests Experience with Go"."""

from __future__ import annotations

from collections.abc import Iterator

from jdextract.engines.lexicon.expressions import expression

# Words that begin a demand or a duty and hardly ever stand, with a capital, within a sentence.
_OPENERS = (
    r"Experience|Experienced|Knowledge|Familiarity|Familiar|Strong|Ability|Proficiency|Proficient|Excellent|Good|Understanding|Solid|Proven|Bachelor|Degree|Hands-on|Comfortable|"
    r"Passion|Passionate|Expertise|Demonstrated|Minimum|Must|Bonus|You|Your|Working|Some|An|A|At least|Extensive|Exposure|Deep|Prior|Previous|Willingness|Confidence|Confident|Curiosity|Attention|Fluency|Fluent|Ideally|"
    r"Adopt|Analy[sz]e|Architect|Assist|Automate|Build|Champion|Coach|Collaborate|Communicate|Conduct|Configure|Contribute|Coordinate|Craft|Create|Debug|Define|Deliver|Deploy|Develop|Diagnose|Drive|Enable|Engage|Enhance|Ensure|"
    r"Establish|Estimate|Evaluate|Evolve|Execute|Expand|Explore|Extend|Facilitate|Find|Fix|Foster|Guide|Help|Identify|Implement|Improve|Influence|Integrate|Investigate|Join|Keep|Launch|Lead|Leverage|Maintain|Make|Manage|Mentor|Migrate|"
    r"Moderni[sz]e|Monitor|Onboard|Operate|Optimi[sz]e|Oversee|Own|Pair|Participate|Partner|Perform|Prepare|Provide|Push|Reduce|Refactor|Replace|Resolve|Run|Scale|Serve|Set up|Shape|Ship|Solve|Spearhead|Take|Troubleshoot|Tune|Turn|Understand|Use|Validate|Write|"
    r"(?!Engineering|Programming|Testing|Machine|Marketing|Banking|Consulting|Learning|Spring|String|Computing|Networking|Accounting|Manufacturing|Gaming|Processing|Training|Trading|Pricing|Billing|Hosting|Bing|Boeing|Ring)[A-Z][a-z]{3,}ing(?= (?:[a-z]|our |the |[A-Z][A-Za-z.#+]+ ))"
)
# In German most nouns have a capital, so that these begin an item behind one; they do not behind a word in lower case,
# which is their adjective, preposition or verb, nor behind a span of time ("3 Jahre Erfahrung mit").
_GERMAN_OPENERS = (
    r"Sehr gute|Gute|Fundierte[sr]?|Erste|Praktische|Idealerweise|Abgeschlossene[sn]?|Mehrjährige|Sicherer Umgang|Freude an|Interesse an|"
    r"Erfahrung(?:en)?(?= (?:mit|in|im))|Kenntnisse(?= (?:in|im|der|von))|Du|Sie|Deutsch|Englisch|"
    r"(?:Weiterentwicklung|Entwicklung|Konzeption|Umsetzung|Betreuung|Wartung|Pflege|Mitarbeit|Analyse|Optimierung|Implementierung|Zusammenarbeit|Durchführung|Unterstützung|Planung|Erstellung|Sicherstellung)(?= (?:von|und|der|des|bei|an|unserer|mit|in)\b)"
)
_SENTENCE_ENDS = ".!?;:"
# It begins with a plain blank, for which a search is fast.
_START = expression(
    rf" (?=[A-Z])(?<=[a-z0-9äöüß)%+#”\"'’{_SENTENCE_ENDS}] )(?=(?:{_OPENERS}|(?P<german>{_GERMAN_OPENERS}))\b)"
)
_IN_LOWER_CASE = expression(r"(?<![^\W_])(?:[a-zäöüß][^\W\d_-]*|Jahren?|Monaten?)$")
# Behind these a sentence goes on, whatever the case of the next word.
_GOES_ON = expression(
    r"(?:^|[\s(/,&-])(?:the|a|an|our|your|of|in|on|for|with|and|or|to|by|at|from|as|is|are|if|not|no|die|der|das|den|dem|des|ein|eine|einer|eines|und|oder|mit|für|in|im|bei|von|zur|zum|auf|an|am|als|deine|ihre|unsere|unserer|unserem|unseren|sowie|wenn|dass|[A-Z][a-z]*)$"
)


def item_starts(plain: str, low: int, high: int) -> Iterator[int]:
    """The positions in ``plain[low:high]`` at which an item or a sentence that opens like one begins."""
    item = low
    for match in _START.finditer(plain, low, high):
        start, end = match.span()
        if end - low <= 2:
            continue
        if plain[start - 1] in _SENTENCE_ENDS or not _goes_on(plain, item, start, german=bool(match["german"])):
            item = end
            yield end


def _goes_on(plain: str, item: int, start: int, *, german: bool) -> bool:
    """Whether the words in front of ``start``, of which the item begins at ``item``, want more of it."""
    before = _IN_LOWER_CASE if german else _GOES_ON
    if before.search(plain, max(item - 1, start - 30, 0), start):
        return True
    return german and plain.find(" ", item, start) < 0  # "Gute Kenntnisse"
