"""Read an article's releases: one claim per (vendor, model), each with its evidence, rule and score."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from extract.anaphora import find_antecedents, read_anaphors
from extract.announcing import find_maker, read_own_title
from extract.appositions import with_appositions
from extract.candidates import ACCEPT, REVIEW, Candidate, read_sentence
from extract.catalogues import with_catalogues
from extract.folding import fold
from extract.houses import with_houses
from extract.identity import Parts, read_parts
from extract.introducing import find_introductions, with_introduced, with_introductions
from extract.itemlists import find_item_lists, find_listed
from extract.kinds import Votes, share_votes, vote_kinds
from extract.listings import find_listings, iter_lists, with_listings
from extract.names import Name
from extract.namings import find_namings
from extract.parsing import Parsed, Reading
from extract.records import Article, Claim, Problem
from extract.repeats import find_repeats
from extract.sentences import Sentence, iter_sentences
from extract.series import find_members
from extract.subject import may_be_of_ai
from extract.surroundings import with_surroundings
from extract.tierlists import read_tier_lists
from extract.weighing import FEWEST, find_mentions, may_be_told, weigh
from extract.wholetext import read_article_text
from extract.writing import ClaimWriter

__all__ = ["ACCEPT", "REVIEW", "Analysis", "analyse", "find_claims"]


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything found on the way to the claims, for explaining them."""

    reading: Reading | None = None  # of a text about something else: not read
    parts: dict[Name, Parts] = field(default_factory=dict)
    votes: Votes = field(default_factory=dict)
    parsed: tuple[Parsed, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    claims: tuple[Claim, ...] = ()
    problems: tuple[Problem, ...] = ()


def find_claims(article: Article) -> tuple[tuple[Claim, ...], tuple[Problem, ...]]:
    """The article's claims from the review band upwards, by place in the text, and what could not be read."""
    analysis = analyse(article)
    return analysis.claims, analysis.problems


def analyse(article: Article) -> Analysis:
    """All the steps from text to claims, kept. Where no sentence tells of anything, the steps behind are not taken."""
    text = fold(article.text)
    if not may_be_of_ai(text):
        return Analysis()
    reading = read_article_text(article, text)
    sentences = list(iter_sentences(reading.text, article.blocks))
    maker = find_maker(article)
    # The gate: a trigger, or a cue that may take its place; about one sentence in four has one.
    gated = dict.fromkeys(reading.words.openers.holding(sentences))
    listings = find_listings(reading, sentences, gated.keys())
    introductions = [
        *find_introductions(reading, sentences, gated.keys()),
        *find_namings(reading, sentences, gated.keys()),
    ]
    antecedents = find_antecedents(reading, sentences, gated.keys())
    if antecedents:
        likely = {*gated, *(one for one in sentences if maker and one.block == 0), *chain.from_iterable(antecedents)}
        likely.update(*(each.items for each in listings), *((each.before, each.after) for each in introductions))
        read_anaphors(reading, antecedents, sorted(likely))
    tiers = tuple(read_tier_lists(reading, sentences))
    read = [read_sentence(reading, one) for one in gated if reading.mentions.names(one)]
    read, listed = with_listings(read, reading, listings)
    read, introduced = with_introductions(read, reading, introductions)
    read, listed_alone = with_catalogues(read, reading, article.blocks, sentences)
    if maker and (own := read_own_title(reading, article, sentences, maker)):
        read = [own, *(one for one in read if one[0].sentence != own[0].sentence)] if own[1] else read
    parsed = tuple(one for one, _ in read)
    candidates = tuple(candidate for _, found in read for candidate in found)
    parts: dict[Name, Parts] = {}
    votes: Votes = {}
    claims: tuple[Claim, ...] = ()
    mentions = find_mentions(parsed, candidates) if len(sentences) >= FEWEST else []
    told = [*(candidate.name for candidate in candidates), *(one.name for one in mentions if may_be_told(one))]
    if told:
        lists = [names for one in parsed for names in iter_lists(one)]
        items = find_item_lists(reading, article.blocks, sentences, candidates)
        names = _find_names(reading, sentences, lists, told, chain(tiers, *items))
        parts = read_parts(names, sentences)
        members = find_members(reading, article.blocks, sentences, candidates, parts)
        if members := [*members, *find_listed(reading, items, candidates, parts)]:
            added = tuple(one for one, _ in members if one not in parsed)
            parsed += added
            lists += [names for one in added for names in iter_lists(one)]
            lists += [[one.name, *(each.name for each in one.series)] for _, found in members for one in found]
            candidates += tuple(candidate for _, found in members for candidate in found)
        told += [candidate.name for candidate in candidates]
        votes = _vote(reading, lists, {parts[name] for name in told}, parts)
        votes = with_introduced(votes, [*listed, *introduced, *listed_alone], parts)
        votes = with_surroundings(votes, reading, candidates, parts)
        votes = with_appositions(votes, reading, candidates, parts)
        candidates += tuple(weigh(mentions, candidates, parts, votes, article.title_end))
        claims = with_houses(ClaimWriter(article, reading, sentences, parsed, candidates, parts, votes, maker).claims())
    return Analysis(reading, parts, votes, parsed, candidates, claims, tuple(_iter_problems(article, reading)))


def _find_names(
    reading: Reading,
    sentences: Sequence[Sentence],
    lists: Iterable[Sequence[Name]],
    told: Iterable[Name],
    tiers: Iterable[Sentence],
) -> Iterator[Name]:
    """Those of the title, of what was parsed, of lists of `tiers`, and wherever one told of, or listed, comes again."""
    title = (one for one in sentences if one.block == 0)
    repeated = find_repeats(reading.text, sentences, {*chain.from_iterable(lists), *told})
    for sentence in sorted({*title, *reading.parsed, *repeated, *tiers}):
        yield from reading.mentions.names(sentence)


def _iter_problems(article: Article, reading: Reading) -> Iterator[Problem]:
    for date in reading.dates:
        if date.kind == "impossible":
            yield Problem("date", "impossible-date", date.raw, f"{article.url}#{date.start}-{date.end}")


def _vote(reading: Reading, lists: Iterable[Sequence[Name]], keys: set[Parts], parts: Mapping[Name, Parts]) -> Votes:
    """What the article's words say that the names with these keys are, and those that stand in one list with them."""
    listed = ([parts[name] for name in names] for names in lists)
    sharing = [members for members in (*listed, *_versions(keys, parts)) if not keys.isdisjoint(members)]
    asked = keys.union(*sharing)
    names = [name for name, own in parts.items() if own in asked]
    return share_votes(vote_kinds(reading, names, parts), sharing)


def _versions(keys: set[Parts], parts: Mapping[Name, Parts]) -> Iterator[list[Parts]]:
    """Names that only their versions tell apart: what Tern-2 is called, Tern-1 is too."""
    members: dict[Parts, set[Parts]] = defaultdict(set)
    for own in set(parts.values()):
        members[_without_version(own)].add(own)
    for base in sorted({_without_version(own) for own in keys} - {()}):
        if len(members[base]) > 1:
            yield sorted(members[base])


def _without_version(parts: Parts) -> Parts:
    return tuple(part for part in parts if not part[0].isdigit())
