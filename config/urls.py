"""Every address of the site. Wiring: it may name doors."""

from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path
from django.views.generic import RedirectView

from generation.api import health

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="docs")),
    path("favicon.ico", RedirectView.as_view(url=static("favicon.svg"))),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("api/", include("generation.api.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "generation.api.errors.bad_request"
handler403 = "generation.api.errors.permission_denied"
handler404 = "generation.api.errors.page_not_found"
handler500 = "generation.api.errors.server_error"
