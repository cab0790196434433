import Foundation
import Testing

/// A disk whose flushes fail or hang when a test says so: stands between the program and `fsync`.
struct FaultyDisk {
    enum Act: String { case fail, hang }

    static let compiler = ["/usr/bin/cc", "/opt/swift/usr/bin/clang", "/usr/bin/clang"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// An act's file names it; what the file says is part of the paths it is done to. `hanging` is there once one hangs.
    private static let source = """
        #define _GNU_SOURCE
        #include <errno.h>
        #include <fcntl.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <sys/syscall.h>
        #include <unistd.h>

        static int has_to(const char *act, int file) {
            char name[4096], link[64], part[256] = "", path[4096] = "";
            snprintf(name, sizeof name, "%s/%s", getenv("FAULTY_DISK"), act);
            int rule = open(name, O_RDONLY | O_CLOEXEC);
            if (rule < 0) return 0;
            if (read(rule, part, sizeof part - 1) < 0) part[0] = 0;
            close(rule);
            snprintf(link, sizeof link, "/proc/self/fd/%d", file);
            return readlink(link, path, sizeof path - 1) > 0 && strstr(path, part);
        }

        static int fails(int file) {
            while (has_to("hang", file)) {
                char name[4096];
                snprintf(name, sizeof name, "%s/hanging", getenv("FAULTY_DISK"));
                close(open(name, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
                usleep(10000);
            }
            return has_to("fail", file);
        }

        int fsync(int file) {
            if (fails(file)) { errno = EIO; return -1; }
            return (int)syscall(SYS_fsync, file);
        }

        int fdatasync(int file) {
            if (fails(file)) { errno = EIO; return -1; }
            return (int)syscall(SYS_fdatasync, file);
        }

        """

    let folder: String

    /// Builds it in a folder; a healthy disk at first.
    init(in folder: String) throws {
        self.folder = folder + "/disk"
        try FileManager.default.createDirectory(atPath: self.folder, withIntermediateDirectories: true)
        try Self.source.write(toFile: self.folder + "/shim.c", atomically: true, encoding: .utf8)
        let process = try Process.run(
            URL(fileURLWithPath: try #require(Self.compiler)),
            arguments: ["-shared", "-fPIC", "-o", self.folder + "/shim.so", self.folder + "/shim.c"])
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    /// What a program has to be started with.
    var environment: [String: String] { ["LD_PRELOAD": self.folder + "/shim.so", "FAULTY_DISK": self.folder] }

    /// From now on, each flush of a file whose path contains `part`.
    func make(_ act: Act, _ part: String = "") throws {
        try part.write(toFile: "\(self.folder)/\(act)", atomically: true, encoding: .utf8)
    }

    func mend(_ act: Act) throws { try FileManager.default.removeItem(atPath: "\(self.folder)/\(act)") }

    var hangs: Bool { FileManager.default.fileExists(atPath: self.folder + "/hanging") }
}
