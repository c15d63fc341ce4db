"""Finds the folders that stand at the top of the repository and travel inside the wheel."""

from pathlib import Path


def shipped(name: str) -> Path:
    """The folder `templates` or `sample_policies`, in an installed wheel and in a checkout alike.

    Raises FileNotFoundError where neither place has it (a broken installation).
    """
    package = Path(__file__).parent
    for candidate in (package / "_shipped" / name, package.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"the installation lacks its folder {name!r}; reinstall ketacli")
