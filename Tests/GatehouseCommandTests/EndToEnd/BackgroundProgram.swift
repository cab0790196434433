import Foundation
import TestKit
import Testing

@testable import gatehouse

/// The built program while it runs: what it prints is read as it comes, with a deadline.
final class BackgroundProgram {
    private let process = Process()
    private let output = Pipe()
    private var bytes: [UInt8] = []

    /// How long one wait for output may take.
    private static let patience: Duration = .seconds(20)

    /// `launcher` is a program that becomes this one, by its path, with its arguments; none starts it directly.
    init(_ arguments: [String], folder: String, launcher: [String] = [], environment: [String: String] = [:]) throws {
        let line = launcher + [ProgramRun.program.path] + arguments
        self.process.executableURL = URL(fileURLWithPath: line[0])
        self.process.arguments = Array(line.dropFirst())
        self.process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder].merging(environment) { $1 }
        self.process.currentDirectoryURL = URL(fileURLWithPath: folder)
        self.process.standardOutput = self.output
        let log = folder + "/log"
        if !FileManager.default.fileExists(atPath: log) { try Data().write(to: URL(fileURLWithPath: log)) }
        let errors = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
        try errors.seekToEnd()
        self.process.standardError = errors
        try self.process.run()
        try self.output.fileHandleForWriting.close()
    }

    var processIdentifier: Int32 { self.process.processIdentifier }

    /// Everything printed up to `text`, which must appear in time, for the so-many-th time.
    func printed(until text: String, times: Int = 1) throws -> String {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            let seen = String(decoding: self.bytes, as: UTF8.self)
            if seen.components(separatedBy: text).count > times { return seen }
            try #require(ContinuousClock.now < deadline, "not printed in time: \(text)")
            try #require(self.readMore(), "ended before it printed: \(text)")
        }
    }

    /// - Returns: Whether the program may still print more.
    private func readMore() -> Bool {
        let descriptor = self.output.fileHandleForReading.fileDescriptor
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, 1000) > 0 else { return true }
        var chunk = [UInt8](repeating: 0, count: 4096)
        let count = uninterrupted { read(descriptor, &chunk, chunk.count) }
        guard count > 0 else { return false }
        self.bytes += chunk.prefix(count)
        return true
    }

    /// Waits for the program to end by itself.
    func ended() -> Int32 {
        self.process.waitUntilExit()
        return self.process.terminationStatus
    }

    /// Sends a signal and waits for the end.
    ///
    /// - Returns: The exit code, or the signal's number when it ended the program.
    @discardableResult
    func end(_ signal: Int32) -> Int32 {
        if self.process.isRunning { kill(self.process.processIdentifier, signal) }
        self.process.waitUntilExit()
        return self.process.terminationStatus
    }
}
