/// What is wrong with a part of a file.
package struct ImportFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// From 1.
    package let line: Int
    package let detail: String

    package init(line: Int, _ detail: String) {
        self.line = line
        self.detail = detail
    }

    package var description: String { "line \(self.line): \(self.detail)" }
}
