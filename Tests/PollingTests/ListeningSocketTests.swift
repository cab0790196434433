import Foundation
import Glibc
import Keys
import Testing

@testable import Polling

@Suite struct ListeningSocketTests {
    private static let loopback = IPAddress(ipv4: 0x7f00_0001)

    /// The error of whatever fails.
    private static func code(_ body: () throws(SystemError) -> Void) -> CInt? {
        do throws(SystemError) {
            try body()
            return nil
        } catch {
            return error.code
        }
    }

    private static func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = "/tmp/polling-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(folder)
    }

    @Test func `a port that somebody has is refused`() throws {
        let first = try ListeningSocket.open(.ip(Self.loopback, port: 0), backlog: 8, isShared: false)
        let address = Endpoint.ip(Self.loopback, port: UInt16(first.port()))
        for isShared in [true, false] {
            let code = Self.code { () throws(SystemError) in
                _ = try ListeningSocket.open(address, backlog: 8, isShared: isShared)
            }
            #expect(code == EADDRINUSE)
        }
        _ = consume first
        let again = try ListeningSocket.open(address, backlog: 8, isShared: false)
        #expect(again.port() > 0)
    }

    @Test func `loops share a port, and nobody else gets it`() throws {
        let first = try ListeningSocket.open(.ip(Self.loopback, port: 0), backlog: 8, isShared: true)
        let address = Endpoint.ip(Self.loopback, port: UInt16(first.port()))
        let second = try ListeningSocket.open(address, backlog: 8, isShared: true)
        #expect(second.port() == first.port())
        let code = Self.code { () throws(SystemError) in
            _ = try ListeningSocket.open(address, backlog: 8, isShared: false)
        }
        #expect(code == EADDRINUSE)
    }

    @Test func `a socket that a server left behind is replaced, one that is listened on is not`() throws {
        try Self.withFolder { folder in
            let path = folder + "/socket"
            let first = try ListeningSocket.open(path: path, backlog: 8)
            var found = stat()
            #expect(lstat(path, &found) == 0 && found.st_mode & 0o777 == 0o660)
            #expect(
                Self.code { () throws(SystemError) in _ = try ListeningSocket.open(path: path, backlog: 8) }
                    == EADDRINUSE)
            #expect(first.port() == 0)
            _ = consume first
            let second = try ListeningSocket.open(path: path, backlog: 8)
            let client = try StreamSocket(connectingTo: .path(path))
            #expect(client.connectionError() == 0)
            guard case .connection(_, from: let peer) = second.accept() else {
                Issue.record("nobody waits")
                return
            }
            #expect(peer.address == nil)
        }
    }

    @Test func `a file of another kind stays, and so does a name that is too long`() throws {
        try Self.withFolder { folder in
            let path = folder + "/file"
            try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
            #expect(
                Self.code { () throws(SystemError) in _ = try ListeningSocket.open(path: path, backlog: 8) }
                    == EADDRINUSE)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
            for path in ["", folder + "/" + String(repeating: "a", count: 108)] {
                let code = Self.code { () throws(SystemError) in
                    _ = try ListeningSocket.open(path: path, backlog: 8)
                }
                #expect(code == ENAMETOOLONG)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
        }
    }

    @Test func `what failed to open is closed`() throws {
        let first = try ListeningSocket.open(.ip(Self.loopback, port: 0), backlog: 8, isShared: false)
        let address = Endpoint.ip(Self.loopback, port: UInt16(first.port()))
        let before = OpenDescriptors.count("socket:")
        for _ in 0..<4_000 {
            let taken = Self.code { () throws(SystemError) in
                _ = try ListeningSocket.open(address, backlog: 8, isShared: false)
            }
            let nowhere = Self.code { () throws(SystemError) in
                _ = try StreamSocket(connectingTo: .path("/no/such/socket"))
            }
            guard taken == EADDRINUSE, nowhere == ENOENT else {
                Issue.record("\(taken ?? 0), \(nowhere ?? 0)")
                return
            }
        }
        #expect(OpenDescriptors.count("socket:") - before < 2_000)
    }

    @Test func `another descriptor of the socket accepts the same clients`() throws {
        let first = try ListeningSocket.open(.ip(Self.loopback, port: 0), backlog: 8, isShared: false)
        let second = ListeningSocket(adopting: try first.duplicate())
        let client = RawEnd(port: first.port())
        guard case .connection(let connection, from: let peer) = second.accept() else {
            Issue.record("nobody waits")
            return
        }
        #expect(peer.address == Self.loopback)
        #expect(fcntl(connection.descriptor, F_GETFD) & FD_CLOEXEC != 0)
        #expect(fcntl(connection.descriptor, F_GETFL) & O_NONBLOCK != 0)
        guard case .none = first.accept() else {
            Issue.record("accepted twice")
            return
        }
        withExtendedLifetime(client) {}
    }

    @Test func `connections have from their listener how they send`() throws {
        let listener = try ListeningSocket.open(.ip(Self.loopback, port: 0), backlog: 8, isShared: false)
        listener.prepareConnections(keepingUnsentBelow: 300_000)
        let client = try StreamSocket(connectingTo: .ip(Self.loopback, port: UInt16(listener.port())))
        guard case .connection(let socket, _) = listener.accept() else {
            Issue.record("nobody has come in")
            return
        }
        func option(_ option: CInt) -> CInt {
            var value: CInt = 0
            var length = socklen_t(MemoryLayout<CInt>.size)
            getsockopt(socket.descriptor, CInt(IPPROTO_TCP), option, &value, &length)
            return value
        }
        #expect(option(TCP_NODELAY) == 1)
        #expect(option(TCP_NOTSENT_LOWAT) == 300_000)
        _ = consume client
    }
}
