"""How every form of Tasuki asks (入力欄): one renderer, one base form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.forms.renderers import TemplatesSetting

from tasuki.shared.decisions import refusal
from tasuki.shared.kana import clean_text

from .quick import select

# The longest text of one box: some fifty pages.
LONGEST = 20_000
TOO_LONG = "%(limit_value)d文字までにしてください（いま %(show_value)d文字です）。"

# Choices are ours, whatever the order of the installed apps.
OURS = {
    "django/forms/widgets/radio.html": "ui/forms/widgets/ticks.html",
    "django/forms/widgets/checkbox_select.html": "ui/forms/widgets/ticks.html",
}

SELECT = "django/forms/widgets/select.html"


class Renderer(TemplatesSetting):
    """Renders each field as label, hint, control, error (settings.FORM_RENDERER)."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    def get_template(self, template_name: str) -> Any:
        """Our template where we have one of our own."""
        return super().get_template(OURS.get(template_name, template_name))

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Lists of choices are put together in Python."""
        if template_name == SELECT:
            return select(context["widget"])
        rendered: str = super().render(template_name, context, request)
        return rendered


class Form(forms.Form):
    """A form that asks and never saves; says in words what is missing (入力フォーム).

    `show_marks = False` leaves out ※必須／※任意, for filters where nothing is required.
    """

    show_marks = True
    # The browser's own bubbles hide the error summary and vanish; the server answers instead.
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            tell(field, name)

    def full_clean(self) -> None:
        """The fields; and on top the reason why a form that was in order was refused."""
        super().full_clean()
        if self.is_bound and not self.empty_permitted and not isinstance(self, FilterForm) and (no := refusal()):
            self.add_error(None, no)

    def _clean_fields(self) -> None:
        """Every text fit to be kept (𠮷, 異体字, emoji stay), or refused at its field with the reason."""
        super()._clean_fields()
        for name, value in list(self.cleaned_data.items()):
            if isinstance(self.fields[name].widget, forms.PasswordInput):
                continue
            try:
                self.cleaned_data[name] = _fit(value)
            except ValueError as wrong:
                self.add_error(name, str(wrong))


def tell(field: forms.Field, name: str = "") -> None:
    """What the field says when it is left empty or filled too full; asked again when its label was changed."""
    field.error_messages["required"] = _ask_for(field, field.label or name)
    _limit(field)


def _limit(field: forms.Field) -> None:
    """How long a text may be is told while it is typed; the browser must not cut what is pasted."""
    if isinstance(field.widget, forms.Textarea) and isinstance(field, forms.CharField) and field.max_length is None:
        field.max_length = LONGEST
        field.validators.append(MaxLengthValidator(LONGEST))
    for one in field.validators:
        if isinstance(one, MaxLengthValidator):
            one.message = TOO_LONG
            field.widget.attrs.pop("maxlength", None)
            field.widget.attrs.setdefault("data-most", str(one.limit_value))


def _fit(value: Any) -> Any:
    """Texts and lists of texts without characters that disguise others or cannot be kept."""
    if isinstance(value, str) and value:
        return clean_text(value)
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        return [clean_text(one) for one in value]
    return value


class FilterForm(Form):
    """A GET form above a list; nothing in it is required (絞り込み)."""

    show_marks = False


def _ask_for(field: forms.Field, label: Any) -> str:
    """The sentence for an empty required field: choose, attach, tick or enter."""
    if isinstance(field, forms.FileField):
        return f"「{label}」のファイルを選んでください。"
    if isinstance(field, forms.BooleanField):
        return f"「{label}」を確かめて、印を付けてください。"
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return f"「{label}」を選んでください。"
    return f"「{label}」を入力してください。"
