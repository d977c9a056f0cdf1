from django.db import migrations

from loke.accounts import keys


def each(apps, change):
    for factor in apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn"):
        factor.data |= {name: change(factor.data[name]) for name in keys.FROM if factor.data.get(name)}
        factor.save(update_fields=["data"])


def seal(apps, editor):
    each(apps, lambda text: text if keys.is_sealed(text) else keys.seal(text, keys.FACTORS))


def open_again(apps, editor):
    each(apps, lambda text: keys.unseal(text, keys.FACTORS) if keys.is_sealed(text) else text)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_roles_grants_and_sign_ins"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(seal, open_again)]
