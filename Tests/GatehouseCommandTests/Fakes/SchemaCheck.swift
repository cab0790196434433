import Foundation
import Testing

/// Judges documents by the checked-in schemas, with PyPI's `jsonschema`, independent of our own code.
enum SchemaCheck {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs/schemas/cli")

    /// Whether the judge is installed; `make test` installs it.
    static let isAvailable = Self.run(["-c", "import jsonschema"], input: "") == 0

    static func accepts(_ document: String, command: String) -> Bool {
        Self.objection(to: [(document, command)]) == nil
    }

    /// What is wrong with the first document that does not keep to the schema of its command; `nil` when all do. One start
    /// of the judge serves all: importing it takes longer than judging.
    static func objection(to documents: [(document: String, command: String)]) -> String? {
        let program = """
            import json, sys, jsonschema
            for line in sys.stdin:
                name, document = json.loads(line)
                try:
                    jsonschema.validate(json.loads(document), json.load(open(f"{sys.argv[1]}/{name}.json")))
                except ValueError as error:
                    sys.exit(f"{name}: no JSON: {error}: {document}")
                except jsonschema.ValidationError as error:
                    sys.exit(f"{name}: {error.message}: {document}")
            """
        let lines = documents.map { document, command in
            let pair = [command.replacing(" ", with: "-"), document]
            return String(decoding: (try? JSONEncoder().encode(pair)) ?? Data(), as: UTF8.self)
        }
        let (status, error) = Self.judge(["-c", program, Self.folder.path], input: lines.joined(separator: "\n"))
        return status == 0 ? nil : "\(status): \(error)"
    }

    private static func run(_ arguments: [String], input: String) -> Int32 {
        Self.judge(arguments, input: input).status
    }

    private static func judge(_ arguments: [String], input: String) -> (status: Int32, error: String) {
        let process = Process()
        let (pipe, errors) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        process.standardInput = pipe
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        guard (try? process.run()) != nil else { return (-1, "no python3") }
        try? pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try? pipe.fileHandleForWriting.close()
        let error = (try? errors.fileHandleForReading.readToEnd()) ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: error, as: UTF8.self))
    }
}
