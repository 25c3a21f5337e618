"""Read what a site's own JSON API lists. Bytes in, addresses out; nothing is fetched."""

import json
import re
from datetime import UTC, datetime, tzinfo
from typing import Any, NamedTuple
from urllib.parse import urljoin

from crawler.listings import Listing, ListingError, read_date

MILLISECONDS = 100_000_000_000  # a number above this is no number of seconds: that would be the year 5138


class ApiFields(NamedTuple):
    """Where things stand in an answer. A path goes into objects by dots: `data.posts`."""

    items: str = ""  # the list of articles; "" where the whole answer is it
    link: str = "{url}"  # the article's address, with fields of the item in braces: `/news/{id}`
    published: str = ""  # a field of the item; "" where there is none
    modified: str = ""


def read_items(body: bytes, fields: ApiFields, base: str, zone: tzinfo) -> list[Listing]:
    """The articles of one answer, in its order; an item without an address is none. ListingError where it is no list.

    Times are ISO 8601 (in the site's `zone` where they name none), or seconds or milliseconds since 1970.
    """
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ListingError(f"not JSON: {error}") from error
    items = _find(answer, fields.items)
    if not isinstance(items, list):
        raise ListingError(f"no list at {fields.items or 'the top'!r}: {str(answer)[:100]}")
    links = ((_fill(fields.link, item), item) for item in items)
    return [Listing(urljoin(base, link), *_read_times(item, fields, zone)) for link, item in links if link]


def _find(value: Any, path: str) -> Any:  # noqa: ANN401 whatever JSON holds
    """None where the path leads nowhere."""
    for name in path.split(".") if path else ():
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _fill(template: str, item: Any) -> str:  # noqa: ANN401
    """ "" where a field is missing, or is neither text nor a whole number."""
    values = {path: _find(item, path) for path in re.findall(r"\{([\w.]+)\}", template)}
    if not values or not all(isinstance(value, (str, int)) and str(value) for value in values.values()):
        return ""
    return re.sub(r"\{([\w.]+)\}", lambda found: str(values[found[1]]), template)


def _read_times(item: Any, fields: ApiFields, zone: tzinfo) -> tuple[str, str]:  # noqa: ANN401
    published, modified = (_find(item, name) if name else None for name in (fields.published, fields.modified))
    return _read_time(published, zone), _read_time(modified, zone)


def _read_time(value: Any, zone: tzinfo) -> str:  # noqa: ANN401
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, (int, float)) or (isinstance(value, str) and value.isdecimal()):
        return _read_epoch(float(value))
    text = str(value).strip().replace("/", "-")
    try:
        moment = datetime.fromisoformat(text)
        return read_date((moment if moment.tzinfo else moment.replace(tzinfo=zone)).isoformat())
    except ValueError:
        return read_date(text)


def _read_epoch(number: float) -> str:
    try:
        moment = datetime.fromtimestamp(number / 1000 if number > MILLISECONDS else number, UTC)
    except (ValueError, OverflowError, OSError):
        return ""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if number > 0 else ""
