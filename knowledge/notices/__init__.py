"""A clerk's notice read into proposed changes: absolute dates, doubts flagged, nothing invented.

:mod:`reading` goes the whole way, :mod:`proposals` holds what it found against the Book, :mod:`words` says it.

- **Plain lines.** :mod:`text` and :mod:`spelling` write what can be written in many ways in one, :mod:`tables` makes
  sentences of :mod:`rows` by their :mod:`columns`, and of :mod:`grids`; an older notice below (:mod:`quoted`) and what
  the text itself takes back (:mod:`corrections`) go.
- **Signs.** People (:mod:`people`, who look like :mod:`names` of :mod:`surnames` and :mod:`titles`) and expressions of
  time (:mod:`days`, of :mod:`parts`) become :mod:`signs`; what is left are words of change (:mod:`acts`).
- **Sayings.** Lines are cut into :mod:`clauses` (what is :mod:`undecided` goes) and :mod:`sayings`, each with its
  :mod:`groups` of people and days and its :mod:`scopes`; the :mod:`almanac` turns expressions into :mod:`spans` of
  days. Who only says "I" is :mod:`self_told`.
- **Drafts.** :mod:`assembling` puts sayings together with what the :mod:`memory` of earlier ones holds, as
  :mod:`drafts` among the :mod:`changes`: :mod:`standing_in`, :mod:`moving`, :mod:`trading`, and what goes on as
  :mod:`usual`, which :mod:`settling` holds against what stops and :mod:`one_more` against the roster; :mod:`lifting`
  undoes what a wrong word of an earlier notice had brought; places that differ are :mod:`disagreeing`.
- **Proposals.** :mod:`making` gives drafts the shape of changes with their :mod:`places`; :mod:`checks` flags doubts.
"""

from knowledge.notices.model import Proposed, Reading, Row, Target
from knowledge.notices.reading import read_notice

__all__ = ["Proposed", "Reading", "Row", "Target", "read_notice"]
