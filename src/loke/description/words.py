"""The service's own word for its clients, in the forms that sentences need."""

from loke.publishing.readings import Words

KNOWN = {
    "sv": {
        "klient": Words("klient", "klienter", "klienterna"),
        "brukare": Words("brukare", "brukare", "brukarna"),
        "deltagare": Words("deltagare", "deltagare", "deltagarna"),
        "ungdom": Words("ungdom", "ungdomar", "ungdomarna"),
        "förälder": Words("förälder", "föräldrar", "föräldrarna"),
        "elev": Words("elev", "elever", "eleverna"),
        "barn": Words("barn", "barn", "barnen"),
        "familj": Words("familj", "familjer", "familjerna"),
        "person": Words("person", "personer", "personerna"),
    },
    "en": {
        "klient": Words("client", "clients", "the clients"),
        "brukare": Words("service user", "service users", "the service users"),
        "deltagare": Words("participant", "participants", "the participants"),
        "ungdom": Words("young person", "young people", "the young people"),
        "förälder": Words("parent", "parents", "the parents"),
        "elev": Words("pupil", "pupils", "the pupils"),
        "barn": Words("child", "children", "the children"),
        "familj": Words("family", "families", "the families"),
        "person": Words("person", "people", "the people"),
    },
}


def words_for(client_term: str, language: str) -> Words:
    """The forms of the word; a word whose forms we do not know is "klient"."""
    known = KNOWN.get(language, KNOWN["sv"])
    return known.get(client_term.strip().lower(), known["klient"])
