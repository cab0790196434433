/// The curl command that would send a request, for `--show-request`. The operator key is named by its file, never shown.
struct CurlLine: Hashable, Sendable {
    let text: String

    init(_ request: APIRequest, to address: ServerAddress, tokenFile: String?, trust: TrustFiles? = nil) {
        var words = ["curl"]
        switch address {
        case .socket(let path): words += ["--unix-socket", Self.quoted(path)]
        case .web:
            // A process substitution: the token reaches curl through a descriptor, not through its arguments.
            let file = Self.quoted(tokenFile ?? "TOKEN_FILE")
            if address.isSecure { words += trust?.curlWords ?? [] }
            words += ["-H", "@<(printf 'Authorization: Bearer %s' \"$(cat \(file))\")"]
        }
        words += ["-X", request.method.rawValue]
        for field in request.fields { words += ["-H", Self.quoted("\(field.name): \(field.value)")] }
        if let body = request.body { words += ["--data-raw", Self.quoted(body.encoded)] }
        let origin =
            switch address {
            case .socket: "http://localhost"
            case .web(let origin): origin
            }
        words.append(Self.quoted(origin + request.target))
        self.text = words.joined(separator: " ")
    }

    /// A word as a POSIX shell reads it.
    static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x2f, 0x3a, 0x5f: true
                default: false
                }
            }
        return isPlain
            ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
