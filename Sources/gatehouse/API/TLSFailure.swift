import TransportSecurity

/// Says in one sentence why a server cannot be spoken to by TLS, and what to do about it.
enum TLSFailure {
    static func describe(_ finding: TLSProbe.Finding, _ address: ServerAddress) -> CommandFailure {
        switch finding {
        case .certificate(let kind, let text): self.describe(kind, text, address)
        case .alert(let alert): self.describe(alert: alert, address)
        case .notTLS:
            .init(
                .unreachable, code: "tls_not_spoken", "What answers at \(address) does not speak TLS as it has to be.",
                fix: "compare the port with admin.port, and see whether admin.tls is set")
        case .noAuthorities:
            .init(
                .unreachable, code: "authority_unusable",
                "\(address) cannot be verified: a certificate of --ca-file or GATEHOUSE_CA_FILE is not whole, or has no "
                    + "right to issue others (basicConstraints CA:TRUE).",
                fix: "name the certificate of the authority that has issued the server's")
        }
    }

    private static func describe(
        _ kind: CertificateProblem.Kind, _ text: String, _ address: ServerAddress
    ) -> CommandFailure {
        switch kind {
        case .untrusted:
            .init(
                .unreachable, code: "certificate_untrusted",
                "Nobody who is trusted here has issued the certificate of \(address): \(text).",
                fix: "name the certificate of its authority with --ca-file or GATEHOUSE_CA_FILE")
        case .otherName:
            .init(
                .unreachable, code: "certificate_of_another_name",
                "The certificate of \(address) is for another name: \(text).",
                fix: "use a name that the certificate is for, or have one issued for this name")
        case .ended:
            .init(
                .unreachable, code: "certificate_ended", "The certificate of \(address) has ended.",
                fix: "renew it on the server, which takes new files into use by itself")
        case .notYetValid:
            .init(
                .unreachable, code: "certificate_not_yet_valid", "The certificate of \(address) is not valid yet.",
                fix: "compare the clocks of both machines")
        case .other:
            .init(
                .unreachable, code: "certificate_refused", "The certificate of \(address) cannot be verified: \(text).")
        }
    }

    /// Alerts of RFC 8446, 6.2.
    private static func describe(alert: UInt8, _ address: ServerAddress) -> CommandFailure {
        switch alert {
        case 40, 116:
            .init(
                .unreachable, code: "client_certificate_required", "\(address) wants a client certificate.",
                fix: "name one with --client-certificate and --client-key, that an authority of admin.tls has issued")
        case 42...46, 48:
            .init(
                .unreachable, code: "client_certificate_refused",
                "\(address) does not take the client certificate (alert \(alert)).",
                fix: "show one that an authority of admin.tls.clientCertificates has issued and that has not ended")
        default:
            .init(
                .unreachable, code: "tls_refused", "\(address) has ended the TLS handshake (alert \(alert)).")
        }
    }
}
