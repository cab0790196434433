"""Row 19: the clock goes back, ahead, stands still, skips and repeats a second, and changes for the summer."""

import datetime
import functools
import json
import time

from .bench import patience, until
from .clock import HOUR, YEAR, Clock
from .faults import Broken
from .home import Home

#: Above what the kills of a case cost, four requests each.
LIMITED = 'limits: [{name: each, scope: key, windows: [{limit: 40, seconds: 3600}]}]\n'
#: Seconds from the system's clock, and whether that is a jump that the server must not go by.
SHIFTS = {
    "back-1-hour": (-HOUR, True), "ahead-10-years": (10 * YEAR, True), "ahead-1-day": (86_400, True),
    "back-10-years": (-10 * YEAR, True), "leap-second-repeated": (-1, False), "leap-second-skipped": (1, False),
    "step-back": (-30, False), "step-ahead": (30, False),
}
#: What a start finds: seconds that the clock went ahead of it, and whether so many keys would end that it must not believe it.
STARTS = {"ahead-100-days": (100 * 86_400, True), "ahead-10-years": (10 * YEAR, True), "ahead-2-days": (2 * 86_400, False)}
#: When clocks change there in spring.
SUMMER = datetime.datetime(2027, 3, 28, 1, tzinfo=datetime.timezone.utc)
MANY = 20
NOTICED_SECONDS = 3


def moved_clock(bench):
    """Row 19: nothing that ended comes back, nothing else ends, limits go on, and a jump is an alarm until it is undone."""
    cases = [f"shift:{name}" for name in SHIFTS] + [f"start:{name}" for name in STARTS]
    cases += ["frozen:once", "daylight-saving:spring", "taken-back:10-years", "held:restarted"]
    outcomes = bench.each(cases, functools.partial(_case, bench))
    return f"{len(outcomes)} of {len(cases)} ways that a clock can go, {MANY + 3} keys each"


