"""Letters to applicants about what was decided: only what people stand by, in plain words, with what they can do next.

The modules in their order:

    catalogue           The catalogue of messages: every sentence of a letter in each language
    letter_fields       What a letter of each kind has to say: the fields that its template must use, all of them
    working_days        Working days: how an agency's calendar reckons the last day of a deadline
    agency_profile      The profile of an agency: who writes its letters, what its days off are
    people_file         A file of people: names and addresses for letters. It is read for letters alone
    templates           Templates of letters: bundled ones and an agency's own, checked before any letter is written
    translated_phrases  Phrases: what packs, records and the engine say in English
    told_clauses        The parts of a letter: the clauses that decide, each with its place
    letter              A letter: all that one applicant is told of one verdict, field by field, in one language
    letter_run          Letters about what was decided: who gets which, who gets none and why
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minqual._lazy import door

if TYPE_CHECKING:
    from minqual.letters.agency_profile import EXAMPLE, profile_schema, read_profile
    from minqual.letters.catalogue import Said, every_message
    from minqual.letters.letter import Basis, Letter
    from minqual.letters.letter_run import decided_again, decided_in, file_name, letters_of, merge_rows
    from minqual.letters.people_file import read_people
    from minqual.letters.templates import read_templates

__all__, __getattr__, __dir__ = door(__name__)
