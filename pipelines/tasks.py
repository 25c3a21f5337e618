"""What is done with one page of the archive, and what comes of it: what processes tell each other."""

from typing import TYPE_CHECKING, NamedTuple

from extract.records import Capture, Problem
from pipelines.versions import cleaning_version, rules_version

if TYPE_CHECKING:
    from storage.extraction_rows import Reading
    from storage.extractions import Unchanged


class Task(NamedTuple):
    """A page to be read."""

    capture: Capture
    is_clean: bool = False  # from its stored clean text, as nothing that made it has changed
    digest: str = ""  # of what was read from it before (storage.extraction_rows)


class Versions(NamedTuple):
    """The fingerprints of all that decides what is read, and of what makes the clean text."""

    rules: str
    cleaning: str


class Answer(NamedTuple):
    """What one page says."""

    kept: "Reading | Unchanged"
    is_clean: bool  # it was read from its clean text
    claims: int
    is_crashed: bool  # the page broke the rules, or the process that read it


Read = Answer | Problem  # a problem where the archive does not give the page back


def versions_of_today() -> Versions:
    return Versions(rules_version(), cleaning_version())
