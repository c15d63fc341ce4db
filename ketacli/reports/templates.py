"""Jinja for the reports: sandboxed, a missing value is an error, HTML escaped."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment


def render(name: str, **values: object) -> str:
    """Render a shipped template. Values are data: nothing in them is interpreted."""
    return _environment().get_template(name).render(**values)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from ketacli.shipped import shipped

    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(shipped("templates")),
        autoescape=lambda name: bool(name and ".html" in name),
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
