import ArgumentParser
import GatehouseServer

/// `gatehouse demo-upstream`
struct DemoUpstreamCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo-upstream",
        abstract: "Run a small API that answers with what it received, as JSON.",
        discussion: """
            EXAMPLES
              gatehouse demo-upstream
              gatehouse demo-upstream --port 9000
              curl http://127.0.0.1:9000/orders?status=503      chooses the status of the answer
            """)

    @Option(help: "The IP address to listen on.")
    var address = "127.0.0.1"

    @Option(help: "The port to listen on; 0 takes a free one.")
    var port = 8090

    func run() async throws {
        guard (0...65_535).contains(self.port) else { throw CommandFailure.usage("a port is 0 to 65535") }
        do {
            try await StandaloneDemo.run(address: self.address, port: self.port) { port in
                StandardStream.output.writeLine("demo upstream on http://\(self.address):\(port)")
            }
        } catch {
            throw ServerFailure.describe(error)
        }
    }
}
