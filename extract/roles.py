"""Who did it, and has it happened: the vendor and the status that a sentence gives a name under a pattern."""

from collections.abc import Sequence

from extract.features import is_feature
from extract.makers import is_derived, maker_of
from extract.names import Name
from extract.parsing import Parsed
from extract.patterns import Match
from extract.records import Status
from extract.statementrules import is_country
from extract.thingmakers import find_maker_of_feature, find_subject, vendor_by_name
from extract.tokens import Token
from extract.vendors import VendorMention, is_known, is_related


def find_vendor(tokens: Sequence[Token], match: Match, name: Name) -> VendorMention | None:
    """The vendor as the sentence tells it: written on the name, owning it, or the subject of the verb."""
    return choose_joint(tokens, _told_vendor(tokens, match, name), name)


def choose_joint(tokens: Sequence[Token], told: VendorMention | None, name: Name) -> VendorMention | None:
    """Of vendors who do it together, the one whose family the name is of."""
    maker = maker_of(name)
    if told is None or maker is None:
        return told
    joint = next((token.vendors for token in tokens if told in token.vendors), ())
    return next((vendor for vendor in joint if is_related(maker, vendor.vendor)), told)


def _told_vendor(tokens: Sequence[Token], match: Match, name: Name) -> VendorMention | None:  # noqa: PLR0911
    if name.vendor and not is_derived(name):
        return _actor_before(tokens, match, name) or VendorMention(name.start, name.start, name.vendor)
    if behind := next((maker for made, maker in tokens[match.name].makers if made == name), None):
        return behind
    own = [owner for owner in tokens[match.name].owners if owner.end <= name.start]
    if owner := own[-1] if own else _owner(tokens, match):
        return owner
    if match.vendor is not None and not (_is_place(tokens, match.vendor) or _is_partner(tokens, match.vendor)):
        return _closest_vendor(tokens, match)
    if match.trigger is not None and match.trigger < match.name and is_feature(tokens, match.name, name):
        return find_maker_of_feature(tokens, match.trigger)
    if match.trigger is not None and match.name < match.trigger and tokens[match.trigger + 1].code == "P":
        return _labelled_maker(tokens, match.name) or find_actor(tokens, match.trigger)
    return _told_subject(tokens, match.subject) if match.subject is not None else None


def _labelled_maker(tokens: Sequence[Token], name: int) -> VendorMention | None:
    """`Tern-3：星海科技语音团队发布的模型`: who stands right behind the sign that makes a label of the name."""
    is_label = tokens[name + 1].code in ":," and bool(tokens[name + 2].vendors)
    return _most_specific(tokens, name + 2) if is_label else None


def _actor_before(tokens: Sequence[Token], match: Match, name: Name) -> VendorMention | None:
    """`可画推出 Magic Drawers`, `Tidal releases Tide Labs Nova 3`: whose verb it is, before a name with no maker."""
    is_object, own = match.trigger is not None and match.trigger < match.name, name.vendor
    if not is_object or own is None or (is_known(own) and name.text.split()[0] not in own.weak_aliases):
        return None
    actor = find_actor(tokens, match.trigger or 0)
    return actor if actor and is_known(actor.vendor) and not is_related(actor.vendor, own) else None


def _told_subject(tokens: Sequence[Token], subject: int) -> VendorMention | None:
    """Who the subject is; where it is an object itself (Halden 推出 Quill 开源工具 Quill CLI), whose verb it is."""
    verb = next((place for place in range(subject - 1, 0, -1) if tokens[place].code in "TU,:"), 0)
    if tokens[verb].code in ("T", "U"):
        return find_actor(tokens, verb)
    return _unless_country(find_subject(tokens, subject))


def _unless_country(subject: VendorMention | None) -> VendorMention | None:
    """`Switzerland launches Nova 3`: whoever in Switzerland has made it."""
    return None if subject is None or is_country(subject.vendor.name) else subject


def find_actor(tokens: Sequence[Token], trigger: int) -> VendorMention | None:
    """Who stands before the verb in its clause, whether the pattern has a place for a vendor or not."""
    is_attribute = (
        tokens[trigger + 1].code == "P"
    )  # 7 月发布的 Nova-3 (Nova-3, released in July): who is named right before
    for place in range(trigger - 1, 0, -1):
        if tokens[place].code in ",:QTUI" or (is_attribute and tokens[place].code not in "VDAC"):
            return None
        if tokens[place].vendors and tokens[place - 1].code not in "BY" and not _is_place(tokens, place):
            return None if _is_partner(tokens, place) else tokens[place].vendors[0]
        if tokens[place].code == "O" and tokens[place - 1].code in "^,:DX":
            return _unless_country(vendor_by_name(tokens[place].names[0]))
    return None


def _is_partner(tokens: Sequence[Token], place: int) -> bool:
    """`2024年3月与 Halden 联合开源了…` (together with): whom somebody spoken of before did it with."""
    return tokens[place - 1].code == "C" and tokens[place - 2].code in "^,:DX" and tokens[place + 1].code == "C"


