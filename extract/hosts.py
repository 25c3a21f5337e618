"""Where a model can be had that is somebody else's: one more place for it, and not its release."""

import re
from collections.abc import Iterator, Sequence

from extract.lexicon import load_lexicon
from extract.makers import maker_of
from extract.names import Name
from extract.patterns import Match, Term
from extract.tokens import Token, codes_of
from extract.vendors import VendorMention, is_related, open_vendor, vendor_of

_MAKERS_IN_A_ROW = re.compile(r"(?:V[NO]C)+V[NO]")


def is_hosted(
    tokens: Sequence[Token], match: Match, name: Name, vendor: VendorMention | None, actor: VendorMention | None
) -> bool:
    """`云上平台上线了栖岩的 Tern-4`: whose it is stands behind the verb, and is not who does it."""
    if vendor is None or actor is None or match.trigger is None or name.vendor:
        return False
    is_behind = tokens[match.trigger].end <= vendor.start < vendor.end <= name.start
    return is_behind and not is_related(vendor.vendor, actor.vendor)


def is_put_there(tokens: Sequence[Token], match: Match, name: Name) -> bool:
    """`Tern-4 已上线 Tidal Chat` (is now on): where it can be had; `Safari 引入 MCP`: another's, taken in."""
    assert match.trigger is not None
    verb = tokens[match.trigger].trigger
    trigger = verb.id if verb else ""
    if trigger == "zh-bring-in":
        return name.known and maker_of(name) is None
    if trigger != "zh-go-live":
        return False
    start = next(place for place in range(match.trigger, -1, -1) if tokens[place].code in "^,:")
    if name.text in load_lexicon().words.systems or _is_on_a_hub(tokens, match, start):
        return True
    is_subject_before = tokens[match.trigger - 1].code == "M"  # 甲收购乙、Tern-4 上架 Tidal Chat
    has_subject = is_subject_before or any(token.code == "N" for token in tokens[start : match.trigger])
    return has_subject and name.kind == "product"


def _is_on_a_hub(tokens: Sequence[Token], match: Match, start: int) -> bool:
    """`该服务已上架腾讯 TideHub` (this service is now on): something nameless before the verb, whose it is behind."""
    assert match.trigger is not None
    before = [token.code for token in tokens[start + 1 : match.trigger]]
    is_nameless = "K" in before and not any(code in "VNOM" for code in before)
    return is_nameless and tokens[match.trigger + 1].code == "V" and tokens[match.name].code == "O"


def find_host_terms(tokens: Sequence[Token], match: Match, name: Name) -> Iterator[Term]:
    """For and against a name beside a verb that tells where it can be had."""
    if match.trigger is not None and match.trigger < match.name and _is_of_several_makers(tokens, match):
        yield "several makers'", -0.45
    host = _host(tokens, match, name)
    if host is None or name.family is None:
        return
    if not is_related(vendor_of(name.family.vendor), host.vendor):
        yield "at another's", -0.5
    elif match.pattern.codes[-1] == "V":
        yield "at its maker's", 0.3


def _is_of_several_makers(tokens: Sequence[Token], match: Match) -> bool:
    """`推出 Tidal Chat、Halden Desk 等服务`: of a row of names, each with its maker, nobody brings out all."""
    first = match.name - 1
    while tokens[first].code == "V" and tokens[first - 1].code == "C" and tokens[first - 2].code in "NO":
        first -= 3
    row = _MAKERS_IN_A_ROW.match(codes_of(tokens[first:])) if tokens[first].code == "V" else None
    makers = [tokens[first + place].vendors[0].vendor for place in range(0, row.end(), 3)] if row else []
    return len(makers) > 1 and not any(is_related(makers[0], other) for other in makers[1:])


def _host(tokens: Sequence[Token], match: Match, name: Name) -> VendorMention | None:
    """`Claude Opus 5 is now available in GitHub Copilot`, `Vidu Q3 上线华为云`: an existing model at one more place."""
    if match.trigger is None or match.trigger < match.name or name.family is None:
        return None
    place = match.trigger + 1
    while place < len(tokens) and tokens[place].code in "BXH" and place < match.trigger + 3:
        place += 1
    if place == len(tokens) or tokens[place].code == "V":
        return next((vendor for token in tokens[place : place + 1] for vendor in token.vendors), None)
    systems = load_lexicon().words.systems
    hosts = (other for other in tokens[place].names if other.known and other.family is None)
    return next((_maker_of_place(host) for host in hosts if host.text not in systems), None)


def _maker_of_place(name: Name) -> VendorMention:
    """Whose the product is where a model can be had: `Kimi K3 上架 GitHub Copilot`."""
    return VendorMention(name.start, name.end, maker_of(name) or name.vendor or open_vendor(name.text))
