import Hummingbird

/// Nothing is kept beside a request: who asks does not matter, who signed does.
struct WitnessRequestContext: InitializableFromSource, Sendable {
    typealias Source = ApplicationRequestContextSource

    init(source: ApplicationRequestContextSource) {}
}
