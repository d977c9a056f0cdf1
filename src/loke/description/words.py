"""The service's own word for its clients, in the forms that sentences need."""

from loke.publishing.readings import Words

KNOWN = {
    "sv": {
        "klient": Words("klient", "klienter"),
        "brukare": Words("brukare", "brukare"),
        "deltagare": Words("deltagare", "deltagare"),
        "ungdom": Words("ungdom", "ungdomar"),
        "förälder": Words("förälder", "föräldrar"),
        "elev": Words("elev", "elever"),
        "barn": Words("barn", "barn"),
        "familj": Words("familj", "familjer"),
        "person": Words("person", "personer"),
    },
    "en": {
        "klient": Words("client", "clients"),
        "brukare": Words("service user", "service users"),
        "deltagare": Words("participant", "participants"),
        "ungdom": Words("young person", "young people"),
        "förälder": Words("parent", "parents"),
        "elev": Words("pupil", "pupils"),
        "barn": Words("child", "children"),
        "familj": Words("family", "families"),
        "person": Words("person", "people"),
    },
}


def words_for(client_term: str, language: str) -> Words:
    """The forms of the word; a word whose forms we do not know is "klient"."""
    known = KNOWN.get(language, KNOWN["sv"])
    return known.get(client_term.strip().lower(), known["klient"])
