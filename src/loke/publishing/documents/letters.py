"""How many lines a text may need in Word, where nobody knows which font will be there: counted in a wide one."""

from math import ceil

# Widths in hundredths of the size, of DejaVu Sans Bold (read from the font, version 2.37), which is wider than the bold
# of Calibri, Arial, Times, Open Sans and Source Sans, and as wide as that of Verdana. The widest stands for the others.
WIDTHS = {
    31: "'",
    34: "ijlìíîï",
    35: " \u00a0",
    37: "/IJ\\|¦ÌÍÎÏ",
    38: ",.·’",
    40: ":;",
    42: "-",
    44: "f²³¹",
    46: "!()[]¡",
    48: "t",
    49: "r",
    50: "_`§¨¯°´¸–",
    52: '"*',
    56: "ªº",
    58: "?z¿",
    59: "cç",
    60: "s",
    64: "L¤¶•",
    65: "vxy«»ýÿ",
    66: "”“",
    67: "akàáâãäå",
    68: "EFTeÈÉÊËèéêë",
    69: "oðòóôõöø",
    70: "$0123456789¢£¥",
    71: "hnu{}ñùúûü",
    72: "SYbdgpqÝßþ",
    73: "CPZÇ",
    74: "µÞ",
    76: "B",
    77: "AKRVXÀÁÂÃÄÅ",
    81: "UÙÚÛÜ",
    82: "G",
    83: "D",
    84: "#+<=>HN^~¬±ÐÑ×÷",
    85: "OQÒÓÔÕÖØ",
    87: "&",
    92: "w",
    100: "%@M©®—…",
    104: "m¼½¾",
    105: "æ",
    108: "Æ",
    110: "W",
}
WIDTH_OF = {letter: width for width, letters in WIDTHS.items() for letter in letters}
WIDEST = 140  # an emoji
TYPICAL = 65


def width(text: str, size: float) -> float:
    """In points."""
    return sum(WIDTH_OF.get(letter, WIDEST) for letter in text) * size / 100


def lines(text: str, size: float, room: float) -> int:
    """How many lines the text fills where each has so much room, divided at spaces and in words that are too long."""
    taken, full = 0.0, 0
    for word in text.split():
        needed = width(word, size)
        if needed > room:
            full += bool(taken) + ceil(needed * 1.1 / room) - 1  # divided anywhere: the end of each line may be short
            taken = room
        elif taken and taken + width(" ", size) + needed > room:
            full, taken = full + 1, needed
        else:
            taken += (width(" ", size) if taken else 0) + needed
    return full + 1


def typical_letters(size: float, room: float) -> int:
    """About how many letters stand on such a line."""
    return int(room / (TYPICAL * size / 100))
