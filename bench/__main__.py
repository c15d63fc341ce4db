"""`make bench`: every benchmark module's figures in one table, as ratios taken within this run."""

from __future__ import annotations

import importlib
import sys

MODULES = ("startup", "documents", "reading", "whole", "peers", "cost", "letters")
"""Modules of this folder with `run() -> list of (label, measured ratio, goal)`; at or below its goal is good."""


def main(names: list[str]) -> int:
    """Run the named modules, or all. Exit 1 where a goal is missed, so that a person sees it; no test depends on it."""
    missed = 0
    for name in names or MODULES:
        for label, ratio, goal in importlib.import_module(f"bench.{name}").run():
            good = ratio <= goal
            missed += not good
            print(f"{'ok  ' if good else 'MISS'}  {ratio:8.2f}  goal {goal:7.2f}  {name}: {label}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
