"""What kind of document it is (KF001, KF002), by its title and first lines, then by what only that kind holds."""

from __future__ import annotations

from functools import cache
from typing import Any

from ketacli.documents.model import Document
from ketacli.policy import lazy_re as re
from ketacli.policy.fields.lazy import Lazy, lazy
from ketacli.policy.fields.letter_signs import is_personal_text, letter_strength, speaks_to_one
from ketacli.policy.fields.place import folded, live_text
from ketacli.policy.makers_papers import is_makers_program
from ketacli.policy.outline import Outline
from ketacli.policy.reading import DocumentKind, Quoted
from ketacli.policy.substrings import AnyOf
from ketacli.policy.words import vocabulary

_I = re.IGNORECASE
_TITLE = 250
"""Characters in which its title stands, be it a running header."""
_TITLE_LINES, _LONGEST_TITLE = 5, 110
"""First lines among which a title is looked for, and the characters that it has at most."""
_HEAD = 1500
"""Characters at the start of a document in which it says what it is."""


_NOT_A_DENIAL = lazy(
    r"this is not a denial|not made a decision|have(?:n't| not) (?:yet )?(?:made|decided)|"
    r"more information (?:before|to|in order)|(?:is|was|been|are|have|we|has) approved|"
    r"approval notice|need (?:more|additional) information|good news",
    _I,
)
_TEXT = 12000
_FOR_MANY = lazy(
    r"(?!re\b|subject\b|regarding\b)[^\n]*\b(?:summary plan description|(?:evidence|certificate) of coverage|"
    r"certificate of insurance|(?:member|benefits?|employee|plan|provider) (?:handbook|booklet|manual|guide|brochure)|"
    r"(?:medical|drug|pharmacy|coverage|clinical|payment) (?:coverage )?(?:policy|policies|guidelines?|criteria)|"
    r"bulletin|newsletter|provider (?:update|news|notice)|policy updates?|(?:preferred|covered) drug lists?|formulary|"
    r"frequently asked questions|(?:prior authorization|preauthorization|pa) "
    r"criteria(?= sheet| for\b|\s*[:\u2013\u2014-]|\s*$)|"
    r"criteria sheet)\b[^\n]*",
    _I,
)
"""A line among the first that names a document for many readers."""
_BOX = lazy(r"(?:(?:[\u2610\u25a1]|\[ \])[^\u2610\u25a1\[]{0,300}){3}")
"""Boxes to mark near the start: a blank form, whatever it says of denials."""
_ADDRESSED = lazy(
    r"(?:^|\n)[ \t]*(?:dear|hello|hi),?[ \t]+(?!(?:members?|providers?|colleagues?|customers?|enrollees?|subscribers?|"
    r"participants?|friends|employees?|clients?|readers?|partners?|pharmac\w+|prescribers?|clinicians?)\b)[A-Z]",
    _I,
)
"""A salutation by name."""
_QUESTION = lazy(r"\s*[^\n?]{8,120}\?")
_COVERAGE_QUESTION = lazy(r"\s*(?:does|do|is|are|will|can|should|how|why)\b[^\n?]{8,120}\?", _I)
_WHO_PAYS = lazy(
    r"\s*(?:does|do|is|are|will|can)\b[^\n?]{0,80}\b(?:cover(?:s|ed|age)?|pays?|paid|insurance)\b[^\n?]{0,80}\?\s*$", _I
)
"""A title that asks who pays, be it below the name of the site."""
_BYLINE = lazy(r"\n[ \t]*By [A-Z][\w.'\u2019-]+(?: [A-Z][\w.'\u2019-]*){1,3}(?:[ \t]*[.,|\u00b7\u2013\u2014]|[ \t]*\n)")
_SPOKEN = lazy(r"[,.?!][\"\u201d]\s+(?:said|says|(?:[A-Z][\w.-]+\s+){1,3}(?:said|says|told|added|explained|noted))\b")
"""Somebody's words in quotation marks, as newspapers give them."""
_DATELINE = lazy(
    r"\n[ \t]*[A-Z][A-Z.' ]{2,30}(?:, [A-Z][A-Za-z.]{1,12})? (?:\([A-Z]{2,6}\) )?(?:\u2014|\u2013|--?) ?[A-Z][a-z]"
)
"""The place from which a newspaper reports ("DENVER \u2014 Health First …")."""
_CATALOGUED = lazy(r"\A\s*[^\n]{5,90}\n\s*[A-Z]{2,}[A-Z0-9_]*-[\w-]*\d[\w-]*[ \t]*\n")
"""The number of a policy below its title, and nothing else on the line."""
_THEIR_POLICY = lazy(
    r"\b(?:their|his|her|(?:insurance|insurer|company|payer|carrier)(?:'s)?)\s+(?:own\s+)?"
    r"(?:medical|drug|pharmacy|coverage|clinical) polic(?:y|ies)\b"
)
"""The policy of somebody else, which a page only tells of."""
_SHAPES: tuple[tuple[DocumentKind, Lazy], ...] = (
    ("article", _BYLINE),
    ("article", _SPOKEN),
    ("article", _DATELINE),
    ("medical_policy", _CATALOGUED),
)
_MEDICAL_TITLE = lazy(r"\bmedical polic(?:y|ies)\b", _I)
_DRUG_TITLE = lazy(r"\bdrug polic|pharmacy", _I)
_OTHERS = lazy(r"(?:drug|pharmacy) (?:policy|guideline|criteria|coverage policy) (?=\S*\d)[\w.-]+", _I)
"""A drug policy of another name and number."""
_DECISION_WORDS = lazy(
    r"\b(?:denied|deny|not approve|not pay|adverse benefit determination|declin\w+|not covered|not authorized)", _I
)
_SPEAKS_OF_COVERAGE = lazy(
    r"\b(?:the )?polic(?:y|ies) covers?\b|\bcovered (?:only )?for\b|coverage criteria|\bcovers a (?:narrow|"
    r"limited)|deemed (?:experimental|investigational)|prior auth\w*\s*:|\bwe cover\b|"
    r"\b(?:authorizes|approves|covers) (?:\w+ ){1,3}only (?:for|when|if|in)\b|"
    r"\btreated as (?:experimental|investigational)|"
    r"\A[^\n]{0,80}\b(?:policy|guideline|coverage criteria)\b[^\n?]{0,30}\n|"
    r"\A[^\n]{0,80}(?:\n[^\n]{0,80})?\bpolicy (?:[A-Z]{2,4} )?(?=[\w.-]*\d)[\w.-]+[ \t.:]*\s|"
    r"\bdocument (?:no|number)\b",
    _I,
)
_DRUG_ALONE = lazy(r"(?:spravato|esketamine)\b[^\n]{0,160}\n", _I)
"""A title that is a product's name."""
_REVIEWERS_DECISION = lazy(
    r"(?:independent (?:medical )?review|external (?:review|appeal)) (?:decision|determination)|review organization", _I
)


