"""A server that has lived with two tenants, two operators and everything that is sealed; cases work on copies of it."""

import contextlib

from .faults import Broken
from .home import Home


class Tenants:
    """Stopped once it is made. `tokens` are of keys that have to be admitted, by route."""

    def __init__(self, bench, more=""):
        self.bench, self.more = bench, more
        self.home = Home(bench.binary)
        self.tokens, self.projects, self.roles = {}, {}, {}

    def __enter__(self):
        home = self.home
        if not home.start():
            raise Broken(f"no start: {home.last_errors()}")
        for project, name in (("shop", "ada"), ("bank", "bob")):
            home.operator(name)
            self._tenant(project, name)
        # Two peppers of one tenant: nobody has used the key of the other route yet.
        self.rotate(home, "pepper", "--project", "bank", "--environment", "live")
        home.stop()
        return self

    def __exit__(self, *error):
        self.home.__exit__()

    def _tenant(self, project, name):
        def make(path, body):
            return self.home.ask("POST", path, body, operator=name)

        made = make("/v1/projects", {"name": project})
        environment = make(f"/v1/projects/{made['id']}/environments", {"name": "live", "tag": "live"})
        owner = make("/v1/identities", {"name": "team", "type": "team", "project_id": made["id"]})
        self.projects[project] = made["id"]
        self.roles[project] = make("/v1/roles", {
            "name": "reader", "permissions": ["orders:read"], "project_id": made["id"]})["id"]
        self.tokens[project] = [
            make("/v1/keys", {"name": f"key-{number}", "environment_id": environment["id"], "owner_id": owner["id"],
                              "permissions": ["orders:read"]})["secret"]
            for number in range(3)]

    @contextlib.contextmanager
    def copy(self):
        """A home of its own with everything of this one, not started."""
        with Home(self.bench.binary, more=ROUTES + self.more) as home:
            home.adopt(self.home)
            yield home

    @staticmethod
    def rotate(home, kind, *scope, check=True):
        """Begins to replace a key."""
        run = home.run("rotation", "start", kind, *scope, "--config", str(home.configuration), "--json", check=False)
        if check and run.returncode != 0:
            raise Broken(f"rotation start {kind} ends with {run.returncode}: {run.stderr}")
        return run


#: The other tenant's route.
ROUTES = '  - {name: accounts, path: /accounts, project: bank, environment: live, permission: "orders:read"}\n'
PATHS = {"shop": "/orders", "bank": "/accounts"}


def details(home):
    """What the log tells of persons, by entry; raises Refused when some of it cannot be read."""
    return {entry["sequence"]: (entry.get("details_state"), entry.get("details"))
            for entry in home.list("/v1/audit/entries")}


