"""Letter templates: files with a front matter that says what they are for and which facts they need."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from ketacli.errors import UsageProblem
from ketacli.shipped import shipped

Signer = Literal["patient", "clinician", "provider"]
_SUFFIX = ".md.jinja"
_KEYS = {"title", "about", "signer", "needs", "uses", "kind"}
MAX_TEMPLATE = 100_000
"""Characters; a template of a user's own that is larger is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One template as read from its file."""

    name: str
    title: str
    about: str
    """One sentence: when it is sent."""
    signer: Signer
    """Who signs. A clinician's document stays unsigned, with a block for the clinician's review."""
    needs: tuple[str, ...]
    """Facts without which the letter cannot be final."""
    uses: tuple[str, ...]
    """Facts that it prints where they are known."""
    kind: str
    body: str
    path: Path


def folders(own: Path | None = None) -> list[Path]:
    """Where templates are looked for: a user's own folder first, so that it overrides by name."""
    return [*([own] if own else []), shipped("templates") / "letters"]


def names(where: Iterable[Path]) -> list[str]:
    """Names of all templates, sorted; parts (that begin with `_`) are left out."""
    found = {path.name.removesuffix(_SUFFIX) for folder in where for path in folder.glob(f"*{_SUFFIX}")}
    return sorted(name for name in found if not name.startswith("_"))


def load(name: str, where: Iterable[Path]) -> Template:
    """The template of that name. Raises UsageProblem where there is none or its front matter is wrong."""
    places = list(where)
    for folder in places:
        path = folder / f"{name}{_SUFFIX}"
        if path.is_file():
            return read(path)
    from difflib import get_close_matches

    near = get_close_matches(name, names(places), n=1)
    hint = f"Did you mean {near[0]}? " if near else ""
    raise UsageProblem(f"there is no letter {name!r}", hint=f"{hint}`ketacli letter list` lists them.")


def read(path: Path) -> Template:
    """One template file. Raises UsageProblem that names file and key."""
    text = path.read_text("utf-8")
    if len(text) > MAX_TEMPLATE:
        raise UsageProblem(f"{path}: a template is at most {MAX_TEMPLATE} characters long")
    front, body = split(text, path)
    problems = list(_problems(front))
    if problems:
        raise UsageProblem(f"{path}: {problems[0]}", hint="`ketacli letter show internal-appeal --source` shows one.")
    return Template(
        name=path.name.removesuffix(_SUFFIX),
        title=str(front["title"]),
        about=str(front["about"]),
        signer=cast(Signer, front["signer"]),
        needs=tuple(map(str, cast("list[object]", front.get("needs", [])))),
        uses=tuple(map(str, cast("list[object]", front.get("uses", [])))),
        kind=str(front.get("kind", "letter")),
        body=body,
        path=path,
    )


def split(text: str, path: Path) -> tuple[dict[str, object], str]:
    """Front matter between two lines of `+++`, and the body. Raises UsageProblem."""
    parts = text.split("+++\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise UsageProblem(f"{path}: the front matter is missing", hint="Begin the file with +++, TOML, +++.")
    try:
        return tomllib.loads(parts[1]), parts[2]
    except tomllib.TOMLDecodeError as problem:
        raise UsageProblem(f"{path}: the front matter is not TOML ({problem})") from problem


def _problems(front: dict[str, object]) -> Iterator[str]:
    for key in ("title", "about", "signer"):
        if not isinstance(front.get(key), str):
            yield f"{key} must be a text"
    if front.get("signer") not in get_args(Signer):
        yield f"signer must be one of {', '.join(get_args(Signer))}"
    for key in ("needs", "uses"):
        if not isinstance(front.get(key, []), list):
            yield f"{key} must be a list of facts"
    for key in front:
        if key not in _KEYS:
            yield f"the key {key!r} is not known"
