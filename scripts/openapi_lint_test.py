#!/usr/bin/env python3
"""Proves that every rule of openapi_lint.py fires: each plants one fault into the real document and waits for its rule."""

import copy
import sys
from pathlib import Path

import yaml

import openapi_lint

ROOT = Path(__file__).resolve().parent.parent
KEYS = "/v1/keys"
SHOW = "/v1/keys/{key_id}"


def schema(tree, name):
    return tree["components"]["schemas"][name]


def member(tree, name, value):
    schema(tree, "Project")["properties"][name] = value


FAULTS = {
    "01": lambda t: t["paths"][KEYS]["get"].update(operationId="list keys"),
    "02": lambda t: t["paths"][KEYS]["get"].update(tags=["nothing"]),
    "03": lambda t: t["paths"][KEYS]["get"].pop("summary"),
    "04": lambda t: t["paths"][KEYS]["get"]["responses"].pop("200"),
    "05": lambda t: t["paths"][SHOW]["patch"]["responses"].pop("412"),
    "06": lambda t: t["paths"][KEYS]["get"].update(security=[]),
    "07": lambda t: t["paths"][SHOW]["get"].update(parameters=[]),
    "08": lambda t: t["paths"].update({"/v1/keys/": {}}),
    "09": lambda t: t["paths"].update({"/v1/key": {"get": t["paths"][KEYS]["get"]}}),
    "10": lambda t: member(t, "camelCase", {"type": "boolean"}),
    "11": lambda t: member(t, "free", {"type": "string"}),
    "12": lambda t: member(t, "many", {"type": "array", "items": {"type": "boolean"}}),
    "13": lambda t: member(t, "number", {"type": "integer"}),
    "14": lambda t: member(t, "word", {"type": "string", "enum": ["a"]}),
    "15": lambda t: member(t, "word", {"type": "string", "enum": ["a", "a"]}),
    "16": lambda t: schema(t, "Project").update(examples=[{"id": 7}]),
    "17": lambda t: member(t, "other", {"$ref": "#/components/schemas/ProjectID", "default": "x"}),
    "18": lambda t: t["components"]["schemas"].update(Orphan={"type": "boolean"}),
    "19": lambda t: t["paths"][KEYS]["get"].update(parameters=[]),
    "20": lambda t: t["paths"][KEYS]["post"].update(parameters=[]),
    "21": lambda t: t["paths"][SHOW]["patch"]["responses"]["200"].update(headers={}),
    "22": lambda t: member(t, "created", {"type": "string", "format": "date-time", "maxLength": 40}),
    "23": lambda t: schema(t, "Owner")["properties"].update(secret={"$ref": "#/components/schemas/Secret"}),
    "24": lambda t: schema(t, "Problem")["properties"]["code"]["anyOf"][0]["enum"].append("unheard_of"),
    "25": lambda t: t.update(webhooks={"x": {"servers": []}}),
    "26": lambda t: t["info"]["license"].pop("identifier"),
}


def main():
    tree = yaml.safe_load((ROOT / "docs/openapi.yaml").read_text())
    silent = []
    for rule in openapi_lint.RULES:
        number = rule.__name__.split("_")[1]
        planted = copy.deepcopy(tree)
        FAULTS[number](planted)
        if not list(rule(openapi_lint.Document(planted, ROOT))):
            silent.append(rule.__name__)
    print(f"openapi lint: {len(FAULTS)} planted faults, silent rules: {silent or 'none'}")
    return 1 if silent or len(FAULTS) != len(openapi_lint.RULES) else 0


if __name__ == "__main__":
    sys.exit(main())
