import ConfigurationReading

/// What the checks of `doctor` look at.
struct InspectedServer: Sendable {
    let configuration: ServerConfiguration
    /// File the configuration came from; `nil` when it is built in.
    let configurationFile: String?
    let isDevelopment: Bool
}
