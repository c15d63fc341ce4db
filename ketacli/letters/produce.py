"""A composed letter as a file: the format by its ending, and whether it may be final."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from ketacli.errors import ExitCode, KetacliError, UsageProblem
from ketacli.letters.compose import Letter
from ketacli.letters.known import Known
from ketacli.letters.markup import parse

SUFFIXES = (".md", ".txt", ".html", ".docx", ".pdf")
_UTC = ZoneInfo("UTC")


class NotFinal(KetacliError):
    """A letter that still has holes was asked for as final."""

    code = ExitCode.ATTENTION
    kind = "not_final"


def produce(letter: Letter, suffix: str, today: date) -> str | bytes:
    """The letter in the format of a file's ending. Raises UsageProblem for others, OutputProblem without typst."""
    markup, title = letter.rendered.markup, letter.rendered.template.title
    when = datetime.combine(today, time(12), _UTC)
    match suffix.lower():
        case ".md" | "":
            return markup
        case ".txt":
            from ketacli.letters.export import text

            return text.render(parse(markup))
        case ".html":
            from ketacli.letters.export import html

            return html.render(parse(markup), title=title)
        case ".docx":
            from ketacli.letters.export import word

            return word.render(parse(markup), title=title, when=when)
        case ".pdf":
            from ketacli.letters.export import pdf

            return pdf.render(parse(markup), title=title, when=when)
    raise UsageProblem(
        f"a letter is not written as {suffix}", hint=f"End the file's name in one of {', '.join(SUFFIXES)}."
    )


def require_final(letter: Letter) -> None:
    """Raises NotFinal, with the list, where a fact is missing. A clinician's document stays unsigned even so."""
    missing = list(letter.rendered.unmet)
    if "[[MISSING" in letter.rendered.markup and not missing:
        missing = ["the places marked [[MISSING]] in the draft"]
    if missing:
        flags = " ".join(f"--data {path}=…" for path in missing[:3])
        raise NotFinal(
            f"the letter is not final: {len(missing)} fact(s) are missing: {', '.join(missing)}",
            hint=f"Give them in the case, in a file, or by flags: {flags}",
        )


def choose_kind(known: Known) -> str:
    """The letter that the situation asks for: a clinic's dispute, an external review, an urgent or a plain appeal."""
    if known.raw("denial.is_remittance") is True:
        return "provider-dispute"
    if known.text("denial.denial") == "final":
        return "external-review-request"
    if known.raw("treatment.urgent") is True:
        return "expedited-appeal"
    return "second-level-appeal" if known.text("denial.level") == "internal_appeal" else "internal-appeal"


def cautions(known: Known) -> list[str]:
    """What the writer must know before an appeal goes out, a sentence each."""
    found = []
    codes = known.raw("denial.carc")
    groups = {str(code).partition("-")[0] for code in codes} if isinstance(codes, (list, tuple)) else set()
    if known.raw("denial.is_remittance") is True:
        found.append(
            "This is a remittance: the letter is the provider's own dispute, on the payer's or the contract's clock. "
            "A member appeal needs the patient's written appointment (ketacli letter write representative-appointment)."
        )
    elif groups == {"CO"}:
        found.append(
            "Every code is of the group CO: the clinic may not bill you for it. The dispute is the clinic's; ask the "
            "clinic first."
        )
    if known.raw("denial.is_denial") is False:
        found.append("The document was not read as a denial: look at it again before you send an appeal.")
    return found
