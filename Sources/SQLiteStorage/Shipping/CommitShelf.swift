package import Keys
import Storage

/// Where a chain of segments stands: so many commits of it are in what says so.
package struct ShippingPosition: Hashable, Sendable {
    /// 32 hexadecimal digits.
    package let chain: String
    package let commit: UInt64

    package init(chain: String, commit: UInt64) {
        self.chain = chain
        self.commit = commit
    }
}

/// A chain of segments that begins with a copy of the store.
package struct ChainBeginning: Sendable {
    let name: String
    let wallTime: @Sendable () -> WallTime

    /// `name` is 32 hexadecimal digits, which no chain had before; commits get their time from `wallTime`.
    package init(name: String, wallTime: @escaping @Sendable () -> WallTime) {
        self.name = name
        self.wallTime = wallTime
    }
}

/// Commits that wait for being shipped, for one chain of segments, or for two while a new one begins. A commit is here
/// before anybody is told of it, whatever becomes of the write-ahead log afterwards.
struct CommitShelf: Sendable {
    /// Pages that wait, for each chain: with more the chain is broken, and needs a new beginning.
    static let mostBytes = 64 << 20

    fileprivate struct Chain {
        /// Commits that the shelf saw before it began.
        let before: UInt64
        var waiting: [PageCommit] = []
        var length = 0
        var last: UInt64 = 0
        var failure: StorageError?
    }

    private var tail: LogTail
    private var chains: [String: Chain] = [:]
    private var newest: String?
    /// Commits since the shelf was put up.
    private(set) var seen: UInt64 = 0
    private let wallTime: @Sendable () -> WallTime

    init(_ log: String, wallTime: @escaping @Sendable () -> WallTime) throws(StorageError) {
        self.tail = LogTail(log)
        self.wallTime = wallTime
        _ = try self.tail.commits(atMost: .max)
    }

    var isEmpty: Bool { self.chains.isEmpty }

    /// Takes what was committed since the last call. `entries` is the length of the audit log now.
    mutating func collect(entries: UInt64) {
        do throws(StorageError) {
            for commit in try self.tail.commits(atMost: Self.mostBytes) { self.add(commit, entries) }
        } catch {
            for name in self.chains.keys { self.chains[name]?.failure = error }
        }
    }

    private mutating func add(_ commit: LogTail.Commit, _ entries: UInt64) {
        let pages = commit.pages.map { PageCommit.Page(number: $0.key, bytes: $0.value) }.sorted {
            $0.number < $1.number
        }
        let made = PageCommit(
            number: 0, time: self.wallTime(), entries: entries, databasePages: commit.databasePages, pages: pages)
        self.seen += 1
        for name in self.chains.keys { self.chains[name]?.add(made) }
    }

    /// Begins a chain with the commit that comes next.
    mutating func begin(_ chain: String) {
        self.chains[chain] = Chain(before: self.seen)
        self.newest = chain
    }

    /// Forgets a chain.
    mutating func end(_ chain: String) {
        self.chains[chain] = nil
        if self.newest == chain { self.newest = self.chains.keys.first }
    }

    /// What waits. Throws when something is missing in it.
    func waiting(_ chain: String) throws(StorageError) -> [PageCommit] {
        guard let chain = self.chains[chain] else { throw .init(.stale, "the chain of segments has ended") }
        if let failure = chain.failure { throw failure }
        return chain.waiting
    }

    /// What was shipped waits no more.
    ///
    /// - Returns: how many of the commits that were seen are shipped with it.
    mutating func shipped(_ chain: String, through number: UInt64) -> UInt64 {
        self.chains[chain]?.drop(through: number)
        return (self.chains[chain]?.before ?? 0) + number
    }

    /// Where the chain stands that began last.
    var position: ShippingPosition? {
        guard let newest, let chain = self.chains[newest], chain.failure == nil else { return nil }
        return .init(chain: newest, commit: chain.last)
    }
}

extension CommitShelf.Chain {
    fileprivate mutating func add(_ commit: PageCommit) {
        guard self.failure == nil else { return }
        var commit = commit
        self.last += 1
        commit.number = self.last
        self.length += commit.length
        self.waiting.append(commit)
        guard self.length > CommitShelf.mostBytes else { return }
        self.failure = .init(.overloaded, "more waits to be shipped than is kept for it")
        self.waiting = []
        self.length = 0
    }

    fileprivate mutating func drop(through number: UInt64) {
        let count = self.waiting.prefix { $0.number <= number }.count
        self.length -= self.waiting.prefix(count).reduce(0) { $0 + $1.length }
        self.waiting.removeFirst(count)
    }
}
