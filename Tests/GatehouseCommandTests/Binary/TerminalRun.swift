import Foundation
import TestKit
import Testing

/// One run of the built program on a pseudo-terminal, with what a person types.
struct TerminalRun {
    let status: Int32
    /// Everything that appeared on the screen.
    let screen: String

    /// How long nothing may appear before the run is given up.
    private static let patienceMs: Int32 = 30_000

    /// What a person types once the prompt has appeared.
    struct Typing {
        let prompt: String
        let text: String
    }

    init(_ arguments: [String], environment: [String: String], typing: Typing) throws {
        let (controller, name) = try Self.openTerminal()
        let terminal = open(name, O_RDWR | O_NOCTTY)
        try #require(terminal >= 0)
        let process = Process()
        process.executableURL = ProgramRun.program
        process.arguments = arguments
        process.environment = ["PATH": "/usr/bin:/bin", "TERM": "xterm", "PAGER": "cat"].merging(environment) { $1 }
        let handle = FileHandle(fileDescriptor: terminal, closeOnDealloc: false)
        process.standardInput = handle
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        close(terminal)
        self.screen = Self.converse(controller, typing)
        // Hanging up ends a program that still waits for an answer.
        close(controller)
        if process.isRunning && !self.screen.contains(typing.prompt) { process.terminate() }
        process.waitUntilExit()
        self.status = process.terminationStatus
    }

    /// Linux's own way, since Swift does not see `posix_openpt`: unlock (TIOCSPTLCK), then ask for the number (TIOCGPTN).
    private static func openTerminal() throws -> (controller: Int32, name: String) {
        let controller = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        try #require(controller >= 0)
        var unlocked: Int32 = 0
        var number: UInt32 = 0
        try #require(ioctl(controller, 0x4004_5431, &unlocked) == 0)
        try #require(ioctl(controller, 0x8004_5430, &number) == 0)
        return (controller, "/dev/pts/\(number)")
    }

    /// Reads until the other side is closed, and types when the prompt is there.
    private static func converse(_ controller: Int32, _ typing: Typing) -> String {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        var hasTyped = false
        while bytes.count < 1_000_000 {
            var waiting = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
            guard uninterrupted({ Int(poll(&waiting, 1, Self.patienceMs)) }) > 0 else { break }
            let count = uninterrupted { read(controller, &chunk, chunk.count) }
            guard count > 0 else { break }
            bytes += chunk.prefix(count)
            guard !hasTyped, String(decoding: bytes, as: UTF8.self).contains(typing.prompt) else { continue }
            hasTyped = true
            _ = Array(typing.text.utf8).withUnsafeBytes { Foundation.write(controller, $0.baseAddress, $0.count) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
