"""The organisations of an area, and their people."""

from organisations.views.bodies import area_or_404

__all__ = ["area_or_404"]
