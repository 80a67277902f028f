"""The addresses of funnels."""

from django.urls import path
from django.views.generic import RedirectView

from generation.web.funnels.brief import brief
from generation.web.funnels.changes import (
    delete_funnel,
    delete_template,
    duplicate_funnel,
    rename_funnel,
    save_template,
)
from generation.web.funnels.dashboard import dashboard
from generation.web.funnels.new import new_funnel

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="dashboard"), name="home"),
    path("funnels/", dashboard, name="dashboard"),
    path("funnels/new/", new_funnel, name="new_funnel"),
    path("funnels/<uuid:funnel_id>/brief/<slug:step>/", brief, name="brief"),
    path("funnels/<uuid:funnel_id>/rename/", rename_funnel, name="rename_funnel"),
    path("funnels/<uuid:funnel_id>/duplicate/", duplicate_funnel, name="duplicate_funnel"),
    path("funnels/<uuid:funnel_id>/template/", save_template, name="save_template"),
    path("funnels/<uuid:funnel_id>/delete/", delete_funnel, name="delete_funnel"),
    path("templates/<uuid:template_id>/delete/", delete_template, name="delete_template"),
]