def _is_place(tokens: Sequence[Token], place: int) -> bool:
    """`在 Hugging Face 开源`: where, not who; unless it is all the sentence begins with."""
    while tokens[place - 1].code == "C" and tokens[place - 2].code == "B":
        place -= 2  # 在 Hugging Face 和 ModelScope 上: a second place
    before = tokens[place - 1]
    return before.code == "B" and before.cue is not None and before.cue.id.endswith("-place")


def _owner(tokens: Sequence[Token], match: Match) -> VendorMention | None:
    """A vendor directly before the name, or with only 的 or a head noun between: 星海科技的语音模型 Nova-3."""
    at = match.name - 1
    while at >= 0 and tokens[at].code in "PHA" and at > match.name - 3:
        at -= 1
    if tokens[at].code == "X" and tokens[at - 1].code == "P":
        at -= 2
    if at >= 0 and tokens[at].code == "V" and tokens[at].vendors:
        return _most_specific(tokens, at)
    return None


def _closest_vendor(tokens: Sequence[Token], match: Match) -> VendorMention | None:
    """Of the vendors before the trigger, the last one that is not only spoken of."""
    assert match.vendor is not None
    place, codes = match.vendor, match.pattern.codes
    if codes[codes.index("V") :][1:2] == (",",):
        return _most_specific(tokens, place)  # Halden, a startup by former Tidal engineers, unveiled
    stop = match.trigger if match.trigger is not None and match.trigger > match.vendor else match.vendor + 1
    for index in range(match.vendor, stop):
        if [token.code for token in tokens[index - 2 : index]] == ["B", "C"]:
            continue  # 在 Hugging Face 及 GitHub 开源: a second place
        is_other = tokens[index - 1].code in "BY" or _is_partner(tokens, index)
        if (tokens[index].code == "V" and not is_other) or index == match.vendor:
            place = index if tokens[index].code == "V" else place
    return _most_specific(tokens, place)


def _most_specific(tokens: Sequence[Token], place: int) -> VendorMention | None:
    """谷歌DeepMind is DeepMind, whose parent is Google; of joint vendors the first."""
    if not tokens[place].vendors:  # 该公司, they: somebody spoken of before, or right here: Halden 的研究团队
        owners = tokens[place - 2].vendors if tokens[place - 1].code == "P" else ()
        return owners[0] if owners else None
    first = tokens[place].vendors[0]
    for neighbour in (place + 1, place - 1):
        if 0 <= neighbour < len(tokens) and tokens[neighbour].vendors:
            other = tokens[neighbour].vendors[0]
            if other.vendor.parent == first.vendor.id:
                return other
    return first


def read_status(parsed: Parsed, match: Match) -> tuple[Status, str]:
    """The status, and why it may be none at all (a negation, a condition)."""
    tokens = parsed.tokens
    verb = tokens[match.trigger] if match.trigger is not None else tokens[match.name]
    base: Status = verb.trigger.status if verb.trigger else "released"
    end = tokens[match.last - 1].end if match.trigger is None else verb.end
    start = _owner_of(tokens, verb) or clause_start(tokens, verb)
    clause = parsed.cue_types(start, end)
    if _is_foretold(tokens, match, start):
        clause -= {"plan"}
    behind = parsed.cue_types(end, parsed.sentence.end)
    is_cancelled = "cancelled" in behind and (verb.code == "S" or "plan" in clause)
    is_denied = is_cancelled or "negation" in clause or "denial" in parsed.cue_types(parsed.sentence.start, end)
    doubt = "negated" if is_denied else "a question" if _is_asked(parsed, match) else ""
    return (base if doubt else _status_of(parsed, match, base, clause)), doubt


def _is_asked(parsed: Parsed, match: Match) -> bool:
    """Whether the question is about it: not in `Nova-3 发布：软件测试要变天了吗？` (is out: will testing change?).

    There a Chinese clause of its own asks, of something that is neither denied nor doubted.
    """
    if not parsed.is_question or parsed.language != "zh":
        return parsed.is_question
    end = next((token.end for token in parsed.tokens[match.last :] if token.code in ":,"), None)
    is_apart = end is not None and end < parsed.sentence.end - 1
    return not is_apart or "doubt" in parsed.cue_types(parsed.sentence.start, parsed.sentence.end)


def _owner_of(tokens: Sequence[Token], verb: Token) -> int | None:
    """`aims to answer Northwind's launch of Nova 3`: where the event's owner stands, behind what is another's plan."""
    if verb.code != "S":
        return None
    place = next((place for place, token in enumerate(tokens) if token is verb), 0)
    behind = place - 1 if tokens[place - 1].code == "X" else place  # 's
    return tokens[behind - 1].start if behind > 1 and tokens[behind - 1].code == "V" else None


