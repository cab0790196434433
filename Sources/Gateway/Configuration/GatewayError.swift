/// A failure of the gateway as a whole: it could not be configured or started. What happens to a single request is a
/// verdict, never an error.
package struct GatewayError: Error, Sendable, CustomStringConvertible {
    package enum Code: Sendable, Equatable {
        /// A setting is out of range or names something that is not there.
        case settingInvalid
        /// A route's host or path does not follow the grammar.
        case routeInvalid
        /// Two routes would match the same requests.
        case routeAmbiguous
        /// The address is in use, or may not be listened on.
        case listenFailed
        /// A setting that is read once, at the start, has changed.
        case needsRestart
        /// Requests of too many earlier configurations are still under way.
        case tooManyPlans
    }

    package let code: Code
    /// One sentence for the person who wrote the configuration, naming the setting.
    package let message: String
    package let file: String
    package let line: Int

    package init(_ code: Code, _ message: String, file: String = #fileID, line: Int = #line) {
        self.code = code
        self.message = message
        self.file = file
        self.line = line
    }

    static func needsRestart(_ setting: String) -> GatewayError {
        .init(.needsRestart, "\(setting): changing it needs a restart")
    }

    package var description: String { self.message }
}
