"""The kinds of act that consulting makes: a consultation, and a response to one."""

from consultations.subjects.consultations import CONSULTATION
from consultations.subjects.responses import RESPONSE

SUBJECTS = (CONSULTATION, RESPONSE)

__all__ = ["CONSULTATION", "RESPONSE", "SUBJECTS"]
