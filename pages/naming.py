"""Error messages that name their field: "Enter the day the notice was received"."""

from __future__ import annotations

from django import forms

AS_IT_STANDS = (
    "the ",
    "a ",
    "an ",
    "your ",
    "any ",
    "who",
    "what",
    "when",
    "where",
    "which",
    "why",
    "how",
    "whether",
    "this ",
    "each ",
    "since",
    "until",
    "before",
    "after",
    "from ",
    "to ",
)
DEFAULT_REQUIRED = forms.Field.default_error_messages["required"]


def lowered(label: str) -> str:
    """The label inside a sentence: its first letter lowered, unless it starts an acronym."""
    if len(label) > 1 and (label[1].isupper() or not label[1].isalpha()) and label[1] != " ":
        return label if label[1].isupper() else label[:1].lower() + label[1:]
    if label.startswith(("I ", "I’", "I'")):
        return label
    return label[:1].lower() + label[1:]


def the(label: str) -> str:
    """The label as the object of "Enter": "the amount", "how it was sent", "your e-mail"."""
    inside = lowered(label.strip().rstrip(".:"))
    if inside.lower().startswith(AS_IT_STANDS):
        return inside
    return f"the {inside}"


def subject(label: str) -> str:
    """The label as the subject of a sentence: "The amount"."""
    words = the(label)
    return words[:1].upper() + words[1:]


def required_message(label: str, field: forms.Field) -> str:
    if label.endswith("?"):
        return f"Answer: {lowered(label)}"
    if isinstance(field.widget, forms.FileInput):
        return f"Choose the file: {lowered(label)}"
    if isinstance(field.widget, forms.CheckboxInput):
        return f"Tick to confirm: {lowered(label)}"
    if isinstance(field.widget, (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return f"Select {the(label)}"
    return f"Enter {the(label)}"


# Django's own words for choosing nothing, by which alone such a choice is known.
NO_CHOICE = "---------"


def plain_blanks(field: forms.Field, words: str) -> None:
    """Says what choosing nothing means, in place of dashes; radios need no such choice."""
    if getattr(field, "empty_label", None) == NO_CHOICE:
        field.empty_label = words  # type: ignore[attr-defined]
        if not isinstance(field, forms.ModelChoiceField):
            named = [choice for choice in field.choices if choice[0] != ""]  # type: ignore[attr-defined]
            field.widget.choices = [("", words), *named]  # type: ignore[attr-defined]
        return
    choices = getattr(field, "choices", None)
    if not isinstance(choices, list):
        choices = list(choices) if isinstance(field, forms.TypedChoiceField) and choices else []
    if choices and choices[0] in (("", NO_CHOICE), ["", NO_CHOICE]):
        first = [] if isinstance(field.widget, forms.RadioSelect) else [("", words)]
        field.choices = first + choices[1:]  # type: ignore[attr-defined]


def name_errors(name: str, field: forms.Field) -> None:
    """Gives the field messages that carry its label, wherever the form gave none of its own."""
    label = str(field.label) if field.label else name.replace("_", " ").capitalize()
    wanted = {
        "max_length": f"{subject(label)} must be %(limit_value)d characters or fewer",
        "min_length": f"{subject(label)} must be %(limit_value)d characters or more",
        "max_value": f"{subject(label)} must be %(limit_value)s or less",
        "min_value": f"{subject(label)} must be %(limit_value)s or more",
    }
    if isinstance(field, forms.EmailField):
        wanted["invalid"] = f"{subject(label)} must be like name@example.org"
    elif isinstance(field, forms.URLField):
        wanted["invalid"] = f"{subject(label)} must be a full address, like https://www.example.org"
    elif isinstance(field, forms.IntegerField):
        wanted["invalid"] = f"{subject(label)} must be a number, like 12"
    if isinstance(field, forms.IntegerField) and not isinstance(field, forms.FloatField):
        wanted["max_decimal_places"] = f"{subject(label)} must have no more than %(max)s decimals"
    if isinstance(field, (forms.ChoiceField, forms.ModelChoiceField)):
        wanted["invalid_choice"] = f"Choose {the(label)} from the list"
    if isinstance(field, forms.FileField):
        wanted["empty"] = "The file is empty: choose one that has something in it"
    defaults: dict[str, object] = {}
    # As a field gathers its own, so that a subclass's default is told from a form's own words.
    for kind in reversed(type(field).__mro__):
        defaults.update(getattr(kind, "default_error_messages", {}))
    for code, message in wanted.items():
        if field.error_messages.get(code) in (None, defaults.get(code)):
            field.error_messages[code] = message
    if field.error_messages.get("required") == DEFAULT_REQUIRED:
        field.error_messages["required"] = required_message(label, field)
    if hasattr(field, "name_parts"):
        field.name_parts(label)
