"""What a verb tells beside the status."""

from pathlib import Path

import pytest

from extract.events import load_events, read_event


@pytest.mark.parametrize(
    ("verb", "event"), [("开源", "opened"), ("Open  Sourced", "opened"), ("发布", None), ("", None)]
)
def test_a_verb_may_say_that_weights_are_opened(verb: str, event: str | None) -> None:
    assert read_event(verb) == event


def test_an_event_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "events.toml"
    path.write_text("exploded = ['bang']")
    with pytest.raises(ValueError, match="exploded is none of rumoured"):
        load_events(path)
