"""The record that the shim made of a run, and the disks that a loss of power could have left behind.

What is modelled: a write that was not followed by a sync of its file may be lost wholly or in sectors, in any
combination, whatever its order; a file's length is what its last kept write or truncation says; names (create, rename,
unlink) since the last sync of their folder or of the file itself may be lost from the end, since file systems keep
their order. Everything that was synced is there.
"""

import dataclasses
import os
import pathlib

SECTOR = 512


@dataclasses.dataclass
class Call:
    """One call that changed something, or a mark that the client made."""

    what: str
    path: str
    other: str
    offset: int
    data: bytes
    number: int


def read(path):
    """All records of a trace."""
    content, place, calls = pathlib.Path(path).read_bytes(), 0, []
    while place < len(content):
        end = content.index(b"\n", place)
        what, name, other, offset, count, number = content[place:end].decode().split("\t")
        length = int(count) if what == "write" else 0
        calls.append(Call(what, name, other, int(offset), content[end + 1:end + 1 + length], int(number)))
        place = end + 1 + length + 1
    return calls


class Disk:
    """Files in memory as they were synced, and what has happened to them since."""

    def __init__(self):
        self.content, self.names, self.folders = {}, {}, set()
        #: Calls on contents since the file's last sync, by file; on names since the folder's last sync.
        self.unsynced, self.loose_names = {}, []
        self.next_file = 0
        #: The names as programs see them now.
        self.seen = {}

    def apply(self, call):
        """Takes a call over."""
        if call.what == "mkdir":
            self.folders.add(call.path)
        elif call.what == "create":
            self.next_file += 1
            self.seen[call.path] = self.next_file
            self.content[self.next_file], self.unsynced[self.next_file] = bytearray(), []
            self.loose_names.append(("create", call.path, self.next_file))
        elif call.what in ("write", "truncate", "allocate"):
            self.unsynced[self.seen[call.path]].append(call)
        elif call.what == "rename":
            file = self.seen.pop(call.path)
            self.seen[call.other] = file
            self.loose_names.append(("rename", call.path, call.other, file))
        elif call.what == "unlink":
            self.seen.pop(call.path, None)
            self.loose_names.append(("unlink", call.path))
        elif call.what == "sync" and (call.path == "." or call.path in self.folders):
            self._sync_names()
        elif call.what == "sync":
            file = self.seen.get(call.path)
            if file is not None:
                for one in self.unsynced[file]:
                    _perform(self.content[file], one)
                self.unsynced[file] = []
                # Syncing a new file keeps its name on every journaling file system in use.
                self._sync_names()

    def _sync_names(self):
        self.names, self.loose_names = dict(self.seen), []

    def image(self, target, random):
        """Writes one disk that a loss of power now could leave; `random` chooses which."""
        names = dict(self.names)
        for step in self.loose_names[:random.randint(0, len(self.loose_names))]:
            if step[0] == "create":
                names[step[1]] = step[2]
            elif step[0] == "rename":
                names.pop(step[1], None)
                names[step[2]] = step[3]
            else:
                names.pop(step[1], None)
        for folder in sorted(self.folders):
            os.makedirs(target / folder, mode=0o700, exist_ok=True)
        for name, file in names.items():
            content = bytearray(self.content[file])
            mode = random.choice(["all", "none", "some", "torn"])
            for one in self.unsynced[file]:
                if mode == "all" or (mode != "none" and random.random() < 0.5):
                    _perform(content, one)
                elif mode == "torn" and one.what == "write":
                    _tear(content, one, random)
            path = target / name
            path.touch(0o600)
            # The reserve takes no room here.
            if content.count(0) == len(content):
                os.truncate(path, len(content))
            else:
                path.write_bytes(content)


def _perform(content, call):
    if call.what == "write":
        if len(content) < call.offset:
            content.extend(bytes(call.offset - len(content)))
        content[call.offset:call.offset + len(call.data)] = call.data
    elif call.what == "allocate":
        content.extend(bytes(max(0, call.offset - len(content))))
    else:
        del content[call.offset:]
        content.extend(bytes(max(0, call.offset - len(content))))


def _tear(content, call, random):
    """Keeps some of the sectors that the write touches."""
    place = 0
    while place < len(call.data):
        length = min(SECTOR - (call.offset + place) % SECTOR, len(call.data) - place)
        if random.random() < 0.5:
            part = Call("write", call.path, "", call.offset + place, call.data[place:place + length], call.number)
            _perform(content, part)
        place += length
