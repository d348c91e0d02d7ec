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
