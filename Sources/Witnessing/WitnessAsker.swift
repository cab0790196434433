import AsyncHTTPClient
package import Auditing
package import NIOCore
import NIOHTTP1
import NIOPosix
import TimeLimits

/// Carries questions to witnesses.
package final class WitnessAsker: Sendable {
    private let client: HTTPClient
    private let timeout: Duration

    /// `timeout`: For one question, from the connection to the last byte of the answer.
    package init(group: any EventLoopGroup, timeout: Duration = .seconds(5)) {
        let step = TimeAmount(timeout)
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: step, read: step))
        configuration.httpVersion = .http1Only
        self.client = HTTPClient(eventLoopGroupProvider: .shared(group), configuration: configuration)
        self.timeout = timeout
    }

    /// Puts the request to the witness with that submission prefix.
    package func ask(_ prefix: String, _ request: WitnessRequest) async -> WitnessDialogue.Answer {
        var question = HTTPClientRequest(url: prefix + "/add-checkpoint")
        question.method = .POST
        question.headers.add(name: "Content-Type", value: "text/plain; charset=utf-8")
        question.body = .bytes(ByteBuffer(bytes: request.body))
        do {
            return try await TimeLimit.within(self.timeout) { [client, question] in
                let answer = try await client.execute(question, deadline: .distantFuture)
                let body = try await answer.body.collect(upTo: WitnessDialogue.longestAnswer)
                return .response(status: Int(answer.status.code), body: Array(buffer: body))
            }
        } catch is TimeLimit.Exceeded {
            return .silence("no whole answer in time")
        } catch let error as HTTPClientError {
            return .silence(error.shortDescription)
        } catch is NIOTooManyBytesError {
            return .silence("its answer is too long")
        } catch {
            return .silence("\(error)")
        }
    }

    package func close() async { try? await self.client.shutdown() }
}
