import Dispatch
import Glibc

/// Cleans up when the process is told to end while this is there, and then lets it end by that same signal, so that a
/// shell sees what it would have seen without.
final class EndingCare {
    private static let signals = [SIGINT, SIGTERM, SIGHUP]

    private let sources: [any DispatchSourceSignal]

    /// Returns once it hears of signals: one that comes right after would otherwise end the process as it always does.
    ///
    /// - Parameter clean: Called on another thread, while the work that is to be cleaned up after may still go on.
    init(_ clean: @escaping @Sendable () -> Void) {
        let queue = DispatchQueue(label: "gatehouse.ending")
        let hears = DispatchSemaphore(value: 0)
        self.sources = Self.signals.filter { !Self.isIgnored($0) }.map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                clean()
                SignalDeath.die(of: number)
            }
            source.setRegistrationHandler { hears.signal() }
            source.resume()
            return source
        }
        for _ in self.sources { hears.wait() }
    }

    /// Signals are none of its business any more.
    func end() {
        for source in self.sources { source.cancel() }
    }

    deinit { self.end() }

    /// What was started with `nohup`, or behind a script's back, stays deaf.
    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0 else { return false }
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    }
}
