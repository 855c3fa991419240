"""Every kind of fact by its name, in the order in which references point: earlier kinds are named by later ones."""

from knowledge.clinics import CLINIC_KINDS
from knowledge.model import KINDS as _STANDING
from knowledge.model import Fact
from knowledge.series import SERIES_KINDS

KINDS: dict[str, type[Fact]] = {**_STANDING, **CLINIC_KINDS, **SERIES_KINDS}
