"""Pages about checks and cases: one module each."""

from commitments.views import breaches, checks, deciding

__all__ = ["breaches", "checks", "deciding"]
