import ConfigurationReading
import DecisionLog
import KeyManagement
import Keys
import Logging

/// The decision log and what it tells others: the feed of uses to the control plane, and answers about use.
struct RecordingParts: Sendable {
    let decisions: DecisionLog
    let feed: UsageFeed

    /// Opens the decision log. `producers` is the number of event loops.
    init(_ configuration: ServerConfiguration, producers: Int, logger: Logger) throws(DecisionLogError) {
        let feed = UsageFeed(logger: logger)
        self.feed = feed
        self.decisions = try DecisionLog(
            .init(configuration), producers: producers, sinks: feed.sinks,
            clocks: .init(wall: TimeSource.system.wallTime, monotonic: TimeSource.system.monotonic))
    }

    /// What the control plane may ask about the use of keys.
    var insight: UsageInsight {
        .init(
            requestsLastDay: { [decisions] keys in
                await decisions.admitted(with: Set(keys), since: TimeSource.system.wallTime().adding(seconds: -86_400))
            },
            hasBeenUsed: { [decisions, feed] key, version in
                decisions.hasSeenFirstUse(of: key, version: version) || feed.holdsFirstUse(of: key, version: version)
            })
    }
}

extension DecisionLogConfiguration {
    init(_ configuration: ServerConfiguration) {
        self.init(folder: "\(configuration.dataFolder)/decisions")
        self.maximumBytes = UInt64(configuration.decisions.maximumBytes)
        self.maximumAgeSeconds = UInt64(configuration.decisions.maximumAge.components.seconds)
        self.accessLog =
            switch configuration.decisions.accessLog {
            case nil: .none
            case "-": .standardOutput
            case .some(let path): .file(path)
            }
    }
}
