#!/usr/bin/env python3
"""Holds docs/openapi.yaml to the house rules: one rule, one function. Prints every finding; exits 1 when there is one."""

import re
import sys
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

METHODS = {"get", "post", "patch", "put", "delete"}
OPEN_PATHS = re.compile(r"^/(livez|readyz|metrics|openapi\.yaml|docs/errors/\{code\})$")
BASE = "urn:gatehouse:openapi"
ALWAYS = {"400", "401", "403", "429", "500"}


class Document:
    def __init__(self, tree, root):
        self.tree = tree
        self.root = root
        self.operations = [
            (path, method, operation)
            for path, item in tree["paths"].items()
            for method, operation in item.items()
            if method in METHODS
        ]
        self.registry = Registry().with_resource(BASE, Resource(tree, DRAFT202012))

    def resolve(self, node):
        while isinstance(node, dict) and "$ref" in node:
            target = self.tree
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def parameters(self, operation):
        return [self.resolve(parameter) for parameter in operation.get("parameters", [])]

    def schemas(self):
        """Every schema in the document with the place it stands at and whether it is read from a request."""
        for name, schema in self.tree["components"]["schemas"].items():
            yield from self.nested(schema, f"schemas/{name}")
        for kind in ("parameters", "headers"):
            for name, entry in self.tree["components"][kind].items():
                yield from self.nested(entry["schema"], f"{kind}/{name}")
        for path, method, operation in self.operations:
            for parameter in operation.get("parameters", []):
                if "schema" in parameter:
                    yield from self.nested(parameter["schema"], f"{method} {path} {parameter['name']}")

    def nested(self, schema, place):
        if not isinstance(schema, dict):
            return
        yield place, schema
        for name, child in schema.get("properties", {}).items():
            yield from self.nested(child, f"{place}/{name}")
        for key in ("items", "additionalProperties", "propertyNames"):
            yield from self.nested(schema.get(key), f"{place}/{key}")
        for key in ("anyOf", "allOf", "oneOf"):
            for index, child in enumerate(schema.get(key, [])):
                yield from self.nested(child, f"{place}/{key}/{index}")

    def reached(self, roots):
        """The names of the component schemas that are reached from these."""
        seen, waiting = set(), list(roots)
        while waiting:
            text = yaml.safe_dump(waiting.pop(), width=10**9)
            for name in re.findall(r"#/components/schemas/([\w-]+)", text):
                if name not in seen:
                    seen.add(name)
                    waiting.append(self.tree["components"]["schemas"][name])
        return seen

    def request_roots(self):
        bodies = [operation["requestBody"] for _, _, operation in self.operations if "requestBody" in operation]
        return bodies + [self.parameters(operation) for _, _, operation in self.operations]

    def response_roots(self):
        responses = [self.resolve(r) for _, _, operation in self.operations for r in operation["responses"].values()]
        return responses + list(self.tree["components"]["headers"].values())


def types(schema):
    declared = schema.get("type", [])
    return set(declared if isinstance(declared, list) else [declared])


def rule_01_operation_ids(document):
    seen = set()
    for path, method, operation in document.operations:
        name = operation.get("operationId", "")
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", name):
            yield f"{method} {path}: operationId is missing or not URL-safe"
        if name in seen:
            yield f"{method} {path}: operationId {name} is repeated"
        seen.add(name)


def rule_02_tags(document):
    declared = {tag["name"] for tag in document.tree["tags"]}
    for path, method, operation in document.operations:
        if len(operation.get("tags", [])) != 1 or operation["tags"][0] not in declared:
            yield f"{method} {path}: exactly one declared tag is wanted"


def rule_03_descriptions(document):
    for path, method, operation in document.operations:
        if not operation.get("summary") or not operation.get("description"):
            yield f"{method} {path}: summary and description are wanted"


def rule_04_success(document):
    for path, method, operation in document.operations:
        if not any(status.startswith("2") for status in operation["responses"]):
            yield f"{method} {path}: a success response is wanted"


def rule_05_problems(document):
    for path, method, operation in document.operations:
        wanted = {"400", "500"} if OPEN_PATHS.match(path) else set(ALWAYS)
        if "{" in path:
            wanted.add("404")
        if method == "patch":
            wanted |= {"409", "412", "422"}
        if method == "post" and "bulk" not in path:
            wanted |= {"409", "422"}
        if any(p["name"] == "If-Match" and p.get("required") for p in document.parameters(operation)):
            wanted.add("428")
        for status in sorted(wanted - set(operation["responses"])):
            if not (OPEN_PATHS.match(path) and status == "404" and "{" not in path):
                yield f"{method} {path}: no {status} response"
        for status, response in operation["responses"].items():
            content = document.resolve(response).get("content", {})
            if status[0] in "45" and "application/problem+json" not in content and path != "/readyz":
                yield f"{method} {path}: {status} is not a problem document"


