import Keys

extension MethodSet {
    /// Reads `methods`: a list of GET HEAD OPTIONS POST PUT PATCH DELETE.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let methods = try node.items().map { (item) throws(ConfigurationError) in
            let name = try item.string()
            guard let method = RequestMethod(name: name) else {
                throw item.error("'\(name)' is not one of GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE")
            }
            return method
        }
        guard !methods.isEmpty else { throw node.error("must name at least one method") }
        self.init(methods)
    }
}
