"""Fetch pages. Knows sites and Scrapy; knows nothing of releases."""
