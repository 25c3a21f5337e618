"""`moxun demo`: the main job on a small news site of our own, offline.

The site is served on a free loopback port, crawled over HTTP by the real spider, archived, read, and told.
"""

from interface.demo.run import run_demo, serve_demo

__all__ = ["run_demo", "serve_demo"]
