import Keys
import Testing

@testable import Auditing

@Suite struct WitnessReplyTests {
    private static let cosigned = Checkpoint(origin: "log", size: 7, root: .zero)

    @Test(arguments: [
        (WitnessVerdict.unknownOrigin, 404), (.untrusted, 403), (.oldSizeBeyond, 400), (.otherSize(cosigned: 7), 409),
        (.fork(cosigned: Self.cosigned), 409), (.unproven(cosigned: Self.cosigned), 422),
    ]) func `each refusal has the status of the specification`(verdict: WitnessVerdict, status: Int) throws {
        let reply = try #require(WitnessReply(refusing: verdict))
        #expect(reply.status == status)
        #expect(reply.body.hasSuffix("\n"))
        #expect((reply.contentType == "text/x.tlog.size") == (status == 409))
        #expect((reply.body == "7\n") == (status == 409))
    }

    @Test func `what is to be cosigned is no refusal`() {
        #expect(WitnessReply(refusing: .cosign) == nil)
        let signature = NoteSignature(name: "w", keyID: 1, signature: [1])
        let reply = WitnessReply.cosigned(signature)
        #expect(reply.status == 200)
        #expect(reply.body == "\u{2014} w AAAAAQE=\n")
    }
}
