/// The files by which a server is known that is reached by https, and by which the command is known there: flag, then environment.
struct TrustFiles: Hashable, Sendable {
    /// Certificates of those who may have issued the server's; `nil` for whom the system trusts.
    let authorities: String?
    /// What is shown to a server that asks for it; both or neither.
    let certificate: String?
    let key: String?

    /// Those that are named by options, each `nil` when it is not.
    init(caFile: String?, clientCertificate: String?, clientKey: String?, environment: [String: String]) throws {
        self.authorities = Self.named(caFile, environment["GATEHOUSE_CA_FILE"])
        self.certificate = Self.named(clientCertificate, environment["GATEHOUSE_CLIENT_CERTIFICATE"])
        self.key = Self.named(clientKey, environment["GATEHOUSE_CLIENT_KEY"])
        guard (self.certificate == nil) == (self.key == nil) else {
            throw CommandFailure.usage("A client certificate and its key belong together.", fix: "name both")
        }
    }

    private static func named(_ option: String?, _ variable: String?) -> String? {
        if let option { return option }
        guard let variable, !variable.isEmpty else { return nil }
        return variable
    }

    /// The words that have curl trust and show the same.
    var curlWords: [String] {
        var words: [String] = []
        if let authorities { words += ["--cacert", CurlLine.quoted(authorities)] }
        if let certificate, let key {
            words += ["--cert", CurlLine.quoted(certificate), "--key", CurlLine.quoted(key)]
        }
        return words
    }
}
