"""The addresses of runs."""

from django.urls import path
from django.views.generic import TemplateView

urlpatterns = [path("history/", TemplateView.as_view(template_name="web/soon.html"), name="history")]
