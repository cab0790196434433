import Admission
import JSONText

/// What is wrong with a body, and where.
struct BodyFault {
    let location: BodyLocation
    /// The `code` of the entry in `errors`.
    let code: StaticString
    let message: String

    init(_ fault: JSONFault, at location: BodyLocation) {
        self.location = location
        self.code = fault.name
        self.message = "\(fault.message) (at byte \(fault.offset))"
    }

    init(_ fault: PermissionQueryFault, at location: BodyLocation) {
        self.location = location
        self.code = "malformed"
        self.message = fault.message
    }
}
