import Cryptography
import Keys
import Storage

/// What an operation works with: the transaction, who asks, and the tools. Lives as long as the transaction.
package struct Act {
    let transaction: any StoreWriting
    let caller: Caller
    let options: WriteOptions
    /// The moment of the act: one for all it does.
    let now: WallTime
    let tools: Tools
    /// What later acts are dated by.
    let moments: ActMoments

    /// The same at another moment.
    func at(_ moment: WallTime) -> Self {
        .init(
            transaction: self.transaction, caller: self.caller, options: self.options, now: moment, tools: self.tools,
            moments: self.moments)
    }

    var reader: any StoreReading { self.transaction }

    /// The tag that stands in the tokens of an environment, and what makes digests for its new keys.
    func minting(in environment: EnvironmentID) throws -> (tag: String, pepperVersion: UInt32, hasher: PepperHasher) {
        let tag = try self.reader.existing(environment).tag
        guard let pepper = try self.transaction.peppers(of: environment).last else {
            throw ManagementError(.internal, "the environment \(environment) has no pepper")
        }
        return (tag, pepper.version, try self.tools.keyring.hasher(for: pepper))
    }

    /// Refuses when the caller named another revision than the one there is, or had to name one and did not.
    func require(revision: UInt64, isMandatory: Bool = false) throws(ManagementError) {
        guard let expected = self.options.expectedRevision else {
            guard isMandatory else { return }
            throw .init(
                .preconditionRequired, "This change must name the revision it is made to.",
                fix: "Send If-Match with the ETag of the object as you read it.")
        }
        guard expected == revision else { throw .init(StorageError(.stale, "")) }
    }
}