def document_kind(document: Document, outline: Outline) -> tuple[DocumentKind, Quoted | None]:
    """The kind, and the words that told it (None for `other`)."""
    text = "\n".join(live_text(page) for page in document.pages[:3])[:_TEXT]
    if not text.strip() or is_makers_program(document):
        return "other", None
    head = text[:_HEAD]
    letter = _letter_kind(head, text)
    if letter:
        return letter, _evidence(document, _DECISION_WORDS) if letter != "other" else None
    scores, told_by = _weighed(head, text, _first_heading(outline, head), document.pages[0].text[:_TITLE])
    kind = _best(scores, head)
    return kind, _evidence(document, lazy(told_by[kind], _I)) if kind in told_by else None


def _weighed(head: str, text: str, first: str, title: str) -> tuple[dict[DocumentKind, int], dict[DocumentKind, str]]:
    """The weight of each kind, and for each the pattern of the first phrase that spoke for it."""
    words = {"title": _lined(title), "head": _lined(head), "text": _lined(text)}
    if " policy" in words["head"] or " policies" in words["head"]:
        words = {where: _THEIR_POLICY.sub(" ", lines) for where, lines in words.items()}
    flat = {where: lines.replace("\n", " ") for where, lines in words.items()}
    scores: dict[DocumentKind, int] = {}
    told_by: dict[DocumentKind, str] = {}
    for sign, may_stand in _signs():
        where, kind = sign["where"], sign["kind"]
        for phrase in sign["phrases"] if may_stand(flat[where]) else ():
            plain = phrase.strip("^$")
            anchored = phrase.replace("^", "\n").replace("$", "\n")
            if _stands(plain, flat[where]) if plain == phrase else anchored in words[where]:
                scores[kind] = scores.get(kind, 0) + sign["weight"]
                told_by.setdefault(kind, r"\s+".join(re.escape(word) for word in plain.split()))
                break
    asked = next((line for line in title.split("\n")[:_TITLE_LINES] if _WHO_PAYS.match(line)), first)
    for pattern, weight, line in ((_QUESTION, 5, first), (_COVERAGE_QUESTION, 4, asked)):
        if pattern.match(line):
            scores["article"] = scores.get("article", 0) + weight
            told_by.setdefault("article", pattern.pattern)
    for kind, pattern in _SHAPES:
        if pattern.search(head):
            scores[kind] = scores.get(kind, 0) + 4
            told_by.setdefault(kind, pattern.pattern)
    return scores, told_by


