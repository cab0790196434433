import Foundation

/// A certificate that is its own issuer, and its key, made by OpenSSL in a folder that goes with it.
package final class CertificatePair: Sendable {
    package let folder: String
    package var certificate: String { self.folder + "/pair.pem" }
    package var key: String { self.folder + "/pair.key" }

    /// `names` as OpenSSL writes subject alternative names: `DNS:shop.example,IP:::1`. One that is no authority may not issue
    /// others.
    package init(names: String = "DNS:shop.example", days: Int = 90, isAuthority: Bool = true) throws {
        self.folder = FileManager.default.temporaryDirectory.appendingPathComponent("gatehouse-\(UUID())").path
        try FileManager.default.createDirectory(
            atPath: self.folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try Self.openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "\(days)",
            "-subj",
            "/CN=common.example", "-addext", "subjectAltName=\(names)", "-addext",
            "basicConstraints=critical,CA:\(isAuthority ? "TRUE" : "FALSE")", "-keyout", self.key, "-out",
            self.certificate,
        ])
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: self.key)
    }

    deinit { try? FileManager.default.removeItem(atPath: self.folder) }

    private static func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
    }

    /// The public key as DER (SubjectPublicKeyInfo).
    package func publicKey() throws -> [UInt8] {
        let file = self.folder + "/public.der"
        try Self.openssl(["pkey", "-in", self.key, "-pubout", "-outform", "DER", "-out", file])
        return Array(try Data(contentsOf: URL(fileURLWithPath: file)))
    }

    /// SHA-256 of the certificate, as OpenSSL prints it: bytes with colons between them.
    package func thumbprint() throws -> String {
        let file = self.folder + "/thumbprint"
        try Self.openssl(["x509", "-in", self.certificate, "-noout", "-fingerprint", "-sha256", "-out", file])
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self)
        return text.split(separator: "=").last.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) } ?? ""
    }

    package func read() throws -> (chain: [UInt8], key: [UInt8]) {
        let files = [self.certificate, self.key]
        let bytes = try files.map { Array(try Data(contentsOf: URL(fileURLWithPath: $0))) }
        return (bytes[0], bytes[1])
    }
}
