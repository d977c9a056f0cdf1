"""The forms with nothing but a button: undo, take away, put back."""

from django.utils.translation import gettext as _

from loke.accounts.submissions import StoredOnce


class UndoForm(StoredOnce):
    def receipt(self) -> str:
        return _("Ångrat. Allt står som det stod innan.")


class RemoveForm(StoredOnce):
    def receipt(self) -> str:
        return _("Borttaget. Det ligger i papperskorgen i 30 dagar och kan läggas tillbaka.")


class PutBackForm(StoredOnce):
    def receipt(self) -> str:
        return _("Det ligger på plats igen. Allt står som det stod innan det togs bort.")
