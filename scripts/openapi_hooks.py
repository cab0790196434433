"""Keeps schemathesis from revoking or demoting the operator it asks as."""

import os

import schemathesis

OWN = "op_" + os.environ.get("GATEHOUSE_CHECK_TOKEN", "gko_op_").split("_")[2]


@schemathesis.hook
def filter_case(context, case):
    return case.method == "GET" or (case.path_parameters or {}).get("operator_id") != OWN
