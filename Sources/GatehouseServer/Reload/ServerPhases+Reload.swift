import ConfigurationReading
import KeyManagement
import Synchronization

extension ServerPhases {
    /// How long is waited for an opening or a sealing that is under way to come to its end, before it is looked again.
    private static let patience = Duration.milliseconds(20)

    /// Takes another configuration into force: an open server goes on by it, and so does every one that is opened later.
    ///
    /// - Throws: when it cannot be; then nothing has changed.
    func reload(_ loaded: LoadedConfiguration) async throws {
        while true {
            while self.isBetweenPhases { try await Task.sleep(for: Self.patience) }
            let hold = self.state.withLock { $0.hold }
            let prepared = try hold?.reload.prepare(loaded.configuration)
            // A sealed server has to be one that can be opened by it.
            if hold == nil { try NodeReload.tryFiles(of: loaded.configuration, logger: self.logger) }
            // Whoever opens the server from here on does it by this configuration.
            let isSettled = self.state.withLock { state in
                let isSame = state.hold?.isSame(as: hold) ?? (hold == nil)
                guard isSame, state.machine.phase == .open || state.machine.phase == .sealed else { return false }
                self.configuration.take(loaded, at: self.time.wallTime())
                return true
            }
            guard isSettled else { continue }
            if let prepared { await hold?.reload.adopt(prepared) }
            return
        }
    }

    private var isBetweenPhases: Bool {
        self.state.withLock { $0.machine.phase == .opening || $0.machine.phase == .sealing }
    }
}
