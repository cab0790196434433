/// The names of an object that were seen already, for objects whose members are not known beforehand: each may stand there
/// once. Names that Unicode holds for equal (NFC) count as the same.
package struct MemberNames {
    private let most: Int
    private var seen: Set<String> = []

    package init(most: Int = .max) { self.most = most }

    /// Notes a name; refuses it the second time, and whatever is more than `most`.
    package mutating func insert(_ name: String, at offset: Int) throws(JSONFault) {
        guard self.seen.count < self.most else { throw .init(.tooManyMembers, at: offset) }
        guard self.seen.insert(name).inserted else { throw .init(.repeatedMember, at: offset) }
    }
}
