import Synchronization
import Testing

@testable import GatehouseClient

/// A source whose credentials are handed out one after the other, each until it is invalidated.
final class RotatingCredential: CredentialSource {
    private let left: Mutex<[Credential]>
    private let invalidations = Mutex(0)

    init(_ texts: [String]) { self.left = .init(texts.compactMap { Credential(firstLineOf: $0) }) }

    var invalidationCount: Int { self.invalidations.withLock { $0 } }

    func credential() throws -> Credential {
        guard let first = self.left.withLock({ $0.first }) else { throw CancellationError() }
        return first
    }

    func invalidate(_ rejected: Credential) {
        self.invalidations.withLock { $0 += 1 }
        self.left.withLock { left in
            if left.count > 1, left[0].version == rejected.version { left.removeFirst() }
        }
    }
}

@Suite struct CallerCredentialTests {
    /// Admits with one credential, and answers with a status to all others.
    private func transport(admitting credential: String, else status: Int) -> FakeTransport {
        FakeTransport { request in
            request.credential == "Bearer " + credential
                ? .sample(200, Samples.admission()) : .sample(status, #"{"code":"credential_rejected"}"#)
        }
    }

    @Test func `a rotation of the caller's own key goes unnoticed`() async throws {
        let source = RotatingCredential(["old", "new"])
        let sent = self.transport(admitting: "new", else: 401)
        let client = try Samples.client(sent, credential: source)
        for _ in 0..<10 {
            let verdict = try await client.verify(.init(key: Samples.key))
            #expect(verdict.admitted != nil)
        }
        #expect(sent.asked.count == 11)
        #expect(source.invalidationCount == 1)
    }

    @Test func `a refused credential is replaced once and no more`() async throws {
        let source = RotatingCredential(["a", "b", "c", "d"])
        let sent = self.transport(admitting: "d", else: 401)
        let client = try Samples.client(sent, credential: source)
        let error = await #expect(throws: VerifyError.self) { try await client.verify(.init(key: Samples.key)) }
        #expect(error?.code == .callerRefused)
        #expect(sent.asked.count == 2)
    }

    @Test func `without another credential there is no second call`() async throws {
        let source = RotatingCredential(["a"])
        let sent = self.transport(admitting: "b", else: 401)
        let client = try Samples.client(sent, credential: source)
        let error = await #expect(throws: VerifyError.self) { try await client.verify(.init(key: Samples.key)) }
        #expect(error?.code == .callerRefused)
        #expect(error?.problemCode == "credential_rejected")
        #expect(sent.asked.count == 1)
    }

    @Test func `a caller that may not verify is not tried with another credential`() async throws {
        let source = RotatingCredential(["a", "b"])
        let sent = self.transport(admitting: "b", else: 403)
        let client = try Samples.client(sent, credential: source)
        let error = await #expect(throws: VerifyError.self) { try await client.verify(.init(key: Samples.key)) }
        #expect(error?.code == .callerRefused)
        #expect(error?.status == 403)
        #expect(sent.asked.count == 1)
        #expect(source.invalidationCount == 0)
    }

    @Test func `without a credential nothing is sent`() async throws {
        struct None: CredentialSource {
            func credential() throws -> Credential { throw CredentialFileError(path: "/nowhere") }
            func invalidate(_ rejected: Credential) {}
        }
        let sent = FakeTransport(Samples.admission())
        let client = try Samples.client(sent, credential: None())
        let error = await #expect(throws: VerifyError.self) { try await client.verify(.init(key: Samples.key)) }
        #expect(error?.code == .credentialUnavailable)
        #expect(sent.asked.isEmpty)
    }

    @Test func `a credential is one line of visible characters`() {
        #expect(Credential(firstLineOf: "abc\ndef\n")?.text == "abc")
        #expect(Credential(firstLineOf: "abc\r\n")?.text == "abc")
        for text in ["", "\n", "a b", "é", "a\u{0}", String(repeating: "a", count: 513)] {
            #expect(Credential(firstLineOf: text) == nil)
        }
        #expect(Credential(firstLineOf: "a")?.version != Credential(firstLineOf: "b")?.version)
        #expect(Credential(firstLineOf: "a")?.version == Credential(firstLineOf: "a\n")?.version)
        #expect(Credential(firstLineOf: "a", version: "7")?.version == "7")
    }
}
