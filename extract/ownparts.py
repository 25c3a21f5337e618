"""A known thing that is named for the sake of a part of it: `ChatGPT 语音解释功能`, `macOS 27 系统设计资源`."""

from collections.abc import Sequence

from extract.names import Name
from extract.patterns import Match
from extract.tokens import Token

_REST = range(2, 11)  # characters of what a system has


def is_owner(tokens: Sequence[Token], match: Match, name: Name) -> bool:
    """`上线 ChatGPT 语音解释功能` (its feature): a known thing, and what is behind it is another."""
    is_object = match.trigger is not None and match.trigger < match.name
    if not name.known or name.kind == "model":
        return False
    if is_object and _is_in_a_system(tokens, match):
        return True
    following = tokens[match.name + 1 : match.name + 3]
    if [token.code for token in following] == ["K", "K"] and following[1].head and following[1].head.id == "zh-feature":
        return True  # ChatGPT app 技能: skills for its app
    may_own = is_object or name.kind == "chip"  # RTX 光追演示视频发布: its video
    is_versioned = any(sign.isdigit() for sign in name.text)
    if is_versioned or not may_own or following[0].code != "X" or following[0].start - name.end > 1:
        return False
    head = following[-1].head
    return head is None or head.kind != name.kind or head.id == "zh-feature"


def _is_in_a_system(tokens: Sequence[Token], match: Match) -> bool:
    """`发布 macOS 27 系统设计资源` (resources for designing with that system)."""
    noun, rest, stop = (*tokens[match.name + 1 : match.name + 4], tokens[-1], tokens[-1])[:3]
    is_rest = rest.code == "X" and rest.cue is None and rest.end - rest.start in _REST
    return noun.head is not None and noun.head.id == "zh-app" and is_rest and stop.code in ",:(E"
