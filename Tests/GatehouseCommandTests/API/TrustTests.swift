import Foundation
import TestKit
import Testing
import TransportSecurity

@testable import gatehouse

@Suite struct TrustTests {
    private func files(
        _ authorities: String? = nil, _ certificate: String? = nil, _ key: String? = nil,
        environment: [String: String] = [:]
    ) throws -> TrustFiles {
        try TrustFiles(
            caFile: authorities, clientCertificate: certificate, clientKey: key, environment: environment)
    }

    @Test func `an option wins over the environment, and an empty variable is none`() throws {
        let environment = [
            "GATEHOUSE_CA_FILE": "b.pem", "GATEHOUSE_CLIENT_CERTIFICATE": "c.pem", "GATEHOUSE_CLIENT_KEY": "c.key",
        ]
        #expect(try self.files("a.pem", environment: environment).authorities == "a.pem")
        #expect(
            try self.files(environment: environment).curlWords.joined(separator: " ")
                == "--cacert b.pem --cert c.pem --key c.key")
        #expect(try self.files(environment: ["GATEHOUSE_CA_FILE": ""]).authorities == nil)
    }

    @Test func `a client certificate and its key belong together`() {
        #expect(throws: CommandFailure.self) { try self.files(nil, "a.pem") }
        #expect(throws: CommandFailure.self) { try self.files(nil, nil, "a.key") }
    }

    @Test func `files that cannot be used are named, and a key that others can read is refused`() throws {
        let pair = try CertificatePair()
        let other = try CertificatePair()
        #expect(throws: Never.self) {
            _ = try ServerTrust(self.files(pair.certificate, pair.certificate, pair.key))
        }
        for (files, part) in [
            (try self.files("/nowhere/ca.pem"), "/nowhere/ca.pem"), (try self.files(pair.key), pair.key),
            (try self.files(nil, pair.certificate, other.key), other.key),
        ] {
            let failure = #expect(throws: CommandFailure.self) { _ = try ServerTrust(files) }
            #expect(failure?.status == .malformedInput)
            #expect(failure?.problem.lines.joined().contains(part) == true, "\(failure?.problem.lines ?? [])")
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: pair.key)
        let failure = #expect(throws: CommandFailure.self) {
            _ = try ServerTrust(self.files(nil, pair.certificate, pair.key))
        }
        #expect(failure?.status == .exposedSecret)
    }

    @Test(arguments: [
        ("https://gate.example", "gate.example", 443), ("https://gate.example:8081", "gate.example", 8081),
        ("https://[::1]:8081/", "::1", 8081), ("https://[::1]", "::1", 443),
    ])
    func `host and port of https`(text: String, host: String, port: Int) throws {
        let place = try ServerAddress(parsing: text).hostAndPort
        #expect(place?.host == host && place?.port == port)
    }

    @Test func `nothing else has them`() throws {
        #expect(try ServerAddress(parsing: "http://127.0.0.1:1").hostAndPort == nil)
        #expect(try ServerAddress(parsing: "unix:/run/a.sock").hostAndPort == nil)
        #expect(try ServerAddress(parsing: "https://a:b").hostAndPort == nil)
    }

    @Test func `each finding has a code of its own`() throws {
        let address = try ServerAddress(parsing: "https://gate.example")
        let findings: [TLSProbe.Finding] = [
            .certificate(.untrusted, "self-signed certificate"), .certificate(.otherName, "hostname mismatch"),
            .certificate(.ended, ""), .certificate(.notYetValid, ""), .certificate(.other, "bad"), .alert(116),
            .alert(48), .alert(70), .notTLS, .noAuthorities,
        ]
        let failures = findings.map { TLSFailure.describe($0, address) }
        #expect(Set(failures.map(\.problem.code)).count == findings.count)
        #expect(
            failures.allSatisfy {
                $0.status == .unreachable && $0.problem.lines.joined().contains("https://gate.example")
            })
    }

    @Test func `certificates that may issue no others are found out as authorities that are none`() async throws {
        // Nobody listens there: with an authority nothing is found out.
        for (isAuthority, expected) in [(false, TLSProbe.Finding.noAuthorities), (true, nil)] {
            let pair = try CertificatePair(isAuthority: isAuthority)
            let trust = try withExtendedLifetime(pair) { try ServerTrust(self.files(pair.certificate)) }
            #expect(await TLSProbe.finding(host: "127.0.0.1", port: 1, trust) == expected)
        }
    }
}
