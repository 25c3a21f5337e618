"""Alerts by e-mail, to a real server on the loopback: TLS, login, certificates, and what is not taken."""

import asyncio
import datetime
import ssl
import threading
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from typer.testing import CliRunner, Result

from extract.keys import model_key
from extract.records import Article, Claim, Extraction, Span
from interface.alerting import alerts_file
from interface.cli import app
from storage.alerting import open_alerts
from storage.database import open_database
from storage.extractions import save_extraction
from storage.releases import rebuild_releases

if TYPE_CHECKING:
    from email.message import EmailMessage

aiosmtpd = pytest.importorskip("aiosmtpd.smtp", reason="the mail server of the tests is aiosmtpd")
USER, PASSWORD = "reader@example.org", "p@ss word:1"
AUTH = "reader%40example.org:p%40ss%20word%3A1"


class Certificate(NamedTuple):
    """Files with a certificate for 127.0.0.1 that it signed itself, and with its key."""

    file: Path
    key: Path


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    folder = tmp_path_factory.mktemp("certificate")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    hour = datetime.timedelta(hours=1)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - hour, now + hour)
    address = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = builder.add_extension(address, critical=False).sign(key, hashes.SHA256())
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    formats = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key.private_bytes(*formats))
    return Certificate(folder / "cert.pem", folder / "key.pem")


_TURNS = 5  # of the loop, in which a connection is aborted, its TLS shut down and its end told


class Postbox:
    """What the server has taken, and what it says to the next letters; "" takes one."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.encrypted: list[bool] = []
        self.answers: list[str] = []

    async def handle_DATA(self, server: object, _: object, envelope: object) -> str:  # noqa: N802 aiosmtpd's name
        if answer := self.answers.pop(0) if self.answers else "":
            return answer
        letter = message_from_bytes(envelope.original_content, policy=policy.default)  # type: ignore[attr-defined]
        self.letters.append(letter)
        self.encrypted.append(server.transport.get_extra_info("ssl_object") is not None)  # type: ignore[attr-defined]
        return "250 kept"


class MailServer(NamedTuple):
    port: int
    box: Postbox


@pytest.fixture
def start(certificate: Certificate) -> Iterator[Callable[[str], MailServer]]:
    """Starts a server: `plain` without TLS, `starttls` that insists on it, or `smtps` with it from the first byte."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    running = []
    spoken: list[aiosmtpd.SMTP] = []

    def run(way: str) -> MailServer:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate.file, certificate.key)
        box = Postbox()
        options = {
            "plain": {"auth_require_tls": False},
            "starttls": {"tls_context": context, "require_starttls": True},
            "smtps": {"auth_require_tls": False},
        }[way]

        def answer() -> asyncio.Protocol:
            spoken.append(aiosmtpd.SMTP(box, authenticator=_knows, loop=loop, **options))
            return spoken[-1]

        made = loop.create_server(answer, "127.0.0.1", 0, ssl=context if way == "smtps" else None)
        running.append(asyncio.run_coroutine_threadsafe(made, loop).result(5))
        return MailServer(running[-1].sockets[0].getsockname()[1], box)

    async def close() -> None:
        for server in running:
            server.close()
        for each in spoken:
            if each.transport:
                each.transport.abort()
        for _ in range(_TURNS):
            await asyncio.sleep(0)

    yield run
    asyncio.run_coroutine_threadsafe(close(), loop).result(5)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def _knows(_: object, __: object, ___: object, mechanism: str, data: object) -> object:
    told = (data.login, data.password)  # type: ignore[attr-defined]
    return aiosmtpd.AuthResult(success=told == (USER.encode(), PASSWORD.encode()), handled=False)


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, certificate: Certificate) -> str:
    """An alert by e-mail is saved, and then a release came that it does not know."""
    monkeypatch.setenv("MOXUN_ALERTS", str(tmp_path / "alerts.db"))
    monkeypatch.setenv("MOXUN_MAIL_FROM", "moxun@example.org")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
    url = f"sqlite:///{tmp_path / 'moxun.db'}"
    assert moxun(url, "add", "mine", "reader@example.org").exit_code == 0
    text = "星河发布 Nova-2。"
    article = Article("sha1:1", "https://news.example/1", "example", "zh", "t", None, "", "meta", text, ())
    claim = Claim(
        article.digest, article.url, "星河", None, "Nova-2", model_key("Nova-2", None), "model", "released", None,
        Span(0, len(text)), None, None, None, None, "test", 0.9,
    )  # fmt: skip
    with open_database(url) as opened, opened.write() as connection:
        save_extraction(connection, Extraction(article, (claim,)), article.url, article.digest)
        rebuild_releases(connection)
    return url


