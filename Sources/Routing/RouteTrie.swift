import HTTPMachines

/// The path templates of one host as a tree of segments in flat arrays.
///
/// The most specific template wins: at each segment a literal before a parameter before the rest. Every node is reached
/// by one path, so a look-up visits each at most once, whatever the request says.
struct RouteTrie {
    struct Node {
        var literals: [Edge] = []
        var parameter = -1
        /// Endpoint of a template that ends here.
        var endpoint = -1
        /// Endpoint of a template whose rest begins here.
        var rest = -1
    }

    struct Edge {
        let literal: [UInt8]
        let node: Int
    }

    private var nodes = [Node()]

    /// The endpoint of the template; `new` when there was none yet.
    mutating func endpoint(of template: RouteTemplate, new: Int) -> Int {
        var node = 0
        for segment in template.segments { node = self.child(of: node, segment) }
        let existing = template.hasRest ? self.nodes[node].rest : self.nodes[node].endpoint
        guard existing < 0 else { return existing }
        if template.hasRest { self.nodes[node].rest = new } else { self.nodes[node].endpoint = new }
        return new
    }

    /// The endpoint of the most specific template that matches, or -1. The path begins with a slash. More specific ones
    /// that another spelling of the path would match are noted in `near`.
    func match(_ path: ByteRange, of bytes: Span<UInt8>, noting near: inout NearMatches) -> Int {
        self.match(node: 0, PathSegments(path), bytes, &near)
    }

    private func match(
        node index: Int, _ segments: PathSegments, _ bytes: Span<UInt8>, _ near: inout NearMatches
    ) -> Int {
        var segments = segments
        guard let segment = segments.next(in: bytes) else {
            let endpoint = self.nodes[index].endpoint
            if endpoint >= 0 { return endpoint }
            near.note(self.slashed(index))
            return self.nodes[index].rest
        }
        for edge in self.nodes[index].literals
        where PathSegments.equals(segment, of: bytes, literal: edge.literal.span) {
            let found = self.match(node: edge.node, segments, bytes, &near)
            if found >= 0 { return found }
        }
        self.noteNear(node: index, segment, segments, bytes, &near)
        if self.nodes[index].parameter >= 0, !segment.isEmpty {
            let found = self.match(node: self.nodes[index].parameter, segments, bytes, &near)
            if found >= 0 { return found }
        }
        return self.nodes[index].rest
    }

    /// Notes what the path would match from here with this segment in another case, or without a final slash.
    private func noteNear(
        node index: Int, _ segment: ByteRange, _ segments: PathSegments, _ bytes: Span<UInt8>,
        _ near: inout NearMatches
    ) {
        guard !segment.isEmpty else { return near.note(self.nodes[index].endpoint) }
        for edge in self.nodes[index].literals
        where PathSegments.equals(segment, of: bytes, literal: edge.literal.span, foldingCase: true)
            && !PathSegments.equals(segment, of: bytes, literal: edge.literal.span)
        {
            near.note(self.nearest(node: edge.node, segments, bytes))
        }
    }

    /// The most specific endpoint for the rest of a path, whatever the case of its letters, with or without a final slash.
    private func nearest(node index: Int, _ segments: PathSegments, _ bytes: Span<UInt8>) -> Int {
        var segments = segments
        let endpoint = self.nodes[index].endpoint
        guard let segment = segments.next(in: bytes) else {
            if endpoint >= 0 { return endpoint }
            let slashed = self.slashed(index)
            return slashed >= 0 ? slashed : self.nodes[index].rest
        }
        for edge in self.nodes[index].literals
        where PathSegments.equals(segment, of: bytes, literal: edge.literal.span, foldingCase: true) {
            let found = self.nearest(node: edge.node, segments, bytes)
            if found >= 0 { return found }
        }
        if segment.isEmpty, endpoint >= 0 { return endpoint }
        if self.nodes[index].parameter >= 0, !segment.isEmpty {
            let found = self.nearest(node: self.nodes[index].parameter, segments, bytes)
            if found >= 0 { return found }
        }
        return self.nodes[index].rest
    }

    /// The endpoint of a template that goes on with nothing but a slash, or -1.
    private func slashed(_ index: Int) -> Int {
        for edge in self.nodes[index].literals where edge.literal.isEmpty { return self.nodes[edge.node].endpoint }
        return -1
    }

    private mutating func child(of node: Int, _ segment: RouteTemplate.Segment) -> Int {
        switch segment {
        case .parameter:
            if self.nodes[node].parameter < 0 {
                self.nodes.append(Node())
                self.nodes[node].parameter = self.nodes.count - 1
            }
            return self.nodes[node].parameter
        case .literal(let literal):
            if let edge = self.nodes[node].literals.first(where: { $0.literal == literal }) { return edge.node }
            self.nodes.append(Node())
            self.nodes[node].literals.append(Edge(literal: literal, node: self.nodes.count - 1))
            return self.nodes.count - 1
        }
    }
}
