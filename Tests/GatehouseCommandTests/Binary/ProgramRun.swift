import Foundation
import Testing

/// One run of the built program, as a user's shell would see it.
struct ProgramRun {
    let status: Int32
    let output: String
    let error: String

    /// The binary beside the test bundle.
    static let program: URL = {
        let arguments = ProcessInfo.processInfo.arguments
        let bundle = arguments.first { $0.hasSuffix(".xctest") } ?? arguments[0]
        var folder = URL(fileURLWithPath: bundle).resolvingSymlinksInPath().deletingLastPathComponent()
        while folder.path != "/", !FileManager.default.isExecutableFile(atPath: folder.path + "/gatehouse") {
            folder.deleteLastPathComponent()
        }
        return folder.appendingPathComponent("gatehouse")
    }()

    /// Runs the program with an environment that holds nothing but what is given.
    init(_ arguments: [String], environment: [String: String] = [:], input: String = "") throws {
        let process = Process()
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = ["in", "out", "err"].map { folder.appendingPathComponent($0) }
        try Data(input.utf8).write(to: files[0])
        for file in files.dropFirst() { try Data().write(to: file) }
        process.executableURL = Self.program
        process.arguments = arguments
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder.path].merging(environment) { $1 }
        process.currentDirectoryURL = folder
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try process.run()
        process.waitUntilExit()
        self.status = process.terminationStatus
        self.output = String(decoding: try Data(contentsOf: files[1]), as: UTF8.self)
        self.error = String(decoding: try Data(contentsOf: files[2]), as: UTF8.self)
    }
}
