"""Pages about checks and cases: one module each."""

from commitments.views import breaches, checks

__all__ = ["breaches", "checks"]
