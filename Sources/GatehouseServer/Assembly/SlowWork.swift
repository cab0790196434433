import Admission
import Cryptography
import KeyManagement
import NIOPosix
import RateLimiting

/// The threads on which slow hashes are computed: apart from the event loops, and those that serve requests apart from
/// those that serve imports and from those that look for who holds a token.
struct SlowWork: Sendable {
    /// Wrong tokens that whoever asks may have tried in one environment in a minute.
    private static let wrongTokensPerMinute: UInt32 = 60

    private let proofs = NIOThreadPool(numberOfThreads: 2)
    private let imports = NIOThreadPool(numberOfThreads: 1)
    private let searches = NIOThreadPool(numberOfThreads: 1)

    init() {
        self.proofs.start()
        self.imports.start()
        self.searches.start()
    }

    /// Where foreign tokens that could be guessed are proven.
    func desk() -> ForeignDesk { self.desk(on: self.proofs, wrongTokens: Self.wrongTokensPerMinute) }

    /// Where the same is done for found tokens: what is shown there takes no place from requests, and has no standing there.
    func searchDesk() -> ForeignDesk { self.desk(on: self.searches, wrongTokens: Self.wrongTokensPerMinute) }

    /// The same for reports that somebody has signed; they are bounded by `HolderFinder`.
    func reportDesk() -> ForeignDesk { self.desk(on: self.searches, wrongTokens: .max) }

    private func desk(on pool: NIOThreadPool, wrongTokens: UInt32) -> ForeignDesk {
        var random = SystemRandomNumberGenerator()
        let attempts = FailureBudget(failures: wrongTokens, generator: &random)
        let secret = SecretBytes(random: 32, from: SecureRandom.system)
        return secret.withBytes { secret in
            ForeignDesk(processSecret: secret, attempts: attempts, run: Self.executor(pool))
        }
    }

    /// Where imports make their proofs.
    func workbench() -> Workbench { Workbench(Self.executor(self.imports)) }

    func shutDown() async {
        try? await self.proofs.shutdownGracefully()
        try? await self.imports.shutdownGracefully()
        try? await self.searches.shutdownGracefully()
    }

    private static func executor(_ pool: NIOThreadPool) -> @Sendable (@escaping @Sendable () -> Void) -> Void {
        { work in pool.submit { _ in work() } }
    }
}
