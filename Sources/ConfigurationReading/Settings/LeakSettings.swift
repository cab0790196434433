/// Reports of leaked keys from GitHub's secret scanning.
package struct LeakSettings: Hashable, Sendable {
    /// What is done about a leaked version besides writing it down.
    package enum Response: String, CaseIterable, Hashable, Sendable {
        case report, revoke
    }

    /// File of GitHub's public keys, as `https://api.github.com/meta/public_keys/secret_scanning` answers. Read anew for
    /// each report, so that it can be replaced while the server runs.
    package var publicKeysFile: String
    package var response = Response.report

    package init(publicKeysFile: String) { self.publicKeysFile = publicKeysFile }
}
