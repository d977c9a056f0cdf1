"""Pages about oneself: what the roles may, where one is signed in, and showing once more who one is."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse

from loke.accounts import actions
from loke.accounts.factors import confirm_in_demo, next_of, page_above, way_to_show
from loke.accounts.forms import EndSignIn
from loke.accounts.pages import signed_in
from loke.accounts.roles import RELATIONS, ROLES, RULES
from loke.accounts.sign_ins import sign_ins_of


@signed_in
def rights(request):
    """Who may do what, as the one table says it."""
    told = [
        {"role": role, "rules": [(rule, RELATIONS[rule.relation]) for rule in RULES if rule.role == role.code]}
        for role in ROLES
    ]
    return render(request, "accounts/rights.html", {"roles": told})


@signed_in
def sign_ins(request):
    """Where one is signed in; any of them but this one can be ended."""
    here = request.session.session_key
    form = EndSignIn(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.end_sign_ins(by=request.user, keep=here, only=form.cleaned_data["only"])
        return redirect(reverse("sign_ins"))
    return render(request, "accounts/sign_ins.html", {"sign_ins": sign_ins_of(request.user), "here": here})


@signed_in
def confirm(request):
    """The way to a page that takes a fresh second factor; in the demo a press stands for it."""
    if not settings.DEMO:
        return redirect(way_to_show(request))
    if request.method == "POST":
        confirm_in_demo(request)
        return redirect(next_of(request))
    wanted = next_of(request).partition("?")[0]
    context = {"is_file": "." in wanted.rpartition("/")[2], "back": page_above(wanted)}
    return render(request, "accounts/confirm.html", context)


@signed_in
def back_again(request):
    """Where somebody lands who signed in, or showed a factor, beside a form that waits in another tab."""
    return render(request, "accounts/back_again.html")
