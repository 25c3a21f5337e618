"""What speaks for or against a candidate in who its maker is: a vendor beside it, or one whose model it is not."""

from collections.abc import Iterator, Sequence

from extract.makers import is_derived, maker_of
from extract.names import Name
from extract.patterns import Term
from extract.vendors import VendorMention, is_known, is_related


def find_maker_terms(
    name: Name, listed: Sequence[Name], vendor: VendorMention | None, actor: VendorMention | None
) -> Iterator[Term]:
    """The terms of a name, listed with others, whose maker the sentence says is `vendor`, and whose verb `actor`'s."""
    if vendor:
        yield "vendor", 0.08
    who = actor or vendor if name.vendor else vendor or actor  # 讯飞引入 DeepSeek-V5: whose verb, not whose name
    if who is None:
        return
    if _is_anothers(name, who) and is_derived(name):
        yield "made of another's model", -0.1
    elif _is_anothers(name, who):
        yield ("a homonym", -0.05) if name.family and name.family.ambiguous else ("another's model", _weigh_other(who))
    elif (actor or not name.vendor) and any(
        _is_anothers(other, who) and not (other.family and other.family.ambiguous) for other in listed
    ):
        yield "others' models beside", -0.45  # 上线了 Qwen、GLM、Kimi 等模型: a host


def _weigh_other(who: VendorMention) -> float:
    """One who is known is surely another; one whom nobody entered may be a part of the maker's house."""
    return -0.65 if is_known(who.vendor) else -0.55


def _is_anothers(name: Name, who: VendorMention) -> bool:
    maker = maker_of(name)
    return maker is not None and not is_related(maker, who.vendor)
