"""`moxun runs diff`: what became of the releases between two runs."""

from typing import TYPE_CHECKING, Literal

from interface.asking import reading
from interface.output import print_json, say

if TYPE_CHECKING:
    from interface.rows import Row
    from storage.history import ReleaseChange, State


def print_run_difference(
    database_url: str, first: str, second: str | None, format_name: Literal["table", "json"]
) -> None:
    """From the end of the one run to the end of the other, which is the last one unless it is named."""
    from storage.history import compare_moments, find_last_run, find_run  # noqa: PLC0415

    with reading(database_url) as connection:
        runs = [find_run(connection, first), find_run(connection, second) if second else find_last_run(connection)]
        before, after = sorted(each.finished for each in runs if each.finished)
        history = compare_moments(connection, before, after)
    told = {"added": history.added, "withdrawn": history.withdrawn, "changed": history.changed}
    if format_name == "json":
        print_json([_row(kind, change) for kind, changes in told.items() for change in changes])
        return
    counts = ", ".join(f"{len(changes)} {kind}" for kind, changes in told.items())
    say(f"Releases: {counts}, {history.unchanged} unchanged.")
    for sign, changes in zip("+-~", told.values(), strict=True):
        for change in changes:
            say(f"{sign} {_describe(change)}")


def _row(kind: str, change: "ReleaseChange") -> "Row":
    told = {"id": change.id, "change": kind, "fields": list(change.fields), "merged_into": change.led_to}
    return told | {"before": change.before, "after": change.after}


def _describe(change: "ReleaseChange") -> str:
    if change.before and change.after:
        values = [(name, change.before[name] or "-", change.after[name] or "-") for name in change.fields]
        return f"{_name(change.after)}: " + "; ".join(f"{name} {old} → {new}" for name, old, new in values)
    state = change.after or change.before or {}
    led_to = f" → {change.led_to}" if change.led_to else ""
    return f"{_name(state)} · {state['kind']} · {state['status']}{led_to}"


def _name(state: "State") -> str:
    return f"{state['date'] or '-'} {state['vendor'] or '-'} {state['model']}"
