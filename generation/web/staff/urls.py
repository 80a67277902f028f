"""The addresses of staff's pages."""

from django.urls import path
from django.views.generic import TemplateView

urlpatterns = [
    path("queue/", TemplateView.as_view(template_name="web/soon.html"), name="queue"),
    path("settings/", TemplateView.as_view(template_name="web/soon.html"), name="settings"),
]
