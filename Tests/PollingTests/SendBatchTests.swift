import Glibc
import Testing

@testable import Polling

@Suite struct SendBatchTests {
    /// Sends each connection its number, twice as a byte, and says what came of it.
    private static func send(to connections: ArraySlice<Connection>, by batch: SendBatch) -> [StreamSocket.Transfer] {
        let bytes = connections.indices.map { [UInt8](repeating: UInt8(truncatingIfNeeded: $0), count: 2) }
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count * 2, alignment: 1)
        defer { memory.deallocate() }
        memory.copyBytes(from: bytes.joined())
        for (place, connection) in connections.enumerated() {
            batch.add(connection.near, UnsafeRawBufferPointer(rebasing: memory[(2 * place)..<(2 * place + 2)]))
        }
        batch.send()
        #expect(batch.count == 0)
        return bytes.indices.map { batch.result($0) }
    }

    private static func word(_ transfer: StreamSocket.Transfer) -> String {
        switch transfer {
        case .moved(let count): "moved \(count)"
        case .wouldBlock: "would block"
        case .ended: "ended"
        case .failed(let code): "failed \(code)"
        }
    }

    @Test(arguments: [true, false], [1, 2, 3, 40])
    func `each send has its own result`(asksForRing: Bool, count: Int) {
        let batch = SendBatch(asksForRing: asksForRing)
        let connections = (0..<count).map { _ in Connection() }
        for _ in 0..<3 {
            let results = Self.send(to: connections[...], by: batch)
            #expect(results.map(Self.word) == Array(repeating: "moved 2", count: count))
            for (index, connection) in connections.enumerated() {
                #expect(connection.far?.receive() == [UInt8(index), UInt8(index)])
            }
        }
    }

    @Test(arguments: [true, false])
    func `who takes nothing and who has left say so, and disturb nobody`(asksForRing: Bool) {
        let batch = SendBatch(asksForRing: asksForRing)
        let connections = (0..<8).map { _ in Connection() }
        #expect(connections[2].fill() > 0)
        connections[5].loseFarEnd()
        let results = Self.send(to: connections[...], by: batch).map(Self.word)
        for index in connections.indices {
            switch index {
            case 2: #expect(results[index] == "would block")
            case 5: #expect(results[index] == "failed \(EPIPE)")
            default:
                #expect(results[index] == "moved 2")
                #expect(connections[index].far?.receive() == [UInt8(index), UInt8(index)])
            }
        }
        #expect(batch.usesRing || !asksForRing || !SendBatch().usesRing)
    }

    @Test(arguments: [true, false])
    func `a full batch is sent, and the next begins empty`(asksForRing: Bool) {
        let batch = SendBatch(asksForRing: asksForRing)
        let four = (0..<4).map { _ in Connection() }
        for count in [SendBatch.most, SendBatch.most, 5] {
            let connections = (0..<count).map { four[$0 % 4] }
            let results = Self.send(to: connections[...], by: batch)
            #expect(results.allSatisfy { Self.word($0) == "moved 2" })
            for (place, connection) in four.enumerated() {
                // Several to one connection go out in their order.
                let bytes = stride(from: place, to: count, by: 4).map { UInt8(truncatingIfNeeded: $0) }
                #expect(connection.far?.receive() == bytes.flatMap { [$0, $0] })
                #expect(connection.far?.hasSomething == false)
            }
        }
    }

    /// A ring that fails keeps what was put in. Were it used again, the next call would send memory that has become
    /// somebody else's over a descriptor that has, too.
    @Test func `a ring that fails is given up, and what was in it is sent once`() throws {
        let batch = SendBatch()
        // Without a ring there is nothing that could fail.
        guard let ring = batch.ringDescriptor else { return }
        let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
        try #require(dup2(nothing, ring) == ring)
        close(nothing)
        let connections = (0..<5).map { _ in Connection() }
        for _ in 0..<2 {
            #expect(Self.send(to: connections[...], by: batch).map(Self.word) == Array(repeating: "moved 2", count: 5))
            #expect(!batch.usesRing)
            for (index, connection) in connections.enumerated() {
                #expect(connection.far?.receive() == [UInt8(index), UInt8(index)])
                #expect(connection.far?.hasSomething == false)
            }
        }
    }

    @Test func `the ring is not for the programs that we start, and closes`() {
        let batch = SendBatch()
        if let ring = batch.ringDescriptor { #expect(fcntl(ring, F_GETFD) & FD_CLOEXEC != 0) }
        let before = OpenDescriptors.count("anon_inode:[io_uring]")
        for _ in 0..<500 { _ = SendBatch() }
        #expect(OpenDescriptors.count("anon_inode:[io_uring]") - before < 250)
    }
}
