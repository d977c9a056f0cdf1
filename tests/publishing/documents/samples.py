"""A description, a sheet, a plan and a municipality's base document, as the tests of the documents want them."""

from dataclasses import replace
from io import BytesIO

import docx
from docx.shared import Pt, RGBColor

from loke.publishing.documents import typesetting
from loke.publishing.documents.content import (
    Column,
    Description,
    Field,
    Heading,
    Plan,
    Row,
    Sheet,
    SheetColumn,
    Table,
)

PHASES = Table(
    "phases",
    "Faser",
    (
        Column("name", "Namn"),
        Column("content", "Innehåll", share=2),
        Column("intensity", "Hur ofta"),
        Column("length", "Längd i dagar", figure=True),
        Column("aim", "Mål", share=2),
        Column("sign", "Tecken på att det är dags för nästa", share=2),
    ),
    (
        ("Inledning", "Samtal, kartläggning", "1 gång i veckan", 75, "Att lära känna varandra", "Ett mål är satt"),
        ("Arbete", "Samtal\nNätverksmöten", "2 gånger i veckan", 120.5, "En lugnare vardag", None),
    ),
)
DESCRIPTION = Description(
    "Verksamhetsbeskrivning",
    "Öppenvård unga",
    "Älvkulla kommun",
    "Version 3, antagen 2026-03-01 av personal och chef",
    (
        Heading(
            1,
            "Uppgifter om verksamheten",
            (
                Field("date", "Datum", "2026-03-01", hint="När beskrivningen skrevs."),
                Field("care", "Öppenvård eller heldygnsvård", "Öppenvård", ("Öppenvård", "Heldygnsvård")),
            ),
        ),
        Heading(
            2,
            "Idé och syfte",
            (Field("purpose", "Vad är syftet?", "Att unga ska få en vardag – ”nog bra” …\nSå här:\n- först\n- sedan"),),
        ),
        Heading(4, "Genomförande", (Field("length", "Hur länge brukar kontakten vara?", ""),), (PHASES,)),
        Heading(7, "Resurser", (Field("posts", "Tjänster", "3,5 tjänster"),), mark="Används vid analys"),
    ),
)
SHEET = Sheet(
    "Processbeskrivning",
    "Öppenvård unga",
    "Älvkulla kommun",
    "Utkast till version 4 · 4 februari 2027",
    (
        SheetColumn(
            "Tänkt målgrupp: vilka vi är till för",
            "målgrupper",
            (
                Row("Unga 16–20 år", ("16–20 år vid start, minst 9 av 10",)),
                Row("Som använder alkohol så att vardagen tar skada", ("Alkohol är angivet vid start",)),
                Row("Som har vuxna omkring sig"),
            ),
        ),
        SheetColumn(
            "Tänkta insatser: vad vi gör",
            "insatser",
            (
                Row("Enskilda samtal", ("15–48 träffar de första tre månaderna", "minst 8 av 10")),
                Row("Nätverksmöten", ("Minst ett möte, minst 8 av 10",)),
                Row("Provtagning och samtal om svaret"),
                Row("Föräldrasamtal", ("Minst tre träffar",)),
            ),
        ),
        SheetColumn(
            "Tänkt resultat: vad som ska förändras",
            "resultat",
            (Row("Mindre alkohol", ("Lägre svar på AUDIT",)), Row("Bättre vardag"), Row("Fullföljer kontakten")),
        ),
    ),
    (((0, 0), (1, 0), (0, 2), (2, 3)), ((0, 0), (0, 1), (1, 2), (3, 1))),
    "Tre faser",
    (Row("Inledning", ("60–90 dagar",)), Row("Arbete", ("90–180 dagar",)), Row("Avslut")),
    "Raderna med tonad ruta räknas i uppföljningen.",
    "Plats för kommunens logotyp",
)
PLAN = Plan(
    "Så här följer vi upp",
    "Öppenvård unga",
    "Älvkulla kommun",
    "Utkast",
    ("Vi frågar lite, och samma sak varje gång.",),
    (
        Table(
            "plan",
            "Vad vi mäter",
            (Column("what", "Vad"), Column("when", "När"), Column("minutes", "Minuter", figure=True)),
            tuple((f"Fråga {number}", "Vid start och avslut", number) for number in range(1, 13)),
            "Sammanlagt 78 minuter per klient.",
        ),
    ),
)
PROSE = "stöd i vardagen för familjer där barnen bråkar och föräldrarna själva ber om hjälp att bryta mönstret "


def full(rows: int, letters: int, expectations: int = 1, said: int = 60) -> Sheet:
    """A sheet of so many rows in each column, so long, every row with a thread to every other."""
    text = (PROSE * 9)[:letters].strip().ljust(letters, "x")
    row = Row(text, ((PROSE * 3)[:said].strip(),) * expectations)
    first, second, third = SHEET.columns
    columns = tuple(replace(column, rows=(row,) * rows) for column in (first, second, third))
    every = tuple((start, end) for start in range(rows) for end in range(rows))
    return replace(SHEET, columns=columns, threads=(every, every))


def base_document(header_height: float = 60) -> bytes:
    """A municipality's own document: a logotype in the header, its own styles, and text that nobody shall see."""
    document = docx.Document()
    document.styles["Normal"].font.name = "Arial"
    document.styles["Heading 1"].font.color.rgb = RGBColor(0, 0x66, 0x33)
    section = document.sections[0]
    logo = typesetting.png("threads.typ", {"width": 100, "height": header_height, "threads": [(10, 20)]})
    section.header.paragraphs[0].add_run().add_picture(BytesIO(logo), Pt(100), Pt(header_height))
    section.footer.paragraphs[0].text = "Älvkulla kommun\nSocialförvaltningen"
    document.add_heading("Gammal rubrik")
    document.add_paragraph("Hemlig text från ett annat ärende")
    document.core_properties.author = "Någon Annan"
    file = BytesIO()
    document.save(file)
    return file.getvalue()
