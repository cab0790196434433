import Foundation
import Glibc
import KeyManagement
import Keys
import NIOPosix
import TestKit
import Testing

@testable import AdminAPI

@Suite struct AdminServerTests {
    /// A new folder for a socket, removed afterwards.
    private static func withFolder<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        var template = Array("/tmp/gatehouse-admin-XXXXXX".utf8CString)
        let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
        defer {
            unlink(folder + "/s/admin.sock")
            rmdir(folder + "/s")
            rmdir(folder)
        }
        return try await body(folder)
    }

    @Test func `local users need no key, and the socket lies in a private folder`() async throws {
        try await Self.withFolder { folder in
            let path = folder + "/s/admin.sock"
            try await RunningServer.with(.init(host: nil, socketPath: path)) { _ in
                let answer = try await Self.ask(path, "/v1/projects")
                #expect(answer.hasPrefix("HTTP/1.1 200"))
                var status = stat()
                #expect(stat(folder + "/s", &status) == 0)
                #expect(status.st_mode & 0o777 == 0o700)
                #expect(stat(path, &status) == 0)
                #expect(status.st_mode & 0o077 == 0)
            }
        }
    }

    @Test func `a user who is neither the server's nor root is refused`() async throws {
        #expect(PeerRule(serverUserID: 1000).admits(1000))
        #expect(PeerRule(serverUserID: 1000).admits(0))
        #expect(!PeerRule(serverUserID: 1000).admits(1001))
        #expect(!PeerRule(serverUserID: 0).admits(1000))
    }

    private static let curl = "/usr/bin/curl"
    private static let setpriv = "/usr/bin/setpriv"

    @Test(.enabled(if: geteuid() == 0 && access(curl, X_OK) == 0 && access(setpriv, X_OK) == 0, "needs root"))
    func `the kernel's word on the peer is what counts`() async throws {
        try await Self.withFolder { folder in
            let path = folder + "/s/admin.sock"
            try await RunningServer.with(.init(host: nil, socketPath: path)) { _ in
                // As if the folder had been opened up by somebody.
                for place in [folder, folder + "/s", path] { chmod(place, 0o777) }
                let answer = try await Self.askAsNobody(path, "/v1/projects")
                #expect(answer.hasPrefix("HTTP/1.1 401"))
                #expect(answer.contains("credential_rejected"))
            }
        }
    }

    @Test func `a folder that others can reach is refused`() async throws {
        try await Self.withFolder { folder in
            mkdir(folder + "/s", 0o755)
            chmod(folder + "/s", 0o755)
            let error = #expect(throws: AdminServerError.self) {
                try SocketFolder.prepare(for: folder + "/s/admin.sock")
            }
            #expect(error?.code == .socketFolderExposed)
        }
    }

    @Test func `a listener beyond loopback must be asked for in so many words`() throws {
        for host in ["0.0.0.0", "::", "192.0.2.1", "localhost", "example.org"] {
            let error = #expect(throws: AdminServerError.self) { try AdminServerConfiguration(host: host).validated() }
            #expect(error?.code == .beyondLoopback)
        }
        for host in ["127.0.0.1", "127.8.8.8", "::1"] { _ = try AdminServerConfiguration(host: host).validated() }
        var open = AdminServerConfiguration(host: "0.0.0.0")
        open.allowsBeyondLoopback = true
        _ = try open.validated()
    }

    @Test func `a port in use is told as such`() async throws {
        try await RunningServer.with(.init(port: 0)) { first in
            let port = try #require(first.port)
            let second = try API.server(try await ManagementWorld(), configuration: .init(port: port))
            let error = await #expect(throws: AdminServerError.self) { try await second.run() }
            #expect(error?.code == .addressInUse)
            await second.waitUntilListening()
        }
    }

    /// The same question from a process of another user.
    private static func askAsNobody(_ path: String, _ uri: String) async throws -> String {
        try await NIOThreadPool.singleton.runIfActive {
            let process = Process()
            process.executableURL = URL(filePath: Self.setpriv)
            process.arguments = [
                "--reuid=65534", "--regid=65534", "--clear-groups", Self.curl, "-si", "--max-time", "20",
                "--unix-socket", path, "http://localhost\(uri)",
            ]
            let pipe = Pipe()
            process.standardOutput = pipe
            try process.run()
            let answer = try pipe.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            return String(decoding: answer, as: UTF8.self)
        }
    }

    /// Sends a GET over the Unix socket, on a thread of its own, and gives the whole answer.
    private static func ask(_ path: String, _ uri: String) async throws -> String {
        let request = "GET \(uri) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        return try await NIOThreadPool.singleton.runIfActive { try Self.exchange(path, Array(request.utf8)) }
    }

    private static func exchange(_ path: String, _ request: [UInt8]) throws -> String {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(connected == 0)
        try #require(write(descriptor, request, request.count) == request.count)
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = uninterrupted { read(descriptor, &buffer, buffer.count) }
            guard count > 0 else { break }
            answer += buffer[..<count]
        }
        return String(decoding: answer, as: UTF8.self)
    }
}
