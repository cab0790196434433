import Foundation
import Testing

/// The signing key of a secret scanner, made and used by the system's openssl: another implementation than ours.
final class ScannerKey {
    let folder: URL
    private var privateKey: String { self.folder.path + "/private.pem" }
    /// What the scanner publishes.
    var publicKeysFile: String { self.folder.path + "/keys.json" }

    init(identifier: String = "key-1") throws {
        self.folder = FileManager.default.temporaryDirectory.appendingPathComponent("scanner-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
        try Self.openssl(["ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", self.privateKey])
        let pem = try Self.openssl(["ec", "-in", self.privateKey, "-pubout"])
        let document: [String: Any] = [
            "public_keys": [
                ["key_identifier": identifier, "key": String(decoding: pem, as: UTF8.self), "is_current": true]
            ]
        ]
        try JSONSerialization.data(withJSONObject: document).write(to: URL(fileURLWithPath: self.publicKeysFile))
    }

    deinit { try? FileManager.default.removeItem(at: self.folder) }

    /// An ASN.1 signature over the bytes.
    func sign(_ body: [UInt8]) throws -> [UInt8] {
        let file = self.folder.path + "/body"
        try Data(body).write(to: URL(fileURLWithPath: file))
        return Array(try Self.openssl(["dgst", "-sha256", "-sign", self.privateKey, file]))
    }

    @discardableResult
    private static func openssl(_ arguments: [String]) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "openssl \(arguments)")
        return bytes
    }
}
