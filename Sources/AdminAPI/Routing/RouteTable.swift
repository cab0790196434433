/// Finds the endpoint of a request.
struct RouteTable: Sendable {
    enum Match: Sendable {
        case endpoint(Endpoint, parameters: [String: String])
        /// The path exists, with these methods.
        case otherMethods([String])
        case none
    }

    let endpoints: [Endpoint]

    init(_ endpoints: [Endpoint]) { self.endpoints = endpoints }

    /// HEAD is answered where GET is, without the body.
    func match(method: String, path: String) -> Match {
        let method = method == "HEAD" ? "GET" : method
        let parts = PathTemplate.parts(of: path)
        var allowed: [String] = []
        for endpoint in self.endpoints {
            guard let parameters = endpoint.template.match(parts) else { continue }
            if endpoint.method.rawValue == method { return .endpoint(endpoint, parameters: parameters) }
            allowed.append(endpoint.method.rawValue)
            if endpoint.method == .get { allowed.append("HEAD") }
        }
        return allowed.isEmpty ? .none : .otherMethods(allowed.sorted())
    }
}
