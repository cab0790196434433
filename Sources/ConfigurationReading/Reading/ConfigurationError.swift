/// Why a configuration is refused: what, where, and what was probably meant.
package struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    package let file: String
    /// 1-based; `nil` when the finding concerns the file as a whole.
    package let line: Int?
    /// Path of the setting, `routes[2].limits[0].name`; empty for the file as a whole.
    package let key: String
    /// One sentence without a full stop.
    package let message: String

    package init(file: String, line: Int?, key: String, message: String) {
        self.file = file
        self.line = line
        self.key = key
        self.message = message
    }

    package var description: String {
        let place = self.line.map { "\(self.file):\($0)" } ?? self.file
        return self.key.isEmpty ? "\(place): \(self.message)" : "\(place): \(self.key): \(self.message)"
    }
}
