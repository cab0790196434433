import Foundation
package import Logging

/// The server's own log: one flat JSON object a line on standard error, the data beside the message.
package struct ServerLog: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    private let label: String

    package init(label: String, level: Logger.Level) {
        self.label = label
        self.logLevel = level
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { self.metadata[key] }
        set { self.metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var members = self.metadata.merging(event.metadata ?? [:]) { _, given in given }.mapValues { "\($0)" }
        members["timestamp"] = Date.now.formatted(
            .iso8601.year().month().day().timeZone(separator: .omitted)
                .time(includingFractionalSeconds: true))
        members["severity"] = event.level.rawValue
        members["logger"] = self.label
        members["message"] = "\(event.message)"
        guard var line = try? JSONSerialization.data(withJSONObject: members, options: [.sortedKeys]) else { return }
        line.append(0x0a)
        FileHandle.standardError.write(line)
    }
}
