"""What is stale, and what of it can be read from clean text: two fingerprints, the one a part of the other."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.versions import CLEANER, FOLDER, cleaning_version, find_sources, rules_version

PACKAGE = {
    "article.py": "from extract.blocks import read\nfrom extract import later\nimport extract.deep\nA = 'sites.toml'",
    "blocks.py": "def read():\n    from extract.inner import word",
    "inner.py": "import claims, extract.nowhere",
    "later.py": "",
    "deep.py": "import os",
    "claims.py": "TABLE = 'words.jsonl'",
    "data/sites.toml": "",
    "data/words.jsonl": "",
}
# Tells which files of ours are opened while pages are cleaned.
WATCH = """
import json, sys
from importlib.util import source_from_cache
from datetime import UTC, datetime
from pathlib import Path
import extract
from extract.records import Page

folder, opened = Path(extract.__file__).parent, set()

def note(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, Path)) and str(arguments[0]).startswith(str(folder)):
        path = Path(arguments[0])  # where it was compiled before, that is opened in its place
        opened.add(Path(source_from_cache(path)) if path.suffix == ".pyc" else path)

sys.addaudithook(note)
from extract.article import read_article

for path in sorted(Path(sys.argv[1]).glob("*/article*.html")):
    for site in (path.parent.name, ""):
        moment = datetime(2026, 3, 1, tzinfo=UTC)
        read_article(Page(f"https://x{site}.example/", moment, 200, (), path.read_bytes(), site))
print(json.dumps(sorted(str(path) for path in opened if path.is_file())))
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "extract"
    for name, text in PACKAGE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def test_a_module_rests_on_what_it_imports_and_on_the_data_that_it_names(package: Path) -> None:
    found = {path.relative_to(package).as_posix() for path in find_sources(package, "article")}
    assert found == {"article.py", "blocks.py", "inner.py", "later.py", "deep.py", "data/sites.toml"}


def test_cleaning_rests_on_no_rule() -> None:
    found = {path.name for path in find_sources(FOLDER, CLEANER)}
    assert {"article.py", "blocks.py", "metadata.py", "noise.py", "noise.jsonl", "sites.toml"} <= found
    assert not {"claims.py", "lexicon.py", "names.py", "vendors.jsonl", "triggers.jsonl"} & found


def test_cleaning_opens_nothing_that_its_fingerprint_leaves_out() -> None:
    """What it really reads, in a process of its own that cleans every article of the fixtures."""
    sites = Path(__file__).parents[1] / "sites"
    done = subprocess.run(
        [sys.executable, "-B", "-P", "-c", WATCH, str(sites)], capture_output=True, text=True, check=True
    )
    opened = {Path(each) for each in json.loads(done.stdout)} - {FOLDER / "__init__.py"}
    assert len(opened) > 10
    assert opened <= find_sources(FOLDER, CLEANER)


def test_the_versions_stay_while_the_rules_do() -> None:
    told = rules_version(), cleaning_version()
    rules_version.cache_clear()
    cleaning_version.cache_clear()
    assert (rules_version(), cleaning_version()) == told
    assert [len(each) for each in told] == [16, 16]
    assert told[0] != told[1]
