"""What the log says of a sign-in by the provider that was refused: the demand that failed, and what to look at."""

import logging

from loke.accounts.sso.provider import NotTrusted

logger = logging.getLogger(__name__)
MEANS = {
    "address": "leverantören uppgav ingen adress, flera, eller en som inte är kontrollerad: se claim eller attribute",
    "algorithm": "leverantören signerar på ett sätt som Loke inte godtar: RS256, PS256 och ES256 gör det",
    "answer": "leverantören svarade något annat än den ska, eller så var svaret redan använt",
    "audience": "svaret är inte för Loke: jämför client_id eller entity_id med det som står hos leverantören",
    "comment": "svaret innehåller en kommentar, som inte får stå där",
    "conditions": "svaret ställer ett villkor som Loke inte känner till",
    "confirmation": "svaret är inte ett som webbläsaren får lämna (bearer)",
    "destination": "svaret är till en annan adress än Lokes: jämför LOKE_SITE med det som står hos leverantören",
    "encrypted": "svaret är krypterat: sätt encrypted, och låt leverantören signera både svaret och intyget",
    "encryption": "det krypterade går inte att öppna: den har ett annat certifikat än Loke, eller fel algoritm",
    "form": "svaret har inte den form som det ska",
    "http status": "leverantören svarade med ett fel",
    "https": "leverantören uppger en adress som inte är https",
    "issuer": "svaret är från en annan leverantör än den i LOKE_SSO",
    "key": "svaret är signerat med en nyckel som leverantören inte uppger",
    "level": "leverantören uppgav en annan säkerhetsnivå än dem i levels",
    "metadata": "leverantörens beskrivning av sig själv saknar en https-adress som behövs",
    "nonce": "svaret hör till en annan inloggning",
    "one assertion": "svaret ska ha precis ett intyg",
    "person": "ingen med den adress som leverantören uppgav är inbjuden och kvar här",
    "question": "svaret hör till en annan inloggning",
    "recipient": "svaret är till en annan adress än Lokes: jämför LOKE_SITE med det som står hos leverantören",
    "signature": "signaturen stämmer inte, eller certifikatet har gått ut: hämta leverantörens metadata på nytt",
    "size": "svaret är tomt eller för stort",
    "state": "webbläsaren hade inte börjat logga in här, eller så tog det mer än tio minuter",
    "status": "leverantören svarade att inloggningen inte gick: se dess logg",
    "time": "svaret är för gammalt eller från framtiden: jämför datorernas klockor",
    "time of showing": "leverantören sade inte när personen senast visade sina faktorer (auth_time, AuthnInstant)",
    "unreachable": "leverantören går inte att nå",
}


def note(error: NotTrusted) -> None:
    """Tell the log which demand failed; nothing of what was said about a person."""
    told = f" ({error.told})" if error.told else ""
    meaning = MEANS.get(error.what, "svaret ska ha precis ett av det som nämns")
    logger.warning("Inloggning genom leverantören nekad: %s: %s%s", error.what, meaning, told)
