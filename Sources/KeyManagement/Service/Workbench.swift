import Synchronization

/// Where work is done that blocks its thread for long: away from the event loops, a few pieces at a time.
package final class Workbench: Sendable {
    /// Most pieces under way or waiting.
    static let most = 4

    /// Runs work on a thread that may block.
    package typealias Executor = @Sendable (@escaping @Sendable () -> Void) -> Void

    private let execute: Executor
    private let underWay = Mutex(0)

    package init(_ execute: @escaping Executor) { self.execute = execute }

    /// Does the work at once, wherever it is asked for: for tests and simulation.
    package static var inPlace: Workbench { .init { $0() } }

    /// Does the work; `nil` when too much is under way.
    func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value? {
        guard self.take() else { return nil }
        defer { self.underWay.withLock { $0 -= 1 } }
        return await withCheckedContinuation { continuation in
            self.execute { continuation.resume(returning: work()) }
        }
    }

    private func take() -> Bool {
        self.underWay.withLock { count in
            guard count < Self.most else { return false }
            count += 1
            return true
        }
    }
}
