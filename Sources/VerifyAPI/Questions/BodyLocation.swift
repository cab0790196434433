/// Where in a body something stands.
struct BodyLocation {
    /// Position among the verifications of a batch; -1 outside of one.
    var verification = -1
    /// The list that is being read, and the position in it; -1 outside of one.
    var list: StaticString = ""
    var element = -1
    /// The member that is being read; empty between members.
    var member: StaticString = ""

    /// Begins a member of the object itself.
    mutating func enter(_ member: StaticString) {
        self.list = ""
        self.element = -1
        self.member = member
    }

    /// Begins an element of a list.
    mutating func enter(_ list: StaticString, element: Int) {
        self.list = list
        self.element = element
        self.member = ""
    }

    /// Appends the location as a JSON pointer in a URI fragment (RFC 6901, 6): `#/verifications/3/limits/0/cost`.
    func writePointer(to output: inout [UInt8]) {
        output.write("#")
        if self.verification >= 0 {
            output.write("/verifications/")
            output.writeDecimal(UInt64(self.verification))
        }
        if self.element >= 0 {
            output.write("/")
            output.write(self.list)
            output.write("/")
            output.writeDecimal(UInt64(self.element))
        }
        guard self.member.utf8CodeUnitCount > 0 else { return }
        output.write("/")
        output.write(self.member)
    }

    /// Appends the location as Unkey writes it: `body.ratelimits[0].cost`.
    func write(to output: inout [UInt8]) {
        output.write("body")
        if self.element >= 0 {
            output.write(".")
            output.write(self.list)
            output.write("[")
            output.writeDecimal(UInt64(self.element))
            output.write("]")
        }
        guard self.member.utf8CodeUnitCount > 0 else { return }
        output.write(".")
        output.write(self.member)
    }
}
