"""A page's text as the rules match it: plain characters, each in its place."""

from __future__ import annotations

_PLAIN = (
    *((blank, " ") for blank in "\n\t\r\u00a0"),
    ("\u00ad", "-"),
    ("\u2010", "-"),
    ("\u2011", "-"),
    ("\u2212", "-"),
    ("\u2018", "'"),
    ("\u2019", "'"),
    ("\u201c", '"'),
    ("\u201d", '"'),
    ("\u00ae", " "),
    ("\u2122", " "),
    ("\u2120", " "),
    ("\u0130", "I"),
    ("\u202f", " "),
)


def masked(text: str) -> str:
    """A page's text with line breaks, odd hyphens, quotation marks and trade marks made plain, each in its place."""
    if text.isascii():
        return text.replace("\n", " ").replace("\t", " ").replace("\r", " ")
    for odd, plain in _PLAIN:
        text = text.replace(odd, plain)
    return text
