"""Who asked for it is told of each new release: once, signed, and again where it was not taken."""

import base64
import hashlib
import hmac
import json
import socketserver
import threading
from collections.abc import Iterator
from email import message_from_string, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from typer.testing import CliRunner, Result

from extract.keys import model_key
from extract.records import Article, Claim, Extraction, Span
from interface.alerting import alerts_file
from interface.cli import app
from storage.alerting import LEASE, MOST_ATTEMPTS, Alert, AlertError, open_alerts
from storage.columns import metadata
from storage.database import open_database
from storage.derived import drop_derived
from storage.extractions import save_extraction
from storage.filters import ReleaseFilter
from storage.migrating import VERSIONS
from storage.releases import rebuild_releases

SECRET = "whsec_test"


class Receiver(BaseHTTPRequestHandler):
    """Keeps what it is sent, and answers with the statuses that it is given."""

    got: ClassVar[list[tuple[dict[str, str], bytes]]] = []
    statuses: ClassVar[list[int]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
        status = self.statuses.pop(0) if self.statuses else 204
        self.send_response(status)
        if status in (302, 307):
            self.send_header("Location", self.path)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Tests are quiet."""


class Mailbox(socketserver.StreamRequestHandler):
    """As much of SMTP as a letter needs."""

    letters: ClassVar[list[str]] = []

    def handle(self) -> None:
        self.wfile.write(b"220 ready\r\n")
        while line := self.rfile.readline():
            command = line[:4].upper()
            if command == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = iter(self.rfile.readline, b".\r\n")
                self.letters.append(b"".join(lines).decode())
            elif command == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            self.wfile.write(b"250 ok\r\n")


@pytest.fixture
def address() -> Iterator[str]:
    Receiver.got.clear()
    Receiver.statuses.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/hook"
        server.shutdown()


@pytest.fixture
def database(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("MOXUN_ALERTS", str(tmp_path / "own" / "alerts.db"))
    keep(database_url, "Nova-1")
    return database_url


def keep(database: str, model: str, kind: str = "model", vendor: str = "星河") -> None:
    with open_database(database) as opened, opened.write() as connection:
        url, text = f"https://news.example/{model}", f"{vendor}发布 {model}。"
        article = Article(f"sha1:{model}", url, "example", "zh", f"{vendor}<b>\n", None, "", "meta", text, ())
        claim = Claim(
            article.digest, url, vendor, None, model, model_key(model, None), kind, "released",  # type: ignore[arg-type]
            None, Span(0, len(text)), None, None, None, None, "test", 0.9,
        )  # fmt: skip
        save_extraction(connection, Extraction(article, (claim,)), url, article.digest)
        rebuild_releases(connection)


def drop(database: str) -> None:
    """Take all tables away."""
    with open_database(database) as opened, opened.migrate() as connection:
        drop_derived(connection)
        metadata.drop_all(connection)
        connection.exec_driver_sql(f"DROP TABLE {VERSIONS}")


def moxun(database: str, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["--database", database, "alert", *arguments])


def models() -> list[str]:
    return [json.loads(body)["data"]["model"] for _, body in Receiver.got]


def test_a_new_release_is_told_once_and_what_was_there_is_not(database: str, address: str) -> None:
    assert moxun(database, "add", "all", address, "--secret", SECRET).exit_code == 0
    assert moxun(database, "send").exit_code == 0
    assert Receiver.got == []
    keep(database, "Nova-2")
    for _ in range(3):
        assert moxun(database, "send").exit_code == 0
    assert models() == ["Nova-2"]
    ((_, body),) = Receiver.got
    data = json.loads(body)["data"]
    assert (data["evidence"][0]["quote"], data["link"]) == ("星河发布 Nova-2。", "https://news.example/Nova-2")
    row = json.loads(moxun(database, "list", "--format", "jsonl").output)
    assert (row["known"], row["pending"], row["sent"], row["failed"]) == (1, 0, 1, 0)


def test_what_is_sent_is_signed_as_the_standard_webhooks_say(database: str, address: str) -> None:
    moxun(database, "add", "all", address, "--secret", SECRET)
    keep(database, "Nova-2")
    moxun(database, "send")
    ((headers, body),) = Receiver.got
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


@pytest.mark.parametrize("status", [500, 404, 302, 307])
def test_what_is_not_taken_is_sent_again_later_with_the_same_id(database: str, address: str, status: int) -> None:
    moxun(database, "add", "all", address, "--secret", SECRET)
    keep(database, "Nova-2")
    Receiver.statuses.append(status)
    failed = moxun(database, "send")
    assert failed.exit_code == 1
    assert f"status {status}" in failed.output
    assert moxun(database, "send").exit_code == 0  # not due yet
    assert len(Receiver.got) == 1
    make_due()
    assert moxun(database, "send").exit_code == 0
    assert models() == ["Nova-2", "Nova-2"]
    assert len({headers["webhook-id"] for headers, _ in Receiver.got}) == 1
    make_due()
    moxun(database, "send")
    assert len(Receiver.got) == 2


def make_due() -> None:
    """As if hours had passed."""
    with open_alerts(alerts_file()) as alerts:
        alerts._connection.execute("UPDATE deliveries SET next_at = 0")


def test_one_alert_that_fails_holds_up_neither_others_nor_other_releases(database: str, address: str) -> None:
    moxun(database, "add", "a-dead", "http://127.0.0.1:9/", "--secret", SECRET)
    moxun(database, "add", "alive", address, "--secret", SECRET)
    for number in (2, 3):
        keep(database, f"Nova-{number}")
    Receiver.statuses.append(500)
    assert moxun(database, "send").exit_code == 1
    assert sorted(models()) == ["Nova-2", "Nova-3"]


def test_an_alert_is_of_its_filter(database: str, address: str) -> None:
    moxun(database, "add", "chips", address, "--kind", "chip")
    keep(database, "Nova-2")
    keep(database, "Tarn-1", kind="chip")
    moxun(database, "send")
    assert models() == ["Tarn-1"]


def test_a_database_made_anew_tells_nothing_again(database: str, address: str) -> None:
    moxun(database, "add", "all", address)
    keep(database, "Nova-2")
    moxun(database, "send")
    drop(database)
    for number in (1, 2):
        keep(database, f"Nova-{number}")
    moxun(database, "send")
    assert models() == ["Nova-2"]


def test_a_letter_is_sent_and_nobody_adds_a_header_to_it(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Mailbox.letters.clear()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        monkeypatch.setenv("MOXUN_SMTP", f"smtp://127.0.0.1:{server.server_address[1]}")
        monkeypatch.setenv("MOXUN_MAIL_FROM", "moxun@example.org")
        moxun(database, "add", "mine", "reader@example.org", "--secret", SECRET)
        keep(database, "Nova-2", vendor="星河\r\nBcc: all@example.org")
        assert moxun(database, "send").exit_code == 0, moxun(database, "list").output
        moxun(database, "send")
        server.shutdown()
    (letter,) = (message_from_string(each, policy=policy.default) for each in Mailbox.letters)
    assert (letter["to"], letter["from"], letter["bcc"]) == ("reader@example.org", "moxun@example.org", None)
    assert letter["subject"].startswith("[mine] 星河")
    assert "Nova-2" in letter.get_content()


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://x.example", "http://", "reader", "a@b, c@d", "a@b\nBcc: c@d"]
)
def test_a_target_that_is_none_is_refused(database: str, target: str) -> None:
    done = moxun(database, "add", "x", target)
    assert done.exit_code == 1
    assert "neither" in str(done.exception)


def test_the_file_is_its_owner_s_alone(database: str, address: str) -> None:
    moxun(database, "add", "all", address)
    assert alerts_file().stat().st_mode & 0o077 == 0


def test_names_are_one_alert_s(database: str, address: str) -> None:
    moxun(database, "add", "all", address)
    assert isinstance(moxun(database, "add", "all", address).exception, AlertError)
    assert moxun(database, "remove", "all").exit_code == 0
    assert isinstance(moxun(database, "remove", "all").exception, AlertError)
    assert moxun(database, "list", "--format", "jsonl").output == ""


def test_two_senders_never_have_the_same_release_and_a_dead_one_s_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "alerts.db"
    with open_alerts(path) as one, open_alerts(path) as other:
        one.add(Alert("a", ReleaseFilter(), "https://x.example/", SECRET), [])
        one.queue("a", ["r1", "r2", "r3"])
        first = next(one.take("a", 1000.0))
        rest = list(other.take("a", 1000.0))
        assert sorted([first, *rest]) == ["r1", "r2", "r3"]
        for each in rest:
            other.note_sent("a", each)
        assert list(other.take("a", 1000.0 + LEASE - 1)) == []
        assert list(other.take("a", 1000.0 + LEASE)) == [first]


def test_waits_grow_and_end(tmp_path: Path) -> None:
    with open_alerts(tmp_path / "alerts.db") as alerts:
        alerts.add(Alert("a", ReleaseFilter(kind=("chip",)), "https://x.example/", SECRET), [])
        alerts.queue("a", ["r"])
        now, waits = 0.0, list[Any]()
        while taken := list(alerts.take("a", now)):
            alerts.note_failure("a", taken[0], now, "no")
            (due,) = alerts._connection.execute("SELECT next_at FROM deliveries").fetchone()
            waits.append(due - now)
            now = due
        assert len(waits) == MOST_ATTEMPTS
        assert waits == sorted(waits)
        assert (waits[0], waits[1], max(waits)) == (60, 120, 21600)
        assert alerts.count("a") == {"failed": 1}
        assert alerts.list()[0].wanted == ReleaseFilter(kind=("chip",))
