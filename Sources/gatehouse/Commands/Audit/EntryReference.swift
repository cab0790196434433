import ArgumentParser

/// Which entry of the audit log is meant.
struct EntryReference: ParsableArguments {
    @Argument(help: .init("The number of the entry; the first is 0.", valueName: "sequence"))
    var sequence: Int64

    func validate() throws {
        guard self.sequence >= 0 else { throw ValidationError("Entries count from 0.") }
    }
}
