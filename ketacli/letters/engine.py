"""Rendering with gates: a paragraph is written only where every fact that it asserts is known.

In a template, `{{ fact("patient.name") }}` prints a fact or leaves a hole; `{% given "denial.date" %}…{% endgiven %}`
holds a passage back, and says so, unless all the facts that it names are there. Templates run in Jinja's sandbox; what
they print is escaped, so that words from a case can never become markup.
"""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2 import Template as JinjaTemplate
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.loaders import FileSystemLoader
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ketacli.errors import UsageProblem
from ketacli.letters.known import Known, shown
from ketacli.letters.markup import escaped
from ketacli.letters.template import Template, folders

_MOST = 400_000
"""Characters that a letter may have; a template of a user's own that makes more is stopped."""


_BLANK_LINES = re.compile(r"\n[ ]*(?:\n[ ]*)+\n")
_SECONDS = 10.0
"""What rendering one letter may take."""


class Written(str):
    """Markup that a template has made: printed as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Tells Jinja's escaping that this is escaped already, by our own rules."""
        return self


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A passage that was held back, and the facts that it would have needed."""

    passage: str
    missing: tuple[str, ...]


@dataclass(slots=True)
class Ledger:
    """What a rendering found missing."""

    known: Known
    holes: dict[str, None] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    asserted: dict[str, None] = field(default_factory=dict)
    """Facts that the letter printed or rested a passage on."""

    def fact(self, path: str, words: str = "") -> Written:
        """A fact of the case, escaped; a hole that names it where it is not known."""
        text = self.known.text(path)
        if text is None:
            self.holes[path] = None
            return Written(f"[[MISSING: {words or path.replace('_', ' ').replace('.', ' ')}]]")
        self.asserted[path] = None
        return Written(escaped(text))

    def given(self, paths: tuple[str, ...], caller: Callable[[], str], passage: str) -> Written:
        """The passage where all facts are known, else nothing, and a note of what was missing."""
        missing = tuple(path for path in paths if self.known.raw(path) is None)
        if missing:
            self.left_out.append(LeftOut(passage, missing))
            return Written("")
        self.asserted |= dict.fromkeys(paths)
        return Written(str(caller()))


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter in markup, with what is missing in it."""

    template: Template
    markup: str
    holes: tuple[str, ...]
    """Paths of the facts that the letter has holes for."""
    left_out: tuple[LeftOut, ...]
    asserted: tuple[str, ...]

    @property
    def unmet(self) -> tuple[str, ...]:
        """Facts that the template needs and that are not known: with one, the letter cannot be final."""
        return tuple(dict.fromkeys(self.holes))


class Given(Extension):
    """`{% given "path", "path", passage="what it says" %} … {% endgiven %}`."""

    tags = {"given"}

    def parse(self, parser: Parser) -> nodes.Node:
        """Parse the tag into a call that decides whether its body is written."""
        line = next(parser.stream).lineno
        paths: list[nodes.Expr] = []
        passage: nodes.Expr = nodes.Const("a passage")
        while parser.stream.current.type != "block_end":
            if paths:
                parser.stream.skip_if("comma")
            if parser.stream.current.type == "name" and parser.stream.look().type == "assign":
                parser.stream.skip(2)
                passage = parser.parse_expression()
            else:
                paths.append(parser.parse_expression())
        body = parser.parse_statements(("name:endgiven",), drop_needle=True)
        call = self.call_method("_decide", [nodes.ContextReference(), nodes.Tuple(paths, "load"), passage])
        return nodes.CallBlock(call, [], [], body).set_lineno(line)

    def _decide(self, context: Any, paths: tuple[str, ...], passage: str, caller: Callable[[], str]) -> str:
        ledger: Ledger = context["ledger"]
        return ledger.given(paths, caller, passage)


class LetterEnvironment(ImmutableSandboxedEnvironment):
    """The sandbox, with the one thing that it leaves open closed: multiplying a text into gigabytes."""

    intercepted_binops = frozenset(["*", "**"])

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Numbers may be multiplied, within reason; texts and lists may not."""
        small = all(isinstance(side, (int, float)) and abs(side) < 10_000 for side in (left, right))
        if not small:
            raise SecurityError(f"{operator} is for small numbers only in a letter")
        return super().call_binop(context, operator, left, right)


def _printed(value: object) -> object:
    """What `{{ }}` writes: markup made here as it is, everything else escaped."""
    return value if hasattr(value, "__html__") else Written(escaped(shown(value)))


def environment(where: list[Any]) -> LetterEnvironment:
    """The environment that letters are rendered in; `where` are the template folders, a user's own first."""
    made = LetterEnvironment(
        loader=FileSystemLoader(where),
        undefined=StrictUndefined,
        extensions=[Given],
        # Marks what macros return as finished, so that it is not escaped twice; `_printed` does the escaping itself.
        autoescape=True,
        finalize=_printed,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["cell"] = lambda value: Written(escaped(shown(value)))
    return made


@cache
def _compiled(body: str, own: Any) -> JinjaTemplate:
    """A template, compiled once a run: in a batch the same one renders a thousand letters."""
    return _environment(own).from_string(body)


@cache
def _environment(own: Any) -> LetterEnvironment:
    return environment(folders(own))


def _bounded(chunks: Iterator[str]) -> Iterator[str]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > _MOST:
            raise SecurityError("the letter grows beyond all bounds")
        yield chunk


@contextmanager
def _bounded_time() -> Iterator[None]:
    """Stops a template that loops without end. Only the main thread of a POSIX system can be interrupted so."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(number: int, frame: object) -> None:
        raise SecurityError(f"the template took longer than {_SECONDS:g} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, _SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def render(template: Template, known: Known, *, own: Any = None, **parts: object) -> Rendered:
    """Render a letter. `parts` are results of the core (criteria, evidence, law, exhibits) for the template.

    Raises UsageProblem where the template is wrong or tries what the sandbox forbids.
    """
    ledger = Ledger(known)
    try:
        compiled = _compiled(template.body, own)
        with _bounded_time():
            chunks = list(_bounded(compiled.generate(ledger=ledger, fact=ledger.fact, known=known.raw, **parts)))
    except (TemplateError, OverflowError, RecursionError, TypeError, ValueError) as problem:
        raise UsageProblem(
            f"{template.path}: {str(problem) or type(problem).__name__}", hint="`ketacli letter lint` checks it."
        ) from problem
    for path in template.needs:
        if known.raw(path) is None:
            ledger.holes[path] = None
    return Rendered(
        template=template,
        markup=_BLANK_LINES.sub("\n\n", "".join(chunks)).strip("\n") + "\n",
        holes=tuple(ledger.holes),
        left_out=tuple(ledger.left_out),
        asserted=tuple(ledger.asserted),
    )
