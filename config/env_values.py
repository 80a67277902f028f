"""Reads one variable of the environment: checked and typed, or the sentence that says what would be right."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from environs import Env, EnvError, ValidationError, validate

T = TypeVar("T")

POSTGRES_SCHEMES = ("postgres", "postgresql")
REDIS_SCHEMES = ("redis", "rediss")
WEB_SCHEMES = ("http", "https")
MAIL_SCHEMES = ("smtp", "smtps", "submission")


class FilledEnv(Env):
    """The environment, where an empty variable counts as one that is not set."""

    def _get_value(self, env_key: str, default: Any) -> Any:
        return super()._get_value(env_key, default) or default


class BadValueError(Exception):
    """A variable holds what we cannot use. The message is a sentence; it never shows what may be a secret."""

    def __init__(self, name: str, value: str, *, must_be: str, is_secret: bool) -> None:
        super().__init__(f"{name} must be {must_be}, and {_what_it_is(value, is_secret=is_secret)}.")


def read_whole(env: Env, name: str, default: int, *, low: int, high: int) -> int:
    limits = validate.Range(low, high)
    must_be = f"a whole number from {low} to {high}"
    return _read(env, name, must_be, lambda: env.int(name, default, validate=limits))


def read_number(env: Env, name: str, default: float, *, low: float, high: float) -> float:
    limits = validate.Range(low, high)
    must_be = f"a number from {low:g} to {high:g}"
    return _read(env, name, must_be, lambda: env.float(name, default, validate=limits))


def read_flag(env: Env, name: str, *, default: bool) -> bool:
    return _read(env, name, "true or false", lambda: env.bool(name, default))


def read_folder(env: Env, name: str, default: Path) -> Path:
    """Return the folder, whether it is there or not; `~` is somebody's home."""
    value = env.str(name, str(default))
    try:
        return Path(value).expanduser().absolute()
    except RuntimeError as error:  # the home of a user there is not
        raise BadValueError(name, value, must_be="a folder", is_secret=False) from error


def read_web_address(env: Env, name: str, default: str = "", *, is_secret: bool = False) -> str:
    """Return an address of the web, or `default`."""
    return read_address(env, name, default, schemes=WEB_SCHEMES, is_secret=is_secret)


def read_address(
    env: Env, name: str, default: str = "", *, schemes: tuple[str, ...], is_secret: bool = True
) -> str:
    """Return an address of one of these schemes, or `default`."""

    def check(value: str) -> None:
        if value and not is_address(value, schemes):
            raise ValidationError("")

    must_be = f"an address that begins with {_any_of(schemes)}, its port, if any, a number"
    return _read(env, name, must_be, lambda: env.str(name, default, validate=check), is_secret=is_secret)


def read_web_addresses(env: Env, name: str) -> list[str]:
    def check(values: list[str]) -> None:
        if not all(is_address(value, WEB_SCHEMES) for value in values):
            raise ValidationError("")

    must_be = f"addresses that begin with {_any_of(WEB_SCHEMES)}, with commas between them"
    return _read(env, name, must_be, lambda: env.list(name, [], validate=check))


def read_login(env: Env, name: str) -> str:
    """Return NAME:PASSWORD, or the empty text."""

    def check(value: str) -> None:
        login, _, password = value.partition(":")
        if value and not (login and password):
            raise ValidationError("")

    return _read(env, name, "NAME:PASSWORD", lambda: env.str(name, "", validate=check), is_secret=True)


def read_email_server(env: Env, name: str) -> dict[str, Any]:
    """Return Django's settings of what takes the letters; without a value, the terminal does."""

    def read() -> dict[str, Any]:
        found: dict[str, Any] = env.dj_email_url(name, "console:")
        address = urlsplit(env.str(name, "console:"))
        # The parser lets a scheme it does not know pass, some that lose every letter, and no address at all.
        is_there = {"console": True, "file": not address.netloc and address.path.startswith("/")}
        if not is_there.get(address.scheme, address.scheme in MAIL_SCHEMES and found["EMAIL_HOST"]):
            raise ValidationError("")
        return found | {"EMAIL_FILE_PATH": unquote(address.path)}  # the parser's own has lost its first slash

    must_be = f"console:, file:///FOLDER, or an address that begins with {_any_of(MAIL_SCHEMES)}"
    return _read(env, name, must_be, read, is_secret=True)


def is_address(value: str, schemes: tuple[str, ...]) -> bool:
    """Whether the text is an address of one of these schemes, its port, if any, a number."""
    try:
        found = urlsplit(value)
        _ = found.port  # raises ValueError where it is no port, as urlsplit does for a lone bracket
    except ValueError:
        return False
    return found.scheme in schemes and bool(found.netloc or found.path)


def _read(env: Env, name: str, must_be: str, read: Callable[[], T], *, is_secret: bool = False) -> T:
    try:
        return read()
    except (EnvError, ValidationError) as error:
        raise BadValueError(name, env.str(name, ""), must_be=must_be, is_secret=is_secret) from error


def _what_it_is(value: str, *, is_secret: bool) -> str:
    if not value:
        return "is empty"
    return "is something else (not shown, it may hold a secret)" if is_secret else f"is {value!r}"


def _any_of(schemes: tuple[str, ...]) -> str:
    return " or ".join(f"{scheme}://" for scheme in schemes)
