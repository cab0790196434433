import Foundation
import Testing

/// Judges documents by the checked-in schemas, with PyPI's `jsonschema`, independent of our own code.
enum SchemaCheck {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs/schemas/cli")

    /// Whether the judge is installed; `make test` installs it.
    static let isAvailable = Self.run(["-c", "import jsonschema"], input: "") == 0

    static func accepts(_ document: String, command: String) -> Bool {
        let schema = Self.folder.appendingPathComponent(command.replacing(" ", with: "-") + ".json").path
        let program =
            "import json,sys,jsonschema;jsonschema.validate(json.load(sys.stdin),json.load(open(sys.argv[1])))"
        return Self.run(["-c", program, schema], input: document) == 0
    }

    private static func run(_ arguments: [String], input: String) -> Int32 {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        process.standardInput = pipe
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return -1 }
        try? pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try? pipe.fileHandleForWriting.close()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
