import Admission
import Cryptography
import KeyManagement
import NIOPosix
import RateLimiting

/// The threads on which slow hashes are computed: apart from the event loops, and those that serve requests apart from
/// those that serve imports.
struct SlowWork: Sendable {
    /// Wrong tokens that whoever asks may have tried in one environment in a minute.
    private static let wrongTokensPerMinute: UInt32 = 60

    private let proofs = NIOThreadPool(numberOfThreads: 2)
    private let imports = NIOThreadPool(numberOfThreads: 1)

    init() {
        self.proofs.start()
        self.imports.start()
    }

    /// Where foreign tokens that could be guessed are proven.
    func desk() -> ForeignDesk {
        var random = SystemRandomNumberGenerator()
        let attempts = FailureBudget(failures: Self.wrongTokensPerMinute, generator: &random)
        let secret = SecretBytes(random: 32, from: SecureRandom.system)
        return secret.withBytes { secret in
            ForeignDesk(processSecret: secret, attempts: attempts, run: Self.executor(self.proofs))
        }
    }

    /// Where imports make their proofs.
    func workbench() -> Workbench { Workbench(Self.executor(self.imports)) }

    func shutDown() async {
        try? await self.proofs.shutdownGracefully()
        try? await self.imports.shutdownGracefully()
    }

    private static func executor(_ pool: NIOThreadPool) -> @Sendable (@escaping @Sendable () -> Void) -> Void {
        { work in pool.submit { _ in work() } }
    }
}
