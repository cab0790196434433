import ConfigurationReading
import GatehouseServer
import Gateway
import Keys
import Testing

@Suite struct DevelopmentConfigurationTests {
    @Test func `the development configuration keeps everything on loopback`() {
        let configuration = ServerConfiguration.development
        #expect(IPAddress(configuration.gateway.address)?.isLoopback == true)
        #expect(IPAddress(configuration.admin.address)?.isLoopback == true)
        #expect((try? configuration.gateway.validated()) != nil)
    }
}
