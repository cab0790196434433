import Glibc
import Polling
import Testing

@testable import GatehouseServer

@Suite struct ServiceManagerTests {
    private func refusal(_ environment: [String: String]) -> String? {
        do {
            _ = try ServiceManager(environment: environment, process: 7)
            return nil
        } catch {
            #expect(error.code == .configuration)
            return error.message
        }
    }

    @Test func `without a manager there is nothing to tell and nothing to take over`() throws {
        let manager = try ServiceManager(environment: [:], process: 7)
        #expect(manager.watchdog == nil)
        #expect(try Self.has(manager.sockets, "gateway") == false)
        manager.tell(.alive)
    }

    @Test(arguments: [
        (["WATCHDOG_USEC": "3000000"], Duration.seconds(3)),
        (["WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "7"], Duration.seconds(3)),
        (["WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "8"], nil), (["WATCHDOG_USEC": "soon"], nil),
        (["WATCHDOG_USEC": "-1"], nil), (["WATCHDOG_USEC": "0"], nil),
    ])
    func `a watchdog is heard when this process is meant`(_ environment: [String: String], _ expected: Duration?) throws
    {
        #expect(try ServiceManager(environment: environment, process: 7).watchdog == expected)
    }

    @Test func `a status is one line: more would be other assignments`() {
        #expect(ServiceManager.Message.status("a\nREADY=1\r\nb").text == "STATUS=a READY=1 b")
        #expect(ServiceManager.Message.ready(status: "open").text == "READY=1\nSTATUS=open")
        #expect(ServiceManager.Message.stopping(patience: .seconds(40)).text.hasSuffix("EXTEND_TIMEOUT_USEC=40000000"))
    }

    @Test func `sockets of another process are left alone`() throws {
        let manager = try ServiceManager(
            environment: ["LISTEN_PID": "8", "LISTEN_FDS": "1", "LISTEN_FDNAMES": "gateway"], process: 7)
        #expect(try Self.has(manager.sockets, "gateway") == false)
    }

    @Test(arguments: [
        (["LISTEN_FDS": "many"], "LISTEN_FDS is 'many'"), (["LISTEN_FDS": "17"], "from 0 to 16"),
        (["LISTEN_FDS": "-1"], "from 0 to 16"), (["LISTEN_FDS": "1"], "named ''"),
        (["LISTEN_FDS": "1", "LISTEN_FDNAMES": "gatehouse.socket"], "gateway or verify"),
    ])
    func `what cannot be taken over ends the start`(_ environment: [String: String], _ part: String) {
        let message = self.refusal(environment.merging(["LISTEN_PID": "7"]) { $1 })
        #expect(
            message?.hasPrefix("socket activation: ") == true && message?.contains(part) == true, "\(message ?? "")")
    }

    private static func has(_ sockets: InheritedSockets, _ name: String) throws -> Bool {
        let socket = try sockets.socket(name)
        return socket != nil
    }
}
