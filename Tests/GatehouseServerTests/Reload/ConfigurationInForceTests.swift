import AdminAPI
import ConfigurationReading
import Keys
import Testing

@testable import GatehouseServer

@Suite struct ConfigurationInForceTests {
    private static let text = """
        data: /var/lib/gatehouse
        upstreams: [{name: orders, address: 127.0.0.1, port: 9001}]
        routes: [{name: all, path: /**, open: true}]
        """

    private static func loaded(_ text: String = Self.text) throws -> LoadedConfiguration {
        .init(file: "a.yaml", text: text, configuration: try ServerConfiguration(file: "a.yaml", text: text))
    }

    @Test func `it is known by the SHA-256 of the file, and since when it is in force`() throws {
        let inForce = ConfigurationInForce(try Self.loaded(), at: WallTime(seconds: 7))
        // As sha256sum says of the text.
        #expect(inForce.report.digest == "73eed0d6590fd58b06ae1ae996c791dc815988c64dc3838edcdec1111631604b")
        #expect(inForce.report.since == WallTime(seconds: 7))
    }

    @Test func `what is refused is told until something is taken, and both are counted`() throws {
        let inForce = ConfigurationInForce(try Self.loaded(), at: WallTime(seconds: 7))
        let digest = inForce.report.digest
        #expect(ConfigurationFindings.findings(inForce.report).isEmpty)
        inForce.keep("a.yaml:2: something")
        inForce.keep("a.yaml:3: something else")
        #expect(inForce.report.digest == digest && inForce.report.since == WallTime(seconds: 7))
        let finding = try #require(ConfigurationFindings.findings(inForce.report).first)
        #expect(finding.kind == "configuration_refused" && finding.title.contains("a.yaml:3: something else"))
        inForce.take(try Self.loaded(Self.text + "\n"), at: WallTime(seconds: 9))
        #expect(inForce.report.digest != digest && inForce.report.since == WallTime(seconds: 9))
        #expect(ConfigurationFindings.findings(inForce.report).isEmpty)
        #expect(inForce.report.taken == 1 && inForce.report.refused == 2)
    }
}
