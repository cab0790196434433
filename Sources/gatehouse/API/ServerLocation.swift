import ConfigurationReading
import Foundation
import GatehouseServer

/// Where the server is: `--addr`, then `GATEHOUSE_ADDR`, then the socket of the configuration, then that of `--dev`.
enum ServerLocation {
    /// What `GATEHOUSE_CONFIG` names.
    static var configured: String? {
        ProcessInfo.processInfo.environment["GATEHOUSE_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
    }

    static func resolve(_ options: ServerOptions, environment: [String: String]) throws -> ServerAddress {
        if let text = options.addr { return try ServerAddress(parsing: text) }
        if let text = environment["GATEHOUSE_ADDR"], !text.isEmpty { return try ServerAddress(parsing: text) }
        let named = options.config ?? Self.configured
        let isFound = ConfigurationSource.standardPaths.contains { FileManager.default.fileExists(atPath: $0) }
        let loaded = try ServerFailure.translated {
            try ConfigurationSource.load(named: named, isDevelopment: named == nil && !isFound)
        }
        let path = URL(fileURLWithPath: loaded.configuration.adminSocket).standardizedFileURL.path
        return try ServerAddress(parsing: "unix:" + path)
    }
}
