import Auditing
import Keys
package import Storage
package import Timekeeping

extension SteadyTime.Past {
    /// As a store tells it.
    package init(of reader: any StoreReading) throws(StorageError) {
        let even = try reader.moment(.evenTime)
        self.init(
            entry: try reader.newestAuditEntry().map { .init(milliseconds: $0.timestamp) },
            seen: [try reader.moment(.rotationsNoted), even].compactMap(\.self).max(), even: even)
    }
}
