import Auditing
import ConfigurationReading
import Foundation
import Logging
import Timekeeping

/// Reads the configuration again, checks it as a start does, and takes it into force whole or not at all.
struct ConfigurationReload: Sendable {
    let phases: ServerPhases
    let isDevelopment: Bool
    let manager: ServiceManager
    let logger: Logger

    /// The file; `nil` when the configuration is built in.
    var file: String? { self.phases.configuration.loaded.file }

    /// What the file is known by at the moment.
    var mark: FileMark? { self.file.flatMap(FileMark.init(path:)) }

    /// Whether the file says what is in force.
    var isUnchanged: Bool {
        let loaded = self.phases.configuration.loaded
        return (try? ConfigurationSource.text(named: loaded.file))?.text == loaded.text
    }

    private var phase: String { self.phases.isSealed ? "sealed" : "open" }

    /// Reads it once, and says what came of it.
    func run() async {
        self.manager.tell(.reloading(atMicroseconds: ServiceManager.now))
        do {
            let loaded = try self.read()
            try await self.phases.reload(loaded)
            let report = self.phases.configuration.report
            self.logger.notice(
                "the configuration was read again and is in force",
                metadata: [
                    "file": "\(loaded.file ?? "")", "digest": "\(report.digest)",
                    "routes": "\(loaded.configuration.routeCount)",
                    "upstreams": "\(loaded.configuration.upstreamCount)",
                ])
            self.manager.tell(.ready(status: "\(self.phase): configuration \(report.digest.prefix(12)) is in force"))
        } catch {
            let reason = StartFailure(error).message
            self.phases.configuration.keep(reason)
            self.logger.error(
                "the configuration was read again and refused; the one before stays in force",
                metadata: ["file": "\(self.file ?? "")", "reason": "\(reason)"])
            self.manager.tell(.ready(status: "\(self.phase): configuration refused, the one before stays: \(reason)"))
        }
    }

    /// The configuration as the file has it now, when a server that runs can go on by it.
    private func read() throws -> LoadedConfiguration {
        let before = self.phases.configuration.loaded
        guard let file = before.file else {
            throw StartFailure(.configuration, "there is no file: the settings of --dev are built in")
        }
        let mark = FileMark(path: file)
        let loaded = try ConfigurationSource.load(named: file, isDevelopment: self.isDevelopment)
        guard mark == FileMark(path: file) else {
            throw StartFailure(.configuration, "\(file) changed while it was read")
        }
        let listing = try ConfigurationListing(file: file, text: loaded.text)
        let refusal = listing.restartNeeded(
            after: try ConfigurationListing(file: file, text: before.text), file: file)
        if let refusal { throw refusal }
        let remarks = try ConfigurationPlaces.check(loaded.configuration)
        let known = (try? ConfigurationPlaces.check(before.configuration)) ?? []
        for remark in remarks where !known.contains(remark) {
            self.logger.warning("\(remark)", metadata: ["file": "\(file)"])
        }
        return loaded
    }
}
