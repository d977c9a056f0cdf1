"""What was answered: values of variables, fillings-in of instruments and scores that came ready."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import Code, SealedText
from loke.accounts.models import Unit, User
from loke.database.statements import written_once
from loke.measures.models import Instrument, Item, Mode, Option, Scale, Variable
from loke.records.models.clients import Episode


def stored_as(occasion: str) -> tuple[str, ...]:
    """The occasions that answers may be stored under; one that was never stated is the opening."""
    return ("opening", "") if occasion == "opening" else (occasion,)


class Reason(models.TextChoices):
    """Why there is no answer; nothing is missing any more where that is said, and in figures it is no answer."""

    NOT_ASKED = "not_asked", _("ej tillfrågad")
    DECLINED = "declined", _("avböjt")
    NOT_APPLICABLE = "not_applicable", _("ej aktuellt")
    DO_NOT_KNOW = "do_not_know", _("vet ej")


class Answered(SealedText):
    """An answer in words is sealed; numbers, days, yes and no stay as they are, for the analysis."""

    def is_secret(self, row: "Value") -> bool:
        return row.variable.type == Variable.Type.TEXT


class Value(models.Model):
    """What was answered to a variable, or why there is no answer; several rows where several options may be chosen."""

    Reason = Reason

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="values", verbose_name=_("kontakt"))
    variable = models.ForeignKey(Variable, models.PROTECT, related_name="+", verbose_name=_("variabel"))
    occasion = models.CharField(_("tillfälle"), max_length=20, blank=True)
    option = models.ForeignKey(Option, models.PROTECT, null=True, blank=True, verbose_name=_("alternativ"))
    # a number, a day, yes or no, or words, where there are no options
    text = Answered(_("svar"), blank=True, bound_to=("episode_id", "variable_id", "occasion"))
    reason = models.CharField(_("varför inget svar"), max_length=14, choices=Reason, blank=True)

    class Meta:
        verbose_name = _("värde")
        constraints = [
            models.UniqueConstraint(fields=["episode", "variable", "occasion", "option"], name="option_chosen_once"),
            models.UniqueConstraint(
                fields=["episode", "variable", "occasion"], condition=Q(option=None), name="value_once"
            ),
            models.CheckConstraint(
                condition=Q(option__isnull=False, text="", reason="")
                | (Q(option=None, reason="") & ~Q(text=""))
                | (Q(option=None, text="") & ~Q(reason="")),
                name="value_is_option_text_or_reason",
            ),
        ]


@written_once(episode=models.BigIntegerField())
def variables_said(episode):
    """The occasion and the number of each variable with an answer, or with why there is none."""
    return Value.objects.filter(episode=episode).values_list("occasion", "variable")


class Measurement(models.Model):
    """One filling-in of an instrument."""

    class Occasion(models.TextChoices):
        START = "start", _("vid start")
        DURING = "during", _("under tiden")
        END = "end", _("vid avslut")
        AFTER = "after", _("efter avslut")

    Mode = Mode

    # One index over both: with one on the instrument alone, SQLite reads all its fillings-in to find an episode's.
    episode = models.ForeignKey(
        Episode, models.CASCADE, db_index=False, related_name="measurements", verbose_name=_("kontakt")
    )
    instrument = models.ForeignKey(
        Instrument, models.PROTECT, db_index=False, related_name="+", verbose_name=_("instrument")
    )
    code = Code(_("kod"))
    occasion = models.CharField(_("tillfälle"), max_length=6, choices=Occasion)
    date = models.DateField(_("datum"), null=True, blank=True)
    months_after = models.PositiveSmallIntegerField(_("månader efter avslut"), null=True, blank=True)
    respondent = models.CharField(_("den som svarade"), max_length=60, blank=True)
    mode = models.CharField(_("sätt"), max_length=10, choices=Mode, blank=True)

    class Meta:
        verbose_name = _("mätning")
        constraints = [
            models.UniqueConstraint(fields=["episode", "code"], name="measurement_code"),
            models.CheckConstraint(
                condition=~Q(occasion="after") | Q(months_after__isnull=False), name="months_after_when_after"
            ),
        ]
        indexes = [models.Index(fields=["episode", "instrument", "occasion"], name="measurement_by_episode")]

    @property
    def access_unit(self) -> Unit:
        return self.episode.access_unit


@written_once(episode=models.BigIntegerField())
def measured_in(episode):
    """All that has been filled in, with its instrument, in the order it was."""
    return Measurement.objects.filter(episode=episode).select_related("instrument").order_by("pk")


class Answer(models.Model):
    """The answer to one item, or why there is none."""

    Reason = Reason

    measurement = models.ForeignKey(Measurement, models.CASCADE, related_name="answers", verbose_name=_("mätning"))
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", verbose_name=_("fråga"))
    value = models.DecimalField(_("svar"), max_digits=20, decimal_places=9, null=True, blank=True)
    reason = models.CharField(_("varför inget svar"), max_length=14, choices=Reason, blank=True)

    class Meta:
        verbose_name = _("svar")
        constraints = [
            models.UniqueConstraint(fields=["measurement", "item"], name="answer_once"),
            models.CheckConstraint(condition=Q(value=None) | Q(reason=""), name="no_reason_beside_an_answer"),
        ]


@written_once(episode=models.BigIntegerField())
def answers_in(episode):
    """With the codes of their items: what scoring takes."""
    found = Answer.objects.filter(measurement__episode=episode).select_related("item")
    return found.only("measurement", "value", "item__code").order_by("pk")


class Score(models.Model):
    """A score whose items were never entered."""

    measurement = models.ForeignKey(Measurement, models.CASCADE, related_name="scores", verbose_name=_("mätning"))
    scale = models.ForeignKey(Scale, models.PROTECT, related_name="+", verbose_name=_("skala"))
    value = models.DecimalField(_("poäng"), max_digits=20, decimal_places=9)

    class Meta:
        verbose_name = _("poäng")
        constraints = [models.UniqueConstraint(fields=["measurement", "scale"], name="score_once")]


@written_once(episode=models.BigIntegerField())
def scores_in(episode):
    """With the codes of their scales."""
    found = Score.objects.filter(measurement__episode=episode).select_related("scale")
    return found.only("measurement", "value", "scale__code").order_by("pk")


class Acknowledgement(models.Model):
    """Somebody has seen an answer that staff must see at once; gone when the answer changes: it is seen anew."""

    measurement = models.ForeignKey(
        Measurement, models.CASCADE, related_name="acknowledgements", verbose_name=_("mätning")
    )
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", verbose_name=_("fråga"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("vem"))
    at = models.DateTimeField(_("tid"), default=timezone.now)

    class Meta:
        verbose_name = _("kvittering")
        constraints = [models.UniqueConstraint(fields=["measurement", "item"], name="acknowledged_once")]
