import Glibc
import Testing

@testable import Polling

@Suite struct PollerTests {
    @Test func `a descriptor is told of as long as it is ready`() throws {
        let poller = try Poller()
        let (connection, witness) = (Connection(), Witness())
        _ = try poller.add(connection.near.descriptor, for: .readable, target: witness)
        #expect(poller.wait(milliseconds: 0) == 0)
        connection.far?.send([1])
        for _ in 0..<3 { #expect(poller.wait(milliseconds: 0) == 1) }
        #expect(witness.told.count == 3)
        #expect(witness.told.allSatisfy { $0.isReadable && !$0.isWritable && !$0.isOver })
    }

    @Test func `nobody hears of what the last owner of their place was told`() throws {
        let poller = try Poller()
        let (one, other, third) = (Connection(), Connection(), Connection())
        let newcomer = Witness()
        var watches: [Poller.Watch] = []
        // Both are ready in the same batch: the first to hear removes the other, whose place the newcomer gets.
        func replace(_ index: Int) {
            guard watches.count == 2 else { return }
            poller.remove(watches[index])
            let watch = try? poller.add(third.near.descriptor, for: .readable, target: newcomer)
            #expect(watch?.slot == watches[index].slot)
            watches = []
        }
        let first = Witness { _ in replace(1) }
        let second = Witness { _ in replace(0) }
        watches.append(try poller.add(one.near.descriptor, for: .readable, target: first))
        watches.append(try poller.add(other.near.descriptor, for: .readable, target: second))
        one.far?.send([1])
        other.far?.send([1])
        #expect(poller.wait(milliseconds: 0) == 2)
        #expect(first.told.count + second.told.count == 1)
        #expect(newcomer.told.isEmpty)
        third.far?.send([1])
        poller.wait(milliseconds: 0)
        #expect(newcomer.told.count == 1)
    }

    @Test func `who is forgotten and closed is heard of no more, nor by the next one in its place`() throws {
        func pair() -> (near: CInt, far: CInt) {
            var pair: [CInt] = [-1, -1]
            socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &pair)
            return (pair[0], pair[1])
        }
        let poller = try Poller()
        let (first, second) = (Witness(), Witness())
        let one = pair()
        defer { close(one.far) }
        let watch = try poller.add(one.near, for: .readable, target: first)
        write(one.far, "x", 1)
        #expect(poller.wait(milliseconds: 0) == 1)
        poller.forget(watch)
        close(one.near)
        #expect(poller.wait(milliseconds: 0) == 0)
        let other = pair()
        defer { for descriptor in [other.near, other.far] { close(descriptor) } }
        #expect(try poller.add(other.near, for: .readable, target: second).slot == watch.slot)
        #expect(poller.wait(milliseconds: 0) == 0)
        write(other.far, "x", 1)
        #expect(poller.wait(milliseconds: 0) == 1)
        #expect(first.told.count == 1 && second.told.count == 1)
    }

    @Test func `the end of a connection is told whether or not anybody asked, until it is muted`() throws {
        let poller = try Poller()
        let (connection, witness) = (Connection(), Witness())
        let watch = try poller.add(connection.near.descriptor, for: [], target: witness)
        connection.far?.send([1])
        #expect(poller.wait(milliseconds: 0) == 0)
        connection.loseFarEnd()
        #expect(poller.wait(milliseconds: 0) == 1)
        #expect(witness.told.last?.isOver == true)
        poller.mute(watch)
        poller.wait(milliseconds: 0)
        for _ in 0..<10 { #expect(poller.wait(milliseconds: 0) == 0) }
        poller.change(watch, to: .readable)
        #expect(poller.wait(milliseconds: 0) == 1)
        #expect(witness.told.last?.isReadable == true)
    }

    @Test func `a muted descriptor can be removed, and its place used again`() throws {
        let poller = try Poller()
        let (connection, witness) = (Connection(), Witness())
        let watch = try poller.add(connection.near.descriptor, for: .readable, target: witness)
        poller.mute(watch)
        connection.far?.send([1])
        poller.remove(watch)
        let again = try poller.add(connection.near.descriptor, for: .readable, target: witness)
        #expect(again.slot == watch.slot)
        #expect(poller.wait(milliseconds: 0) == 1)
    }

    @Test func `a target is held until it is removed`() throws {
        let poller = try Poller()
        let connection = Connection()
        weak var held: Witness?
        let watch = try {
            let witness = Witness()
            held = witness
            return try poller.add(connection.near.descriptor, for: .readable, target: witness)
        }()
        #expect(held != nil)
        poller.remove(watch)
        #expect(held == nil)
    }

    @Test func `what cannot be watched takes no place`() throws {
        let poller = try Poller()
        let connection = Connection()
        for _ in 0..<3 {
            let error = #expect(throws: SystemError.self) {
                try poller.add(-1, for: .readable, target: Witness())
            }
            #expect(error?.code == EBADF)
        }
        #expect(try poller.add(connection.near.descriptor, for: .readable, target: Witness()).slot == 0)
    }

    @Test func `its descriptor is not for the programs that we start`() throws {
        #expect(try Wakeup().isClosedOnExecute)
        let before = OpenDescriptors.count("anon_inode:[eventpoll]")
        for _ in 0..<500 { _ = try Poller() }
        #expect(OpenDescriptors.count("anon_inode:[eventpoll]") - before < 250)
    }
}

extension Wakeup {
    fileprivate var isClosedOnExecute: Bool { fcntl(self.descriptor, F_GETFD) & FD_CLOEXEC != 0 }
}
