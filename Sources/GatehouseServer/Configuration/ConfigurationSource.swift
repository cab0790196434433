import ConfigurationReading
import Foundation

/// Finds the configuration `serve`, `config` and `doctor` work with.
package enum ConfigurationSource {
    /// Where it is looked for when nothing names it.
    package static let standardPaths = ["gatehouse.yaml", "/etc/gatehouse/gatehouse.yaml"]

    /// Whether there is one where it is looked for when nothing names it.
    package static var isFound: Bool {
        self.standardPaths.contains { FileManager.default.fileExists(atPath: $0) }
    }

    /// The file named, else the first standard one that is there; with neither, `--dev` has a built-in one.
    package static func load(named path: String?, isDevelopment: Bool) throws -> LoadedConfiguration {
        if path == nil, isDevelopment { return .init(file: nil, configuration: .development) }
        let (file, text) = try self.text(named: path)
        return .init(file: file, text: text, configuration: try ServerConfiguration(file: file, text: text))
    }

    /// The file named, else the first standard one that is there, and its text.
    package static func text(named path: String?) throws -> (file: String, text: String) {
        if let path { return (path, try self.text(of: path)) }
        guard let found = self.standardPaths.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
            throw ConfigurationError(
                file: self.standardPaths[0], line: nil, key: "",
                message: """
                    is not there, nor is \(self.standardPaths[1]); run 'gatehouse init' or name one with --config \
                    ('serve --dev' needs none: its settings are built in)
                    """)
        }
        return (found, try self.text(of: found))
    }

    private static func text(of path: String) throws -> String {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw ConfigurationError(file: path, line: nil, key: "", message: "cannot be read")
        }
        guard let text = String(data: bytes, encoding: .utf8) else {
            throw ConfigurationError(file: path, line: nil, key: "", message: "is not UTF-8")
        }
        return text
    }
}
