/// What the files of a store hold at a moment.
struct CrashImage {
    let database: [UInt8]
    let log: [UInt8]

    /// What is on the disk when the power goes while the commit that led here from an older image is written: the new log
    /// up to somewhere, then the old one, which may hold frames that were torn before. `place`: how far, in 256ths.
    func torn(after old: Self, at place: UInt8) -> Self {
        // The log was brought into the database right after the commit, which therefore did not begin yet.
        guard self.database == old.database, self.log.count >= old.log.count else { return old }
        let isSame = { (index: Int) in index < old.log.count && old.log[index] == self.log[index] }
        guard let first = self.log.indices.first(where: { !isSame($0) }),
            let last = self.log.indices.last(where: { !isSame($0) })
        else { return self }
        // The byte at `last` belongs to the frame that makes it a commit, and never gets there.
        let cut = first + Int(place) * (last - first) / 256
        return .init(database: self.database, log: Array(self.log[..<cut]) + old.log.dropFirst(cut))
    }
}
