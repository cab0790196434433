import KeyImport
import Keys

/// A key file of another system: the first byte chooses whose. Whatever it holds, reading ends, what comes out keeps to the
/// bounds, and no fault quotes what it is about.
enum ImportTarget {
    static func run(_ bytes: [UInt8]) -> Int32 {
        guard let first = bytes.first else { return 0 }
        let source = ImportSource.allCases[Int(first) % ImportSource.allCases.count]
        let file = ImportFile.read(Array(bytes.dropFirst()), from: source)
        precondition(file.faults.count <= ImportFile.mostFaults, "faults are bounded")
        precondition(file.remarks.count <= ImportFile.mostRemarks, "remarks are bounded")
        for key in file.keys {
            precondition(key.line >= 1, "lines count from 1")
            precondition(!key.foreignID.isEmpty && !key.name.isEmpty, "every key has a name")
            precondition(key.limits.allSatisfy { $0.objection == nil }, "limits are in range")
            if case .token(let token) = key.credential {
                precondition(ForeignToken.isAdmissible(token.bytes.span), "tokens can be presented")
            }
        }
        return 0
    }
}