def rule_06_security(document):
    if not document.tree.get("security"):
        yield "no security is set"
    for path, method, operation in document.operations:
        if ("security" in operation) != bool(OPEN_PATHS.match(path)) or operation.get("security"):
            yield f"{method} {path}: security is wanted on all but the open paths"


def rule_07_path_parameters(document):
    for path, method, operation in document.operations:
        used = set(re.findall(r"\{(\w+)\}", path))
        declared = {p["name"] for p in document.parameters(operation) if p["in"] == "path"}
        if used != declared:
            yield f"{method} {path}: path parameters {sorted(used ^ declared)}"


def rule_08_paths(document):
    for path in document.tree["paths"]:
        if path.endswith("/") or "?" in path or "#" in path:
            yield f"{path}: trailing slash or query"


def rule_09_nouns(document):
    # Checkpoint and tile are the names of C2SP tlog-tiles; a log has one checkpoint and one key, an entry one proof.
    singular_by_nature = {"audit", "docs", "checkpoint", "tile", "proof", "seal", "unseal", "clock"}
    for path, method, _ in document.operations:
        if ":" in path and method != "post":
            yield f"{method} {path}: custom verbs are POST only"
        if not path.startswith("/v1/") or path == "/v1/audit/key":
            continue
        for segment in path.removeprefix("/v1/").split("/"):
            noun = segment.split(":")[0]
            if not noun.startswith("{") and not noun.endswith("s") and noun not in singular_by_nature:
                if noun != "entries":
                    yield f"{path}: {noun} is no plural noun"


def rule_10_snake_case(document):
    for place, schema in document.schemas():
        for name in schema.get("properties", {}):
            if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
                yield f"{place}: member {name} is not snake_case"


def rule_11_strings(document):
    for place, schema in document.schemas():
        if "string" in types(schema) and "enum" not in schema and "const" not in schema:
            if "maxLength" not in schema or not ({"pattern", "format"} & set(schema)):
                yield f"{place}: a string wants maxLength and pattern or format"


def rule_12_arrays(document):
    for place, schema in document.schemas():
        if "array" in types(schema) and not {"items", "maxItems"} <= set(schema):
            yield f"{place}: an array wants items and maxItems"


def rule_13_integers(document):
    for place, schema in document.schemas():
        if "integer" in types(schema) and not {"minimum", "maximum", "format"} <= set(schema):
            yield f"{place}: an integer wants bounds and a format"


def rule_14_enums(document):
    requested = document.reached(document.request_roots())
    answered = document.reached(document.response_roots())
    for name in answered - requested:
        for place, schema in document.nested(document.tree["components"]["schemas"][name], name):
            if "enum" in schema and not re.search(r"/anyOf/\d+$", place):
                yield f"{place}: an enum in a response is open"
    for name in requested:
        for place, schema in document.nested(document.tree["components"]["schemas"][name], name):
            if "enum" in schema and re.search(r"/anyOf/\d+$", place):
                yield f"{place}: an enum in a request is closed"


def rule_15_enum_values(document):
    for place, schema in document.schemas():
        values = schema.get("enum", [])
        if len(values) != len(set(values)):
            yield f"{place}: an enum value is repeated"
        if values and "string" in types(schema) and not all(isinstance(value, str) for value in values):
            yield f"{place}: an enum value has another type"


def rule_16_examples(document):
    for name, schema in document.tree["components"]["schemas"].items():
        if types(schema) == {"object"} and not schema.get("examples"):
            yield f"schemas/{name}: an example is wanted"
    for place, schema in document.schemas():
        for example in schema.get("examples", []):
            yield from validate(document, schema, example, place)
    for name, response in document.tree["components"]["responses"].items():
        for content in response["content"].values():
            for example in content.get("examples", {}).values():
                yield from validate(document, content["schema"], example["value"], f"responses/{name}")
    for name, parameter in document.tree["components"]["parameters"].items():
        if "example" in parameter:
            yield from validate(document, parameter["schema"], parameter["example"], f"parameters/{name}")