def _status_of(parsed: Parsed, match: Match, base: Status, clause: set[str]) -> Status:
    verb = parsed.tokens[match.trigger] if match.trigger is not None else parsed.tokens[match.name]
    behind = parsed.cue_types(verb.start, _end_of_telling(parsed, match))
    if _is_rumoured(parsed, match, verb, clause):
        return "rumoured"
    if _is_put_off(parsed, verb):
        return "planned"
    if "plan" in clause and "limited" in behind:
        return "preview"  # 推迟 Nova-3 的发布，仅向合作方开放: put off for all but partners
    if "plan" in clause or _comes_with_a_plan(parsed, verb) or _is_to_come(parsed, match):
        return "planned"
    if base in ("released", "updated") and ({"preview", "limited"} & behind or "limited" in clause):
        return "preview"
    return base


def _is_rumoured(parsed: Parsed, match: Match, verb: Token, clause: set[str]) -> bool:
    """Whether its clause is a rumour, or one before it.

    `知情人士称，双方讨论了最新发布的 Nova-3` (discussed the newest one) tells no rumour of it.
    """
    if "rumour" in clause:
        return True
    if "past" in clause or "rumour" not in parsed.cue_types(parsed.sentence.start, verb.start):
        return False
    tokens, trigger = parsed.tokens, match.trigger or 0
    is_attribute = 0 < trigger < match.name and tokens[trigger + 1].code == "P" and tokens[trigger - 1].code in "AD"
    return not (is_attribute and "plan" not in clause)


def _end_of_telling(parsed: Parsed, match: Match) -> int:
    """`Nova-3 发布、Tern-4 内测`: what is said behind the verb of a subject, up to the next one."""
    tokens, end = parsed.tokens, parsed.sentence.end
    if match.trigger is None or match.trigger < match.name:
        return end
    places = range(match.trigger + 1, len(tokens))
    return next(
        (tokens[place].start for place in places if tokens[place].code == "N" and tokens[place - 1].code in "C,"), end
    )


def _is_foretold(tokens: Sequence[Token], match: Match, start: int) -> bool:
    """`此前预告的 Nova-3 今日发布` (announced before): of what is told now, no other plan."""
    if match.trigger is None or match.trigger < match.name:
        return False
    plans = [place for place in range(match.trigger) if tokens[place].code == "L" and tokens[place].start >= start]
    return len(plans) == 1 and plans[0] < match.name and tokens[plans[0] + 1].code == "P"


def _is_put_off(parsed: Parsed, verb: Token) -> bool:
    """`Nova 3's launch has been delayed to May`: the event is a noun, and the plan stands behind it."""
    if verb.trigger is None or not verb.trigger.id.endswith("-event"):
        return False
    end = next(token.start for token in parsed.tokens if token.start >= verb.end and token.code in ",:QE")
    return "plan" in parsed.cue_types(verb.end, end)


def _is_to_come(parsed: Parsed, match: Match) -> bool:
    return _announces_a_plan(parsed, match) or _is_announced_for(parsed.tokens, match)


def _announces_a_plan(parsed: Parsed, match: Match) -> bool:
    """`官宣 Nova-3 预计 4 月上线` (announces that Nova-3 is expected to go live in April): that is yet to come."""
    tokens = parsed.tokens
    verb = tokens[match.trigger] if match.trigger is not None else None
    if verb is None or verb.trigger is None or not verb.trigger.announces or verb.start > tokens[match.name].start:
        return False
    end = next(token.start for token in tokens[match.name + 1 :] if token.code in ",:QCE")
    is_behind = "plan" in parsed.cue_types(tokens[match.name].end, end)
    is_between = "plan" in parsed.cue_types(verb.end, tokens[match.name].start)  # 官宣将推 Nova-3
    return is_behind or (is_between and tokens[match.name - 1].code != "L")  # not 宣布将 Nova-3 扩展至全球


def _is_announced_for(tokens: Sequence[Token], match: Match) -> bool:
    """`Nova-3 官宣，定档 6 月 13 日发布`: announced, with the day on which it will come."""
    if match.trigger is None or match.trigger < match.name or not _announces(tokens[match.trigger]):
        return False
    codes = [token.code for token in tokens[match.trigger + 1 : match.trigger + 3]]
    is_meeting = codes == ["D", "X"] and tokens[match.trigger + 3].code in ",:E"  # 官宣本月见: see you this month
    following = tokens[match.trigger + 2].trigger if codes == [",", "T"] else None
    return (
        is_meeting
        or codes == [",", "L"]
        or codes[:1] == ["L"]
        or (following is not None and following.status == "planned")
    )


def _comes_with_a_plan(parsed: Parsed, verb: Token) -> bool:
    """`Nova-3 将于本月上线，同时上线的还有 Nova-4` (with it comes): nothing has happened yet."""
    if verb.trigger is None or verb.trigger.id != "zh-what-came":
        return False
    earlier = [token for token in parsed.tokens if token.end <= verb.start and token.code in "LTUI"]
    return any(token.code == "L" for token in earlier) and not (earlier[-1].code in "TUI" and earlier[0].code != "L")


def _announces(verb: Token) -> bool:
    return verb.trigger is not None and verb.trigger.announces


def clause_start(tokens: Sequence[Token], verb: Token) -> int:
    """Where the clause of a verb begins."""
    before = verb.start
    ends = [token.end for token in tokens if token.end <= before and token.code in ",:Q"]
    return max(ends) if ends else tokens[0].start
