"""Imported by the process from which all workers are forked: the dictionaries that the first page loads are shared."""

import gc
from datetime import UTC, datetime

import fastwarc.warc  # noqa: F401 what reads the archive

import pipelines.answering  # noqa: F401 what makes rows of what is read
from extract.records import Page
from pipelines.reading import read_safely

SENTENCE = "<html><body><article><p>{}</p></article></body></html>"

for told in (
    "今天，某公司发布了大模型Name-1。",
    "Today a company released the model Name-1.",
):  # one page of each language
    read_safely(
        Page("https://example.org/", datetime(2026, 1, 1, tzinfo=UTC), 200, (), SENTENCE.format(told).encode(), "")
    )
gc.collect()
gc.freeze()  # who looks for garbage among it writes to it, and what is written is shared no longer
