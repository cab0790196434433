package import Storage

/// What every store must do, whatever it is made of. Each case is one promise of the store protocols.
package enum StoreConformance: String, CaseIterable, Sendable, CustomStringConvertible {
    case keepsRecordsWhole = "records come back as they were written"
    case readsItsOwnWrites = "a transaction sees what it wrote"
    case takesBackWhatThrew = "a write that throws leaves nothing behind"
    case refusesDuplicates = "unique ids and names are taken once"
    case refusesStaleUpdates = "an update of an older revision is stale"
    case publishesBeforeAnswering = "changes are published once, before the answer"
    case publishesNothingElse = "what is no change of a record is not published"
    case ordersConcurrentWrites = "concurrent writes are published in the order of their commits"
    case pagesByID = "lists go on after an id, in order"
    case keepsPolicies = "policies come back as they were written, by name and page, and are published"
    case filtersKeys = "keys are listed newest first, and filters agree with their definition"
    case findsEndingRotations = "rotations that end by themselves are found in order"
    case streamsKeys = "every key is streamed once"
    case keepsForeignCredentials = "credentials of imported keys are found by what they are asked for, and taken once"
    case keepsLatestCallers = "the latest callers of each version are remembered"
    case keepsIdempotencyRecords = "idempotency records are replaced, and removed oldest first"
    case chainsAuditEntries = "audit entries are numbered without a gap, listed both ways and filtered"
    case keepsSealedKeys = "slots, system keys, keyrings and data keys come back as they were written"
    case erasesDetails = "details are sealed for each person, and erased with the person's keys"
    case marksLeakedPeppers = "a leaked pepper is marked and published, and digests in digests come back"
    case destroysPeppers = "a destroyed pepper leaves its number, and is published"
    case keepsLogKeys = "a head is signed by the log's keys as its commit leaves them"
    case keepsRekeyings = "one replacement of a key is under way for a kind and a tenant"
    case provesWhatItAppended = "a write's answer proves the entries it appended"
    case provesPastItsMemory = "an entry is proven however many follow it in the same commit"
    case forgetsLeavesThatWereTakenBack = "a write that throws leaves no trace in the tree"
    case servesTheTree = "head, tiles, bundles and proofs are those of the entries"
    case checksItsHistory = "entries are held against the tree, and another tree's are refused"
    case remembersMarks = "marks are remembered"
    case remembersExportPositions = "positions of sinks are remembered apart"
    case endsWithClose = "a closed store refuses"

    /// Makes a fresh, empty store with the hook it is handed.
    package typealias Factory = @Sendable (@escaping PublishHook) async throws -> any Store

    package var description: String { self.rawValue }

    /// Tries the promise on a fresh store; throws `ConformanceFailure` when it is broken.
    package func check(_ makeStore: Factory) async throws {
        let published = PublishedChanges()
        let store = try await makeStore { published.append($0) }
        let bench = ConformanceBench(store: store, published: published)
        switch self {
        case .keepsRecordsWhole: try await bench.keepsRecordsWhole()
        case .readsItsOwnWrites: try await bench.readsItsOwnWrites()
        case .takesBackWhatThrew: try await bench.takesBackWhatThrew()
        case .refusesDuplicates: try await bench.refusesDuplicates()
        case .refusesStaleUpdates: try await bench.refusesStaleUpdates()
        case .publishesBeforeAnswering: try await bench.publishesBeforeAnswering()
        case .publishesNothingElse: try await bench.publishesNothingElse()
        case .ordersConcurrentWrites: try await bench.ordersConcurrentWrites()
        case .pagesByID: try await bench.pagesByID()
        case .keepsPolicies: try await bench.keepsPolicies()
        case .filtersKeys: try await bench.filtersKeys()
        case .findsEndingRotations: try await bench.findsEndingRotations()
        case .streamsKeys: try await bench.streamsKeys()
        case .keepsForeignCredentials: try await bench.keepsForeignCredentials()
        case .keepsLatestCallers: try await bench.keepsLatestCallers()
        case .keepsIdempotencyRecords: try await bench.keepsIdempotencyRecords()
        case .chainsAuditEntries: try await bench.chainsAuditEntries()
        case .keepsSealedKeys: try await bench.keepsSealedKeys()
        case .erasesDetails: try await bench.erasesDetails()
        case .marksLeakedPeppers: try await bench.marksLeakedPeppers()
        case .destroysPeppers: try await bench.destroysPeppers()
        case .keepsLogKeys: try await bench.keepsLogKeys()
        case .keepsRekeyings: try await bench.keepsRekeyings()
        case .provesWhatItAppended: try await bench.provesWhatItAppended()
        case .provesPastItsMemory: try await bench.provesPastItsMemory()
        case .forgetsLeavesThatWereTakenBack: try await bench.forgetsLeavesThatWereTakenBack()
        case .servesTheTree: try await bench.servesTheTree()
        case .checksItsHistory: try await bench.checksItsHistory()
        case .remembersMarks: try await bench.remembersMarks()
        case .remembersExportPositions: try await bench.remembersExportPositions()
        case .endsWithClose: try await bench.endsWithClose()
        }
        await store.close()
    }
}

/// A promise of the store protocols that a store broke.
package struct ConformanceFailure: Error, CustomStringConvertible {
    package let description: String
}
