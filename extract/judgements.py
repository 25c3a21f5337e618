"""What people decided: judgements are data, and hold for every rebuild, whatever the rules say by then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

JudgementKind = Literal["accept", "reject", "same", "different", "set", "alias", "undo"]
SetField = Literal["vendor", "model", "kind", "status", "date", "opened", "retired"]
AliasField = Literal["vendor", "model"]

JUDGEMENT_KINDS: tuple[JudgementKind, ...] = get_args(JudgementKind)
SET_FIELDS: tuple[SetField, ...] = get_args(SetField)
ALIAS_FIELDS: tuple[AliasField, ...] = get_args(AliasField)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a judgement is about, as it was called when it was judged: new rules may give it another id or key."""

    release: str = ""  # its id
    vendors: tuple[str, ...] = ()  # ids, or names of vendors that have none; "" where a claim told of no vendor
    names: tuple[str, ...] = ()  # of the model, as written
    url: str = ""  # of an article: then it is about what that article says, and about nothing else


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision of one person. `undoes` is the id of another that holds no longer."""

    id: str
    kind: JudgementKind
    subject: Subject
    author: str
    decided_at: datetime  # aware
    reason: str = ""
    other: Subject | None = None  # of same and different
    field: str | None = None  # of set and alias
    value: str | None = None  # what is set; an alias
    undoes: str | None = None


def find_standing(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Those that nobody took back, the oldest first. To undo an undoing is to do it again."""
    told = sorted(set(judgements), key=lambda each: (each.decided_at, each.id))
    undone: set[str] = set()
    for each in reversed(told):
        if each.kind == "undo" and each.id not in undone and each.undoes:
            undone.add(each.undoes)
    return [each for each in told if each.kind != "undo" and each.id not in undone]
