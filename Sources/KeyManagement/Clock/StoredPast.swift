import Auditing
import Keys
package import Storage
package import Timekeeping

extension SteadyTime.Past {
    /// As a store tells it.
    package init(of reader: any StoreReading) throws(StorageError) {
        self.init(
            entry: try reader.newestAuditEntry().map { .init(milliseconds: $0.timestamp) },
            seen: try reader.moment(.rotationsNoted), even: try reader.moment(.evenTime))
    }
}
