"""`manage.py api_token`: a new token for the API."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from generation.engine.verbs.tokens import make_token
from generation.errors import InvalidRequestError, NotAllowedError


class Command(BaseCommand):
    help = "Prints a new API token for a user, on its own line, last; only its digest is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="whose token it is")
        parser.add_argument("--name", default="Command line", help="what to call it on the account page")
        parser.add_argument("--create", action="store_true", help="make the user first if there is none")

    def handle(self, *args: Any, username: str, name: str, create: bool, **options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None and not create:
            raise CommandError(f"There is no user {username}. Make one by adding --create.")
        if user is None:
            user = User.objects.create_user(username)
            self.stdout.write(f"Made the user {username}, who cannot sign in with a password yet.")
        try:
            self.stdout.write(make_token(user, name=name))
        except InvalidRequestError as error:
            raise CommandError(" ".join(error.problems.values())) from error
        except NotAllowedError as error:
            raise CommandError(error.message) from error
