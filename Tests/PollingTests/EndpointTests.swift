import Glibc
import Keys
import TestKit
import Testing

@testable import Polling

@Suite struct EndpointTests {
    private static func read(_ endpoint: Endpoint) -> Endpoint? {
        endpoint.withSystemAddress { address, length in
            var storage = sockaddr_storage()
            withUnsafeMutableBytes(of: &storage) {
                $0.copyMemory(from: UnsafeRawBufferPointer(start: address, count: Int(length)))
            }
            return Endpoint(storage)
        }
    }

    @Test func `addresses come back from the system's form`() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<500 {
            let port = UInt16(truncatingIfNeeded: generator.next())
            let four = Endpoint.ip(IPAddress(ipv4: UInt32(truncatingIfNeeded: generator.next())), port: port)
            let six = Endpoint.ip(
                IPAddress(ipv6High: generator.next() | 1, low: generator.next()), port: port)
            #expect(Self.read(four) == four)
            #expect(Self.read(six) == six)
        }
        #expect(Self.read(.path("/run/gatehouse.sock"))?.address == nil)
    }

    @Test func `the system's form is the system's`() throws {
        let address = try #require(IPAddress("127.0.0.1"))
        Endpoint.ip(address, port: 0x1234).withSystemAddress { pointer, length in
            #expect(length == 16)
            pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                #expect($0.pointee.sin_family == AF_INET)
                #expect($0.pointee.sin_port == UInt16(0x1234).bigEndian)
                #expect($0.pointee.sin_addr.s_addr == UInt32(0x7f00_0001).bigEndian)
            }
        }
        let path = "/tmp/socket"
        Endpoint.path(path).withSystemAddress { pointer, length in
            #expect(Int(length) == 2 + path.utf8.count + 1)
            pointer.withMemoryRebound(to: sockaddr_un.self, capacity: 1) { address in
                #expect(address.pointee.sun_family == AF_UNIX)
                var text = address.pointee.sun_path
                #expect(withUnsafeBytes(of: &text) { $0.starts(with: Array(path.utf8) + [0]) })
            }
        }
    }

    @Test func `another family is none of ours`() {
        var storage = sockaddr_storage()
        storage.ss_family = sa_family_t(AF_NETLINK)
        #expect(Endpoint(storage) == nil)
    }
}
