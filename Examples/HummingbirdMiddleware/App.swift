import GatehouseAsyncHTTPClient
import GatehouseClient
import Hummingbird

/// Serves the example: `GATEHOUSE_VERIFY` says where Gatehouse verifies, `GATEHOUSE_VERIFY_KEY_FILE` which file holds a
/// key that is granted `keys:verify`.
@main
struct App {
    static func main() async throws {
        let settings = Environment()
        let endpoint = try Endpoint(settings.get("GATEHOUSE_VERIFY") ?? "http://127.0.0.1:8082")
        let credential = CredentialFile(settings.get("GATEHOUSE_VERIFY_KEY_FILE") ?? "verify.key")
        try await AsyncHTTPClientTransport.with { transport in
            let client = VerifyClient(endpoint: endpoint, credential: credential, transport: transport)
            try await DocumentsApplication.application(client).runService()
        }
    }
}
