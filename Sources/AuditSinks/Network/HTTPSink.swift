import AsyncHTTPClient
package import AuditExport
import Auditing
import NIOCore
import NIOHTTP1
package import NIOPosix
import NIOSSL
import TimeLimits

/// Delivers records by HTTP POST, a line each. Only an answer of 2xx says that they have arrived; redirections are not
/// followed, since the records and the token are meant for one place.
package final class HTTPSink: AuditSink {
    /// Most bytes read of an answer, so that the connection can be used again.
    private static let mostAnswer = 65_536

    private let destination: HTTPDestination
    private let renderer: AuditRenderer
    /// For one delivery, from the connection to the last byte of the answer.
    private let timeout: Duration
    /// Scheme and host: some receivers want a secret in the path or the query, which no log is to see.
    private let place: String
    private let client: HTTPClient

    package init(
        _ destination: HTTPDestination, _ renderer: AuditRenderer, timeout: Duration,
        group: MultiThreadedEventLoopGroup
    ) {
        self.destination = destination
        self.renderer = renderer
        self.timeout = timeout
        self.place = destination.url.split(separator: "/", maxSplits: 2).prefix(2).joined(separator: "//")
        var tls = TLSConfiguration.makeClientConfiguration()
        if let file = destination.certificateFile { tls.trustRoots = .file(file) }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow, decompression: .disabled)
        let step = TimeAmount(timeout)
        configuration.timeout = .init(connect: min(.seconds(10), step), read: step)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        self.client = HTTPClient(eventLoopGroupProvider: .shared(group), configuration: configuration)
    }

    package func deliver(_ records: [AuditRecord]) async throws(SinkFailure) -> Int {
        let (bytes, count) = DeliveryBounds.lines(records) { self.renderer.line($0) + [0x0a] }
        var request = HTTPClientRequest(url: self.destination.url)
        request.method = .POST
        request.headers = [
            "Content-Type": self.renderer.format.mediaType, "User-Agent": "gatehouse/\(self.renderer.origin.version)",
        ]
        if let file = self.destination.tokenFile {
            request.headers.add(name: "Authorization", value: "Bearer \(try TokenFile.read(file))")
        }
        if let first = records.first, let last = records.prefix(count).last {
            request.headers.add(
                name: "Gatehouse-Audit-Sequence", value: "\(first.entry.sequence)-\(last.entry.sequence)")
        }
        request.body = .bytes(bytes)
        let status = try await self.status(of: request)
        guard (200...299).contains(status) else {
            throw .init(.refused, "\(self.place) answered \(status)")
        }
        return count
    }

    private func status(of request: HTTPClientRequest) async throws(SinkFailure) -> Int {
        do {
            return try await TimeLimit.within(self.timeout) { [client] in
                let response = try await client.execute(request, deadline: .distantFuture)
                _ = try? await response.body.collect(upTo: Self.mostAnswer)
                return Int(response.status.code)
            }
        } catch is TimeLimit.Exceeded {
            throw .init(.timedOut, "\(self.place) did not answer in time")
        } catch let error as HTTPClientError where error == .readTimeout {
            throw .init(.timedOut, "\(self.place) did not answer in time")
        } catch {
            throw .init(.unreachable, "\(self.place): \(error)")
        }
    }

    package func shutDown() async { try? await self.client.shutdown() }
}
