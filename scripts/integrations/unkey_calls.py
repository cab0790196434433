"""Makes calls with Unkey's own client: reads {"server", "calls": [{"root_key", "arguments"}]}, prints the outcomes."""

import json
import sys

from unkey.py import Unkey, errors


def outcome(server: str, root_key: str, arguments: dict) -> dict:
    with Unkey(root_key=root_key, server_url=server) as client:
        try:
            return client.keys.verify_key(**arguments).model_dump(mode="json", by_alias=True)
        except errors.UnkeyError as error:
            details = getattr(error, "data", None)
            return {
                "raised": type(error).__name__, "status": error.status_code,
                "error": details.error.model_dump(mode="json", by_alias=True) if details else None,
            }


def main() -> None:
    request = json.load(sys.stdin)
    server = request["server"]
    json.dump([outcome(server, call["root_key"], call["arguments"]) for call in request["calls"]], sys.stdout)


if __name__ == "__main__":
    main()
