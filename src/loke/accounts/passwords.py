"""Whether a password is good enough for somebody."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from loke.accounts.models import User


def check_password(password: str | None, user: User) -> None:
    """Raises ValidationError by field."""
    try:
        validate_password(password or "", user)
    except ValidationError as error:
        raise ValidationError({"password": error.messages}) from error
