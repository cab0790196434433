package import AdminAPI
package import Backups
import ConfigurationReading
package import Cryptography
import DecisionLog
package import DurableFiles
package import Gateway
import NIOCore
package import Storage
package import Witnessing

/// Why the server cannot start or go on: one sentence and the exit code of docs/operating.md.
package struct StartFailure: Error, Sendable, CustomStringConvertible {
    /// Exit codes of `serve` and of offline commands; values are those of sysexits(3) where they fit.
    package enum Code: Int32, Sendable, CaseIterable {
        /// Database foreign or damaged.
        case database = 65
        /// Root key missing or wrong, or a file that a command was to read is missing.
        case rootKey = 66
        /// Address in use, or a service needed at start is away.
        case unavailable = 69
        /// A bug.
        case `internal` = 70
        /// No space or no right to create files.
        case cannotCreate = 73
        /// Storage poisoned by a failed write or fsync.
        case poisoned = 74
        /// Data folder held by another process.
        case held = 75
        /// The storage is older than what was known of it outside.
        case rolledBack = 76
        /// A secret or folder that others can read or write.
        case exposed = 77
        /// Configuration refused.
        case configuration = 78
    }

    package let code: Code
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { self.message }

    /// What any error at start comes down to.
    package init(_ error: any Error) {
        switch error {
        case let failure as StartFailure: self = failure
        case let error as ConfigurationError: self.init(.configuration, error.description)
        case let error as StorageError: self.init(error)
        case let error as CryptographyError: self.init(error)
        case let error as GatewayError: self.init(error)
        case let error as DecisionLogError: self.init(.cannotCreate, error.description)
        case let error as AdminServerError: self.init(error)
        case let fault as BackupFault: self.init(fault)
        case let error as FileFailure: self.init(error)
        case let error as WitnessFault: self.init(error)
        case let error as IOError: self.init(.unavailable, "a listener cannot be opened: \(error)")
        default: self.init(.internal, "the server cannot start: \(error)")
        }
    }

    package init(_ error: StorageError) {
        switch error.code {
        case .foreign, .damaged: self.init(.database, error.message)
        case .wrongRootKey: self.init(.rootKey, error.message)
        case .full, .denied: self.init(.cannotCreate, error.message)
        case .held: self.init(.held, error.message)
        case .exposed: self.init(.exposed, error.message)
        case .poisoned: self.init(.poisoned, error.message)
        case .overloaded, .duplicate, .stale, .closed, .unexpected: self.init(.internal, error.message)
        }
    }

    package init(_ error: CryptographyError) {
        switch error.code {
        case .keyFileOpenToOthers, .keyFileWrongOwner: self.init(.exposed, error.message)
        case .keyFileMissing, .keyFileWrongLength, .keyFileIsLink, .keyFileNotRegular, .keyFileInaccessible,
            .keyFileExists, .parametersRefused, .passphraseUnfit, .credentialUnavailable:
            self.init(.rootKey, error.message)
        case .envelopeMalformed, .envelopeRejected:
            self.init(.rootKey, "the root key does not open this data folder: \(error.message)")
        case .encodingMalformed, .streamCutOff, .systemKeyMissing, .keyStateRefused, .keyUnusable:
            self.init(.database, error.message)
        case .hashingFailed, .signingFailed: self.init(.internal, error.message)
        }
    }

    package init(_ error: AdminServerError) {
        switch error.code {
        case .beyondLoopback, .securityMissing, .socketPathTooLong: self.init(.configuration, error.message)
        case .addressInUse, .cannotListen: self.init(.unavailable, error.message)
        case .socketFolderExposed: self.init(.exposed, error.message)
        }
    }

    package init(_ fault: BackupFault) {
        self.init(fault.code == .wrongRootKey ? .rootKey : .database, fault.description)
    }

    package init(_ error: FileFailure) {
        switch error.code {
        case .full, .denied: self.init(.cannotCreate, error.message)
        case .held: self.init(.held, error.message)
        case .exposed: self.init(.exposed, error.message)
        case .foreign: self.init(.database, error.message)
        case .failed: self.init(.poisoned, error.message)
        }
    }

    package init(_ error: WitnessFault) {
        switch error.code {
        case .stateForeign: self.init(.database, error.message)
        case .stateFailed: self.init(.poisoned, error.message)
        case .addressInUse, .cannotListen: self.init(.unavailable, error.message)
        }
    }

    package init(_ error: GatewayError) {
        switch error.code {
        case .settingInvalid, .routeInvalid, .routeAmbiguous, .needsRestart: self.init(.configuration, error.message)
        case .listenFailed, .tooManyPlans: self.init(.unavailable, error.message)
        }
    }
}
