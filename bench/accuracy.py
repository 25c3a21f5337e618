"""Score the extraction on the shared development corpus: the open part with its errors, the held-out one as totals.

python bench/accuracy.py ../shared            # the open part
python bench/accuracy.py ../shared --held-out # only at the end of a round of work
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extract.reading import ACCEPT, extract_page
from extract.records import Extraction
from storage.archive import iter_pages

_ID = re.compile(r"\b(?:[a-z]+)-(?:[0-9a-f]{6,8}|\d{4}-\d\d-\d\d)\b")


def main() -> int:
    """Print the scores; the exit code is the scorer's."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, help="the folder that holds corpus/ and eval/")
    parser.add_argument("--held-out", action="store_true", help="the part that nobody reads, as totals")
    options = parser.parse_args()
    aside = frozenset(_ID.findall(Path(__file__).with_name("README.md").read_text(encoding="utf-8")))
    gold = [json.loads(line) for line in (options.shared / "corpus/dev/gold.jsonl").open(encoding="utf-8")]
    chosen = {article["url"]: article for article in gold if (article["id"] in aside) == options.held_out}
    with tempfile.TemporaryDirectory() as folder:
        truth, answers = Path(folder, "gold.jsonl"), Path(folder, "answers.jsonl")
        truth.write_text("".join(json.dumps(article) + "\n" for article in chosen.values()), encoding="utf-8")
        started = time.process_time()
        lines = list(_answers(options.shared / "corpus/dev/pages.warc.gz", chosen))
        answers.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        print(f"{len(lines)} pages in {time.process_time() - started:.1f} s of CPU, imports and all")
        errors = "0" if options.held_out else "200"
        scorer = [sys.executable, str(options.shared / "eval/score.py"), str(truth), str(answers), "--errors", errors]
        return subprocess.run(scorer, check=False).returncode


def _answers(pages: Path, chosen: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for page in iter_pages(pages):
        if page.url in chosen:
            yield {"id": chosen[page.url]["id"], "url": page.url, "releases": _releases(extract_page(page))}


def _releases(extraction: Extraction) -> list[dict[str, Any]]:
    return [
        {
            "vendor": claim.vendor,
            "model": claim.model,
            "kind": claim.kind,
            "status": claim.status,
            "date_start": claim.date.start.isoformat() if claim.date else None,
            "date_end": claim.date.end.isoformat() if claim.date else None,
        }
        for claim in extraction.claims
        if claim.score >= ACCEPT
    ]


if __name__ == "__main__":
    sys.exit(main())
