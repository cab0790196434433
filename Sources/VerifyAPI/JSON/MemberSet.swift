import JSONText

/// The members of an object that were seen already: each may stand there once.
struct MemberSet {
    private var seen: UInt32 = 0

    /// Notes a member by its number, below 32; refuses it the second time.
    mutating func insert(_ member: some RawRepresentable<UInt8>, at offset: Int) throws(JSONFault) {
        let bit = UInt32(1) << UInt32(member.rawValue & 31)
        guard self.seen & bit == 0 else { throw .init(.repeatedMember, at: offset) }
        self.seen |= bit
    }
}
