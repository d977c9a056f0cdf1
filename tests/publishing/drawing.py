"""Reading a picture back: its marks as elements, so that tests can look at where they stand and what they say."""

from xml.etree import ElementTree

from loke.publishing.marks import Picture


def elements(picture: Picture, tag: str, kind: str = "") -> list[dict[str, str]]:
    """The attributes of every such element that has the class, in the order drawn."""
    found = (dict(element.attrib) for element in ElementTree.fromstring(picture.svg).iter(tag))
    return [one for one in found if not kind or kind in one.get("class", "").split()]


def words(picture: Picture) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(picture.svg).iter("text")]


def percent(length: str) -> float:
    assert length.endswith("%"), length
    return float(length[:-1])


def lowest_mark(picture: Picture) -> float:
    """How far down the lowest word, circle or bar reaches."""
    marks = [float(one["y"]) for one in elements(picture, "text")]
    marks += [float(one["cy"]) + float(one["r"]) for one in elements(picture, "circle")]
    marks += [float(one["y"]) + float(one["height"]) for one in elements(picture, "rect")]
    return max(marks, default=0)
