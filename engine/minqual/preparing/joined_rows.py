"""Exports that join two lists of an applicant: a row for each job with each school, so that both repeat."""

from __future__ import annotations

import numpy as np

from minqual.preparing.column_groups import Proposed
from minqual.records import Rows, TextColumn


def is_joined(owners: TextColumn, jobs: Proposed, schools: Proposed) -> bool:
    """Whether the rows of every applicant are each of their jobs with each of their schools, once.

    Then a job that stands twice is one job, whatever else two equal rows may be. It needs somebody with several of
    both, or with one job and several schools, and no two rows that are equal in all of them.
    """
    applicant = owners.codes.astype(np.int64)
    job, school = _numbered(applicant, jobs), _numbered(applicant, schools)
    pairs, counts = np.unique(np.stack([applicant, job, school]), axis=1, return_counts=True)
    if not applicant.size or counts.max() > 1:
        return False
    most = int(applicant.max()) + 1
    rows = np.bincount(pairs[0], minlength=most)
    of_jobs = np.bincount(np.unique(pairs[[0, 1]], axis=1)[0], minlength=most)
    of_schools = np.bincount(np.unique(pairs[[0, 2]], axis=1)[0], minlength=most)
    return bool((rows == of_jobs * of_schools).all() and (rows > of_jobs).any())


def _numbered(applicant: Rows, group: Proposed) -> Rows:
    """Per row the number of what it states of one list."""
    columns = [family.columns[0].codes.astype(np.int64) for family in group.families]
    _, numbers = np.unique(np.stack([applicant, *columns]), axis=1, return_inverse=True)
    return np.asarray(numbers.reshape(-1), dtype=np.int64)
