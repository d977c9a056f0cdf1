"""The one table of rights: which role may do what, with what, and how near it must stand to it."""

from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Role:
    """A role; `place` is where it is held: in one unit, in the organisation, for one description or on the server."""

    code: str
    name: str | Promise
    description: str | Promise
    place: str


@dataclass(frozen=True)
class Rule:
    """`role` may `verb` a `resource` that it stands in `relation` to; whatever has no rule may not be done."""

    role: str
    relation: str
    resource: str
    verb: str
    description: str | Promise


ROLES = (
    Role("practitioner", _("medarbetare"), _("Arbetar med klienter och registrerar för dem."), "unit"),
    Role("manager", _("enhetschef"), _("Ansvarar för enheten och för att uppföljningen blir av."), "unit"),
    Role(
        "coach",
        _("LOKE-coach"),
        _("Stödjer enheten i metoden. Ser enskilda klienter bara när enhetschefen har gett tillgång en viss tid."),
        "unit",
    ),
    Role(
        "leadership",
        _("ledning eller nämnd"),
        _("Läser det som enheterna publicerar, där små tal är dolda."),
        "organisation",
    ),
    Role(
        "administrator", _("förvaltare"), _("Sköter personer och inställningar och ser inga klienter."), "organisation"
    ),
    Role(
        "protection_officer",
        _("dataskyddsombud"),
        _("Granskar att rättigheter och loggar sköts, och ser inga klienter."),
        "organisation",
    ),
    Role(
        "partner",
        _("reflektionspartner"),
        _("Inbjuden att läsa en verksamhets beskrivning en viss tid. Ser aldrig klienter."),
        "description",
    ),
    Role("operator", _("drift"), _("Sköter servern som Loke går på, och gör det här utan att logga in."), "server"),
)

# those who read what is published of ways of working, in the whole installation
CATALOGUE = (
    ("practitioner", "unit"),
    ("manager", "unit"),
    ("coach", "unit"),
    ("leadership", "organisation"),
    ("administrator", "organisation"),
    ("protection_officer", "organisation"),
)

