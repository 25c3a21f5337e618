"""Page → Extraction: the one path that live pages, archived pages and files all take."""

from extract.article import read_article
from extract.claims import ACCEPT, REVIEW, find_claims
from extract.records import Article, Extraction, Page
from extract.simhash import simhash_article
from extract.sites import site_of

__all__ = ["ACCEPT", "REVIEW", "extract_article", "extract_page", "site_of"]


def extract_page(page: Page) -> Extraction:
    """Everything that one page says of releases. Never raises for what a page holds: that becomes a Problem."""
    return extract_article(read_article(page, page.site or site_of(page.url)))


def extract_article(article: Article) -> Extraction:
    """The same of a page that was cleaned before: with the rules of today, without its HTML."""
    claims, problems = find_claims(article)
    return Extraction(article, claims, (*article.problems, *problems), simhash_article(article))
