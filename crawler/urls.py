"""One address for one article, however it was linked to."""

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

# What links carry to say where the reader came from. Only names that no site uses to choose the article.
TRACKING = re.compile(
    r"utm_\w+|spm|scm|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_hsenc|_hsmi|share_(?:token|from|source)"
    r"|hmsr|hmpl|hmcu|hmkw|hmci|wt_mc|ref_src|ref_url",
    re.IGNORECASE,
)
PORTS = {"http": "80", "https": "443"}


def canonical_url(link: str, base: str = "") -> str:
    """The absolute address in ASCII without fragment, tracking parameters, user name and default port.

    "" where it is no http or https address.
    """
    try:
        parts = urlsplit(safe_url_string(urljoin(base, link.partition("#")[0].strip())))
        host, port = parts.hostname or "", parts.port
    except ValueError:  # an unclosed bracket, or a port that is no number
        return ""
    if parts.scheme not in PORTS or not host:
        return ""
    host = f"[{host}]" if ":" in host else host
    netloc = host if port is None or str(port) == PORTS[parts.scheme] else f"{host}:{port}"
    return urlunsplit((parts.scheme, netloc, parts.path or "/", _kept(parts.query), ""))


def moved_url(url: str, old_base: str, new_base: str) -> str:
    """The same address on another host, where it lies on the old one; else as it is."""
    parts, old, new = urlsplit(url), urlsplit(old_base), urlsplit(new_base)
    if parts.hostname != old.hostname:
        return url
    return urlunsplit((new.scheme, new.netloc, parts.path, parts.query, ""))


def _kept(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not TRACKING.fullmatch(name)]
    return query if len(kept) == len(pairs) else urlencode(kept)
