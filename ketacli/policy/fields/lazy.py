"""The patterns of fields: see `ketacli.policy.lazy_re`."""

from __future__ import annotations

from ketacli.policy.lazy_re import Pattern, compile

Lazy = Pattern[str]
lazy = compile
