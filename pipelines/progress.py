"""How far each site has been crawled: kept beside the archive, because it speaks of what the archive holds."""

import json
import os
from pathlib import Path
from typing import NamedTuple


class Progress(NamedTuple):
    """All that was modified before `until` (ISO 8601, UTC) is archived. `is_complete`: the last run left none out."""

    until: str = ""
    is_complete: bool = False


def load_progress(archive_folder: Path, site: str) -> Progress:
    """Nothing is done yet where there is no readable note: the next run then lists the whole site, which is safe."""
    try:
        note = json.loads(_path(archive_folder, site).read_bytes())
        return Progress(str(note["until"]), note["is_complete"] is True)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return Progress()


def save_progress(archive_folder: Path, site: str, progress: Progress) -> None:
    """Whole or not at all, whenever the process dies."""
    path = _path(archive_folder, site)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text(json.dumps(progress._asdict()), encoding="utf-8")
    draft.replace(path)


def _path(archive_folder: Path, site: str) -> Path:
    return archive_folder / "progress" / f"{site}.json"
