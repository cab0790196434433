/// Why the decision log cannot be opened or read.
package struct DecisionLogError: Error, Sendable, CustomStringConvertible {
    package enum Code: Sendable, Hashable {
        /// The folder cannot be made, listed or written to.
        case folderUnusable
        /// A segment cannot be opened, read or cut.
        case segmentUnusable
        /// The file for access-log lines cannot be opened.
        case accessLogUnusable
    }

    package let code: Code
    package let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { self.message }
}
