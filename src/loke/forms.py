"""How every form looks: Django's own renderer with the house's field and error templates."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Label, help, error, control – in that order, so that they are read in that order."""

    field_template_name = "components/field.html"
