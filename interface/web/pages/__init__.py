"""The pages, a module for each or for a few of one kind."""

from interface.web.pages import articles, health, home, releases, search, vendors

ROUTERS = (home.router, releases.router, articles.router, vendors.router, search.router, health.router)