class Keys:
    """Keys that ended, that go on, and one whose limit is spent."""

    def __init__(self, home, now):
        project = home.ask("POST", "/v1/projects", {"name": "shop"})
        environment = home.ask("POST", f"/v1/projects/{project['id']}/environments", {"name": "live", "tag": "live"})
        self.home, self.environment = home, environment["id"]
        self.ended = self.issue("ended", now + 1.5)
        self.spent = self.issue("spent", now + 30 * 86_400)
        self.going = [self.issue(f"going-{number}", now + 90 * 86_400) for number in range(MANY)]
        self.soon = self.issue("soon", now + HOUR)
        while home.knock(self.spent) == 200:
            continue
        until(lambda: home.knock(self.ended) == 401, 6, "a key ends")

    def issue(self, name, moment):
        return self.home.ask("POST", "/v1/keys", {
            "name": name, "environment_id": self.environment, "permissions": ["orders:read"],
            "expires_at": datetime.datetime.fromtimestamp(moment, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        })["secret"]

    def check(self, when, limited=True):
        """As before, whatever the clock says; what was spent is not looked at after a start."""
        told = {"ended": self.home.knock(self.ended), "soon": self.home.knock(self.soon)}
        if limited:
            told["spent"] = self.home.knock(self.spent)
        if told != {"ended": 401, "soon": 200} | ({"spent": 429} if limited else {}):
            raise Broken(f"{when}: {told}")
        refused = sum(self.home.knock(token) != 200 for token in self.going)
        if refused:
            raise Broken(f"{when}: {refused} of {MANY} keys ended")


def _case(bench, name):
    kind, what = name.split(":")
    with Home(bench.binary, more=LIMITED) as home:
        clock = Clock(home, bench.shim)
        begun = time.time()
        if kind == "daylight-saving":
            clock.shift(SUMMER.timestamp() - begun - 4)
        if not home.start(clock.environment | {"TZ": "Europe/Berlin"}):
            raise Broken(f"no start: {home.last_errors()}")
        keys = Keys(home, SUMMER.timestamp() - 4 if kind == "daylight-saving" else time.time() + 1)
        if kind == "start":
            return _restarted(home, clock, keys, *STARTS[what])
        if kind == "taken-back":
            return _taken_back(home, clock, keys)
        if kind == "held":
            return _held(home, clock, keys)
        if kind == "shift":
            _shifted(home, clock, keys, *SHIFTS[what])
        elif kind == "frozen":
            clock.freeze()
            time.sleep(1)
            keys.check("while the clock stands still")
            clock.shift(0)
        else:
            time.sleep(max(0, begun + 5 - time.time()))
        keys.check("afterwards")
        _in_order(home)
        if "clock_jumped" in home.findings():
            raise Broken("the alarm goes on")
        if home.stop() != 0:
            raise Broken("it does not stop with 0")


def _restarted(home, clock, keys, seconds, is_mass):
    """The server stops, and starts where the clock is far ahead."""
    home.stop()
    clock.shift(seconds)
    if not home.start(clock.environment):
        raise Broken(f"no start: {home.last_errors()}")
    if not is_mass:
        until(lambda: home.knock(keys.soon) == 401, NOTICED_SECONDS, "one key of many ends")
        if "mass_expiry_held" in home.findings() or any(home.knock(token) != 200 for token in keys.going):
            raise Broken("a start that ends one key of many is no alarm")
        return
    for _ in range(2):
        keys.check(f"after a start with the clock {seconds} s ahead", limited=False)
        until(lambda: "would end many keys" in home.errors.read_text(), NOTICED_SECONDS, "a line tells of the keys")
        if not {"mass_expiry_held", "clock_jumped"} <= home.findings():
            raise Broken("doctor does not tell of the keys")
        if home.metric("gatehouse_clock_held_keys") != MANY + 2:
            raise Broken(f"the metric tells of {home.metric('gatehouse_clock_held_keys')} keys")
        until(lambda: home.list("/v1/audit/entries?action=clock.hold"), NOTICED_SECONDS, "an entry tells of the keys")
        # Another start speaks for the clock no more than the first.
        home.kill()
        if not home.start(clock.environment):
            raise Broken(f"no start: {home.last_errors()}")
    home.run("clock", "follow", "--yes", "--config", str(home.configuration))
    # The gateway's loops look at the clock twenty times a second.
    until(lambda: all(home.knock(token) == 401 for token in [keys.ended, keys.soon, *keys.going]), 1,
          "the clock was confirmed, and what has expired by it ends")
    home.kill()
    if not home.start(clock.environment):
        raise Broken(f"no start: {home.last_errors()}")
    if any(home.knock(token) != 401 for token in [keys.ended, keys.soon, *keys.going]) or "clock_jumped" in home.findings():
        raise Broken("the next start does not know that the clock was confirmed")
    if home.stop() != 0:
        raise Broken("it does not stop with 0")


def _taken_back(home, clock, keys):
    """Somebody confirmed a clock that was wrong, sets it right and confirms it once more: no start knows better."""
    home.stop()
    clock.shift(10 * YEAR)
    _start(home, clock)
    _follow(home)
    until(lambda: all(home.knock(token) == 401 for token in keys.going), 1, "a clock was confirmed")
    clock.shift(0)
    until(lambda: "clock_jumped" in home.findings(), NOTICED_SECONDS * patience(), "the clock is ten years behind")
    _follow(home)
    until(lambda: all(home.knock(token) == 200 for token in keys.going), 1, "ten years are taken back")
    for _ in range(3):
        home.kill()
        _start(home, clock)
        keys.check("after a start behind time that was taken back", limited=False)
        if {"clock_jumped", "mass_expiry_held"} & home.findings():
            raise Broken("a start believes what was taken back")
    if home.stop() != 0:
        raise Broken("it does not stop with 0")


def _held(home, clock, keys):
    """Starts that are held one after the other add nothing up."""
    home.stop()
    stopped = time.monotonic()
    clock.shift(10 * YEAR)
    for number in range(4):
        _start(home, clock)
        home.ask("POST", "/v1/projects", {"name": f"start-{number}"})
        home.kill()
    _start(home, clock)
    told = home.run("clock", "show", "--json", "--config", str(home.configuration)).stdout
    at = datetime.datetime.fromisoformat(json.loads(told)["time_at"].replace("Z", "+00:00")).timestamp()
    if at - time.time() > 25:
        raise Broken(f"time is {at - time.time():.0f} s ahead after {time.monotonic() - stopped:.0f} s of starts")
    keys.check("after many starts", limited=False)
    if home.stop() != 0:
        raise Broken("it does not stop with 0")


def _start(home, clock):
    if not home.start(clock.environment):
        raise Broken(f"no start: {home.last_errors()}")


def _follow(home):
    home.run("clock", "follow", "--yes", "--config", str(home.configuration))


def _shifted(home, clock, keys, seconds, is_jump):
    clock.shift(seconds)
    time.sleep(0.5)
    keys.check(f"with the clock {seconds} s off")
    if not is_jump:
        return
    until(lambda: "the system clock jumped" in home.errors.read_text(), NOTICED_SECONDS * patience(), "a line tells of the jump")
    if "clock_jumped" not in home.findings():
        raise Broken("doctor does not tell of the jump")
    if abs(home.metric("gatehouse_clock_deviation_seconds") - abs(seconds)) > 2:
        raise Broken("the metric does not tell of the jump")
    home.ask("POST", "/v1/projects", {"name": "meanwhile"})
    entry = home.list("/v1/audit/entries")[0]
    told = datetime.datetime.fromisoformat(entry["recorded_at"].replace("Z", "+00:00")).timestamp()
    if abs(told - time.time()) > 5 * patience():
        raise Broken(f"an entry is dated {entry['recorded_at']}")
    clock.shift(0)
    until(lambda: home.metric("gatehouse_clock_deviation_seconds") == 0, NOTICED_SECONDS * patience(), "the alarm ends")


def _in_order(home):
    """No entry is dated before the one before it."""
    moments = [datetime.datetime.fromisoformat(entry["recorded_at"].replace("Z", "+00:00"))
               for entry in reversed(home.list("/v1/audit/entries"))]
    if moments != sorted(moments):
        pairs = [f"{before} {after}" for before, after in zip(moments, moments[1:]) if before > after]
        raise Broken(f"entries are dated backwards: {pairs}")
