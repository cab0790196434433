package import ConfigurationReading

/// A configuration and the file it came from.
package struct LoadedConfiguration: Sendable {
    /// `nil` when it is the built-in one of `--dev`.
    package let file: String?
    /// What the file says; empty when there is none.
    package let text: String
    package var configuration: ServerConfiguration

    package init(file: String?, text: String = "", configuration: ServerConfiguration) {
        self.file = file
        self.text = text
        self.configuration = configuration
    }
}
