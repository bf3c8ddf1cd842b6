"""Every write is a verb in an `actions` module: nothing else saves, changes or removes a row."""

import ast

from tests.house.source import attribute_calls, names_in_chain, product_sources

ALWAYS = {
    "save", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
}  # fmt: skip
QUERYSETS = {"objects", "filter", "exclude", "all", "select_for_update", "order_by"}

WHERE_WRITES_LIVE = {"actions", "demo", "checks", "engine"}  # the story writes its own people
ALLOWED = {
    "accounts/sessions.py": "removes sessions that are over: no record of anything",
    "accounts/once.py": "claims a form in the transaction that takes it, around every view",
    "organisations/numbering.py": "the counter that verbs take their numbers from",
    "audit/evidence.py": "notes what the framework writes, around its own calls",
    "audit/inspecting.py": "what a look at history found: no record of anything that happened",
    "commitments/acts.py": "verbs of acts",
    "commitments/cases.py": "verbs of cases",
    "commitments/corrections.py": "verbs of every kind of act",
    "consultations/subjects/responses.py": "what follows when a response is voided",
    "accounts/models.py": "create_user is Django's own contract for its createsuperuser command",
    "demo/management/commands/seed_demo.py": "forgets the story's own sweeps: the demo alone",
    "documents/checking.py": "takes a file out of the store once a clean one is in its place",
    "documents/office.py": "saves an office file, not a row",
    "pages/spreadsheets/template.py": "saves a workbook, not a row",
}


def test_writes_only_in_actions() -> None:
    found = [
        f"{source.place(call)} .{name.attr}()"
        for source in product_sources()
        if not WHERE_WRITES_LIVE & set(source.parts) and source.path not in ALLOWED
        for call, name in attribute_calls(source.tree)
        if is_write(call, name)
    ]
    assert not found, "Move these writes into a verb of an actions module:\n" + "\n".join(found)


def test_allowed_writes_are_still_needed() -> None:
    paths = {source.path for source in product_sources()}
    assert set(ALLOWED) <= paths


def is_write(call: ast.Call, name: ast.Attribute) -> bool:
    chain = names_in_chain(name.value)
    if name.attr in ALWAYS:
        return True
    if name.attr == "update":
        return bool(QUERYSETS & set(chain))
    return False
