import Gateway
import HTTPMachines
import Testing

/// Names are looked up again and again.
@Suite struct NameChangeTests {
    /// Servers at one port of several addresses of this machine.
    private static func servers(_ names: [String]) -> [EndpointServer] {
        let first = EndpointServer(names[0], host: 21)
        return [first]
            + names.dropFirst().enumerated().map { index, name in
                EndpointServer(name, host: UInt8(22 + index), port: first.port)
            }
    }

    private static func bench(
        _ servers: [EndpointServer], _ names: NameTable, isEveryAddress: Bool = false
    ) async throws -> EndpointBench {
        try await EndpointBench(servers, names: names.lookup) { upstream, _ in
            upstream.endpoints = [
                EndpointConfiguration(.host("orders.test", port: servers[0].port), isEveryAddress: isEveryAddress)
            ]
            upstream.resolveInterval = .milliseconds(100)
        }
    }

    @Test func `requests follow a name to its new address, and connections to the old one end`() async throws {
        let servers = Self.servers(["a", "b"])
        let names = NameTable(["orders.test": ["127.0.0.21"]])
        let bench = try await Self.bench(servers, names)
        #expect(bench.shares(5) == ["a": 5])
        names.set("orders.test", ["127.0.0.22"])
        #expect(bench.waits { bench.shares(1) == ["b": 1] })
        #expect(bench.shares(20) == ["b": 20])
        await bench.stop()
    }

    @Test func `when a name is no longer found the last address stays in use`() async throws {
        let servers = Self.servers(["a"])
        let names = NameTable(["orders.test": ["127.0.0.21"]])
        let bench = try await Self.bench(servers, names)
        #expect(bench.shares(1) == ["a": 1])
        names.set("orders.test", [])
        #expect(bench.waits { (bench.metric("gatehouse_upstream_lookup_failures_total") ?? 0) > 1 })
        #expect(bench.shares(20) == ["a": 20])
        await bench.stop()
    }

    @Test func `a name that was never found is 502, and found as soon as somebody asks again`() async throws {
        let servers = Self.servers(["a"])
        let names = NameTable([:])
        let bench = try await Self.bench(servers, names)
        #expect(bench.shares(2) == ["502": 2])
        names.set("orders.test", ["127.0.0.21"])
        #expect(bench.shares(2) == ["a": 2])
        await bench.stop()
    }

    @Test func `all addresses of a name are ways to one server, tried in order`() async throws {
        let servers = Self.servers(["a", "b"])
        let names = NameTable(["orders.test": ["127.0.0.99", "127.0.0.21", "127.0.0.22"]])
        let bench = try await Self.bench(servers, names)
        #expect(bench.shares(10) == ["a": 10])
        #expect(bench.waits { bench.metric("gatehouse_upstream_servers", "available") == 1 })
        await bench.stop()
    }

    @Test func `each address is a server of its own where that is asked for, and they come and go`() async throws {
        let servers = Self.servers(["a", "b", "c"])
        let names = NameTable(["orders.test": ["127.0.0.21", "127.0.0.22"]])
        let bench = try await Self.bench(servers, names, isEveryAddress: true)
        #expect(bench.waits { bench.metric("gatehouse_upstream_servers", "available") == 2 })
        #expect(bench.shares(10) == ["a": 5, "b": 5])
        names.set("orders.test", ["127.0.0.23", "127.0.0.22", "127.0.0.21"])
        #expect(bench.waits { bench.metric("gatehouse_upstream_servers", "available") == 3 })
        #expect(bench.shares(30) == ["a": 10, "b": 10, "c": 10])
        names.set("orders.test", ["127.0.0.23"])
        #expect(bench.waits { bench.metric("gatehouse_upstream_servers", "available") == 1 })
        #expect(bench.shares(10) == ["c": 10])
        // Slots are used again, however often addresses change.
        for round in 0..<6 {
            names.set("orders.test", [["127.0.0.21"], ["127.0.0.22"]][round % 2])
            #expect(bench.waits { bench.shares(2) == [["a": 2], ["b": 2]][round % 2] })
        }
        await bench.stop()
    }

    @Test(arguments: [false, true])
    func `a name with an address that nobody listens at costs no request`(isEveryAddress: Bool) async throws {
        // As localhost is often both ::1 and 127.0.0.1, and a server listens at one of them.
        let server = EndpointServer("a", host: 1)
        let names = NameTable(["orders.test": ["::1", "127.0.0.1"]])
        let bench = try await Self.bench([server], names, isEveryAddress: isEveryAddress)
        #expect(bench.shares(50) == ["a": 50])
        #expect(bench.shares(10, EndpointBench.post) == ["a": 10])
        await bench.stop()
    }

    @Test func `a request whose server is gone from the name goes to one that is there`() async throws {
        let gate = Gate()
        let old = ScriptedUpstream { connection, _ in
            // Answers once, so that the connection is an old one, and breaks off the second time.
            guard connection.receiveMessage() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nold")
            guard connection.receiveMessage() != nil else { return }
            gate.wait()
        }
        let names = NameTable(["orders.test": ["127.0.0.1"]])
        let other = EndpointServer("new", host: 22, port: old.port)
        let bench = try await EndpointBench([other], names: names.lookup) { upstream, _ in
            upstream.endpoints = [EndpointConfiguration(.host("orders.test", port: old.port), isEveryAddress: true)]
            upstream.resolveInterval = .milliseconds(100)
        }
        let client = bench.harness.connect()
        client.send(EndpointBench.get)
        #expect(client.receiveMessage()?.text == "old")
        client.send(EndpointBench.get)
        #expect(bench.waits { bench.metric("http_client_open_connections", "active") == 1 })
        names.set("orders.test", ["127.0.0.22"])
        #expect(bench.waits { bench.shares(1) == ["new": 1] })
        gate.open()
        #expect(client.receiveMessage()?.text == "new")
        await bench.stop()
    }

    @Test func `a request under way is finished where it is`() async throws {
        let gate = Gate()
        let slow = ScriptedUpstream { connection, _ in
            guard connection.receiveMessage() != nil else { return }
            gate.wait()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nold")
            _ = connection.receiveAll()
        }
        let names = NameTable(["orders.test": ["127.0.0.1"]])
        let other = EndpointServer("new", host: 22, port: slow.port)
        let bench = try await EndpointBench([other], names: names.lookup) { upstream, _ in
            upstream.endpoints = [EndpointConfiguration(.host("orders.test", port: slow.port), isEveryAddress: true)]
            upstream.resolveInterval = .milliseconds(100)
        }
        let client = bench.harness.connect()
        client.send(EndpointBench.get)
        #expect(bench.waits { bench.metric("http_client_open_connections", "active") == 1 })
        names.set("orders.test", ["127.0.0.22"])
        // The next look-up begins when what the one before has found is in use.
        let before = names.count
        #expect(bench.waits { names.count >= before + 2 })
        #expect(bench.shares(4) == ["new": 4])
        gate.open()
        #expect(client.receiveMessage()?.text == "old")
        await bench.stop()
    }
}
