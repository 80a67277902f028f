"""The addresses of people's pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from generation.web.people.account import account
from generation.web.people.addresses import confirm_address, send_link
from generation.web.people.notifications import notifications
from generation.web.people.passwords import ChangePassword, ForgottenPassword, LinkIsSent, NewPassword
from generation.web.people.sign_in import SignIn
from generation.web.people.sign_up import SignUp
from generation.web.people.tokens import create_token, revoke_token
from generation.web.people.webhooks import (
    create_webhook,
    forget_webhook,
    switch_webhook,
    tell_again,
    test_webhook,
    webhook_told,
)

urlpatterns = [
    path("sign-in/", SignIn.as_view(), name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("sign-up/", SignUp.as_view(), name="sign_up"),
    path("password/", ChangePassword.as_view(), name="change_password"),
    path("password/forgotten/", ForgottenPassword.as_view(), name="password_forgotten"),
    path("password/sent/", LinkIsSent.as_view(), name="password_sent"),
    path("password/new/<uidb64>/<token>/", NewPassword.as_view(), name="password_new"),
    path("account/", account, name="account"),
    path("account/address/", send_link, name="send_link"),
    path("account/address/<token>/", confirm_address, name="confirm_address"),
    path("account/notifications/", notifications, name="notifications"),
    path("account/webhooks/", create_webhook, name="create_webhook"),
    path("account/webhooks/<uuid:webhook_id>/test/", test_webhook, name="test_webhook"),
    path("account/webhooks/<uuid:webhook_id>/switch/", switch_webhook, name="switch_webhook"),
    path("account/webhooks/<uuid:webhook_id>/delete/", forget_webhook, name="delete_webhook"),
    path("account/webhooks/<uuid:webhook_id>/told/", webhook_told, name="webhook_told"),
    path("account/deliveries/<uuid:delivery_id>/again/", tell_again, name="tell_again"),
    path("account/tokens/", create_token, name="create_token"),
    path("account/tokens/<slug:token_key>/revoke/", revoke_token, name="revoke_token"),
]
