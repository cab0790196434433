/// Everything a route changes in what it forwards.
package struct RouteRewrite: Sendable, Hashable {
    package var path: PathRewrite?
    package var request: FieldRewrite?
    package var response: FieldRewrite?

    package init(path: PathRewrite? = nil, request: FieldRewrite? = nil, response: FieldRewrite? = nil) {
        self.path = path
        self.request = request
        self.response = response
    }
}
