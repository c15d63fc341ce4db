"""Older forms of the file brought up to the present one, one version at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ketacli.cases import model

Migration = Callable[[dict[str, Any]], None]
MIGRATIONS: Mapping[int, Migration] = {}
"""Version → what makes its form that of the next version, in place. None has been needed so far."""


class NewerForm(Exception):
    """The file has a form that this program does not know yet."""


def brought_up(
    data: dict[str, Any], *, to: int | None = None, migrations: Mapping[int, Migration] | None = None
) -> int | None:
    """Bring `data` up to the present form in place; the version that it had, or None where nothing was to do.

    Raises NewerForm for a later version, ValueError for a version that is no whole number from 1 on.
    """
    target = model.SCHEMA_VERSION if to is None else to
    steps = MIGRATIONS if migrations is None else migrations
    version = data.get("schema_version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ValueError("schema_version is no whole number")
    if version > target:
        raise NewerForm(str(version))
    for step in range(version, target):
        steps[step](data)
        data["schema_version"] = step + 1
    return version if version < target else None
