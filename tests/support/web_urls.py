"""The product's addresses, and one that breaks: no test can make the product do so by itself."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config import urls
from config.urls import handler400, handler403, handler404, handler413, handler500

__all__ = ["handler400", "handler403", "handler404", "handler413", "handler500", "urlpatterns"]


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("This page breaks, so that somebody can look at what is shown then.")


urlpatterns = [path("broken/", broken), *urls.urlpatterns]
