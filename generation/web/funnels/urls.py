"""The addresses of funnels."""

from django.urls import path
from django.views.generic import RedirectView, TemplateView

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="dashboard"), name="home"),
    path("funnels/", TemplateView.as_view(template_name="web/soon.html"), name="dashboard"),
]