# relation: own = the client is yours · unit = you work in the unit · organisation = you work in its organisation ·
# reason = a colleague's client that you have opened by saying why · granted = the manager has let you in for a time ·
# comment, draft, assess = you are invited to comment on, draft or assess this one description ·
# server = you run commands where Loke runs; nobody who is signed in stands in it to anything
RULES = (
    Rule("practitioner", "unit", "service", "see", _("Ser enhetens verksamheter och deras beskrivning.")),
    Rule("practitioner", "own", "client", "read", _("Läser sina egna klienters uppgifter. Varje läsning loggas.")),
    Rule("practitioner", "own", "client", "write", _("Registrerar för sina egna klienter.")),
    Rule("practitioner", "own", "client", "protect", _("Märker sina egna klienter med skyddade personuppgifter.")),
    Rule(
        "practitioner",
        "own",
        "client",
        "part_with",
        _("Lämnar över sina egna klienter och tar bort kontakter som blev fel."),
    ),
    Rule(
        "practitioner", "reason", "client", "read", _("Läser en kollegas klient i tolv timmar efter ett angivet skäl.")
    ),
    Rule("practitioner", "reason", "client", "write", _("Registrerar då också för den klienten.")),
    Rule("practitioner", "unit", "client", "reason", _("Söker en kollegas klient på hela koden och anger ett skäl.")),
    Rule("practitioner", "unit", "client", "open", _("Öppnar en kontakt för en ny klient och blir själv ansvarig.")),
    Rule("practitioner", "own", "client", "import", _("Läser in filer om nya klienter och sina egna.")),
    Rule("practitioner", "unit", "figures", "see", _("Ser enhetens siffror i Följ upp.")),
    Rule("practitioner", "unit", "follow_up", "answer", _("Svarar med gruppen på det som inte blev som tänkt.")),
    Rule("practitioner", "unit", "improvement", "see", _("Ser enhetens förbättringar och andras delade idéer.")),
    Rule("practitioner", "unit", "improvement", "write", _("Planerar, gör och studerar förbättringar med gruppen.")),
    Rule("practitioner", "unit", "description", "write", _("Skriver i beskrivningarna och svarar på kommentarer.")),
    Rule("practitioner", "unit", "description", "comment", _("Kommenterar enhetens beskrivningar.")),
    Rule("practitioner", "unit", "measures", "write", _("Väljer med gruppen vad som ska följas upp, och hur.")),
    Rule("practitioner", "unit", "guide", "see", _("Ser hur enhetens arbetssätt beskrivs och bedöms.")),
    Rule("practitioner", "unit", "guide", "write", _("Beskriver med gruppen enhetens arbetssätt.")),
    Rule("practitioner", "unit", "guide", "comment", _("Kommenterar beskrivningen av ett arbetssätt.")),
    Rule("practitioner", "unit", "guide", "assess", _("Gör en egen, oberoende bedömning av ett arbetssätt.")),
    Rule("manager", "unit", "service", "see", _("Ser enhetens verksamheter och deras beskrivning.")),
    Rule("manager", "unit", "service", "change", _("Lägger upp enhetens verksamheter.")),
    Rule("manager", "unit", "description", "write", _("Skriver i beskrivningarna och svarar på kommentarer.")),
    Rule("manager", "unit", "description", "adopt", _("Antar en beskrivning tillsammans med gruppen.")),
    Rule("manager", "unit", "description", "ask", _("Bjuder in en reflektionspartner att läsa en viss tid.")),
    Rule("manager", "unit", "description", "comment", _("Kommenterar enhetens beskrivningar.")),
    Rule("manager", "unit", "measures", "write", _("Väljer med gruppen vad som ska följas upp, och hur.")),
    Rule("manager", "unit", "client", "read", _("Läser uppgifter om enhetens klienter. Varje läsning loggas.")),
    Rule("manager", "unit", "client", "write", _("Registrerar för enhetens klienter.")),
    Rule(
        "manager",
        "unit",
        "client",
        "part_with",
        _("Lämnar över enhetens klienter och tar bort kontakter som blev fel."),
    ),
    Rule("manager", "unit", "client", "open", _("Öppnar en kontakt för en ny klient.")),
    Rule("manager", "unit", "client", "import", _("Läser in filer om enhetens klienter.")),
    Rule("manager", "unit", "client", "assign", _("Bestämmer vem som ansvarar för vilken klient.")),
    Rule("manager", "unit", "client", "extract", _("Tar ut allt om en klient till den som har begärt det.")),
    Rule("manager", "unit", "retention", "approve", _("Godkänner att klienter gallras, eller undantar dem.")),
    Rule("manager", "unit", "retention", "confirm", _("Ger det andra godkännandet av vad någon annan har godkänt.")),
    Rule("manager", "unit", "client", "protect", _("Märker enhetens klienter med skyddade personuppgifter.")),
    Rule("manager", "unit", "grant", "give", _("Ger en LOKE-coach läsning av vissa klienter i högst trettio dagar.")),
    Rule("manager", "unit", "figures", "see", _("Ser enhetens siffror i Följ upp.")),
    Rule("manager", "unit", "follow_up", "answer", _("Svarar med gruppen på det som inte blev som tänkt.")),
    Rule("manager", "unit", "follow_up", "adopt", _("Antar en uppföljning tillsammans med gruppen.")),
    Rule("manager", "unit", "improvement", "see", _("Ser enhetens förbättringar och andras delade idéer.")),
    Rule("manager", "unit", "improvement", "write", _("Planerar, gör och studerar förbättringar med gruppen.")),
    Rule("manager", "unit", "improvement", "share", _("Delar en avslutad förbättring med organisationens enheter.")),
    Rule("manager", "unit", "guide", "see", _("Ser hur enhetens arbetssätt beskrivs och bedöms.")),
    Rule("manager", "unit", "guide", "write", _("Beskriver med gruppen enhetens arbetssätt.")),
    Rule("manager", "unit", "guide", "comment", _("Kommenterar beskrivningen av ett arbetssätt.")),
    Rule("manager", "unit", "guide", "assess", _("Gör en egen, oberoende bedömning av ett arbetssätt.")),
    Rule("manager", "unit", "guide", "judge", _("Gör gruppens bedömning av ett arbetssätt klar.")),
    Rule("manager", "unit", "guide", "publish", _("Publicerar beskrivningen av ett arbetssätt inom installationen.")),
    Rule("manager", "unit", "release", "propose", _("Föreslår att en antagen uppföljning publiceras utanför enheten.")),
    Rule("manager", "unit", "release", "approve", _("Godkänner att det publiceras som någon annan har föreslagit.")),
    Rule("manager", "unit", "release", "see", _("Läser det som enheten har publicerat.")),
    Rule("practitioner", "unit", "release", "see", _("Läser det som enheten har publicerat.")),
    Rule("coach", "unit", "release", "see", _("Läser det som de tilldelade enheterna har publicerat.")),
    Rule("leadership", "organisation", "release", "see", _("Läser det som enheterna har publicerat.")),
    Rule("manager", "unit", "access_log", "see", _("Ser vem i enheten som har läst om vilken klient.")),
    Rule("manager", "unit", "access_log", "review", _("Granskar läsningarna varje månad och skriver under.")),
    Rule("manager", "unit", "access_log", "extract", _("Tar ut vem som har läst om en viss klient.")),
    Rule(
        "coach",
        "granted",
        "client",
        "read",
        _("Läser de klienter som enhetschefen har gett tillgång till, en viss tid."),
    ),
    Rule("coach", "unit", "service", "see", _("Ser de tilldelade enheternas verksamheter och deras beskrivning.")),
    Rule("coach", "unit", "description", "comment", _("Kommenterar de tilldelade enheternas beskrivningar.")),
    Rule("coach", "unit", "improvement", "see", _("Ser de tilldelade enheternas förbättringar, utan siffror.")),
    Rule("coach", "unit", "guide", "see", _("Ser hur de tilldelade enheternas arbetssätt beskrivs och bedöms.")),
    Rule("coach", "unit", "guide", "comment", _("Kommenterar beskrivningen av ett arbetssätt.")),
    Rule("coach", "unit", "guide", "assess", _("Gör en egen, oberoende bedömning av ett arbetssätt.")),
    Rule("partner", "comment", "description", "see", _("Läser den beskrivning som inbjudan gäller.")),
    Rule("partner", "comment", "description", "comment", _("Lämnar kommentarer på den.")),
    Rule("partner", "draft", "description", "see", _("Läser den beskrivning som inbjudan gäller.")),
    Rule("partner", "draft", "description", "comment", _("Lämnar kommentarer på den.")),
    Rule("partner", "draft", "description", "write", _("Skriver utkast i den.")),
    Rule("partner", "assess", "description", "see", _("Läser den beskrivning som inbjudan gäller.")),
    Rule("partner", "assess", "description", "comment", _("Lämnar kommentarer på den.")),
    Rule("partner", "assess", "guide", "assess", _("Gör en egen, oberoende bedömning av dess arbetssätt.")),
    Rule("administrator", "organisation", "people", "see", _("Ser vilka som arbetar var och med vilken roll.")),
    Rule("administrator", "organisation", "people", "change", _("Bjuder in personer och avslutar deras roller.")),
    Rule(
        "administrator",
        "organisation",
        "people",
        "let_in",
        _("Hjälper den som har tappat lösenord, app eller nyckel in igen, utan att själv kunna logga in som personen."),
    ),
    Rule(
        "administrator", "organisation", "units", "change", _("Lägger upp enheter, byter deras namn och tar bort dem.")
    ),
    Rule(
        "administrator",
        "organisation",
        "retention",
        "confirm",
        _("Ger det andra godkännandet av gallring. Ser antal, år och regel, inga klienter."),
    ),
    Rule("administrator", "organisation", "retention", "change", _("Bestämmer en kortare bevarandetid.")),
    Rule(
        "administrator",
        "organisation",
        "release",
        "approve",
        _("Godkänner det som en enhet vill publicera. Ser bara det som ska publiceras."),
    ),
    Rule("administrator", "organisation", "documents", "change", _("Lägger in dokumentmallen med logotyp.")),
    Rule(
        "protection_officer",
        "organisation",
        "oversight",
        "see",
        _("Ser händelseloggen och hur läsningarna har granskats, utan klienter."),
    ),
    *(
        Rule(role, relation, "catalogue", "see", _("Läser de beskrivningar av arbetssätt som är publicerade."))
        for role, relation in CATALOGUE
    ),
    Rule("operator", "server", "client", "export", _("Hämtar en verksamhets alla uppgifter som filer.")),
    Rule("operator", "server", "people", "let_in", _("Ger ut en länk in igen till den som har tappat allt.")),
    Rule("operator", "server", "instruments", "change", _("Lägger upp frågeformulär för en hel organisation.")),
)

RELATIONS = {
    "own": _("sina egna klienter"),
    "reason": _("en kollegas klient, efter ett angivet skäl"),
    "granted": _("det som enhetschefen har gett tillgång till"),
    "unit": _("enheten"),
    "organisation": _("hela organisationen"),
    "comment": _("den beskrivning som inbjudan gäller"),
    "draft": _("den beskrivning som inbjudan gäller, med rätt att skriva"),
    "assess": _("den beskrivning som inbjudan gäller, med rätt att bedöma"),
    "server": _("hela installationen"),
}

# those that a membership holds
ROLE_NAMES = {role.code: role.name for role in ROLES if role.place in ("unit", "organisation")}
UNIT_ROLES = tuple(role.code for role in ROLES if role.place == "unit")


@cache
def relations(role: str, resource: str, verb: str) -> frozenset[str]:
    """The relations in which the role may do this; empty when it may not at all."""
    return frozenset(r.relation for r in RULES if (r.role, r.resource, r.verb) == (role, resource, verb))
