package import ConfigurationReading

/// A configuration and the file it came from.
package struct LoadedConfiguration: Sendable {
    /// `nil` when it is the built-in one of `--dev`.
    package let file: String?
    package var configuration: ServerConfiguration

    package init(file: String?, configuration: ServerConfiguration) {
        self.file = file
        self.configuration = configuration
    }
}
