"""The verify listener's native dialect beside nginx answering the same body, and batches of a hundred."""

import http.client
import json
import os
from contextlib import ExitStack
from pathlib import Path

from comparison import BINARY
from harness import Gatehouse, KeyMaker, fail, free_port
from load import CORE, measure, median, write_keys
from peers import Peers

BARS = {"share_of_nginx": 0.6, "batch_per_second": 500_000}
BATCH = 100


def run(folder: Path, rounds: int, seconds: int, keys: int) -> dict:
    with ExitStack() as stack:
        peers = Peers(folder, [], CORE, CORE)
        stack.callback(peers.upstream.stop)
        port = free_port()
        home = Gatehouse(BINARY, folder, peers.upstream.port, loops=1, more=f"verify: {{port: {port}}}")
        program = home.start(CORE)
        stack.callback(program.stop)
        maker = KeyMaker(home.admin)
        tokens = write_keys(folder, "verified", maker.create_many(keys))
        caller = maker.create("caller", permissions=("keys:verify",))
        os.environ["CALLER"] = caller
        program.port = port
        body = check(port, caller, tokens.read_text().split()[0])
        answer = json.dumps(body).replace("\\", "\\\\").replace("'", "\\'")
        plain_port = free_port()
        plain = peers.nginx(
            "answering", f"server {{ listen 127.0.0.1:{plain_port}; default_type application/json; "
            f"location / {{ return 200 '{answer}'; }} }}", plain_port)
        stack.callback(plain.stop)
        rivals = {"nginx": (plain, 1), "verify": (program, 1), "batch": (program, BATCH)}
        figures: dict[str, list[dict]] = {name: [] for name in rivals}
        for number in range(rounds + 1):
            for name, (rival, questions) in rivals.items():
                os.environ["BATCH"] = str(questions)
                result = measure(rival, tokens, seconds, script="verify.lua")
                if number:
                    figures[name].append(result)
                    print(f"  round {number}  {name:8} {result['cpu_us']:8.2f} µs", flush=True)
        rows = {name: median(each) for name, each in figures.items()}
    return {
        "rows": rows, "share_of_nginx": rows["verify"]["requests_per_second"] / rows["nginx"]["requests_per_second"],
        "cpu_ratio": rows["verify"]["cpu_us"] / rows["nginx"]["cpu_us"],
        "batch_per_second": 1e6 / rows["batch"]["cpu_us"] * BATCH, "bars": BARS,
    }


def check(port: int, caller: str, good: str) -> dict:
    """What is answered to a good key; fails when a wrong one is called valid or a wrong caller is heard."""
    wrong = good[:-8] + ("A" if good[-8] != "A" else "B") + good[-7:]
    status, body = ask(port, caller, good)
    if status != 200 or body.get("valid") is not True:
        fail(f"a good key is answered {status}: {body}")
    if ask(port, caller, wrong)[1].get("valid") is not False:
        fail("a wrong key is not called invalid")
    if ask(port, wrong, good)[0] not in (401, 403):
        fail("a wrong caller is heard")
    return body


def ask(port: int, caller: str, key: str) -> tuple[int, dict]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("POST", "/v1/keys/verify", json.dumps({"key": key}), {
        "Authorization": f"Bearer {caller}", "Content-Type": "application/json"})
    response = connection.getresponse()
    return response.status, json.loads(response.read())
