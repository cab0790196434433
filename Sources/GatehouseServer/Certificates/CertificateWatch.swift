import Auditing
import Logging
import ServiceLifecycle

/// Takes new certificate files into use without touching a connection. Files that are half written, or do not belong
/// together, are left until they are whole: the last good ones stay.
struct CertificateWatch: Service {
    private static let interval = Duration.seconds(1)
    private static let looksPerHour = 3_600

    /// What is watched, and the marks of what is in use.
    private struct Watched {
        let files: any RenewableFiles
        var known: [FileMark?]
        var last: [FileMark?]

        init(_ files: any RenewableFiles, marks: [FileMark?]) {
            self.files = files
            self.known = marks
            self.last = marks
        }
    }

    private let files: FilesInUse
    private let logger: Logger

    /// Which files there are changes with the configuration.
    init(_ files: FilesInUse, logger: Logger) {
        self.files = files
        self.logger = logger
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var looks = 0
            var (generation, watched) = (self.files.generation, self.watched)
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.interval)
                if generation != self.files.generation {
                    (generation, watched) = (self.files.generation, self.watched)
                }
                looks += 1
                if looks % Self.looksPerHour == 0 { for each in watched { each.files.anHourHasPassed() } }
                for index in watched.indices { self.look(at: &watched[index]) }
            }
        }
    }

    private var watched: [Watched] {
        self.files.listeners.map { Watched($0.files, marks: $0.marks) }
            + self.files.upstreams.map { Watched($0.files, marks: $0.marks) }
    }

    private func look(at watched: inout Watched) {
        let now = watched.files.marks()
        // What has changed since the last look may still be being written.
        if now != watched.known, now == watched.last {
            self.renew(watched.files)
            watched.known = now
        }
        watched.last = now
    }

    private func renew(_ files: any RenewableFiles) {
        do throws(StartFailure) {
            let names = try files.renew()
            self.logger.notice("new certificates are in use", metadata: ["of": "\(files.what)", "names": "\(names)"])
        } catch {
            files.keep(error.message)
            self.logger.error(
                "new certificates are not in use", metadata: ["of": "\(files.what)", "reason": "\(error.message)"])
        }
    }
}
