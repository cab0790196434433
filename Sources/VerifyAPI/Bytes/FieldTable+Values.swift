import HTTPMachines

extension FieldTable {
    /// The value of the one field of that name, which is in lower case; `nil` when there is none, or more than one.
    func onlyValue(named name: StaticString, in head: Span<UInt8>) -> ByteRange? {
        var found: ByteRange?
        for index in 0..<self.count where self.isNamed(index, name, in: head) {
            guard found == nil else { return nil }
            found = self[index].value
        }
        return found
    }

    /// Whether a field of that name is there.
    func contains(named name: StaticString, in head: Span<UInt8>) -> Bool {
        for index in 0..<self.count where self.isNamed(index, name, in: head) { return true }
        return false
    }

    private func isNamed(_ index: Int, _ name: StaticString, in head: Span<UInt8>) -> Bool {
        let range = self[index].name
        guard Int(range.count) == name.utf8CodeUnitCount else { return false }
        return head.extracting(range.offsets).isEqualIgnoringCase(to: name)
    }
}
