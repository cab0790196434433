import Admission
import Keys
import TransportSecurity

extension ClientCertificate {
    /// What a client has shown when its session began; `nil` when it cannot be told.
    convenience init?(_ peer: PeerCertificate) {
        guard let digest = Digest256(bytes: peer.thumbprint) else { return nil }
        var (names, uris): ([String], [String]) = ([], [])
        for name in peer.names {
            switch name {
            case .dns(let text), .address(let text): names.append(text)
            case .uri(let text): uris.append(text)
            case .mail: break
            }
        }
        self.init(
            subject: peer.subject, names: names, uris: uris, thumbprint: .init(digest),
            notAfter: .init(seconds: peer.notAfter))
    }
}
