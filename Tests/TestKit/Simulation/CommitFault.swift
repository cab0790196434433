/// What may go wrong with one commit.
package enum CommitFault: String, Sendable, CaseIterable {
    /// The process dies before the commit is durable, some of it perhaps written: nothing of it is there afterwards.
    case powerLost
    /// The process dies as soon as the commit is durable: all of it is there, and nobody was answered.
    case answerLost
    /// There is no space: nothing of it happens, unless it takes access away, and the process goes on.
    case diskFull
    /// A sync fails. Whether the commit is there, the next process sees; this one writes nothing any more.
    case syncFailed
}
