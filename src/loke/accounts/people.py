"""Finding and making people."""

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import BaseUserManager
from django.db.models import BigIntegerField

from loke.database.statements import written_once


@written_once(number=BigIntegerField())
def person_numbered(number):
    return get_user_model().objects.filter(pk=number)


class People(BaseUserManager):
    """Finds and makes people by their e-mail address, written in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields):
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.full_clean()
        user.save()
        return user

    def get(self, *args, **told):
        """One who is looked up by number only, as at every request, is asked for in SQL that is written once."""
        if args or told.keys() != {"pk"} or type(self) is not People:  # a relation's own finds its own
            return super().get(*args, **told)
        if found := person_numbered(number=told["pk"]):
            return found[0]
        raise self.model.DoesNotExist

    def get_by_natural_key(self, email):
        return self.get(email=email.lower())
