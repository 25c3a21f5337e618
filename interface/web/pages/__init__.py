"""The pages, a module for each or for a few of one kind."""

from interface.web.pages import articles, feeds, health, home, reference, releases, report, search, vendors

ROUTERS = (
    home.router,
    releases.router,
    report.router,
    articles.router,
    vendors.router,
    search.router,
    health.router,
    feeds.router,
    reference.router,
)
