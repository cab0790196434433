import Foundation
import GRDB

extension [UInt8] {
    /// The bytes as a value to store.
    var blob: DatabaseValue { Data(self).databaseValue }
}

extension Row {
    /// The bytes in a column; empty when there are none.
    func bytes(_ index: Int) -> [UInt8] { (self[index] as Data?).map { Array($0) } ?? [] }
}
