"""What scripts/check-openapi adds to schemathesis: ids of objects that exist, in place of ids made up.

Without them nearly every question would be answered with 404. Ids of the wrong shape are left alone.
"""

import os
import re

import schemathesis

FACTS = dict(line.split("=", 1) for line in os.environ.get("GATEHOUSE_CHECK_FACTS", "").split() if "=" in line)
SHAPES = {"key_id": "key", "project_id": "prj", "environment_id": "env", "identity_id": "idn", "role_id": "role",
          "operator_id": "op", "rotation_id": "rot"}
BODY = {"project_id": "project_id", "environment_id": "environment_id", "owner_id": "identity_id"}
# These end what they are about, so they are asked about another key.
ENDING = re.compile(r":revoke$|rotations")


def existing(name, value):
    is_id = isinstance(value, str) and re.fullmatch(SHAPES[name] + "_[0-9A-Za-z]{16}", value)
    return FACTS.get(name, value) if is_id else value


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.meta is not None and case.meta.phase.name.value == "stateful":
        return
    path = case.path_parameters or {}
    for name in SHAPES.keys() & path.keys():
        is_ending = name == "key_id" and ENDING.search(case.operation.path)
        path[name] = existing(name, path[name])
        if is_ending and path[name] == FACTS.get("key_id"):
            path[name] = FACTS.get("doomed_key_id", path[name])
    if isinstance(case.body, dict) and "bulk" not in case.operation.path:
        for name in BODY.keys() & case.body.keys():
            case.body[name] = existing(BODY[name], case.body[name])
