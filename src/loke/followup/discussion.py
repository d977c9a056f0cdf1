"""What a group may talk about at each section: the handbook's questions (chapter 2, Analysera) in our own words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# By the anchor of the section; a section that is not here has the last ones.
QUESTIONS: dict[str, tuple[Promise, ...]] = {
    "idea": (
        _("Vad blev annorlunda mot hur ni tänkte?"),
        _("Är det arbetet som ska ändras, eller det ni säger att ni gör?"),
    ),
    "vilka": (
        _("Är det de ni är till för som kommer?"),
        _("Har behoven ändrats, eller det ni får i uppdrag?"),
    ),
    "gor-vi": (
        _("Arbetar ni som ni säger att ni gör?"),
        _("Räcker tid och bemanning till det ni har tänkt?"),
    ),
    "insatser": (
        _("Vilka får vilken insats, och är det som ni vill?"),
        _("Gör ni något som inte står i beskrivningen?"),
    ),
    "fullfoljer": (
        _("Har ni arbetat annorlunda, eller är det en annan målgrupp?"),
        _("Vilka är det som avbryter, och när?"),
    ),
    "battre": (
        _("För vilka blir det bättre, och för vilka sämre?"),
        _("Hur märker ni i tid att det blir sämre för någon?"),
    ),
    "forandring": (
        _("Vad i ert arbete kan ha med förändringen att göra, och vad annat kan det vara?"),
        _("Behöver ni arbeta annorlunda med det som har ändrats minst?"),
    ),
    "mal": (
        _("Når de målen i sin plan, och är målen rätt satta?"),
        _("Vad skiljer dem som når målen från dem som inte gör det?"),
    ),
    "star-sig": (
        _("Vad behövs för att det som har blivit bättre ska hålla i sig?"),
        _("Vilka har ni inte nått, och hur kan det ha gått för dem?"),
    ),
    "normer": (
        _("Räcker det så här, eller behövs mer för dem ni möter?"),
        _("Liknar gruppen i jämförelsen dem ni möter?"),
    ),
    "grupper": (
        _("Får alla det de behöver, eller passar arbetssättet några bättre än andra?"),
        _("För vem fungerar det, och när?"),
    ),
    "stannar": (
        _("Stannar de så länge som ni hade tänkt?"),
        _("När slutar flest, och vad händer då?"),
    ),
    "matfel": (_("Vad vet ni på annat sätt om dem vars förändring är för liten för att säga något?"),),
    "ja-nej": (_("Vilka gick åt andra hållet, och vad hände där?"),),
    "over-tid": (
        _("Hände något hos er när det vände?"),
        _("Är det en enstaka period, eller har det hållit i sig?"),
    ),
    "liknande": (
        _("Möter de andra samma människor som ni?"),
        _("Vad gör de annorlunda, och vem kan ni fråga?"),
    ),
    "fullstandigt": (_("Vad behövs för att färre svar ska saknas nästa gång?"),),
}
ALWAYS: tuple[Promise, ...] = (_("Vad ser ni här, och vad betyder det för hur ni arbetar?"),)


def questions_for(section: str) -> tuple[Promise, ...]:
    return QUESTIONS.get(section, ALWAYS)
