"""What the words beside the figures mean, and what is not shown: data, with the limits of limits.py as fields."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loke.followup.counted import Counted

# By the verdict that publishing/readings.py gives an expectation.
VERDICTS: dict[str, Counted] = {
    "met": Counted(_("Hela intervallet för andelen ligger på det tänkta eller över."), "Wilson 1927"),
    "not_met": Counted(_("Hela intervallet för andelen ligger under det tänkta."), "Wilson 1927"),
    "maybe": Counted(_("Intervallet rymmer det tänkta, andelen når det och minst %(few)s kan bedömas."), "Wilson 1927"),
    "maybe_fewer": Counted(
        _("Intervallet rymmer det tänkta, andelen når det inte och minst %(few)s kan bedömas."), "Wilson 1927"
    ),
    "undecided": Counted(
        _(
            "Intervallet rymmer det tänkta och färre än %(few)s kan bedömas. Det sägs också så länge fler väntar på "
            "att kunna bedömas än som kan det, för sådant som är känt först när kontakten eller fasen är över."
        ),
        "Wilson 1927",
    ),
    "too_few": Counted(_("Färre än %(verdict)s kan bedömas.")),
    "no_target": Counted(_("Förväntningen säger inte hur stor andel som är tänkt.")),
}
# By the rule that names a point of a series.
SIGNS: dict[str, Promise] = {
    "beyond": _("En punkt ligger över den övre eller under den undre gränsen."),
    "trend": _("Minst %(run)s punkter i rad stiger, eller sjunker."),
    "two_of_three": _("Två av tre punkter i rad ligger i den yttersta tredjedelen mot samma gräns."),
    "shift": _("Minst %(run)s punkter i rad ligger på samma sida av mitten."),
}
# By the word for the size of a change (Cohen 1988).
SIZES: dict[str, Promise] = {
    "very_small": _("Storleken är under %(small)s, åt vilket håll den än går."),
    "small": _("Storleken är från %(small)s till under %(moderate)s."),
    "moderate": _("Storleken är från %(moderate)s till under %(large)s."),
    "large": _("Storleken är minst %(large)s."),
    "uncertain": _("Intervallet för storleken rymmer noll."),
}
NO_SIZE = _(
    "Intervallets ändar ligger %(apart)s eller fler ord isär, eller färre än %(labelled)s av dem som svarade vid start "
    "har svarat också vid slut."
)

# Words that several figures share.
WORDS: tuple[tuple[Promise, Counted], ...] = (
    (
        _("Ganska säkert"),
        Counted(_("Hela intervallet, %(level)s, ligger på ena sidan om det som talet jämförs med.")),
    ),
    (
        _("Ganska säkert högre eller lägre än tidigare"),
        Counted(
            _(
                "Intervallet för skillnaden mot alla tidigare perioder rymmer inte noll, och båda vilar på minst "
                "%(too_few)s. Annars kan skillnaden vara tillfällig."
            ),
            "Newcombe 1998",
        ),
    ),
    (
        _("Ökningen eller minskningen är ganska säker"),
        Counted(
            _(
                "Intervallet för medelförändringen rymmer inte noll. För ja och nej krävs dessutom ett exakt p under "
                "%(chance)s."
            ),
            "Student 1908; Bonett & Price 2012",
        ),
    ),
    (
        _("Skiljer sig ganska säkert"),
        Counted(
            _(
                "Intervallet för skillnaden mellan två grupper rymmer inte noll, när båda har minst %(compared)s "
                "(andelar) eller %(pairs)s par (medelförändringar). Ju fler som jämförs, desto tydligare måste var och "
                "en vara. Det sägs aldrig om sådant som en person kan ha flera av, som träffar och mål."
            ),
            "Newcombe 1998; Welch 1947; Holm 1979",
        ),
    ),
    (
        _("Ingen säker skillnad"),
        Counted(_("Intervallet rymmer noll. Det betyder inte att det inte finns någon skillnad.")),
    ),
    (
        _("Upptäckt i efterhand"),
        Counted(_("Uppdelningen valdes när talen redan fanns, så skillnaden är en fråga att följa och inte ett svar.")),
    ),
    (_("Få personer"), Counted(_("Talet vilar på färre än %(few)s."))),
)

NOT_SHOWN: tuple[tuple[Promise, Promise], ...] = (
    (
        _("Uppgift saknas"),
        _("Inget svar finns. De står på en egen rad och är med i det som andelen är av."),
    ),
    (
        _("Kan inte bedömas"),
        _(
            "Tiden har inte gått, kontakten eller fasen pågår eller ett svar saknas. De räknas bredvid, och aldrig som "
            "att det inte blev som tänkt."
        ),
    ),
    (
        _("Skalor med obesvarade frågor"),
        _(
            "En skala räknas när minst så många frågor är besvarade som instrumentet kräver. Loke hittar "
            "inte på några svar."
        ),
    ),
    (
        _("Bortfall mellan start och slut"),
        _(
            "Förändringar gäller dem som har svarat båda gångerna, och hur många som svarade vid start står bredvid. "
            "Är det färre än %(labelled)s av dem får storleken inget ord, och under %(shown)s visas bara antalen."
        ),
    ),
    (
        _("De som inte nåddes efter avslut"),
        _(
            "Hur de stod vid start visas bredvid dem som nåddes. Förändringen räknas också som om de vore som vid "
            "start, och som om deras senaste svar gällde än."
        ),
    ),
    (_("Streck"), _("Talet kan inte räknas eller vilar på färre än %(too_few)s.")),
    (
        _("Dolt"),
        _(
            "När något lämnar enheten döljs antal under %(protected)s, allt som räknas på dem och de tal som de annars "
            "går att räkna ut ur. Inom enheten visas alla antal."
        ),
    ),
    (
        _("Avrundat"),
        _(
            "Det som vem som helst får se är avrundat till närmaste %(rounded_to)s. Antal till och med "
            "%(rounded_away)s och delar av färre än %(rounded_from)s är dolda."
        ),
    ),
)
