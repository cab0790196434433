import Foundation

/// Where the server is: `--addr`, then `GATEHOUSE_ADDR`, then the configuration file's socket.
enum ServerLocation {
    static func resolve(_ options: ServerOptions, environment: [String: String]) throws -> ServerAddress {
        if let text = options.addr { return try ServerAddress(parsing: text) }
        if let text = environment["GATEHOUSE_ADDR"], !text.isEmpty { return try ServerAddress(parsing: text) }
        let folder = FileManager.default.currentDirectoryPath
        return try ServerAddress(parsing: "unix:\(folder)/data/admin.sock")
    }
}
