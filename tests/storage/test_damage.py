"""A thousand ways to damage a file: every record that is still whole is read, and each loss is told."""

import gzip
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from extract.records import Page, Problem
from storage.archive import Archive, iter_pages
from storage.members import Member, iter_members

NOON = datetime(2026, 2, 20, 12, 0, tzinfo=UTC)
RECORDS = 12
URL = "https://news.example/{}.html"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An archive file whose pages are between a hundred bytes and two hundred thousand."""
    folder = tmp_path_factory.mktemp("archive")
    with Archive(folder) as archive:
        for number in range(RECORDS):
            noise = random.Random(number).randbytes(50 << number).hex()[: 200_000 if number == 11 else 20_000]
            body = f"<html><p>第{number}篇 {noise}</p></html>".encode()
            moment = NOON + timedelta(seconds=number)
            archive.append(Page(URL.format(number), moment, 200, (("Content-Type", "text/html"),), body, "example"))
    return next(folder.glob("**/*.warc.gz")).read_bytes()


def cut_at_the_end(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def cut_at_the_start(data: bytes, chance: random.Random) -> bytes:
    return data[chance.randrange(len(data)) :]


def flip_bits(data: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 10))):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def take_out(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randrange(1, 5000) :]


def put_in(data: bytes, chance: random.Random) -> bytes:
    at, size = chance.randrange(len(data)), chance.randrange(1, 5000)
    junk = chance.choice((bytes(size), chance.randbytes(size), b"\x1f\x8b\x08" * size, b"WARC/1.1\r\n\r\n"))
    return data[:at] + junk + data[at:]


def splice(data: bytes, chance: random.Random) -> bytes:
    """The head of one file and the tail of another, as an interrupted copy leaves them."""
    return data[: chance.randrange(len(data))] + data[chance.randrange(len(data)) :]


def overwrite(data: bytes, chance: random.Random) -> bytes:
    """A bad block of a disk."""
    start, size = chance.randrange(len(data)), chance.choice((16, 512, 4096))
    return data[:start] + bytes(size) + data[start + size :]


DAMAGES = (cut_at_the_end, cut_at_the_start, flip_bits, take_out, put_in, splice, overwrite)


def whole_members(data: bytes) -> list[Member]:
    return list(iter_members(BytesIO(data), "", lambda problem: pytest.fail(str(problem))))


def check_damaged(whole: bytes, records: dict[str, bytes], damaged: bytes) -> None:
    """`records` are the stored bytes of each page by its address. A whole one is in the damaged file as it was."""
    problems: list[Problem] = []
    read = [page.url for page in iter_pages(BytesIO(damaged), problems.append)]
    intact = {url for url, stored in records.items() if stored in damaged}
    assert intact <= set(read)
    assert set(read) <= set(records)
    if lost := set(records) - set(read):
        is_cut_between_records = damaged in whole and not problems  # nothing in what is left can tell
        assert problems or (is_cut_between_records and all(records[url] not in damaged for url in lost))


@pytest.mark.parametrize("damage", DAMAGES)
def test_whatever_is_whole_is_read_and_each_loss_is_told(
    whole: bytes, damage: Callable[[bytes, random.Random], bytes]
) -> None:
    members = [member for member in whole_members(whole) if b"WARC-Type: response" in member.data]
    records = {
        URL.format(number): whole[member.offset : member.offset + member.length]
        for number, member in enumerate(members)
    }
    assert len(records) == RECORDS
    for seed in range(143):  # seven kinds of damage: 1,001 files
        check_damaged(whole, records, damage(whole, random.Random(seed)))


@pytest.mark.parametrize("damage", DAMAGES)
def test_plain_files_too(whole: bytes, damage: Callable[[bytes, random.Random], bytes]) -> None:
    plain = gzip.decompress(whole)
    members = [member for member in whole_members(plain) if b"WARC-Type: response" in member.data]
    records = {URL.format(number): member.data + b"\r\n\r\n" for number, member in enumerate(members)}
    for seed in range(20):
        check_damaged(plain, records, damage(plain, random.Random(seed)))


def test_two_losses_apart_are_told_apart(whole: bytes) -> None:
    members = whole_members(whole)
    damaged = bytearray(whole)
    for lost in (members[4], members[16]):
        damaged[lost.offset + lost.length // 2] ^= 0xFF
    problems: list[Problem] = []
    assert len(list(iter_pages(BytesIO(bytes(damaged)), problems.append))) == RECORDS - 2
    assert [problem.where.rpartition("@")[2] for problem in problems] == [
        str(members[4].offset),
        str(members[16].offset),
    ]


def test_a_damaged_file_is_read_in_the_time_of_a_whole_one_for_each_record(tmp_path: Path, whole: bytes) -> None:
    """Bytes that look like the start of a record all the way cost no more than one look each."""
    junk = b"\x1f\x8b\x08\x00" * 20_000
    problems: list[Problem] = []
    assert len(list(iter_pages(BytesIO(junk + whole), problems.append))) == RECORDS
    assert [problem.code for problem in problems] == ["damaged-record"]
