"""Moving from Kong: its export comes in, and its clients go on as they are."""

import json
from pathlib import Path

from .checks import FAILURES, expect
from .client import Answer, send
from .gatehouse import Gatehouse
from .pages import file_in
from .upstream import Application

TOKEN = "Zk3vN8sQx1LwPb6YtRgD0uHmJc5EaF2o"


def check_move(gatehouse: Gatehouse, application: Application) -> None:
    def ask(*fields: tuple[str, str], target: str = "/orders/7") -> Answer:
        return send(gatehouse.gateway_port, "GET", target, list(fields))

    expect(ask(("apikey", TOKEN)).status == 401, "the key is known already")
    gatehouse.bring_in(file_in("from-kong.md", "kong.json"), "kong", "--generator", "base62", "--length", "32")
    answer = ask(("apikey", TOKEN))
    expect(answer.status == 200, "a key that was brought in", answer)
    [arrival] = application.arrivals[-1:]
    owner = json.loads(gatehouse.run("identities", "show", "acme", "--json"))["id"]
    expect(arrival.values("Gatehouse-Owner") == [f'"{owner}"'], f"the owner is {arrival.values('Gatehouse-Owner')}")
    expect(TOKEN not in str(arrival), "the key reached the application")
    expect("q=60" in (answer.value("RateLimit-Policy") or ""), "the limit of the route", answer)
    for what, fields in (("no key", []), ("a wrong key", [("apikey", TOKEN[:-1] + "x")]),
                         ("the key in another field", [("X-API-Key", TOKEN)])):
        answer = ask(*fields)
        expect(answer.status == 401, what, answer)
    answer = ask(target=f"/orders/7?apikey={TOKEN}")
    expect(answer.status in (400, 401), "a key in the query", answer)


def check(binary: Path, folder: Path, application: Application) -> tuple[int, list[str]]:
    """How many held, and what did not."""
    folder.mkdir(mode=0o700)
    gatehouse = Gatehouse(binary, folder, "from-kong.md", {"port: 9000": f"port: {application.port}"})
    try:
        gatehouse.program.wait_for(gatehouse.gateway_port)
        check_move(gatehouse, application)
        return 1, []
    except FAILURES as finding:
        return 0, [f"kong: {finding}"]
    finally:
        gatehouse.program.stop()
