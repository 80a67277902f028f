"""The addresses of people's pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from generation.web.people.account import account, choose_notifications
from generation.web.people.passwords import ChangePassword, ForgottenPassword, LinkIsSent, NewPassword
from generation.web.people.sign_in import SignIn
from generation.web.people.sign_up import SignUp
from generation.web.people.tokens import create_token, revoke_token

urlpatterns = [
    path("sign-in/", SignIn.as_view(), name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("sign-up/", SignUp.as_view(), name="sign_up"),
    path("password/", ChangePassword.as_view(), name="change_password"),
    path("password/forgotten/", ForgottenPassword.as_view(), name="password_forgotten"),
    path("password/sent/", LinkIsSent.as_view(), name="password_sent"),
    path("password/new/<uidb64>/<token>/", NewPassword.as_view(), name="password_new"),
    path("account/", account, name="account"),
    path("account/notifications/", choose_notifications, name="choose_notifications"),
    path("account/tokens/", create_token, name="create_token"),
    path("account/tokens/<slug:token_key>/revoke/", revoke_token, name="revoke_token"),
]
