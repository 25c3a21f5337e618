"""Read the lines of an English catalogue, a release each with no verb: `Nova 3 (Northwind) — a new model for …`.

Several such lines follow one another. Their own days (`Nova 3 — May 14, 2026`), what stands above them (a history of
the models, new releases), or that one of them is called new says that they tell of releases, and compare nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from extract.candidates import Candidate
from extract.lines import is_unsure
from extract.listings import Read
from extract.names import Name
from extract.parsing import Parsed, Reading, parse_sentence
from extract.records import Block
from extract.sentences import Sentence
from extract.tokens import Token, codes_of
from extract.vendors import VendorMention, open_vendor

RULE, DATED = "en-catalogue", "en-catalogue-dated"
_WEIGHT, _BY_ITS_MAKER = 0.44, 0.08
_STRENGTH = {3: 0.16, 2: 0.08, 1: 0.0, 0: 0.0}  # by a name's strength
_LINE = re.compile(  # Nova 3 (Northwind) —, Northwind's Nova 3:, Nova 3, May 14 –
    r"(?:[\"“\[]?[A-Z][\w.+'’-]*\]?(?: [\w.+'’-]+){0,8}(?:,? \(?[A-Z][^()\n—–:]{2,28}\)?){0,2}"
    # May 14, 2026 | Nova 3; 2026-05-14: Nova 3
    r"|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]{2,8}\.? \d{4}|\d{4}(?:[-/.]\d{1,2}){0,2})"
    r" ?(?:[:—–|]|-- ?| - )"
)
_MARK = re.compile(r"[:—–|-](?:(?<=[:—–|])|(?<=-)-|(?<= -) )")  # what such a line has behind the name
_HEADING = re.compile(
    r"[A-Z][\w.+'’-]*(?: [\w.+'’-]+){0,6},? ?[(,:—–-] ?[A-Z\d][\w ,./-]{2,20}\)?$"
)  # Nova 3 (May 14, 2026)
_FORM = re.compile(r"\^(?:D[:,])?(?:V[X:]?|\(V\))?[NO][XH]?(?:Y[MVOXK]{1,2})?(?:[,:(]*(?P<day>D)\)?)?(?:[:,]|E)")
_ASIDE = re.compile(r" \((?P<who>[A-Z][\w.&-]*(?: [A-Z\d&][\w.&-]*){0,2})\)")  # Nova 3 (Halden)
_TELLS = re.compile(
    r"(?i)\b(?:(?:model|LLM|AI|new|open|recent|latest|major|notable|other) (?:[\w-]+ )?releases|releases of|new models"
    r"|new (?:[\w-]+ ){1,3}models|model (?:launches|drops|updates)|launches|timeline"
    r"|(?:what|that) (?:came out|is out|'s out|is new|was released|dropped|shipped|landed|launched)\b"
    r"|(?:latest|notable|recent|new) (?:open |AI |open-source |model )*(?:artifacts|models|releases|drops)"
    r"|(?:history|chronology|evolution) of (?:the |our )?(?:[\w-]+ ){0,3}(?:models?|LLMs|AI)"
    r"|released (?:so far|this (?:week|month|year)|in [A-Z]))\b"
)
_CHRONICLE = re.compile(r"(?i)\b(?:timeline|history|chronology|evolution|milestones)\b")
_OF_OTHERS = re.compile(  # a history of outages
    r"(?i)\b(?:outages?|incidents?|deprecat\w+|retire\w*|sunset\w*|shutdowns?|pric(?:es?|ing)|lawsuits?|funding|leaks?"
    r"|scores?|benchmarks?|leaderboards?)\b"
)
_IS_NEW = re.compile(r"\s*(?:an?|the|its|their|our)\s(?:brand-)?(?:new|latest|newest)\b", re.IGNORECASE)
_FEWEST = 2
_FEW_UNKNOWN = 4  # makers in brackets for each that is known


def read_catalogues(reading: Reading, blocks: Sequence[Block], sentences: Sequence[Sentence]) -> list[Read]:
    """Each such line, parsed, with a candidate for each of its names."""
    found: list[Read] = []
    title = next((one for one in sentences[:1] if blocks[one.block].kind == "title"), None)
    for lead, lines in (*_iter_runs(reading, blocks, sentences), (None, [*_iter_headings(reading, blocks, sentences)])):
        read = _with_makers(reading, [_read_line(reading, line) for line in lines if reading.mentions.names(line)])
        formed = [(parsed, form) for parsed in read if (form := _form_of(parsed))]
        own = [(parsed, form) for parsed, form in formed if any(name.strength > 1 for name in _named(parsed).names)]
        if lines and blocks[lines[0].block].kind == "row":
            formed = own  # Date | Company | Model: the head of a table
        is_told = _tells_of_releases(reading, lead, own) or _is_told_by(reading, title, own)
        if len(own) >= _FEWEST and (is_told or _is_chronicle(reading.text, (title, lead), own)):
            found += [
                (parsed, list(_iter_candidates(parsed, DATED if form["day"] else RULE)))
                for parsed, form in formed
                if not is_unsure(parsed)
            ]
    return found


def _iter_runs(
    reading: Reading, blocks: Sequence[Block], sentences: Sequence[Sentence]
) -> Iterator[tuple[Sentence | None, list[Sentence]]]:
    """Lines of the form in blocks that follow one another, and the sentence before them.

    Between them may stand what is nothing but above some of them: `Halden`, and deeper in the list `Nova 3 (May 14)`.
    """
    before, run, block = None, list[Sentence](), -1
    for sentence in sentences:
        if sentence.block == block:
            before = before if run else sentence
            continue
        block = sentence.block
        if _is_line(reading.text, blocks[block], sentence):
            run.append(sentence)
            continue
        if _stands_above(blocks, block):
            continue
        if len(run) >= _FEWEST:
            yield before, run
        before, run = sentence, []
    if len(run) >= _FEWEST:
        yield before, run


def _is_line(text: str, block: Block, sentence: Sentence) -> bool:
    place = sentence.start, sentence.end
    if _MARK.search(text, *place) and _LINE.match(text, *place):
        return True
    return block.kind == "item" and _HEADING.match(text, *place) is not None


def _stands_above(blocks: Sequence[Block], place: int) -> bool:
    """Whether an item has items of its own."""
    behind = next(iter(blocks[place + 1 : place + 2]), blocks[place])
    return behind.kind == blocks[place].kind == "item" and behind.level > blocks[place].level


def _iter_headings(reading: Reading, blocks: Sequence[Block], sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """Headings of a name and its day, whatever stands below each."""
    for sentence in sentences:
        if blocks[sentence.block].kind == "heading" and _HEADING.match(reading.text, sentence.start, sentence.end):
            yield sentence


def _read_line(reading: Reading, line: Sentence) -> Parsed:
    """The line parsed; a day in brackets, which ends it, is no aside but the name's: `Nova 3 (May 14, 2026)`."""
    parsed = parse_sentence(reading, line)
    is_named = codes_of(parsed.tokens) in ("^NE", "^VNE")
    days = reading.dates.inside(line.start, line.end) if is_named else ()
    day = (Token("D", date.start, date.end) for date in days if date.start >= parsed.tokens[-2].end)
    return parsed.with_tokens([*parsed.tokens[:-1], *day, parsed.tokens[-1]]) if days else parsed


