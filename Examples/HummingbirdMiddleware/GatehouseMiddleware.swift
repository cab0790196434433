import GatehouseClient
import HTTPTypes
import Hummingbird
import Logging

/// Lets a request through when Gatehouse admits the key it came with. Handlers find the key's owner and rights in
/// `context.caller`, and never see the key.
struct GatehouseMiddleware: RouterMiddleware {
    let client: VerifyClient
    /// What the key must be granted.
    let permissions: PermissionQuery

    func handle(
        _ request: Request, context: GuardedRequestContext,
        next: @concurrent (Request, GuardedRequestContext) async throws -> Response
    ) async throws -> Response {
        let key: PresentedKey
        switch KeyPresentation(in: request.headers) {
        case .key(let presented): key = presented
        case .refused(let refusal): return Response(ProblemAnswer(refusal))
        }

        let verdict: Verdict
        do throws(VerifyError) {
            verdict = try await self.client.verify(
                .init(key, permissions: self.permissions, address: context.address, method: request.method))
        } catch {
            // No verdict is not the caller's fault: nobody is let in, and nobody is told that their key is bad.
            context.logger.error("no verdict", metadata: ["cause": "\(error)"])
            return Response(ProblemAnswer(error))
        }

        switch verdict {
        case .refused(let refusal):
            return Response(ProblemAnswer(refusal))
        case .admitted(let caller):
            var (head, context) = (request.head, context)
            KeyPresentation.strip(&head.headerFields)
            context.caller = caller
            return try await next(.init(head: head, body: request.body), context)
        }
    }
}
