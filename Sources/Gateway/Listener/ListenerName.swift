/// The listeners of the data plane whose clients may speak TLS. The raw value is their position in the metrics.
enum ListenerName: UInt16, CaseIterable {
    case gateway = 0
    case verify = 1
}
