"""Reason codes: why a decision was made, in a few words that every agency knows; each with what it says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

OTHER: Final = "other"

REASON_CODES: Final[Mapping[str, str]] = {
    "information accepted": "what the applicant states was accepted as it is",
    "experience equivalency": "other experience was accepted as equal",
    "combination of education and experience": "education and experience together were accepted as equal",
    "not relevant": "what is on record does not bear on what is asked",
    "requirement not met": "what is on record falls short of what is asked",
    "not enough information": "what is on record does not tell enough",
    OTHER: "as the words of the decision say",
}
"""Why people decide as they do; an agency may add its own."""

OF_ACCEPTING: Final = ("information accepted", "experience equivalency", "combination of education and experience")
OF_REFUSING: Final = ("not relevant", "requirement not met", "not enough information")
"""Codes that say whether something was accepted: the others go with either."""


def contradicting(code: str, *, is_accepted: bool) -> tuple[str, ...]:
    """The codes that a decision may have in place of one that says the contrary; none where it does not."""
    fits, contrary = (OF_ACCEPTING, OF_REFUSING) if is_accepted else (OF_REFUSING, OF_ACCEPTING)
    return (*fits, OTHER) if code in contrary else ()