@cache
def _signs() -> tuple[tuple[dict[str, Any], AnyOf], ...]:
    """The signs of the vocabulary, each with whether one of its phrases stands in a text."""
    signs = vocabulary("kinds")["sign"]
    return tuple((sign, AnyOf(*(phrase.strip("^$") for phrase in sign["phrases"]))) for sign in signs)


def _stands(phrase: str, text: str) -> bool:
    """Whether a phrase stands in a text at the start of a word ("written by" is not in "underwritten by")."""
    at = text.find(phrase)
    while at >= 0:
        if not (phrase[0].isalnum() and text[at - 1 : at].isalnum()):
            return True
        at = text.find(phrase, at + 1)
    return False


def _first_heading(outline: Outline, head: str) -> str:
    """The first heading or paragraph (a list of links may stand before it), else the first line."""
    kinds = ("heading", "paragraph")
    return next((unit.text for unit in outline.units[:30] if unit.kind in kinds), head.lstrip().split("\n")[0])


def _lined(text: str) -> str:
    """Lower case, white space folded within lines, each line between line breaks."""
    return "\n" + "\n".join(" ".join(line.split()) for line in text.lower().replace("\u2019", "'").split("\n")) + "\n"


def _best(scores: dict[DocumentKind, int], head: str) -> DocumentKind:
    """The kind with most weight; the order of the vocabulary settles ties."""
    order = vocabulary("kinds")["order"]
    if scores.get("eob", 4) < 4 or ("eob" in scores and is_for_many(head)):
        del scores["eob"]  # a policy, too, says what the plan pays and what you owe
    ranked = sorted(scores, key=lambda kind: (-scores[kind], order.index(kind)))
    if not ranked or (scores[ranked[0]] < 4 and _SPEAKS_OF_COVERAGE.search(head)):
        if _DRUG_ALONE.match(head.lstrip()) and _SPEAKS_OF_COVERAGE.search(head):
            return "drug_policy"
        return "medical_policy" if _SPEAKS_OF_COVERAGE.search(head) else "other"
    best = ranked[0]
    medical = _MEDICAL_TITLE.search(head[:400]) if best == "drug_policy" else None
    if medical and _names_a_policy_of_drugs(head, medical.start()) is None:
        return "medical_policy"
    return best


