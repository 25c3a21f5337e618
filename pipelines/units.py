"""What has to be written so that systemd or cron runs a command: text in, text out.

https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html#Command%20lines, and crontab(5).
"""

import shlex
from collections.abc import Mapping, Sequence

MINUTES = 15  # between two looks at the table of what is due


def systemd_units(command: Sequence[str], environment: Mapping[str, str]) -> dict[str, str]:
    """A service and its timer, by file name. A run that was missed while the machine was off is caught up with."""
    lines = [f"Environment={_systemd_word(f'{name}={value}')}" for name, value in environment.items() if value]
    service = f"""\
[Unit]
Description=moxun: crawl the sites that are due
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
{"".join(line + chr(10) for line in lines)}ExecStart={" ".join(map(_systemd_word, command))}
TimeoutStopSec=120
Nice=10
"""
    timer = f"""\
[Unit]
Description=moxun: look every {MINUTES} minutes which sites are due

[Timer]
OnCalendar=*:0/{MINUTES}
RandomizedDelaySec=60
Persistent=true

[Install]
WantedBy=timers.target
"""
    return {"moxun.service": service, "moxun.timer": timer}


def cron_line(command: Sequence[str], environment: Mapping[str, str]) -> str:
    """One line of a crontab. A percent sign would begin the standard input."""
    words = [f"{name}={shlex.quote(value)}" for name, value in environment.items() if value]
    line = " ".join([*words, *map(shlex.quote, command)])
    return f"*/{MINUTES} * * * * {line}".replace("%", r"\%")


def _systemd_word(word: str) -> str:
    """Quoted, and neither a specifier (%) nor a variable ($) of systemd's."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"'
