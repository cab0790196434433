import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// Says in one sentence why the server could not be reached.
enum ConnectionFailure {
    static func describe(_ error: any Error, address: ServerAddress, request: APIRequest) -> CommandFailure {
        if Self.code(of: error) == EACCES {
            return .init(
                .refused, code: "socket_forbidden", "You have no right to open \(address).",
                fix: "run the command as the server's user or as root, or sign in over http with an operator key")
        }
        if error is CancellationError {
            return .init(.unreachable, code: "timed_out", "\(address) did not answer in time.")
        }
        return .init(.unreachable, code: "unreachable", Self.sentence(error, address), fix: Self.advice(request))
    }

    /// Whether it is known not to be about TLS: nobody listens, nobody answers, or nobody waits for it.
    static func isElsewhere(_ error: any Error) -> Bool {
        if error is CancellationError { return true }
        if let error = error as? HTTPClientError { return Self.timeouts.contains(error) }
        return [ECONNREFUSED, ENETUNREACH, EHOSTUNREACH].contains(Self.code(of: error))
    }

    private static func sentence(_ error: any Error, _ address: ServerAddress) -> String {
        switch Self.code(of: error) {
        case ENOENT: "There is no socket at \(address)."
        case ECONNREFUSED: "Nobody listens at \(address)."
        default:
            if let error = error as? HTTPClientError, Self.timeouts.contains(error) {
                "\(address) did not answer in time."
            } else if error is HTTPParserError {
                "What answers at \(address) does not speak HTTP; where admin.tls is set, write https://."
            } else {
                "\(address) could not be reached."
            }
        }
    }

    /// A create may have happened although its answer was lost: the same key makes the next try safe.
    private static func advice(_ request: APIRequest) -> String {
        let start = "is the server running? start it with `gatehouse serve`, or name it with --addr or GATEHOUSE_ADDR"
        guard let key = request.idempotencyKey else { return start }
        return start + "; to try again without creating twice: --idempotency-key \(key)"
    }

    private static let timeouts: [HTTPClientError] = [
        .connectTimeout, .readTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout,
    ]

    /// The system's error number under the layers of the client.
    private static func code(of error: any Error) -> Int32? {
        if let error = error as? IOError { return error.errnoCode }
        guard let error = error as? NIOConnectionError else { return nil }
        return error.connectionErrors.lazy.compactMap { ($0.error as? IOError)?.errnoCode }.first
    }
}
