"""A clerk's notice read into proposed changes: absolute dates, doubts flagged, nothing invented.

A notice becomes lines and clauses (:mod:`text`, :mod:`tables`) in which people (:mod:`people`) and days (:mod:`days`)
are replaced by signs (:mod:`signs`); what is left are the words of change (:mod:`acts`). Clauses become sayings
(:mod:`sayings`), sayings changes (:mod:`assembling`), and what may be wrong with them is flagged (:mod:`checks`).
"""

from knowledge.notices.model import Proposed, Reading, Row, Target
from knowledge.notices.reading import read_notice

__all__ = ["Proposed", "Reading", "Row", "Target", "read_notice"]
