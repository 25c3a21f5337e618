"""What reading claims costs beside what it cannot do without: cleaning the page. Both in one run, in turn.

python bench/claims.py ../shared/corpus/dev/pages.warc.gz
"""

import argparse
import statistics
import time
from pathlib import Path

from extract.article import read_article
from extract.claims import find_claims
from extract.sites import site_of
from storage.archive import iter_pages

ROUNDS = 3


def main() -> None:
    """Print CPU per page for both, their ratio, and the claims' cost for 2,500 characters."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    pages = list(iter_pages(parser.parse_args().pages))
    find_claims(read_article(pages[0], site_of(pages[0].url)))  # loads the rules
    cleaning, claiming, characters = [], [], 0
    for _ in range(ROUNDS):
        spent = [0.0, 0.0]
        characters = 0
        for page in pages:
            start = time.process_time()
            article = read_article(page, site_of(page.url))
            middle = time.process_time()
            find_claims(article)
            spent = [spent[0] + middle - start, spent[1] + time.process_time() - middle]
            characters += len(article.text)
        cleaning.append(spent[0] / len(pages))
        claiming.append(spent[1] / len(pages))
    clean, claim = statistics.median(cleaning), statistics.median(claiming)
    print(f"{len(pages)} pages, {characters / len(pages):,.0f} characters each")
    print(f"cleaning {clean * 1000:.1f} ms, claims {claim * 1000:.1f} ms a page: ratio {claim / clean:.2f}")
    print(f"claims: {claim * len(pages) / characters * 2500 * 1000:.1f} ms for 2,500 characters")


if __name__ == "__main__":
    main()
