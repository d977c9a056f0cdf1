"""What can be done to a release: prepared, discarded, proposed, approved by somebody else, withdrawn."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts.access import may, require
from loke.accounts.actions import action
from loke.accounts.models import User
from loke.accounts.submissions import clean_save
from loke.description.adopting import hold
from loke.followup.models import Release
from loke.followup.published.making import Made
from loke.followup.published.reading import seal_of


@action("prepare_release")
def prepare_release(*, by: User | None, made: Made) -> Release:
    """Keep what may be published, so that whoever proposes it has seen it; what was prepared before it goes."""
    follow_up = made.follow_up
    require(by, "release", "propose", unit=follow_up.access_unit)
    hold(follow_up.service)
    follow_up.releases.filter(proposed=None).delete()
    held = {"content": made.content, "basis": made.basis, "beside": list(made.beside)}
    release = Release(follow_up=follow_up, level=made.level, prepared_by=by, digest=seal_of(**held), **held)
    _check_latest(release)
    return clean_save(release)


@action("discard_release")
def discard_release(*, by: User | None, release: Release) -> None:
    """Throw away what has not been published, proposed or not."""
    release = _held(release)
    require(by, "release", "propose", unit=release.access_unit)
    if release.published:
        raise ValidationError(_("Det är redan publicerat. Då kan det bara dras tillbaka."))
    release.delete()


@action("propose_release")
def propose_release(*, by: User, release: Release) -> Release:
    """Ask for the other person's approval."""
    release = _held(release)
    require(by, "release", "propose", unit=release.access_unit)
    if release.proposed:
        raise ValidationError(_("Det är redan föreslaget."))
    _check_latest(release)
    release.proposed, release.proposed_by = timezone.now(), by
    release.save()
    return release


@action("approve_release")
def approve_release(*, by: User, release: Release) -> Release:
    """By somebody other than who proposed it: then it is published."""
    release = _held(release)
    if not _may_approve(by, release):
        raise PermissionDenied
    if release.published or not release.proposed:
        raise ValidationError(_("Det väntar inte på ett godkännande."))
    if by == release.proposed_by:
        raise ValidationError(_("Någon annan än den som föreslog behöver godkänna."))
    _check_latest(release)
    release.published, release.approved_by = timezone.now(), by
    release.save()
    return release


@action("withdraw_release")
def withdraw_release(*, by: User, release: Release, why: str) -> Release:
    """No longer shown. It stays in the registry: what has been read cannot be unread."""
    release = _held(release)
    require(by, "release", "propose", unit=release.access_unit)
    if not release.published:
        raise ValidationError(_("Det är inte publicerat."))
    release.withdrawn, release.withdrawn_by, release.why = timezone.now(), by, why.strip()
    return clean_save(release)


def _may_approve(user: User, release: Release) -> bool:
    """From within the unit or from above it."""
    unit = release.access_unit
    within = may(user, "release", "approve", unit=unit)
    return within or may(user, "release", "approve", organisation=unit.organisation)


def _held(release: Release) -> Release:
    """The release as it stands, with its service held until the transaction ends."""
    hold(release.follow_up.service)
    held = Release.objects.select_related("follow_up__service__unit__organisation").filter(pk=release.pk).first()
    if held is None:
        raise ValidationError(_("Det finns inte längre: någon har kastat det."))
    if held.withdrawn:
        raise ValidationError(_("Det är redan tillbakadraget."))
    return held


def _check_latest(release: Release) -> None:
    """Nothing of the same year has been published but what it was held against when it was made."""
    follow_up = release.follow_up
    if Release.objects.of_year(follow_up.service, follow_up.period).exclude(pk__in=release.beside).exists():
        raise ValidationError(
            _("Något annat om samma år har publicerats sedan det här gjordes. Kasta det och gör om det.")
        )
