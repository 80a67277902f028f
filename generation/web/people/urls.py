"""The addresses of people's pages."""

from django.contrib.auth import views
from django.urls import path
from django.views.generic import TemplateView

urlpatterns = [
    path("sign-in/", views.LoginView.as_view(template_name="web/people/sign_in.html"), name="sign_in"),
    path("sign-out/", views.LogoutView.as_view(), name="sign_out"),
    path("account/", TemplateView.as_view(template_name="web/soon.html"), name="account"),
]
