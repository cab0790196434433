import Foundation
import Gateway
import TestKit
import Testing
import TransportSecurity

@testable import GatehouseServer

@Suite struct CertificateFilesTests {
    private let pair: CertificatePair

    init() throws { self.pair = try CertificatePair() }

    private func files(_ certificate: String? = nil, _ key: String? = nil) throws -> CertificateFiles {
        let files = TLSSettings.Files(certificate: certificate ?? self.pair.certificate, key: key ?? self.pair.key)
        return try CertificateFiles(TLSSettings(certificates: [files]), setting: "gateway.tls")
    }

    private func failure(_ files: CertificateFiles) -> StartFailure? {
        do {
            _ = try files.load()
            return nil
        } catch {
            return error
        }
    }

    @Test func `a pair is read, through links as well`() throws {
        let link = self.pair.folder + "/live.pem"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: self.pair.certificate)
        #expect(try self.files(link).load().identities.first?.names == ["shop.example"])
    }

    @Test func `a key that others can read is refused, one for a group is not`() throws {
        let files = try self.files()
        for (mode, isRefused) in [(0o600, false), (0o640, false), (0o604, true), (0o644, true)] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: self.pair.key)
            #expect(self.failure(files)?.code == (isRefused ? .exposed : nil), "\(String(mode, radix: 8))")
        }
    }

    @Test func `files that are missing, empty, folders or another's are refused by name`() throws {
        let empty = self.pair.folder + "/empty"
        try Data().write(to: URL(fileURLWithPath: empty))
        let other = try CertificatePair()
        for files in [
            try self.files("/nowhere/a.pem"), try self.files(empty), try self.files(self.pair.folder),
            try self.files(nil, "/nowhere/a.key"), try self.files(nil, other.key),
        ] {
            let failure = try #require(self.failure(files))
            #expect(failure.code == .configuration)
            let names = files.settings.certificates.flatMap { [$0.certificate, $0.key] }
            #expect(names.contains { failure.message.contains($0) }, "\(failure)")
        }
    }

    @Test func `a file that changes has another mark`() throws {
        let files = try self.files()
        let before = files.marks()
        #expect(before == files.marks() && !before.contains(nil))
        let text = try Data(contentsOf: URL(fileURLWithPath: self.pair.key))
        try text.write(to: URL(fileURLWithPath: self.pair.key), options: .atomic)
        #expect(files.marks() != before)
        try FileManager.default.removeItem(atPath: self.pair.key)
        #expect(files.marks().last == .some(nil))
    }
}
