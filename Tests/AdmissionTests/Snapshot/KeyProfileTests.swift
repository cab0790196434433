import Foundation
import Keys
import Testing

@testable import Admission

@Suite struct KeyProfileTests {
    private let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])

    private func profile(of token: [UInt8]) throws -> [String: Any] {
        let request = VerificationRequest(environment: 0, now: AdmissionFixture.now, monotonic: 1_000_000_000)
        let verification = self.fixture.pipeline.verify(
            request, token: token.span, permissions: nil, costs: Span(), names: Span())
        var text = Array("{\"first\":1".utf8)
        verification.key?.appendProfile(to: &text)
        text.append(0x7d)
        return try JSONSerialization.jsonObject(with: Data(text)) as? [String: Any] ?? [:]
    }

    @Test func `each key keeps its own profile while others in its segment come and change`() throws {
        var keys = (0..<300).map { index in
            self.fixture.issue {
                $0.name = "key \(index) \"\\\n\u{e9}"
                $0.metadata = index % 2 == 0 ? [:] : ["plan": "pro", "n": "\(index)"]
            }
        }
        for index in stride(from: 0, to: 300, by: 3) {
            keys[index].record.name = index % 2 == 0 ? "" : "changed \(index)"
            self.fixture.put(keys[index].record)
        }
        for key in keys {
            let profile = try self.profile(of: key.token)
            #expect(profile["name"] as? String == (key.record.name.isEmpty ? nil : key.record.name))
            #expect(profile["meta"] as? [String: String] == (key.record.metadata.isEmpty ? nil : key.record.metadata))
        }
    }
}
