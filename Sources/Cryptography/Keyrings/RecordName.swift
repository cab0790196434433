/// What a sealed record is: everything of its context that its key does not say itself.
package struct RecordName: Hashable, Sendable {
    package let objectType: String
    package let objectID: String
    package let objectVersion: UInt64
    package let purpose: String

    package init(objectType: String, objectID: String, objectVersion: UInt64, purpose: String) {
        self.objectType = objectType
        self.objectID = objectID
        self.objectVersion = objectVersion
        self.purpose = purpose
    }
}
