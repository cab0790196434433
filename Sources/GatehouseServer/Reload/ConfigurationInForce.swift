import ConfigurationReading
import Cryptography
import Keys
import Synchronization
import Telemetry

/// The configuration that the server goes by, since when, and what became of the last attempt to read it again; for
/// metrics, `doctor` and whoever opens the next server.
final class ConfigurationInForce: Sendable {
    struct Report: Sendable {
        var loaded: LoadedConfiguration
        /// SHA-256 of the file, in hexadecimal digits; of nothing when the configuration is built in.
        var digest: String
        var since: WallTime
        /// Times that another one was taken into force.
        var taken: UInt64 = 0
        var refused: UInt64 = 0
        /// Why what the file says is not in force; `nil` when it is, as far as it was read.
        var refusal: String?
    }

    private let current: Mutex<Report>

    init(_ loaded: LoadedConfiguration, at now: WallTime) {
        self.current = Mutex(Report(loaded: loaded, digest: Self.digest(of: loaded), since: now))
    }

    var report: Report { self.current.withLock { $0 } }
    var loaded: LoadedConfiguration { self.current.withLock { $0.loaded } }

    /// From here on this one is in force.
    func take(_ loaded: LoadedConfiguration, at now: WallTime) {
        let digest = Self.digest(of: loaded)
        self.current.withLock { report in
            report.loaded = loaded
            report.digest = digest
            report.since = now
            report.taken &+= 1
            report.refusal = nil
        }
    }

    /// The one before stays, for that reason.
    func keep(_ reason: String) {
        self.current.withLock { report in
            report.refused &+= 1
            report.refusal = reason
        }
    }

    private static func digest(of loaded: LoadedConfiguration) -> String {
        SHA256Hash.digest(of: Array(loaded.text.utf8).span).hexadecimal
    }
}

extension ConfigurationInForce.Report {
    func write(to text: inout PrometheusText) {
        text.write(.configurationInfo, [([self.digest], 1)])
        text.write(.configurationSince, UInt64(max(self.since.seconds, 0)))
        text.write(.configurationReloads, [(["taken"], self.taken), (["refused"], self.refused)])
        text.write(.configurationRefused, self.refusal == nil ? 0 : 1)
    }
}
