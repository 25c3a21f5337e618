"""`moxun new-site`: from an address to a site's file and fixtures."""

from pathlib import Path

from interface.output import say, warn
from pipelines.newsite import draft_site, save_draft


def write_new_site(url: str, name: str, checkout: Path) -> None:
    """Write what the site offers into a checkout, and say what is left to do."""
    draft = draft_site(url, name)
    for path in save_draft(draft, checkout):
        say(f"wrote {path}")
    for way, found in draft.ways.items():
        if found:
            say(f"found by {way}: {', '.join(found)}")
    for note in draft.notes:
        warn(note)
    say("Now: complete the first lines of its file, look at its fixtures, and run")
    say("    pytest tests/sites tests/extract/test_sites.py")
    say("which writes what it finds and fails once: read it, and run again. docs/add-a-site.md tells the rest.")
