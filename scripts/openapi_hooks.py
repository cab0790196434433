"""What scripts/check-openapi adds to schemathesis: ids of objects that exist, in place of ids made up.

Without them nearly every question would be answered with 404. Ids of the wrong shape are left alone.
"""

import os
import re

import schemathesis

FACTS = dict(line.split("=", 1) for line in os.environ.get("GATEHOUSE_CHECK_FACTS", "").split() if "=" in line)
SHAPES = {"key_id": "key", "project_id": "prj", "environment_id": "env", "identity_id": "idn", "role_id": "role",
          "operator_id": "op", "rotation_id": "rot", "policy_id": "pol"}
BODY = {"project_id": "project_id", "environment_id": "environment_id", "owner_id": "identity_id"}
# These end what they are about, so they are asked about another key.
ENDING = re.compile(r":revoke$|rotations")


def existing(name, value):
    is_id = isinstance(value, str) and re.fullmatch(SHAPES[name] + "_[0-9A-Za-z]{16}", value)
    return FACTS.get(name, value) if is_id else value


# What each algorithm of a limit is told in. A schema could say so only in as many copies of itself.
NUMBERS = {"sliding_window": {"windows"}, "token_bucket": {"windows", "burst"}, "calendar": {"limit", "period", "time_zone"},
           "concurrency": {"limit"}}


def without_contradictions(limit):
    """The limit without members that belong to another algorithm, and with those that its own needs."""
    if not isinstance(limit, dict):
        return limit
    own = NUMBERS.get(limit.get("algorithm", "sliding_window"), set())
    kept = {name: value for name, value in limit.items() if name in own or not any(name in n for n in NUMBERS.values())}
    if "windows" in own and not kept.get("windows"):
        kept["windows"] = [{"limit": 100, "window_seconds": 60}]
    for name, value in {"burst": 5, "limit": 5, "period": "day"}.items():
        if name in own:
            kept.setdefault(name, value)
    if limit.get("algorithm") == "concurrency" and isinstance(kept["limit"], int | float):
        kept["limit"] = min(kept["limit"], 1_000_000)
    if "burst" in own:
        kept["windows"] = kept["windows"][:1]
    # A name that some zone has: no pattern says which those are.
    if kept.get("time_zone"):
        kept["time_zone"] = "Europe/Berlin"
    if kept.get("on_exceed") != "delay":
        kept.pop("delay", None)
    for name in ("schedule", "penalty"):
        kept.pop(name, None)
    # What keys of an owner share is not raised by the trust in one of them.
    if limit.get("scope") == "identity":
        kept.pop("trusted", None)
    return kept


# Texts with a grammar that a pattern does not say whole: zero host bits, hosts of at most 253 bytes, hours that do not overlap.
TEXTS = {"allowed_addresses": "203.0.113.0/24", "denied_addresses": "2001:db8::/32", "referrers": "https://*.example.com/*",
         "origins": "https://app.example.com", "allowed_countries": "DE", "denied_countries": "unknown",
         "allowed_networks": "AS64500", "denied_networks": "AS64501",
         "time_windows": {"days": ["mon"], "from": "09:00", "to": "17:30", "time_zone": "Europe/Berlin"}}


def mend(body):
    """What contradicts itself is refused, rightly; it is not what valid data are about."""
    for name in ("limits", "limit_overrides"):
        if isinstance(body.get(name), list):
            body[name] = [without_contradictions(limit) for limit in body[name]]
    restrictions = body.get("restrictions")
    if isinstance(restrictions, dict):
        for name, text in TEXTS.items():
            if restrictions.get(name):
                restrictions[name] = [text]
    if isinstance(body.get("keys"), list):
        for key in body["keys"]:
            if isinstance(key, dict):
                mend(key)
    if "expires_at" in body or body.get("never_expires"):
        body.pop("expires_in_seconds", None)
    if body.get("never_expires"):
        body.setdefault("never_expires_reason", "probe")
        body.pop("expires_at", None)
    else:
        body.pop("never_expires_reason", None)


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.meta is not None and case.meta.generation.mode.is_positive and isinstance(case.body, dict):
        mend(case.body)
    # Their ids come from the answers before.
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
