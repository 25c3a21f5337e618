"""How the crawler behaves towards the sites it reads: politely, one request at a time, and with its own name.

Every value that departs from Scrapy's default says why.
"""

import os
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from platformdirs import user_data_dir

try:
    VERSION = version("moxun")
except PackageNotFoundError:  # a checkout that was never installed
    VERSION = "0"

BOT_NAME = "moxun"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"

# Who we are. MOXUN_CONTACT is a mail address or a page where a site's owner reaches whoever runs the crawl.
CONTACT = os.environ.get("MOXUN_CONTACT", "")
USER_AGENT = f"moxun/{VERSION} (keeps AI news and reads releases from it{f'; +{CONTACT}' if CONTACT else ''})"
ROBOTSTXT_USER_AGENT = "moxun"
ROBOTSTXT_OBEY = True

# One request per site at a time, 2 seconds apart (1 to 3 with the jitter). A robots.txt may ask for more, and gets it.
CONCURRENT_REQUESTS = 2  # what is under way when a run ends is asked for all the same
CONCURRENT_REQUESTS_PER_DOMAIN = 1
WARN_ON_GENERATOR_RETURN_VALUE = False  # it would read our source code again for each response
CONCURRENT_ITEMS = 1  # Scrapy makes so many tasks for each response, a hundred by default, and a page is one item
DOWNLOAD_DELAY = 2.0
DOWNLOAD_DELAY_JITTER = 0.5
EXTENSIONS = {"crawler.middlewares.CrawlDelay": 0}

# A failing site is asked four times in all, after 5, 10 and 20 seconds, or as it says in Retry-After.
RETRY_TIMES = 3
RETRY_HTTP_CODES = [429, 500, 502, 503, 504, 408, 522, 524]
BACKOFF_FIRST = 5.0
BACKOFF_LONGEST = 300.0

# Scrapy accepts 1 GiB and waits three minutes.
DOWNLOAD_MAXSIZE = 8 << 20
DOWNLOAD_WARNSIZE = 4 << 20
DOWNLOAD_TIMEOUT = 30
DNS_TIMEOUT = 20
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False
DOWNLOAD_VERIFY_CERTIFICATES = True
COOKIES_ENABLED = False
REFERRER_POLICY = "no-referrer"
HTTPPROXY_ENABLED = True  # from the environment, as every other program does
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.9,*/*;q=0.5",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.7",
}

# Nothing but http and https, and nothing but public addresses. PRIVATE_HOSTS are the hosts that the user named.
DOWNLOAD_HANDLERS = {"data": None, "file": None, "ftp": None, "s3": None}
TWISTED_DNS_RESOLVER = "crawler.guard.PublicResolver"
PRIVATE_HOSTS: list[str] = []
DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.GuardMiddleware": 10,  # before robots.txt is asked for
    "crawler.middlewares.RevalidateMiddleware": 450,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # the guard does it, and says so
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.middlewares.BackoffMiddleware": 550,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.middlewares.RobotsMiddleware": 540,  # after the retries
    "crawler.middlewares.UnpackMiddleware": 590,
    "crawler.middlewares.OriginalEncodingMiddleware": 595,  # sees responses before they are decoded at 590
}

# Nothing here goes by depth, and an address that is too long must not be dropped without a word.
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
}

# Both run code that comes over a socket, and the first is on by default.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False

# Every page goes into the archive before anything else happens to it.
ITEM_PIPELINES = {"pipelines.archiving.ArchivePipeline": 100}

LOG_LEVEL = "INFO"
FEED_EXPORT_ENCODING = "utf-8"

# Where everything is kept unless the command line says otherwise: one place, from wherever a job is started.
DATA = Path(os.environ.get("MOXUN_DATA") or user_data_dir("moxun", appauthor=False))
ARCHIVE_FOLDER = os.environ.get("MOXUN_ARCHIVE") or str(DATA / "archive")
DATABASE_URL = os.environ.get("MOXUN_DATABASE") or f"sqlite:///{DATA / 'moxun.db'}"
