/// Carries one request to Gatehouse and its answer back. `AsyncHTTPClientTransport` of the module
/// `GatehouseAsyncHTTPClient` is one; any HTTP client can be another.
///
/// A transport keeps to four rules:
/// - It follows no redirect: the request carries keys.
/// - It sends a request once. Who repeats one may spend the limits of a key twice.
/// - It returns soon after its task is cancelled. Deadlines are kept by cancelling.
/// - It reads no more than ``TransportRequest/largestAnswer`` bytes of an answer's body.
public protocol VerifyTransport: Sendable {
    /// Sends the request and reads the whole answer, whatever its status.
    ///
    /// - Throws: `TransportError` when there is no complete answer.
    func send(_ request: TransportRequest) async throws(TransportError) -> TransportAnswer
}
