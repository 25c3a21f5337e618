"""The day that a page's own scripts know, for pages that show it only once they run: `createTime = '2026-06-11 20:08'`.

The data of other articles stand in scripts too: days count where all of them are one.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from lxml import etree

_SIGNS = r"[\\\"' ]{0,4}"
_STAMP = re.compile(
    rf"\b(?:ori_?create|create|publish|pub|post)(?:ed)?_?(?:time|date|at|on){_SIGNS}[:=]{_SIGNS}"
    r"(?:(?P<day>20[0-4]\d[-/]\d{1,2}[-/]\d{1,2}(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?)"
    r"|(?P<seconds>1\d{9})(?:\d{3})?\b)",
    re.IGNORECASE,
)


def iter_script_days(tree: etree._Element) -> Iterator[str]:
    """When the page was published by what its scripts are given; nothing where they tell of several days."""
    scripts = (script.text or "" for script in tree.iter("script") if "ld+json" not in (script.get("type") or ""))
    stamps = [_read_stamp(match) for script in scripts for match in _STAMP.finditer(script)]
    if len({stamp[:10] for stamp in stamps}) == 1:
        yield stamps[0]


def _read_stamp(match: re.Match[str]) -> str:
    return (
        match["day"].replace("/", "-")
        if match["day"]
        else datetime.fromtimestamp(int(match["seconds"]), UTC).isoformat()
    )
