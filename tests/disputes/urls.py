"""The site with the addresses of disputes, whether or not the site has them yet."""

from django.urls import include, path

from config.urls import handler403, handler404, handler500
from config.urls import urlpatterns as site

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]

HAS_DISPUTES = any("disputes" in str(getattr(each, "urlconf_name", "")) for each in site)
urlpatterns = site if HAS_DISPUTES else [*site, path("", include("disputes.urls"))]
