"""Every address of the site. Wiring: it may name doors."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.templatetags.static import static
from django.urls import include, path
from django.views.generic import RedirectView

from generation.api import health, metrics
from generation.web.people.sign_in import sign_in_to_admin

urlpatterns = [
    path("", include("generation.web.urls")),
    path("favicon.ico", login_not_required(RedirectView.as_view(url=static("favicon.svg")))),
    path("healthz", login_not_required(health.healthz)),
    path("readyz", login_not_required(health.readyz)),
    path("metrics", login_not_required(metrics.metrics)),
    path("api/", include("generation.api.urls")),
    path("admin/login/", sign_in_to_admin),
    path("admin/", admin.site.urls),
]

handler400 = "generation.api.error_pages.bad_request"
handler403 = "generation.api.error_pages.permission_denied"
handler404 = "generation.api.error_pages.page_not_found"
handler413 = "generation.api.error_pages.too_large"  # asked by config/bodies.py, not by Django
handler500 = "generation.api.error_pages.server_error"
