"""Plain words for the fields and reasons of a denial."""

from __future__ import annotations

from ketacli.denials.model import Denial

REASONS = {
    "experimental": "Called experimental or investigational",
    "not_medically_necessary": "Called not medically necessary",
    "step_therapy": "Other drugs were to be tried first (step therapy)",
    "no_prior_authorization": "Approval was not obtained beforehand (prior authorization)",
    "excluded_benefit": "Excluded from the plan's benefits",
    "out_of_network": "The provider is outside the network",
    "off_label": "Not approved by the FDA for this use (off-label)",
    "site_of_care": "The place of treatment was refused (site of care)",
    "quantity_limit": "More than the plan allows (quantity limit)",
    "missing_information": "Records or information were missing",
    "timely_filing": "The claim came too late (timely filing)",
    "coding": "A billing code or modifier was wrong (coding)",
    "eligibility": "Coverage was not in force (eligibility)",
    "duplicate": "Taken for a duplicate",
    "level_of_care": "A lower level of care was found enough (level of care)",
}
FIELD_NAMES = {
    "notice_date": "date of the notice",
    "member_name": "member",
    "member_id": "member number",
    "group_number": "group number",
    "claim_number": "claim number",
    "reference_number": "reference number",
    "service": "service",
    "service_dates": "dates of service",
    "codes": "codes",
    "amount_denied": "amount denied",
    "policy_cited": "policy or provision cited",
    "funding": "who pays the claims (funding)",
    "appeal_deadline_days": "days to appeal",
    "appeal_deadline_date": "last day to appeal",
    "deadline_from": "days count from",
    "appeal_address": "address for appeals",
    "appeal_fax": "fax for appeals",
    "appeal_phone": "telephone for appeals",
    "expedited_offered": "urgent appeal offered",
    "external_review_mentioned": "external review mentioned",
    "peer_to_peer": "call between clinicians (peer-to-peer)",
    "claim_file_offered": "claim file offered",
}


def verdict(denial: Denial) -> str:
    """The first sentence: what the document decides."""
    letter, eob = denial.denial or {}, denial.eob or {}
    said = _decision(letter, denial)
    if eob.get("finding") == "lines_do_not_add_up":
        said += " The figures do not add up."
    elif eob.get("finding") == "wrong_deductible":
        said += " The deductible was charged too much."
    return said


def _decision(letter: dict[str, object], denial: Denial) -> str:
    kind = letter.get("letter_type")
    if denial.remittance:
        return (
            "Remittance to the provider with denied lines."
            if letter.get("is_denial")
            else "Remittance to the provider."
        )
    if kind == "approval":
        return "Approved. This is no denial."
    if kind == "request_for_information":
        return "Not decided: more information is asked for. This is no denial."
    if not letter.get("is_denial"):
        return (
            "A statement of how a claim was paid."
            if denial.eob
            else "No decision on a request or claim was found in it."
        )
    reasons = letter.get("reasons")
    words = [REASONS.get(str(word), str(word)) for word in reasons] if isinstance(reasons, list) else []
    head = "Denied in part" if letter.get("decision") == "partly_denied" else "Denied"
    return (
        f"{head}: {'; '.join(word[0].lower() + word[1:] for word in words)}."
        if words
        else f"{head}; the reason is not stated."
    )


def shown(value: object) -> str:
    """A field's value in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(
            str(one.get("value", one)) if isinstance(one, dict) else str(one).replace("/", " to ") for one in value
        )
    if isinstance(value, dict):
        return ", ".join(f"{name} {one}" for name, one in value.items() if one) or "offered"
    if isinstance(value, float):
        return dollars(value)
    return str(value).replace("_", " ")


def dollars(amount: object) -> str:
    """Dollars with two decimals; empty where nothing is stated."""
    if amount is None:
        return ""
    number = float(str(amount))
    return f"{'-' if number < 0 else ''}${abs(number):,.2f}"


def sentence(text: str) -> str:
    """A text that ends as a sentence does."""
    return text if text.endswith((".", "!", "?")) else f"{text}."
