import Foundation
import Testing

@testable import gatehouse

/// Keys that have to be used now and then, made by commands and met over HTTP: the built program, real processes and sockets.
@Suite struct IdleKeyEndToEndTests {
    /// Comes back once so much time has gone by; until then it does something again and again.
    private func pass(_ seconds: Double, _ meanwhile: () throws -> Void) rethrows {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end { try meanwhile() }
    }

    @Test func `a key in use never becomes idle, one that is not is refused until it is resumed, restarts or not`()
        throws
    {
        let server = try ServedGatehouse()
        let busy = try server.issue("busy", "--max-idle", "2s")
        let lazy = try server.issue("lazy", "--max-idle", "2s")
        #expect(try server.get(lazy).status == 200)
        var answers: Set<Int> = []
        try self.pass(5) { answers.insert(try server.get(busy).status) }
        #expect(answers == [200])
        let refused = try server.get(lazy)
        #expect(refused.status == 403 && refused.code == "key_idle")
        #expect(try server.reason(of: refused)["code"]?.string == "key_idle")
        // The time in which the server is off counts for nobody.
        #expect(server.stop() == 0)
        try self.pass(3) { _ = try server.run("version") }
        try server.start()
        #expect(try server.get(busy).status == 200)
        #expect(try server.get(lazy).code == "key_idle")
        _ = try server.document("keys resume lazy --reason wanted")
        #expect(try server.get(lazy).status == 200)
        let entry = try server.document("audit list")["data"]?.array?.first
        #expect(entry?["action"]?.string == "key.resume" && entry?["reason"]?.string == "wanted")
    }

    @Test func `a key in use goes on after a kill, whatever the store has not heard of yet`() throws {
        let server = try ServedGatehouse()
        let busy = try server.issue("busy", "--max-idle", "2s")
        var answers: Set<Int> = []
        try self.pass(4) { answers.insert(try server.get(busy).status) }
        #expect(answers == [200])
        server.stop(SIGKILL)
        try self.pass(3) { _ = try server.run("version") }
        try server.start()
        #expect(try server.get(busy).status == 200)
    }

    @Test func `a policy holds all keys of its environment to it, and bad times are refused`() throws {
        let server = try ServedGatehouse()
        let key = try server.issue("one")
        _ = try server.document("policies create tidy --max-idle 2s")
        #expect(try server.get(key).status == 200)
        let other = try server.issue("other", "--permission", "demo:list")
        var answers: Set<Int> = []
        try self.pass(2.5) { answers.insert(try server.get(other).status) }
        #expect(answers == [200])
        #expect(try server.get(key).code == "key_idle")
        _ = try server.document("policies update tidy --mode off --yes")
        #expect(try server.get(key).status == 200)
        let wrong = try server.run("keys", "create", "x", "--permission", "demo:read", "--max-idle", "0")
        #expect(wrong.status != 0 && wrong.error.contains("maximum_idle_seconds"))
        let shown = try server.issue("two", "--max-idle", "30d")
        #expect(!shown.isEmpty)
        let document = try server.document("keys show two")
        #expect(document.value(at: "restrictions.maximum_idle_seconds")?.integer == 2_592_000)
        _ = try server.document("keys update two --clear idle")
        #expect(try server.document("keys show two").value(at: "restrictions.maximum_idle_seconds") == nil)
    }
}
