import Auditing
import ServiceLifecycle
import Synchronization
import UnixSignals

/// Has the configuration read again when SIGHUP comes and when its file has changed, one time after the other.
struct ReloadService: Service {
    /// How often the file is looked at.
    private static let interval = Duration.seconds(1)

    let reload: ConfigurationReload

    /// What the file was known by when it was read last.
    private final class Known: Sendable {
        private let mark: Mutex<FileMark?>

        init(_ mark: FileMark?) { self.mark = Mutex(mark) }

        var current: FileMark? {
            get { self.mark.withLock { $0 } }
            set { self.mark.withLock { $0 = newValue } }
        }
    }

    func run() async throws {
        // Without a file there is nothing to read: SIGHUP ends the process, as it does when its terminal is closed.
        guard self.reload.file != nil else { return try await gracefulShutdown() }
        // Whatever asks while it is being read is answered by reading once more.
        let (requests, request) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        // What has changed while the server started is read again at the first looks.
        let known = Known(self.reload.isUnchanged ? self.reload.mark : nil)
        let signals = await UnixSignalsSequence(trapping: .sighup)
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { for await _ in signals { request.yield() } }
                group.addTask { await self.watch(known, request) }
                for await _ in requests {
                    known.current = self.reload.mark
                    await self.reload.run()
                }
                group.cancelAll()
            }
        }
    }

    /// Tells when the file is another than the one known, and has been for two looks: what has just changed may still be
    /// being written.
    private func watch(_ known: Known, _ request: AsyncStream<Void>.Continuation) async {
        var last = self.reload.mark
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.interval)
            let now = self.reload.mark
            if now == last, now != known.current { request.yield() }
            last = now
        }
    }
}
