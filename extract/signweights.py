"""The weights of the signs by which a name is weighed, as they are fitted to annotated articles."""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from extract.lexicon import DATA


class Weights(NamedTuple):
    """What a score begins with and what each sign adds to it."""

    base: float
    of: Mapping[str, float]
    most: float  # that may be added to what stands around a name


@cache
def load_weights() -> Weights:
    """Those of `data/weights.toml`, in parts of a score."""
    raw = tomllib.loads((DATA / "weights.toml").read_text(encoding="utf-8"))
    weights = {sign: float(weight) for sign, weight in raw["signs"].items()}
    most = sum(max(weights.get(sign, 0.0), 0.0) for sign in raw["elsewhere"])
    return Weights(raw["base"], weights, most)
