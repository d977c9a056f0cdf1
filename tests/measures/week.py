"""Three questions, one of each kind, that tests write questionnaires with."""

from decimal import Decimal

from loke.measures.actions import Question
from loke.measures.models import Item

STEPS = Question("Hur har du sovit?", Item.Kind.STEPS, Decimal(0), Decimal(3), "Dåligt\nSådär\nBra\nMycket bra")
DAYS = Question("Hur många dagar var du i skolan?", Item.Kind.NUMBER, Decimal(0), Decimal(7))
HOME = Question("Hur var det hemma?", Item.Kind.LINE, Decimal(0), Decimal(10), "Mycket dåligt\nMycket bra")
