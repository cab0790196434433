import Auditing

/// Keys and names of signed notes.
extension ConfigurationNode {
    /// A verifier key of signed notes, `name+hash+key`, of the kind that is wanted here.
    func verifierKey(_ kind: NoteVerifierKey.Kind) throws(ConfigurationError) -> NoteVerifierKey {
        let text = try self.string()
        let key: NoteVerifierKey
        do {
            key = try NoteVerifierKey(text)
        } catch {
            throw self.error(error.message)
        }
        guard key.kind == kind else {
            throw self.error("is a verifier key of another kind: a log's or a witness's, the other is wanted here")
        }
        return key
    }

    /// A name that signatures can carry: no space, no plus.
    func keyName() throws(ConfigurationError) -> String {
        let name = try self.string(longest: 255)
        guard NoteName.isValid(name) else {
            throw self.error("must be a name without spaces and '+', such as witness.example/gatehouse")
        }
        return name
    }
}
