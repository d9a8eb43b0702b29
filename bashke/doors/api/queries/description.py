"""The OpenAPI description: what the framework knows, and what every address of ours answers besides."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

# What can go wrong, by status; the last says for which addresses: all, those with an id, those that act.
REFUSALS = {
    "400": _("The address or a header cannot be read"),
    "401": _("No key that opens today"),
    "403": _("The post may not do this"),
    "404": _("Not there, or not yours: both are one answer"),
    "409": _("A rule does not allow it now; the sentence says which"),
    "422": _("A field is not right; its name and the reason are in the answer"),
    "503": _("The database is away; try again after the seconds of Retry-After"),
}
ACTS = {"409", "422"}


@dataclass(frozen=True)
class Address:
    """One address as the page shows it."""

    method: str
    path: str
    summary: str
    fields: list[str]


def described(schema: dict[str, Any], problem: dict[str, Any], media: str) -> dict[str, Any]:
    """The framework's description, with every refusal in its one shape."""
    definitions = problem.pop("$defs", {})
    schema["components"].setdefault("schemas", {}).update(definitions | {"Problem": problem})
    content = {media: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            operation["responses"] = {str(status): answer for status, answer in operation["responses"].items()}
            for status, words in REFUSALS.items():
                if (status not in ACTS or method == "post") and (status != "404" or "{" in path):
                    operation["responses"][status] = {"description": str(words), "content": content}
            for answer in operation["responses"].values():
                answer["description"] = str(answer["description"])
            operation["summary"] = str(operation["summary"])
    return schema


def chapters(schema: dict[str, Any]) -> list[tuple[str, list[Address]]]:
    """Reading and doing, each address with the names of what it takes."""
    found = [
        Address(method.upper(), path, operation["summary"], _fields(schema, operation))
        for path, methods in schema["paths"].items() for method, operation in methods.items()
    ]  # fmt: skip
    reads = [one for one in found if one.method == "GET"]
    return [(str(_("Reading")), reads), (str(_("Doing")), [one for one in found if one.method == "POST"])]


def _fields(schema: dict[str, Any], operation: dict[str, Any]) -> list[str]:
    names = [one["name"] for one in operation.get("parameters", []) if one["in"] == "query"]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if "$ref" in body:
        names += schema["components"]["schemas"][body["$ref"].rpartition("/")[2]].get("properties", {})
    return names
