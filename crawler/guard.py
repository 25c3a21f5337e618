"""Keep the crawler on the public internet: a page must not send it to the machine it runs on, or its neighbours.

Two gates: the address as written (`find_refusal`, asked for every request and redirect), and the address a name
resolves to (`PublicResolver`). Scrapy alone reached 12 of 27 disguised private targets.
"""

import contextlib
import socket
import unicodedata
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from scrapy.exceptions import CannotResolveHostError
from scrapy.resolver import CachingThreadedResolver

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase
    from twisted.internet.defer import Deferred

SCHEMES = ("http", "https")
LOCAL_SUFFIXES = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa")
DOTS = str.maketrans("。．｡", "...")  # full stops that IDNA reads as dots
NAT64 = IPv6Address("64:ff9b::").packed[:12]  # RFC 6052: the last four bytes are an IPv4 address


def find_refusal(url: str, allowed_hosts: "Collection[str]" = ()) -> str | None:
    """Why this address must not be fetched, or None. `allowed_hosts` are those the user named himself."""
    try:
        parts = urlsplit(url.strip().replace("\\", "/"))
        host = parts.hostname or ""
    except ValueError as error:
        return f"not an address: {error}"
    if parts.scheme.lower() not in SCHEMES:
        return f"the scheme {parts.scheme!r} is not http or https"
    if host in allowed_hosts:
        return None
    return _find_host_refusal(_plain_host(host))


def is_public(address: str) -> bool:
    """A literal address (not a name) that is routed on the public internet, whatever IPv4 address it wraps."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(each.is_global and not each.is_multicast for each in _with_wrapped(parsed))


class PublicResolver(CachingThreadedResolver):
    """Resolves names to public addresses only. Literal addresses pass: the first gate has seen them.

    The setting PRIVATE_HOSTS names the hosts that may be private: those the user typed.
    """

    private_hosts: frozenset[str] = frozenset()

    @classmethod
    def from_crawler(cls, crawler: "Crawler", reactor: "ReactorBase") -> "PublicResolver":
        resolver: PublicResolver = super().from_crawler(crawler, reactor)
        resolver.private_hosts = frozenset(crawler.settings.getlist("PRIVATE_HOSTS"))
        return resolver

    def getHostByName(self, name: str, timeout: "Sequence[int]" = ()) -> "Deferred[str]":  # noqa: N802 Twisted's name
        found = super().getHostByName(name, timeout)
        return found if name in self.private_hosts or _is_literal(name) else found.addCallback(_checked, name)


def _find_host_refusal(host: str) -> str | None:
    if not host:
        return "no host"
    if literal := _read_literal(host):
        return None if is_public(str(literal)) else f"{literal} is not a public address"
    if "." not in host or host.endswith(LOCAL_SUFFIXES):
        return f"{host!r} is a local name"
    return None


def _plain_host(host: str) -> str:
    """As the network will read it: unquoted, width and circled digits folded, without the root's dot."""
    return unicodedata.normalize("NFKC", unquote(host)).translate(DOTS).lower().strip().rstrip(".")


def _read_literal(host: str) -> IPv4Address | IPv6Address | None:
    """An address in any spelling that the C library accepts: 127.1, 0x7f.1, 0177.0.0.1, 2130706433."""
    with contextlib.suppress(ValueError):
        return ip_address(host.strip("[]").partition("%")[0])
    try:
        return IPv4Address(socket.inet_aton(host))
    except (OSError, UnicodeEncodeError):
        return None


def _with_wrapped(address: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """The address, and the IPv4 addresses that it carries: mapped, compatible, 6to4, Teredo, NAT64."""
    if isinstance(address, IPv4Address):
        return [address]
    wrapped = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address.packed[:12] in (NAT64, bytes(12)):
        wrapped.append(IPv4Address(address.packed[12:]))
    return [*(each for each in wrapped if each), *([] if address.ipv4_mapped else [address])]


def _is_literal(name: str) -> bool:
    return _read_literal(name) is not None


def _checked(address: Any, name: str) -> Any:  # noqa: ANN401 what Twisted hands on
    if not is_public(str(address)):
        raise CannotResolveHostError(f"{name} resolves to {address}, which is not a public address")
    return address
