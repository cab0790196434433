import Foundation
import Testing

@testable import gatehouse

/// What a broken or full disk does to the whole program.
@Suite struct FaultyDiskTests {
    private static let canMount = geteuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/bin/unshare")

    @Test(.enabled(if: FaultyDisk.compiler != nil, "needs a C compiler"))
    func `a revocation whose fsync fails is not acknowledged, and the process ends with 74`() throws {
        var disk: FaultyDisk?
        let server = try ServedGatehouse { folder in
            let faulty = try FaultyDisk(in: folder)
            disk = faulty
            return .init(environment: faulty.environment)
        }
        let key = try server.quiet("keys", "show", "first-key")
        try disk?.make(.fail)
        let refused = try server.run("keys", "revoke", "first-key", "--confirm=first-key", "--json")
        #expect(refused.status != 0 && refused.output.isEmpty, "\(refused.output)")
        #expect(server.ended() == ExitReason.storagePoisoned.rawValue)
        try disk?.mend(.fail)
        try server.start()
        // What the disk kept of an act that was refused may be either; but what is shown and what is done agree.
        let shown = try server.run("keys", "show", key, "--json")
        let state = JSONValue(parsing: Array(shown.output.utf8))?["state"]?.string
        let answer = try server.get(server.firstToken)
        #expect(answer.status == (state == "revoked" ? 401 : 200), "\(shown.output)\(shown.error)\(answer.body)")
        let again = try server.run("keys", "revoke", key, "--confirm=first-key")
        #expect(again.status == 0, "\(again.error)")
        #expect(try server.get(server.firstToken).status == 401)
    }

    @Test(.enabled(if: canMount, "needs root"))
    func `on a full disk nothing is issued, everything is served, and access can be taken away`() throws {
        let server = try ServedGatehouse { folder in
            let data = folder + "/data"
            try FileManager.default.createDirectory(
                atPath: data, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let mount = "mount -t tmpfs -o size=100m,mode=700 none \(data) && exec \"$0\" \"$@\""
            return .init(launcher: ["/usr/bin/unshare", "-m", "/bin/sh", "-c", mount])
        }
        let filler = "/proc/\(server.processIdentifier)/root\(server.data)/filler"
        Self.fill(filler)
        var refused = try server.run("keys", "create", "more-0", "--permission", "demo:read", "--json")
        for number in 1..<50 where refused.status == 0 {
            Self.fill(filler)
            refused = try server.run("keys", "create", "more-\(number)", "--permission", "demo:read", "--json")
        }
        #expect(refused.error.contains("storage_full"), "\(refused.error)")
        #expect(try server.get(server.firstToken).status == 200)
        #expect(try server.run("keys", "revoke", "first-key", "--confirm=first-key").status == 0)
        #expect(try server.get(server.firstToken).status == 401)
        unlink(filler)
        #expect(try server.run("keys", "create", "again", "--permission", "demo:read").status == 0)
        #expect(server.stop() == 0)
    }

    /// Takes all the space there is.
    private static func fill(_ path: String) {
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        defer { close(file) }
        for size in [1 << 20, 1 << 12, 1] {
            let chunk = [UInt8](repeating: 0, count: size)
            while write(file, chunk, size) > 0 {}
        }
    }
}
