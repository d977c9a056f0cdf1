"""What a group may ask itself while it plans: the handbook's two kinds of learning in our own words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loke.improvement.models import Kind

QUESTIONS: dict[str, tuple[Promise, ...]] = {
    Kind.ADAPTIVE: (
        _("Gör vi det vi har sagt att vi ska göra?"),
        _("Vad hindrar oss: tid, rutiner, kunskap eller något annat?"),
        _("Vad är det minsta vi kan ändra för att det ska bli som tänkt?"),
        _("Hur märker vi i vardagen att det blir av?"),
    ),
    Kind.DEVELOPMENTAL: (
        _("Är det rätt sak vi gör för dem vi möter nu?"),
        _("Vilka antaganden bygger arbetssättet på, och stämmer de än?"),
        _("Vad skulle vi göra om vi började om från början?"),
        _("Vad behöver vi sluta med för att få plats med något annat?"),
    ),
}
