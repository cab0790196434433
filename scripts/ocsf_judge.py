#!/usr/bin/env python3
"""Holds OCSF records, one a line in the file named, to the published schema. Prints every finding; exits 1 on one.

The schema comes with PyPI's ocsf-json-schema, up to 1.8.0; ours is 1.9.0. Entity Management and Authentication are the same
in both. User Management is new in 1.9.0, where it takes the place of Account Change: its records are held to that.
"""

import json
import sys
from collections import Counter

from jsonschema import Draft202012Validator
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema

VERSION = "1.8.0"
CLASSES = {3002: "authentication", 3004: "entity_management", 3007: "account_change"}
# Create, Update and Delete of User Management, as Account Change numbers them; it has no update.
ACCOUNT_ACTIVITIES = {1: 1, 2: 99, 3: 6}


def as_judged(record):
    """The record as the schema at hand would have it."""
    record["metadata"]["version"] = VERSION
    if record["class_uid"] == 3007:
        activity = ACCOUNT_ACTIVITIES[record["activity_id"]]
        record |= {"class_uid": 3001, "activity_id": activity, "type_uid": 300100 + activity}
    return record


def main():
    schema = OcsfJsonSchemaEmbedded(get_ocsf_schema(version=VERSION))
    judges = {uid: Draft202012Validator(schema.get_class_schema(class_name=name)) for uid, name in CLASSES.items()}
    findings, seen = 0, Counter()
    with open(sys.argv[1], encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            uid = record["class_uid"]
            seen[uid] += 1
            for error in judges[uid].iter_errors(as_judged(record)):
                findings += 1
                print(f"{record['metadata']['event_code']}: {'/'.join(map(str, error.path))}: {error.message[:200]}")
    print(f"ocsf: {sum(seen.values())} records of {len(seen)} classes, {findings} findings")
    return 1 if findings or set(seen) != set(CLASSES) else 0


if __name__ == "__main__":
    sys.exit(main())
