"""The ways to print rows."""

from typing import Literal

Format = Literal["table", "json", "jsonl", "csv", "md", "parquet"]
