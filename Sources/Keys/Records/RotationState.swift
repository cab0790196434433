package enum RotationState: String, Hashable, Sendable, CaseIterable {
    case pending, overlapping, finished, cancelled
}
