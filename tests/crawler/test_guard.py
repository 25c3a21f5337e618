"""The guard, asked as a function: no test sends a request to any of these."""

import pytest
from scrapy.exceptions import CannotResolveHostError
from scrapy.resolver import dnscache
from twisted.python.failure import Failure

from crawler.guard import PublicResolver, find_refusal, is_public

PRIVATE = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://0x7f.1/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://2130706433/",
    "http://0/",
    "http://0.0.0.0:8000/",
    "http://127.0.0.1./",
    "http://①②⑦.⓪.⓪.①/",
    "http://１２７.0.0.1/",
    "http://127。0。0。1/",
    "http://127%2e0%2e0%2e1/",
    "http://%31%32%37.0.0.1/",
    "http://public.example@127.0.0.1/",
    "http://public.example:80@127.0.0.1:80/",
    "http:\\\\127.0.0.1\\",
    "HTTP://127.0.0.1/",
    " http://127.0.0.1/",
    "http://[::1]/",
    "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1%25eth0]/",
    "http://[fc00::1]/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://a.localhost/",
    "http://printer/",
    "http://router.lan/",
    "http://metadata.google.internal/",
    "file:///etc/passwd",
    "ftp://public.example/",
    "gopher://public.example/",
    "data:text/html,x",
    "http:///path",
    "http://[broken",
    "",
]
PUBLIC = [
    "https://www.qbitai.com/2026/02/1.html",
    "http://93.184.215.14/",
    "https://[2606:4700::1111]/",
    "http://例子.example/",
    "http://xn--fsqu00a.example:8080/",
]


@pytest.mark.parametrize("url", PRIVATE)
def test_what_is_not_public_is_refused(url: str) -> None:
    assert find_refusal(url)


@pytest.mark.parametrize("url", PUBLIC)
def test_what_is_public_is_not_refused(url: str) -> None:
    assert find_refusal(url) is None


def test_the_host_that_the_user_named_is_allowed_and_no_other() -> None:
    assert find_refusal("http://127.0.0.1:8000/a", {"127.0.0.1"}) is None
    assert find_refusal("http://127.0.0.2:8000/a", {"127.0.0.1"})
    assert find_refusal("file://127.0.0.1/a", {"127.0.0.1"})


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "::1", "::ffff:10.0.0.1", "no address", ""])
def test_a_private_answer_of_a_name_server_is_not_public(address: str) -> None:
    assert not is_public(address)


def resolve(name: str, *private_hosts: str) -> object:
    """What the resolver says of a name whose answer Scrapy has in its cache: no name server is asked."""
    resolver = PublicResolver(ThreadlessReactor(), 10, 1.0)
    resolver.private_hosts = frozenset(private_hosts)
    answers: list[object] = []
    resolver.getHostByName(name).addBoth(answers.append)
    return answers[0]


class ThreadlessReactor:
    """A resolver is made with a reactor, and needs it only to ask the network."""


@pytest.fixture
def _answers(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, address in {"inside.example": "127.0.0.1", "outside.example": "93.184.215.14"}.items():
        monkeypatch.setitem(dnscache, name, address)


@pytest.mark.usefixtures("_answers")
def test_a_public_name_with_a_private_address_is_not_resolved() -> None:
    answer = resolve("inside.example")
    assert isinstance(answer, Failure)
    assert answer.check(CannotResolveHostError)
    assert resolve("outside.example") == "93.184.215.14"
    assert resolve("inside.example", "inside.example") == "127.0.0.1"
