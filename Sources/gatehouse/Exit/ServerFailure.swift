import ConfigurationReading
import GatehouseServer

/// Turns what the server's own code throws into an exit code and a problem.
enum ServerFailure {
    static func translated<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch { throw Self.describe(error) }
    }

    static func translated<Value>(_ body: () async throws -> Value) async throws -> Value {
        do { return try await body() } catch { throw Self.describe(error) }
    }

    static func describe(_ error: any Error) -> any Error {
        switch error {
        case let error as ConfigurationError:
            CommandFailure(.configurationRefused, code: "configuration_refused", error.description)
        case let failure as StartFailure:
            CommandFailure(
                ExitReason(rawValue: failure.code.rawValue) ?? .failed, code: "start_failed", failure.message)
        default: error
        }
    }
}
