"""A witness of a home's audit log, in a folder that nobody puts back together with the data."""

import re
import subprocess

from .bench import until


class Witness:
    """Runs `gatehouse witness` beside a home, which is told of it."""

    def __init__(self, home):
        """The home's server has to run: the witness has to know its log's key."""
        self.home, self.folder = home, home.root / "witness"
        self.folder.mkdir()
        self.configuration = self.folder / "witness.yaml"
        key = home.fetch("/v1/audit/key").decode().strip()
        home.run("witness", "init", "--name", "witness.example/one", "--config", str(self.configuration),
                 "--log-key", key, "--state", str(self.folder / "state"), "--key-file", str(self.folder / "witness.key"))
        text = re.sub(r"^port:.*$", "port: 0", self.configuration.read_text(), flags=re.MULTILINE)
        self.configuration.write_text(text if "port: 0" in text else text + "port: 0\n")
        self.output = (self.folder / "out").open("w+")
        self.process = subprocess.Popen(
            [home.binary, "witness", "run", "--config", str(self.configuration)], stdout=self.output,
            stderr=(self.folder / "errors").open("w"))
        until(lambda: "logs" in self._printed(), 10, "the witness runs")
        self.url = re.search(r"http://\S+", self._printed())[0]
        self.key = re.search(r"witness\.example/one\+\S+", self._printed())[0]

    @property
    def setting(self):
        """What names it in the configuration of the server."""
        return f'audit:\n  witnesses: [{{name: one, url: "{self.url}", key: "{self.key}"}}]\n'

    def _printed(self):
        return (self.folder / "out").read_text()

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
