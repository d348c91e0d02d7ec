"""Pages for browsers: one file that is opened from disk, asks for nothing and takes whatever it shows as text.

The modules in their order:

    filled         Pages filled in: templates whose every value is text
    settled_of     What people settled of one applicant, each with who, when and why
    work_history   The work history of one applicant as it was counted: each job with its days, overlaps, gaps
    one_applicant  One applicant's page, and the same as a drawer of the page of a pool
    plain          Any page for people as a file for browsers
    pool           The page of a pool: everyone in a list that is searched and filtered, what stops them
    written        Results written as a program asks for them: in any form, or as a page
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minqual._lazy import door

if TYPE_CHECKING:
    from minqual.pages.filled import needs
    from minqual.pages.one_applicant import JudgedApplicant, applicant_page
    from minqual.pages.plain import plain_page
    from minqual.pages.pool import check_size, pool_page
    from minqual.pages.written import write_results

__all__, __getattr__, __dir__ = door(__name__)
