extension RequestHead {
    /// Whether bytes of a body follow.
    package var hasBody: Bool {
        switch self.framing {
        case .none, .length(0): false
        case .length, .chunked, .untilClose: true
        }
    }
}
