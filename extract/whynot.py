"""Why no pattern took a name in: the reason that a person can act on, for the explanation of a sentence."""

from collections.abc import Collection, Iterator, Sequence

from extract.names import Name
from extract.parsing import Parsed
from extract.tokens import Token

_VERBS = "TUIS"
_SHOWN = 24  # characters of the words that stand between


def why_not(text: str, parsed: Parsed, read: Collection[Name]) -> Iterator[tuple[str, str]]:
    """Each name of the sentence that is not among `read`, and the reason; for all of them ("", the reason)."""
    named = [(place, token) for place, token in enumerate(parsed.tokens) if token.names]
    if not named:
        yield "", "no name is left of the sentence: " + _swallowed(parsed)
    for place, token in named:
        for name in token.names:
            if name not in read:
                yield name.text, _reason(text, parsed.tokens, place)


def _swallowed(parsed: Parsed) -> str:
    return "all its names lie within other spans" if len(parsed.tokens) > len("^E") else "it is empty"


def _reason(text: str, tokens: Sequence[Token], place: int) -> str:
    if tokens[place].code == "M":
        return _mentioned(text, tokens, place)
    verbs = [at for at, token in enumerate(tokens) if token.code in _VERBS]
    if not verbs:
        return "no verb of release in the sentence"
    nearest = min(verbs, key=lambda at: abs(at - place))
    between = tokens[min(nearest, place) + 1 : max(nearest, place)]
    codes = " ".join(token.code for token in between)
    order = f"“{_words(text, tokens[nearest])}” {'before' if nearest < place else 'behind'} it"
    what = f"with {codes} between" if codes else "right beside it"
    plain = " (a name without a version or a family)" if tokens[place].code == "O" else ""
    return f"no pattern has {order}, {what}{plain}"


def _mentioned(text: str, tokens: Sequence[Token], place: int) -> str:
    """What makes it a mention: the nearest word that starts one before it, or what stands right behind."""
    starts = [token for token in tokens[:place] if token.code in "BY"]
    behind = tokens[place + 1]
    if behind.cue is not None and behind.cue.type in ("after", "worth"):
        return f"only mentioned: “{_words(text, behind)}” stands behind it"
    if starts:
        return f"only mentioned: “{_words(text, starts[-1])}” stands before it"
    return "only mentioned: it owns what follows"


def _words(text: str, token: Token) -> str:
    words = text[token.start : token.end]
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
