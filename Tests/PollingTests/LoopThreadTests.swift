import Dispatch
import Glibc
import Synchronization
import Testing

@testable import Polling

@Suite struct LoopThreadTests {
    /// Writes down what is done on its thread.
    private final class Diary: LoopState {
        var entries: [Int] = []
        var turns = 0
        var onTick: (() -> Void)?
        var onDeferred: (() -> Void)?

        var hasDeferredWork: Bool { self.onDeferred != nil }

        func endTurn() {
            self.turns += 1
            guard self.turns > 100 else { return }
            self.onDeferred?()
            self.onDeferred = nil
        }

        func tick() {
            self.onTick?()
            self.onTick = nil
        }
    }

    private final class Counter: Sendable {
        private let count = Atomic<Int>(0)
        var value: Int { self.count.load(ordering: .relaxed) }
        func add(_ more: Int) { self.count.add(more, ordering: .relaxed) }
    }

    private static func start() async throws -> LoopThread<Diary> {
        try await LoopThread<Diary>.start(name: "test", tick: 20_000_000) { _, _ in Diary() }
    }

    @Test func `work from many threads is done once each and in the order of each`() async throws {
        let loop = try await Self.start()
        await withTaskGroup(of: Void.self) { group in
            for side in 0..<4 {
                group.addTask {
                    for number in 0..<2_000 { loop.execute { $0.entries.append(side * 10_000 + number) } }
                }
            }
        }
        let entries = try await loop.submit { $0.entries }
        #expect(entries.count == 8_000)
        for side in 0..<4 {
            let own = entries.filter { $0 / 10_000 == side }
            #expect(own == (0..<2_000).map { side * 10_000 + $0 })
        }
        await loop.stop()
    }

    @Test func `stopping waits for the work that was given, and for what it asks for`() async throws {
        let loop = try await Self.start()
        let gate = DispatchSemaphore(value: 0)
        let done = Counter()
        loop.execute { _ in _ = gate.wait(timeout: .now() + 10) }
        loop.execute { _ in
            done.add(1)
            loop.execute { _ in done.add(10) }
        }
        async let stopped: Void = loop.stop()
        gate.signal()
        await stopped
        #expect(done.value == 11)
    }

    @Test func `after the end nothing is taken, and nobody waits`() async throws {
        let loop = try await Self.start()
        await loop.stop()
        await loop.stop()
        #expect(!loop.execute { $0.entries.append(1) })
        await #expect(throws: SystemError("submit", ESHUTDOWN)) { try await loop.submit { $0.turns } }
    }

    @Test func `work given while the thread stops is done or refused, never forgotten`() async throws {
        for _ in 0..<50 {
            let loop = try await Self.start()
            let (taken, done) = (Counter(), Counter())
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        while loop.execute({ _ in done.add(1) }) {
                            taken.add(1)
                            if taken.value > 2_000 { return }
                        }
                    }
                }
                group.addTask { await loop.stop() }
            }
            #expect(taken.value == done.value)
        }
    }

    @Test func `a state that cannot be made is told to whoever starts`() async throws {
        await #expect(throws: SystemError("make", EPERM)) {
            try await LoopThread<Diary>.start(name: "test", tick: 20_000_000) { _, _ in
                throw SystemError("make", EPERM)
            }
        }
    }

    @Test func `time passes for a loop that has nothing to do`() async throws {
        let loop = try await Self.start()
        await withCheckedContinuation { continuation in
            loop.execute { $0.onTick = { continuation.resume() } }
        }
        #expect(try await loop.submit { $0.turns } > 0)
        await loop.stop()
    }

    @Test func `what was put off does not wait for the tick`() async throws {
        let loop = try await LoopThread<Diary>.start(name: "test", tick: 3_600_000_000_000) { _, _ in Diary() }
        await withCheckedContinuation { continuation in
            loop.execute { $0.onDeferred = { continuation.resume() } }
        }
        #expect(try await loop.submit { $0.turns } > 100)
        await loop.stop()
    }

    @Test func `a thread that has ended keeps nothing open`() async throws {
        let before = OpenDescriptors.count("anon_inode:[event")
        for _ in 0..<300 { await (try Self.start()).stop() }
        #expect(OpenDescriptors.count("anon_inode:[event") - before < 300)
    }
}
