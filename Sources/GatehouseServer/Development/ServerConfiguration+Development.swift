import Admission
package import ConfigurationReading
import Gateway
import KeyManagement
import Keys

extension ServerConfiguration {
    /// What `serve --dev` runs with when no file is named: everything on loopback, state in `./data`, the demo upstream
    /// behind two routes. The root key lies in the data folder, which only `--dev` may do.
    package static var development: ServerConfiguration {
        let demo = UpstreamConfiguration(name: "demo", host: "127.0.0.1", port: 8090)
        let read = RouteConfiguration(
            rules: Self.rules(0, "demo-read", "demo:read"), methods: MethodSet([.get, .head, .options]), path: "/**")
        let write = RouteConfiguration(
            rules: Self.rules(1, "demo-write", "demo:write"), methods: MethodSet([.post, .put, .patch, .delete]),
            path: "/**")
        var configuration = ServerConfiguration(
            dataFolder: "data", rootKeyFile: "data/root.key", gateway: .init(upstreams: [demo], routes: [read, write]))
        configuration.verify = Self.developmentVerify
        return configuration
    }

    /// A verify listener on loopback, where being there is proof enough for a proxy.
    private static var developmentVerify: VerifySettings {
        var forwardAuth = ForwardAuthSettings()
        forwardAuth.addresses = ["127.0.0.0/8", "::1"].compactMap { NetworkRange($0) }
        var verify = VerifySettings()
        verify.forwardAuth = forwardAuth
        return verify
    }

    private static func rules(_ index: Int, _ name: String, _ permission: String) -> RouteRules {
        .init(
            index: index, name: name, project: FirstSteps.projectName, environment: FirstSteps.environmentName,
            permission: Permission(permission))
    }
}
