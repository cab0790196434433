import Keys

/// The host and port of a URL: what stands between `://` and the path.
enum URLAuthority {
    /// Whether it is this machine, which what goes there over plain HTTP never leaves.
    static func isLoopback(_ authority: Substring) -> Bool {
        let host =
            authority.hasPrefix("[")
            ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
        return host == "localhost" || IPAddress(String(host))?.isLoopback == true
    }
}
