"""What the next page says first: sealed to its person in a cookie for a minute, so that saying it stores nothing."""

import json
from contextlib import suppress

from django.conf import settings
from django.contrib.messages.storage.base import BaseStorage
from django.contrib.messages.storage.cookie import MessageDecoder, MessageEncoder

from loke.accounts import keys

SHOWN_WITHIN = 60  # seconds: the page that says it comes at once
MOST = 3000  # characters; browsers drop a cookie of more than 4,096


class Sealed(BaseStorage):
    """Notices between an answer and the page that follows it; nobody else can open them, nor the browser read them."""

    def _get(self):
        sealed = self.request.COOKIES.get(settings.NOTICE_COOKIE_NAME)
        try:
            return (json.loads(keys.unseal(sealed, self._place()), cls=MessageDecoder) if sealed else []), True
        except (keys.SealError, OSError):  # somebody else's, or cut off
            return [], True

    def _store(self, messages, response):
        if messages:
            told = {"secure": settings.SESSION_COOKIE_SECURE, "samesite": settings.SESSION_COOKIE_SAMESITE}
            with suppress(keys.SealError, OSError):  # the keys are away: what it would have said is done all the same
                if sealed := self._sealed(messages):
                    response.set_cookie(settings.NOTICE_COOKIE_NAME, sealed, SHOWN_WITHIN, httponly=True, **told)
        elif settings.NOTICE_COOKIE_NAME in self.request.COOKIES:
            response.delete_cookie(settings.NOTICE_COOKIE_NAME, samesite=settings.SESSION_COOKIE_SAMESITE)
        return []

    def _sealed(self, messages) -> str:
        """As many of the latest as a cookie holds; nothing where that is none."""
        sealed = keys.seal(json.dumps(messages, cls=MessageEncoder), self._place()) if messages else ""
        return sealed if len(sealed) <= MOST else self._sealed(messages[1:])

    def _place(self) -> str:
        return f"notices|{self.request.user.pk}"
