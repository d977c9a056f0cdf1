"""How each table and each figure of the analysis is counted, in a few plain sentences, with the source."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Counted(NamedTuple):
    """A definition in words, with the limits of limits.py as fields, and whom it is from."""

    how: Promise
    source: str = ""


TABLES: dict[str, Counted] = {
    "expectations": Counted(
        _(
            "Var och en som började under perioden hålls mot den version som gällde den dagen. Andelen är de som blev "
            "som tänkt av dem som kan bedömas, och den som ligger på en gräns är inom den."
        ),
        "Wilson 1927; Newcombe 1998",
    ),
    "who": Counted(
        _(
            "De som började under perioden, eller slutade när frågan ställs vid avslut. Andelen är av alla, också dem "
            "där uppgift saknas, och där flera svar får ges kan andelarna tillsammans bli mer än alla."
        ),
        "Wilson 1927",
    ),
    "who_numbers": Counted(
        _(
            "Median, kvartiler och medelvärde för dem som har svarat, med antalet som saknas bredvid. Ålder är hela år "
            "den dag kontakten började."
        ),
        "Hyndman & Fan 1996",
    ),
    "doses": Counted(
        _(
            "Genomförda träffar från start och så många kalendermånader som är tänkt, för dem vars tid har gått. "
            "Den som avslutade innan är med i talen och räknas också för sig."
        ),
        "Hyndman & Fan 1996",
    ),
    "interventions": Counted(
        _(
            "Den som har haft minst en genomförd träff har fått insatsen. Andelen är av alla som började under "
            "perioden."
        ),
        "Wilson 1927",
    ),
    "attendance": Counted(
        _(
            "Uteblivna av planerade träffar, alltså genomförda och uteblivna, medan avbokade räknas för sig. "
            "En person kan ha många träffar, och då är osäkerheten större än den ser ut."
        ),
        "Wilson 1927",
    ),
    "phases": Counted(
        _(
            "Dagar i fasen för dem som har lämnat den; de som är kvar räknas för sig och faller inte bort. "
            "Ordningen bedöms efter den dag varje fas började första gången."
        ),
        "Hyndman & Fan 1996",
    ),
    "endings": Counted(
        _("De som avslutade under perioden, efter orsak. Andelen är av alla avslutade, också dem där orsak saknas."),
        "Wilson 1927",
    ),
    "completion": Counted(
        _(
            "De som fullföljde av alla som avslutade, också Annat, och bredvid det utan Annat. Tidigare är alla "
            "tidigare perioder tillsammans."
        ),
        "Wilson 1927; Newcombe 1998",
    ),
    "better": Counted(
        _(
            "Slut minus start för samma person, i skalans riktning. Minst det valda steget åt rätt håll är bättre, "
            "minst ett steg åt fel håll är sämre och allt annat är oförändrat."
        ),
        "Wilson 1927",
    ),
    "change": Counted(
        _(
            "Medelvärdet vid slut minus det vid start, för dem som har svarat båda gångerna; det sägs i ord och får en "
            "storlek från %(pairs)s par. Storleken är förändringen delad med spridningen, vänd så att plus är bättre: "
            "d_av, och med färre än %(small_sample)s par g_av."
        ),
        "Cumming 2012; Lakens 2013; Hedges 1981; Algina & Keselman 2003",
    ),
    "reliable_change": Counted(
        _(
            "Säker är en förändring som är minst så många poäng som instrumentet anger, annars %(reliable)s gånger "
            "mätfelet i en skillnad, räknat på publicerad spridning och tillförlitlighet. Återhämtad är den som också "
            "gick förbi gränsvärdet från det svårare hållet."
        ),
        "Jacobson & Truax 1991",
    ),
    "norms": Counted(
        _(
            "Medelvärdet av alla svar vid start, och vid slut, minus normgruppens. Normen är ett fast tal om inte både "
            "dess spridning och antal är kända, och skillnaden får ingen effektstorlek."
        ),
        "Student 1908; Welch 1947",
    ),
    "lasting": Counted(
        _(
            "Svaret räknas om det kom högst %(window)s dagar före eller efter den tänkta dagen, och den kunde ha nåtts "
            "för vilken den tiden har börjat. Fortfarande bättre är den som var minst ett steg bättre än vid start "
            "både vid slut och efteråt, av dem som har svarat alla tre gångerna."
        ),
    ),
    "groups": Counted(
        _(
            "Skillnaden mellan två gruppers medelförändring, när båda har minst %(pairs)s par, vänd så att plus är "
            "bättre för den första. Hedges g är skillnaden delad med spridningen, och Cliffs delta hur mycket oftare "
            "den ena förändras mer än den andra än tvärtom."
        ),
        "Welch 1947; Hedges 1981; Cliff 1993; Holm 1979",
    ),
    "yes_no": Counted(
        _("Andelen ja vid avslut minus andelen ja vid start, bland dem som har svarat båda gångerna."),
        "Bonett & Price 2012; McNemar 1947",
    ),
    "goals": Counted(
        _(
            "Mål som bedömdes under perioden efter hur långt de nåddes, av alla bedömda mål; ett mål utan dag räknas "
            "när kontakten slutar. En person kan ha flera mål, och de som aldrig bedömdes räknas för sig."
        ),
        "Wilson 1927",
    ),
    "trend": Counted(
        _(
            "Mitten och gränserna räknas på de första %(limits)s punkterna sedan början, också utanför perioden. Från "
            "%(centre)s punkter är mitten medianen, utan gränser, och med färre finns inget diagram."
        ),
        "Wheeler 1993; Shewhart 1931; Laney 2002",
    ),
    "retention": Counted(
        _(
            "Kaplan–Meier: andelen som är kvar efter så många dagar, där de som är kvar i dag räknas så länge de har "
            "varit här, tills färre än %(too_few)s har varit här så länge. Fullföljt och avbrutit är andelar av alla "
            "som började, där den som har slutat på ett sätt inte kan sluta på ett annat."
        ),
        "Kaplan & Meier 1958; Kalbfleisch & Prentice 1980; Aalen & Johansen 1978",
    ),
    "services": Counted(
        _(
            "Tratten: mitten är andelen i alla verksamheter tillsammans, och mellan gränserna hamnar en verksamhet av "
            "samma storlek %(inner)s (inre) eller %(outer)s (yttre) av gångerna när bara slumpen skiljer. Gränser "
            "finns från %(funnel)s verksamheter och vidgas från %(widened)s om de skiljer sig mer än så; färre jämförs "
            "två och två, och ingen rangordnas."
        ),
        "Spiegelhalter 2005; DerSimonian & Laird 1986",
    ),
    "completeness": Counted(
        _(
            "Det som skulle finnas för dem som började under perioden, när planen säger eller annars vid start, slut "
            "och varje uppföljning. En uppföljning skulle finnas när %(window)s dagar har gått efter den tänkta dagen. "
            "En variabel som är tagen ur bruk räknas bara i perioder som var slut innan."
        ),
        "Wilson 1927",
    ),
}

# What several tables share, by its name.
FIGURES: tuple[tuple[Promise, Counted], ...] = (
    (_("Osäkerhet i en andel"), Counted(_("Wilsons intervall, %(level)s"), "Wilson 1927")),
    (_("Skillnad mellan två andelar"), Counted(_("Newcombes hybridintervall, %(level)s"), "Newcombe 1998")),
    (_("Kvartiler"), Counted(_("linjärt mellan ordnade värden"), "Hyndman & Fan 1996 (R-7)")),
    (_("Osäkerhet i en medelförändring"), Counted(_("t-intervall för parade värden, %(level)s"), "Student 1908")),
    (
        _("Storlek på förändring, d_av"),
        Counted(
            _("medelförändringen delad med roten ur medelvärdet av varianserna vid start och slut"),
            "Cumming 2012; Lakens 2013",
        ),
    ),
    (
        _("Storlek på förändring, g_av"),
        Counted(_("d_av gånger Hedges faktor, för färre än %(small_sample)s par"), "Hedges 1981"),
    ),
    (
        _("Osäkerhet i storleken"),
        Counted(_("intervallet för medelförändringen delat med samma spridning"), "Algina & Keselman 2003"),
    ),
    (
        _("Mätfelet i en skillnad"),
        Counted(
            _("spridningen gånger roten ur ett minus tillförlitligheten, gånger roten ur två"), "Jacobson & Truax 1991"
        ),
    ),
    (
        _("Skillnad mot ett jämförelsevärde"),
        Counted(
            _("medelvärdet minus jämförelsevärdet, t-intervall, eller Welchs när normens spridning och antal är kända"),
            "Student 1908; Welch 1947",
        ),
    ),
    (
        _("Skillnad mellan två grupper"),
        Counted(_("skillnad i medelförändring, Welchs intervall, %(level)s"), "Welch 1947"),
    ),
    (
        _("Hedges g mellan två grupper"),
        Counted(_("skillnaden delad med gruppernas sammanvägda spridning, gånger Hedges faktor"), "Hedges 1981"),
    ),
    (
        _("Ordning mellan två grupper"),
        Counted(_("Cliffs delta: andelen par där den första är större minus andelen där den är mindre"), "Cliff 1993"),
    ),
    (
        _("Flera jämförelser"),
        Counted(_("Holms metod när de är fler än %(unadjusted)s i ett avsnitt"), "Holm 1979"),
    ),
    (
        _("Ja före och efter"),
        Counted(_("Bonetts och Prices intervall, McNemars exakta test"), "Bonett & Price 2012; McNemar 1947"),
    ),
    (
        _("Kvar efter så många dagar"),
        Counted(
            _("Kaplan–Meier, med Greenwoods varians och intervall efter log(−log), %(level)s"),
            "Kaplan & Meier 1958; Kalbfleisch & Prentice 1980",
        ),
    ),
    (
        _("Har fullföljt eller avbrutit"),
        Counted(_("kumulativ incidens, med de andra sätten att sluta som konkurrerande"), "Aalen & Johansen 1978"),
    ),
    (
        _("Gränser över tid, antal"),
        Counted(
            _(
                "XmR: medelvärdet och %(ranges)s gånger medelavståndet mellan grannar, utan avstånd som är minst "
                "%(screened)s gånger det"
            ),
            "Wheeler 1993",
        ),
    ),
    (
        _("Gränser över tid, andelar"),
        Counted(
            _(
                "p-diagram: tre standardavvikelser efter hur många varje punkt gäller, med Laneys korrigering när "
                "punkterna varierar mer än %(overdispersed)s gånger vad slumpen ger"
            ),
            "Shewhart 1931; Laney 2002",
        ),
    ),
    (
        _("Gränser mellan verksamheter"),
        Counted(
            _("binomialkvantiler; vidgade efter arcsinus av roten ur andelen, med variationen mellan verksamheterna"),
            "Spiegelhalter 2005; DerSimonian & Laird 1986",
        ),
    ),
)