def _with_makers(reading: Reading, lines: Sequence[Parsed]) -> list[Parsed]:
    """The lines with who stands in brackets, where others of the list have known makers there: `Nova 3 (Halden): …`."""
    asides = {line: found for line in lines if (found := _maker_aside(reading.text, line))}
    known = [line for line in asides if _named(line).makers]
    if not known or len(asides) > _FEW_UNKNOWN * len(known):
        return list(lines)
    return [_with_maker(line, asides[line]) if line in asides and line not in known else line for line in lines]


def _maker_aside(text: str, line: Parsed) -> re.Match[str] | None:
    return _ASIDE.match(text, _named(line).end, line.sentence.end) if _form_of(line) else None


def _with_maker(line: Parsed, aside: re.Match[str]) -> Parsed:
    named = _named(line)
    maker = VendorMention(*aside.span("who"), open_vendor(aside["who"]))
    told = named._replace(makers=tuple((name, maker) for name in named.names))
    return line.with_tokens([told if token is named else token for token in line.tokens])


def _form_of(parsed: Parsed) -> re.Match[str] | None:
    return _FORM.match(codes_of(parsed.tokens))


def _tells_of_releases(reading: Reading, lead: Sentence | None, lines: Sequence[tuple[Parsed, re.Match[str]]]) -> bool:
    dated = sum(form["day"] is not None for _, form in lines)
    if lead and _TELLS.search(reading.text, lead.start, lead.end):
        return True
    is_by_makers = all(_named(parsed).makers or parsed.tokens[1].vendors for parsed, _ in lines)
    is_one_new = any(_IS_NEW.match(reading.text, parsed.tokens[form.end() - 1].end) for parsed, form in lines)
    return dated > len(lines) / 2 or (is_by_makers and is_one_new)


def _is_told_by(reading: Reading, title: Sentence | None, lines: Sequence[tuple[Parsed, re.Match[str]]]) -> bool:
    """`Latest open models (#24)` over lines that each say whose the model is: `Nova 3 by Halden: …`."""
    is_of_releases = title is not None and _TELLS.search(reading.text, title.start, title.end) is not None
    return is_of_releases and all("Y" in form[0] or _named(parsed).makers for parsed, form in lines)


def _is_chronicle(text: str, above: Iterable[Sentence | None], lines: Sequence[tuple[Parsed, re.Match[str]]]) -> bool:
    """`LLM timeline` over lines that begin with their days: `May 14, 2026 | Nova 3 – a small model`."""
    said = [(one.start, one.end) for one in above if one]
    is_one = any(_CHRONICLE.search(text, *place) for place in said)
    is_of_others = is_one and any(_OF_OTHERS.search(text, *place) for place in said)
    return is_one and not is_of_others and all(parsed.tokens[1].code == "D" for parsed, _ in lines)


def _named(parsed: Parsed) -> Token:
    return next(token for token in parsed.tokens if token.code in "NO")


def _iter_candidates(parsed: Parsed, rule: str) -> Iterator[Candidate]:
    token = _named(parsed)
    for name in token.names:
        if name.known:
            continue
        maker = _maker_of(parsed, token, name)
        terms = ((rule, _WEIGHT), (f"strength-{name.strength}", _STRENGTH[name.strength]))
        yield Candidate(
            name=name,
            sentence=parsed.sentence,
            vendor=maker,
            status="released",
            trigger=None,
            rule=rule,
            terms=(*terms, ("vendor", _BY_ITS_MAKER)) if maker else terms,
        )


def _maker_of(parsed: Parsed, token: Token, name: Name) -> VendorMention | None:
    """Who is written behind the name or one of those beside it, else before it."""
    behind = sorted(token.makers, key=lambda made: made[0] != name)
    around = (
        parsed.tokens[1:3],
        parsed.tokens[parsed.tokens.index(token) + 1 :][1:2],
    )  # [Halden] Nova 3; Nova 3 | Halden |
    beside = (vendor for tokens in around for each in tokens for vendor in each.vendors)
    return next((maker for _, maker in behind), next(beside, None))