def validate(document, schema, example, place):
    validator = Draft202012Validator(
        rebased(schema), registry=document.registry, format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    for error in validator.iter_errors(example):
        yield f"{place}: its example is not valid: {error.message}"


def rebased(node):
    """The schema with references that resolve from outside the document."""
    if isinstance(node, dict):
        return {key: BASE + value if key == "$ref" else rebased(value) for key, value in node.items()}
    return [rebased(value) for value in node] if isinstance(node, list) else node


def rule_17_reference_siblings(document):
    def walk(node, place):
        if isinstance(node, dict):
            if "$ref" in node and set(node) - {"$ref", "description"}:
                yield f"{place}: siblings of $ref"
            for key, value in node.items():
                yield from walk(value, f"{place}/{key}")
        elif isinstance(node, list):
            for index, value in enumerate(node):
                yield from walk(value, f"{place}/{index}")

    yield from walk(document.tree, "#")


def rule_18_unused(document):
    text = yaml.safe_dump(document.tree, width=10**9)
    for kind, entries in document.tree["components"].items():
        for name in entries:
            if kind != "securitySchemes" and f"#/components/{kind}/{name}" not in re.findall(r"#/[\w/-]+", text):
                yield f"{kind}/{name} is not used"


def rule_19_lists(document):
    for path, method, operation in document.operations:
        if not operation["operationId"].startswith("list") or path in {"/v1/findings", "/v1/upstreams"}:
            continue
        names = {parameter["name"] for parameter in document.parameters(operation)}
        schema = document.resolve(operation["responses"]["200"]["content"]["application/json"]["schema"])
        if not {"limit", "cursor"} <= names or "next_cursor" not in schema["properties"]:
            yield f"{method} {path}: a list carries limit, cursor and next_cursor"


def rule_20_creates(document):
    for path, method, operation in document.operations:
        names = {parameter["name"] for parameter in document.parameters(operation)}
        if "201" in operation["responses"] and "Idempotency-Key" not in names:
            yield f"{method} {path}: a create accepts Idempotency-Key"


def rule_21_updates(document):
    for path, method, operation in document.operations:
        if method != "patch":
            continue
        names = {parameter["name"] for parameter in document.parameters(operation)}
        if "If-Match" not in names or "ETag" not in operation["responses"]["200"].get("headers", {}):
            yield f"{method} {path}: an update accepts If-Match and returns ETag"


def rule_22_times(document):
    for place, schema in document.schemas():
        for name, member in schema.get("properties", {}).items():
            is_time = document.resolve(member).get("format") == "date-time"
            if is_time != name.endswith("_at"):
                yield f"{place}/{name}: time fields are date-time and end in _at"


def rule_23_secrets(document):
    creating = set()
    for _, _, operation in document.operations:
        schema = operation["responses"].get("201", {}).get("content", {}).get("application/json", {}).get("schema", {})
        if "$ref" in schema:
            creating.add(schema["$ref"].rsplit("/", 1)[1])
    for name, schema in document.tree["components"]["schemas"].items():
        if "#/components/schemas/Secret" in yaml.safe_dump(schema, width=10**9) and name not in creating:
            yield f"schemas/{name}: secrets stand in answers to creates and rotations only"
    for place, schema in document.schemas():
        for member, value in schema.get("properties", {}).items():
            if member == "secret" and value != {"$ref": "#/components/schemas/Secret"}:
                yield f"{place}/{member}: a secret that is not marked as one"


def rule_24_codes(document):
    source = (document.root / "Sources/AdminAPI/Problems/ProblemCode.swift").read_text()
    in_code = set(re.findall(r'case \w+ = "(\w+)"', source))
    in_document = set(document.tree["components"]["schemas"]["Problem"]["properties"]["code"]["anyOf"][0]["enum"])
    for code in sorted(in_code ^ in_document):
        yield f"problem code {code} stands only in the {'source' if code in in_code else 'document'}"


def rule_25_webhooks(document):
    for name, item in document.tree.get("webhooks", {}).items():
        if "servers" in item:
            yield f"webhook {name} has servers"


def rule_26_information(document):
    if not document.tree["info"].get("license", {}).get("identifier"):
        yield "no license is set"
    for server in document.tree["servers"]:
        if server["url"].endswith("/"):
            yield "a server URL ends with a slash"


RULES = [rule for name, rule in sorted(globals().items()) if name.startswith("rule_")]


def findings(tree, root):
    document = Document(tree, root)
    return [f"{rule.__name__}: {finding}" for rule in RULES for finding in rule(document)]


def main():
    root = Path(__file__).resolve().parent.parent
    found = findings(yaml.safe_load((root / "docs/openapi.yaml").read_text()), root)
    for finding in found:
        print(finding)
    print(f"openapi lint: {len(RULES)} rules, {len(found)} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
