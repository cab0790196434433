package import Keys
import Synchronization

/// Where loops find the databases that are in force, and whoever reads files puts others.
package final class PlaceDirectory: Sendable {
    private let places = Mutex<Places?>(nil)
    /// Counts what was put; 0 while there are none.
    private let generation = Atomic<UInt64>(0)

    package init() {}

    /// Takes other databases into force, for every request that comes from here on; `nil` for none.
    package func put(_ places: Places?) {
        self.places.withLock { $0 = places }
        self.generation.wrappingAdd(1, ordering: .releasing)
    }

    package var current: Places? { self.places.withLock(\.self) }

    /// A loop's own view: one comparison for each request while nothing changes.
    package struct Reader {
        private let directory: PlaceDirectory
        private var places: Places?
        private var generation: UInt64 = 0

        package init(_ directory: PlaceDirectory) { self.directory = directory }

        /// Where an address is; `unknown` while there are no databases.
        package mutating func place(of address: IPAddress) -> Place {
            let generation = self.directory.generation.load(ordering: .acquiring)
            if generation != self.generation {
                self.generation = generation
                self.places = self.directory.current
            }
            guard let places = self.places else { return .unknown }
            return places.place(of: address)
        }
    }
}
