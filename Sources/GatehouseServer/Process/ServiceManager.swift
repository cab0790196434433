import Foundation
import Polling
import Timekeeping

/// What the service manager that started the process is told, in datagrams (sd_notify(3)), and what it has given us.
///
/// The environment is read once, and what it says of us is taken out of it: no child is meant.
package struct ServiceManager: Sendable {
    /// What is to be told.
    enum Message: Sendable {
        /// Every listener that there is to be accepts.
        case ready(status: String)
        case status(String)
        /// The configuration is being read again.
        case reloading(atMicroseconds: UInt64)
        /// No new work is taken; what is under way has so long to end.
        case stopping(patience: Duration)
        /// Everything has shown within the time that it still works.
        case alive

        /// Lines of assignments.
        var text: String {
            switch self {
            case .ready(let status): "READY=1\nSTATUS=\(Self.line(status))"
            case .status(let status): "STATUS=\(Self.line(status))"
            case .reloading(let moment): "RELOADING=1\nMONOTONIC_USEC=\(moment)"
            case .stopping(let patience):
                "STOPPING=1\nSTATUS=finishing what is under way\nEXTEND_TIMEOUT_USEC=\(Self.microseconds(patience))"
            case .alive: "WATCHDOG=1"
            }
        }

        /// A new line would begin another assignment.
        private static func line(_ text: String) -> String {
            text.split(whereSeparator: \.isNewline).joined(separator: " ")
        }

        private static func microseconds(_ duration: Duration) -> Int64 {
            let (seconds, attoseconds) = duration.components
            return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        }
    }

    private static let variables = [
        "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES",
    ]

    /// Sockets that it has opened for us.
    let sockets: InheritedSockets
    /// Time within which it wants to hear of us, again and again; `nil` when it does not.
    let watchdog: Duration?
    private let address: Endpoint?

    /// Nobody is told anything.
    package init() {
        self.sockets = InheritedSockets()
        self.watchdog = nil
        self.address = nil
    }

    /// The one that has started this process, if one has.
    package static func ofProcess() throws(StartFailure) -> ServiceManager {
        let manager = try ServiceManager(environment: ProcessInfo.processInfo.environment, process: getpid())
        for variable in Self.variables { unsetenv(variable) }
        return manager
    }

    init(environment: [String: String], process: Int32) throws(StartFailure) {
        do throws(InheritedSockets.Failure) {
            self.sockets = try InheritedSockets(
                environment: environment, process: process, known: ["gateway", "verify"])
        } catch {
            throw StartFailure(.configuration, "socket activation: \(error)")
        }
        self.address = environment["NOTIFY_SOCKET"].flatMap(Self.endpoint)
        let isMeant = environment["WATCHDOG_PID"].map { Int32($0) == process } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap(Int64.init) ?? 0
        self.watchdog = isMeant && microseconds > 0 ? .microseconds(microseconds) : nil
    }

    private static func endpoint(_ text: String) -> Endpoint? {
        guard text.utf8.count > 1, text.utf8.count <= Endpoint.longestPath else { return nil }
        return switch text.utf8.first {
        case UInt8(ascii: "/"): .path(text)
        case UInt8(ascii: "@"): .path("\0" + text.dropFirst())
        default: nil
        }
    }

    /// The time by which it orders what it is told (CLOCK_MONOTONIC), in microseconds.
    static var now: UInt64 { SystemClock.shared.monotonic() / 1000 }

    /// Tells it, or nobody. What it cannot take is not said again: it never holds up the server.
    func tell(_ message: Message) {
        guard let address = self.address, let socket = try? DatagramSocket(sendingTo: address) else { return }
        Array(message.text.utf8).withUnsafeBytes { _ = socket.send($0) }
    }
}