def moxun(database: str, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["--database", database, "alert", *arguments])


def make_due() -> None:
    """As if hours had passed."""
    with open_alerts(alerts_file()) as alerts:
        alerts._connection.execute("UPDATE deliveries SET next_at = 0")


@pytest.mark.parametrize(("way", "scheme"), [("starttls", "smtp"), ("smtps", "smtps")])
def test_a_letter_goes_encrypted_and_after_a_login(
    database: str, start: Callable[[str], MailServer], monkeypatch: pytest.MonkeyPatch, way: str, scheme: str
) -> None:
    server = start(way)
    monkeypatch.setenv("MOXUN_SMTP", f"{scheme}://{AUTH}@127.0.0.1:{server.port}")
    done = moxun(database, "send")
    assert done.exit_code == 0, done.output
    moxun(database, "send")
    (letter,) = server.box.letters
    assert server.box.encrypted == [True]
    assert (letter["to"], letter["from"]) == ("reader@example.org", "moxun@example.org")
    assert "星河发布 Nova-2。" in letter.get_content()


@pytest.mark.parametrize(("way", "scheme"), [("starttls", "smtp"), ("smtps", "smtps")])
def test_a_certificate_that_nobody_vouches_for_is_told_and_nothing_is_sent(
    database: str, start: Callable[[str], MailServer], monkeypatch: pytest.MonkeyPatch, way: str, scheme: str
) -> None:
    server = start(way)
    monkeypatch.delenv("SSL_CERT_FILE")
    monkeypatch.setenv("MOXUN_SMTP", f"{scheme}://{AUTH}@127.0.0.1:{server.port}")
    done = moxun(database, "send")
    assert done.exit_code == 1
    assert "the certificate of 127.0.0.1 is not trusted: self-signed certificate" in done.output
    assert server.box.letters == []


def test_a_wrong_password_is_told(
    database: str, start: Callable[[str], MailServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = start("starttls")
    monkeypatch.setenv("MOXUN_SMTP", f"smtp://reader:wrong@127.0.0.1:{server.port}")
    done = moxun(database, "send")
    assert done.exit_code == 1
    assert "127.0.0.1: 535 5.7.8 Authentication credentials invalid" in done.output
    assert "wrong" not in done.output.replace("wrong@", "")
    assert server.box.letters == []


def test_a_password_is_never_sent_in_the_clear(
    database: str, start: Callable[[str], MailServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = start("plain")
    monkeypatch.setenv("MOXUN_SMTP", f"smtp://{AUTH}@127.0.0.1:{server.port}")
    done = moxun(database, "send")
    assert (done.exit_code, "offers no TLS" in done.output) == (1, True)
    monkeypatch.setenv("MOXUN_SMTP", f"smtp://127.0.0.1:{server.port}")  # without one, it may
    make_due()
    assert moxun(database, "send").exit_code == 0
    assert (len(server.box.letters), server.box.encrypted) == (1, [False])


def test_what_the_server_does_not_take_comes_once_and_with_the_same_id(
    database: str, start: Callable[[str], MailServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = start("starttls")
    monkeypatch.setenv("MOXUN_SMTP", f"smtp://127.0.0.1:{server.port}")
    server.box.answers += ["451 4.3.0 come back later", "554 5.7.1 no"]
    for said in ("451 4.3.0 come back later", "554 5.7.1 no"):
        done = moxun(database, "send")
        assert done.exit_code == 1
        assert f"127.0.0.1: {said}; it will be tried again" in done.output
        assert moxun(database, "send").exit_code == 0  # not due yet
        make_due()
    for _ in range(3):
        assert moxun(database, "send").exit_code == 0
        make_due()
    (letter,) = server.box.letters
    assert letter["message-id"].endswith("@moxun.invalid>")


def test_a_server_that_is_not_there_is_told(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOXUN_SMTP", "smtp://127.0.0.1:9")
    done = moxun(database, "send")
    assert done.exit_code == 1
    assert "127.0.0.1: [Errno 111] Connection refused" in done.output
