import CSystemCalls
import Glibc

/// What a new thread runs.
final class ThreadBody: Sendable {
    private let name: String
    private let run: @Sendable () -> Void

    init(name: String, run: @escaping @Sendable () -> Void) {
        self.name = name
        self.run = run
    }

    /// Starts the thread; nobody waits for its end.
    func start() throws(SystemError) {
        var thread = pthread_t()
        let body = Unmanaged.passRetained(self)
        let status = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let body = Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue()
                system_name_thread(body.name)
                body.run()
                return nil
            }, body.toOpaque())
        guard status == 0 else {
            body.release()
            throw SystemError("pthread_create", status)
        }
        pthread_detach(thread)
    }
}
