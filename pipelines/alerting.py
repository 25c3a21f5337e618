"""Tell those who asked for it of new releases, by webhook or e-mail: each once, signed, and again where it failed."""

import base64
import hashlib
import hmac
import json
import os
import smtplib
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from sqlalchemy import Connection

from storage.alerting import Alert, Alerts
from storage.database import StorageError
from storage.news import News, load_news
from storage.queries import iter_releases

TIMEOUT = 10.0  # seconds for an answer
GOOD = range(200, 300)
MAIL = "mailto:"
Describe = Callable[[News], Mapping[str, Any]]


class DeliveryError(Exception):
    """It was not taken."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of one alert."""

    name: str
    sent: int
    failed: tuple[str, ...]  # why, for each that will be tried again


def send_alerts(connection: Connection, alerts: Alerts, clock: Callable[[], float], describe: Describe) -> list[Sent]:
    """Queue what is new for each alert, then send what is due. `describe` makes the message's data of a release."""
    return [_send_alert(connection, alerts, alert, clock, describe) for alert in alerts.list()]


def _send_alert(
    connection: Connection, alerts: Alerts, alert: Alert, clock: Callable[[], float], describe: Describe
) -> Sent:
    alerts.queue(alert.name, (release.id for release in iter_releases(connection, alert.wanted)))
    sent, failed = 0, []
    for release_id in alerts.take(alert.name, clock()):
        news = load_news(connection, release_id)
        try:
            if news is not None:  # it may have been merged into another one meanwhile
                deliver(alert, describe(news), int(clock()))
            alerts.note_sent(alert.name, release_id)
            sent += news is not None
        except DeliveryError as error:
            alerts.note_failure(alert.name, release_id, clock(), str(error))
            failed.append(f"{release_id}: {error}")
    return Sent(alert.name, sent, tuple(failed))


def deliver(alert: Alert, data: Mapping[str, Any], now: int) -> None:
    """Send one release to the alert's target. DeliveryError where it is not taken."""
    message_id = hashlib.sha256(f"{alert.name}\0{data['id']}".encode()).hexdigest()[:32]
    if alert.target.startswith(MAIL):
        _mail(alert, data, message_id)
    else:
        _post(alert, data, message_id, now)


def sign(secret: str, message_id: str, now: int, body: bytes) -> str:
    """The header `webhook-signature` of the Standard Webhooks: HMAC-SHA256 over id, time and body."""
    digest = hmac.new(secret.encode(), f"{message_id}.{now}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """What was signed for one address is not for another."""

    def redirect_request(self, *_: object) -> None:
        return None


def _post(alert: Alert, data: Mapping[str, Any], message_id: str, now: int) -> None:
    body = json.dumps({"type": "release.new", "alert": alert.name, "data": data}, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "moxun",
        "webhook-id": message_id,
        "webhook-timestamp": str(now),
        "webhook-signature": sign(alert.secret, message_id, now, body),
    }
    request = urllib.request.Request(alert.target, body, headers, method="POST")
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        with opener.open(request, timeout=TIMEOUT) as answer:
            if answer.status not in GOOD:
                raise DeliveryError(f"status {answer.status}")
    except urllib.error.HTTPError as error:
        raise DeliveryError(f"status {error.code}") from error
    except OSError as error:
        raise DeliveryError(str(getattr(error, "reason", error))) from error


def _mail(alert: Alert, data: Mapping[str, Any], message_id: str) -> None:
    """By the server of MOXUN_SMTP: smtp://user:password@host:port, or smtps:// for TLS from the first byte.

    By smtp:// the session turns to TLS where the server offers it (STARTTLS). Certificates are checked, against what
    SSL_CERT_FILE names too.
    """
    server = urlsplit(os.environ.get("MOXUN_SMTP", "smtp://localhost:25"))
    host = server.hostname or "localhost"
    message = EmailMessage()
    message["From"] = os.environ.get("MOXUN_MAIL_FROM", f"moxun@{host}")
    message["To"] = alert.target.removeprefix(MAIL)
    message["Subject"] = f"[{alert.name}] {data['title']}"
    message["Message-ID"] = f"<{message_id}@moxun.invalid>"
    message["X-Moxun-Signature"] = hmac.new(alert.secret.encode(), str(data["id"]).encode(), hashlib.sha256).hexdigest()
    message.set_content(f"{data['title']}\n\n{data['text']}\n\n{data['link']}\n")
    try:
        with _connect(server.scheme, host, server.port) as session:
            if server.username:
                _login(session, server)
            session.send_message(message)
    except ssl.SSLCertVerificationError as error:
        raise DeliveryError(f"the certificate of {host} is not trusted: {error.verify_message}") from error
    except (OSError, smtplib.SMTPException) as error:
        raise DeliveryError(f"{host}: {_tell(error)}") from error


def _login(session: smtplib.SMTP, server: SplitResult) -> None:
    """A password is not sent where others can read it."""
    if not isinstance(session.sock, ssl.SSLSocket):
        raise DeliveryError(f"{server.hostname} offers no TLS: the password was not sent in the clear")
    session.login(unquote(server.username or ""), unquote(server.password or ""))


def _tell(error: Exception) -> str:
    """What a server said, in one line; or what the system says."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return " ".join(f"{error.smtp_code} {said}".split())
    return " ".join(str(error).split()) or type(error).__name__


def _connect(scheme: str, host: str, port: int | None) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT, context=ssl.create_default_context())
    session = smtplib.SMTP(host, port or 25, timeout=TIMEOUT)
    session.ehlo()
    if session.has_extn("starttls"):
        session.starttls(context=ssl.create_default_context())
        session.ehlo()
    return session


class BadTargetError(StorageError):
    """Neither an http(s) address nor an e-mail address."""


def read_target(text: str) -> str:
    """A target as it is kept. BadTargetError where it is none."""
    if text.startswith(("http://", "https://")) and urlsplit(text).hostname:
        return text
    name, _, host = text.removeprefix(MAIL).partition("@")
    if name and host and not any(sign.isspace() or sign in ",;<>" for sign in text):
        return MAIL + text.removeprefix(MAIL)
    raise BadTargetError(f"{text!r} is neither an http(s) address nor an e-mail address")
