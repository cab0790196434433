/// A bug put in on purpose, to see that the simulation finds it.
package enum PlantedBug: String, Sendable, CaseIterable, Hashable {
    /// One publication in eight never reaches the gateway.
    case publicationDropped
    /// A crash loses the last acknowledged commit.
    case commitLost
    /// First uses are never written down.
    case firstUseForgotten
}