def _names_a_policy_of_drugs(head: str, title: int) -> re.Match[str] | None:
    """Words of a drug policy; beside the number of another document ("Pharmacy Guideline RX-88") they count only before
    the document's own title."""
    found = (one for one in _DRUG_TITLE.finditer(head))
    return next((one for one in found if one.start() < title or not _OTHERS.match(head, one.start())), None)


def _letter_kind(head: str, text: str) -> DocumentKind | None:
    """`denial_letter` for a decision against one person's request or claim, `other` for an approval or a request for
    information, `eob` for a statement of what a claim paid; None where it is no letter to one person."""
    if re.search(r"summary of benefits and coverage", head, _I) or _REVIEWERS_DECISION.search(head[:500]):
        return None
    if _BOX.search(head):
        return None
    letter = letter_strength(text)
    if not letter or is_for_many(text):
        return None
    if re.search(
        r"explanation of (?:health care )?(?:benefits|payment)|not a bill|claim (?:summary|statement)|"
        r"remittance advice",
        head,
        _I,
    ) and re.search(r"billed|charge", text, _I):
        return "eob"
    denied = _denial_words(text)
    if denied is None:
        return "other" if _NOT_A_DENIAL.search(text) and letter >= 2 else None
    if letter < 2 and not speaks_to_one(text):
        return None
    return "denial_letter" if denied else "other"


def _denial_words(text: str) -> bool | None:
    """Whether the text itself decides against the reader: True, False (approved or pended), None (decides nothing)."""
    from ketacli.policy.fields.verdict import letter_verdict

    verdict = letter_verdict(text)
    return None if verdict is None else verdict in ("denied", "partly_denied")


def is_for_many(text: str) -> bool:
    """Whether a text is a plan document, a policy, a bulletin or a list by its first lines, and greets nobody by name.

    What such a document says of denials and claims is said of everybody's.
    """
    lines = [line for line in text[:_HEAD].split("\n") if line.strip()][:_TITLE_LINES]
    titled = any(len(line.strip()) <= _LONGEST_TITLE and _FOR_MANY.match(line.strip()) for line in lines)
    return titled and _ADDRESSED.search(text[: 2 * _HEAD]) is None


def _evidence(document: Document, pattern: Lazy) -> Quoted | None:
    for page in document.pages[:3]:
        found = pattern.search(page.text)
        if found:
            start = page.text.rfind("\n", 0, found.start()) + 1
            end = page.text.find("\n", found.end())
            return {"page": page.number, "quote": folded(page.text[start : end if end >= 0 else len(page.text)])}
    return None


def letter_claim_kind(document: Document, outline: Outline) -> str | None:
    """`preservice` or `postservice` for a letter that decides one request or claim; None for other documents."""
    kind, _ = document_kind(document, outline)
    if kind not in ("denial_letter", "eob"):
        return None
    text = live_text(document.pages[0]) if document.pages else ""
    post = re.search(
        r"\b(?:CO|PR|OA)-?\d|this claim|claim (?:number|no|was)|your claim for|claim\s*[.:#]|amount (?:billed|"
        r"denied|charged)|date of service|"
        r"billed|paid|explanation of benefits",
        text,
        _I,
    )
    pre = re.search(
        r"request(?:ed)?\b|authoriz|asked for|pre-?service|has not been (?:given|received)|planned|upcoming|"
        r"start date",
        text,
        _I,
    )
    if post and not (
        pre
        and not re.search(
            r"\b(?:CO|PR|OA)-\d|amount (?:billed|denied)|explanation of benefits|this claim|claim number", text, _I
        )
    ):
        return "postservice"
    return "preservice" if pre else None


def is_letter(text: str) -> bool:
    """Whether a text is a letter to one person: neither a document for many readers nor a form to fill in."""
    return letter_strength(text) > 1 and not is_for_many(text) and _BOX.search(text[:_HEAD]) is None


def is_personal(document: Document) -> bool:
    """Whether the document speaks to one person about one request or claim."""
    if not document.pages:
        return False
    return is_personal_text(document.pages[0].text)
