import Admission
import Keys

/// A query is refused with a place inside it, or has a meaning in which more rights never satisfy less.
enum PermissionQueryTarget {
    static func run(_ bytes: [UInt8]) -> Int32 {
        do throws(PermissionQueryFault) {
            let query = try PermissionQuery(bytes.span)
            precondition((1...PermissionQuery.mostTerms).contains(query.slugs.count), "slugs are bounded")
            precondition(!query.evaluate(Grants()), "nothing is held by nobody")
            let concrete = query.slugs.compactMap(\.permission).compactMap { PermissionPattern($0.description) }
            if concrete.count == query.slugs.count {
                precondition(query.evaluate(Grants(allowed: concrete)), "who holds every slug satisfies the query")
            }
        } catch {
            precondition(error.position >= 0 && error.position <= bytes.count, "a fault has a place in the text")
            precondition(!error.message.isEmpty, "a fault has words")
        }
        return 0
    }
}
